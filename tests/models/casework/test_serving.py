"""送达 of every letter, and the dates that follow from it."""

from __future__ import annotations

from datetime import date

import pytest

from models.calendar import default_calendar
from models.case import State
from models.casework import closing
from models.casework.closing import serve_letter
from models.casework.serving import HandOver, event_of, letter_service, way_of
from models.casework.undoing import undo_decision
from models.clock import remedy_dates
from models.errors import InputError, Refused
from models.letter import LetterKind
from models.serving import Event, Way
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau
from tests.builders.headless import PNG
from tests.builders.notices import at

REFUSED = {**ELIGIBLE_UPGRADE, "insurance.unemployment_months": 3}
MONDAY = date(2025, 6, 9)


def _refusal(bureau: Bureau) -> tuple[str, str]:
    at(bureau, MONDAY)
    number = bureau.reviewed(REFUSED, on=MONDAY)
    return number, bureau.decide(number).number


def test_given_a_refusal_taken_at_the_counter_then_its_remedy_dates_run_from_that_day(bureau: Bureau) -> None:
    number, letter = _refusal(bureau)
    closing.serve(bureau["intake"], number, "直接送达", MONDAY)
    assert bureau.state(number) is State.CLOSED
    _, service = letter_service(bureau["intake"], letter)
    assert (service.on, service.servings[0].event) == (MONDAY, Event.SIGNED)
    assert service.remedy is not None
    assert (service.remedy.review, service.remedy.suit) == (date(2025, 8, 8), date(2025, 12, 9))


def test_given_mail_that_is_on_its_way_then_the_letter_is_not_served_until_it_is_signed_for(bureau: Bureau) -> None:
    number, letter = _refusal(bureau)
    posted = HandOver(Way.POST, Event.POSTED, MONDAY, note="挂号 XA1")
    closing.serve(bureau["intake"], number, "邮寄送达", MONDAY, hand_over=posted)
    assert bureau.state(number) is State.TO_SERVE
    assert letter_service(bureau["intake"], letter)[1].on is None
    at(bureau, date(2025, 6, 12))
    signed = HandOver(Way.POST, Event.SIGNED, date(2025, 6, 11), "同住家属", "配偶", proof=PNG, media_type="image/png")
    closing.serve(bureau["intake"], number, "邮寄送达", signed.on, hand_over=signed)
    service = letter_service(bureau["intake"], letter)[1]
    assert (bureau.state(number), service.on) == (State.CLOSED, date(2025, 6, 11))
    assert [one.event for one in service.servings] == [Event.POSTED, Event.SIGNED]
    assert service.servings[1].proof_id is not None
    with bureau["intake"].store.reading() as rows:
        assert "配偶" not in str(rows.entries()[-1].detail)
        assert "同住家属" not in str(rows.entries()[-1].detail)


def test_any_letter_can_be_recorded_as_served_once_and_not_before_it_was_issued(bureau: Bureau) -> None:
    at(bureau, MONDAY)
    number = bureau.accepted(on=MONDAY)
    with bureau["intake"].store.reading() as rows:
        receipt = rows.letters(rows.case_numbered(number).id)[0]
    assert receipt.kind is LetterKind.RECEIPT
    with pytest.raises(InputError, match="须在受理通知书作出之日"):
        serve_letter(bureau["intake"], receipt.number, HandOver(Way.DIRECT, Event.SIGNED, date(2025, 6, 8)))
    serve_letter(bureau["intake"], receipt.number, HandOver(Way.DIRECT, Event.SIGNED, MONDAY))
    with pytest.raises(Refused, match="已有送达记录"):
        serve_letter(bureau["intake"], receipt.number, HandOver(Way.DIRECT, Event.SIGNED, MONDAY))
    assert letter_service(bureau["intake"], receipt.number)[1].remedy is None


def test_a_void_letter_is_not_served(bureau: Bureau) -> None:
    at(bureau, MONDAY)
    number = bureau.reviewed(on=MONDAY)
    letter = bureau.decide(number)
    undo_decision(bureau["sign"], number, "等级选错")
    with pytest.raises(Refused, match=r"已作废（等级选错）.*重新作出的文书"):
        serve_letter(bureau["intake"], letter.number, HandOver(Way.DIRECT, Event.SIGNED, MONDAY))
    assert letter_service(bureau["intake"], letter.number)[1].servings == ()


def test_a_way_admits_only_its_own_events() -> None:
    assert event_of(way_of("公告送达"), "") is Event.ANNOUNCED
    assert event_of(Way.DIRECT, "拒绝签收") is Event.REFUSED
    with pytest.raises(InputError, match="不对，可用"):
        event_of(Way.ELECTRONIC, "signed")
    with pytest.raises(InputError, match="不在名单里"):
        way_of("托人带去")


def test_a_remedy_that_ends_on_a_rest_day_moves_to_the_next_working_day() -> None:
    # 60 days after 2026-08-02 is 2026-10-01, in the break that ends on the 7th.
    dates = remedy_dates(default_calendar(), date(2026, 8, 2))
    assert (dates.review, dates.sure) == (date(2026, 10, 8), False)  # half a year on, 2027 is not on file
