"""What a person without a mouse, without colours or without sight has of a window, measured on the window itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageChops
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

from desktop.theme.paint import BAD, MET, WARN, MarkKind, Tint
from desktop.theme.tokens import TEXT_CONTRAST
from desktop.tour.overlay import Tour
from desktop.widgets.marks import Pill
from desktop.widgets.modal import Modal
from desktop.widgets.painted import PaintsText
from desktop.widgets.table import Table

CHINESE = re.compile(r"[\u3400-\u9fff]")
_RING = 5  # the halo stands outside its control
_NOTICEABLE = 40  # of 255: what a change of one grey level must be to count
_MOST_STEPS = 600


def controls(window: QWidget) -> Iterator[QWidget]:
    """Every control in sight that the keyboard is meant to reach."""
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget


def in_front(window: QWidget) -> QWidget:
    """What the keyboard works on: the dialog opened last or the tour, else the window."""
    over = [*window.findChildren(Modal), *window.findChildren(Tour)]
    return next((each for each in reversed(over) if each.isVisibleTo(window)), window)


def told(widget: QWidget) -> str:
    """A control as a finding names it."""
    return f"{type(widget).__name__} “{widget.accessibleName()}”"


def unnamed(window: QWidget) -> list[str]:
    """Controls that a screen reader cannot tell in Chinese."""
    return [told(each) for each in controls(window) if not CHINESE.search(each.accessibleName())]


def undescribed(window: QWidget) -> list[str]:
    """Controls that do not say how they are worked, or what they are for."""
    return [told(each) for each in controls(window) if not CHINESE.search(each.accessibleDescription())]


def unexplained(window: QWidget) -> list[str]:
    """Disabled buttons that do not say why, on hover and to a screen reader."""
    buttons = [each for each in window.findChildren(QAbstractButton) if each.isVisibleTo(window)]
    return [
        told(each)
        for each in buttons
        if not each.isEnabled() and not (CHINESE.search(each.accessibleDescription()) and each.toolTip())
    ]


@dataclass(frozen=True, slots=True)
class TabWalk:
    """What Tab does in a window: what it never comes to, whether it comes round, where the focus cannot be seen."""

    unreached: tuple[str, ...]
    trapped: str
    unseen: tuple[str, ...]


def walk_with_tab(window: QWidget, *, backwards: bool = False) -> TabWalk:
    """Press Tab (or Shift+Tab) until it comes round, looking at every control with the focus and without it.

    A screen that changes as a field is left is walked again, with time to settle after each key.
    """
    quick = _walk(window, backwards, settling=False)
    return _walk(window, backwards, settling=True) if quick.unreached or quick.trapped else quick


def _walk(window: QWidget, backwards: bool, *, settling: bool) -> TabWalk:
    inside = in_front(window)
    seen: list[QWidget] = []
    unseen: list[str] = []

    def step() -> QWidget | None:
        _press_tab(window, backwards)
        if settling:
            QApplication.processEvents()
        return QApplication.focusWidget()

    now, stuck = step(), False
    while now is not None and now not in seen and len(seen) < _MOST_STEPS:
        seen.append(now)
        with_focus, following = _look(window, now), step()
        stuck = following is now
        if not stuck and isValid(now) and not _differs(with_focus, _look(window, now), now):
            unseen.append(told(now))
        now = following
    wanted = [each for each in controls(inside) if each.isEnabled() and _stands_alone(each)]
    round_it = now is None or not seen or not isValid(seen[0]) or (now is seen[0] and not (stuck and len(wanted) > 1))
    trapped = "" if round_it or now is None else told(now)
    return TabWalk(tuple(told(each) for each in wanted if each not in seen), trapped, tuple(unseen))


def _stands_alone(widget: QWidget) -> bool:
    """Not one of a group of which one is chosen: there Tab comes to the chosen one and arrows go on."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is None or not group.exclusive() or group.checkedButton() in (None, widget)


