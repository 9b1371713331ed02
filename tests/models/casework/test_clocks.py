"""The working-day clock in casework: 国庆, the end of the table, a table that changes, a promise that was printed."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest

from models.bureau import BureauKind
from models.calendar import YearTable, default_calendar
from models.case import Act
from models.casework import closing, deciding, intake
from models.casework.bureau_values import ValueDraft, confirm_value, enter_value
from models.casework.calendars import add_year, calendar_years, confirm_year, moved_by
from models.casework.case_turns import DATE, clock_matters
from models.casework.clocks import date_cases, deadline, undated_cases
from models.casework.rounds import open_round, send_round_to_review
from models.casework.turning_away import deem_accepted, propose_non_acceptance, refuse_acceptance
from models.clock import DayKind
from models.errors import InputError, NotPermitted, Refused
from models.letter import Letter
from models.notice import NonAcceptance
from models.rounds import Ground, RoundKind
from reports.issue import render
from tests.builders.desk import Bureau
from tests.builders.headless import PNG
from tests.builders.notices import YEAR_2027, at, case_at_window, put_year


def _put_upgrade_in_force(bureau: Bureau) -> None:
    book = bureau["review"].shipped
    version = next(one for one in book.programmes["skill_upgrade"].versions if one.draft)
    value = book.describe_value("skill_upgrade", version.id)
    kind = BureauKind.VERSION
    draft = ValueDraft(kind, "skill_upgrade", value.name, None, value.valid_from, value.valid_to, "测试1号", "", "测试")
    confirm_value(bureau["sign"], enter_value(bureau["review"], draft, PNG, "image/png").value.id)


@pytest.fixture
def in_2026(bureau: Bureau) -> Bureau:
    at(bureau, date(2026, 9, 1))
    _put_upgrade_in_force(bureau)
    return bureau


def _accept(bureau: Bureau, day: date) -> str:
    at(bureau, day)
    return bureau.accepted(on=day)


def test_given_a_case_accepted_before_national_day_2026_then_every_day_of_the_count_says_why(in_2026: Bureau) -> None:
    number = _accept(in_2026, date(2026, 9, 24))
    found = deadline(in_2026["intake"], number)
    assert in_2026.case(number).due_on == found.run.due == date(2026, 10, 15)
    why = {day.day: (day.kind, day.why) for day in found.run.days}
    assert why[date(2026, 9, 24)] == (DayKind.START, "起算日，不计入")
    assert why[date(2026, 9, 25)] == (DayKind.REST, "中秋")
    assert why[date(2026, 10, 5)] == (DayKind.REST, "国庆节")
    assert why[date(2026, 10, 10)] == (DayKind.COUNTED, "调休上班")
    assert [day.place for day in found.run.days if day.place] == list(range(1, 11))


def test_given_a_count_beyond_2026_then_the_receipt_has_no_date_until_the_year_is_entered(in_2026: Bureau) -> None:
    number = _accept(in_2026, date(2026, 12, 24))
    assert in_2026.case(number).due_on is None
    assert deadline(in_2026["intake"], number).run.unknown == 2027
    assert [one.number for one in undated_cases(in_2026["intake"])] == [number]
    with pytest.raises(Refused, match="没有可以补算的期限"):
        date_cases(in_2026["intake"])
    put_year(in_2026)
    assert [one.due_on for one in undated_cases(in_2026["intake"])] == [date(2027, 1, 8)]
    dated = date_cases(in_2026["intake"]).value
    assert [(one.number, one.due_on) for one in dated] == [(number, date(2027, 1, 8))]
    case = in_2026.case(number)
    assert case.due_on == date(2027, 1, 8)
    with in_2026["intake"].store.reading() as rows:
        assert rows.acts(case.id)[-1].act is Act.REDATED
        assert rows.entries()[-1].act == "case.redate"
    assert undated_cases(in_2026["intake"]) == ()


def _changed_2026(*, off: dict[date, str], worked: frozenset[date] = frozenset()) -> YearTable:
    table = default_calendar().years[2026]
    kept = {day: name for day, name in table.off.items() if day not in worked}
    return YearTable(2026, {**kept, **off}, table.work | worked)


def test_given_a_table_that_gives_more_rest_then_the_printed_date_is_kept(in_2026: Bureau) -> None:
    number = _accept(in_2026, date(2026, 9, 7))
    printed = in_2026.case(number).due_on
    assert printed == date(2026, 9, 20)  # a Sunday that is worked
    entry = add_year(in_2026["review"], _changed_2026(off={date(2026, 9, 16): "临时放假"}), "测试通知2号").value
    listed = moved_by(in_2026["sign"], entry.id)
    assert [(one.number, one.computed, one.due_on) for one in listed] == [(number, date(2026, 9, 21), printed)]
    confirm_year(in_2026["sign"], entry.id)
    assert in_2026.case(number).due_on == printed


def test_given_a_table_that_gives_less_rest_then_the_earlier_date_is_worked_to(in_2026: Bureau) -> None:
    number = _accept(in_2026, date(2026, 9, 14))
    assert in_2026.case(number).due_on == date(2026, 9, 28)
    entry = add_year(
        in_2026["review"], _changed_2026(off={}, worked=frozenset({date(2026, 9, 26)})), "测试通知3号"
    ).value
    assert [one.due_on for one in moved_by(in_2026["sign"], entry.id)] == [date(2026, 9, 26)]
    assert [one.number for one in confirm_year(in_2026["sign"], entry.id).value] == [number]
    assert in_2026.case(number).due_on == date(2026, 9, 26)
    again = add_year(in_2026["review"], default_calendar().years[2026], "测试通知4号").value
    confirm_year(in_2026["sign"], again.id)
    assert in_2026.case(number).due_on == date(2026, 9, 28)  # what was printed, no later


def test_of_two_tables_for_a_year_the_one_confirmed_last_counts_and_dates_the_cases(in_2026: Bureau) -> None:
    number = _accept(in_2026, date(2026, 9, 14))
    worked = _changed_2026(off={}, worked=frozenset({date(2026, 9, 26)}))
    first = add_year(in_2026["review"], worked, "测试通知6号").value
    second = add_year(in_2026["review"], default_calendar().years[2026], "测试通知7号").value
    confirm_year(in_2026["sign"], second.id)
    confirm_year(in_2026["sign"], first.id)
    assert in_2026.case(number).due_on == date(2026, 9, 26)
    with in_2026["intake"].look("case.read") as work:
        assert work.calendar.is_working_day(date(2026, 9, 26))
    assert [year.entry for year in calendar_years(in_2026["intake"]) if year.table.year == 2026 and year.in_force] == [
        first.id
    ]


def test_a_year_counts_only_when_a_second_account_has_confirmed_it(bureau: Bureau) -> None:
    entry = add_year(bureau["review"], YEAR_2027, "测试通知5号").value
    assert not next(year for year in calendar_years(bureau["intake"]) if year.entry == entry.id).in_force
    with pytest.raises(Refused, match="须由另一人核对原件后确认"):
        confirm_year(bureau["review"], entry.id)
    with pytest.raises(NotPermitted):
        confirm_year(bureau["intake"], entry.id)
    confirm_year(bureau["system"], entry.id)
    with bureau["intake"].look("case.read") as work:
        assert work.calendar.covers(date(2027, 5, 1))
    with pytest.raises(Refused, match="已经确认过"):
        confirm_year(bureau["sign"], entry.id)
    with pytest.raises(InputError, match="文号"):
        add_year(bureau["review"], YEAR_2027, " ")


def test_given_a_case_accepted_days_after_it_came_then_the_period_runs_from_receipt(in_2026: Bureau) -> None:
    case = case_at_window(in_2026, date(2026, 9, 7))
    at(in_2026, date(2026, 9, 10))
    letter = intake.accept(in_2026["intake"], case.number, render).value
    found = deadline(in_2026["intake"], case.number)
    assert in_2026.case(case.number).due_on == found.run.due == found.promised == date(2026, 9, 20)
    assert (found.run.days[0].day, found.run.days[0].kind) == (date(2026, 9, 7), DayKind.START)
    said = printed(in_2026, letter)
    assert "10个工作日内，不迟于2026年9月20日" in said
    assert "办理期限自收到申请之日起计算，依据《社会保险经办条例》" in said


def test_a_receipt_that_comes_after_the_period_says_that_it_is_over(in_2026: Bureau) -> None:
    case = case_at_window(in_2026, date(2026, 9, 2))
    at(in_2026, date(2026, 9, 21))
    issued = deem_accepted(in_2026["intake"], case.number, render).value
    assert issued.case.due_on == date(2026, 9, 16)
    said = printed(in_2026, issued.letter)
    assert "10个工作日内，到2026年9月16日届满" in said


def test_a_date_that_was_counted_from_acceptance_comes_forward_and_the_promise_stays_on_record(in_2026: Bureau) -> None:
    case = case_at_window(in_2026, date(2026, 9, 7))
    at(in_2026, date(2026, 9, 10))
    intake.accept(in_2026["intake"], case.number, render)
    told = date(2026, 9, 23)  # as it was counted before
    with in_2026["intake"].store.writing() as rows:
        rows.touch_case(rows.case_numbered(case.number), due_on=told)

    (found,) = undated_cases(in_2026["intake"])
    assert (found.due_before, found.due_on) == (told, date(2026, 9, 20))
    assert found.words == "期限自收到申请之日起算，应由 2026-09-23 提前到 2026-09-20"
    assert [(one.act, one.why) for one in clock_matters(in_2026["intake"])] == [(DATE, found.words)]
    date_cases(in_2026["intake"])

    after = deadline(in_2026["intake"], case.number)
    assert (after.due_on, after.promised) == (date(2026, 9, 20), told)
    with in_2026["intake"].store.reading() as rows:
        assert rows.acts(case.id)[-1].reason == "自收到申请之日起算，由 2026-09-23 提前到 2026-09-20"
    assert undated_cases(in_2026["intake"]) == ()


def test_a_decided_case_taken_up_again_has_the_day_of_its_ground_and_lacks_no_date(in_2026: Bureau) -> None:
    number = _accept(in_2026, date(2026, 9, 7))
    deciding.review(in_2026["review"], number)
    in_2026.decide(number)
    closing.serve(in_2026["intake"], number, "直接送达", date(2026, 9, 7))
    open_round(in_2026["intake"], number, Ground(RoundKind.CORRECTION, "录入有误"))
    assert undated_cases(in_2026["intake"]) == ()
    with pytest.raises(Refused, match="按文书定的日期办"):
        deadline(in_2026["intake"], number)
    with pytest.raises(Refused, match="没有可以补算的期限"):
        date_cases(in_2026["intake"])


def test_a_refused_acceptance_taken_up_again_has_its_period_from_that_day(in_2026: Bureau) -> None:
    number = case_at_window(in_2026, date(2026, 9, 2)).number
    propose_non_acceptance(
        in_2026["intake"], number, NonAcceptance("不属于本局", "不属于本局受理范围", "练习条文", "练习机关")
    )
    refuse_acceptance(in_2026["sign"], number, render)
    at(in_2026, date(2026, 9, 7))
    open_round(in_2026["intake"], number, Ground(RoundKind.RECONSIDERATION, "行政复议撤销"))
    send_round_to_review(in_2026["intake"], number)
    at(in_2026, date(2026, 9, 8))
    letter = intake.accept(in_2026["intake"], number, render).value
    assert in_2026.case(number).due_on == deadline(in_2026["intake"], number).run.due == date(2026, 9, 20)
    assert "办理期限自2026年9月7日重新办理之日起计算" in printed(in_2026, letter)


def printed(bureau: Bureau, letter: Letter) -> str:
    with bureau["sign"].store.reading() as rows:
        content = rows.letter_content(letter.id)
    with pypdfium2.PdfDocument(content) as pdf:
        texts = [pdf[number].get_textpage().get_text_range() for number in range(len(pdf))]
    return "".join("".join(texts).split())
