"""The card in the middle under the program's name, as every screen before an open office shows it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.theme.sizes import MARGIN, PAD, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.marks import Icon
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong


def brand() -> QHBoxLayout:
    """The program's sign and name, in the middle."""
    name = Strong(QCoreApplication.translate("FrontCard", "培训补贴经办台"), Role.NAME)
    return row(STRETCH, Icon("sign", 24, Tone.ACCENT_TEXT), name, STRETCH, gap=12)


def front_card(body: QVBoxLayout, width: int, below: QHBoxLayout | None = None) -> QVBoxLayout:
    """The whole screen: `body` on a card `width` pixels wide at the usual text size; `below` stands at the foot."""
    body.setContentsMargins(MARGIN + 8, MARGIN, MARGIN + 8, MARGIN)
    card = Card(body)
    card.setFixedWidth(scaled(width))
    return column(STRETCH, brand(), PAD, row(STRETCH, card, STRETCH), STRETCH, below, gap=8)
