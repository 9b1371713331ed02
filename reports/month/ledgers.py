"""The ledgers of a month as plain tables: columns and rows, shared by the workbook and the csv files.

Columns follow FACTS §9 as far as the month knows them. Ledgers are internal papers: the ID number stands in
full, because persons are counted by it and payment needs it; the account stands in full in the payment
ledger alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from models.month import AcceptedRow, CorrectionRow, DecidedRow, MonthContent
from reports.month.totals import SummaryLine, is_paid, summarise
from reports.month.words import (
    OUTCOME_NAMES,
    group_names,
    household_name,
    masked_account,
    plain,
    short_level,
    street_name,
)

Cell = str | int | date | None
_Row = TypeVar("_Row")


class Kind(StrEnum):
    """How a cell is written: codes are text that looks like a number and stays on one line, money is fen."""

    TEXT = "text"
    CODE = "code"
    SERIAL = "serial"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is in half-width characters, as spreadsheets count."""

    title: str
    kind: Kind
    width: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """One table. `name` titles it, `slug` names its file; `rows` hold one cell a column."""

    name: str
    slug: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def place(self, title: str) -> int:
        """Where a column stands, from 0."""
        return [column.title for column in self.columns].index(title)


@dataclass(frozen=True, slots=True)
class _Field(Generic[_Row]):
    title: str
    kind: Kind
    width: float
    value: Callable[[_Row], Cell]


def ledgers(content: MonthContent) -> tuple[Ledger, ...]:
    """Summary lines, acceptances, decisions and payments, in that order; corrections where the month has some."""
    found = summary_ledger(content), accepted_ledger(content), decided_ledger(content), payment_ledger(content)
    return (*found, correction_ledger(content)) if content.corrections else found


def summary_ledger(content: MonthContent) -> Ledger:
    """Every grouping as lines; `口径` says which grouping a line belongs to."""
    return _ledger("汇总明细", "summary", _SUMMARY, summarise(content).lines())


def accepted_ledger(content: MonthContent) -> Ledger:
    rows = sorted(content.accepted, key=lambda row: row.case_number)
    return _numbered(_ledger("受理台账", "accepted", _ACCEPTED, rows))


def decided_ledger(content: MonthContent) -> Ledger:
    """Both outcomes, each refusal with all its reasons."""
    return _numbered(_ledger("决定台账", "decided", _DECIDED, _decided(content)))


def payment_ledger(content: MonthContent) -> Ledger:
    """Granted with money: what is to be paid, to whom, on which ground."""
    paid = [row for row in _decided(content) if is_paid(row)]
    return _numbered(_ledger("发放台账", "payments", _PAYMENT, paid))


def correction_ledger(content: MonthContent) -> Ledger:
    """What later decisions took back of earlier ones; the months they were counted in are not changed."""
    return _numbered(_ledger("更正台账", "corrections", _CORRECTION, content.corrections))


def _decided(content: MonthContent) -> list[DecidedRow]:
    return sorted(content.decided, key=lambda row: (row.decided_on, row.case_number))


def _ledger(name: str, slug: str, fields: tuple[_Field[_Row], ...], rows: Iterable[_Row]) -> Ledger:
    columns = tuple(Column(field.title, field.kind, field.width) for field in fields)
    return Ledger(name, slug, columns, tuple(_cells(fields, row) for row in rows))


def _cells(fields: tuple[_Field[_Row], ...], row: _Row) -> tuple[Cell, ...]:
    values = (field.value(row) for field in fields)
    return tuple(plain(value) if isinstance(value, str) else value for value in values)


def _numbered(ledger: Ledger) -> Ledger:
    """The same with a serial number before each row, from 1."""
    rows = tuple((place, *row) for place, row in enumerate(ledger.rows, 1))
    return replace(ledger, columns=(Column("序号", Kind.SERIAL, 5.5), *ledger.columns), rows=rows)


_SUMMARY: tuple[_Field[SummaryLine], ...] = (
    _Field("口径", Kind.TEXT, 22, lambda line: line.scope.value),
    _Field("事项", Kind.TEXT, 24, lambda line: line.programme),
    _Field("办理结果", Kind.TEXT, 9, lambda line: line.outcome),
    _Field("等级", Kind.TEXT, 14, lambda line: line.level),
    _Field("街道（乡镇）", Kind.TEXT, 16, lambda line: line.street),
    _Field("收件（件）", Kind.NUMBER, 9, lambda line: line.tally.received),
    _Field("准予（件）", Kind.NUMBER, 9, lambda line: line.tally.granted),
    _Field("不予（件）", Kind.NUMBER, 9, lambda line: line.tally.refused),
    _Field("办结（件）", Kind.NUMBER, 9, lambda line: line.tally.decided),
    _Field("办结（人）", Kind.NUMBER, 9, lambda line: line.tally.persons),
    _Field("发放（件）", Kind.NUMBER, 9, lambda line: line.tally.paid),
    _Field("发放（人）", Kind.NUMBER, 9, lambda line: line.tally.paid_persons),
    _Field("发放金额（元）", Kind.MONEY, 15, lambda line: line.tally.amount_fen),
    _Field("办结（户）", Kind.NUMBER, 9, lambda line: line.tally.enterprises),
    _Field("发放（户）", Kind.NUMBER, 9, lambda line: line.tally.paid_enterprises),
)

