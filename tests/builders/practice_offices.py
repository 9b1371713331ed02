"""Practice offices without a case: made once in a process, then copied."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.practice.office import make_practice_office
from models.store.location import make_private
from reports.issue import render

_SEED, _UNTIL = 3, date(2026, 9, 11)


def put_practice_office(folder: Path) -> None:
    """A practice office, closed, in a new folder: everything is confirmed, and nobody has come yet."""
    make_private(folder)
    for name, content in _files().items():
        (folder / name).touch(mode=0o600)
        (folder / name).write_bytes(content)


@cache
def _files() -> Mapping[str, bytes]:
    with TemporaryDirectory(prefix="subsidy-desk-practice-") as place:
        folder = Path(place) / "office"
        make_practice_office(folder, 0, _SEED, _UNTIL, render)
        return {path.name: path.read_bytes() for path in folder.iterdir()}
