"""The recovery key on paper: one page for the envelope in the safe, for somebody who has never seen the program."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from desktop.theme.type import SANS

_MARGIN_MM = 22.0
_GROUPS_A_LINE = 4
_WIDE_MM = 164.0
_NEVER_FIRST = "，。；：、！？”）"


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
    """The page in millimetres: what it is, the eight groups large, how to type, use and keep it."""
    tr = QCoreApplication.translate
    painter.scale(pixels_per_mm, pixels_per_mm)
    painter.setPen(QColor("black"))
    y = _line(painter, 30, 8.0, tr("RecoverySheet", "恢复密钥"))
    y = _paragraph(painter, y + 3, 4.6, office)
    made = tr("RecoverySheet", "“培训补贴经办台”的数据 · {day} 建局").format(day=made_on.isoformat())
    y = _line(painter, y + 1, 4.0, made)
    y = _groups(painter, y + 7, key.split("-"))
    for title, lines in _told():
        y = _line(painter, y + 3, 4.6, title, bold=True)
        for words in lines:
            y = _paragraph(painter, y + 0.8, 3.8, words)
    _line(painter, y + 7, 4.0, tr("RecoverySheet", "备份放在（手写）：____________________________________________"))
    _line(
        painter, y + 18, 4.0, tr("RecoverySheet", "封存人（手写）：__________________　　封存日期：__________________")
    )


def _told() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What somebody needs to know who holds nothing but this sheet and a backup: a heading and its lines each."""

    def tr(words: str) -> str:
        return QCoreApplication.translate("RecoverySheet", words)

    return (
        (
            tr("怎么输入"),
            (
                tr("从 1 到 8 组依次输入；大小写、空格、横线都不要紧。里面没有数字 0、1，也没有字母 I、L、O。"),
                tr("每组最后一个字符是校验：输错了，程序会指出是第几组。"),
            ),
        ),
        (
            tr("电脑坏了、丢了"),
            (
                tr("1. 另找一台电脑，装好“培训补贴经办台”（程序文件夹里的 README 有一条命令）。"),
                tr("2. 接上放备份的 U 盘或硬盘。备份是名称以 office- 开头的文件夹，不要改里面的任何文件。"),
                tr("3. 打开程序，选“从备份恢复”，指出备份，输入恢复密钥，给一个账号设新口令，再用它登录。"),
            ),
        ),
        (
            tr("电脑还好，口令都忘了，或管理员离开了"),
            (
                tr("打开程序，在登录页按“忘记口令”，输入恢复密钥，给一个账号（最好是安全管理员）设新口令；"
                   "其他人的口令登录后在“设置—账号与席位”里重设。"),
            ),
        ),
        (
            tr("怎么保管"),
            (
                tr("装入信封封好，写上日期，放进保险柜；不要拍照，不要存进电脑，不要和备份放在一起。"
                   "谁拿到它和数据或备份，谁就能读到全部数据。丢了没有第二份，程序不会再显示。"),
            ),
        ),
    )  # fmt: skip


def _paragraph(painter: QPainter, y: float, height: float, words: str) -> float:
    """Words over as many lines as they need between the margins; the y below them."""
    for line in _wrapped(words, _WIDE_MM / height * 100):
        y = _line(painter, y, height, line)
    return y


def _wrapped(words: str, room: float) -> list[str]:
    """Lines at most `room` wide in a font 100 high, a mark of punctuation hung behind rather than begun with."""
    measure, lines = QFontMetricsF(_font()), [""]
    for character in words:
        full = measure.horizontalAdvance(lines[-1] + character) > room
        if full and character not in _NEVER_FIRST:
            lines.append("")
        lines[-1] += character
    return lines


def _font(*, bold: bool = False) -> QFont:
    font = QFont(SANS)
    font.setPixelSize(100)
    font.setBold(bold)
    return font


def _line(
    painter: QPainter, y: float, height: float, words: str, x: float = _MARGIN_MM, *, bold: bool = False
) -> float:
    """One line of text `height` mm high at `y`; the y below it. Drawn from a large font, scaled: exact at any size."""
    painter.save()
    painter.translate(QPointF(x, y + height))
    painter.scale(height / 100, height / 100)
    painter.setFont(_font(bold=bold))
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
