"""A field for a date as clerks type it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, Qt

from desktop.office_clock import office_today
from desktop.widgets.line_fields import LineField
from models.errors import InputError
from models.typed_date import parse_date


class DateField(LineField):
    """A date as clerks type it (`20250915`, `0915`, `今天`, `0`, `-1`); on leaving it is written out as 2025-09-15.

    While typing, the hint shows the date understood; + behind a date makes it the next day. `date()` is it, None for
    nothing; it raises InputError. `ahead` for a term or an expiry: month and day alone then mean the coming one.
    """

    def __init__(
        self, label: str, *, hint: str = "", today: Callable[[], date] | None = None, ahead: bool = False
    ) -> None:
        super().__init__(
            label, hint=hint, placeholder=QCoreApplication.translate("DateField", "年-月-日"), icon="calendar"
        )
        self._today, self._ahead = today or office_today, ahead
        self.control.setToolTip(self.tr("可以写 20250915、0915、今天、0（今天）、-1（昨天）；写好后再按 + 是下一天"))
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers | Qt.InputMethodHint.ImhPreferLatin)
        self.line.textEdited.disconnect(self.edited)
        self.line.textEdited.connect(self._typed)
        # Before `left` is passed on: whoever listens reads the whole date.
        self.line.left.disconnect(self.left)
        self.line.left.connect(self._write_out)
        self.line.left.connect(self.left)

    def date(self, name: str | None = None) -> date | None:
        """The date typed. Raises InputError with the reason, at the field called `name`, when it is none."""
        typed = self.text().strip()
        return parse_date(typed, self._today(), name, ahead=self._ahead) if typed else None

    def _understood(self) -> str:
        try:
            found = self.date()
        except InputError:
            return ""
        return "" if found is None else found.isoformat()

    def _typed(self, text: str) -> None:
        if text.endswith("+"):
            self._step(text.removesuffix("+"))
        self._echo()
        self.edited.emit(self.text())

    def _step(self, text: str) -> None:
        """The day after the one typed so far; what is no date stays as it was before the +."""
        self.set_text(text)
        try:
            found = self.date()
        except InputError:
            return
        if found is not None and found < date.max:
            self.set_text((found + timedelta(days=1)).isoformat())

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
