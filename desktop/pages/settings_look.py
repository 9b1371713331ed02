"""设置 · 窗口与外观, 设置 · 打印: what this machine shows and remembers, made from the settings table."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import QWidget

from desktop.page import Host
from desktop.pages.settings_fields import SettingFields
from desktop.pages.settings_section import Section, Services, block, page_of
from desktop.settings_table import Setting, asked_in, said
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.field import Field
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import boxed, column, row
from desktop.widgets.text import Text

_NAME = 152


class TableSection(Section):
    """A section whose fields are those of the table; `field(key)` is one of them."""

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.rows = asked_in(self.key)
        self.made = SettingFields(host, services, self.rows, self)

    def field(self, key: str) -> Field:
        """The field of a setting."""
        return self.made.fields[key]

    def groups(self) -> list[tuple[str, list[Setting]]]:
        """The rows under their titles, in order."""
        return [(said(title), list(rows)) for title, rows in groupby(self.rows, lambda each: each.group)]

    def first_input(self) -> QWidget | None:
        return self.field(self.rows[0].key).control

    def refresh(self) -> None:
        self.made.refresh()


class LookSection(TableSection):
    """Kept on this machine only, for whoever sits at it."""

    key, icon = "look", "eye"

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.title, self.about = self.tr("窗口与外观"), self.tr("配色、文字、密度、锁定")
        note = self.tr("只记在这台电脑上，选了就生效，不用保存。")
        cards = []
        for place, (title, rows) in enumerate(self.groups()):
            grid = FormGrid(columns=2 if place else 1)
            for each in rows:
                grid.add(self.field(each.key))
            cards.append(block(title, grid, note="" if place else note))
        self.setLayout(page_of(*cards))
        self.refresh()


class PrintSection(TableSection):
    """A printer and a tray for each kind of letter; what is left empty follows 所有文书."""

    key, icon = "print", "print"

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.title, self.about = self.tr("打印"), self.tr("每种文书的打印机和纸盒")
        heads = (Text(said(each.label), Role.SMALL, Tone.TEXT2) for each in self.rows[:2])
        lines: list[QWidget] = [self._line(Text(""), *heads)]
        for title, rows in self.groups():
            fields = [self._bare(each, title) for each in rows]
            lines.append(self._line(Text(title, Role.BODY), *fields))
        note = self.tr("只记在这台电脑上。空着的跟“所有文书”，都空着用系统默认打印机；打印时还可以另选。")
        self.setLayout(page_of(block(self.tr("打印机和纸盒"), column(*lines, gap=4), note=note)))
        self.refresh()

    def _bare(self, each: Setting, title: str) -> QWidget:
        """The field without its label: the column says it. A screen reader says both."""
        field = self.field(each.key)
        field.label.hide()
        field.hint.hide()
        field.control.setAccessibleName(f"{title} {said(each.label)}")
        return field

    def _line(self, name: QWidget, printer: QWidget, tray: QWidget) -> QWidget:
        name.setFixedWidth(scaled(_NAME))
        return boxed(row(name, (printer, 3), (tray, 2), gap=12))
