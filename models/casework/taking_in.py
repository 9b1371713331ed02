"""Taking in one application at the window whole: person, case, facts, papers, register check and receipt together.

All of it is one transaction, so that a failure on the way leaves nothing behind. It is safe to repeat: an application
that was already taken in by the same account, with the same facts and for the same day, is found again and not
opened twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from models.attendant import APPLICANT, Attendant
from models.case import Case, State
from models.casework.applicants import own_facts, settled
from models.casework.attendants import attendant_within
from models.casework.changes import Changes, Done
from models.casework.doubles import AnswerGiven, answers_within
from models.casework.intake import (
    accept_within,
    at_window,
    check_within,
    facts_within,
    open_within,
    paper_within,
    submit_within,
)
from models.casework.notices import notice_within
from models.casework.people import correct_within, register_within
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import Conflict, InputError
from models.letter import Letter, LetterKind, Render
from models.notice import Wanted
from models.person import Person


@dataclass(frozen=True, slots=True)
class SeenPaper:
    """A paper seen at the window, with its scan where there is one."""

    name: str
    scan: bytes | None = None
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class CheckMade:
    """A check of the municipal register as the clerk made it: when, what it showed, the award rows found."""

    at: datetime
    result: str
    awards: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Application:
    """What was taken down at the window. `person.id` 0 is somebody new; `number` a case that is already open.

    `asked` are the fact keys of the form: one of them that is not in `facts` is unknown again. `papers` and `check`
    hold only what the case does not have yet. `draft_key` names the account's draft that ends with the application.
    `attendant` is who stands at the window, `answers` what was said about people who may be the same.
    """

    person: Person
    programme: str
    applied_on: date
    facts: Mapping[str, Any]
    asked: frozenset[str] = frozenset()
    papers: tuple[SeenPaper, ...] = ()
    check: CheckMade | None = None
    number: str = ""
    draft_key: str = ""
    attendant: Attendant = APPLICANT
    answers: tuple[AnswerGiven, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The case, with its receipt and the receipt's bytes when there is one. `again` when it had been done before."""

    case: Case
    person: Person
    letter: Letter | None = None
    content: bytes = b""
    again: bool = False


def take_in(desk: Desk, application: Application, render: Render) -> Done[TakenIn]:
    """Take the application in and accept it: a receipt, or a registration where no rule is in force.

    A case that was accepted before and came back is handed to review again, without a second receipt.
    """
    with desk.perform("case.accept") as work:
        done = _Taking(work, application)
        taken = done.taken_before() or done.accept(render)
    return Done(taken, done.changes(taken))


def keep_at_window(desk: Desk, application: Application) -> Done[TakenIn]:
    """Open the case, or bring it up to date, and leave it at the window: nothing is accepted yet."""
    with desk.perform("case.open") as work:
        done = _Taking(work, application)
        taken = done.taken_before() or TakenIn(done.record(), done.person)
    return Done(taken, done.changes(taken))


def notify_at_window(desk: Desk, application: Application, items: Sequence[Wanted], render: Render) -> Done[TakenIn]:
    """Take the application down without accepting it, and tell at once and in writing everything that is missing.

    Raises what `issue_notice` raises.
    """
    with desk.perform("case.notice") as work:
        done = _Taking(work, application)
        taken = done.notify(items, render)
    return Done(taken, done.changes(taken))


