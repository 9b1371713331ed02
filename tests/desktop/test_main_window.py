"""The frame: pages, keys, panel, dialogs, lock."""

from typing import Any, cast

import pytest
from builders.keys import compose, press, show
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.gallery.no_office import NoOffice
from desktop.gallery.sample_window import sample_window
from desktop.main_window import MainWindow
from desktop.page import Host, Page
from desktop.theme.paint import MarkKind
from desktop.widgets import key_line
from desktop.widgets.action import Action
from desktop.widgets.fields import LineField
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from models.casework.changes import Changes

pytestmark = pytest.mark.usefixtures("theme")
CTRL = Qt.KeyboardModifier.ControlModifier


class First(Page):
    key, word, icon = "first", "受理", "intake"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.did: list[str] = []
        self.may_leave = True
        self.accept = Action("Ctrl+Enter", "受理", lambda: self.did.append("accept"))
        self.line = LineField("编号")
        self.setLayout(column(self.line))

    def page_actions(self) -> list[Action]:
        return [self.accept, Action("Enter", "下一项")]

    def activated(self) -> None:
        self.line.control.setFocus()

    def before_leaving(self) -> bool:
        return self.may_leave


class Second(Page):
    key, word, icon = "second", "待办", "worklist"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.did: list[Any] = []

    def wants(self, changes: Changes) -> bool:
        return bool(changes.cases)

    def refresh(self) -> None:
        self.did.append("refresh")

    def open_target(self, target: object) -> None:
        self.did.append(target)


@pytest.fixture
def window() -> MainWindow:
    made = MainWindow(NoOffice(), [First, Second])
    made.resize(1366, 768)
    show(made)
    made.go_to("first")
    return made


def first(window: MainWindow) -> First:
    return cast("First", window.pages["first"])


def second(window: MainWindow) -> Second:
    return cast("Second", window.pages["second"])


def test_control_and_a_digit_switch_pages(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_2, CTRL)
    assert window.page() is second(window)
    QTest.keyClick(window, Qt.Key.Key_1, CTRL)
    assert window.page() is first(window)


def test_a_page_that_may_not_be_left_stays_and_the_rail_says_so(window: MainWindow) -> None:
    first(window).may_leave = False
    window.rail.item("second").click()
    assert window.page() is first(window)
    assert window.rail.item("first").isChecked()
    assert not window.rail.item("second").isChecked()


def test_the_key_of_an_action_works_only_in_its_page_and_only_when_allowed(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_Return, CTRL)
    QTest.keyClick(window, Qt.Key.Key_Enter, CTRL)
    assert first(window).did == ["accept", "accept"]
    first(window).accept.block("缺收款卡")
    QTest.keyClick(window, Qt.Key.Key_Return, CTRL)
    first(window).accept.allow()
    window.go_to("second")
    QTest.keyClick(window, Qt.Key.Key_Return, CTRL)
    assert first(window).did == ["accept", "accept"]


def test_the_key_of_a_blocked_action_says_the_reason_in_the_bottom_line_and_to_a_screen_reader(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, bool]] = []
    monkeypatch.setattr(key_line, "announce", lambda _line, words, urgent: heard.append((words, urgent)))
    first(window).accept.block("缺收款卡，暂不能受理")
    QTest.keyClick(window, Qt.Key.Key_Return, CTRL)
    assert window.key_line.saved.text() == "缺收款卡，暂不能受理"
    assert window.key_line.mark.kind is MarkKind.NOT_MET
    modal = Modal("告知", column(LineField("说明")), accept=Action("Ctrl+Enter", "告知", lambda: None))
    window.open_modal(modal)
    assert modal.accept_action is not None
    modal.accept_action.block("还没有写说明")
    QTest.keyClick(window, Qt.Key.Key_Return, CTRL)
    assert window.key_line.saved.text() == "还没有写说明"
    assert heard == [("缺收款卡，暂不能受理", True), ("还没有写说明", True)]
    modal.close()
    assert first(window).did == []


def test_control_enter_does_nothing_while_the_input_method_composes(window: MainWindow) -> None:
    control = first(window).line.control
    compose(control, "dian")
    QTest.keyClick(window, Qt.Key.Key_Return, CTRL)
    assert first(window).did == []
    compose(control, "")
    QTest.keyClick(window, Qt.Key.Key_Return, CTRL)
    assert first(window).did == ["accept"]


