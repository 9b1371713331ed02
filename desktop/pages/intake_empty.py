"""Nobody is at the window yet: how to begin, what was not finished, what was last taken in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.pages.intake_waiting import Waiting, clear
from desktop.theme.paint import MarkKind
from desktop.theme.sizes import MARGIN, PAD, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.boxes import Notice
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.marks import Icon, KeyCap
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.search_box import SearchBox
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from desktop.widgets.tile import Tile


class EmptyWindow(QWidget):
    """The way in at the left, `waiting` at the right. `classes_asked` on the way to the classes."""

    classes_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("受理：按 F2 输入身份证号、姓名等"))
        self.waiting = Waiting()
        self.trouble: Notice | None = None
        self._trouble = column()
        left = boxed(column(self._how_to(), STRETCH, gap=12))
        right = boxed(column(self._trouble, (self.waiting, 1), gap=12))
        body = row((left, 1), (right, 1), gap=12, margins=(MARGIN, MARGIN, MARGIN, MARGIN))
        self.setLayout(column(Scrolling(body), gap=0))

    def _how_to(self) -> Card:
        steps = (
            (self.tr("1…9"), self.tr("选项目：技能提升补贴、免费培训等")),
            (self.tr("Enter"), self.tr("一项一项往下填，右边随时有结论")),
            (self.tr("Esc"), self.tr("退回上一项，不丢已填的内容")),
            (self.tr("Space"), self.tr("收到一份材料按一下；Ins 附扫描件")),
            (self.tr("Ctrl+Enter"), self.tr("受理，取号，打印受理通知书")),
        )
        lines = [
            row(_fixed(KeyCap(key)), (Text(words, Role.BODY, Tone.TEXT2, wrap=True), 1), gap=12) for key, words in steps
        ]
        title = row(Icon("intake", 24, Tone.ACCENT_TEXT), Strong(self.tr("请下一位"), Role.NAME), STRETCH, gap=12)
        self.ask = Tile(
            self.tr("输入身份证号、姓名…"),
            self.tr("拼音首字母、电话、证书号、文号也行"),
            self.focus_box,
            icon="search",
            key="F2",
        )
        self.classes = Tile(
            self.tr("一个班一起办"),
            self.tr("导入名册，批量收件、受理、送达"),
            self.classes_asked.emit,
            icon="people",
            key="Ctrl+B",
        )
        return Card(column(title, self.ask, self.classes, 4, *lines, gap=12, margins=(PAD, 12, PAD, PAD)))

    def show_trouble(self, words: str) -> None:
        """What could not be read, in full; "" when all is well again."""
        clear(self._trouble)
        self.trouble = Notice(MarkKind.NOT_MET, self.tr("没有读出来"), words) if words else None
        if self.trouble is not None:
            self._trouble.addWidget(self.trouble)

    def focus(self) -> None:
        """The one box, so that the next person needs no key."""
        if not self.focus_box():
            self.focus_list()

    def focus_list(self) -> None:
        """Out of the box: what was not finished, or the way back into it."""
        target: QWidget = self.waiting.tiles[0] if self.waiting.tiles else self.ask
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_box(self) -> bool:
        """Go to the one box of the window; whether there is one in sight."""
        box = self.window().findChild(SearchBox)
        if box is None or not box.isVisible():
            return False
        box.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def _fixed(cap: KeyCap) -> QWidget:
    box = boxed(row(cap, STRETCH, gap=0))
    box.setFixedWidth(scaled(80))
    return box
