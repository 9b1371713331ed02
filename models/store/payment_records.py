"""Payment lists, their lines, what the bank answered, the files it was given, and its templates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from models.bank_template import BankTemplate, template_from_json
from models.case import Case, State
from models.errors import Conflict, InputError
from models.payment import LineState, PaymentExport, PaymentFile, PaymentLine, PaymentResult, PaymentRun, ResultKind
from models.store import tables as t
from models.store.case_records import case_value
from models.store.records import Records
from models.store.rows import json_text, json_value, optional_time, time_value
from models.store.statements import Statement

_LINE_COLUMNS = tuple(column.name for column in t.payment_lines.c if column.name != "id")
_RUN_COLUMNS = tuple(column.name for column in t.payment_runs.c if column.name not in ("id", "template"))
_RUNS = Statement(lambda: select(*t.payment_runs.c).order_by(t.payment_runs.c.id.desc()))
_RUN = Statement(lambda: select(*t.payment_runs.c).where(t.payment_runs.c.number == bindparam("number")))
_RUN_BY_ID = Statement(lambda: select(*t.payment_runs.c).where(t.payment_runs.c.id == bindparam("id")))
_OF_RUN = Statement(
    lambda: (
        select(*t.payment_lines.c)
        .where(t.payment_lines.c.run_id == bindparam("run_id"))
        .order_by(t.payment_lines.c.place)
    )
)
_OF_CASE = Statement(
    lambda: (
        select(*t.payment_lines.c)
        .where(t.payment_lines.c.case_id == bindparam("case_id"))
        .order_by(t.payment_lines.c.id)
    )
)
_WITH_SERIAL = Statement(lambda: select(*t.payment_lines.c).where(t.payment_lines.c.serial == bindparam("serial")))
_RESULTS = Statement(
    lambda: (
        select(*t.payment_results.c)
        .where(t.payment_results.c.line_id == bindparam("line_id"))
        .order_by(t.payment_results.c.id)
    )
)
_FILES = Statement(
    lambda: (
        select(*t.payment_files.c)
        .where(t.payment_files.c.run_id == bindparam("run_id"))
        .order_by(t.payment_files.c.place)
    )
)
_EXPORTS = Statement(
    lambda: (
        select(*t.payment_exports.c)
        .where(t.payment_exports.c.run_id == bindparam("run_id"))
        .order_by(t.payment_exports.c.id)
    )
)
_TEMPLATES = Statement(lambda: select(*t.payment_templates.c).order_by(t.payment_templates.c.id))
_TO_PAY = Statement(
    lambda: select(*t.case_files.c).where(t.case_files.c.state == bindparam("state")).order_by(t.case_files.c.id)
)


class PaymentRecords(Records):
    """Everything about money going out."""

    def cases_to_pay(self) -> tuple[Case, ...]:
        """The cases that wait for payment, in the order of registration."""
        return tuple(case_value(row) for row in _TO_PAY.run(self._connection, state=State.TO_PAY.value))

    def add_payment_run(self, run: PaymentRun) -> PaymentRun:
        """Record a list (`run.id` is ignored)."""
        values = {name: getattr(run, name) for name in _RUN_COLUMNS}
        run_id = self._insert(t.payment_runs, **values, template=json_text(run.template.to_json()))
        return replace(run, id=run_id)

    def payment_run(self, number: str) -> PaymentRun:
        """One list; InputError when there is none with this number."""
        row = _RUN.first(self._connection, number=number)
        if row is None:
            raise InputError(f"没有付款清单“{number}”，请核对清单号。", "run")
        return _run(row)

    def payment_run_by_id(self, run_id: int) -> PaymentRun:
        """One list by its key."""
        return _run(_RUN_BY_ID.first(self._connection, id=run_id))

    def payment_runs(self) -> tuple[PaymentRun, ...]:
        """Every list, the newest first."""
        return tuple(_run(row) for row in _RUNS.run(self._connection))

    def confirm_payment_run(self, run: PaymentRun, files: Iterable[PaymentFile], by: int, at: datetime) -> PaymentRun:
        """The second person's confirmation, with the bytes the bank will be given."""
        for place, file in enumerate(files, 1):
            digest = hashlib.sha256(file.content).hexdigest()
            self._add(t.payment_files, run_id=run.id, place=place, name=file.name, sha256=digest, content=file.content)
        return self._change_run(run, {"confirmed_by": by, "confirmed_at": at})

    def cancel_payment_run(self, run: PaymentRun, reason: str, by: int, at: datetime) -> PaymentRun:
        """Give a list up that the bank has not been given."""
        return self._change_run(run, {"cancelled_by": by, "cancelled_at": at, "cancel_reason": reason})

    def _change_run(self, run: PaymentRun, changes: dict[str, Any]) -> PaymentRun:
        if not self._swap(t.payment_runs, {"id": run.id}, changes):
            raise Conflict("这份清单已被他人改动，请刷新查看。")
        return replace(run, **changes)

    def add_payment_line(self, line: PaymentLine) -> PaymentLine:
        """Record a line (`line.id` is ignored); the store checks decision, sum and account."""
        values = {name: getattr(line, name) for name in _LINE_COLUMNS}
        return replace(line, id=self._insert(t.payment_lines, **values))

    def settle_payment_line(self, line: PaymentLine, result: PaymentResult) -> PaymentLine:
        """Move a line on as the bank said. Conflict when somebody else did so first."""
        state = LineState(result.kind.value)
        if not self._swap(t.payment_lines, {"id": line.id, "state": line.state}, {"state": state}):
            raise Conflict("这一笔付款已由他人登记结果，请刷新查看。")
        self.add_payment_result(result)
        return replace(line, state=state)

    def add_payment_result(self, result: PaymentResult) -> None:
        """Record what was told of a line (`result.id` is ignored)."""
        self._insert(
            t.payment_results,
            line_id=result.line_id,
            kind=result.kind,
            day=result.on,
            words=result.words,
            recorded_by=result.recorded_by,
            recorded_at=result.recorded_at,
        )

    def payment_lines(self, run_id: int) -> tuple[PaymentLine, ...]:
        """The lines of a list in its order."""
        return tuple(_line(row) for row in _OF_RUN.run(self._connection, run_id=run_id))

    def payments_of(self, case_id: int) -> tuple[PaymentLine, ...]:
        """Every line of a case, oldest first."""
        return tuple(_line(row) for row in _OF_CASE.run(self._connection, case_id=case_id))

    def payment_line(self, serial: str) -> PaymentLine | None:
        """The line with this serial number."""
        row = _WITH_SERIAL.first(self._connection, serial=serial)
        return None if row is None else _line(row)

    def payment_results(self, line_id: int) -> tuple[PaymentResult, ...]:
        """What was told of a line, oldest first."""
        return tuple(_result(row) for row in _RESULTS.run(self._connection, line_id=line_id))

    def payment_files(self, run_id: int) -> tuple[PaymentFile, ...]:
        """The archived files of a confirmed list."""
        rows = _FILES.run(self._connection, run_id=run_id)
        return tuple(PaymentFile(row.name, bytes(row.content)) for row in rows)

    def add_payment_export(self, export: PaymentExport) -> PaymentExport:
        """Record that the files left the program (`export.id` is ignored)."""
        key = self._insert(
            t.payment_exports,
            run_id=export.run_id,
            sha256=export.sha256,
            exported_by=export.exported_by,
            exported_at=export.exported_at,
        )
        return replace(export, id=key)

    def payment_exports(self, run_id: int) -> tuple[PaymentExport, ...]:
        """How often the files of a list left the program."""
        rows = _EXPORTS.run(self._connection, run_id=run_id)
        return tuple(
            PaymentExport(row.id, row.run_id, row.sha256, row.exported_by, time_value(row.exported_at)) for row in rows
        )

    def add_payment_template(self, template: BankTemplate, by: int, at: datetime) -> None:
        """Record a template; the newest of a name holds."""
        definition = json_text(template.to_json())
        self._insert(t.payment_templates, name=template.name, definition=definition, entered_by=by, entered_at=at)

    def payment_templates(self) -> dict[str, BankTemplate]:
        """The office's own templates by name, as they hold now."""
        rows = _TEMPLATES.run(self._connection)
        return {row.name: template_from_json(json_value(row.definition)) for row in rows}


def _run(row: Any) -> PaymentRun:
    return PaymentRun(
        id=row.id,
        number=row.number,
        year=row.year,
        serial=row.serial,
        template=template_from_json(json_value(row.template)),
        lines=row.lines,
        total_fen=row.total_fen,
        made_by=row.made_by,
        made_at=time_value(row.made_at),
        confirmed_by=row.confirmed_by,
        confirmed_at=optional_time(row.confirmed_at),
        cancelled_by=row.cancelled_by,
        cancelled_at=optional_time(row.cancelled_at),
        cancel_reason=row.cancel_reason,
    )


def _line(row: Any) -> PaymentLine:
    values = {name: getattr(row, name) for name in _LINE_COLUMNS}
    return PaymentLine(id=row.id, **values | {"state": LineState(row.state)})


def _result(row: Any) -> PaymentResult:
    day = date.fromisoformat(row.day)
    kind = ResultKind(row.kind)
    return PaymentResult(row.id, row.line_id, kind, day, row.words, row.recorded_by, time_value(row.recorded_at))
