"""The kinds of fields a form is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.tokens import Tone
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.field import Field
from desktop.widgets.line_edit import LineEdit, TextEdit, mark_bad
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option, Segments
from models.calendar import beijing_date
from models.errors import InputError
from models.moment import now
from models.typed_date import parse_date

MOST_SEGMENTS = 4


class LineField(Field):
    """`LineField("手机号码", hint="…", placeholder="…", unit="个月")`. `read_only` for what the program computed."""

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        placeholder: str = "",
        unit: str = "",
        read_only: bool = False,
        icon: str = "",
    ) -> None:
        line = LineEdit(placeholder, unit=unit, icon=icon)
        super().__init__(label, line, hint)
        self.line = line
        self.line.setReadOnly(read_only)
        self.line.textEdited.connect(self.edited)
        self.line.left.connect(self.left)
        self.line.entered.connect(self.entered)
        self.line.advanced.connect(self._forward)
        self.line.retreated.connect(self._back)
        self.line.accepted_proposal.connect(self.take_proposal)

    def text(self) -> str:
        """What is typed."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Show a text without `edited`; the same text leaves the cursor where it is."""
        if text != self.line.text():
            self.line.setText(text)
            if not self.line.hasFocus():
                self.line.setCursorPosition(0)

    def set_unit(self, unit: str) -> None:
        """Another unit inside the box."""
        self.line.set_unit(unit)

    def _mark_bad(self, bad: bool) -> None:
        mark_bad(self.line, bad)


class SecretField(LineField):
    """A pass phrase, recovery key or PIN: never shown, never in the undo history."""

    def __init__(self, label: str, *, hint: str = "", placeholder: str = "") -> None:
        super().__init__(label, hint=hint, placeholder=placeholder)
        self.line.setEchoMode(LineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )


class NumberField(LineField):
    """A whole number with its unit; tells the input method that digits come."""

    def __init__(self, label: str, *, unit: str = "", hint: str = "", placeholder: str = "") -> None:
        super().__init__(label, hint=hint, placeholder=placeholder, unit=unit)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers | Qt.InputMethodHint.ImhPreferLatin)


class DateField(LineField):
    """A date as clerks type it (`20250915`, `0915`, `今天`, `-1`); on leaving it is written out as 2025-09-15.

    While typing, the hint shows the date understood. `date()` is it, None for nothing; it raises InputError.
    """

    def __init__(self, label: str, *, hint: str = "", today: Callable[[], date] | None = None) -> None:
        super().__init__(
            label, hint=hint, placeholder=QCoreApplication.translate("DateField", "年-月-日"), icon="calendar"
        )
        self._today = today or _beijing_today
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers | Qt.InputMethodHint.ImhPreferLatin)
        self.line.textEdited.connect(self._echo)
        # Before `left` is passed on: whoever listens reads the whole date.
        self.line.left.disconnect(self.left)
        self.line.left.connect(self._write_out)
        self.line.left.connect(self.left)

    def date(self) -> date | None:
        """The date typed. Raises InputError with the reason when it is none."""
        typed = self.text().strip()
        return parse_date(typed, self._today()) if typed else None

    def _understood(self) -> str:
        try:
            found = self.date()
        except InputError:
            return ""
        return "" if found is None else found.isoformat()

    def _echo(self) -> None:
        understood = self._understood()
        differs = understood and understood != self.text().strip()
        self.hint.setText(self.tr("即 {day}").format(day=understood) if differs else self._plain_hint)

    def _write_out(self) -> None:
        self.hint.setText(self._plain_hint)
        understood = self._understood()
        if understood and understood != self.text():
            self.set_text(understood)
            self.edited.emit(understood)


class TextField(Field):
    """Several lines: `TextField("说明", rows=3)`."""

    def __init__(self, label: str, *, hint: str = "", placeholder: str = "", rows: int = 3) -> None:
        area = TextEdit(placeholder, rows)
        super().__init__(label, area, hint)
        self.area = area
        self.area.textChanged.connect(lambda: self.edited.emit(self.text()))
        self.area.left.connect(self.left)
        self.area.entered.connect(self.entered)

    def text(self) -> str:
        """What is typed."""
        return self.area.toPlainText()

    def set_text(self, text: str) -> None:
        """Show a text without `edited`."""
        if text != self.text():
            self.area.blockSignals(True)
            self.area.setPlainText(text)
            self.area.blockSignals(False)

    def _mark_bad(self, bad: bool) -> None:
        mark_bad(self.area, bad)


