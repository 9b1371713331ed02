"""Park a person and serve the next: nothing typed is lost, and one key takes each up again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.pages.intake import IntakePage
from tests.builders.desk import Bureau
from tests.builders.intake_clerk import Clerk, field
from tests.builders.page_window import PageWindow

pytestmark = pytest.mark.usefixtures("theme")
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_given_two_people_parked_when_the_program_ends_then_each_is_taken_up_again_by_one_key(
    bureau: Bureau, clerk: Clerk
) -> None:
    first, second = bureau.person(7), bureau.person(8)
    clerk.comes(first.id_number)
    clerk.type("1")
    number = field(clerk, "certificate.number")
    number.control.setFocus()
    clerk.type("S000111")
    clerk.press(Qt.Key.Key_N, CONTROL)
    clerk.comes(second.id_number)
    clerk.type("1")
    clerk.press(Qt.Key.Key_N, CONTROL)
    tiles = clerk.window.page.empty.waiting.tiles
    assert [(tile.text(), tile.key) for tile in tiles] == [(second.name, "Alt+1"), (first.name, "Alt+2")]

    # As after a kill: another window finds what the store kept, and no other clerk sees it.
    assert PageWindow(bureau["second intake"], IntakePage, "worklist").page.empty.waiting.tiles == []
    again = Clerk(PageWindow(bureau["intake"], IntakePage, "worklist"))
    again.press(Qt.Key.Key_2, ALT)
    assert again.window.page.strip.name.text() == first.name
    assert field(again, "certificate.number").text() == "S000111"
    again.press(Qt.Key.Key_N, CONTROL)
    again.press(Qt.Key.Key_9, ALT)
    assert "没有第 9 位" in again.window.said()
