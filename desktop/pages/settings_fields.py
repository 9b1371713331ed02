"""Settings as fields, made from their rows in the table; each choice is in force at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from desktop.page import Host
from desktop.pages.settings_section import Services
from desktop.settings_table import Kind, Setting, said
from desktop.widgets.choice_fields import ChoiceField
from desktop.widgets.field import Field
from desktop.widgets.line_fields import LineField, NumberField
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option


class SettingFields(QObject):
    """`SettingFields(host, services, rows)`; `fields[row.key]` go into grids, `refresh()` shows what is chosen now."""

    def __init__(self, host: Host, services: Services, rows: tuple[Setting, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._host, self._services, self.rows = host, services, rows
        self.fields: dict[str, Field] = {row.key: self._field(row) for row in rows}

    def _field(self, row: Setting) -> Field:
        label, hint = said(row.label), said(row.hint) if row.hint else ""
        if row.kind is Kind.CHOICE:
            field: Field = ChoiceField(label, [Option(said(word)) for word, _ in row.choices], hint=hint)
            field.edited.connect(partial(self._choose, row))
            return field
        holder = said(row.placeholder) if row.placeholder else ""
        if row.kind is Kind.NUMBER:
            field = NumberField(label, unit=said(row.unit), hint=hint)
        elif row.kind in (Kind.PRINTER, Kind.TRAY):
            field = ChoiceField(label, [], free=True, placeholder=holder, hint=hint)
            field.entered.connect(partial(self._offer, row, field))
        else:
            field = LineField(label, placeholder=holder, hint=hint)
        field.left.connect(partial(self._put_typed, row, field))
        return field

    def refresh(self) -> None:
        """What is chosen now."""
        now = self._services.keeper.now
        for row in self.rows:
            value = row.read(now)
            words = {stored: said(word) for word, stored in row.choices}
            self.fields[row.key].set_text(words.get(value, str(value)))

    def _offer(self, row: Setting, field: ChoiceField) -> None:
        """The printers and trays of this machine, asked for when the field is reached."""
        from desktop.printing import printers, trays

        if field.box is not None:
            names = printers() if row.kind is Kind.PRINTER else trays()
            field.box.set_options([Option(name) for name in names])

    def _choose(self, row: Setting, word: str) -> None:
        value = {said(shown): stored for shown, stored in row.choices}.get(word)
        if value is None:
            return
        before = self._services.keeper.now.appearance
        self.put(row, value)
        if self._services.keeper.now.appearance != before:
            self._services.theme.apply(self._services.keeper.now.appearance)

    def _put_typed(self, row: Setting, field: Field) -> None:
        typed = field.text().strip()
        reason = row.refusal(typed)
        field.set_problem(Problem(reason) if reason else None)
        if not reason:
            self.put(row, row.value_of(typed))

    def put(self, row: Setting, value: object) -> None:
        """Take a value; where it cannot be written it holds until the program ends."""
        keeper = self._services.keeper
        if not keeper.put(row.put(keeper.now, value)):
            words = self.tr("已生效，但没能写入设置文件，下次启动会恢复原样；请检查用户文件夹的权限。")
            self._host.say(words, bad=True)
