"""A month for the screen: its groupings and its cases, from live rows or read back from a published edition's files.

An edition is read from its archived csv files alone, so that what is shown is what was published.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.case import Outcome
from models.errors import StoreError
from models.id_number import mask_id
from models.money import parse_yuan
from models.month import CorrectionRow, Edition, MonthContent, MonthTotals
from reports.month.checks import Check, checks
from reports.month.totals import Scope, Summary, SummaryLine, Tally, summarise
from reports.month.words import NO_LEVEL, OUTCOME_NAMES, plain, short_level, street_name


class Figure(StrEnum):
    """What a number counts, and so which cases stand behind it."""

    RECEIVED = "received"
    GRANTED = "granted"
    REFUSED = "refused"
    DECIDED = "decided"
    PERSONS = "persons"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class MonthCase:
    """One case of a month. `outcome` is None while it is only received; `level` is short (四级), "" without one."""

    number: str
    person_name: str
    masked_id: str
    programme: str
    street: str
    received: bool
    outcome: Outcome | None = None
    level: str = ""
    amount_fen: int | None = None
    decided_on: date | None = None
    letter_number: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """What the month takes back of an earlier decision (`sign` -1), or gives back."""

    number: str
    why: str
    first_number: str
    first_month: str
    by_number: str
    outcome: Outcome
    sign: int
    fen: int


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """`edition` 0 is the month as it stands; `checks` only then, an edition was published because they agreed."""

    month: str
    edition: int
    totals: MonthTotals
    summary: Summary
    cases: tuple[MonthCase, ...]
    checks: tuple[Check, ...] = ()
    corrections: tuple[CorrectionLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseDifference:
    """A case that stands differently in two sheets; None where it is in one of them only."""

    number: str
    before: MonthCase | None
    after: MonthCase | None


def live_sheet(content: MonthContent) -> MonthSheet:
    """The sheet of a month's rows."""
    summary = summarise(content)
    return MonthSheet(
        month=content.month,
        edition=content.edition,
        totals=content.totals,
        summary=summary,
        cases=_merged(_live_cases(content)),
        checks=checks(content, summary),
        corrections=tuple(_live_correction(row) for row in content.corrections),
    )


def archived_sheet(edition: Edition) -> MonthSheet:
    """The sheet of a published edition. Raises StoreError when its archived files cannot be read."""
    files = {file.name.rpartition("-")[2]: file.content for file in edition.files}
    try:
        lines = [_line(row) for row in _rows(files["summary.csv"])]
        cases = _merged([*_accepted(files["accepted.csv"]), *_decided(files["decided.csv"])])
        summary = _summary(lines)
        corrections = tuple(_corrections(files.get("corrections.csv", b"")))
    except (KeyError, ValueError, StopIteration):
        words = (
            f"{edition.month} 第 {edition.edition} 版的存档文件读不出来，数字不能显示。请系统管理员在“设置”里校验数据。"
        )
        raise StoreError(words) from None
    return MonthSheet(edition.month, edition.edition, edition.totals, summary, cases, corrections=corrections)


def cases_behind(sheet: MonthSheet, line: SummaryLine, figure: Figure) -> tuple[MonthCase, ...]:
    """The cases a number of a line counts."""
    return tuple(case for case in sheet.cases if _in_line(case, line) and _counted(case, figure))


def differences(before: MonthSheet, after: MonthSheet) -> tuple[CaseDifference, ...]:
    """Which cases stand differently, by number."""
    old, new = ({case.number: case for case in sheet.cases} for sheet in (before, after))
    numbers = sorted({*old, *new})
    return tuple(
        CaseDifference(number, old.get(number), new.get(number))
        for number in numbers
        if _standing(old.get(number)) != _standing(new.get(number))
    )


def _standing(case: MonthCase | None) -> tuple[bool, Outcome | None, int | None]:
    return (False, None, None) if case is None else (case.received, case.outcome, case.amount_fen)


def _in_line(case: MonthCase, line: SummaryLine) -> bool:
    level = "" if line.level == NO_LEVEL else line.level.split("/")[0]
    return (
        (not line.programme or line.programme == case.programme)
        and (not line.outcome or (case.outcome is not None and line.outcome == OUTCOME_NAMES[case.outcome]))
        and (not line.level or (case.outcome is not None and level == case.level))
        and (not line.street or line.street == case.street)
    )


def _counted(case: MonthCase, figure: Figure) -> bool:
    if figure is Figure.RECEIVED:
        return case.received
    if figure is Figure.GRANTED:
        return case.outcome is Outcome.GRANTED
    if figure is Figure.REFUSED:
        return case.outcome is Outcome.REFUSED
    if figure is Figure.PAID:
        return case.outcome is Outcome.GRANTED and case.amount_fen is not None
    return case.outcome is not None


