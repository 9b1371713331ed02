"""The tour: every step points at something in sight, keys go on, back and out, and the focus comes back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from builders.keys import press, show
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

import desktop
from desktop.gallery.office_window import office_window
from desktop.gallery.shots import close_window, settle
from desktop.guide.chapters import read_chapter
from desktop.main_window import MainWindow
from desktop.theme.apply import Theme
from desktop.tour import show_round
from desktop.tour.overlay import Tour
from desktop.tour.steps import TARGETS, Step, steps, target_of
from desktop.widgets.action import Action

SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in Path(str(desktop.__path__[0])).rglob("*.py"))


def opened(account: str, page: str) -> MainWindow:
    window = office_window(account, page)
    window.resize(1366, 768)
    show(window)
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    settle(running)
    return window


def running_tour(window: MainWindow) -> Tour:
    window.tour_asked.connect(partial(show_round, window))
    window.start_tour()
    return window.findChildren(Tour)[-1]


@pytest.mark.parametrize(("account", "page"), [("赵文博", "intake"), ("钱雨桐", "review"), ("孙立群", "sign")])
def test_every_step_points_at_something_in_sight_and_its_card_is_beside_it(
    account: str, page: str, theme: Theme
) -> None:
    window = opened(account, page)
    tour = running_tour(window)
    for step in steps():
        target = target_of(step, window)
        assert target.isVisible(), step
        assert window.rect().contains(tour.card.geometry()), step
        if step.at != "page":
            assert not tour.card.geometry().intersects(tour.target()), step
        tour.forward()
    close_window(window)


def test_keys_go_on_back_and_out_and_the_focus_comes_back(theme: Theme) -> None:
    window = opened("赵文博", "intake")
    before = QApplication.focusWidget()
    tour = running_tour(window)
    assert (tour.place, tour.back_action.reason) == (0, "这是第一步")
    press(tour, Qt.Key.Key_Right)
    press(QApplication.focusWidget() or tour, Qt.Key.Key_Return)
    assert tour.place == 2
    press(tour, Qt.Key.Key_Left)
    assert tour.place == 1
    press(tour, Qt.Key.Key_Escape)
    assert not tour.isVisible()
    assert QApplication.focusWidget() is before
    close_window(window)


def test_after_the_last_step_work_begins(theme: Theme) -> None:
    window = opened("赵文博", "intake")
    tour = running_tour(window)
    for _ in steps()[1:]:
        tour.forward()
    assert tour.next_button.text() == "开始办事"
    tour.forward()
    assert not tour.isVisible()
    close_window(window)


def test_it_names_only_keys_the_program_has_and_uses_every_target() -> None:
    text = "# 导览 {tour}\n" + "\n".join(step.text for step in steps())
    for key in read_chapter(text).key_names():
        assert key in {"Enter", "Esc"} or f'"{key}"' in SOURCE
    assert {step.at for step in steps()} == set(TARGETS)


def test_a_step_without_its_target_is_seen(theme: Theme) -> None:
    window = opened("赵文博", "intake")
    with pytest.raises(KeyError):
        target_of(Step("nowhere", "", ""), window)
    assert any(isinstance(each, Action) and each.key == "Shift+F1" for each in window.window_actions)
    close_window(window)
