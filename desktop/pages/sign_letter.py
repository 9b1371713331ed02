"""The middle of signing: what letter it is, and the letter itself as it prints."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.theme.paint import MET, PLAIN, MarkKind
from desktop.theme.sizes import MARGIN, PAD, at_least, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import column, row
from desktop.widgets.marks import Pill
from desktop.widgets.page_view import Fit, PageView
from desktop.widgets.segments import Option, Segments
from desktop.widgets.surface import Bar
from desktop.widgets.text import Strong, Text
from models.letter import LETTER_NAMES, Letter

_WHOLE, _WIDE = "整页", "页宽"


class LetterSheet(QWidget):
    """`sheet.show_preview(title, code, content)`, `sheet.show_archived(letter, content)`, `sheet.say(words)`."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Strong("", Role.SECTION)
        self.number = Text("", Role.BODY, Tone.TEXT2, elide=True)
        self.pill = Pill("")
        self.zoom = Segments([Option(_WHOLE), Option(_WIDE)], always=True)
        self.zoom.setAccessibleName(self.tr("文书大小"))
        self.zoom.setFixedWidth(scaled(116))
        self.zoom.set_text(_WHOLE)
        self.page = PageView(self.tr("决定书"))
        self._content = b""
        head = row(self.title, (self.number, 1), self.pill, self.zoom, gap=12, margins=(MARGIN, 7, PAD, 8))
        self.setLayout(column(Bar(head, Tone.SURFACE, "bottom", at_least(48)), (self.page, 1), gap=0))
        self.zoom.edited.connect(lambda text: self.page.set_fit(Fit.WIDTH if text == _WIDE else Fit.PAGE))
        self.say(self.tr("选一件案件，这里显示决定书。"))

    def toggle_fit(self) -> None:
        """Whole page, then page width, then whole page again."""
        self.zoom.pick(1 if self.page.fit is Fit.PAGE else 0)

    def say(self, words: str, title: str = "") -> None:
        """No letter but a sentence."""
        self.title.setText(title)
        self.number.setText("")
        self.pill.hide()
        self._content = b""
        self.page.say(words)

    def _show(self, content: bytes) -> None:
        """The same letter again stays as it is, with its place and without a flicker."""
        if content != self._content:
            self._content = content
            self.page.show_pdf(content)

    def show_preview(self, title: str, code: str, content: bytes) -> None:
        """A letter not yet issued: it has no number."""
        self.title.setText(title)
        self._show(content)
        self.number.setText(f"{code} · {self._pages()}")
        self.pill.show_word(self.tr("文号签发时取"), PLAIN)
        self.pill.show()

    def show_archived(self, letter: Letter, content: bytes) -> None:
        """The letter as it was issued and archived."""
        self.title.setText(LETTER_NAMES[letter.kind])
        self._show(content)
        self.number.setText(f"{letter.number} · {self._pages()}")
        self.pill.show_word(self.tr("已签发存档"), MET, MarkKind.MET)
        self.pill.show()

    def _pages(self) -> str:
        return self.tr("共 {n} 页").format(n=self.page.page_count())
