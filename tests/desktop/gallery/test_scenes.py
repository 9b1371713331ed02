"""Every scene of the gallery: nothing cut off at 中 and 特大, no larger than the design size, explained, named."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit, QWidget

from desktop.gallery.clipping import clipped_texts
from desktop.gallery.scenes import all_scenes
from desktop.gallery.shots import DESIGN, Scene, close_window, open_scene, settle
from desktop.theme.appearance import Appearance, TextSize
from desktop.theme.apply import Theme

_SPOKEN = re.compile(r"[\u3400-\u9fff]")
_CONTROLS = (QAbstractButton, QAbstractItemView, QLineEdit, QPlainTextEdit)
# The sheets of all widgets are no pages: they show each part in every state, also the parts without a word.
SCENES = all_scenes()
PAGES = [scene for scene in SCENES if scene.screen != "catalogue"]


def application() -> QApplication:
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    return running


def controls(window: QWidget) -> Iterator[QWidget]:
    """What a person can reach in it."""
    for widget in window.findChildren(QWidget):
        if (
            isinstance(widget, _CONTROLS)
            and widget.isVisibleTo(window)
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            yield widget


def unnamed(window: QWidget) -> list[str]:
    """Controls that a screen reader cannot tell in Chinese."""
    return [f"{type(each).__name__} “{each.accessibleName()}”" for each in controls(window) if not _named(each)]


def _named(widget: QWidget) -> bool:
    return bool(_SPOKEN.search(widget.accessibleName()))


def unexplained(window: QWidget) -> list[str]:
    """Disabled buttons that do not say why."""
    buttons = [each for each in window.findChildren(QAbstractButton) if each.isVisibleTo(window)]
    return [
        f"{type(each).__name__} “{each.accessibleName()}”"
        for each in buttons
        if not each.isEnabled() and not (_SPOKEN.search(each.accessibleDescription()) and each.toolTip())
    ]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_scene_is_whole_named_and_explained(scene: Scene, theme: Theme) -> None:
    window = open_scene(scene, scene.size or DESIGN)
    assert clipped_texts(window) == []
    assert unexplained(window) == []
    if scene in PAGES:
        smallest = window.minimumSizeHint()
        assert (smallest.width() <= DESIGN[0], smallest.height() <= DESIGN[1]) == (True, True), smallest
        assert unnamed(window) == []
    theme.apply(Appearance(text=TextSize.LARGEST))
    settle(application())
    if scene.screen == "rules":  # its panel takes its width when the page is made
        close_window(window)
        window = open_scene(scene)
    assert clipped_texts(window) == []
    close_window(window)


def test_the_check_sees_what_has_no_name_and_what_gives_no_reason(theme: Theme) -> None:
    from PySide6.QtWidgets import QPushButton

    window = QWidget()
    QPushButton("OK", window).setAccessibleName("OK")
    blocked = QPushButton("签发", window)
    blocked.setEnabled(False)
    window.show()
    settle(application())
    assert unnamed(window) == ["QPushButton “OK”", "QPushButton “”"]
    assert unexplained(window) == ["QPushButton “”"]
