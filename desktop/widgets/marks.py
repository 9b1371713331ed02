"""Small signs: marks, icons, pills, key caps."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.icons import draw_icon
from desktop.theme.paint import (
    UNKNOWN,
    MarkKind,
    Tint,
    colour,
    key_height,
    key_width,
    key_words,
    paint_key,
    paint_mark,
    paint_pill,
    pill_height,
    pill_width,
    smooth,
)
from desktop.theme.sizes import mark_size
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, text_width
from desktop.widgets.keyed_words import KeyedWords
from desktop.widgets.painted import PaintedText


def mark_word(kind: MarkKind) -> str:
    """The word that always goes with a mark."""
    return {
        MarkKind.MET: QCoreApplication.translate("marks", "符合"),
        MarkKind.NOT_MET: QCoreApplication.translate("marks", "不符合"),
        MarkKind.WARN: QCoreApplication.translate("marks", "注意"),
        MarkKind.UNKNOWN: QCoreApplication.translate("marks", "未知"),
        MarkKind.JUDGEMENT: QCoreApplication.translate("marks", "需判断"),
        MarkKind.INFO: QCoreApplication.translate("marks", "说明"),
    }[kind]


class _Fixed(QWidget):
    """A painted sign that has exactly the size it asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Mark(_Fixed):
    """A verdict's mark: `Mark(MarkKind.MET)`; 16 px in lines, 24 in banners, 14 in dense lists."""

    def __init__(self, kind: MarkKind, size: int = 16) -> None:
        super().__init__()
        self.size_at_medium = size
        self.set_kind(kind)

    def set_kind(self, kind: MarkKind) -> None:
        """Show another mark."""
        self.kind = kind
        self.setAccessibleName(mark_word(kind))
        self.update()

    def sizeHint(self) -> QSize:
        side = mark_size(self.size_at_medium)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_mark(QPainter(self), QRectF(self.rect()), self.kind)


class Icon(_Fixed):
    """A decorative icon: `Icon("person", 16, Tone.TEXT2)`."""

    def __init__(self, name: str, size: int = 16, tone: Tone = Tone.TEXT2, weight: float = 1.7) -> None:
        super().__init__()
        self.name, self.size_at_medium, self.tone, self.weight = name, size, tone, weight

    def sizeHint(self) -> QSize:
        side = mark_size(self.size_at_medium)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_icon(smooth(QPainter(self)), self.name, QRectF(self.rect()), colour(self.tone), self.weight)


class Pill(_Fixed):
    """A word in a tinted box: `Pill("已收", MET, MarkKind.MET)`; tints are in `desktop.theme.paint`."""

    def __init__(self, text: str, tint: Tint = UNKNOWN, mark: MarkKind | None = None) -> None:
        super().__init__()
        self.show_word(text, tint, mark)

    def show_word(self, text: str, tint: Tint = UNKNOWN, mark: MarkKind | None = None) -> None:
        """Show another word."""
        self.text, self.tint, self.mark = text, tint, mark
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self.text, self.mark), pill_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_pill(QPainter(self), QRectF(self.rect()), self.text, self.tint, self.mark)

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text."""
        return [PaintedText(self.text, pill_width(self.text, self.mark), self.width())]


class KeyCap(KeyedWords, _Fixed):
    """A key as it is written on the keyboard: `KeyCap("F6")`."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.name_keys_again()

    def name_keys_again(self) -> None:
        super().name_keys_again()
        self.setAccessibleName(key_words(self.key))

    def sizeHint(self) -> QSize:
        return QSize(key_width(self.key), key_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_key(QPainter(self), QRectF(self.rect()), self.key)

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text."""
        return [PaintedText(self.key, text_width(key_words(self.key), Role.TINY), self.width())]
