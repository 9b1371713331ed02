"""Sums of a month, computed by hand here."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.case import Outcome
from models.month import DecidedRow, MonthTotals
from reports.month.checks import checks
from reports.month.totals import Scope, SummaryLine, summarise, totals
from tests.builders.months import make_accepted, make_busy_month, make_content, make_decided, make_refused

SMALL = (
    make_decided(1, id_number="A", level=5, amount_fen=100_001, street="东四街道"),
    make_decided(2, id_number="A", level=4, amount_fen=150_003, street="东四街道"),
    make_decided(3, id_number="B", level=4, amount_fen=150_000, street="景山街道"),
    make_refused(4, id_number="C", level=4, street="景山街道"),
    make_decided(
        5, id_number="B", programme="free_training", programme_name="免费就业创业培训", level=None, amount_fen=None
    ),
)


def _figures(line: SummaryLine) -> tuple[int | None, ...]:
    tally = line.tally
    return (
        tally.received,
        tally.granted,
        tally.refused,
        tally.persons,
        tally.paid,
        tally.paid_persons,
        tally.amount_fen,
    )


def test_the_five_totals_of_a_small_month_are_those_counted_by_hand() -> None:
    assert totals(SMALL, (make_accepted(7), make_accepted(8))) == MonthTotals(2, 4, 1, 3, 400_004)


def test_an_enterprise_counts_as_one_and_is_no_person() -> None:
    rows = (
        *SMALL,
        make_decided(6, id_number="E", of_enterprise=True),
        make_refused(7, id_number="E", of_enterprise=True),
    )
    tally = summarise(make_content(rows)).total.tally
    assert (tally.persons, tally.paid_persons) == (3, 2)
    assert (tally.enterprises, tally.paid_enterprises) == (1, 1)
    assert all(check.agrees for check in checks(make_content(rows), summarise(make_content(rows))))


def test_a_month_without_rows_is_all_zero() -> None:
    summary = summarise(make_content())
    assert totals((), ()) == MonthTotals(0, 0, 0, 0, 0)
    assert summary.lines() == (summary.total,)
    assert _figures(summary.total) == (0, 0, 0, 0, 0, 0, 0)


def test_each_grouping_counts_persons_within_its_own_line() -> None:
    summary = summarise(make_content(SMALL, (make_accepted(7),)))
    assert _figures(summary.total) == (1, 4, 1, 3, 3, 2, 400_004)
    assert [(line.programme, _figures(line)) for line in summary.programmes] == [
        ("免费就业创业培训", (0, 1, 0, 1, 0, 0, 0)),
        ("技能提升补贴", (1, 3, 1, 3, 3, 2, 400_004)),
    ]
    assert [(line.level, _figures(line)) for line in summary.levels] == [
        ("不分等级", (None, 1, 0, 1, 0, 0, 0)),
        ("五级/初级工", (None, 1, 0, 1, 1, 1, 100_001)),
        ("四级/中级工", (None, 2, 1, 3, 2, 2, 300_003)),
    ]
    assert [(line.street, _figures(line)) for line in summary.streets] == [
        ("东华门街道", (1, 1, 0, 1, 0, 0, 0)),
        ("东四街道", (0, 2, 0, 1, 2, 1, 250_004)),
        ("景山街道", (0, 1, 1, 2, 1, 1, 150_000)),
    ]


def test_the_finest_grouping_separates_programme_outcome_level_and_street() -> None:
    cells = [
        (line.programme, line.outcome, line.level, line.street, line.tally.decided, line.tally.amount_fen)
        for line in summarise(make_content(SMALL)).cells
    ]
    assert cells == [
        ("免费就业创业培训", "准予", "不分等级", "东华门街道", 1, 0),
        ("技能提升补贴", "准予", "五级/初级工", "东四街道", 1, 100_001),
        ("技能提升补贴", "准予", "四级/中级工", "东四街道", 1, 150_003),
        ("技能提升补贴", "准予", "四级/中级工", "景山街道", 1, 150_000),
        ("技能提升补贴", "不予", "四级/中级工", "景山街道", 1, 0),
    ]


def test_an_amount_written_on_a_refusal_is_never_summed() -> None:
    rows = (make_decided(1, outcome=Outcome.REFUSED, amount_fen=150_000),)
    assert totals(rows, ()).amount_fen == 0


def test_streets_stand_in_the_order_of_the_office_and_are_shown_without_cases() -> None:
    content = make_content(SMALL, streets=("景山街道", "和平里街道", "东四街道"))
    assert [line.street for line in summarise(content).streets] == ["景山街道", "和平里街道", "东四街道", "东华门街道"]


def test_a_missing_street_is_named_as_missing_and_comes_last() -> None:
    content = make_content((make_decided(1, street=" "), make_decided(2, street="鼓楼")))
    assert [line.street for line in summarise(content).streets] == ["鼓楼", "未填街道"]


def test_levels_rise_from_apprentice_to_chief_technician() -> None:
    rows = tuple(make_decided(number, level=level) for number, level in enumerate((8, None, 1, 0, 5, 7, 3), 1))
    assert [line.level for line in summarise(make_content(rows)).levels] == [
        "学徒工",
        "五级/初级工",
        "三级/高级工",
        "一级/高级技师",
        "特级技师",
        "首席技师",
        "不分等级",
    ]


@given(
    st.lists(st.builds(make_decided, st.integers(1, 400), amount_fen=st.integers(1, 10**9), level=st.integers(1, 5)))
)
def test_every_grouping_sums_to_the_total_to_the_fen(rows: list[DecidedRow]) -> None:
    summary = summarise(make_content(tuple(rows)))
    expected = sum(row.amount_fen or 0 for row in rows)
    for lines in (summary.programmes, summary.levels, summary.streets, summary.cells):
        assert sum(line.tally.amount_fen for line in lines) == expected
        assert sum(line.tally.decided for line in lines) == len(rows)


def test_groupings_do_not_depend_on_the_order_of_the_rows() -> None:
    busy = make_busy_month(60)
    turned = make_content(busy.decided[::-1], busy.accepted[::-1], streets=busy.streets)
    assert summarise(turned) == summarise(busy)


def test_lines_of_all_scopes_come_in_reading_order() -> None:
    scopes = [line.scope for line in summarise(make_busy_month(60)).lines()]
    assert list(dict.fromkeys(scopes)) == list(Scope)
