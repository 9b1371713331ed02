"""The signing PIN: three mistakes lock it, also across windows and restarts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.case import State
from models.casework.offices import sign_in
from models.casework.pins import check_pin, decide_with_pin, has_pin, set_pin
from models.casework.unit_of_work import Desk
from models.errors import InputError, NotPermitted, Refused
from reports.issue import render
from tests.builders.desk import PHRASE, Bureau, make_bureau

PIN, WRONG = "730416", "730417"


@pytest.fixture
def signer(bureau: Bureau) -> Desk:
    set_pin(bureau["sign"], PIN)
    return bureau["sign"]


def mistype(desk: Desk, times: int) -> str:
    message = ""
    for _ in range(times):
        with pytest.raises(Refused) as refused:
            check_pin(desk, WRONG)
        message = refused.value.message
    return message


def test_a_signature_needs_the_right_pin(bureau: Bureau, signer: Desk) -> None:
    number = bureau.reviewed()
    with pytest.raises(Refused, match="还可以再试2次"):
        decide_with_pin(signer, number, WRONG, render)
    assert bureau.state(number) is State.FOR_SIGNATURE
    letter = decide_with_pin(signer, number, PIN, render).value
    assert letter.number == "东人社补〔2025〕1号"
    assert bureau.state(number) is State.TO_SERVE


def test_without_a_pin_nothing_is_signed(bureau: Bureau) -> None:
    number = bureau.reviewed()
    assert not has_pin(bureau["sign"])
    with pytest.raises(Refused, match="还没有设置签发PIN"):
        decide_with_pin(bureau["sign"], number, PIN, render)


def test_three_mistakes_lock_it_for_fifteen_minutes_even_for_the_right_pin(bureau: Bureau, signer: Desk) -> None:
    assert "已锁定到" in mistype(signer, 3)
    bureau.moment += timedelta(minutes=14)
    with pytest.raises(Refused, match="已锁定到"):
        check_pin(signer, PIN)
    bureau.moment += timedelta(minutes=1)
    check_pin(signer, PIN)


def test_after_the_wait_three_new_attempts_begin(bureau: Bureau, signer: Desk) -> None:
    mistype(signer, 3)
    bureau.moment += timedelta(minutes=16)
    assert "再试2次" in mistype(signer, 1)
    assert "已锁定到" in mistype(signer, 2)


def test_a_right_pin_forgets_earlier_mistakes(signer: Desk) -> None:
    mistype(signer, 2)
    check_pin(signer, PIN)
    assert "再试2次" in mistype(signer, 1)


def test_mistakes_are_counted_across_restarts(bureau: Bureau, signer: Desk) -> None:
    mistype(signer, 2)
    again = sign_in(bureau.folder, "sign", PHRASE, bureau.now)
    try:
        assert "已锁定到" in mistype(again, 1)
    finally:
        again.store.close()
    with pytest.raises(Refused, match="已锁定到"):
        check_pin(signer, PIN)


def test_an_attempt_is_counted_even_if_the_program_dies_while_it_looks(
    signer: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("models.casework.pins._matches", die)
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                check_pin(signer, PIN)
    with pytest.raises(Refused, match="已锁定到"):
        check_pin(signer, PIN)


def test_setting_and_locking_are_journalled_without_the_pin(bureau: Bureau, signer: Desk) -> None:
    mistype(signer, 3)
    set_pin(signer, "951753")
    check_pin(signer, "951753")
    with signer.store.reading() as rows:
        acts = [(entry.act, sorted(entry.detail)) for entry in rows.entries() if entry.act.startswith("pin.")]
        kept = rows.signing_pin(signer.account.id)
    assert acts == [("pin.set", []), ("pin.check", ["locked_until"]), ("pin.set", [])]
    assert kept is not None
    assert "951753" not in kept.hash
    assert kept.hash.startswith("$argon2id$")


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12345a", "１２３４５６", "١٢٣٤٥٦"])
def test_a_pin_is_six_digits(bureau: Bureau, pin: str) -> None:
    with pytest.raises(InputError, match="6位数字"):
        set_pin(bureau["sign"], pin)


@pytest.mark.parametrize("pin", ["111111", "123456", "987654"])
def test_a_real_office_takes_no_steady_digits_and_hashes_at_full_cost(
    tmp_path_factory: pytest.TempPathFactory, pin: str
) -> None:
    real = make_bureau(tmp_path_factory.mktemp("real") / "office", practice=False)
    try:
        with pytest.raises(InputError, match="相同或连续"):
            set_pin(real["sign"], pin)
        set_pin(real["sign"], PIN)
        with real["sign"].store.reading() as rows:
            kept = rows.signing_pin(real["sign"].account.id)
        assert kept is not None
        assert "m=65536" in kept.hash
    finally:
        real.close()


def test_only_a_signer_has_a_pin(bureau: Bureau) -> None:
    for name in ("intake", "review", "system"):
        with pytest.raises(NotPermitted):
            set_pin(bureau[name], PIN)
