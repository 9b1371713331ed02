"""A key moved while the program runs: every control says the new one at once, and the old one again after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.arguments import Arguments
from desktop.keymap import KEYS, as_pressed, put_in_force
from desktop.theme.apply import Theme
from desktop.widgets.button import Button, IconButton
from desktop.widgets.keyed_words import move_keys
from desktop.widgets.search_box import SearchBox
from tests.builders.desk import make_bureau
from tests.builders.program import RunningProgram


@pytest.fixture(autouse=True)
def as_declared() -> Iterator[None]:
    yield
    put_in_force({})


@pytest.fixture
def program(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[RunningProgram]:
    make_bureau(tmp_path / "data").close()
    running = RunningProgram(qtbot, theme, tmp_path, Arguments(folder=tmp_path / "data"))
    yield running
    running.close()


def said(control: QWidget) -> tuple[str, ...]:
    """Everything a hover or a screen reader gets of it."""
    return control.toolTip(), control.accessibleName(), control.accessibleDescription()


def behind() -> list[str]:
    """What still names a key where it was."""
    return [words for control in QApplication.allWidgets() for words in said(control) if as_pressed(words) != words]


def test_every_tool_tip_and_description_of_the_window_follows_a_moved_key_and_comes_back(
    program: RunningProgram,
) -> None:
    session = program.sign_in("system")
    before = sorted(words for control in QApplication.allWidgets() for words in said(control))
    assert any("F11" in words for words in before)

    wanted = {
        "F11": "Alt+Shift+A",
        **{key: f"Alt+Shift+{key[-1]}" for key in KEYS if key.startswith("Ctrl+") and key[-2] == "+"},
    }
    program.keeper.put(replace(program.keeper.now, keys=wanted))

    assert behind() == []
    assert session.window.top_bar.account.parentWidget().toolTip() == "换账号  Alt+Shift+A"
    box = session.window.findChild(SearchBox)
    assert "Alt+Shift+A" in box.toolTip()
    assert "受理" in session.window.rail.item("intake").toolTip()
    assert "Alt+Shift+A" in session.window.rail.item("intake").toolTip()

    program.keeper.put(replace(program.keeper.now, keys={}))
    assert sorted(words for control in QApplication.allWidgets() for words in said(control)) == before


def test_a_button_keeps_telling_its_key_after_it_was_blocked_and_when_the_key_moves(theme: Theme) -> None:
    plain, bare = Button("存草稿", "Ctrl+S"), IconButton("attach", "附上扫描件", key="Alt+P")
    for button in (plain, bare):
        button.block("请先按 Ctrl+S")
    move_keys({"Ctrl+S": "Alt+I", "Alt+P": "Alt+Shift+P"})
    assert [button.toolTip() for button in (plain, bare)] == ["请先按 Alt+I", "请先按 Alt+I"]
    for button in (plain, bare):
        button.allow()
    assert "快捷键 Alt+I" in plain.accessibleDescription()
    assert bare.toolTip() == "附上扫描件  Alt+Shift+P"
