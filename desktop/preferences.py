"""What this machine remembers between two starts: the look, the last data folder, printers. Nothing personal."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from desktop.theme.appearance import Appearance, Density, Scheme, TextSize

IDLE_MINUTES = 5
LONGEST_IDLE = 120
LETTERS = "letter"  # the use of a printer
_FILE = "preferences.json"

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Preferences:
    """`window` is the name of this window in the hall (3号窗口); `office_name` is shown before anybody signs in.

    `printers` maps a use (`letter`, `report`) to a printer's name; `backup_folder` "" means beside the data,
    `second_backup_folder` "" that there is no second place. `camera_folder` is where the document camera puts its
    scans, "" for none.
    """

    appearance: Appearance = field(default_factory=Appearance)
    folder: str = ""
    office_name: str = ""
    window: str = ""
    idle_minutes: int = IDLE_MINUTES
    printers: Mapping[str, str] = field(default_factory=dict)
    backup_folder: str = ""
    second_backup_folder: str = ""
    camera_folder: str = ""


def preferences_path() -> Path:
    """Where they are kept: the user's configuration folder, or where SUBSIDY_DESK_CONFIG points."""
    from platformdirs import user_config_path

    place = os.environ.get("SUBSIDY_DESK_CONFIG")
    return (Path(place) if place else user_config_path("subsidy-desk", appauthor=False)) / _FILE


@dataclass(frozen=True, slots=True)
class BackupPlaces:
    """Where backups go: `first` None means beside the data, `second` None nowhere else."""

    first: Path | None = None
    second: Path | None = None


def backup_places(preferences: Preferences) -> BackupPlaces:
    """What was chosen for them."""
    first, second = preferences.backup_folder, preferences.second_backup_folder
    return BackupPlaces(Path(first) if first else None, Path(second) if second else None)


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
    look = preferences.appearance
    plain = {name: getattr(preferences, name) for name in Preferences.__slots__ if name != "appearance"}
    chosen = {"scheme": look.scheme.value, "text": look.text.value, "density": look.density.value}
    return {**plain, "printers": dict(preferences.printers), "appearance": chosen}


def _from_json(data: Mapping[str, Any]) -> Preferences:
    names = ("folder", "office_name", "window", "backup_folder", "second_backup_folder", "camera_folder")
    texts = {name: data[name] for name in names if _is_text(data, name)}
    found = replace(Preferences(), **texts, appearance=_appearance(data.get("appearance")))
    minutes, printers = data.get("idle_minutes"), data.get("printers")
    if type(minutes) is int and 0 <= minutes <= LONGEST_IDLE:
        found = replace(found, idle_minutes=minutes)
    if isinstance(printers, dict):
        found = replace(found, printers={key: name for key, name in printers.items() if isinstance(name, str)})
    return found


def _is_text(data: Mapping[str, Any], name: str) -> bool:
    return isinstance(data.get(name), str)


def _appearance(data: object) -> Appearance:
    if not isinstance(data, dict):
        return Appearance()
    scheme = _one_of(Scheme, data.get("scheme"), Scheme.LIGHT)
    text = _one_of(TextSize, data.get("text"), TextSize.MEDIUM)
    return Appearance(scheme, text, _one_of(Density, data.get("density"), Density.STANDARD))


def _one_of(kind: type[E], value: object, otherwise: E) -> E:
    try:
        return kind(str(value))
    except ValueError:
        return otherwise
