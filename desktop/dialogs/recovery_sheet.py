"""The recovery key on paper: one page for the envelope in the safe."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from desktop.theme.type import SANS

_MARGIN_MM = 22.0
_GROUPS_A_LINE = 4


def print_recovery_sheet(parent: QWidget, office: str, key: str, made_on: date) -> bool:
    """Ask for a printer and print; False when nothing was printed."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(QCoreApplication.translate("RecoverySheet", "恢复密钥"))
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    painter = QPainter()
    if not painter.begin(printer):
        return False
    paint_recovery_sheet(painter, printer.resolution() / 25.4, office, key, made_on)
    return painter.end()


def paint_recovery_sheet(painter: QPainter, pixels_per_mm: float, office: str, key: str, made_on: date) -> None:
    """The page in millimetres: what it is, the eight groups large, how to keep it."""
    tr = QCoreApplication.translate
    painter.scale(pixels_per_mm, pixels_per_mm)
    painter.setPen(QColor("black"))
    y = _line(painter, 30, 8.0, tr("RecoverySheet", "恢复密钥"))
    y = _line(painter, y + 4, 4.6, office)
    y = _line(painter, y + 1, 4.0, tr("RecoverySheet", "建立日期：{day}").format(day=made_on.isoformat()))
    y = _groups(painter, y + 12, key.split("-"))
    for words in (
        tr("RecoverySheet", "所有人都忘记口令，或密钥文件里的账号损坏时，只有这把密钥能打开数据。"),
        tr("RecoverySheet", "请装入信封封好，写上日期，放进保险柜；不要拍照，不要存进电脑。"),
        tr("RecoverySheet", "谁拿到它和数据文件夹，谁就能读到全部数据。"),
    ):
        y = _line(painter, y + 3, 4.2, words)


def _line(painter: QPainter, y: float, height: float, words: str, x: float = _MARGIN_MM) -> float:
    """One line of text `height` mm high at `y`; the y below it. Drawn from a large font, scaled: exact at any size."""
    font = QFont(SANS)
    font.setPixelSize(100)
    painter.save()
    painter.translate(QPointF(x, y + height))
    painter.scale(height / 100, height / 100)
    painter.setFont(font)
    painter.drawText(QPointF(0, 0), words)
    painter.restore()
    return y + height * 1.6


def _groups(painter: QPainter, y: float, groups: list[str]) -> float:
    wide, high = 38.0, 20.0
    for place, group in enumerate(groups):
        x = _MARGIN_MM + place % _GROUPS_A_LINE * (wide + 4)
        top = y + place // _GROUPS_A_LINE * (high + 6)
        painter.setPen(QPen(QColor("#808080"), 0.2))
        painter.drawRect(QRectF(x, top, wide, high))
        painter.setPen(QColor("black"))
        _line(painter, top + 2.2, 2.8, str(place + 1), x + 2)
        _line(painter, top + 7, 7.0, group, x + 6)
    lines = (len(groups) + _GROUPS_A_LINE - 1) // _GROUPS_A_LINE
    return y + lines * (high + 6) + 6