class ChoiceField(Field):
    """`ChoiceField("等级", [Option("四级/中级工", "4", "四级"), …])`: segments up to four, else a filtered list.

    `text()` is the chosen option's text. `free=True` (always a list) accepts other texts too: occupations.
    Options without a key get 1, 2, 3 … as segments.
    """

    chosen = Signal(str)

    def __init__(
        self,
        label: str,
        options: Sequence[Option],
        *,
        hint: str = "",
        placeholder: str = "",
        free: bool = False,
        most_segments: int = MOST_SEGMENTS,
    ) -> None:
        hold = placeholder or QCoreApplication.translate("ChoiceField", "输入拼音首字母")
        few = len(options) <= most_segments and not free
        control = Segments(numbered(options)) if few else ChoiceBox(options, hold, free=free)
        super().__init__(label, control, hint)
        self.segments = control if isinstance(control, Segments) else None
        self.box = control if isinstance(control, ChoiceBox) else None
        answered = control.edited if isinstance(control, Segments) else control.chosen
        answered.connect(self.edited)
        control.left.connect(self.left)
        control.entered.connect(self.entered)
        control.advanced.connect(self._forward)
        control.retreated.connect(self._back)
        control.accepted_proposal.connect(self.take_proposal)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other answers in the same kind of control."""
        if self.segments is not None:
            self.segments.set_options(numbered(options))
        elif self.box is not None:
            self.box.set_options(options)

    def text(self) -> str:
        """The chosen text, "" for none."""
        if self.segments is not None:
            return self.segments.text()
        return self.box.answer() if self.box is not None else ""

    def set_text(self, text: str) -> None:
        """Choose by text without `edited`."""
        if self.segments is not None:
            self.segments.set_text(text)
        elif self.box is not None and text != self.box.answer():
            self.box.set_answer(text)

    def _mark_bad(self, bad: bool) -> None:
        if self.segments is not None:
            self.segments.set_bad(bad)
        elif self.box is not None:
            mark_bad(self.box, bad)


class YesNoField(ChoiceField):
    """是, 否, and 未知 as a third state of its own: grey with a question mark, so that unknown never looks like no.

    Keys 1 and 0, or y and n by the input `forms` reads; Backspace makes it unknown again. `text()` is 是, 否 or "".
    """

    def __init__(self, label: str, *, hint: str = "") -> None:
        options = [
            Option(QCoreApplication.translate("YesNoField", "是"), "1"),
            Option(QCoreApplication.translate("YesNoField", "否"), "0"),
            Option(QCoreApplication.translate("YesNoField", "未知"), unknown=True),
        ]
        super().__init__(label, options, hint=hint)
        self.set_text("")


def numbered(options: Sequence[Option]) -> list[Option]:
    """Options with 1, 2, 3 … as keys, where none has a key of its own."""
    if any(option.key for option in options):
        return list(options)
    return [Option(option.text, str(place), option.word, option.unknown) for place, option in enumerate(options, 1)]


def show_error(field: Field, message: str) -> None:
    """Mark a field wrong with one plain message; "" makes it right again."""
    field.set_problem(Problem(message) if message else None)


def read_only_value(label: str, value: str, hint: str = "") -> LineField:
    """What the program computed, shown as a field that cannot be typed in."""
    field = LineField(label, hint=hint, read_only=True)
    field.line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    field.set_text(value)
    return field


def titled(widget: QWidget, label: str) -> QWidget:
    """Any control under a field's label."""
    from desktop.theme.type import Role
    from desktop.widgets.layouts import boxed, column
    from desktop.widgets.text import Text

    widget.setAccessibleName(label)
    return boxed(column(Text(label, Role.SMALL, Tone.TEXT2), widget, gap=4))


def _beijing_today() -> date:
    return beijing_date(now())