def _press_tab(window: QWidget, backwards: bool) -> None:
    key = Qt.Key.Key_Backtab if backwards else Qt.Key.Key_Tab
    modifier = Qt.KeyboardModifier.ShiftModifier if backwards else Qt.KeyboardModifier.NoModifier
    target = QApplication.focusWidget() or window
    QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, modifier))


def _look(window: QWidget, widget: QWidget) -> Image.Image:
    room = _RING + int(widget.property("ring_room") or 0)
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-room, -room, room, room)
    return grey(window, place.intersected(window.rect()))


def grey(window: QWidget, place: QRect | None = None) -> Image.Image:
    """A part of a window as a grey picture; the whole without one."""
    pixels = window.grab(place) if place is not None else window.grab()
    picture = pixels.toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    size = picture.width(), picture.height()
    return Image.frombuffer("L", size, bytes(picture.constBits()), "raw", "L", picture.bytesPerLine(), 1)


def _differs(one: Image.Image, other: Image.Image, widget: QWidget) -> bool:
    """Whether the focus shows: as many pixels as go once round the control, or a long edge of a list."""
    if one.size != other.size:
        return True
    counts = ImageChops.difference(one, other).histogram()
    needed = min(widget.width() + widget.height(), 160)
    return sum(counts[_NOTICEABLE:]) >= needed


def colour_alone(window: QWidget) -> list[str]:
    """Verdicts in sight that only their colour tells: a tinted word without its shape, or a shape without a word."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisibleTo(window):
            continue
        if isinstance(widget, Pill) and not _readable(widget.text, widget.tint, widget.mark):
            found.append(told(widget))
        elif isinstance(widget, Table):
            found += [f"{told(widget)} {word}" for word in _cells_told_by_colour(widget)]
    return found


def _cells_told_by_colour(table: Table) -> Iterator[str]:
    for view in range(min(table.rows.rowCount(), 60)):
        for place in range(len(table.rows.columns)):
            cell = table.rows.cell(view, place)
            pill = cell.pill
            if pill is not None and not _readable(pill.text, pill.tint, pill.mark):
                yield pill.text
            if cell.mark is not None and not cell.words().strip():
                yield f"{cell.mark}"


def _readable(text: str, tint: Tint, mark: MarkKind | None) -> bool:
    return tint not in (MET, WARN, BAD) or (bool(text.strip()) and mark is not None)


def faint_texts(window: QWidget, least: float = TEXT_CONTRAST) -> list[str]:
    """Texts whose drawn pixels do not stand out from their ground, as they are on the screen now."""
    picture = grey(window)
    found = []
    for widget in in_front(window).findChildren(QWidget):
        if not widget.isVisibleTo(window) or not isinstance(widget, PaintsText) or isinstance(widget, Table):
            continue
        words = [text.text for text in widget.painted_texts() if text.text.strip()]
        seen = widget.visibleRegion().boundingRect()
        if not words or seen.height() < widget.height() or seen.width() < widget.width() // 2:
            continue
        if _covered(widget, window):
            continue
        place = seen.translated(widget.mapTo(window, QPoint(0, 0)))
        part = picture.crop((place.left(), place.top(), place.right() + 1, place.bottom() + 1))
        dark, light = part.getextrema()
        ratio = (_linear(light) + 0.05) / (_linear(dark) + 0.05)
        if ratio < least:
            found.append(f"{told(widget)} “{words[0]}” {ratio:.1f}")
    return found


def _covered(widget: QWidget, window: QWidget) -> bool:
    """Whether something else lies over its middle, as the list of a search does."""
    top = window.childAt(widget.mapTo(window, widget.rect().center()))
    return top is not None and top is not widget and not (widget.isAncestorOf(top) or top.isAncestorOf(widget))


def _linear(grey_level: int) -> float:
    part = grey_level / 255
    return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)
