"""What this process holds at a moment: resident memory, open files, widgets."""

from __future__ import annotations

import gc
import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

_PROC = Path("/proc/self")


@dataclass(frozen=True, slots=True)
class Footprint:
    """`resident` in MB; it and `files` are 0 where the system has no /proc."""

    resident: float
    files: int
    widgets: int

    def __str__(self) -> str:
        return f"{self.resident:.0f} MB, {self.files} open files, {self.widgets:,} widgets"


def footprint() -> Footprint:
    """After everything that may go has gone."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    widgets = len(QApplication.allWidgets())
    if not (_PROC / "statm").exists():
        return Footprint(0.0, 0, widgets)
    pages = int((_PROC / "statm").read_text(encoding="ascii").split()[1])
    return Footprint(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, len(list((_PROC / "fd").iterdir())), widgets)
