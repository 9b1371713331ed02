"""The focus stays in the place of a list."""

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.widgets.layouts import boxed, column
from desktop.widgets.list_or_note import ListOrNote
from desktop.widgets.text import EmptyNote
from tests.builders.keys import show


@pytest.mark.usefixtures("theme")
def test_who_was_in_a_list_is_in_its_note_when_it_empties_and_back_in_the_list_when_it_fills(qtbot: QtBot) -> None:
    before, listed, note, behind = QLineEdit(), QLineEdit(), EmptyNote("没有案件。"), QLineEdit()
    place = boxed(column(note))
    window = boxed(column(before, listed, place, behind))
    qtbot.addWidget(window)
    either = ListOrNote(listed, note, place)
    either.show(empty=False)
    show(window)
    listed.setFocus()
    either.show(empty=True)
    assert QApplication.focusWidget() is note
    assert not listed.isVisible()
    either.show(empty=False)
    assert QApplication.focusWidget() is listed
    behind.setFocus()
    either.show(empty=True)
    assert QApplication.focusWidget() is behind
    either.take_focus()
    assert QApplication.focusWidget() is note
