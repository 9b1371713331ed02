"""Acts on the cases of a class together, and their one undo.

Every person keeps an own case, own facts, own verdict and own receipt: a bulk act is the single commands, one after
the other, in one transaction. It does what its dry run showed or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.case import Act, Case, State
from models.casework.bulk_plans import BulkOrder, BulkPlan, opening_facts, plan_within
from models.casework.changes import Changes, Done
from models.casework.classes import ClassMember, members_within, untouched
from models.casework.closing import decision_served_within, handed_over
from models.casework.intake import accept_within, check_within, open_within, paper_within
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import Conflict, InputError, MissingGlyph, Refused
from models.letter import Letter, LetterKind, Render
from models.training_class import BULK_NAMES, BulkAct, BulkKind, BulkTrace, TrainingClass

NOTHING_FOUND = "查无已享受记录"


@dataclass(frozen=True, slots=True)
class BulkDone:
    """What was done: the act, the cases in the order of the class, the receipts of an acceptance."""

    bulk: BulkAct
    cases: tuple[str, ...]
    letters: tuple[Letter, ...] = ()


def perform_bulk(desk: Desk, plan: BulkPlan, render: Render) -> Done[BulkDone]:
    """Do what a dry run showed. Raises Conflict when it would come out differently now, Refused when nobody is left."""
    with desk.perform("class.bulk") as work:
        if plan_within(work, plan.order) != plan:
            raise Conflict("预演以后，班里的人或案件有了变化，这次没有办理。请重新预演一遍再确认。")
        if not plan.going:
            raise Refused("没有一个人可以办理，请看每人后面的原因。")
        doing = _Doing(work, plan.order, render)
        going = {line.person_id for line in plan.lines if line.goes}
        for one in members_within(work, doing.group):
            if one.person.id in going:
                doing.do(one)
        done = doing.finished()
    cases = frozenset(case.id for case in doing.cases)
    letters = frozenset(letter.id for letter in done.letters)
    return Done(done, Changes(cases=cases, letters=letters, classes=True))


class _Doing:
    """The steps of one bulk act, each under its own command's name in the journal."""

    def __init__(self, work: UnitOfWork, order: BulkOrder, render: Render) -> None:
        self._work, self._order, self._render = work, order, render
        self.group: TrainingClass = work.rows.class_numbered(order.class_number)
        self.cases: list[Case] = []
        self._letters: list[Letter] = []

    def do(self, one: ClassMember) -> None:
        """The act for one person."""
        try:
            case = {BulkKind.OPEN: self._open, BulkKind.ACCEPT: self._accept, BulkKind.SERVE: self._serve}[
                self._order.kind
            ](one)
        except MissingGlyph as error:
            raise Refused(f"{one.person.name}的文书印不出来：{error.message} 可先不勾选此人，再办理其他人。") from None
        self.cases.append(case)

    def _open(self, one: ClassMember) -> Case:
        order, work = self._order, self._work
        facts = opening_facts(work, order, self.group, one)
        case = open_within(work.step("case.open"), one.person, order.programme, order.on, facts)
        work.rows.add_class_case(self.group.id, case.id)
        for paper in order.papers:
            paper_within(work.step("case.paper"), case, paper, None, "application/pdf")
        return self._checked(one, case)

    def _checked(self, one: ClassMember, case: Case) -> Case:
        if one.person.id not in self._order.checked or self._work.rows.register_check(case.id) is not None:
            return case
        step = self._work.step("case.register_check")
        return check_within(step, case, NOTHING_FOUND, (), step.now)[1]

    def _accept(self, one: ClassMember) -> Case:
        case = self._checked(one, self._case(one))
        case, letter = accept_within(self._work.step("case.accept"), case, self._render)
        self._letters.append(letter)
        return case

    def _serve(self, one: ClassMember) -> Case:
        given = handed_over(self._order.how, self._order.on)
        return decision_served_within(self._work.step("case.serve"), self._case(one), given)[0]

    def _case(self, one: ClassMember) -> Case:
        return self._work.rows.case(one.cases[self._order.programme].case_id)

    def finished(self) -> BulkDone:
        """Keep what was done, so that it can be undone as one."""
        work, order = self._work, self._order
        traces = [BulkTrace(case.id, case.version, work.rows.last_act_id(case.id)) for case in self.cases]
        bulk = work.rows.add_bulk_act(self.group.id, order.kind, order.programme, traces, by=work.actor.id, at=work.now)
        detail = {"bulk": bulk.id, "kind": order.kind.value, "programme": order.programme, "cases": len(traces)}
        work.record(f"class:{self.group.id}", detail)
        return BulkDone(bulk, tuple(case.number for case in self.cases), tuple(self._letters))


