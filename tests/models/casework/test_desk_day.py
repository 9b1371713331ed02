"""The working day: notes that wait, whose hands a case is in, who else has it open, and a colleague who leaves."""

from datetime import timedelta

import pytest

from models.case import Act, State
from models.casework import deciding, intake
from models.casework.case_notes import add_note, case_notes, settle_note
from models.casework.drafts import drafts, save_draft
from models.casework.journal_view import journal_rows
from models.casework.leaving import close_account, in_hand
from models.casework.passing_on import take_over
from models.casework.presence import HEARD_OF_WITHIN, say_open
from models.casework.reveals import log_reveal
from models.casework.timelines import case_timeline
from models.desk_day import Part, Pin
from models.errors import Conflict, InputError, NotPermitted, Refused
from models.timeline import Kind
from reports.issue import render
from tests.builders.desk import Bureau

REASON = "原经办人休假"


def test_given_a_note_that_waits_when_it_is_answered_then_the_next_to_answer_is_told_who_was_first(
    bureau: Bureau,
) -> None:
    number = bureau.accepted()
    add_note(bureau["intake"], number, "申请人来电询问进度", Pin.CALL)
    waiting = add_note(bureau["review"], number, "照片不清楚", Pin.PAPER, "居民身份证", waits=True).value
    assert case_notes(bureau["sign"], number)[0].id == waiting.id
    assert settle_note(bureau["intake"], waiting.id, "已核对原件").value.answer == "已核对原件"
    with pytest.raises(Conflict, match="intake于"):
        settle_note(bureau["review"], waiting.id)
    acts = [one.act for one in record_acts(bureau, number)]
    assert acts.count(Act.NOTED) == 2


def record_acts(bureau: Bureau, number: str) -> tuple:  # type: ignore[type-arg]
    with bureau["intake"].look("case.read") as work:
        return work.rows.acts(work.rows.case_numbered(number).id)


def test_a_note_is_refused_at_its_field_without_words_or_on_what_is_not_there(bureau: Bureau) -> None:
    number = bureau.accepted()
    with pytest.raises(InputError) as caught:
        add_note(bureau["intake"], number, " ")
    assert caught.value.field == "body"
    for pin, target in ((Pin.PAPER, "没有的材料"), (Pin.CRITERION, "no_such"), (Pin.CASE, "居民身份证")):
        with pytest.raises(InputError) as caught:
            add_note(bureau["intake"], number, "文字", pin, target)
        assert caught.value.field == "pinned_to"
    remark = add_note(bureau["intake"], number, "只作记录").value
    with pytest.raises(Refused, match="不等答复"):
        settle_note(bureau["review"], remark.id)


def test_the_words_of_a_note_never_enter_the_journal(bureau: Bureau) -> None:
    number = bureau.accepted()
    add_note(bureau["intake"], number, "申请人的邻居来电", Pin.CALL)
    with bureau["intake"].look("case.read") as work:
        entries = [one for one in work.rows.entries() if one.act == "case.note"]
    assert len(entries) == 1
    assert "邻居" not in str(entries[0].detail)
    assert any(row.act == "备注" for row in journal_rows(bureau["audit"]))


def test_given_a_case_left_lying_when_a_colleague_takes_it_over_then_neither_clerk_may_review_or_sign_it(
    bureau: Bureau,
) -> None:
    number = bureau.accepted()
    with pytest.raises(InputError) as caught:
        take_over(bureau["both"], number, "")
    assert caught.value.field == "reason"
    passing = take_over(bureau["both"], number, REASON).value
    assert (passing.from_id, passing.to_id) == (bureau["intake"].account.id, bureau["both"].account.id)
    with pytest.raises(Refused, match="本来就由您承办"):
        take_over(bureau["both"], number, REASON)
    with pytest.raises(Refused, match="经办过"):
        deciding.review(bureau["both"], number)
    deciding.review(bureau["review"], number)
    with pytest.raises(Refused, match="经办过"):
        deciding.decide(bureau["both"], number, render)
    assert bureau.decide(number).number
    with pytest.raises(Refused, match="不用接办"):
        take_over(bureau["second intake"], number, REASON)
    with pytest.raises(NotPermitted):
        take_over(bureau["review"], number, REASON)


def test_who_reviewed_a_case_cannot_take_it_over_as_its_clerk(bureau: Bureau) -> None:
    number = bureau.accepted()
    deciding.review(bureau["both"], number)
    with pytest.raises(Refused, match="不能再由同一人承办"):
        take_over(bureau["both"], number, REASON)


