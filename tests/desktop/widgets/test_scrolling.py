"""A middle that scrolls keeps the focused control in sight."""

import pytest
from builders.keys import show
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget

from desktop.widgets.button import Button
from desktop.widgets.layouts import column
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.text import Text

pytestmark = pytest.mark.usefixtures("theme")


def in_sight(area: Scrolling, widget: QWidget) -> bool:
    place = QRect(widget.mapTo(area.viewport(), QPoint(0, 0)), widget.size())
    return area.viewport().rect().contains(place)


def test_the_focused_control_stays_in_sight_when_what_stands_below_grows() -> None:
    buttons, reason = [Button(str(number)) for number in range(20)], Text("", wrap=True)
    area, window = Scrolling(column(*buttons)), QWidget()
    window.setLayout(column((area, 1), reason))
    window.resize(300, 300)
    show(window)
    # The last whole one in sight: whatever takes room below takes it from this one.
    lowest = [button for button in buttons if in_sight(area, button)][-1]
    lowest.setFocus()
    QApplication.processEvents()
    assert in_sight(area, lowest)

    reason.setText("还缺居民身份证。" * 20)
    QApplication.processEvents()
    assert reason.height() > 60
    assert in_sight(area, lowest)
