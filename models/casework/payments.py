"""Payment lists: one person makes a list, another confirms it; then its files leave, the same bytes each time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.bank_template import SHIPPED_TEMPLATES, BankTemplate
from models.calendar import beijing_date
from models.case import Act
from models.casework.applicants import applicant_of
from models.casework.changes import Changes, Done
from models.casework.payment_lines import PayableLine, open_rejection, payable_line, payable_lines, stale_stops
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.payment import (
    RUN_STATE_NAMES,
    LineState,
    PaymentExport,
    PaymentFile,
    PaymentLine,
    PaymentResult,
    PaymentRun,
    PaymentSheet,
    RenderFiles,
    ResultKind,
    RunState,
    SheetLine,
)
from models.vocabulary import PROGRAMME_NAMES

SERIES = "payment.run"


@dataclass(frozen=True, slots=True)
class ExportedRun:
    """What leaves the program: `sha256` is over the files in their order, `times` how often they left."""

    run: PaymentRun
    files: tuple[PaymentFile, ...]
    sha256: str
    times: int


def payable(desk: Desk) -> tuple[PayableLine, ...]:
    """Every case that waits for payment and stands in no list, as a line of the next, with what stands against it."""
    with desk.look("payment.read") as work:
        return payable_lines(work, [case for case in work.rows.cases_to_pay() if not _listed(work, case.id)])


def bank_templates(desk: Desk) -> dict[str, BankTemplate]:
    """The banks' layouts by name: those shipped, and the office's own, which prevail."""
    with desk.look("payment.read") as work:
        return _templates(work)


def save_template(desk: Desk, template: BankTemplate) -> Done[BankTemplate]:
    """Enter or replace a bank's layout; lists made before keep the one they were made with."""
    with desk.perform("payment.template") as work:
        work.rows.add_payment_template(template, work.actor.id, work.now)
        work.record("office", {"format": template.format})
    return Done(template, Changes(office=True))


def make_run(desk: Desk, numbers: Sequence[str] = (), template: str = "") -> Done[PaymentRun]:
    """Make the next list of the named cases, or of all that nothing stops. Refused when something stops a named one."""
    with desk.perform("payment.make") as work:
        layout = _template(work, template)
        lines = _chosen(work, numbers)
        serial = work.rows.next_serial(SERIES, work.today.year)
        run = work.rows.add_payment_run(
            PaymentRun(
                id=0,
                number=f"付{work.today.year}-{serial:04d}",
                year=work.today.year,
                serial=serial,
                template=layout,
                lines=len(lines),
                total_fen=sum(line.amount_fen for line in lines),
                made_by=work.actor.id,
                made_at=work.now,
            )
        )
        for place, line in enumerate(lines, 1):
            work.rows.add_payment_line(_line(run, place, line))
            work.rows.add_act(line.case.id, line.case.round, Act.LISTED, work.actor.id, work.now, run.number)
        work.record(f"payment:{run.number}", {"lines": run.lines, "amount_fen": run.total_fen})
    return Done(run, _changes(line.case.id for line in lines))


def confirm_run(desk: Desk, number: str, render: RenderFiles) -> Done[PaymentRun]:
    """The second person's look: the files the bank will be given are made and kept in the same transaction.

    Refused for the maker, and when a line no longer holds (decision taken up again, account corrected).
    """
    with desk.perform("payment.confirm") as work:
        run = _in_state(work, number, RunState.MADE)
        if run.made_by == work.actor.id:
            raise Refused(f"清单 {number} 是您本人编制的，须由另一人确认。请换财务或签发席位的同事确认。")
        lines = work.rows.payment_lines(run.id)
        _require_current(work, run, lines)
        files = render(_sheet(work, run, lines))
        run = work.rows.confirm_payment_run(run, files, work.actor.id, work.now)
        detail = {"lines": run.lines, "amount_fen": run.total_fen, "sha256": files_sha256(files)}
        work.record(f"payment:{run.number}", detail)
    return Done(run, _changes(line.case_id for line in lines))


def cancel_run(desk: Desk, number: str, reason: str) -> Done[PaymentRun]:
    """Give a list up before it was exported; its cases wait for the next one. The number stays in the register."""
    if not reason.strip():
        raise InputError("请写明撤销清单的原因。", "reason")
    with desk.perform("payment.cancel") as work:
        run = _in_state(work, number, RunState.MADE, RunState.CONFIRMED)
        lines = work.rows.payment_lines(run.id)
        for line in lines:
            result = line_result(work, line, ResultKind.CANCELLED, reason.strip())
            work.rows.settle_payment_line(line, result)
        run = work.rows.cancel_payment_run(run, reason.strip(), work.actor.id, work.now)
        work.record(f"payment:{run.number}", {"reason": work.digest(reason.strip())})
    return Done(run, _changes(line.case_id for line in lines))


def export_run(desk: Desk, number: str) -> Done[ExportedRun]:
    """Hand out the confirmed files, byte for byte as they were confirmed, and record that they left."""
    with desk.perform("payment.export") as work:
        run = _in_state(work, number, RunState.CONFIRMED, RunState.EXPORTED, RunState.SETTLED)
        _require_current(work, run, [line for line in work.rows.payment_lines(run.id) if line.state is LineState.OPEN])
        files = work.rows.payment_files(run.id)
        sha256 = files_sha256(files)
        work.rows.add_payment_export(PaymentExport(0, run.id, sha256, work.actor.id, work.now))
        times = len(work.rows.payment_exports(run.id))
        work.record(f"payment:{run.number}", {"sha256": sha256, "times": times})
        cases = [line.case_id for line in work.rows.payment_lines(run.id)]
    return Done(ExportedRun(run, files, sha256, times), _changes(cases))


