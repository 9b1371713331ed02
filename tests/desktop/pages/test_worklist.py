"""待办: groups, filters, opening a case, and staying where one was when things change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from desktop.item_models.rows import PAGE
from desktop.pages import worklist_source
from desktop.pages.worklist import WorklistPage
from desktop.pages.worklist_saved import SavedFilter, keep_saved, read_saved
from desktop.pages.worklist_source import Filter
from desktop.widgets.button import Button
from models.casework import closing, deciding
from models.casework.worklist import Turn, worklist_heads
from models.office import Seat
from tests.builders.desk import Bureau, make_bureau
from tests.builders.page_window import PageWindow

pytestmark = pytest.mark.usefixtures("theme")
LONG_NAME = "阿卜杜热合曼·麦麦提图尔荪·艾则孜·吾斯曼江·努尔𬭎"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


def page_of(bureau: Bureau, account: str = "intake", **window: tuple[int, int]) -> PageWindow:
    return PageWindow(bureau[account], WorklistPage, "intake", "review", "sign", "letters", **window)


def titles(shown: PageWindow) -> list[str]:
    model = shown.page.list.wide.model
    return [model.group(view).title for view in model.group_rows()]


def cells(shown: PageWindow, column: int) -> list[str]:
    model = shown.page.list.wide.model
    return [model.cell(view, column).text for view in range(model.rowCount()) if model.group(view) is None]


def numbers(shown: PageWindow) -> list[str]:
    return cells(shown, 0)


def later(bureau: Bureau, days: int) -> None:
    bureau.moment += timedelta(days=days)


def test_an_empty_office_says_so(bureau: Bureau) -> None:
    shown = page_of(bureau)

    assert shown.page.list.nothing.text() == "没有待办的案件。"
    assert shown.focus() is shown.page.list.nothing
    shown.press(Qt.Key.Key_F8)
    assert shown.said() == "没有待办的案件。"
    assert shown.page.list.nothing.isVisible()
    assert shown.page.list.total.text() == "共 0 件"


def test_a_number_of_six_digits_is_whole_and_nothing_but_long_names_gives_way(bureau: Bureau) -> None:
    bureau.accepted()
    shown = page_of(bureau)
    table = shown.page.list.wide.table
    before = [table.columnWidth(place) for place in range(len(table.rows.columns))]
    connection = bureau["intake"].store.connection
    connection.exec_driver_sql("DROP TRIGGER counter_steps")  # as if so many had been registered one by one
    connection.exec_driver_sql("UPDATE counter SET value = 99999 WHERE series = 'case'")
    connection.commit()
    number = bureau.accepted(person=bureau.person(2))
    shown.press(Qt.Key.Key_F5)

    assert number.endswith("-100000")
    assert number in numbers(shown)
    after = [table.columnWidth(place) for place in range(len(table.rows.columns))]
    more = after[0] - before[0]
    assert more > 0
    assert after == [before[0] + more, before[1] - more, *before[2:]]
    assert [text for text in table.painted_texts() if text.clipped] == []


def test_cases_stand_in_groups_by_lateness_with_what_is_left_of_their_days(bureau: Bureau) -> None:
    late = bureau.accepted()
    later(bureau, 30)
    fresh = bureau.accepted(person=bureau.person(2), on=date(2025, 7, 3))
    waiting = bureau.open(person=bureau.person(3)).number
    shown = page_of(bureau)

    assert titles(shown) == ["严重超期", "等申请人·已登记", "其他"]
    model = shown.page.list.wide.model
    assert numbers(shown) == [late, waiting]  # 其他 is folded
    assert model.cell(1, 5).after.startswith("超 ")
    model.toggle(model.group_rows()[-1])
    assert numbers(shown) == [late, waiting, fresh]
    assert model.cell(1, 2).text.count("*") == 8
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_what_waits_to_be_served_and_paid_has_groups_of_its_own(bureau: Bureau) -> None:
    first, second = bureau.reviewed(), bureau.reviewed(person=bureau.person(2))
    for number in (first, second):
        bureau.decide(number)
    closing.serve(bureau["intake"], second, "直接送达", date(2025, 6, 3))
    shown = page_of(bureau, "finance")

    assert titles(shown) == ["待送达", "待拨付"]
    assert numbers(shown) == [first, second]


def test_a_filter_always_says_what_it_hides_and_esc_clears_it(bureau: Bureau) -> None:
    kept = bureau.accepted(person=bureau.person(1, name="练习甲"))
    bureau.accepted(person=bureau.person(2, name="买买提"))
    shown = page_of(bureau)
    assert shown.page.list.state.text() == "未筛选，没有隐藏的行"
    assert shown.page.list.clear not in shown.page.page_actions()

    shown.page.list.words.setFocus()
    shown.type("lxj")
    assert numbers(shown) == [kept]
    assert "隐藏 1 件" in shown.page.list.state.text()
    assert shown.page.list.clear_button.isVisible()

    shown.press(Qt.Key.Key_Escape)
    assert len(numbers(shown)) == 2
    assert shown.page.list.words.text() == ""
    assert shown.page.list.state.text() == "未筛选，没有隐藏的行"


def test_filters_by_turn_by_mine_and_by_programme_can_be_combined(bureau: Bureau) -> None:
    for_review = bureau.accepted()
    at_window = bureau.open(person=bureau.person(2)).number
    shown = page_of(bureau)

    chips = {chip.key: chip for chip in shown.page.list.chips._chips}
    assert [chips[key].count for key in ("all", "mine", "window", "review")] == ["2", "1", "1", "1"]
    chips["mine"].click()
    assert numbers(shown) == [at_window]
    {chip.key: chip for chip in shown.page.list.chips._chips}["review"].click()
    assert numbers(shown) == [for_review]
    shown.page.list.programme.setFocus()
    shown.type("免费就业")
    shown.press(Qt.Key.Key_Return)
    assert numbers(shown) == []
    assert "按 Esc 清除筛选" in shown.page.list.nothing.text()


def test_a_filter_finds_the_whole_of_a_long_list_and_reads_it_by_pages(bureau: Bureau) -> None:
    total = 130
    for number in range(1, total + 1):
        bureau.open(person=bureau.person(number))
    late = bureau.open(person=bureau.person(total + 1), programme="free_training").number
    shown = page_of(bureau)
    shown.page.list.show_filter(Filter(programme="skill_upgrade"))
    model, table = shown.page.list.wide.model, shown.page.list.wide.table
    assert shown.page.list.state.text() == "已筛选，显示 130 件，隐藏 1 件：技能提升补贴"
    assert len(model._pages) * PAGE < total

    table.setFocus()
    shown.press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert shown.page.list.current().case.number == f"2025-{total:05d}"
    shown.page.list.show_filter(Filter(text=late))
    assert numbers(shown) == [late]
    assert shown.page.list.state.text() == f"已筛选，显示 1 件，隐藏 {total} 件：“{late}”"


def test_what_waits_for_any_of_my_seats_is_counted_and_not_read_through(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.accepted()
    at_window = bureau.open(person=bureau.person(2)).number
    monkeypatch.setattr(worklist_source, "find_cases", None)
    shown = page_of(bureau)
    {chip.key: chip for chip in shown.page.list.chips._chips}["mine"].click()
    assert numbers(shown) == [at_window]
    both = Filter(mine=True).whose(frozenset({Seat.INTAKE, Seat.REVIEW}))
    assert sum(head.count for head in worklist_heads(bureau["intake"], both)) == 2


def test_enter_opens_the_case_and_esc_comes_back_to_the_same_row(bureau: Bureau) -> None:
    bureau.accepted()
    second = bureau.accepted(person=bureau.person(2))
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Down)
    shown.press(Qt.Key.Key_Return)

    assert shown.page.in_case()
    assert shown.page.case.dossier.record.case.number == second
    shown.press(Qt.Key.Key_Escape)
    assert not shown.page.in_case()
    assert shown.page.list.current().case.number == second


def test_f8_walks_through_the_cases_and_stops_at_the_last(bureau: Bureau) -> None:
    first, second = bureau.accepted(), bureau.accepted(person=bureau.person(2))
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_F8)
    assert shown.page.case.number == first
    shown.press(Qt.Key.Key_F8)
    assert shown.page.case.number == second
    shown.press(Qt.Key.Key_F8)
    assert shown.page.case.number == second
    assert shown.said() == "已经是最后一件"


def test_selection_and_folds_stay_when_another_desk_changes_a_case(bureau: Bureau) -> None:
    first, second = bureau.accepted(), bureau.accepted(person=bureau.person(2))
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Down)
    assert shown.page.list.current().case.number == second

    done = deciding.review(bureau["review"], first)
    shown.runner.bus.publish(done.changes)

    assert shown.page.list.current().case.number == second
    assert cells(shown, 4)[numbers(shown).index(first)] == "待签发"


def test_the_place_in_a_scrolled_list_stays_over_a_refresh(bureau: Bureau) -> None:
    for number in range(1, 60):
        bureau.open(person=bureau.person(number))
    shown = page_of(bureau)
    bar = shown.page.list.wide.table.verticalScrollBar()
    shown.page.list.wide.table.select_number(30)
    bar.setValue(640)
    shown.press(Qt.Key.Key_F5)

    assert bar.value() == 640
    assert shown.page.list.current().case.number == "2025-00031"


def test_a_long_list_is_read_page_by_page_as_it_comes_into_view(bureau: Bureau) -> None:
    total = 230
    for number in range(1, total + 1):
        bureau.open(person=bureau.person(number))
    shown = page_of(bureau)
    model = shown.page.list.wide.model
    assert model.rowCount() == total + 1
    assert len(model._pages) * PAGE < total / 2

    shown.page.list.wide.table.scrollToBottom()
    shown.press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    last = shown.page.list.current()
    assert last is not None
    assert last.case.number == f"2025-{total:05d}"
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_the_panel_follows_the_row_and_tells_why_it_is_late(bureau: Bureau) -> None:
    bureau.accepted(person=bureau.person(1, name=LONG_NAME[:25]))
    later(bureau, 30)
    shown = page_of(bureau)

    assert shown.page.verdict.name.text() == LONG_NAME[:25]
    told = [words for words in shown.page.verdict._told if words[1].startswith("超 ")]
    assert "现在等复核" in told[0][2]


def test_beside_a_case_the_list_stands_from_1920_on(bureau: Bureau) -> None:
    bureau.accepted()
    shown = page_of(bureau, size=(1920, 1080))
    assert shown.page.side_list() is None
    shown.press(Qt.Key.Key_Return)

    assert shown.page.side_list() is not None
    assert shown.page.list.side_panel.isVisible()
    assert shown.page.list.side.model.rowCount() == shown.page.list.wide.model.rowCount()


def test_the_list_beside_a_case_says_that_it_is_filtered(bureau: Bureau) -> None:
    bureau.accepted()
    bureau.open(person=bureau.person(2))
    shown = page_of(bureau, size=(1920, 1080))
    shown.page.list.show_filter(Filter(Turn.REVIEW))
    shown.press(Qt.Key.Key_Return)

    assert shown.page.list.side_panel.isVisible()
    assert shown.page.list.side_total.text() == "已筛选，1 / 2 件"


def test_the_list_beside_a_case_marks_it_wherever_it_was_opened_from(bureau: Bureau) -> None:
    bureau.accepted()
    second = bureau.accepted(person=bureau.person(2))
    shown = page_of(bureau, size=(1920, 1080))
    shown.page.open_target(second)
    assert shown.page.list.side.table.current().case.number == second


def test_an_account_that_may_not_read_cases_is_told_so(bureau: Bureau) -> None:
    shown = page_of(bureau, "audit")

    assert "需要席位" in shown.said()


# --- kept filters ---------------------------------------------------------------------------------


def test_a_filter_is_kept_under_a_name_and_says_so_whenever_it_filters(bureau: Bureau) -> None:
    kept = bureau.accepted()
    bureau.open(person=bureau.person(2))
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    assert shown.modal().accept_action.reason == "现在没有筛选，先筛选再存"
    shown.press(Qt.Key.Key_Escape)

    {chip.key: chip for chip in shown.page.list.chips._chips}["review"].click()
    shown.press(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    shown.type("review only")
    shown.control(Qt.Key.Key_Return)
    assert shown.said() == "常用筛选已存下，共 1 个"

    again = page_of(bureau)
    assert again.page.list.state.text() == "未筛选，没有隐藏的行"
    again.press(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    again.press(Qt.Key.Key_1)
    assert numbers(again) == [kept]
    assert again.page.list.state.text() == "已筛选，显示 1 件，隐藏 1 件：review only（等复核）"
    again.press(Qt.Key.Key_Escape)
    assert again.page.list.state.text() == "未筛选，没有隐藏的行"


def test_a_kept_filter_is_its_accounts_own_and_can_be_thrown_away(bureau: Bureau) -> None:
    bureau.accepted()
    shown = page_of(bureau)
    shown.page.list.words.setFocus()
    shown.type("lxj")
    shown.press(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    shown.type("one")
    shown.control(Qt.Key.Key_Return)
    assert [one.name for one in read_saved(bureau["intake"])] == ["one"]
    assert read_saved(bureau["review"]) == ()

    shown.press(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    shown.modal().table.setFocus()
    shown.control(Qt.Key.Key_Delete)
    assert shown.modal().none.isVisible()
    assert shown.said() == "常用筛选已存下，共 0 个"


def test_kept_filters_are_made_chosen_renamed_and_thrown_away_with_the_mouse_alone(bureau: Bureau) -> None:
    kept = bureau.accepted()
    bureau.open(person=bureau.person(2))
    shown = page_of(bureau)

    def press_button(word: str) -> None:
        inside = shown.window.findChildren(Button)
        found = [button for button in inside if button.text() == word and button.isVisible() and button.isEnabled()]
        QTest.mouseClick(found[-1], Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    {chip.key: chip for chip in shown.page.list.chips._chips}["review"].click()
    press_button("常用筛选")
    shown.modal().name.set_text("复核")
    shown.modal().name.edited.emit("复核")
    press_button("存下")
    press_button("清除筛选")
    press_button("常用筛选")
    press_button("改名")
    shown.modal().name.set_text("复核那边")
    shown.modal().name.edited.emit("复核那边")
    press_button("改名")
    assert [one.name for one in read_saved(bureau["intake"])] == ["复核那边"]
    press_button("使用")

    assert numbers(shown) == [kept]
    assert shown.page.list.state.text() == "已筛选，显示 1 件，隐藏 1 件：复核那边（等复核）"
    assert shown.page.list.saved_button.isVisible()
    press_button("常用筛选")
    press_button("删去")
    assert read_saved(bureau["intake"]) == ()
    assert shown.modal().use_action.reason == "还没有常用筛选"


def test_a_name_that_another_kept_filter_has_is_not_given_twice(bureau: Bureau) -> None:
    shown = page_of(bureau)
    keep_saved([SavedFilter("one", Filter(Turn.REVIEW)), SavedFilter("two", Filter(Turn.WINDOW))])(bureau["intake"])
    shown.press(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    shown.press(Qt.Key.Key_Down)
    shown.control(Qt.Key.Key_E)
    assert shown.modal().accept_action.reason == "还是原来的名字"
    shown.type("one")
    assert shown.modal().accept_action.reason == "已有一个叫这个名字，请另起一个"
    shown.type("s")
    shown.control(Qt.Key.Key_Return)

    assert [one.name for one in read_saved(bureau["intake"])] == ["one", "ones"]
    assert shown.modal().table.current().name == "ones"


def test_f4_shows_every_change_of_the_open_case(bureau: Bureau) -> None:
    bureau.accepted()
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_F4)
    assert shown.modal().model.rowCount() > 5
    assert not shown.modal().none.isVisible()
