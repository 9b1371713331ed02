"""The table model over groups and pages."""

from collections.abc import Sequence

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from desktop.item_models.cells import Cell, Column, Group
from desktop.item_models.rows import PAGE, RowModel
from desktop.item_models.verdict_model import VerdictModel
from desktop.item_models.verdict_rows import EntryRow

pytestmark = pytest.mark.usefixtures("theme")
COLUMNS: list[Column[int]] = [
    Column("号", lambda row: Cell(str(row)), "0000"),
    Column("名", lambda row: Cell(f"第{row}")),
]


@pytest.fixture
def model() -> RowModel[int]:
    made: RowModel[int] = RowModel(COLUMNS)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


def texts(model: RowModel[int]) -> list[str]:
    return [str(model.data(model.index(view, 0))) for view in range(model.rowCount())]


def test_rows_stand_under_the_headers_of_their_groups(model: RowModel[int]) -> None:
    model.show_groups([(Group("甲", 2), [1, 2]), (Group("乙", 0), []), (Group("丙", 1), [3])])
    assert texts(model) == ["甲 2", "1", "2", "乙 0", "丙 1", "3"]
    assert [model.view_row(number) for number in range(3)] == [1, 2, 5]


def test_a_folded_group_keeps_its_header_and_count(model: RowModel[int]) -> None:
    model.show_groups([(Group("甲", 2, folded=True), [1, 2]), (Group("丙", 1), [3])])
    assert texts(model) == ["甲 2", "丙 1", "3"]
    model.toggle(0)
    assert texts(model) == ["甲 2", "1", "2", "丙 1", "3"]
    model.toggle(0)
    assert texts(model) == ["甲 2", "丙 1", "3"]


def test_pages_are_asked_for_once_and_shown_when_they_come(model: RowModel[int]) -> None:
    asked: list[tuple[int, int]] = []
    model.show_pages([(None, 1000)], lambda first, count: asked.append((first, count)))
    inside = 2 * PAGE
    assert model.row(inside) is None
    assert model.row(inside + 1) is None
    assert asked.count((2 * PAGE, PAGE)) == 1
    model.provide(2 * PAGE, list(range(2 * PAGE, 3 * PAGE)))
    assert model.row(inside) == inside


def test_pages_long_out_of_sight_are_let_go(model: RowModel[int]) -> None:
    def fetch(first: int, count: int) -> None:
        model.provide(first, range(first, first + count))

    model.show_pages([(None, 100_000)], fetch)
    for number in range(0, 100_000, PAGE):
        assert model.row(number) == number
    assert len(model._pages) * PAGE < 5_000


def test_what_comes_into_view_is_asked_for_at_once_and_what_is_folded_between_is_not(model: RowModel[int]) -> None:
    asked: list[tuple[int, int]] = []
    counted = [
        (Group("甲", 2 * PAGE), 2 * PAGE),
        (Group("乙", 9 * PAGE, folded=True), 9 * PAGE),
        (Group("丙", PAGE), PAGE),
    ]
    model.show_pages(counted, lambda first, count: asked.append((first, count)))
    model.want(1, model.rowCount() - 1)
    assert asked == [(0, 2 * PAGE), (11 * PAGE, PAGE)]
    model.want(1, model.rowCount() - 1)
    assert len(asked) == 2
    model.provide(0, range(2 * PAGE))
    assert model.row(PAGE + 1) == PAGE
    assert model.find(lambda row: row == PAGE) == PAGE + 1
    assert model.find(lambda row: row == 12 * PAGE) is None


def test_who_scrolls_on_is_read_ahead_for_and_who_jumps_is_not(model: RowModel[int]) -> None:
    asked: list[tuple[int, int]] = []

    def fetch(first: int, count: int) -> None:
        asked.append((first, count))
        model.provide(first, list(range(first, min(first + count, 100))))

    model.show_pages([(None, 100)], fetch)
    asked.clear()
    model.want(40, 49)
    model.want(42, 51)
    model.want(38, 47)
    ahead = 8
    assert asked == [(40, 10), (50, 2 + ahead), (38 - ahead, 2 + ahead)]
    model.want(80, 89)
    model.want(85, 99)
    assert asked[3:] == [(80, 10), (90, 10)]
    model.want(70, 75)
    assert asked[5:] == [(70, 6)]


def test_pages_may_be_grouped(model: RowModel[int]) -> None:
    def fetch(first: int, count: int) -> None:
        model.provide(first, range(first, min(first + count, 250)))

    model.show_pages([(Group("甲", 150), 150), (Group("乙", 100, folded=True), 100)], fetch)
    assert model.rowCount() == 152
    model.toggle(151)
    assert model.rowCount() == 252
    assert model.row(252 - 1) == 249
    model.toggle(0)
    assert model.row(2) == 150


def test_the_verdict_model_inserts_and_removes_only_at_its_end() -> None:
    model = VerdictModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    for words in (["一", "二", "三"], ["一", "变"], [], ["一", "二"]):
        rows: Sequence[EntryRow] = [EntryRow(word) for word in words]
        model.show_rows(rows)
        assert [model.data(model.index(place)) for place in range(model.rowCount())] == words
    assert resets == []
