"""The sheet of all keys (F1)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.layouts import column
from desktop.widgets.marks import KeyCap
from desktop.widgets.modal import Modal
from desktop.widgets.text import Strong, Text

_WIDTH = 900
_PARTS = 3


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
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(8)
    grid.addWidget(Strong(title, Role.BODY, Tone.TEXT2), 0, 0, 1, 2 * _PARTS)
    keyed = [action for action in actions if action.key and action.word]
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    for place, action in enumerate(keyed):
        line, part = divmod(place, _PARTS)
        grid.addWidget(KeyCap(action.key), 1 + line, 2 * part, left)
        grid.addWidget(Text(action.word), 1 + line, 2 * part + 1)
    for part in range(_PARTS):
        grid.setColumnStretch(2 * part + 1, 1)
    return widget
