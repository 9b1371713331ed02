"""The counts on the rail: how many cases wait for anybody, for review, for signature."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.page import Host
from models.casework.changes import Changes
from models.casework.overview import Badges, badges


class RailCounts(QObject):
    """Asked once by the page that comes first, then again after every change of a case, whatever page is in front."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._asked = False

    def ask(self) -> None:
        """Count now, and from now on after every change."""
        if not self._asked:
            self._asked = True
            self._host.runner.bus.listen(self._changed)
        self._host.runner.read(badges, self._show, lambda _error: None, latest="rail counts")

    def _changed(self, changes: Changes) -> None:
        if changes.cases:
            self.ask()

    def _show(self, found: Badges) -> None:
        self._host.set_count("worklist", found.worklist)
        self._host.set_count("review", found.review)
        self._host.set_count("sign", found.signature)
