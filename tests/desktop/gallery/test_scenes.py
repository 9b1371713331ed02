"""Every scene of the gallery: nothing cut off at 中 and 特大, no larger than the design size, explained, named."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from desktop import dialogs
from desktop.gallery.clipping import clipped_texts
from desktop.gallery.scenes import all_scenes
from desktop.gallery.shots import DESIGN, Scene, close_window, open_scene, settle
from desktop.theme.appearance import Appearance, TextSize
from desktop.theme.apply import Theme
from desktop.widgets.modal import Modal

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


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> dict[Modal, set[str]]:
    """Every dialog opened, with what in `desktop.dialogs` made it."""
    modals: dict[Modal, set[str]] = {}
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


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_scene_is_whole_named_and_explained(scene: Scene, theme: Theme, made: dict[Modal, set[str]]) -> None:
    window = open_scene(scene, scene.size or DESIGN)
    in_front = [names for modal, names in made.items() if isValid(modal) and modal.isVisible()]
    assert scene.dialog in (in_front[-1] if in_front else {""}) or (not scene.dialog and not in_front[-1] & makers())
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