def confirm_account(desk: Desk, number: str, note: str) -> Done[PayableLine]:
    """Record that the account of a case was checked and stands, although the bank had rejected it."""
    if not note.strip():
        raise InputError("请写明怎样核对的，例如：电话与银行核实，账户正常。", "note")
    with desk.perform("payment.check") as work:
        case = work.rows.case_numbered(number)
        rejected = open_rejection(work, case, applicant_of(work, case))
        if rejected is None:
            raise Refused(f"案件 {number} 没有待处理的银行退票。")
        line = next(one for one in work.rows.payments_of(case.id) if one.id == rejected.line_id)
        work.rows.add_payment_result(line_result(work, line, ResultKind.CHECKED, note.strip()))
        work.rows.add_act(case.id, case.round, Act.NOTED, work.actor.id, work.now, f"账户核对无误：{note.strip()}")
        work.record(f"case:{case.id}", {"note": work.digest(note.strip())})
        checked = payable_line(work, case)
    return Done(checked, Changes.case(case.id))


def run_state(run: PaymentRun, lines: Iterable[PaymentLine], exports: int) -> RunState:
    """Where a list stands."""
    if run.cancelled_by is not None:
        return RunState.CANCELLED
    if run.confirmed_by is None:
        return RunState.MADE
    if not exports:
        return RunState.CONFIRMED
    waits = any(line.state is LineState.OPEN for line in lines)
    return RunState.EXPORTED if waits else RunState.SETTLED


def files_sha256(files: Iterable[PaymentFile]) -> str:
    """One hash over the files in their order, as it is recorded with each export."""
    return hashlib.sha256(b"".join(hashlib.sha256(file.content).digest() for file in files)).hexdigest()


def line_result(work: UnitOfWork, line: PaymentLine, kind: ResultKind, words: str = "") -> PaymentResult:
    """What is told of a line today by the actor."""
    return PaymentResult(0, line.id, kind, work.today, words, work.actor.id, work.now)


def _listed(work: UnitOfWork, case_id: int) -> bool:
    return any(line.state is LineState.OPEN for line in work.rows.payments_of(case_id))


def _templates(work: UnitOfWork) -> dict[str, BankTemplate]:
    return {template.name: template for template in SHIPPED_TEMPLATES} | work.rows.payment_templates()


def _template(work: UnitOfWork, name: str) -> BankTemplate:
    templates = _templates(work)
    chosen = templates.get(name or SHIPPED_TEMPLATES[0].name)
    if chosen is None:
        raise InputError(f"没有银行模板“{name}”，可用：{'、'.join(templates)}。", "template")
    return chosen


def _chosen(work: UnitOfWork, numbers: Sequence[str]) -> tuple[PayableLine, ...]:
    if not numbers:
        lines = tuple(line for line in payable_lines(work, work.rows.cases_to_pay()) if not line.stops)
        if not lines:
            raise Refused("没有可以列入清单的案件：待拨付的都有未解决的问题，或没有待拨付的案件。")
        return lines
    lines = payable_lines(work, [work.rows.case_numbered(number) for number in dict.fromkeys(numbers)])
    stopped = [f"{line.case.number}：{'；'.join(line.stops)}" for line in lines if line.stops]
    if stopped:
        raise Refused(f"清单没有编制，有 {len(stopped)} 件不能列入——{'。'.join(stopped)}。")
    return lines


def _line(run: PaymentRun, place: int, line: PayableLine) -> PaymentLine:
    return PaymentLine(
        id=0,
        run_id=run.id,
        place=place,
        serial=f"{run.year}{run.serial:04d}{place:04d}",
        case_id=line.case.id,
        decision_id=line.decision_id,
        payee=line.person.name,
        bank_name=line.person.bank_name,
        bank_card=line.person.bank_card,
        amount_fen=line.amount_fen,
        state=LineState.OPEN,
    )


def _in_state(work: UnitOfWork, number: str, *states: RunState) -> PaymentRun:
    run = work.rows.payment_run(number)
    state = run_state(run, work.rows.payment_lines(run.id), len(work.rows.payment_exports(run.id)))
    if state not in states:
        wanted = "或".join(f"“{RUN_STATE_NAMES[one]}”" for one in states)
        raise Refused(f"清单 {number} 现在是“{RUN_STATE_NAMES[state]}”，这一步要求{wanted}。请刷新查看。")
    return run


def _require_current(work: UnitOfWork, run: PaymentRun, lines: Sequence[PaymentLine]) -> None:
    stops = [stop for line in lines for stop in stale_stops(work, line)]
    if stops:
        raise Refused(f"清单 {run.number} 不能继续：{'；'.join(stops)}。请撤销这份清单后重新编制。")


def _sheet(work: UnitOfWork, run: PaymentRun, lines: Sequence[PaymentLine]) -> PaymentSheet:
    return PaymentSheet(
        run=run.number,
        on=beijing_date(run.made_at),
        office=work.office.name,
        template=run.template,
        lines=tuple(_sheet_line(work, line) for line in lines),
    )


def _sheet_line(work: UnitOfWork, line: PaymentLine) -> SheetLine:
    case = work.rows.case(line.case_id)
    return SheetLine(
        place=line.place,
        serial=line.serial or "",
        case_number=case.number,
        payee=line.payee,
        id_number=applicant_of(work, case).id_number,
        bank_name=line.bank_name,
        bank_card=line.bank_card,
        amount_fen=line.amount_fen,
        purpose=PROGRAMME_NAMES.get(case.programme, case.programme),
    )


def _changes(cases: Iterable[int]) -> Changes:
    return Changes(cases=frozenset(cases), payments=True)
