"""The check for text that is cut off sees it."""

import pytest
from builders.keys import show
from PySide6.QtWidgets import QWidget

from desktop.gallery.clipping import clipped_texts
from desktop.widgets.text import Text

pytestmark = pytest.mark.usefixtures("theme")


def test_the_check_sees_a_label_that_is_too_narrow() -> None:
    window = QWidget()
    label = Text("办结期限 2026-09-11", parent=window)
    label.setGeometry(0, 0, 40, 24)
    show(window)
    assert [cut.text for cut in clipped_texts(window)] == ["办结期限 2026-09-11"]


def test_the_check_sees_a_label_that_sticks_out_of_its_parent() -> None:
    window = QWidget()
    window.resize(100, 40)
    box = QWidget(window)
    box.setGeometry(0, 0, 60, 20)
    label = Text("经办台经办台", parent=box)
    label.setGeometry(0, 0, 90, 20)
    show(window)
    assert [cut.widget for cut in clipped_texts(window)] == ["Text outside QWidget"]