_ACCEPTED: tuple[_Field[AcceptedRow], ...] = (
    _Field("案号", Kind.CODE, 12, lambda row: row.case_number),
    _Field("姓名", Kind.TEXT, 12, lambda row: row.person_name),
    _Field("公民身份号码", Kind.CODE, 21, lambda row: row.id_number),
    _Field("事项", Kind.TEXT, 20, lambda row: row.programme_name),
    _Field("街道（乡镇）", Kind.TEXT, 14, lambda row: street_name(row.street)),
    _Field("申请日", Kind.DATE, 11, lambda row: row.applied_on),
    _Field("受理日", Kind.DATE, 11, lambda row: row.accepted_on),
    _Field("办结期限", Kind.DATE, 11, lambda row: row.due_on),
    _Field("现状态", Kind.TEXT, 11, lambda row: row.state_name),
    _Field("受理通知书文号", Kind.TEXT, 24, lambda row: row.receipt_number),
    _Field("受理人", Kind.TEXT, 10, lambda row: row.accepted_by),
)

_WHO: tuple[_Field[DecidedRow], ...] = (
    _Field("案号", Kind.CODE, 11.5, lambda row: row.case_number),
    _Field("姓名", Kind.TEXT, 9, lambda row: row.person_name),
    _Field("公民身份号码", Kind.CODE, 21, lambda row: row.id_number),
    _Field("户籍", Kind.TEXT, 9, lambda row: household_name(row.household)),
    _Field("人员类别", Kind.TEXT, 13, lambda row: group_names(row.groups)),
    _Field("街道（乡镇）", Kind.TEXT, 11, lambda row: street_name(row.street)),
)
_WHAT: tuple[_Field[DecidedRow], ...] = (
    _Field("职业（工种）", Kind.TEXT, 11, lambda row: row.occupation or ""),
    _Field("等级", Kind.TEXT, 7.5, lambda row: short_level(row.level)),
    _Field("证书编号", Kind.TEXT, 14, lambda row: row.certificate_number or ""),
    _Field("核发日", Kind.DATE, 11.2, lambda row: row.certificate_issued_on),
    _Field("缴费月数", Kind.NUMBER, 9.5, lambda row: row.insurance_months),
    _Field("申请日", Kind.DATE, 11.2, lambda row: row.applied_on),
    _Field("受理日", Kind.DATE, 11.2, lambda row: row.accepted_on),
    _Field("决定日", Kind.DATE, 11.2, lambda row: row.decided_on),
    _Field("决定书文号", Kind.TEXT, 13.5, lambda row: row.letter_number),
)
_AMOUNT: _Field[DecidedRow] = _Field("金额（元）", Kind.MONEY, 12.5, lambda row: row.amount_fen)
_STAFF: tuple[_Field[DecidedRow], ...] = (
    _Field("受理人", Kind.TEXT, 7.5, lambda row: row.accepted_by),
    _Field("复核人", Kind.TEXT, 7.5, lambda row: row.reviewed_by),
    _Field("签发人", Kind.TEXT, 7.5, lambda row: row.signed_by),
)
_PROGRAMME: _Field[DecidedRow] = _Field("事项", Kind.TEXT, 11, lambda row: row.programme_name)

_DECIDED: tuple[_Field[DecidedRow], ...] = (
    *_WHO,
    _PROGRAMME,
    _Field("结果", Kind.TEXT, 5.5, lambda row: OUTCOME_NAMES[row.outcome]),
    *_WHAT,
    _AMOUNT,
    _Field("收款账号", Kind.TEXT, 9.5, lambda row: masked_account(row.bank_card)),
    _Field("不予理由", Kind.TEXT, 36, lambda row: "；".join(plain(reason).rstrip("。；") for reason in row.reasons)),
    *_STAFF,
)

_PAYMENT: tuple[_Field[DecidedRow], ...] = (
    *_WHO,
    _PROGRAMME,
    *_WHAT,
    _AMOUNT,
    _Field("开户行", Kind.TEXT, 13, lambda row: row.bank_name),
    _Field("收款账号", Kind.CODE, 21.5, lambda row: row.bank_card),
    *_STAFF,
)

_CORRECTION: tuple[_Field[CorrectionRow], ...] = (
    _Field("案号", Kind.CODE, 12, lambda row: row.case_number),
    _Field("姓名", Kind.TEXT, 12, lambda row: row.person_name),
    _Field("公民身份号码", Kind.CODE, 21, lambda row: row.id_number),
    _Field("事项", Kind.TEXT, 20, lambda row: row.programme_name),
    _Field("更正事由", Kind.TEXT, 14, lambda row: row.why),
    _Field("更正日", Kind.DATE, 11.2, lambda row: row.on),
    _Field("原决定书文号", Kind.TEXT, 24, lambda row: row.first_number),
    _Field("原计入月份", Kind.CODE, 11, lambda row: row.first_month),
    _Field("新决定书文号", Kind.TEXT, 24, lambda row: row.by_number),
    _Field("原结果", Kind.TEXT, 8, lambda row: OUTCOME_NAMES[row.outcome]),
    _Field("件数", Kind.NUMBER, 7, lambda row: row.sign),
    _Field("金额（元）", Kind.MONEY, 14, lambda row: row.fen),
)
