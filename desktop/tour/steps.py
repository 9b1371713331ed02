"""The steps of the tour, read from `steps.toml`, and the part of the window each one points at."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.main_window import MainWindow

TARGETS: Mapping[str, Callable[[MainWindow], QWidget]] = {
    "search": lambda window: window.top_bar.search,
    "page": lambda window: window.middle,
    "panel": lambda window: window.panel_in_sight(),
    "keys": lambda window: window.key_line,
    "backup": lambda window: window.top_bar.backup,
    "worklist": lambda window: window.rail.item("worklist"),
    "review": lambda window: window.rail.item("review"),
    "letters": lambda window: window.rail.item("letters"),
    "settings": lambda window: window.rail.item("settings"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One card: what it points at, its title, its text."""

    at: str
    title: str
    text: str


@cache
def steps() -> tuple[Step, ...]:
    """All of them in order."""
    data = tomllib.loads(Path(__file__).with_name("steps.toml").read_text(encoding="utf-8"))
    return tuple(Step(**one) for one in data["steps"])


def target_of(step: Step, window: MainWindow) -> QWidget:
    """The part of the window a step points at."""
    return TARGETS[step.at](window)
