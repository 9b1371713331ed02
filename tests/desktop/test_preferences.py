"""What a machine remembers, and what it makes of a damaged file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.preferences import IDLE_MINUTES, Preferences, load_preferences, save_preferences
from desktop.theme.appearance import Appearance, Density, Scheme, TextSize

CHOSEN = Preferences(
    Appearance(Scheme.DARK, TextSize.LARGEST, Density.COMPACT),
    folder="/data/office",
    office_name="北京市东城区人力资源和社会保障局",
    window="3号窗口",
    idle_minutes=10,
    printers={"letter": "HP 一楼"},
    backup_folder="/backups",
)


def test_every_choice_is_found_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "preferences.json"
    assert save_preferences(CHOSEN, path)
    assert load_preferences(path) == CHOSEN


def test_the_first_start_finds_nothing_chosen(tmp_path: Path) -> None:
    assert load_preferences(tmp_path / "none.json") == Preferences()


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '"text"', "\udcff"])
def test_a_damaged_file_is_as_if_nothing_had_been_chosen(tmp_path: Path, content: str) -> None:
    path = tmp_path / "preferences.json"
    path.write_bytes(content.encode("utf-8", errors="surrogateescape"))
    assert load_preferences(path) == Preferences()


@pytest.mark.parametrize("minutes", [-1, 121, 5.5, "5", True, None, [5]])
def test_impossible_minutes_are_the_usual_ones(tmp_path: Path, minutes: object) -> None:
    path = tmp_path / "preferences.json"
    path.write_text(json.dumps({"idle_minutes": minutes, "folder": "/kept"}), encoding="utf-8")
    found = load_preferences(path)
    assert (found.idle_minutes, found.folder) == (IDLE_MINUTES, "/kept")


def test_an_unknown_look_is_the_usual_one(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    path.write_text(json.dumps({"appearance": {"scheme": "pink", "text": 3, "density": "compact"}}), encoding="utf-8")
    assert load_preferences(path).appearance == Appearance(density=Density.COMPACT)


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left_there(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert not save_preferences(CHOSEN, blocked / "preferences.json")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