class _Taking:
    """The steps inside one transaction, each under its own command's name in the journal."""

    def __init__(self, work: UnitOfWork, application: Application) -> None:
        self._work = work
        self._application = application
        self._touched: frozenset[int] = frozenset()
        self.person = self._settled_person()
        if application.draft_key:
            work.rows.drop_draft(work.actor.id, application.draft_key)

    def changes(self, taken: TakenIn) -> Changes:
        """What to tell the window."""
        letters = frozenset() if taken.letter is None else frozenset({taken.letter.id})
        cases = self._touched | {taken.case.id}
        return Changes(people=frozenset({self.person.id}), cases=cases, letters=letters)

    def taken_before(self) -> TakenIn | None:
        """The same application when it is already beyond the window, with its receipt."""
        twin = self._twin()
        if self._application.number or twin is None or twin.state is State.AT_WINDOW:
            return None
        receipts = [each for each in self._work.rows.letters(twin.id) if each.kind is LetterKind.RECEIPT]
        letter = receipts[-1] if receipts else None
        content = b"" if letter is None else self._work.rows.letter_content(letter.id)
        return TakenIn(twin, self.person, letter, content, again=True)

    def accept(self, render: Render) -> TakenIn:
        """Record everything, then accept or hand in again."""
        case = self.record()
        if case.accepted_on is not None:
            return TakenIn(submit_within(self._work.step("case.submit"), case), self.person)
        step = self._work.step("case.accept")
        case, letter = accept_within(step, case, render)
        return TakenIn(case, self.person, letter, step.rows.letter_content(letter.id))

    def notify(self, items: Sequence[Wanted], render: Render) -> TakenIn:
        """Record everything, then issue the notice."""
        case = self.record()
        issued = notice_within(self._work.step("case.notice"), case, items, render)
        return TakenIn(issued.case, self.person, issued.letter, issued.content)

    def record(self) -> Case:
        """The case with its facts, papers and check."""
        application = self._application
        answers_within(self._work.step("person.likeness"), self.person, application.answers)
        case = self._case()
        attendant_within(self._work.step("case.attendant"), case, application.attendant)
        known = {paper.name: paper.attachment_id for paper in self._work.rows.papers(case.id)}
        for paper in application.papers:
            if paper.name not in known or paper.scan is not None:
                paper_within(self._work.step("case.paper"), case, paper.name, paper.scan, paper.media_type)
        if application.check is not None:
            check = application.check
            self._check_moment(check.at)
            _, case = check_within(self._work.step("case.register_check"), case, check.result, check.awards, check.at)
        return case

    def _case(self) -> Case:
        application = self._application
        twin = self._twin()
        if not application.number and twin is None:
            step = self._work.step("case.open")
            return open_within(
                step, self.person, application.programme, application.applied_on, dict(application.facts)
            )
        case = twin if not application.number and twin is not None else at_window(self._work, application.number)
        if (case.person_id, case.programme) != (self.person.id, application.programme):
            raise InputError(f"案件 {case.number} 是另一个人或另一个项目的，请重新打开。", "case")
        if case.applied_on != application.applied_on:
            raise InputError(
                f"案件 {case.number} 的申请日是 {case.applied_on}，收件后不能改。日期确有错误的，请撤回后重新收件。",
                "applied_on",
            )
        if self._facts_of(case) == self._whole_facts():
            return case
        return facts_within(
            self._work.step("case.facts"), case, application.facts, application.asked - set(application.facts)
        )

    def _twin(self) -> Case | None:
        """The person's open case that is this very application."""
        if self._application.number:
            return None
        application = self._application
        for case in self._work.rows.pending_cases(self.person.id, application.programme):
            same_day = case.applied_on == application.applied_on and case.opened_by == self._work.actor.id
            if same_day and self._facts_of(case) == self._whole_facts():
                return case
        return None

    def _whole_facts(self) -> dict[str, Any]:
        own = own_facts(self._work.rulebook, self._application.programme, self.person)
        return settled(dict(self._application.facts) | own)

    def _facts_of(self, case: Case) -> dict[str, Any]:
        return {} if case.facts_id is None else dict(self._work.rows.fact_set(case.facts_id).facts)

    def _settled_person(self) -> Person:
        draft = self._application.person
        before = self._work.rows.person_by_id_number(draft.id_number)
        if before is None:
            return register_within(self._work.step("person.register"), draft)
        if replace(draft, id=before.id, version=before.version) == before:
            return before
        if draft.version != before.version or draft.id != before.id:
            raise Conflict(
                f"{before.name}的登记刚由他人改过，这次没有保存，已填内容还在。请按 F4 核对申请人信息后再办。"
            )
        person, self._touched = correct_within(self._work.step("person.correct"), draft)
        return person

    def _check_moment(self, at: datetime) -> None:
        if at > self._work.now:
            raise InputError("登记查询的时间晚于现在，请重新查询。", "register.result")
