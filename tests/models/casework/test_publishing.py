"""公示 before signature, and the seal apart from signing, where the office has chosen them."""

import io
from datetime import date, timedelta
from zipfile import ZipFile

import pypdfium2
import pytest

from models.case import State
from models.casework import deciding, publishing
from models.casework.sealing import seal, waiting_for_seal
from models.casework.steps import set_steps, steps_of
from models.errors import InputError, NotPermitted, Refused
from models.office import Office
from models.publicity import waits_for_publicity
from models.vocabulary import PROGRAMME_NAMES
from reports.publicity import write_list
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau

TODAY = date(2025, 6, 3)


def publishes(bureau: Bureau) -> None:
    set_steps(bureau["system"], ["skill_upgrade"], "7", seal_apart=False)


def later(bureau: Bureau, days: int) -> None:
    bureau.moment += timedelta(days=days)


def test_given_nothing_set_when_a_grant_is_reviewed_then_it_goes_straight_to_signature(bureau: Bureau) -> None:
    assert bureau.state(bureau.reviewed()) is State.FOR_SIGNATURE


def test_given_the_office_publishes_when_the_period_is_over_then_every_due_case_goes_to_signature(
    bureau: Bureau,
) -> None:
    publishes(bureau)
    first, second = bureau.reviewed(), bureau.reviewed(person=bureau.person(2))
    refused = bureau.reviewed({**ELIGIBLE_UPGRADE, "insurance.unemployment_months": 3}, person=bureau.person(3))
    states = [bureau.state(number) for number in (first, second, refused)]
    assert states == [State.IN_PUBLICITY, State.IN_PUBLICITY, State.FOR_SIGNATURE]
    made = publishing.publish_list(bureau["review"], write_list).value
    assert (made.list.name, made.count, made.list.last_day) == ("2025-01", 2, TODAY + timedelta(days=7))
    with pytest.raises(Refused, match="没有等待列入"):
        publishing.publish_list(bureau["review"], write_list)
    later(bureau, 7)
    with pytest.raises(Refused, match="还没有公示期满"):
        publishing.end_publicity(bureau["review"])
    later(bureau, 1)
    assert publishing.end_publicity(bureau["sign"]).value == (first, second)
    assert bureau.decide(first).number
    assert publishing.list_files(bureau["intake"], "2025-01") == made.files


def test_a_published_list_shows_no_whole_id_number_in_either_file(bureau: Bureau) -> None:
    publishes(bureau)
    person = bureau.person()
    bureau.reviewed(person=person)
    pdf, xlsx = publishing.publish_list(bureau["review"], write_list).value.files
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf.content))
    shared = ZipFile(io.BytesIO(xlsx.content)).read("xl/sharedStrings.xml").decode()
    for found in (text, shared):
        assert person.name in found
        assert person.id_number not in found
        assert person.id_number[:6] in found
    assert "2025年6月3日至2025年6月10日" in text


def test_given_an_objection_when_it_is_found_untrue_then_the_case_goes_on_with_the_same_period(bureau: Bureau) -> None:
    publishes(bureau)
    number = bureau.reviewed()
    publishing.publish_list(bureau["review"], write_list)
    publishing.record_objection(bureau["intake"], number, "反映证书不是本人的", TODAY)
    assert bureau.state(number) is State.FOR_REVIEW
    with pytest.raises(Refused, match="异议还没有核查处理"):
        deciding.review(bureau["review"], number)
    with pytest.raises(InputError) as caught:
        publishing.settle_objection(bureau["review"], number, " ", upheld=False)
    assert caught.value.field == "finding"
    with pytest.raises(InputError, match="超过2000字"):
        publishing.settle_objection(bureau["review"], number, "查" * 2_001, upheld=False)
    publishing.settle_objection(bureau["review"], number, "联网查询为本人证书", upheld=False)
    deciding.review(bureau["review"], number)
    later(bureau, 8)
    assert publishing.end_publicity(bureau["review"]).value == (number,)


def test_given_an_objection_when_it_is_upheld_then_the_reviewer_returns_the_case(bureau: Bureau) -> None:
    publishes(bureau)
    number = bureau.reviewed()
    with pytest.raises(Refused, match="没有列在公示名单上"):
        publishing.record_objection(bureau["intake"], number, "反映缴费不足", TODAY)
    publishing.publish_list(bureau["review"], write_list)
    with pytest.raises(InputError, match="超过2000字"):
        publishing.record_objection(bureau["intake"], number, "反" * 2_001, TODAY)
    publishing.record_objection(bureau["intake"], number, "反映缴费不足", TODAY)
    publishing.settle_objection(bureau["review"], number, "缴费仅 3 个月", upheld=True)
    deciding.return_case(bureau["review"], number, "请改缴费月数")
    assert bureau.state(number) is State.AT_WINDOW


def test_given_the_seal_is_apart_when_letters_are_sealed_in_a_batch_then_they_wait_to_be_served(
    bureau: Bureau,
) -> None:
    set_steps(bureau["system"], (), "", seal_apart=True)
    numbers = [bureau.reviewed(person=bureau.person(n)) for n in (1, 2)]
    for number in numbers:
        bureau.decide(number)
    assert waiting_for_seal(bureau["intake"]) == tuple(numbers)
    seal(bureau["intake"], waiting_for_seal(bureau["intake"]))
    assert [bureau.state(number) for number in numbers] == [State.TO_SERVE, State.TO_SERVE]
    with pytest.raises(Refused, match="这一批没有登记"):
        seal(bureau["intake"], numbers)


def test_the_office_may_publish_any_programme_and_only_those_it_chose_wait(bureau: Bureau) -> None:
    steps = steps_of(set_steps(bureau["system"], list(PROGRAMME_NAMES), "5", seal_apart=False).value)
    assert steps.programmes == tuple(PROGRAMME_NAMES)
    assert all(waits_for_publicity(set_office(bureau, [name]), name) for name in PROGRAMME_NAMES)
    only = set_office(bureau, ["free_training"])
    assert [name for name in PROGRAMME_NAMES if waits_for_publicity(only, name)] == ["free_training"]


def set_office(bureau: Bureau, programmes: list[str]) -> Office:
    return set_steps(bureau["system"], programmes, "5", seal_apart=False).value


def test_the_steps_are_set_by_the_system_seat_and_checked(bureau: Bureau) -> None:
    with pytest.raises(NotPermitted):
        set_steps(bureau["review"], (), "7", seal_apart=False)
    for programmes, days, field in ((["unknown"], "7", "programmes"), ([], "0", "days"), ([], "x", "days")):
        with pytest.raises(InputError) as caught:
            set_steps(bureau["system"], programmes, days, seal_apart=False)
        assert caught.value.field == field
    assert steps_of(set_steps(bureau["system"], (), "", seal_apart=False).value).days == 7
