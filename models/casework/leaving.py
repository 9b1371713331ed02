"""A colleague leaves: everything in their hands goes to a named one, then the account is closed; or nothing happens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from models.case import OPEN_STATES, STATE_NAMES, Case
from models.casework.changes import Changes, Done
from models.casework.key_settling import drop_closed
from models.casework.passing_on import PART_SEATS, barred, in_charge, pass_on
from models.casework.unit_of_work import Desk, UnitOfWork
from models.desk_day import PART_NAMES, Part
from models.errors import InputError, Refused
from models.office import Account
from models.store.draft_records import Draft
from models.store.keys import KeyRing

_PAGE = "page:"  # what a page holds while it is open belongs to its account and to nothing in hand
_REASON = "原经办人离岗，账号停用"
_LISTED = 5


@dataclass(frozen=True, slots=True)
class InHand:
    """A case in somebody's hands, told without the applicant's name."""

    number: str
    state_name: str
    part: Part


@dataclass(frozen=True, slots=True)
class Leaver:
    """What an account has in hand: open cases and parked people."""

    account: Account
    cases: tuple[InHand, ...]
    drafts: int

    @property
    def empty(self) -> bool:
        """Whether nothing would be left without an owner."""
        return not self.cases and not self.drafts


@dataclass(frozen=True, slots=True)
class Departure:
    """A closed account, and to whom its work went (None: nothing was in hand)."""

    account: Account
    heir: Account | None
    cases: tuple[InHand, ...]
    drafts: int


def in_hand(desk: Desk, name: str) -> Leaver:
    """What would have to be handed over before an account is closed. Raises InputError for an unknown name."""
    with desk.look("account.close") as work:
        account = _named(work, name, "name")
        held = _held(work, account.id)
        return Leaver(account, tuple(_told(case, part) for case, part in held), len(_parked(work, account.id)))


def close_account(desk: Desk, folder: Path, name: str, heir: str = "") -> Done[Departure]:
    """Hand everything in a colleague's hands to `heir` and close the account; decided cases stay as they were.

    Raises Refused where something would be left without an owner, InputError for names that do not fit.
    """
    with desk.perform("account.close") as work:
        leaver = _named(work, name, "name")
        if leaver.id == work.actor.id:
            raise Refused("不能停用正在使用的账号，请由另一位安全管理员办理。")
        held, parked = _held(work, leaver.id), _parked(work, leaver.id)
        colleague = _heir(work, leaver, heir, held, parked)
        if colleague is not None:
            _hand_over(work, leaver, colleague, held, parked)
        work.rows.put_account(replace(leaver, active=False))
        detail: dict[str, object] = {"active": False, "cases": len(held), "drafts": len(parked)}
        work.record(f"account:{leaver.id}", detail | ({} if colleague is None else {"given_to": colleague.id}))
        closed = work.rows.account(leaver.id)
    with desk.store.reading() as rows:
        drop_closed(KeyRing.load(folder), rows)
    told = tuple(_told(case, part) for case, part in held)
    changes = Changes(office=True, cases=frozenset(case.id for case, _part in held))
    return Done(Departure(closed, colleague, told, len(parked)), changes)


def _named(work: UnitOfWork, name: str, field: str) -> Account:
    account = work.rows.account_named(name)
    if account is None:
        raise InputError(f"没有账号“{name}”。", field)
    return account


def _held(work: UnitOfWork, account_id: int) -> tuple[tuple[Case, Part], ...]:
    found = []
    for case in work.rows.open_cases_touched_by(account_id):
        if case.state in OPEN_STATES:
            found += [(case, part) for part in Part if in_charge(work, case, part) == account_id]
    return tuple(found)


def _parked(work: UnitOfWork, account_id: int) -> tuple[Draft, ...]:
    return tuple(draft for draft in work.rows.drafts(account_id) if not draft.key.startswith(_PAGE))


def _heir(
    work: UnitOfWork,
    leaver: Account,
    heir: str,
    held: tuple[tuple[Case, Part], ...],
    parked: tuple[Draft, ...],
) -> Account | None:
    if not held and not parked:
        return None
    if not heir.strip():
        raise Refused(
            f"账号“{leaver.name}”手上还有{_counted(held, parked)}，停用后将无人负责。请指定接办的同事后再停用。"
        )
    colleague = _named(work, heir.strip(), "heir")
    if colleague.id == leaver.id:
        raise InputError("接办人不能是要停用的账号本人，请另选一位同事。", "heir")
    problems = [problem for case, part in held if (problem := barred(case, part, colleague))]
    if parked and PART_SEATS[Part.CLERK] not in colleague.seats:
        problems.append(f"“{colleague.name}”没有受理席位，不能接办没办完的收件。")
    if not colleague.active:
        problems = [f"账号“{colleague.name}”已停用，不能接办。"]
    if problems:
        more = f"（另有{len(problems) - _LISTED}项）" if len(problems) > _LISTED else ""
        raise InputError("".join(problems[:_LISTED]) + more + "账号没有停用，什么也没有移交。", "heir")
    return colleague


def _hand_over(
    work: UnitOfWork,
    leaver: Account,
    colleague: Account,
    held: tuple[tuple[Case, Part], ...],
    parked: tuple[Draft, ...],
) -> None:
    for case, part in held:
        pass_on(work, case, part, leaver.id, to=colleague, reason=_REASON)
    work.rows.give_drafts(leaver.id, colleague.id, [draft.key for draft in parked])


def _counted(held: tuple[tuple[Case, Part], ...], parked: tuple[Draft, ...]) -> str:
    words = []
    for part in Part:
        if count := sum(1 for _case, one in held if one is part):
            words.append(f"{count}件在办案件（{PART_NAMES[part]}）")
    if parked:
        words.append(f"{len(parked)}份没办完的收件")
    return "、".join(words)


def _told(case: Case, part: Part) -> InHand:
    return InHand(case.number, STATE_NAMES[case.state], part)
