"""The scanned paper beside the fields, where the window is wide enough to read both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.theme.sizes import MARGIN, scaled
from desktop.theme.type import Role
from desktop.widgets.chips import Chips
from desktop.widgets.layouts import column
from desktop.widgets.scan_view import ScanView
from desktop.widgets.text import Strong

if TYPE_CHECKING:
    from desktop.pages.intake_work import Scan, Work

WIDE_FORM = 1380  # the fields keep the width they were drawn for
_WIDTH = 440


class ScanBeside(QWidget):
    """`beside.show_work(work)` after papers changed, `beside.fit(width)` after the form did; hidden without a scan.

    It shows the scan attached last; the chips above choose another paper's.
    """

    def __init__(self) -> None:
        super().__init__()
        self.view, self.chips = ScanView(self.tr("扫描件")), Chips()
        self._scans: dict[str, Scan] = {}
        self._wide = False
        self._chosen = ""
        self.chips.chosen.connect(self._choose)
        head = Strong(self.tr("扫描件"), Role.SECTION)
        self.setLayout(column(head, self.chips, (self.view, 1), gap=8, margins=(0, 12, MARGIN, 12)))
        self.setFixedWidth(scaled(_WIDTH))
        self.hide()

    def show_work(self, work: Work) -> None:
        """The scans chosen for this application, by their paper."""
        papers = () if work.session is None else work.session.form.papers
        names = {paper.id: paper.name for paper in papers}
        found = {paper: scans[-1] for paper, scans in work.scans.items() if scans and paper in names}
        fresh = [paper for paper in found if self._scans.get(paper) is not found[paper]]
        gone = set(self._scans) - set(found)
        if not fresh and not gone:
            return
        self._scans = found
        counts = [(paper, names[paper], len(work.scans[paper])) for paper in found]
        self._chosen = (fresh or list(found) or [""])[-1]
        self.chips.show_choices(counts, self._chosen)
        self._show()

    def fit(self, width: int) -> None:
        """The form is this wide now."""
        self._wide = width >= scaled(WIDE_FORM)
        self._show()

    def _choose(self, paper: str) -> None:
        self._chosen = paper
        self._show()

    def _show(self) -> None:
        scan = self._scans.get(self._chosen)
        self.setVisible(self._wide and scan is not None)
        if self._wide and scan is not None:
            self.view.show_scan(scan.content, scan.media_type)
