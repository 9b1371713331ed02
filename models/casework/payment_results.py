"""The bank's answer to a list: looked at row by row first, entered only when a person has confirmed what is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.casework.changes import Changes, Done
from models.casework.closing import settle
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import Conflict, Refused
from models.money import format_yuan
from models.payment import LINE_STATE_NAMES, LineState, PaymentLine, PaymentRun, ResultKind
from models.payment_answer import AnswerRow, read_answer


class Standing(StrEnum):
    """What a row of the return file will do, or why it does nothing."""

    PAID = "paid"
    REJECTED = "rejected"
    RETURNED = "returned"
    UNKNOWN = "unknown"
    AMOUNT = "amount"
    SETTLED = "settled"
    CONTRARY = "contrary"
    REPEATED = "repeated"
    UNREADABLE = "unreadable"


STANDING_NAMES = {
    Standing.PAID: "将记为已拨付",
    Standing.REJECTED: "将记为退票",
    Standing.RETURNED: "将记为拨付后退票",
    Standing.UNKNOWN: "没有这个流水号",
    Standing.AMOUNT: "金额不符",
    Standing.SETTLED: "已登记过",
    Standing.CONTRARY: "与已登记的不符",
    Standing.REPEATED: "文件里重复",
    Standing.UNREADABLE: "看不懂",
}
_COUNTS = {
    Standing.PAID: ResultKind.PAID,
    Standing.REJECTED: ResultKind.REJECTED,
    Standing.RETURNED: ResultKind.RETURNED,
}


@dataclass(frozen=True, slots=True)
class StagedRow:
    """A row with what it will do. `remark` says in words what differs."""

    row: AnswerRow
    standing: Standing
    case_number: str = ""
    payee: str = ""
    remark: str = ""

    @property
    def counts(self) -> bool:
        """Whether confirming enters this row."""
        return self.standing in _COUNTS


@dataclass(frozen=True, slots=True)
class StagedAnswer:
    """The whole file as it would be entered; `silent` are lines of the list still open that it does not name."""

    run: str
    rows: tuple[StagedRow, ...]
    silent: int

    @property
    def tally(self) -> dict[Standing, int]:
        """How many rows of each standing."""
        return dict(Counter(row.standing for row in self.rows))


def stage_results(desk: Desk, number: str, table: Sequence[Sequence[str]]) -> StagedAnswer:
    """Compare a return file with its list; changes nothing. Raises InputError for a file that is none."""
    with desk.look("payment.result") as work:
        run = work.rows.payment_run(number)
        return _staged(work, run, read_answer(table, run.template, work.today))


def save_results(desk: Desk, staged: StagedAnswer) -> Done[StagedAnswer]:
    """Enter the rows that match, all or none. Conflict when the list has changed since it was looked at."""
    with desk.perform("payment.result") as work:
        run = work.rows.payment_run(staged.run)
        now = _staged(work, run, [row.row for row in staged.rows])
        if now != staged:
            raise Conflict(f"清单 {run.number} 在您核对期间有变动，没有登记。请重新核对回单。")
        entered = [row for row in staged.rows if row.counts]
        if not entered:
            raise Refused("回单里没有可以登记的行，没有改动。")
        cases = [_enter(work, row) for row in entered]
        kinds = Counter(_COUNTS[row.standing] for row in entered)
        rejected = kinds[ResultKind.REJECTED] + kinds[ResultKind.RETURNED]
        work.record(f"payment:{run.number}", {"paid": kinds[ResultKind.PAID], "rejected": rejected})
    return Done(staged, Changes(cases=frozenset(cases), payments=True))


def _enter(work: UnitOfWork, row: StagedRow) -> int:
    line = work.rows.payment_line(row.row.serial)
    if line is None or row.row.on is None:
        raise AssertionError("a row without its line was staged")
    return settle(work, line, _COUNTS[row.standing], row.row.on, row.row.words).id


def _staged(work: UnitOfWork, run: PaymentRun, rows: Sequence[AnswerRow]) -> StagedAnswer:
    if not work.rows.payment_exports(run.id):
        raise Refused(f"清单 {run.number} 还没有导出，不能登记银行结果。请先确认并导出。")
    lines = {line.serial or "": line for line in work.rows.payment_lines(run.id)}
    staged = tuple(_each(work, rows, lines))
    named = {row.row.serial for row in staged if row.counts}
    silent = sum(line.state is LineState.OPEN and serial not in named for serial, line in lines.items())
    return StagedAnswer(run.number, staged, silent)


def _each(work: UnitOfWork, rows: Sequence[AnswerRow], lines: dict[str, PaymentLine]) -> Iterator[StagedRow]:
    seen = Counter(row.serial for row in rows if row.serial)
    for row in rows:
        line = lines.get(row.serial)
        if line is None:
            unreadable = Standing.UNREADABLE if not row.serial else Standing.UNKNOWN
            yield StagedRow(row, unreadable, remark=row.problem or "不是这份清单的流水号")
            continue
        standing, remark = _standing(row, line, repeated=seen[row.serial] > 1)
        yield StagedRow(row, standing, work.rows.case(line.case_id).number, line.payee, remark)


def _standing(row: AnswerRow, line: PaymentLine, *, repeated: bool) -> tuple[Standing, str]:
    if row.problem:
        return Standing.UNREADABLE, row.problem
    if repeated:
        return Standing.REPEATED, "同一流水号出现不止一次，请向银行核实"
    if row.amount_fen != line.amount_fen:
        return Standing.AMOUNT, f"清单 {format_yuan(line.amount_fen)}，回单 {format_yuan(row.amount_fen or 0)}"
    if line.state is LineState.OPEN:
        return (Standing.PAID, "") if row.kind is ResultKind.PAID else (Standing.REJECTED, row.words)
    return _beside_told(row, line)


def _beside_told(row: AnswerRow, line: PaymentLine) -> tuple[Standing, str]:
    if line.state is LineState.PAID and row.kind is ResultKind.REJECTED:
        return Standing.RETURNED, row.words
    told = LINE_STATE_NAMES[line.state]
    if row.kind is ResultKind.PAID and line.state in {LineState.REJECTED, LineState.RETURNED}:
        return Standing.CONTRARY, f"已登记为“{told}”，请向银行核实；钱确已付出的，在案件页“登记拨付”"
    return Standing.SETTLED, told