def test_a_change_refreshes_a_page_when_it_is_next_in_front_and_only_if_it_wants_it(window: MainWindow) -> None:
    window.runner.bus.publish(Changes(letters=frozenset({1})))
    window.go_to("second")
    assert second(window).did == ["refresh"]
    window.runner.bus.publish(Changes.case(3))
    assert second(window).did == ["refresh", "refresh"]
    window.go_to("first")
    window.runner.bus.publish(Changes.case(3))
    window.runner.bus.publish(Changes.case(4))
    assert second(window).did == ["refresh", "refresh"]
    window.go_to("second", target="2026-00012")
    assert second(window).did == ["refresh", "refresh", "refresh", "2026-00012"]


def test_a_dialog_takes_the_keys_and_gives_them_back(window: MainWindow) -> None:
    done: list[str] = []
    modal = Modal("告知", column(LineField("说明")), accept=Action("Ctrl+Enter", "告知", lambda: done.append("told")))
    window.open_modal(modal)
    QTest.keyClick(window, Qt.Key.Key_Return, CTRL)
    QTest.keyClick(window, Qt.Key.Key_2, CTRL)
    assert done == ["told"]
    assert first(window).did == []
    assert window.page() is first(window)
    assert ("Esc", "取消") in window.key_line.legend.entries
    modal.close()
    QTest.keyClick(window, Qt.Key.Key_Return, CTRL)
    assert first(window).did == ["accept"]
    assert ("Esc", "取消") not in window.key_line.legend.entries


def test_a_lock_hides_everything_silences_the_keys_and_keeps_what_was_typed(window: MainWindow) -> None:
    line = first(window).line
    line.set_text("S 0008 11")
    cover = QWidget()
    window.cover(cover)
    assert not line.isVisible()
    assert cover.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Return, CTRL)
    QTest.keyClick(window, Qt.Key.Key_2, CTRL)
    assert first(window).did == []
    window.uncover()
    assert line.isVisible()
    assert line.text() == "S 0008 11"
    assert QApplication.focusWidget() is line.control
    assert window.page() is first(window)


def test_a_lock_hides_an_open_dialog_too(window: MainWindow) -> None:
    modal = Modal("告知", column(LineField("说明")))
    window.open_modal(modal)
    window.cover(QWidget())
    assert not modal.isVisible()
    window.uncover()
    assert modal.isVisible()
    modal.close()


def test_f2_goes_to_the_one_box_and_escape_back(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is window.top_bar.search
    press(window.top_bar.search, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is first(window).line.control


def test_f1_shows_every_key_of_the_screen(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    (modal,) = window.findChildren(Modal)
    words = [child.text() for child in modal.findChildren(type(first(window).line.label))]
    assert {"受理", "查人查件", "锁定"} <= set(words)
    modal.close()


def test_the_panel_folds_with_f7_and_by_itself_where_the_window_is_narrow() -> None:
    window = sample_window(NoOffice())
    window.resize(1366, 768)
    show(window)
    panel = window.pages["intake"].panel()
    assert panel is not None
    assert panel.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert not panel.isVisible()
    assert window.strip.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert panel.isVisible()
    narrow = sample_window(NoOffice())
    narrow.resize(1280, 720)
    show(narrow)
    assert narrow.strip.isVisible()


def test_the_intake_screen_fits_the_office_screen_without_scrolling() -> None:
    window = sample_window(NoOffice())
    window.resize(1366, 768)
    show(window)
    assert window.size().width() == 1366
    page = window.pages["intake"]
    scrolling = page.findChildren(type(page.layout().itemAt(1).widget()))[0]  # type: ignore[union-attr]
    assert scrolling.verticalScrollBar().maximum() == 0  # type: ignore[attr-defined]


def test_success_is_a_line_at_the_bottom_and_failure_stays(window: MainWindow) -> None:
    window.show_saved("已存 14:02:11")
    window.say("已受理")
    assert window.key_line.saved.text() == "已受理"
    window.say("没有保存：磁盘已满", bad=True)
    assert window.key_line.saved.text() == "没有保存：磁盘已满"
    assert not window.key_line._quiet.isActive()


def test_a_lock_over_a_dialog_gives_the_focus_back_into_the_dialog(window: MainWindow) -> None:
    first_line, second_line = LineField("口令"), LineField("号码")
    window.open_modal(Modal("设定", column(first_line, second_line)))
    second_line.control.setFocus()
    cover = QWidget()
    cover.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.cover(cover)
    QApplication.processEvents()
    window.uncover()
    QApplication.processEvents()
    assert QApplication.focusWidget() is second_line.control
