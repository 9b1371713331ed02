"""Cases and what is recorded on them: acts, facts, register checks, papers, scans, assessments."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, literal_column, select

from models.case import (
    ACT_NAMES,
    MOVES,
    OPEN_STATES,
    STATE_NAMES,
    Act,
    Attachment,
    Case,
    CaseAct,
    CaseRow,
    FactSet,
    Paper,
    RegisterCheck,
    State,
    StoredAssessment,
)
from models.errors import Conflict, InputError, Refused
from models.moment import beijing_time
from models.store import tables as t
from models.store.records import Records
from models.store.rows import json_text, json_value, optional_day, time_value
from models.store.statements import Statement

_COLUMNS = tuple(column.name for column in t.case_files.c if column.name != "id")
_CASE = Statement(lambda: select(*t.case_files.c).where(t.case_files.c.id == bindparam("id")))
_NUMBERED = Statement(lambda: select(*t.case_files.c).where(t.case_files.c.number == bindparam("number")))
_OF_PERSON = Statement(
    lambda: (
        select(*t.case_files.c).where(t.case_files.c.person_id == bindparam("person_id")).order_by(t.case_files.c.id)
    )
)
_OPEN = Statement(
    lambda: select(*t.case_files.c).where(t.case_files.c.state.in_(_literal_states())).order_by(t.case_files.c.id)
)
_ACTS = Statement(lambda: _of_case(t.case_acts))
_LAST_ACT = Statement(
    lambda: (
        select(t.case_acts.c.act, t.case_acts.c.at, t.accounts.c.name)
        .join(t.accounts, t.accounts.c.id == t.case_acts.c.account_id)
        .where(t.case_acts.c.case_id == bindparam("case_id"), t.case_acts.c.act != literal_column("'noted'"))
        .order_by(t.case_acts.c.id.desc())
        .limit(1)
    )
)
_FACT_SET = Statement(lambda: select(*t.fact_sets.c).where(t.fact_sets.c.id == bindparam("id")))
_FACT_SETS = Statement(lambda: _of_case(t.fact_sets))
_CHECK = Statement(
    lambda: (
        select(*t.register_checks.c)
        .where(t.register_checks.c.case_id == bindparam("case_id"))
        .order_by(t.register_checks.c.id.desc())
        .limit(1)
    )
)
_PAPERS = Statement(lambda: _of_case(t.papers))
_ATTACHMENT = Statement(lambda: select(*t.attachments.c).where(t.attachments.c.id == bindparam("id")))
_ASSESSMENT = Statement(lambda: select(*t.assessments.c).where(t.assessments.c.id == bindparam("id")))


def _literal_states() -> Any:
    return [literal_column(f"'{state.value}'") for state in sorted(OPEN_STATES)]


def _of_case(table: Any) -> Any:
    return select(*table.c).where(table.c.case_id == bindparam("case_id")).order_by(table.c.id)


class CaseRecords(Records):
    """Cases and their append-only papers."""

    def add_case(self, case: Case) -> Case:
        """Open a case (`case.id` is ignored); it begins at the window, in round 1."""
        values = {name: getattr(case, name) for name in _COLUMNS}
        return replace(case, id=self._insert(t.case_files, **values))

    def case(self, case_id: int) -> Case:
        """One case; InputError when there is none with this id."""
        row = _CASE.first(self._connection, id=case_id)
        if row is None:
            raise InputError("没有这件申请，请核对编号。", "case")
        return case_value(row)

    def case_numbered(self, number: str) -> Case:
        """The case with this number, e.g. `2026-00012`; InputError when there is none."""
        row = _NUMBERED.first(self._connection, number=number)
        if row is None:
            raise InputError(f"没有编号为 {number} 的申请，请核对编号。", "case")
        return case_value(row)

    def move_case(self, case: Case, to: State, **changes: Any) -> Case:
        """Move the case from the state it was read in, with further columns changed in the same statement.

        Exactly one of several callers wins; the others get a Conflict that says who acted last, when and how.
        Raises Refused for a move that is not allowed.
        """
        if (case.state, to) not in MOVES:
            raise Refused(f"申请 {case.number} 现为“{STATE_NAMES[case.state]}”，不能转为“{STATE_NAMES[to]}”。")
        return self._change_case(case, {**changes, "state": to})

    def touch_case(self, case: Case, **changes: Any) -> Case:
        """Change columns of a case that stays in its state, with the same single winner."""
        return self._change_case(case, changes)

    def _change_case(self, case: Case, changes: Mapping[str, Any]) -> Case:
        seen = {"id": case.id, "version": case.version, "state": case.state}
        if not self._swap(t.case_files, seen, {**changes, "version": case.version + 1}):
            raise Conflict(self._who_was_first(case))
        return replace(case, version=case.version + 1, **changes)

    def _who_was_first(self, case: Case) -> str:
        row = _LAST_ACT.first(self._connection, case_id=case.id)
        if row is None:
            return f"申请 {case.number} 刚被他人修改，未保存；请刷新后再办。"
        when = beijing_time(time_value(row.at))
        return f"申请 {case.number} 已由{row.name}于 {when} 办理“{ACT_NAMES[Act(row.act)]}”，未保存；请刷新后再办。"

    def add_act(  # noqa: PLR0917
        self, case_id: int, round: int, act: Act, account_id: int, at: datetime, reason: str = ""
    ) -> CaseAct:
        """Record who did what to a case."""
        self._forget("acts")
        act_id = self._insert(
            t.case_acts, case_id=case_id, round=round, act=act, account_id=account_id, at=at, reason=reason
        )
        return CaseAct(act_id, case_id, round, act, account_id, at, reason)

    def acts(self, case_id: int) -> tuple[CaseAct, ...]:
        """The timeline of a case."""
        return self._once("acts", case_id, self._acts)

    def _acts(self, case_id: int) -> tuple[CaseAct, ...]:
        return tuple(
            CaseAct(row.id, row.case_id, row.round, Act(row.act), row.account_id, time_value(row.at), row.reason)
            for row in _ACTS.run(self._connection, case_id=case_id)
        )

    def add_facts(self, case_id: int, facts: Mapping[str, Any], recorded_by: int, at: datetime) -> FactSet:
        """Record facts (JSON values); the caller points the case at them with `touch_case`."""
        text = json_text(dict(facts))
        facts_id = self._insert(t.fact_sets, case_id=case_id, facts=text, recorded_by=recorded_by, recorded_at=at)
        return FactSet(facts_id, case_id, json_value(text), recorded_by, at)

    def fact_set(self, facts_id: int) -> FactSet:
        """Facts as they were recorded at one moment; InputError when there are none with this id."""
        return self._once("facts", facts_id, self._facts)

    def _facts(self, facts_id: int) -> FactSet:
        row = _FACT_SET.first(self._connection, id=facts_id)
        if row is None:
            raise InputError("没有这份事实记录，请核对。", "facts")
        return _fact_set(row)

    def fact_sets(self, case_id: int) -> tuple[FactSet, ...]:
        """Every fact set of a case, oldest first."""
        return tuple(_fact_set(row) for row in _FACT_SETS.run(self._connection, case_id=case_id))

    def add_register_check(
        self, case_id: int, result: str, awards: Sequence[Mapping[str, Any]], checked_by: int, at: datetime
    ) -> RegisterCheck:
        """Record that a clerk looked into the municipal register for this case, and what was found."""
        self._forget("check")
        text = json_text([dict(award) for award in awards])
        check_id = self._insert(
            t.register_checks, case_id=case_id, result=result, awards=text, checked_by=checked_by, checked_at=at
        )
        return RegisterCheck(check_id, case_id, result, tuple(json_value(text)), checked_by, at)

    def register_check(self, case_id: int) -> RegisterCheck | None:
        """The newest check of a case."""
        return self._once("check", case_id, self._check)

    def _check(self, case_id: int) -> RegisterCheck | None:
        row = _CHECK.first(self._connection, case_id=case_id)
        if row is None:
            return None
        awards = tuple(json_value(row.awards))
        return RegisterCheck(row.id, row.case_id, row.result, awards, row.checked_by, time_value(row.checked_at))

    def add_paper(self, case_id: int, name: str, seen_by: int, at: datetime, attachment_id: int | None = None) -> Paper:
        """Record a paper seen at the window, or attached."""
        paper_id = self._insert(
            t.papers, case_id=case_id, name=name, seen_by=seen_by, seen_at=at, attachment_id=attachment_id
        )
        return Paper(paper_id, case_id, name, seen_by, at, attachment_id)

    def papers(self, case_id: int) -> tuple[Paper, ...]:
        """The papers of a case, oldest first."""
        return tuple(
            Paper(row.id, row.case_id, row.name, row.seen_by, time_value(row.seen_at), row.attachment_id)
            for row in _PAPERS.run(self._connection, case_id=case_id)
        )

    def add_attachment(self, media_type: str, content: bytes) -> Attachment:
        """Keep a scan in the encrypted store, with its SHA-256."""
        digest = hashlib.sha256(content).hexdigest()
        attachment_id = self._insert(t.attachments, media_type=media_type, sha256=digest, content=content)
        return Attachment(attachment_id, media_type, digest, content)

    def attachment(self, attachment_id: int) -> Attachment:
        """One scan; InputError when there is none with this id."""
        row = _ATTACHMENT.first(self._connection, id=attachment_id)
        if row is None:
            raise InputError("没有这份附件，请核对。", "attachment")
        return Attachment(row.id, row.media_type, row.sha256, bytes(row.content))

    def add_assessment(
        self, case_id: int, facts_id: int, text: str, assessed_by: int, at: datetime
    ) -> StoredAssessment:
        """Keep the receipt (`Assessment.to_text()`) of an assessment made on these facts."""
        assessment_id = self._insert(
            t.assessments, case_id=case_id, facts_id=facts_id, receipt=text, assessed_by=assessed_by, assessed_at=at
        )
        return StoredAssessment(assessment_id, case_id, facts_id, text, assessed_by, at)

    def assessment(self, assessment_id: int) -> StoredAssessment:
        """An assessment as it was made; InputError when there is none with this id."""
        row = _ASSESSMENT.first(self._connection, id=assessment_id)
        if row is None:
            raise InputError("没有这份审核结果，请核对。", "assessment")
        return StoredAssessment(
            row.id, row.case_id, row.facts_id, row.receipt, row.assessed_by, time_value(row.assessed_at)
        )

    def pending_cases(self, person_id: int, programme: str) -> tuple[Case, ...]:
        """The person's cases of a programme that are still open."""
        cases = (case_value(row) for row in _OF_PERSON.run(self._connection, person_id=person_id))
        return tuple(case for case in cases if case.programme == programme and case.state in OPEN_STATES)

    def open_cases(self) -> tuple[Case, ...]:
        """Every case not yet decided or withdrawn."""
        return tuple(case_value(row) for row in _OPEN.run(self._connection))

    def cases(
        self,
        states: Collection[State] | None = None,
        *,
        person_id: int | None = None,
        programme: str | None = None,
        applied_from: date | None = None,
        applied_to: date | None = None,
        after_id: int = 0,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> tuple[CaseRow, ...]:
        """Rows for a list in the order of registration (or backwards), the next page beginning behind `after_id`."""
        c, p = t.case_files.c, t.persons.c
        statement = (
            select(
                *(c.id, c.number, c.person_id, p.name, p.id_number, c.programme, c.state),
                *(c.applied_on, c.accepted_on, c.due_on),
            )
            .join(t.persons, p.id == c.person_id)
            .where(c.id > after_id)
            .order_by(c.id.desc() if newest_first else c.id)
        )
        if states is not None:
            statement = statement.where(c.state.in_(sorted(state.value for state in states)))
        if person_id is not None:
            statement = statement.where(c.person_id == person_id)
        if programme is not None:
            statement = statement.where(c.programme == programme)
        if applied_from is not None:
            statement = statement.where(c.applied_on >= applied_from.isoformat())
        if applied_to is not None:
            statement = statement.where(c.applied_on <= applied_to.isoformat())
        if limit is not None:
            statement = statement.limit(limit)
        return tuple(case_row(row) for row in self._connection.execute(statement))


def case_value(row: Row[Any]) -> Case:
    """A row of `case_file` as a value."""
    return Case(
        id=row.id,
        number=row.number,
        person_id=row.person_id,
        programme=row.programme,
        applied_on=date.fromisoformat(row.applied_on),
        state=State(row.state),
        opened_by=row.opened_by,
        opened_at=time_value(row.opened_at),
        accepted_by=row.accepted_by,
        accepted_on=optional_day(row.accepted_on),
        due_on=optional_day(row.due_on),
        reviewed_by=row.reviewed_by,
        facts_id=row.facts_id,
        assessment_id=row.assessment_id,
        round=row.round,
        version=row.version,
    )


def _fact_set(row: Row[Any]) -> FactSet:
    return FactSet(row.id, row.case_id, json_value(row.facts), row.recorded_by, time_value(row.recorded_at))


def case_row(row: Any) -> CaseRow:
    """A row of `CaseRecords.cases` as a value."""
    return CaseRow(
        case_id=row.id,
        number=row.number,
        person_id=row.person_id,
        person_name=row.name,
        id_number=row.id_number,
        programme=row.programme,
        state=State(row.state),
        applied_on=date.fromisoformat(row.applied_on),
        accepted_on=optional_day(row.accepted_on),
        due_on=optional_day(row.due_on),
    )
