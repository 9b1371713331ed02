"""Notes on a case, on one of its criteria or papers, and of telephone calls: who, when, and whether they still wait.

The text is personal: it stays in the store's own table, the journal holds its digest.
"""

from __future__ import annotations

from collections.abc import Mapping

from models.assessment import Assessment
from models.case import Act, Case
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk, UnitOfWork
from models.desk_day import Note, Pin
from models.errors import Conflict, InputError, Refused
from models.moment import beijing_time
from models.rules.schema import Criterion

_LONGEST = 2_000


def add_note(
    desk: Desk, number: str, body: str, pin: Pin = Pin.CASE, pinned_to: str = "", *, waits: bool = False
) -> Done[Note]:
    """Write a note; `waits` asks a colleague for an answer. Raises InputError at `body` or `pinned_to`."""
    text = body.strip()
    if not text:
        raise InputError("请写明备注的内容。", "body")
    if len(text) > _LONGEST:
        raise InputError(f"备注超过{_LONGEST}字，请写得简短些，或作为材料扫描保存。", "body")
    with desk.perform("case.note") as work:
        case = work.rows.case_numbered(number)
        _check_pin(work, case, pin, pinned_to)
        note = work.rows.add_note(Note(0, case.id, pin, pinned_to, text, waits, work.actor.id, work.now))
        work.rows.add_act(case.id, case.round, Act.NOTED, work.actor.id, work.now)
        work.record(f"case:{case.id}", {"note": work.digest(text), "kind": pin.value, "waits": waits})
    return Done(note, Changes.case(case.id))


def settle_note(desk: Desk, note_id: int, answer: str = "") -> Done[Note]:
    """Answer a note that waits. Raises Refused for one that asks nothing, Conflict when somebody answered first."""
    text = answer.strip()
    if len(text) > _LONGEST:
        raise InputError(f"答复超过{_LONGEST}字，请写得简短些。", "answer")
    with desk.perform("case.settle_note") as work:
        note = work.rows.note(note_id)
        if note is None:
            raise InputError("没有这条备注，请刷新后再试。", "note")
        if not note.open:
            raise Refused("这条备注只作记录，不等答复，不用处理。")
        if note.settled_by is not None and note.settled_at is not None:
            who = work.rows.account(note.settled_by).name
            raise Conflict(f"这条备注已由{who}于 {beijing_time(note.settled_at)} 处理，请刷新查看。")
        work.rows.settle_note(note_id, text, work.actor.id, work.now)
        work.record(f"case:{note.case_id}", {"note": work.digest(note.body), "answer": work.digest(text)})
        settled = work.rows.note(note_id)
        if settled is None:
            raise AssertionError("a note is never deleted")
    return Done(settled, Changes.case(note.case_id))


def case_notes(desk: Desk, number: str) -> tuple[Note, ...]:
    """The notes of a case, those that wait first, then the newest first."""
    with desk.look("case.read") as work:
        return waiting_first(work.rows.notes(work.rows.case_numbered(number).id))


def waiting_first(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """Notes in the order a reviewer reads them."""
    return tuple(sorted(notes, key=lambda note: (not note.waits, -note.id)))


def criterion_words(work: UnitOfWork, case: Case) -> Mapping[str, str]:
    """The criteria a note may be pinned to, by id, with their sentence (or what the rulebook asks)."""
    words = {one.id: one.label for one in _criteria(work, case)}
    if case.assessment_id is not None:
        receipt = Assessment.from_json(work.rows.assessment(case.assessment_id).receipt)
        words |= {line.id: line.sentence for line in receipt.criteria}
    return words


def _criteria(work: UnitOfWork, case: Case) -> tuple[Criterion, ...]:
    programme = work.rulebook.programmes.get(case.programme)
    if programme is None:
        return ()
    versions = (None, *programme.versions)
    return tuple(one for version in versions for one in programme.criteria_of(version))


def _check_pin(work: UnitOfWork, case: Case, pin: Pin, pinned_to: str) -> None:
    if pin is Pin.PAPER and pinned_to not in {paper.name for paper in work.rows.papers(case.id)}:
        raise InputError(f"案件 {case.number} 没有收到“{pinned_to}”，请从已收材料中选择。", "pinned_to")
    if pin is Pin.CRITERION and pinned_to not in criterion_words(work, case):
        raise InputError(f"案件 {case.number} 没有“{pinned_to}”这一条件，请从审核页的条件中选择。", "pinned_to")
    if pin in {Pin.CASE, Pin.CALL} and pinned_to:
        raise InputError("案件备注和电话记录不指向具体的条件或材料。", "pinned_to")
