"""Keys that can be moved: declared once, all of them; moved without ever meeting."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.keymap import KEYS, PLACED, as_pressed, hindrance, moved, pressed_key, put_in_force

DESKTOP = Path(__file__).parents[2] / "desktop"
FIXED = {"", "Enter", "Esc", "←", "→"}


@pytest.fixture(autouse=True)
def as_declared() -> Iterator[None]:
    yield
    put_in_force({})


def keys_of(source: str) -> set[str]:
    """The keys of every action with a handler."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and len(node.args) >= 3]
    named = [call for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")).lower() in NAMES]
    firsts = [call.args[0] for call in named]
    return {first.value for first in firsts if isinstance(first, ast.Constant) and isinstance(first.value, str)}


NAMES = ("action", "act")


def undeclared(keys: set[str]) -> set[str]:
    return {key for key in keys if key not in KEYS and key not in FIXED and not PLACED.fullmatch(key)}


def test_every_key_of_every_action_is_declared_and_every_declared_key_is_used() -> None:
    files = [file for file in DESKTOP.rglob("*.py") if "gallery" not in file.parts]
    used = set().union(*(keys_of(file.read_text(encoding="utf-8")) for file in files))
    assert undeclared(used) == set()
    assert set(KEYS) - used == set()


def test_a_key_that_nobody_declared_would_be_found() -> None:
    assert undeclared(keys_of('Action("Ctrl+Q", tr("去"), self.go)')) == {"Ctrl+Q"}


def test_a_moved_key_moves_in_every_sentence() -> None:
    put_in_force({"F9": "F6", "F6": "F9", "Ctrl+I": "Alt+I"})
    assert as_pressed("请退回窗口（F10），或按 F9、F6；Ctrl+I 导入") == "请退回窗口（F10），或按 F6、F9；Alt+I 导入"
    assert pressed_key("Esc") == "Esc"
    put_in_force({})
    assert as_pressed("按 F9") == "按 F9"


def test_a_key_that_is_taken_is_refused_with_what_takes_it() -> None:
    assert "下一件" in hindrance("F9", "F8", {})
    assert hindrance("F9", "F8", {"F8": "Alt+I"}) == ""
    assert "刷新" in hindrance("F8", "Alt+I", {"F5": "Alt+I"})
    assert hindrance("F9", "F9", {"F9": "Alt+I"}) == ""


@pytest.mark.parametrize(
    "wanted", ["Ctrl+Space", "Ctrl+.", "Ctrl+Shift+F", "Ctrl+C", "Ctrl+1", "Alt+Left", "A", "1", ""]
)
def test_keys_of_others_and_plain_typing_are_refused(wanted: str) -> None:
    assert hindrance("F9", wanted, {})


@pytest.mark.parametrize("damaged", [{"F9": "F8"}, {"F9": "Ctrl+Space"}, {"F9": "x"}, {"unknown": "F8"}])
def test_moves_that_cannot_be_leave_every_key_where_it_is(damaged: dict[str, str]) -> None:
    put_in_force(damaged)
    assert dict(moved()) == {}
