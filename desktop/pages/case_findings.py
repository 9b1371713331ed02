"""审核: every criterion with its clause word for word, and from when on each limit holds."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from desktop.item_models.verdict_rows import BannerRow, verdict_rows
from desktop.pages.case_words import tr, whole_moment
from desktop.theme.paint import MarkKind
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from desktop.widgets.verdict_panel import VerdictList
from models.assessment import Assessment, Line
from models.casework.dossiers import Dossier


class FindingsTab(QWidget):
    """The criteria over the whole width; the clause of the chosen one below."""

    def __init__(self) -> None:
        super().__init__()
        self.remark = Text("", Role.SMALL, Tone.TEXT2, elide=True)
        self.list = VerdictList()
        self.clause, self.words = Strong("", wrap=True), Text("", Role.SMALL, wrap=True)
        self.source = Card(column(self.clause, self.words, gap=4, margins=(16, 10, 16, 12)))
        self._assessment: Assessment | None = None
        self._unfolded: frozenset[str] = frozenset()
        self._names: Mapping[str, str] = {}
        self.chosen = ""
        head = row(Strong(self.tr("审核"), Role.SECTION), self.remark, STRETCH, gap=8, margins=(16, 10, 16, 0))
        around = row(self.list, margins=(16, 0, 4, 0))
        self.setLayout(column((Card(column(head, (around, 1), margins=(1, 1, 1, 6))), 1), self.source))
        self.list.line_chosen.connect(self._choose)
        self.source.hide()

    def show_nothing(self) -> None:
        """Another case is being opened: what was chosen and unfolded belongs to the one before."""
        self._assessment, self._unfolded, self.chosen = None, frozenset(), ""
        self.remark.setText("")
        self.source.hide()

    def show_dossier(self, dossier: Dossier) -> None:
        """Show what is said of the case, and from when it is."""
        self._assessment = dossier.assessment
        kept = dossier.record.assessment
        if dossier.live:
            self.remark.setText(self.tr("按现在的事实和规则核算"))
        elif kept is not None:
            words = self.tr("{who} {at} 的核算，原样留存")
            self.remark.setText(words.format(who=dossier.name(kept.assessed_by), at=whole_moment(kept.assessed_at)))
        self._refresh(dossier)

    def _refresh(self, dossier: Dossier | None = None) -> None:
        if self._assessment is None:
            words = (tr("还没有录入事实，不能核算。"),)
            self.list.verdict_model.show_rows([BannerRow(MarkKind.UNKNOWN, tr("还没有结论"), words)])
            return
        if dossier is not None:
            self._names = dossier.value_names
        self.list.verdict_model.show_rows(verdict_rows(self._assessment, self._unfolded, (), self._names))

    def _choose(self, name: str) -> None:
        self.chosen, self._unfolded = name, self._unfolded ^ {name}
        self._refresh()
        line = None if self._assessment is None else find_line(self._assessment.criteria, name)
        if line is None:
            return
        self.clause.setText(f"{line.clause.document} {line.clause.article}".strip())
        self.words.setText(line.clause.text or self.tr("规则里没有收录条文原文。"))
        self.source.show()


def find_line(lines: tuple[Line, ...], name: str) -> Line | None:
    """The criterion, or the part of a composite, with this id."""
    for line in lines:
        if line.id == name:
            return line
        if (found := find_line(line.children, name)) is not None:
            return found
    return None
