"""Noticing that nobody is there, by a clock of the test."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.idle import IdleWatch
from tests.builders.keys import press


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def watch(watched: QObject, minutes: int) -> tuple[IdleWatch, Clock, list[bool]]:
    clock, told = Clock(), list[bool]()
    made = IdleWatch(watched, minutes, clock)
    made.idle.connect(lambda: told.append(True))
    return made, clock, told


def test_it_is_told_once_when_the_minutes_are_over(qtbot: QtBot) -> None:
    widget = QLineEdit()
    qtbot.addWidget(widget)
    idle, clock, told = watch(widget, 5)
    clock.seconds = 299
    idle.look()
    assert not told
    clock.seconds = 300
    idle.look()
    idle.look()
    assert len(told) == 1


def test_a_key_begins_the_minutes_again(qtbot: QtBot) -> None:
    widget = QLineEdit()
    qtbot.addWidget(widget)
    idle, clock, told = watch(widget, 5)
    clock.seconds = 200
    press(widget, Qt.Key.Key_A, "a")
    QApplication.processEvents()
    clock.seconds = 400
    idle.look()
    assert not told


def test_zero_minutes_never_lock(qtbot: QtBot) -> None:
    widget = QLineEdit()
    qtbot.addWidget(widget)
    idle, clock, told = watch(widget, 0)
    clock.seconds = 1e9
    idle.look()
    assert not told


def test_it_is_told_again_after_somebody_was_there(qtbot: QtBot) -> None:
    widget = QLineEdit()
    qtbot.addWidget(widget)
    idle, clock, told = watch(widget, 1)
    clock.seconds = 60
    idle.look()
    idle.wake()
    clock.seconds = 120
    idle.look()
    assert len(told) == 2
