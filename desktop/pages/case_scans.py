"""The scans on record of a case, beside what is read and decided from them."""

from __future__ import annotations

from collections import Counter
from functools import partial

from desktop.page import Host
from desktop.pages.scan_beside import ScanBeside, ScannedPaper
from models.casework.case_scans import paper_scan
from models.casework.dossiers import Dossier
from models.errors import SubsidyDeskError


class CaseScans(ScanBeside):
    """`scans.show_dossier(dossier)`; None while another case is being opened."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._number = ""
        self.asked.connect(self._ask)

    def show_dossier(self, dossier: Dossier | None) -> None:
        """The scans of this case."""
        record = None if dossier is None else dossier.record
        papers = () if record is None else record.papers
        self._number = "" if record is None else record.case.number
        attached = [(paper.name, paper.attachment_id) for paper in papers if paper.attachment_id is not None]
        counts = Counter(name for name, _ in attached)
        self.show_papers({name: ScannedPaper(name, counts[name], stored=stored) for name, stored in attached})

    def _ask(self, stored: int) -> None:
        number = self._number
        shown = partial(self._give, stored)
        self._host.runner.run(
            lambda desk: paper_scan(desk, number, stored), shown, self._fail, latest=f"scan {id(self)}"
        )

    def _give(self, stored: int, found: tuple[bytes, str]) -> None:
        self.give(stored, *found)

    def _fail(self, error: SubsidyDeskError) -> None:
        self._host.say(error.message, bad=True)
