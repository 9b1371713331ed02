"""What a machine remembers, and what it makes of a damaged file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.preference_file import load_preferences, save_preferences
from desktop.preferences import IDLE_MINUTES, Preferences
from desktop.settings_table import KEPT, asked
from desktop.theme.appearance import Appearance, Density, Scheme, TextSize

CHOSEN = Preferences(
    Appearance(Scheme.DARK, TextSize.LARGEST, Density.COMPACT),
    folder="/data/office",
    office_name="北京市东城区人力资源和社会保障局",
    window="3号窗口",
    idle_minutes=10,
    printers={"letter": "HP 一楼"},
    backup_folder="/backups",
    second_backup_folder="/other",
    camera_folder="/scans",
    trays={"approval": "下纸盒"},
    keys={"F9": "F6", "F6": "F9"},
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


def test_every_preference_has_its_row_and_every_row_its_preference() -> None:
    """What is added to one and forgotten in the other would not be kept."""
    assert {row.place[0] for row in KEPT} == set(Preferences.__slots__)
    for row in KEPT:
        assert row.fits(row.read(CHOSEN)), row.key
        assert row.put(Preferences(), row.read(CHOSEN)) != Preferences() or row.read(CHOSEN) == row.read(Preferences())


def test_every_setting_that_is_asked_has_words_and_takes_its_own_value() -> None:
    for row in asked():
        assert row.label
        assert row.group
        assert row.put(CHOSEN, row.read(CHOSEN)) == CHOSEN, row.key


@pytest.mark.parametrize(
    ("key", "typed", "refused"),
    [
        ("idle_minutes", "121", True),
        ("idle_minutes", "0", False),
        ("camera_folder", "scans", True),
        ("window", "", False),
    ],
)
def test_a_typed_setting_is_refused_with_a_reason_or_taken(key: str, typed: str, refused: bool) -> None:
    row = next(row for row in asked() if row.key == key)
    assert bool(row.refusal(typed)) is refused


def test_damaged_keys_and_trays_are_as_if_never_chosen(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    path.write_text(json.dumps({"keys": {"F9": 6}, "trays": "x", "window": "3号"}), encoding="utf-8")
    found = load_preferences(path)
    assert (found.keys, found.trays, found.window) == ({}, {}, "3号")
