"""The scanned paper beside the fields, where the window is wide enough to read both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.sizes import MARGIN, scaled
from desktop.theme.type import Role
from desktop.widgets.chips import Chips
from desktop.widgets.layouts import column
from desktop.widgets.scan_view import ScanView
from desktop.widgets.text import Strong

_WIDTH = 440
_LEAST = 1180  # the work in a window of 1920, with the list and the panel at its sides


@dataclass(frozen=True, slots=True)
class ScannedPaper:
    """A paper with `count` scans, and the latest of them: at hand as `content`, or the attachment `stored`."""

    name: str
    count: int
    content: bytes = b""
    media_type: str = ""
    stored: int | None = None


class ScanBeside(QWidget):
    """`beside.show_papers(papers)` after papers changed, `beside.fit(width)` after the work did; hidden without a scan.

    It shows the paper that came last; the chips above choose another. A stored scan is `asked` for when it is to be
    seen, and answered by `give`; what was seen is not kept.
    """

    asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.view, self.chips = ScanView(self.tr("扫描件")), Chips()
        self._wide = False
        self._papers: Mapping[str, ScannedPaper] = {}
        self._chosen = ""
        self._seen: ScannedPaper | None = None
        self.chips.chosen.connect(self._choose)
        head = Strong(self.tr("扫描件"), Role.SECTION)
        self.setLayout(column(head, self.chips, (self.view, 1), gap=8, margins=(8, 12, MARGIN, 12)))
        self.setFixedWidth(scaled(_WIDTH))
        self.hide()

    def show_papers(self, papers: Mapping[str, ScannedPaper]) -> None:
        """The papers that have a scan, by a key of the page's own."""
        if papers == self._papers:
            return
        fresh = [key for key, paper in papers.items() if self._papers.get(key) != paper]
        kept = [self._chosen] if self._chosen in papers else []
        self._papers = dict(papers)
        self._chosen = (fresh or kept or list(papers) or [""])[-1]
        self.chips.show_choices([(key, paper.name, paper.count) for key, paper in papers.items()], self._chosen)
        self._show()

    def fit(self, width: int) -> None:
        """The work is this wide now, with the scan in it."""
        self._wide = width >= scaled(_LEAST)
        self._show()

    def give(self, stored: int, content: bytes, media_type: str) -> None:
        """The scan that was asked for; one that is no longer wanted is passed over."""
        if self._seen is not None and self._seen.stored == stored:
            self.view.show_scan(content, media_type)

    def _choose(self, key: str) -> None:
        self._chosen = key
        self._show()

    def _show(self) -> None:
        paper = self._papers.get(self._chosen) if self._wide else None
        self.setVisible(paper is not None)
        if paper == self._seen:
            return
        self._seen = paper
        self.view.forget()
        if paper is None:
            return
        if paper.stored is None:
            self.view.show_scan(paper.content, paper.media_type)
        else:
            self.asked.emit(paper.stored)