def _live_cases(content: MonthContent) -> Iterator[MonthCase]:
    for row in content.accepted:
        yield MonthCase(
            row.case_number, row.person_name, mask_id(row.id_number), plain(row.programme_name),
            street_name(row.street), received=True,
        )  # fmt: skip
    for decided in content.decided:
        yield MonthCase(
            decided.case_number, decided.person_name, mask_id(decided.id_number), plain(decided.programme_name),
            street_name(decided.street), received=False, outcome=decided.outcome, level=short_level(decided.level),
            amount_fen=decided.amount_fen, decided_on=decided.decided_on, letter_number=decided.letter_number,
        )  # fmt: skip


def _merged(cases: Iterator[MonthCase] | list[MonthCase]) -> tuple[MonthCase, ...]:
    """One case a number: what was received and decided in the same month is one."""
    found: dict[str, MonthCase] = {}
    for case in cases:
        earlier = found.get(case.number)
        found[case.number] = case if earlier is None else _joined(earlier, case)
    return tuple(found[number] for number in sorted(found))


def _joined(received: MonthCase, decided: MonthCase) -> MonthCase:
    return MonthCase(
        decided.number, decided.person_name, decided.masked_id, decided.programme, decided.street,
        received=received.received or decided.received, outcome=decided.outcome or received.outcome,
        level=decided.level, amount_fen=decided.amount_fen, decided_on=decided.decided_on,
        letter_number=decided.letter_number,
    )  # fmt: skip


def _rows(content: bytes) -> Iterator[Mapping[str, str]]:
    """The rows of an archived csv by their titles; the apostrophe before a text that looked like a formula is off."""
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        yield {title: value.removeprefix("'") for title, value in row.items()}


def _accepted(content: bytes) -> Iterator[MonthCase]:
    for row in _rows(content):
        yield MonthCase(
            row["案号"], row["姓名"], mask_id(row["公民身份号码"]), row["事项"], row["街道（乡镇）"], received=True
        )


def _decided(content: bytes) -> Iterator[MonthCase]:
    outcomes = {name: outcome for outcome, name in OUTCOME_NAMES.items()}
    for row in _rows(content):
        yield MonthCase(
            row["案号"], row["姓名"], mask_id(row["公民身份号码"]), row["事项"], row["街道（乡镇）"],
            received=False, outcome=outcomes[row["结果"]], level=row["等级"], amount_fen=_fen(row["金额（元）"]),
            decided_on=date.fromisoformat(row["决定日"]), letter_number=row["决定书文号"],
        )  # fmt: skip


def _live_correction(row: CorrectionRow) -> CorrectionLine:
    numbers = (row.first_number, row.first_month, row.by_number)
    return CorrectionLine(row.case_number, row.why, *numbers, row.outcome, row.sign, row.fen)


def _corrections(content: bytes) -> Iterator[CorrectionLine]:
    outcomes = {name: outcome for outcome, name in OUTCOME_NAMES.items()}
    for row in _rows(content):
        numbers = (row["原决定书文号"], row["原计入月份"], row["新决定书文号"])
        sign, fen = int(row["件数"]), _signed_fen(row["金额（元）"])
        yield CorrectionLine(row["案号"], row["更正事由"], *numbers, outcomes[row["原结果"]], sign, fen)


def _signed_fen(text: str) -> int:
    return -(_fen(text[1:]) or 0) if text.startswith("-") else _fen(text) or 0


def _line(row: Mapping[str, str]) -> SummaryLine:
    received = row["收件（件）"]
    tally = Tally(
        received=int(received) if received else None,
        granted=int(row["准予（件）"]),
        refused=int(row["不予（件）"]),
        persons=int(row["办结（人）"]),
        paid=int(row["发放（件）"]),
        paid_persons=int(row["发放（人）"]),
        amount_fen=_fen(row["发放金额（元）"]) or 0,
        # Editions of earlier versions of the program have no such columns.
        enterprises=int(row.get("办结（户）", 0)),
        paid_enterprises=int(row.get("发放（户）", 0)),
    )
    names = (row["事项"], row["办理结果"], row["等级"], row["街道（乡镇）"])
    return SummaryLine(Scope(row["口径"]), tally, *names)


def _summary(lines: list[SummaryLine]) -> Summary:
    def of(scope: Scope) -> tuple[SummaryLine, ...]:
        return tuple(line for line in lines if line.scope is scope)

    total = next(iter(of(Scope.TOTAL)))
    return Summary(total, of(Scope.PROGRAMME), of(Scope.LEVEL), of(Scope.STREET), of(Scope.CELL))


def _fen(text: str) -> int | None:
    return parse_yuan(text) if text else None
