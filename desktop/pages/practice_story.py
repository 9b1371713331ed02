"""The visitor in front of the window during a practice day: a strip over the work with the story and the papers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.practice.day import Visitor
from desktop.practice.day_check import Judgement
from desktop.theme.paint import BAD, MET, PLAIN, MarkKind
from desktop.theme.sizes import PAD
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button
from desktop.widgets.flow import Flow
from desktop.widgets.layouts import boxed, column, row
from desktop.widgets.marks import Pill
from desktop.widgets.surface import Bar
from desktop.widgets.text import Strong, Text


class PracticeStory(Bar):
    """`story.show_visitor(one)`, then `story.show_judgement(judged)`; `served(key)`, `next_asked`, `left` answer it."""

    served = Signal(str)
    next_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        self.visitor: Visitor | None = None
        self.title, self.mark = Strong("", Role.BODY), Pill("", PLAIN)
        self.says, self.told = Text("", wrap=True), Text("", Role.SMALL, Tone.TEXT2, wrap=True)
        self.papers: QWidget | None = None
        self._parts = column(gap=4, margins=(PAD, 6, PAD, 8))
        super().__init__(self._parts, Tone.ACCENT_TINT, "bottom")
        self._fill()

    def _fill(self) -> None:
        self.serve_action = Action("", self.tr("办完了，对答案"), self._serve, parent=self)
        self.next_action = Action("", self.tr("下一位"), self.next_asked.emit, parent=self)
        self.leave_action = Action("", self.tr("收起"), self.left.emit, parent=self)
        self.serve_button = Button(action=self.serve_action)
        self.next_button = Button(action=self.next_action)
        head = row(self.mark, (self.title, 1), self.serve_button, self.next_button, Button(action=self.leave_action))
        self._parts.addLayout(head)
        self._parts.addWidget(self.says)
        self._parts.addWidget(self.told)
        self.setAccessibleName(self.tr("练习日：面前的这一位"))

    def show_visitor(self, one: Visitor) -> None:
        """Somebody new at the window."""
        self.visitor = one
        self.mark.show_word(self.tr("练习 第 {n} 位").format(n=one.place), PLAIN)
        self.title.setText(one.title)
        self.says.setText(f"“{one.says}”")
        self._lay_out([_paper(label, value) for label, value in one.shown()])
        self.told.hide()

    def show_judgement(self, judged: Judgement) -> None:
        """Whether it was right, and why."""
        if judged.right:
            self.mark.show_word(self.tr("办对了，得 1 分"), MET, MarkKind.MET)
            self.says.setText(judged.because)
        else:
            self.mark.show_word(self.tr("还不对"), BAD, MarkKind.NOT_MET)
            self.says.setText(" ".join(each.sentence() for each in judged.differences[:4]))
        ground = self.tr("依据：{clause}").format(clause=judged.ground) if judged.ground else ""
        because = "" if judged.right else judged.because
        self.told.setText(" ".join(part for part in (because, ground) if part))
        self.told.setVisible(bool(self.told.text()))

    def _lay_out(self, papers: list[QWidget]) -> None:
        """What lies on the counter, as many beside each other as there is room for."""
        if self.papers is not None:
            self.papers.hide()
            self.papers.deleteLater()
        self.papers = boxed(Flow(papers, gap=16, line_gap=2))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.papers.setSizePolicy(policy)
        self._parts.addWidget(self.papers)

    def _serve(self) -> None:
        if self.visitor is not None:
            self.served.emit(self.visitor.key)


def _paper(label: str, value: str) -> QWidget:
    return boxed(row(Text(label, Role.CAPTION, Tone.TEXT2), Text(value, Role.SMALL), gap=5))
