"""材料 and 文书: tables of what is recorded on a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.item_models.cells import Cell, Column, PillWord
from desktop.item_models.rows import RowModel
from desktop.pages.case_words import tr, whole_moment
from desktop.theme.paint import ACCENT, MET, UNKNOWN, MarkKind
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from models.case import Paper
from models.casework.dossiers import Dossier
from models.casework.serving import LetterService
from models.letter import LETTER_NAMES, Letter
from models.money import format_yuan


@dataclass(frozen=True, slots=True)
class Named:
    """A recorded thing with the name of who did it."""

    thing: Any
    who: str
    more: Any = None


def _papers() -> list[Column[Named]]:
    def state(row: Named) -> Cell:
        paper: Paper = row.thing
        attached = paper.attachment_id is not None
        return Cell(pill=PillWord(tr("有扫描件"), ACCENT) if attached else PillWord(tr("见过原件"), MET, MarkKind.MET))

    return [
        Column(tr("材料"), lambda row: Cell(row.thing.name)),
        Column(tr("怎样收的"), state, "见过原件", pill=True),
        Column(tr("收件时间"), lambda row: Cell(whole_moment(row.thing.seen_at), Tone.TEXT2), "2026-09-11 14:02"),
        Column(tr("收件人"), lambda row: Cell(row.who, Tone.TEXT2), "欧阳娜娜", elide=True),
    ]


def _letters() -> list[Column[Named]]:
    def amount(row: Named) -> Cell:
        letter: Letter = row.thing
        return Cell(format_yuan(letter.amount_fen)) if letter.amount_fen else Cell("—", Tone.TEXT3)

    def served(row: Named) -> Cell:
        service: LetterService | None = row.more
        if service is None or service.on is None:
            posted = service is not None and service.servings
            return Cell(pill=PillWord(tr("已交寄") if posted else tr("未送达"), UNKNOWN))
        return Cell(pill=PillWord(service.on.isoformat(), MET, MarkKind.MET))

    return [
        Column(tr("文书"), lambda row: Cell(LETTER_NAMES[row.thing.kind], strong=True)),
        Column(tr("文号"), lambda row: Cell(row.thing.number), "练东人社补〔2026〕123号"),
        Column(tr("金额"), amount, "¥20,000.00", right=True, drop=2),
        Column(tr("出具"), lambda row: Cell(row.thing.issued_on.isoformat(), Tone.TEXT2), "2026-09-11", drop=1),
        Column(tr("出具人"), lambda row: Cell(row.who, Tone.TEXT2), "欧阳娜", elide=True, drop=3),
        Column(tr("送达"), served, "2026-09-11", pill=True),
        Column(tr("复议 · 起诉截止"), _remedy_cell, "2026-09-11 · 2026-09-11 ?"),
    ]


def _remedy_cell(row: Named) -> Cell:
    service: LetterService | None = row.more
    if service is None or service.remedy is None:
        return Cell("—", Tone.TEXT3)
    remedy = service.remedy
    return Cell(f"{remedy.review.isoformat()} · {remedy.suit.isoformat()}{'' if remedy.sure else ' ?'}")


class TableTab(QWidget):
    """A card with a title, a remark and a table; `opened(thing)` on Enter."""

    opened = Signal(object)

    def __init__(self, title: str, columns: Sequence[Column[Named]], empty: str) -> None:
        super().__init__()
        self.model: RowModel[Named] = RowModel(columns, self)
        self.table = Table(self.model, title)
        self.table.opened.connect(lambda found: self.opened.emit(found.thing))
        self.remark = Text("", Role.SMALL, Tone.TEXT2)
        self._empty_words = empty
        self.empty = Text(empty, Role.BODY, Tone.TEXT3)
        head = row(Strong(title, Role.SECTION), self.remark, STRETCH, gap=8, margins=(16, 10, 16, 6))
        nothing = boxed(row(self.empty, margins=(16, 8, 16, 16)))
        self.nothing = nothing
        self.setLayout(column(Card(column(head, (self.table, 1), nothing, gap=0, margins=(1, 1, 1, 6)))))

    def show_things(
        self, things: Sequence[Any], names: Sequence[str], remark: str, more: Sequence[Any] | None = None
    ) -> None:
        """Show these things with who did each, and what else is known of each."""
        beside = more if more is not None else [None] * len(things)
        rows = [Named(thing, who, told) for thing, who, told in zip(things, names, beside, strict=True)]
        self.remark.setText(remark)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        place = self.table.currentIndex().row()
        self.model.show_rows(rows)
        if rows:
            self.table.select_number(min(max(place, 0), len(rows) - 1))


def papers_tab() -> TableTab:
    """材料."""
    return TableTab(tr("材料"), _papers(), tr("还没有收到材料。"))


def letters_tab() -> TableTab:
    """文书."""
    return TableTab(tr("文书"), _letters(), tr("还没有出具文书。"))


def show_papers(tab: TableTab, dossier: Dossier) -> None:
    """The papers received."""
    papers = dossier.record.papers
    names = [dossier.name(paper.seen_by) for paper in papers]
    tab.show_things(papers, names, tr("{n} 份").format(n=len(papers)))


def show_letters(tab: TableTab, dossier: Dossier) -> None:
    """Every letter of the case."""
    letters = dossier.record.letters
    names = [dossier.name(letter.issued_by) for letter in letters]
    services = [dossier.turns.services.get(letter.id) for letter in letters]
    tab.show_things(letters, names, tr("Enter 打开预览，可打印；Alt+S 登记送达"), services)
