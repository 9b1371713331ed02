"""The halo follows the focus and survives whatever it followed."""

import pytest
from builders.keys import show
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.widgets.fields import LineField
from desktop.widgets.focus_ring import FocusRing
from desktop.widgets.layouts import STRETCH, boxed, column
from desktop.widgets.scrolling import Scrolling

pytestmark = pytest.mark.usefixtures("theme")


def window_of(*widgets: QWidget) -> tuple[QWidget, FocusRing]:
    window = QWidget()
    window.setLayout(column(*widgets, STRETCH, margins=(20, 20, 20, 20)))
    window.resize(600, 300)
    ring = FocusRing(window)
    show(window)
    return window, ring


def test_the_halo_surrounds_the_focused_control() -> None:
    first, second = LineField("姓名"), LineField("电话")
    _, ring = window_of(first, second)
    for field in (first, second):
        field.control.setFocus()
        inside = field.control.rect().translated(field.control.mapTo(field.window(), field.control.rect().topLeft()))
        assert ring.isVisible()
        assert ring.geometry().contains(inside)


def test_the_halo_moves_with_its_control() -> None:
    above, field = LineField("姓名"), LineField("电话")
    _, ring = window_of(above, field)
    field.control.setFocus()
    before = ring.y()
    above.hide()
    QApplication.processEvents()
    assert ring.y() < before


def test_the_halo_is_cut_where_its_control_is_scrolled_out_of_sight() -> None:
    fields = [LineField(str(number)) for number in range(12)]
    scrolling = Scrolling(column(*fields))
    _, ring = window_of()
    window = ring.parentWidget()
    assert window is not None
    layout = window.layout()
    assert layout is not None
    layout.addWidget(scrolling)
    QApplication.processEvents()
    fields[0].control.setFocus()
    scrolling.verticalScrollBar().setValue(scrolling.verticalScrollBar().maximum())
    QApplication.processEvents()
    assert not ring.isVisible()


def test_the_halo_goes_when_what_it_followed_is_destroyed_with_its_parent() -> None:
    field, other = LineField("姓名"), LineField("电话")
    holder = boxed(column(field))
    _, ring = window_of(holder, other)
    field.control.setFocus()
    holder.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    other.control.setFocus()
    assert ring.isVisible()
