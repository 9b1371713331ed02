"""F1 leads to the guide from every screen, at the chapter that answers for it."""

from __future__ import annotations

import pytest
from builders.keys import show
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.gallery.scenes import all_scenes
from desktop.gallery.shots import close_window, open_scene
from desktop.guide.chapters import chapter_for
from desktop.theme.apply import Theme
from desktop.widgets.modal import Modal

# A screen of the frame, before the office is open, under a dialog and under a lock; with the chapter it needs.
SCREENS = {
    "welcome-typical": "sign-in",
    "restore-typical": "rescue",
    "recovery-typical": "rescue",
    "join-typical": "server",
    "sign-in-empty": "sign-in",
    "switch-typical": "sign-in",
    "lock-typical": "sign-in",
    "making-typical": "sign-in",
    "trouble-damaged": "settings",
    "settings-look": "settings",
    "worklist-typical": "worklist",
    "letters-typical": "serve",
}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    anchors: list[str] = []
    monkeypatch.setattr("desktop.guide.open_guide", anchors.append)
    return anchors


def press_f1(window: QWidget) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F1)
    QApplication.processEvents()


@pytest.mark.parametrize("name", SCREENS)
def test_f1_opens_the_guide_at_the_chapter_of_the_screen(name: str, theme: Theme, opened: list[str]) -> None:
    window = open_scene(next(scene for scene in all_scenes() if scene.name == name))
    press_f1(window)
    if not opened:  # the sheet of keys stands between, and leads on
        press_f1(window)
    assert [chapter_for(anchor).name for anchor in opened] == [SCREENS[name]]
    close_window(window)


def test_f1_in_a_dialog_opens_the_guide_and_the_dialog_stays(theme: Theme, opened: list[str]) -> None:
    window = open_scene(next(scene for scene in all_scenes() if scene.name == "settings-calendar-add"))
    show(window)
    press_f1(window)
    assert opened == ["settings"]
    assert [modal.isVisible() for modal in window.findChildren(Modal)] == [True]
    close_window(window)
