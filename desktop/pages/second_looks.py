"""等您核对: what waits for the second look of this account, above the worklist; Enter opens it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.pages.intake_waiting import clear
from desktop.theme.sizes import MARGIN
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from desktop.widgets.tile import Tile
from models.casework.second_looks import LookKind, SecondLook

MOST = 3
"""So many stand above the list; the rest is named and found under Ctrl+T."""
_ICONS = {LookKind.PROPOSAL: "info", LookKind.IDENTITY: "person", LookKind.REPAYMENT: "payments"}


class SecondLooks(QWidget):
    """`show_looks(looks)`; hidden while nothing waits. `chosen(look)` on Enter or a click."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.tiles: list[Tile] = []
        self.count, self.rest = Text("", Role.BODY, Tone.TEXT2), Text("", Role.SMALL, Tone.TEXT2)
        self._lines = column(gap=2)
        head = row(
            Strong(self.tr("等您核对"), Role.SECTION), self.count, STRETCH, self.rest, gap=8, margins=(12, 0, 12, 0)
        )
        self.setLayout(
            column(Card(column(head, self._lines, gap=4, margins=(0, 8, 0, 8))), margins=(MARGIN, 12, MARGIN, 0))
        )
        self.hide()

    def show_looks(self, looks: Sequence[SecondLook]) -> None:
        """Show the oldest of these."""
        clear(self._lines)
        self.tiles = [self._tile(one) for one in looks[:MOST]]
        for tile in self.tiles:
            self._lines.addWidget(tile)
        self.count.setText(self.tr("{n} 项，别的同事提请，须由另一人办").format(n=len(looks)))
        more = len(looks) - len(self.tiles)
        self.rest.setText(self.tr("还有 {n} 项，按 Ctrl+T 看全部").format(n=more) if more else "")
        self.setVisible(bool(looks))

    def _tile(self, one: SecondLook) -> Tile:
        title = self.tr(" · ").join(part for part in (one.what, one.person_name, one.number) if part)
        asked = self.tr("{name} {when} 提请").format(
            name=one.asked_by_name, when=one.asked_at.astimezone().strftime("%m-%d %H:%M")
        )
        icon = _ICONS.get(one.kind, "calendar")
        return Tile(title, f"{asked}：{one.words}", partial(self.chosen.emit, one), icon=icon, plain=True)
