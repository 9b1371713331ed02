"""The sheet of all keys (F1)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.theme.paint import key_width
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.marks import KeyCap
from desktop.widgets.modal import Modal
from desktop.widgets.text import Strong, Text

_WIDTH = 900


def key_sheet(here: Sequence[Action], everywhere: Sequence[Action], guide: Action | None = None) -> Modal:
    """The keys of this screen and those that always work; `guide` leads to the user guide, where there is one."""
    titles = QCoreApplication.translate("key_sheet", "本屏"), QCoreApplication.translate("key_sheet", "任何时候")
    blocks = [_block(title, actions) for title, actions in zip(titles, (here, everywhere), strict=True) if actions]
    word = QCoreApplication.translate("key_sheet", "关闭")
    note = QCoreApplication.translate("key_sheet", "按键可以在“设置 · 按键”里换")
    extra = [] if guide is None else [guide]
    title = QCoreApplication.translate("key_sheet", "按键")
    return Modal(title, column(*blocks, gap=16), extra=extra, cancel_word=word, foot_note=note, width=_WIDTH)


def _block(title: str, actions: Sequence[Action]) -> QWidget:
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(8)
    grid.addWidget(Strong(title, Role.BODY, Tone.TEXT2), 0, 0)
    keyed = [action for action in actions if action.key and action.word]
    widest = max((key_width(action.key) for action in keyed), default=0)
    for place, action in enumerate(keyed):
        cap = boxed(row(KeyCap(action.key), STRETCH, gap=0))
        cap.setFixedWidth(widest)
        entry = row(cap, Text(action.word), STRETCH, gap=10)
        grid.addLayout(entry, 1 + place // 3, place % 3)
    for part in range(3):
        grid.setColumnStretch(part, 1)
    return widget
