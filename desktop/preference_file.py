"""Reading and writing the preferences: one entry for each row of the settings table, under its place."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop.preferences import Preferences
from desktop.settings_table import KEPT

_FILE = "preferences.json"


def preferences_path() -> Path:
    """Where they are kept: the user's configuration folder, or where SUBSIDY_DESK_CONFIG points."""
    from platformdirs import user_config_path

    place = os.environ.get("SUBSIDY_DESK_CONFIG")
    return (Path(place) if place else user_config_path("subsidy-desk", appauthor=False)) / _FILE


def load_preferences(path: Path | None = None) -> Preferences:
    """Read them; what is missing, damaged or unknown is as if never chosen."""
    try:
        data = json.loads((path or preferences_path()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    return _from_json(data) if isinstance(data, dict) else Preferences()


def save_preferences(preferences: Preferences, path: Path | None = None) -> bool:
    """Write them wholly or not at all; False when the place cannot be written (the program runs on without)."""
    target = path or preferences_path()
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary.touch(mode=0o600)
        temporary.write_text(json.dumps(_to_json(preferences), ensure_ascii=False, indent=1), encoding="utf-8")
        temporary.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        return False
    return True


def _to_json(preferences: Preferences) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for row in KEPT:
        inner = data
        for part in row.place[:-1]:
            inner = inner.setdefault(part, {})
        inner[row.place[-1]] = row.read(preferences)
    return data


def _from_json(data: Mapping[str, Any]) -> Preferences:
    found = Preferences()
    for row in KEPT:
        value: Any = data
        for part in row.place:
            value = value.get(part) if isinstance(value, Mapping) else None
        if value is not None and row.fits(value):
            found = row.put(found, value)
    return found
