"""A dialog inside the window."""

import pytest
from builders.keys import compose, press, show
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.widgets.action import Action
from desktop.widgets.fields import LineField
from desktop.widgets.layouts import column, row
from desktop.widgets.modal import Modal, question

pytestmark = pytest.mark.usefixtures("theme")


@pytest.fixture
def window() -> QWidget:
    made, middle, side = QWidget(), LineField("编号"), LineField("右栏")
    made.setLayout(row(middle, side))
    made.resize(1000, 700)
    show(made)
    middle.control.setFocus()
    return made


def opened(window: QWidget, body: LineField, accept: Action | None = None) -> Modal:
    modal = Modal("一次性告知", column(body), accept=accept)
    modal.open_over(window.findChildren(LineField)[0])
    QApplication.processEvents()
    return modal


def test_escape_cancels_from_inside_a_field_and_gives_the_focus_back(window: QWidget) -> None:
    before = QApplication.focusWidget()
    field, said = LineField("请在这天前补齐"), []
    modal = opened(window, field)
    modal.cancelled.connect(lambda: said.append("cancelled"))
    assert QApplication.focusWidget() is field.control
    press(field.control, Qt.Key.Key_Escape)
    assert said == ["cancelled"]
    assert QApplication.focusWidget() is before


def test_escape_ends_the_composition_first(window: QWidget) -> None:
    field, said = LineField("说明"), []
    modal = opened(window, field)
    modal.cancelled.connect(lambda: said.append("cancelled"))
    compose(field.control, "shuo")
    press(field.control, Qt.Key.Key_Escape)
    assert said == []
    assert modal.is_composing()


def test_enter_behind_the_last_field_stands_on_what_the_dialog_is_for_and_never_on_cancel(window: QWidget) -> None:
    field, did = LineField("说明"), list[str]()
    opened(window, field, Action("Ctrl+Enter", "告知", lambda: did.append("told")))
    press(field.control, Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "告知"
    assert did == []
    press(focused, Qt.Key.Key_Return)
    assert did == ["told"]


def test_a_question_still_begins_on_cancel(window: QWidget) -> None:
    asked = question("撤销？", "不能找回。", "撤销", lambda: None, danger=True)
    asked.open_over(window.findChildren(LineField)[0])
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "取消"


def test_tab_stays_inside(window: QWidget) -> None:
    field = LineField("说明")
    modal = opened(window, field, Action("Ctrl+Enter", "告知", lambda: None))
    for _ in range(7):
        modal.focusNextPrevChild(True)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert modal.isAncestorOf(focused)


def test_a_refused_accept_says_why_in_the_foot(window: QWidget) -> None:
    accept = Action("Ctrl+Enter", "告知", lambda: None)
    modal = opened(window, LineField("说明"), accept)
    accept.block("先写说明")
    assert modal.foot_note.text() == "先写说明"


def test_the_accepting_button_of_a_question_says_what_happens() -> None:
    modal = question("作废", "作废后文号不再使用。", "作废文书", lambda: None, danger=True)
    assert [action.word for action in modal.actions_shown()] == ["作废文书", "取消"]


def test_a_dialog_outlives_the_field_it_was_opened_from(window: QWidget) -> None:
    modal = opened(window, LineField("说明"))
    for field in window.findChildren(LineField):
        if not modal.isAncestorOf(field):
            field.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    modal.close()
    assert not modal.isVisible()


def test_the_dialog_opened_last_stays_in_front_when_the_window_changes_its_size(window: QWidget) -> None:
    lower, upper = opened(window, LineField("名单")), opened(window, LineField("哪一份"))
    window.resize(900, 640)
    QApplication.processEvents()
    stacked = [child for child in window.children() if child in (lower, upper)]
    assert stacked == [lower, upper]
    assert window.childAt(upper.geometry().center()) in upper.findChildren(QWidget)
