"""Checklist, table, search box, chips: by keyboard and by screen reader."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from builders.keys import enter, press, show, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from desktop.gallery.sample_intake import PAPERS
from desktop.gallery.sample_table import COLUMNS, ROWS, SampleRow, sample_table
from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import PAGE, RowModel
from desktop.theme.sizes import MARGIN
from desktop.theme.type import text_width
from desktop.widgets.checklist import Checklist, PaperState
from desktop.widgets.chips import Chip, Chips
from desktop.widgets.search_box import Hit, SearchBox
from desktop.widgets.segments import Option, Segments
from desktop.widgets.table import Table
from desktop.widgets.text import Text

pytestmark = pytest.mark.usefixtures("theme")


def test_space_marks_a_paper_seen_and_goes_on_to_the_next() -> None:
    checklist, said = Checklist(), []
    checklist.show_papers([replace(paper, state=PaperState.MISSING) for paper in PAPERS])
    checklist.seen_changed.connect(lambda paper, seen: said.append((paper, seen)))
    checklist.resize(900, 120)
    show(checklist)
    checklist.focus_first()
    for _ in range(3):
        focused = QApplication.focusWidget()
        assert focused is not None
        press(focused, Qt.Key.Key_Space, " ")
    assert said == [("id", True), ("certificate", True), ("card", True)]


def test_showing_papers_again_keeps_the_focus_and_says_the_state() -> None:
    checklist = Checklist()
    checklist.show_papers(PAPERS)
    checklist.resize(900, 120)
    show(checklist)
    checklist.focus_first()
    line = QApplication.focusWidget()
    assert line is not None
    assert line.accessibleName() == "社会保障卡或本人银行卡：还缺"
    checklist.show_papers([replace(paper, state=PaperState.SEEN) for paper in PAPERS])
    assert QApplication.focusWidget() is line
    assert line.accessibleName() == "社会保障卡或本人银行卡：已收"


def test_a_paper_that_is_not_demanded_cannot_be_marked_missing() -> None:
    checklist, said = Checklist(), []
    checklist.show_papers(PAPERS)
    checklist.seen_changed.connect(lambda paper, seen: said.append(paper))
    press(checklist.lines()[3], Qt.Key.Key_Space, " ")
    assert said == []


def test_notes_stand_under_the_names_of_papers_where_they_do_not_fit_beside() -> None:
    checklist = Checklist()
    checklist.show_papers(PAPERS[:3])
    heights, notes = [], []
    for width in (1400, 760):
        checklist.resize(width, 120)
        show(checklist)
        line = checklist.lines()[1]
        heights.append(line.height())
        notes.append([text.is_elided() for text in line.findChildren(Text)])
        assert line.x() + line.width() == width
    assert notes == [[False, False], [False, False]]
    assert heights[0] <= heights[1]


def test_a_lone_paper_is_as_wide_as_one_of_two() -> None:
    checklist = Checklist()
    checklist.show_papers(PAPERS[:1])
    checklist.resize(900, 120)
    show(checklist)
    assert checklist.lines()[0].width() == (900 - MARGIN) // 2


def test_names_are_whole_where_the_table_has_room_and_never_push_out_the_rest() -> None:
    long, short = "阿" * 25, "欧阳娜"
    model = RowModel[str](
        [
            Column("姓名", lambda name: Cell(name, strong=True), short, wide=long + "阿", elide=True),
            Column("事项", lambda _name: Cell("技能提升补贴")),
        ]
    )
    model.show_rows([long])
    table = Table(model, "名单")
    widths = []
    for width in (300, 1200):
        table.resize(width, 200)
        show(table)
        widths.append(table.columnWidth(0))
    assert widths[0] < widths[1]
    assert widths[1] > text_width(long)


def test_the_table_opens_rows_and_folds_groups_by_keyboard() -> None:
    table, opened = sample_table(), []
    table.opened.connect(lambda row: opened.append(row.name))
    table.resize(1200, 400)
    show(table)
    table.setFocus()
    enter(table)
    press(table, Qt.Key.Key_Down)
    enter(table)
    assert opened == ["魏建国", "罗思敏"]
    rows = table.rows.rowCount()
    press(table, Qt.Key.Key_Left)
    assert table.rows.rowCount() == rows - 2
    press(table, Qt.Key.Key_Right)
    assert table.rows.rowCount() == rows


def test_a_screen_reader_hears_the_verdict_as_a_word() -> None:
    table = sample_table()
    view = table.rows.view_row(0)
    said = [
        table.rows.data(table.rows.index(view, column), int(Qt.ItemDataRole.AccessibleTextRole))
        for column in range(len(COLUMNS))
    ]
    assert "符合" in said
    assert any("超 8 个工作日" in words for words in said)


def test_typing_in_the_table_does_not_jump() -> None:
    table = sample_table()
    show(table)
    before = table.currentIndex()
    type_text(table, "2026")
    assert table.currentIndex() == before


def test_of_fifty_thousand_rows_only_those_in_view_are_asked_for() -> None:
    asked: list[int] = []
    model: RowModel[SampleRow] = RowModel(COLUMNS)

    def fetch(first: int, count: int) -> None:
        asked.append(first)
        model.provide(first, _rows(first, count))

    model.show_pages([(None, 50_000)], fetch)
    table = Table(model, "待办")
    table.resize(1200, 700)
    show(table)
    table.grab()
    assert max(asked) < table.rows_in_view() < 50
    assert len(asked) == len(set(asked))
    table.select_number(40_000)
    table.grab()
    assert 40_000 // PAGE * PAGE in asked
    assert len(asked) < 6
    current = table.current()
    assert current is not None
    assert current.number == "40000"


def _rows(first: int, count: int) -> Sequence[SampleRow]:
    return [replace(ROWS[number % len(ROWS)], number=str(number)) for number in range(first, first + count)]


def test_the_search_box_asks_after_a_pause_and_opens_the_chosen_answer(qtbot: QtBot) -> None:
    box, opened = SearchBox(), []
    box.opened.connect(opened.append)
    show(box)
    box.setFocus()
    with qtbot.waitSignal(box.asked, timeout=5000) as asked:
        type_text(box, "林")
    assert asked.args == ["林"]
    box.show_hits([Hit("1", "林晓芸", "110105********002X"), Hit("2", "林大为")])
    press(box, Qt.Key.Key_Down)
    enter(box)
    assert opened == ["2"]
    assert box.text() == ""


def test_the_search_box_says_when_it_lists_not_all(qtbot: QtBot) -> None:
    box = SearchBox()
    show(box)
    box.setFocus()
    with qtbot.waitSignal(box.asked, timeout=5000):
        type_text(box, "林")
    hits = [Hit(str(number), f"林{number}") for number in range(20)]
    for more in (True, False):
        box.show_hits(hits, more=more)
        shown = box.window().findChild(QListView, "hits")
        assert isinstance(shown, QListView)
        assert [text.isVisible() for text in shown.findChildren(Text) if "还有更多" in text.text()] == [more]
        assert ("还有更多" in shown.accessibleDescription()) is more


def test_a_card_reader_that_types_a_number_and_enter_is_understood() -> None:
    box, committed = SearchBox(), []
    box.committed.connect(committed.append)
    show(box)
    type_text(box, "11010519491231002X")
    enter(box)
    assert committed == ["11010519491231002X"]


def test_chips_show_what_is_filtered() -> None:
    chips, chosen = Chips(), []
    chips.chosen.connect(chosen.append)
    chips.show_choices([("all", "全部", 37), ("mine", "等我", 12)], "all")
    show(chips)
    first = chips.findChildren(type(chips.children()[1]))[0]
    first.setFocus()  # type: ignore[attr-defined]
    press(chips, Qt.Key.Key_Right)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "等我 12"
    press(focused, Qt.Key.Key_Space, " ")
    assert chosen == ["mine"]
    assert chips.current() == "mine"


def test_chips_of_the_same_filters_stay_and_count_anew() -> None:
    chips = Chips()
    chips.show_choices([("all", "全部", 9), ("mine", "等我", 3)], "all")
    before = [chip for chip in chips.findChildren(Chip) if not chip.isHidden()]
    width = before[1].sizeHint().width()
    chips.show_choices([("all", "全部", 9), ("mine", "等我", 12_345)], "mine")
    assert [chip for chip in chips.findChildren(Chip) if not chip.isHidden()] == before
    assert before[1].accessibleName() == "等我 12,345"
    assert before[1].sizeHint().width() > width
    assert chips.current() == "mine"


def test_enter_never_opens_an_answer_to_less_than_was_typed(qtbot: QtBot) -> None:
    box, opened, committed = SearchBox(), [], []
    box.opened.connect(opened.append)
    box.committed.connect(committed.append)
    show(box)
    with qtbot.waitSignal(box.asked, timeout=5000):
        type_text(box, "2026-0001")
    box.show_hits([Hit("another", "2026-00010"), Hit("wanted", "2026-00012")])
    type_text(box, "2")
    enter(box)
    assert opened == []
    assert committed == ["2026-00012"]


def test_a_view_of_which_one_is_always_chosen_cannot_be_emptied() -> None:
    scopes = Segments([Option("本月"), Option("累计")], always=True)
    show(scopes)
    scopes.set_text("本月")
    press(scopes, Qt.Key.Key_Backspace)
    assert scopes.text() == "本月"


def test_other_columns_grow_only_when_the_one_that_takes_the_rest_has_what_the_table_asks_for_it() -> None:
    columns: list[Column[str]] = [
        Column("条件", lambda _: Cell("条件"), "条件", wide="条" * 20, elide=True),
        Column("要求", lambda _: Cell("要求")),
    ]
    table = Table(RowModel(columns), "条件", rest=600)
    show(table)
    table.resize(700, 200)
    least = table.columnWidth(0)
    table.resize(1200, 200)
    assert least < 120 < 280 < table.columnWidth(0)
    assert table.columnWidth(1) >= 600
