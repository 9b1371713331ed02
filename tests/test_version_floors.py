"""The floors under the parts we stand on (P22): the store refuses an old library, and what is installed holds them."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from models.errors import StoreError
from models.store import embedded
from models.store.embedded import SQLITE_FLOOR
from tests.builders.drill import Drill

ROOT = Path(__file__).resolve().parents[1]


def breaches(sqlite: tuple[int, ...], pyside: str, python: tuple[int, int], defusedxml: bool) -> list[str]:
    """What falls below its floor."""
    found = []
    if sqlite < (3, 51, 3):
        found.append("SQLite before 3.51.3 can corrupt a WAL database")
    if python == (3, 11) and re.match(r"6\.12(\.|$)", pyside):
        found.append("PySide6 6.12 loses references to None on Python 3.11")
    if not defusedxml:
        found.append("openpyxl reads hostile XML without defusedxml")
    return found


def installed() -> list[str]:
    """The same of what is installed here."""
    from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

    try:
        defused = bool(version("defusedxml"))
    except PackageNotFoundError:
        defused = False
    return breaches(dbapi2.sqlite_version_info, version("PySide6-Essentials"), sys.version_info[:2], defused)


BELOW = (
    ((3, 51, 2), "6.8.3", (3, 11), True),
    ((3, 51, 3), "6.12.0", (3, 11), True),
    ((3, 51, 3), "6.8.3", (3, 11), False),
)


def test_what_is_installed_holds_every_floor() -> None:
    assert installed() == []
    assert SQLITE_FLOOR == (3, 51, 3)


@pytest.mark.parametrize("below", BELOW)
def test_the_control_below_one_floor_is_named(below: tuple[tuple[int, ...], str, tuple[int, int], bool]) -> None:
    assert len(breaches(*below)) == 1


def test_the_store_does_not_open_with_a_library_below_the_floor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "SQLITE_FLOOR", (99, 0, 0))
    with pytest.raises(StoreError, match="版本过低"):
        embedded.connect(tmp_path / "office.db", bytes(32))
    assert list(tmp_path.iterdir()) == []


def test_the_declared_dependencies_keep_out_what_is_below() -> None:
    declared = " ".join(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"])
    assert "pyside6-essentials>=6.8.3,<6.12" in declared
    assert "defusedxml" in declared


@pytest.mark.drill
def test_every_floor_holds_and_every_breach_is_red(drill: Drill) -> None:
    assert installed() == []
    red = sum(len(breaches(*below)) == 1 for below in BELOW)
    assert red == len(BELOW)
    drill.row("P22", "version floors: SQLite, PySide6, defusedxml", 3, 3, "0 breaches", f"{red} of 3 planted found")
