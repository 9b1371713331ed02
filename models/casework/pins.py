"""The signing PIN: six digits, one account's own, asked at every signature. Three mistakes lock it for 15 minutes.

An attempt is counted and stored before the PIN is looked at, so that neither a crash nor a second window gives another.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from models.calendar import BEIJING
from models.casework.changes import Done
from models.casework.deciding import decide
from models.casework.repayments import sign_repayment
from models.casework.rounds import maintain
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.letter import Letter, Render
from models.store.pin_records import SigningPin
from models.typed_text import is_digits

LENGTH = 6
MOST_FAILURES = 3
LOCKED_FOR = timedelta(minutes=15)
_SET, _CHECK = "pin.set", "pin.check"
_STEADY = frozenset({(1,) * (LENGTH - 1), (0,) * (LENGTH - 1), (-1,) * (LENGTH - 1)})


def has_pin(desk: Desk) -> bool:
    """Whether the account has set its PIN."""
    with desk.look(_SET) as work:
        return work.rows.signing_pin(work.actor.id) is not None


def set_pin(desk: Desk, pin: str) -> None:
    """Set or replace the account's own PIN. The caller has just had the pass phrase checked by the key ring.

    Raises InputError unless it is six digits, and in a real office for digits that are all equal or in a row.
    """
    if len(pin) != LENGTH or not is_digits(pin):
        raise InputError(f"签发PIN应为{LENGTH}位数字，请重新输入。", "pin")
    with desk.look(_SET) as work:
        practice = work.office.practice
    if not practice and _steady(pin):
        raise InputError("签发PIN不能是相同或连续的数字，请换一个。", "pin")
    hashed = _hash(pin, fast=practice)
    with desk.perform(_SET) as work:
        work.rows.put_signing_pin(work.actor.id, hashed, work.now)
        work.record(f"account:{work.actor.id}", {})


def check_pin(desk: Desk, pin: str) -> None:
    """Return when the PIN is the account's own. Raises Refused for a wrong, a locked or a missing one."""
    kept = _reserve_attempt(desk)
    if _matches(kept.hash, pin):
        with desk.perform(_CHECK) as work:
            work.rows.count_pin_failures(work.actor.id, 0, None)
        return
    left = MOST_FAILURES - kept.failures
    if left > 0:
        raise Refused(f"签发PIN不对，还可以再试{left}次。")
    with desk.perform(_CHECK) as work:
        refusal = _lock(work, kept)
    raise Refused(refusal)


def decide_with_pin(desk: Desk, number: str, pin: str, render: Render) -> Done[Letter]:
    """`decide` after the PIN. Raises Refused for the PIN, and whatever `decide` raises."""
    check_pin(desk, pin)
    return decide(desk, number, render)


def maintain_with_pin(desk: Desk, number: str, finding: str, pin: str, render: Render) -> Done[Letter]:
    """`maintain` after the PIN. Raises InputError without a finding, Refused for the PIN."""
    if not finding.strip():
        raise InputError("请写明维持原决定的理由。", "finding")
    check_pin(desk, pin)
    return maintain(desk, number, finding, render)


def sign_repayment_with_pin(desk: Desk, order_id: int, pin: str, render: Render) -> Done[Letter]:
    """`sign_repayment` after the PIN. Raises Refused for the PIN, and whatever `sign_repayment` raises."""
    check_pin(desk, pin)
    return sign_repayment(desk, order_id, render)


def _reserve_attempt(desk: Desk) -> SigningPin:
    """Count the attempt before it is made; the PIN as it then stands. Raises Refused while it is locked."""
    refusal = ""
    with desk.perform(_CHECK) as work:
        kept = work.rows.signing_pin(work.actor.id)
        if kept is None:
            raise Refused("您还没有设置签发PIN，请先在设置中设定。")
        if kept.locked_until is None and kept.failures >= MOST_FAILURES:
            refusal = _lock(work, kept)
        elif kept.locked_until is not None and work.now < kept.locked_until:
            raise Refused(_locked(kept.locked_until))
        else:
            failures = 1 if kept.locked_until is not None else kept.failures + 1
            work.rows.count_pin_failures(work.actor.id, failures, None)
            kept = SigningPin(kept.account_id, kept.hash, failures, None, kept.set_at)
    if refusal:
        raise Refused(refusal)
    return kept


def _lock(work: UnitOfWork, kept: SigningPin) -> str:
    until = work.now + LOCKED_FOR
    work.rows.count_pin_failures(work.actor.id, kept.failures, until)
    work.record(f"account:{work.actor.id}", {"locked_until": until.isoformat()})
    return _locked(until)


def _locked(until: datetime) -> str:
    clock = until.astimezone(BEIJING).strftime("%H:%M")
    return f"签发PIN连续输错{MOST_FAILURES}次，已锁定到 {clock}；忘记PIN可用口令重新设置。"


def _steady(pin: str) -> bool:
    steps = tuple(int(after) - int(before) for before, after in pairwise(pin))
    return steps in _STEADY


def _hash(pin: str, *, fast: bool) -> str:
    from argon2 import PasswordHasher

    hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1) if fast else PasswordHasher()
    return hasher.hash(pin)


def _matches(hashed: str, pin: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(hashed, pin)
    except (VerificationError, InvalidHashError):
        return False
