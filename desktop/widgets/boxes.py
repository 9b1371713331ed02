"""Boxes with a message: the banner of a verdict or notice, the note, the next question, and the foot of a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from desktop.theme.paint import ACCENT, TINT_OF_MARK, MarkKind
from desktop.theme.sizes import MARGIN, at_least, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, text_width
from desktop.widgets.action import Action
from desktop.widgets.button import Button, Kind
from desktop.widgets.layouts import STRETCH, Item, boxed, column, row
from desktop.widgets.marks import Icon, Mark
from desktop.widgets.surface import Bar, Hairline, TintBox
from desktop.widgets.text import Strong, Text


def _fits_its_text(box: QWidget) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    box.setSizePolicy(policy)


_LEAST_REASON = 120  # beside the buttons; narrower, it stands above them
_WHOLE = 1000  # against the empty room of 1 beside it


class Banner(TintBox):
    """`Banner(MarkKind.MET, "符合，可准予", "11 项符合 · 2 项临界")`; `label`, `value` add the amount row."""

    def __init__(self, kind: MarkKind, word: str, counts: str = "", label: str = "", value: str = "") -> None:
        tint = TINT_OF_MARK[kind]
        words = column(Strong(word, Role.SECTION, tint.text, wrap=True), gap=2)
        if counts:
            words.addWidget(Text(counts, Role.CAPTION, Tone.TEXT2, wrap=True))
        body = column(row(Mark(kind, 24), (words, 1), gap=12), gap=8, margins=(12, 10, 12, 10))
        super().__init__(body, tint)
        if label or value:
            body.addWidget(Hairline())
            body.addLayout(row(Text(label, Role.SMALL, Tone.TEXT2), STRETCH, Strong(value, Role.SECTION)))
        self.setAccessibleName("，".join(part for part in (word, counts, label, value) if part))
        _fits_its_text(self)


class Notice(TintBox):
    """A plain message in a box: `Notice(MarkKind.WARN, "为什么超期", "08-26 送复核后停了 12 个工作日。")`."""

    def __init__(self, kind: MarkKind, title: str, text: str = "") -> None:
        tint = TINT_OF_MARK[kind]
        words = column(gap=2)
        if title:
            words.addWidget(Strong(title, Role.SMALL, tint.text if kind is not MarkKind.INFO else Tone.TEXT, wrap=True))
        if text:
            words.addWidget(Text(text, Role.SMALL, wrap=True))
        mark = column(Mark(kind), STRETCH, margins=(0, 2, 0, 0))
        super().__init__(row(mark, (words, 1), gap=8, margins=(12, 8, 12, 10)), tint)
        self.setAccessibleName("：".join(part for part in (title, text) if part))
        _fits_its_text(self)


class NextQuestion(TintBox):
    """下一问: `NextQuestion("在本市累计缴纳失业保险费多少个月？", "…")`; a click sends `asked`."""

    asked = Signal()

    def __init__(self, question: str = "", why: str = "") -> None:
        self.question = Text(question, wrap=True)
        self.why = Text(why, Role.CAPTION, Tone.TEXT2, wrap=True)
        title = Strong("", Role.SMALL, Tone.ACCENT_TEXT)
        head = row(Icon("arrow", 16, Tone.ACCENT_TEXT, 2), title, STRETCH, gap=6)
        super().__init__(column(head, self.question, self.why, gap=2, margins=(12, 8, 12, 8)), ACCENT)
        title.setText(self.tr("下一问"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        _fits_its_text(self)
        self.ask(question, why)

    def ask(self, question: str, why: str = "") -> None:
        """Show another question; "" hides the box."""
        self.question.setText(question)
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self.setVisible(bool(question))
        self.setAccessibleName(self.tr("下一问：{question}").format(question=question))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.asked.emit()


class ReasonBar(Bar):
    """A bar of buttons with the reason among them, or above them where they leave it too little room.

    The reason stands at `place` of `line`, whose `buttons()` take room beside it; `least` is what it needs there.
    """

    def __init__(
        self, line: QBoxLayout, place: int, buttons: Callable[[], Sequence[QWidget]], least: int = _LEAST_REASON
    ) -> None:
        self.reason = Text("", Role.SMALL, Tone.TEXT2, wrap=True, align=Qt.AlignmentFlag.AlignRight)
        self._told = boxed(column(STRETCH, self.reason, STRETCH, gap=0))
        self._line, self._place, self._buttons, self._least = line, place, buttons, least
        line.insertWidget(place, self._told, _WHOLE)
        self._above = False
        self._lines = column(line, gap=4, margins=(MARGIN, 7, MARGIN, 7))
        super().__init__(self._lines, Tone.SURFACE, "top", at_least(48))

    def tell(self, words: str) -> None:
        """Show a reason or a remark."""
        self.reason.setText(words)
        self._place_reason()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_reason()

    def _place_reason(self) -> None:
        taken = sum(button.sizeHint().width() + self._line.spacing() for button in self._buttons())
        room = self.width() - 2 * MARGIN - taken - self._line.spacing()
        words = self.reason.text()
        above = bool(words) and room < min(scaled(self._least), text_width(words, Role.SMALL))
        if above == self._above:
            return
        self._above = above
        (self._line if above else self._lines).removeWidget(self._told)
        if above:
            self._lines.insertWidget(0, self._told)
        else:
            self._line.insertWidget(self._place, self._told, _WHOLE)


class Foot(ReasonBar):
    """The bar of actions under a screen: `Foot(primary, [secondary, …])`.

    Secondary actions stand left, the primary right, and to its left the reason in words while it cannot be done, or
    else `say(text)`.
    """

    def __init__(self, primary: Action | None, secondary: Sequence[Action] = (), *extra: Item) -> None:
        self._said = ""
        self.primary_action = primary
        left = [Button(action=action) for action in secondary]
        right = [] if primary is None else [Button(action=primary, kind=Kind.PRIMARY)]
        buttons = [*left, *right]
        super().__init__(row(*left, *extra, STRETCH, *right, gap=12), len(left) + len(extra), lambda: buttons)
        if primary is not None:
            primary.changed.connect(self._show_reason)
        self._show_reason()

    def say(self, text: str) -> None:
        """A remark where the reason stands, while nothing hinders the primary action."""
        self._said = text
        self._show_reason()

    def _show_reason(self) -> None:
        blocked = self.primary_action.reason if self.primary_action is not None else ""
        self.tell(blocked or self._said)