def undo_bulk(desk: Desk, bulk_id: int, reason: str) -> Done[BulkAct]:
    """Undo a bulk act as long as nothing further happened to any of its cases; nothing is deleted.

    Cases that were opened are withdrawn; an acceptance is taken back to the window (its receipts are void and keep
    their numbers); what was handed over is to be served again. Raises Refused naming the cases that were
    acted on since.
    """
    if not reason.strip():
        raise InputError("请写明为什么撤销。", "reason")
    with desk.perform("class.undo") as work:
        bulk = work.rows.bulk_act(bulk_id)
        name = BULK_NAMES[bulk.kind]
        if bulk.undone_at is not None:
            raise Refused(f"这次{name}已经撤销过了。")
        _require_untouched(work, bulk)
        words = f"撤销{name}：{reason.strip()}"
        cases = [_undone(work, bulk, work.rows.case(trace.case_id), words) for trace in _traces(work, bulk)]
        work.rows.mark_undone(bulk, work.actor.id, work.now, reason.strip())
        detail = {"bulk": bulk.id, "kind": bulk.kind.value, "cases": len(cases), "reason": work.digest(reason.strip())}
        work.record(f"class:{bulk.class_id}", detail)
        after = work.rows.bulk_act(bulk.id)
    return Done(after, Changes(cases=frozenset(case.id for case in cases), classes=True))


def _traces(work: UnitOfWork, bulk: BulkAct) -> Iterator[BulkTrace]:
    yield from work.rows.bulk_traces(bulk.id)


def _require_untouched(work: UnitOfWork, bulk: BulkAct) -> None:
    if untouched(work, bulk):
        return
    touched = [
        work.rows.case(trace.case_id).number for trace in _traces(work, bulk) if not untouched(work, bulk, trace)
    ]
    few = "、".join(touched[:5]) + (" 等" if len(touched) > 5 else "")
    raise Refused(
        f"这次{BULK_NAMES[bulk.kind]}之后，{len(touched)} 件案件又办过别的事（{few}），不能一起撤销。请逐件处理。"
    )


def _undone(work: UnitOfWork, bulk: BulkAct, case: Case, words: str) -> Case:
    back = {BulkKind.OPEN: State.WITHDRAWN, BulkKind.ACCEPT: State.AT_WINDOW, BulkKind.SERVE: State.TO_SERVE}
    taken_back = {"accepted_by": None, "accepted_on": None, "due_on": None} if bulk.kind is BulkKind.ACCEPT else {}
    case = work.rows.move_case(case, back[bulk.kind], **taken_back)
    act = Act.WITHDRAWN if bulk.kind is BulkKind.OPEN else Act.UNDONE
    work.rows.add_act(case.id, case.round, act, work.actor.id, work.now, words)
    if bulk.kind is BulkKind.ACCEPT:
        _void_receipt(work, case, words)
    elif bulk.kind is BulkKind.SERVE:
        _take_back_serving(work, bulk, case)
    work.record(f"case:{case.id}", {"state": case.state.value})
    return case


def _void_receipt(work: UnitOfWork, case: Case, words: str) -> None:
    receipt = next(one for one in reversed(work.rows.letters(case.id)) if one.kind is LetterKind.RECEIPT)
    work.rows.void_receipt(receipt.id, words, work.actor.id, work.now)


def _take_back_serving(work: UnitOfWork, bulk: BulkAct, case: Case) -> None:
    letters = [letter.id for letter in work.rows.letters(case.id)]
    for servings in work.rows.servings(letters).values():
        for serving in servings:
            if serving.recorded_at == bulk.done_at:
                work.rows.undo_serving(serving.id, bulk.id)