def test_given_two_people_with_one_case_open_then_each_sees_the_other_until_not_heard_of(bureau: Bureau) -> None:
    number = bureau.accepted()
    assert say_open(bureau["intake"], "window-1", number) == ()
    assert [one.name for one in say_open(bureau["review"], "window-2", number)] == ["intake"]
    assert say_open(bureau["review"], "window-3", number)[0].name == "intake"
    assert [one.name for one in say_open(bureau["intake"], "window-1", number)] == ["review"]
    head = bureau["intake"].store
    with head.reading() as rows:
        assert all(one.act != "presence.say" for one in rows.entries())
    say_open(bureau["intake"], "window-1", "")
    assert say_open(bureau["review"], "window-2", number) == ()
    say_open(bureau["intake"], "window-1", number)
    bureau.moment += HEARD_OF_WITHIN + timedelta(seconds=1)
    assert say_open(bureau["review"], "window-2", number) == ()


def test_given_two_reviewers_when_both_pass_a_case_then_the_second_is_told_who_when_and_what(bureau: Bureau) -> None:
    number = bureau.accepted()
    deciding.review(bureau["review"], number)
    add_note(bureau["intake"], number, "另一件事")
    with pytest.raises(Refused, match=r"review已于 2025-06-03 .*“复核通过”"):
        deciding.review(bureau["review and sign"], number)
    bureau.decide(number)
    with pytest.raises(Refused, match=r"sign已于 2025-06-03 .*“签发”"):
        deciding.return_case(bureau["review and sign"], number, "材料不齐")


def test_given_a_leaver_when_the_account_is_closed_then_everything_open_goes_to_a_colleague_and_what_is_decided_stays(
    bureau: Bureau,
) -> None:
    decided = bureau.reviewed(person=bureau.person(2))
    bureau.decide(decided)
    held = bureau.accepted(person=bureau.person(3))
    save_draft(bureau["intake"], "intake:token", {"name": "练习丙", "programme": "skill_upgrade"})
    found = in_hand(bureau["system"], "intake")
    assert [(one.number, one.part) for one in found.cases] == [(held, Part.CLERK)]
    assert found.drafts == 1
    with pytest.raises(Refused, match="请指定接办的同事"):
        close_account(bureau["system"], bureau.folder, "intake")
    for heir in ("review", "intake", "nobody"):
        with pytest.raises(InputError) as caught:
            close_account(bureau["system"], bureau.folder, "intake", heir)
        assert caught.value.field == "heir"
    assert in_hand(bureau["system"], "intake") == found
    gone = close_account(bureau["system"], bureau.folder, "intake", "second intake").value
    assert not gone.account.active
    assert [one.number for one in gone.cases] == [held]
    assert [draft.content["name"] for draft in drafts(bureau["second intake"])] == ["练习丙"]
    assert in_hand(bureau["system"], "second intake").cases == found.cases
    with bureau["review"].look("case.read") as work:
        journal = [one for one in work.rows.entries() if one.act == "account.close"]
        assert [one.subject.partition(":")[0] for one in journal] == ["case", "account"]
        assert work.rows.passings_on(work.rows.case_numbered(decided).id) == ()
    with pytest.raises(NotPermitted):
        intake.withdraw(bureau["intake"], held, "不再申请", render)
    deciding.review(bureau["review"], held)
    assert bureau.state(held) is State.FOR_SIGNATURE


def test_a_reviewer_who_leaves_hands_over_what_waits_for_signature(bureau: Bureau) -> None:
    number = bureau.reviewed()
    with pytest.raises(Refused, match=r"1件在办案件（复核）"):
        close_account(bureau["system"], bureau.folder, "review")
    with pytest.raises(InputError, match=r"没有这个席位"):
        close_account(bureau["system"], bureau.folder, "review", "intake")
    close_account(bureau["system"], bureau.folder, "review", "review and sign")
    assert bureau.decide(number).number


def test_the_timeline_tells_acts_notes_letters_hand_overs_and_looks_in_one_order(bureau: Bureau) -> None:
    number = bureau.accepted()
    add_note(bureau["intake"], number, "申请人来电", Pin.CALL)
    log_reveal(bureau["review"], bureau.case(number).person_id, "id_number")
    take_over(bureau["second intake"], number, REASON)
    events = case_timeline(bureau["review"], number)
    assert [one.at for one in events] == sorted(one.at for one in events)
    said = {(one.kind, one.what) for one in events}
    assert {
        (Kind.ACT, "受理"),
        (Kind.ACT, "接办"),
        (Kind.NOTE, "电话记录"),
        (Kind.LETTER, "受理通知书"),
        (Kind.ACCESS, "查看遮盖内容"),
    } <= said
