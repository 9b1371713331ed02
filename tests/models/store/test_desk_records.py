"""Notes and hand-overs on both kinds of store: what is written stays, presence comes and goes, four eyes hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders.store import START, Clerks, bring_to_signature, decision_of, open_case

from models.case import State
from models.desk_day import Note, Part, PassingOn, Pin, Presence
from models.errors import Conflict, Refused
from models.office import Seat
from models.store import tables as t
from models.store.engine import Store


def test_notes_are_kept_as_written_and_answered_once(store: Store, clerks: Clerks) -> None:
    with store.writing() as rows:
        case = open_case(rows, clerks)
        draft = Note(0, case.id, Pin.PAPER, "居民身份证", "不清楚", True, clerks.review.id, START)
        note = rows.add_note(draft)
        remark = rows.add_note(Note(0, case.id, Pin.CALL, "", "来电", False, clerks.intake.id, START))
        rows.settle_note(note.id, "已核对", clerks.intake.id, START)
    with store.reading() as rows:
        found = rows.notes(case.id)
        assert [one.id for one in found] == [note.id, remark.id]
        assert (found[0].answer, found[0].waits, found[1].waits) == ("已核对", False, False)
    with pytest.raises(Conflict), store.writing() as rows:
        rows.settle_note(note.id, "再次", clerks.review.id, START)
    with pytest.raises(Refused), store.writing() as rows:
        rows.settle_note(remark.id, "", clerks.review.id, START)
    for change in (t.case_notes.update().values(body="改"), t.case_notes.delete(), t.note_settlements.delete()):
        with pytest.raises(Refused, match="只能追加"), store.writing() as rows:
            _run(rows, change)


def _run(rows: object, statement: object) -> None:
    from sqlalchemy.exc import DBAPIError

    from models.store.refusals import translated

    try:
        rows._connection.execute(statement)  # type: ignore[attr-defined]
    except DBAPIError as error:
        raise (translated(error) or error) from None


def test_presence_is_one_row_for_each_process_and_is_forgotten(store: Store, clerks: Clerks) -> None:
    with store.writing() as rows:
        first, second = open_case(rows, clerks, 1), open_case(rows, clerks, 2)
        for case, at in ((first, START), (second, START + timedelta(seconds=5))):
            rows.put_presence(Presence(clerks.intake.id, "one", case.id, at))
        assert rows.present(first.id, START) == ()
        assert [one.case_id for one in rows.present(second.id, START)] == [second.id]
        rows.forget_presence(START + timedelta(minutes=1))
        assert rows.present(second.id, START) == ()
        rows.put_presence(Presence(clerks.intake.id, "one", first.id, START))
        rows.drop_presence(clerks.intake.id, "one")
        assert rows.present(first.id, START) == ()


def test_a_case_goes_only_to_a_seat_that_fits_and_its_clerk_never_decides_it(store: Store, clerks: Clerks) -> None:
    with store.writing() as rows:
        everything = rows.add_account("兼任员", [Seat.INTAKE, Seat.REVIEW, Seat.SIGN])
        case = bring_to_signature(rows, clerks)
    for to, words in ((clerks.sign.id, "席位"), (clerks.review.id, "席位|复核过")):
        with pytest.raises(Refused, match=words), store.writing() as rows:
            rows.add_passing_on(_passing(case.id, clerks, to))
    with store.writing() as rows:
        rows.add_passing_on(_passing(case.id, clerks, everything.id))
        assert [one.to_id for one in rows.passings_on(case.id)] == [everything.id]
        assert [one.id for one in rows.open_cases_touched_by(everything.id)] == [case.id]
        assert [one.id for one in rows.open_cases_touched_by(clerks.review.id)] == [case.id]
    with store.writing() as rows:
        rows.move_case(case, State.TO_SERVE)
    with pytest.raises(Refused, match="承办过"), store.writing() as rows:
        rows.add_decision(decision_of(case, clerks, signed_by=everything.id))


def _passing(case_id: int, clerks: Clerks, to: int) -> PassingOn:
    return PassingOn(0, case_id, Part.CLERK, clerks.intake.id, to, "离岗", clerks.system.id, START)


def test_drafts_go_to_a_colleague_without_covering_theirs(store: Store, clerks: Clerks) -> None:
    with store.writing() as rows:
        for account, word in ((clerks.intake, "甲"), (clerks.review, "乙")):
            rows.put_draft(account.id, "intake:1", {"name": word}, START)
        rows.give_drafts(clerks.intake.id, clerks.review.id, ["intake:1"])
        assert rows.drafts(clerks.intake.id) == ()
        assert sorted(one.content["name"] for one in rows.drafts(clerks.review.id)) == ["乙", "甲"]
