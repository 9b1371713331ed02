"""Every scene of the gallery, drawn once: whole at 中 and 特大, named, reached by keys, read without colour."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop.gallery.clipping import clipped_texts
from desktop.gallery.scenes import all_scenes
from desktop.gallery.shots import DESIGN, Scene, close_window, open_scene, settle
from desktop.theme.appearance import Appearance, Scheme, TextSize
from desktop.theme.apply import Theme
from desktop.theme.paint import BAD, MarkKind
from desktop.widgets.button import Button
from desktop.widgets.layouts import STRETCH, column
from desktop.widgets.marks import Pill
from desktop.widgets.text import Text
from tests.builders.access import (
    TabWalk,
    colour_alone,
    faint_texts,
    undescribed,
    unexplained,
    unnamed,
    walk_with_tab,
)

# The sheets of all widgets are no pages: they show each part in every state, also the parts without a word.
SCENES = all_scenes()
PAGES = [scene for scene in SCENES if scene.screen != "catalogue"]
NOTHING = TabWalk((), "", ())


def application() -> QApplication:
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    return running


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_scene_is_whole_named_reached_by_keys_and_read_without_colour(scene: Scene, theme: Theme) -> None:
    window = open_scene(scene, scene.size or DESIGN)
    assert clipped_texts(window) == []
    assert unexplained(window) == []
    if scene in PAGES:
        smallest = window.minimumSizeHint()
        assert (smallest.width() <= DESIGN[0], smallest.height() <= DESIGN[1]) == (True, True), smallest
        assert (unnamed(window), undescribed(window)) == ([], [])
        assert colour_alone(window) == []
    # The largest text and high contrast at once: neither changes what the other shows.
    theme.apply(Appearance(Scheme.HIGH_CONTRAST, TextSize.LARGEST))
    settle(application())
    if scene.screen == "rules":  # its panel takes its width when the page is made
        close_window(window)
        window = open_scene(scene)
    assert clipped_texts(window) == []
    if scene in PAGES:
        assert faint_texts(window) == []
        theme.apply(Appearance())
        settle(application())
        assert walk_with_tab(window) == NOTHING
    close_window(window)


def window_of(*widgets: QWidget) -> QWidget:
    window = QWidget()
    window.setAutoFillBackground(True)
    window.setLayout(column(*widgets, STRETCH, margins=(20, 20, 20, 20)))
    window.show()
    window.activateWindow()
    settle(application())
    return window


def test_the_checks_see_what_has_no_name_says_not_how_and_gives_no_reason(theme: Theme) -> None:
    plain, blocked = QPushButton("OK"), QPushButton("签发")
    plain.setAccessibleName("OK")
    blocked.setEnabled(False)
    window = window_of(plain, blocked)
    assert unnamed(window) == ["QPushButton “OK”", "QPushButton “”"]
    assert undescribed(window) == unnamed(window)
    assert unexplained(window) == ["QPushButton “”"]
    close_window(window)


class _Trap(Button):
    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        return True


class _Unmoved(Button):
    def hasFocus(self) -> bool:  # noqa: N802 - Qt's name
        return False


def test_the_walk_sees_a_trap_what_it_hides_and_a_focus_that_does_not_show(theme: Theme) -> None:
    window = window_of(Button("甲"), _Trap("乙"), Button("丙"))
    walk = walk_with_tab(window)
    assert (walk.trapped, "Button “丙”" in walk.unreached) == ("_Trap “乙”", True)
    close_window(window)
    window = window_of(Button("甲"), _Unmoved("乙"))
    assert walk_with_tab(window) == TabWalk((), "", ("_Unmoved “乙”",))
    close_window(window)


def test_shift_and_tab_go_the_same_way_back(theme: Theme) -> None:
    window = window_of(*(Button(word) for word in "甲乙丙"))
    assert walk_with_tab(window, backwards=True) == NOTHING
    close_window(window)


def test_the_checks_see_a_verdict_told_by_colour_and_a_text_that_is_too_faint(theme: Theme) -> None:
    faint = Text("看不清")
    faint.setStyleSheet("color:#d8d8d8")
    faint.paintEvent = lambda _event: None  # type: ignore[method-assign]
    window = window_of(Pill("不符合", BAD), Pill("不符合", BAD, MarkKind.NOT_MET), faint)
    assert colour_alone(window) == ["Pill “不符合”"]
    assert [words.split(" “")[-1].split("”")[0] for words in faint_texts(window)] == ["看不清"]
    assert window.focusPolicy() == Qt.FocusPolicy.NoFocus
    close_window(window)
