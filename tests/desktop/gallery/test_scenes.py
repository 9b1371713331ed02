"""Every scene of the gallery, made at 中 and at 特大: whole, named, reached by keys, read without colour."""

from __future__ import annotations

import ast
import gc
import sys
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from shiboken6 import isValid

from desktop import dialogs
from desktop.gallery.clipping import clipped_texts
from desktop.gallery.scenes import all_scenes
from desktop.gallery.shots import DESIGN, Scene, close_window, open_scene, settle
from desktop.theme.appearance import Appearance, Scheme, TextSize
from desktop.theme.apply import Theme
from desktop.theme.paint import BAD, MarkKind
from desktop.widgets.button import Button
from desktop.widgets.layouts import STRETCH, column
from desktop.widgets.marks import Pill
from desktop.widgets.modal import Modal
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
from tests.builders.keys import show

# The sheets of all widgets are no pages: they show each part in every state, also the parts without a word.
SCENES = all_scenes()
PAGES = [scene for scene in SCENES if scene.screen != "catalogue"]
# One of each screen changes its look while it is open. 规则 does not: its panel takes its width when the page is made.
CHANGED = list({scene.screen: scene for scene in reversed(SCENES) if scene.screen != "rules"}.values())
NOTHING = TabWalk((), "", ())


def application() -> QApplication:
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    return running


def makers() -> set[str]:
    """What makes a dialog in `desktop.dialogs`: its class, or the function that gives an `ActDialog`, by its module."""
    found = set()
    for file in sorted(Path(dialogs.__file__).parent.glob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.returns is not None:
                made = ast.unparse(node.returns).split(" | ")[0] == "ActDialog"
            else:
                made = isinstance(node, ast.ClassDef) and any(
                    isinstance(base, ast.Name) and base.id in {"Modal", "ActDialog"} for base in node.bases
                )
            if made and isinstance(node, ast.FunctionDef | ast.ClassDef):
                found.add(f"{file.stem}.{node.name}")
    return found - {"act_dialog.ActDialog"}


Made = MutableMapping[Modal, set[str]]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """Every dialog opened that still is, with what in `desktop.dialogs` made it."""
    modals: Made = WeakKeyDictionary()
    build = Modal.__init__

    def told(modal: Modal, *words: Any, **named: Any) -> None:
        frame = sys._getframe(1)
        names = {f"{type(modal).__module__.rpartition('.')[2]}.{type(modal).__name__}"}
        while frame is not None:
            module = str(frame.f_globals.get("__name__", ""))
            if module.startswith("desktop.dialogs."):
                names.add(f"{module.rpartition('.')[2]}.{frame.f_code.co_name}")
            frame = frame.f_back  # type: ignore[assignment]
        build(modal, *words, **named)
        modals[modal] = names

    monkeypatch.setattr(Modal, "__init__", told)
    return modals


def test_every_dialog_is_drawn_in_a_scene() -> None:
    drawn = {scene.dialog for scene in SCENES if scene.dialog}
    passed_on = {"case_identity.change_dialog"}  # the dialog of `identity`, for a case
    assert makers() - passed_on == drawn


@pytest.fixture(autouse=True)
def _older_set_aside() -> Iterator[None]:
    """What a worker holds from before: the collection at the end of a test would go through all of it again."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_scene_is_whole_named_reached_by_keys_and_read_without_colour(scene: Scene, theme: Theme, made: Made) -> None:
    window = open_scene(scene, scene.size or DESIGN)
    in_front = [names for modal, names in made.items() if isValid(modal) and modal.isVisible()]
    assert scene.dialog in (in_front[-1] if in_front else {""}) or (not scene.dialog and not in_front[-1] & makers())
    assert clipped_texts(window) == []
    assert unexplained(window) == []
    if scene in PAGES:
        smallest = window.minimumSizeHint()
        assert (smallest.width() <= DESIGN[0], smallest.height() <= DESIGN[1]) == (True, True), smallest
        assert (unnamed(window), undescribed(window)) == ([], [])
        assert colour_alone(window) == []
        assert walk_with_tab(window) == NOTHING
    if scene not in CHANGED:
        close_window(window)
    # The largest text and high contrast at once: neither changes what the other shows.
    theme.apply(Appearance(Scheme.HIGH_CONTRAST, TextSize.LARGEST))
    if scene in CHANGED:
        settle(application())
        assert clipped_texts(window) == []
        close_window(window)
    # Some sizes are taken when a page is made: only a page made at 特大 has them as large as its text.
    window = open_scene(scene, scene.size or DESIGN)
    assert clipped_texts(window) == []
    if scene in PAGES:
        assert faint_texts(window) == []
    close_window(window)
    del window
    gc.collect()
    assert list(made) == []  # whoever closes a dialog and its window has nothing more of them


def window_of(*widgets: QWidget) -> QWidget:
    window = QWidget()
    window.setAutoFillBackground(True)
    window.setLayout(column(*widgets, STRETCH, margins=(20, 20, 20, 20)))
    show(window)
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
