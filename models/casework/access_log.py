"""The access log as the auditor reads it: who looked at what, when, what for. Reading it is an act in the journal.

It names cases, kinds of data and papers; never a person, and never what stood there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from models.calendar import BEIJING
from models.casework.changes import Changes, Done
from models.casework.identities import surviving
from models.casework.reveals import (
    LOG_GIVEN,
    SCAN,
    act_words,
    bundle_given,
    detail_words,
    is_scan,
    scan_seen,
    stated_purpose,
)
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.identity_change import ChangeOutcome
from models.store.access_records import Access, AccessEntry, AccessFilter, CaseAccess
from models.store.register_records import RegisteredLetter
from models.typed_text import fold_width, has_hidden

PAGE_ROWS = 100
MOST_EXPORTED = 50_000


@dataclass(frozen=True, slots=True)
class AccessQuestion:
    """What is looked for; what is left empty hides nothing. `account` is who looked, the days are Beijing's."""

    account: str = ""
    case: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def in_force(self) -> bool:
        """Whether it hides anything."""
        return self != AccessQuestion()


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One look. `case` are the numbers of the cases it concerns; `purpose` is what was said, "" where nobody asks."""

    id: int
    at: datetime
    account: str
    act: str
    detail: str
    case: str
    purpose: str


@dataclass(frozen=True, slots=True)
class AccessPage:
    """The newest first. `before` begins the page of older ones, None at the end; `accounts` are all who may have."""

    rows: tuple[AccessRow, ...]
    before: int | None
    accounts: tuple[str, ...]


def read_access(desk: Desk, asked: AccessQuestion) -> AccessPage:
    """The newest page of what is asked for, after noting in the journal who reads it and what is asked.

    Raises InputError at `account`, `case` or `last`.
    """
    with desk.perform("access.read") as work:
        _filter(work, asked)
        work.record("access", _detail(work, asked))
    return older_access(desk, asked, None)


def older_access(desk: Desk, asked: AccessQuestion, before: int | None) -> AccessPage:
    """A further page of what `read_access` noted."""
    with desk.look("access.read") as work:
        entries = work.rows.accesses(_filter(work, asked), before, PAGE_ROWS + 1)
        shown = entries[:PAGE_ROWS]
        accounts = tuple(account.name for account in work.rows.accounts())
        return AccessPage(_rows(work, shown), shown[-1].id if len(entries) > PAGE_ROWS else None, accounts)


def export_purpose(typed: str) -> str:
    """What the log is taken out for. Raises InputError at `purpose`."""
    return stated_purpose(typed, "请写明导出查阅记录的用途，例如：上半年个人信息保护自查。")


def give_access(desk: Desk, asked: AccessQuestion, purpose: str) -> Done[tuple[AccessRow, ...]]:
    """Everything asked for, to leave the program for a purpose, which enters the log itself; the journal has the act.

    Raises InputError at `purpose`, `account`, `case` or `last`; Refused for more than `MOST_EXPORTED` entries.
    """
    said = export_purpose(purpose)
    with desk.perform("access.export") as work:
        wanted = _filter(work, asked)
        count = work.rows.access_count(wanted, MOST_EXPORTED + 1)
        if count > MOST_EXPORTED:
            raise Refused(f"要导出的超过 {MOST_EXPORTED:,} 条，一个表格放不下。请按日期分几次导出。")
        detail = {**_detail(work, asked), "entries": count, "purpose": work.digest(said)}
        work.record("access", detail)
        newest = work.rows.log_access(Access.EXPORT, work.actor.id, work.now, None, None, LOG_GIVEN + said)
    with desk.look("access.export") as work:
        return Done(tuple(_all(work, asked, newest.id)), Changes())


def _all(work: UnitOfWork, asked: AccessQuestion, before: int) -> Iterator[AccessRow]:
    wanted, start = _filter(work, asked), before
    while entries := work.rows.accesses(wanted, start):
        yield from _rows(work, entries)
        start = entries[-1].id


def _filter(work: UnitOfWork, asked: AccessQuestion) -> AccessFilter:
    if asked.first is not None and asked.last is not None and asked.last < asked.first:
        raise InputError("止日早于起日，请核对。", "last")
    return AccessFilter(
        account_id=_account_id(work, asked.account),
        case=_concerning(work, asked.case) if asked.case.strip() else None,
        since=None if asked.first is None else _midnight(asked.first),
        until=None if asked.last is None else _midnight(asked.last) + timedelta(days=1),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)


def _account_id(work: UnitOfWork, name: str) -> int | None:
    if not name:
        return None
    found = next((account.id for account in work.rows.accounts() if account.name == name), None)
    if found is None:
        raise InputError(f"没有名为“{name}”的账号，请从名单里选。", "account")
    return found


def _concerning(work: UnitOfWork, typed: str) -> CaseAccess:
    number = fold_width(typed)
    if has_hidden(number):
        raise InputError("案件编号里有看不见的字符，请手工录入。", "case")
    case = work.rows.case_numbered(number)
    return CaseAccess(
        people=frozenset(_people(work, case.person_id)),
        letters=frozenset(letter.id for letter in work.rows.letters(case.id)),
        papers=SCAN,
        own_papers=scan_seen(case.number),
        exports=bundle_given(case.number),
    )


def _people(work: UnitOfWork, person_id: int) -> Iterator[int]:
    """The person, and every registration merged into theirs: what was seen there was theirs."""
    yield person_id
    for change in work.rows.identity_changes(person_id):
        if change.outcome is ChangeOutcome.DONE and change.into_id == person_id:
            yield from _people(work, change.person_id)


def _detail(work: UnitOfWork, asked: AccessQuestion) -> dict[str, Any]:
    named = {
        "viewer": _account_id(work, asked.account),
        "case": fold_width(asked.case),
        "from": asked.first and asked.first.isoformat(),
        "to": asked.last and asked.last.isoformat(),
    }
    return {key: value for key, value in named.items() if value}


def _rows(work: UnitOfWork, entries: Sequence[AccessEntry]) -> tuple[AccessRow, ...]:
    names = {account.id: account.name for account in work.rows.accounts()}
    ids = sorted({entry.letter_id for entry in entries if entry.letter_id is not None})
    letters = {letter.id: letter for letter in work.rows.registered_letters(ids)} if ids else {}
    people = {entry.person_id for entry in entries if entry.person_id is not None and not is_scan(entry.what)}
    cases = {person_id: _cases_of(work, person_id) for person_id in people}
    return tuple(_row(entry, names[entry.account_id], letters, cases) for entry in entries)


def _cases_of(work: UnitOfWork, person_id: int) -> str:
    """The newest case of a person and how many more; who has none yet is named as the journal does."""
    found = work.rows.cases(person_id=surviving(work, person_id).id, newest_first=True)
    if not found:
        return f"人员 {person_id}"
    return found[0].number if len(found) == 1 else f"{found[0].number} 等 {len(found)} 件"


def _row(
    entry: AccessEntry, account: str, letters: Mapping[int, RegisteredLetter], cases: Mapping[int, str]
) -> AccessRow:
    letter = letters.get(entry.letter_id or 0)
    detail, purpose = detail_words(entry, letter.number if letter else ""), ""
    if entry.act is Access.EXPORT:
        detail, purpose = "", detail
    if letter is not None:
        case = letter.case_number
    elif entry.person_id is not None and not is_scan(entry.what):
        case = cases[entry.person_id]
    else:
        case = "" if entry.what.startswith(LOG_GIVEN) else entry.what.partition(" ")[2].partition("：")[0]
    return AccessRow(entry.id, entry.at, account, act_words(entry), detail, case, purpose)
