"""What this machine remembers between two starts: the look, the last data folder, printers, keys. Nothing personal.

Which of them there are, how each is asked, checked and stored is declared once, in `desktop/settings_table.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.theme.appearance import Appearance

IDLE_MINUTES = 5
LONGEST_IDLE = 120
LETTERS = "letter"  # the use of a printer: every letter that has none of its own
REPORTS = "report"


@dataclass(frozen=True, slots=True)
class Preferences:
    """`window` is the name of this window in the hall (3号窗口); `office_name` is shown before anybody signs in.

    `printers` and `trays` map a use (`letter`, a kind of letter, `report`) to a printer's name and a tray;
    `backup_folder` "" means beside the data, `second_backup_folder` "" that there is no second place. `camera_folder`
    is where the document camera puts its scans, "" for none. `keys` are the moved keys. `tour_offered` once the first
    practice did.
    """

    appearance: Appearance = field(default_factory=Appearance)
    folder: str = ""
    office_name: str = ""
    window: str = ""
    idle_minutes: int = IDLE_MINUTES
    printers: Mapping[str, str] = field(default_factory=dict)
    trays: Mapping[str, str] = field(default_factory=dict)
    backup_folder: str = ""
    second_backup_folder: str = ""
    camera_folder: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    tour_offered: bool = False


@dataclass(frozen=True, slots=True)
class BackupPlaces:
    """Where backups go: `first` None means beside the data, `second` None nowhere else."""

    first: Path | None = None
    second: Path | None = None


def backup_places(preferences: Preferences) -> BackupPlaces:
    """What was chosen for them."""
    first, second = preferences.backup_folder, preferences.second_backup_folder
    return BackupPlaces(Path(first) if first else None, Path(second) if second else None)
