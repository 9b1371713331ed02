"""Pass phrases: one's own, and a colleague's by the security administrator."""

from __future__ import annotations

import pytest

from models.casework.leaving import close_account
from models.casework.offices import NewAccount, add_account, sign_in
from models.casework.passphrases import change_own_passphrase, reset_passphrase
from models.casework.sign_ins import account_after_passphrase
from models.errors import InputError, NotPermitted, Refused, StoreError
from models.office import Seat
from models.store.engine import Store
from models.store.keys import KeyRing
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


@pytest.mark.parametrize("error", ["no room", "crash"])
def test_a_change_that_is_not_committed_leaves_the_old_one_in_force(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
    def fails(_store: Store, _name: str) -> None:
        raise StoreError("磁盘已满，未保存。") if error == "no room" else KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Store, "_commit", fails)
        with pytest.raises((StoreError, KeyboardInterrupt)):
            change_own_passphrase(bureau["intake"], bureau.folder, PHRASE, NEW)
    assert not opens(bureau, "intake", NEW), "told unsaved, so it does not open"
    assert opens(bureau, "intake", PHRASE)
    assert acts(bureau) == []
    assert KeyRing.load(bureau.folder).offered("intake") == ""


def test_a_change_cut_off_behind_its_commit_stands(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("models.casework.passphrases.put_in_force", lambda *_: None)
        change_own_passphrase(bureau["intake"], bureau.folder, PHRASE, NEW)
    assert KeyRing.load(bureau.folder).offered("intake")
    with pytest.raises(NotPermitted):
        account_after_passphrase(bureau["intake"], bureau.folder, "intake", PHRASE)
    assert KeyRing.load(bureau.folder).offered("intake") == ""
    assert opens(bureau, "intake", NEW)
    assert not opens(bureau, "intake", PHRASE)


def test_an_account_that_was_not_committed_neither_opens_nor_takes_its_name(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    newcomer = NewAccount("newcomer", frozenset({Seat.FINANCE}), NEW)

    def fails(_store: Store, _name: str) -> None:
        raise StoreError("磁盘已满，未保存。")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "_commit", fails)
        with pytest.raises(StoreError):
            add_account(bureau["system"], bureau.folder, newcomer, PHRASE)
    assert not opens(bureau, "newcomer", NEW)
    add_account(bureau["system"], bureau.folder, newcomer, PHRASE)
    assert opens(bureau, "newcomer", NEW)


def test_a_closed_account_whose_slot_stayed_loses_it_at_the_next_sign_in(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("models.casework.leaving.drop_closed", lambda *_: None)
        close_account(bureau["system"], bureau.folder, "audit")
    assert "audit" in KeyRing.load(bureau.folder).names()
    assert not opens(bureau, "audit", PHRASE)
    assert opens(bureau, "review", PHRASE)
    ring = KeyRing.load(bureau.folder)
    assert "audit" not in ring.names()
    assert ring.rotation_due


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
