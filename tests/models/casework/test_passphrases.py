"""Pass phrases: one's own, and a colleague's by the security administrator."""

from __future__ import annotations

import pytest

from models.casework.leaving import close_account
from models.casework.offices import sign_in
from models.casework.passphrases import change_own_passphrase, reset_passphrase
from models.errors import InputError, NotPermitted, Refused
from tests.builders.desk import PHRASE, Bureau

NEW = "四个字的词连成一句长的话 2025"


def opens(bureau: Bureau, name: str, phrase: str) -> bool:
    try:
        sign_in(bureau.folder, name, phrase, bureau.now).store.close()
    except NotPermitted:
        return False
    return True


def acts(bureau: Bureau) -> list[str]:
    with bureau["intake"].store.reading() as rows:
        return [entry.act for entry in rows.entries() if entry.act.startswith("account.")]


def test_ones_own_pass_phrase_is_changed_with_the_old_one(bureau: Bureau) -> None:
    change_own_passphrase(bureau["intake"], bureau.folder, PHRASE, NEW)
    assert opens(bureau, "intake", NEW)
    assert not opens(bureau, "intake", PHRASE)
    assert opens(bureau, "review", PHRASE)
    assert acts(bureau) == ["account.passphrase"]


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [("something else entirely", NEW, NotPermitted), (PHRASE, "short", InputError), (PHRASE, PHRASE, InputError)],
)
def test_a_wrong_old_or_a_weak_new_one_changes_nothing(
    bureau: Bureau, old: str, new: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        change_own_passphrase(bureau["intake"], bureau.folder, old, new)
    assert opens(bureau, "intake", PHRASE)
    assert acts(bureau) == []


def test_the_security_administrator_resets_a_colleagues(bureau: Bureau) -> None:
    reset_passphrase(bureau["system"], bureau.folder, "review", NEW, PHRASE)
    assert opens(bureau, "review", NEW)
    assert not opens(bureau, "review", PHRASE)
    assert acts(bureau) == ["account.reset"]


def test_a_reset_is_refused_for_oneself_a_closed_and_an_unknown_account_and_without_the_seat(bureau: Bureau) -> None:
    close_account(bureau["system"], bureau.folder, "audit")
    for name, error in (("system", Refused), ("audit", Refused), ("nobody", InputError)):
        with pytest.raises(error):
            reset_passphrase(bureau["system"], bureau.folder, name, NEW, PHRASE)
    with pytest.raises(NotPermitted):
        reset_passphrase(bureau["review"], bureau.folder, "intake", NEW, PHRASE)
    assert opens(bureau, "intake", PHRASE)
