"""Opening an office once, and letting another account take over in between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.casework.leaving import close_account
from models.casework.queries import case_state
from models.casework.sign_ins import (
    account_after_passphrase,
    account_names,
    is_practice,
    office_accounts,
    open_office,
)
from models.errors import MustWait, NotPermitted, StoreError
from tests.builders.desk import PHRASE, SEATS, Bureau, make_bureau


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data")
    yield bureau
    bureau.close()


def test_the_names_are_known_before_anybody_signs_in(bureau: Bureau) -> None:
    assert set(account_names(bureau.folder)) == set(SEATS)
    assert is_practice(bureau.folder)


def test_one_pass_phrase_gives_every_thread_a_desk(bureau: Bureau) -> None:
    opened, desk = open_office(bureau.folder, "review", PHRASE, bureau.now)
    reading = opened.desk(bureau.now, read_only=True)
    try:
        assert desk.account == reading.account == opened.account
        assert [account.name for account in office_accounts(reading)] == list(SEATS)
        with pytest.raises(StoreError, match="只读"), reading.store.writing() as rows:
            rows.add_account("nobody", frozenset())
    finally:
        desk.store.close()
        reading.store.close()


def test_the_key_is_not_told_when_it_is_printed(bureau: Bureau) -> None:
    opened, desk = open_office(bureau.folder, "review", PHRASE, bureau.now)
    desk.store.close()
    assert opened.key.hex() not in repr(opened)
    assert repr(opened.key) not in repr(opened)


def test_a_wrong_pass_phrase_opens_nothing_and_the_sixth_has_to_wait(bureau: Bureau) -> None:
    for _ in range(5):
        with pytest.raises(NotPermitted):
            open_office(bureau.folder, "review", "not the right one", bureau.now)
    with pytest.raises(MustWait) as refused:
        open_office(bureau.folder, "review", PHRASE, bureau.now)
    assert 0 < refused.value.seconds <= 31
    assert str(refused.value.seconds) in refused.value.message


def test_another_account_takes_over_by_its_own_pass_phrase(bureau: Bureau) -> None:
    account = account_after_passphrase(bureau["intake"], bureau.folder, "sign", PHRASE)
    assert account == bureau["sign"].account
    with pytest.raises(NotPermitted):
        account_after_passphrase(bureau["intake"], bureau.folder, "sign", "not the right one")


def test_a_closed_account_takes_nothing_over(bureau: Bureau) -> None:
    close_account(bureau["system"], bureau.folder, "finance")
    with pytest.raises(NotPermitted):
        account_after_passphrase(bureau["intake"], bureau.folder, "finance", PHRASE)


def test_where_a_case_stands_is_told_to_those_who_may_read_it(bureau: Bureau) -> None:
    number = bureau.open().number
    assert case_state(bureau["review"], number).value == "at_window"
    with pytest.raises(NotPermitted):
        case_state(bureau["audit"], number)
