"""The box with the signing PIN: six digits, Enter signs."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator

from desktop.theme.paint import ACCENT, BAD, MET, MarkKind
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button, Kind, Link
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.line_edit import LineEdit, mark_bad
from desktop.widgets.marks import Icon, Mark
from desktop.widgets.surface import TintBox
from desktop.widgets.text import Strong, Text
from models.casework.pins import LENGTH


class PinBox(TintBox):
    """`box.show_owner(name, has_pin)`; `signed(pin)` on Enter; `set_asked` when a PIN is to be set.

    `refuse(words)` keeps the box and says why; the digits are taken back.
    """

    entered = Signal(str)
    set_asked = Signal()
    left = Signal()

    def __init__(self, sign: Action) -> None:
        self.title = Strong("", Role.BODY, Tone.ACCENT_TEXT, elide=True)
        self.line = LineEdit()
        self.button = Button(action=sign, kind=Kind.PRIMARY)
        self.words = Text("", Role.CAPTION, Tone.TEXT2, wrap=True)
        # The signals of this object exist only after super().__init__: reached through functions.
        self.forgotten = Link(self.tr("忘记了，重新设定"), self._ask_to_set, Role.CAPTION)
        self.establish = Button(self.tr("设定签发 PIN"), "F9", self._ask_to_set, kind=Kind.PRIMARY)
        digits = Text(self.tr("{n} 位").format(n=LENGTH), Role.CAPTION, Tone.TEXT2)
        head = row(Icon("lock", 16, Tone.ACCENT_TEXT), (self.title, 1), digits, gap=8)
        self._asking = boxed(row((self.line, 1), self.button, gap=8))
        self._setting = boxed(row(STRETCH, self.establish))
        foot = column(self.words, row(STRETCH, self.forgotten), gap=2)
        super().__init__(column(head, self._asking, self._setting, foot, gap=8, margins=(12, 10, 12, 10)), ACCENT)
        self._dress()
        self.line.advanced.connect(sign.trigger)
        self.line.retreated.connect(self.left)
        self.line.textEdited.connect(lambda _text: self._calm())
        self.show_owner("", has_pin=True)

    def _ask_to_set(self) -> None:
        self.set_asked.emit()

    def _dress(self) -> None:
        self.line.setEchoMode(LineEdit.EchoMode.Password)
        self.line.setMaxLength(LENGTH)
        self.line.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self.line))
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhDigitsOnly
        )
        self.line.setAccessibleName(self.tr("签发 PIN"))

    def show_owner(self, name: str, *, has_pin: bool) -> None:
        """Whose PIN is asked for; without one, it has to be set first."""
        self.title.setText(self.tr("{name} 的签发 PIN").format(name=name) if name else self.tr("签发 PIN"))
        self._asking.setVisible(has_pin)
        self.forgotten.setVisible(has_pin)
        self._setting.setVisible(not has_pin)
        self.has_pin = has_pin
        if not has_pin:
            self._say(self.tr("您还没有设定签发 PIN。设定时要输入登录口令。"))
        elif self.tint is ACCENT:
            self._calm()

    def _calm(self) -> None:
        self.set_tint(ACCENT)
        mark_bad(self.line, False)
        self._say(self.tr("错 3 次锁 15 分钟；PIN 不离开本机"))

    def _say(self, words: str, tone: Tone = Tone.TEXT2) -> None:
        self.words.set_tone(tone)
        self.words.setText(words)
        self.line.setAccessibleDescription(words)

    def take(self) -> str:
        """The digits, which are gone from the box then."""
        digits = self.line.text()
        self.line.clear()
        return digits

    def refuse(self, words: str) -> None:
        """A wrong or a locked PIN: what and until when."""
        self.set_tint(BAD)
        mark_bad(self.line, True)
        self._say(words, Tone.BAD)

    def focus(self) -> None:
        """F9: to the digits, or to setting them."""
        (self.line if self.has_pin else self.establish).setFocus(Qt.FocusReason.ShortcutFocusReason)


class SignedBox(TintBox):
    """What stands in place of the PIN once it is signed: the number, and that it is archived."""

    def __init__(self, printing: Action, following: Action) -> None:
        self.title, self.words = (
            Strong("", Role.BODY, Tone.MET, wrap=True),
            Text("", Role.CAPTION, Tone.TEXT2, wrap=True),
        )
        mark = column(Mark(MarkKind.MET), STRETCH, margins=(0, 2, 0, 0))
        head = row(mark, (column(self.title, self.words, gap=2), 1), gap=8)
        buttons = row(Button(action=printing), STRETCH, Button(action=following, kind=Kind.PRIMARY), gap=8)
        super().__init__(column(head, buttons, gap=10, margins=(12, 10, 12, 12)), MET)

    def show_number(self, number: str, month: str) -> None:
        """What was signed."""
        self.title.setText(self.tr("已签发 {number}").format(number=number))
        self.words.setText(self.tr("已占号、存档、记流水，列入 {month} 月报").format(month=month))
        self.setAccessibleName(f"{self.title.text()}，{self.words.text()}")
