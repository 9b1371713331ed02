"""Fields of typed text. They load quickly: the sign-in page is built of them."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.widgets.field import Field
from desktop.widgets.line_edit import LineEdit, TextEdit, mark_bad


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
        self._name_control()
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
    """A whole number with its unit; tells the input method that digits come. + behind a number makes it one more."""

    def __init__(self, label: str, *, unit: str = "", hint: str = "", placeholder: str = "") -> None:
        super().__init__(label, hint=hint, placeholder=placeholder, unit=unit)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers | Qt.InputMethodHint.ImhPreferLatin)
        self.line.textEdited.disconnect(self.edited)
        self.line.textEdited.connect(self._typed)

    def _typed(self, text: str) -> None:
        number = text.removesuffix("+").strip()
        if text.endswith("+") and number.isascii() and number.isdigit():
            self.set_text(str(int(number) + 1))
        self.edited.emit(self.text())


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


def read_only_value(label: str, value: str, hint: str = "") -> LineField:
    """What the program computed, shown as a field that cannot be typed in."""
    field = LineField(label, hint=hint, read_only=True)
    field.line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    field.set_text(value)
    return field
