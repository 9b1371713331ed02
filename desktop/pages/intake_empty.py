"""Nobody is at the window yet: how to begin, what was not finished, what was last taken in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.paint import MarkKind
from desktop.theme.sizes import MARGIN
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
from models.case import STATE_NAMES
from models.id_number import mask_id
from models.vocabulary import PROGRAMME_NAMES

if TYPE_CHECKING:
    from models.case import CaseRow
    from models.casework.drafts import Draft


class EmptyWindow(QWidget):
    """`show_drafts(drafts)`, `show_cases(rows)`; `draft_chosen(key)`, `case_chosen(number)`."""

    draft_chosen = Signal(str)
    case_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("受理：按 F2 输入身份证号、姓名等"))
        self._drafts, self._cases = column(gap=8), column(gap=4)
        self._draft_card = Card(column(self._draft_head(), self._drafts, gap=8, margins=(16, 8, 16, 16)))
        self._case_card = Card(column(Strong(self.tr("最近收件"), Role.SECTION), self._cases, margins=(16, 8, 16, 12)))
        self.trouble: Notice | None = None
        self._trouble = column()
        left = boxed(column(self._how_to(), STRETCH, gap=12))
        right = boxed(column(self._trouble, self._draft_card, self._case_card, STRETCH, gap=12))
        body = row((left, 1), (right, 1), gap=12, margins=(MARGIN, MARGIN, MARGIN, MARGIN))
        self.setLayout(column(Scrolling(body), gap=0))
        self.tiles: list[Tile] = []
        self.show_drafts(())
        self.show_cases(())

    def _draft_head(self) -> QWidget:
        remark = Text(self.tr("只有您自己看得到"), Role.CAPTION, Tone.TEXT3)
        return boxed(row(Strong(self.tr("没办完的"), Role.SECTION), remark, STRETCH, gap=8))

    def _how_to(self) -> Card:
        steps = (
            (self.tr("1 2 3"), self.tr("选项目：技能提升补贴、免费培训、生活费补贴")),
            (self.tr("Enter"), self.tr("一项一项往下填，右边随时有结论；Esc 退回上一项")),
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
        return Card(column(title, self.ask, 4, *lines, gap=12, margins=(24, 20, 24, 24)))

    def show_drafts(self, drafts: Sequence[Draft]) -> None:
        """What this account did not finish."""
        _clear(self._drafts)
        self.tiles = []
        for draft in drafts:
            title, detail = draft_words(draft.content)
            when = _moment(draft)
            tile = Tile(
                title, f"{detail} · {when}", partial(self.draft_chosen.emit, draft.key), icon="edit", plain=True
            )
            self.tiles.append(tile)
            self._drafts.addWidget(tile)
        self._draft_card.setVisible(bool(drafts))

    def show_cases(self, cases: Sequence[CaseRow]) -> None:
        """The cases last taken in."""
        _clear(self._cases)
        for case in cases:
            programme = PROGRAMME_NAMES.get(case.programme, case.programme)
            detail = f"{case.number} · {programme} · {STATE_NAMES[case.state]} · {mask_id(case.id_number)}"
            chosen = partial(self.case_chosen.emit, case.number)
            self._cases.addWidget(Tile(case.person_name, detail, chosen, icon="person", plain=True))
        if not cases:
            self._cases.addWidget(Text(self.tr("还没有收过件。"), Role.SMALL, Tone.TEXT3))

    def show_trouble(self, words: str) -> None:
        """What could not be read, in full; "" when all is well again."""
        _clear(self._trouble)
        self.trouble = Notice(MarkKind.NOT_MET, self.tr("没有读出来"), words) if words else None
        if self.trouble is not None:
            self._trouble.addWidget(self.trouble)

    def focus(self) -> None:
        """The one box, so that the next person needs no key; out of it by Esc, what was not finished."""
        if not self.focus_box():
            target: QWidget = self.tiles[0] if self.tiles else self.ask
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_box(self) -> bool:
        """Go to the one box of the window, unless the focus is there already; whether it did."""
        box = self.window().findChild(SearchBox)
        if box is None or not box.isVisible() or box.hasFocus():
            return False
        box.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def draft_words(content: object) -> tuple[str, str]:
    """Name and programme of a draft, as far as they were typed."""
    from PySide6.QtCore import QCoreApplication

    data = content if isinstance(content, dict) else {}
    name = str(data.get("name") or "") or QCoreApplication.translate("EmptyWindow", "（还没有姓名）")
    programme = str(data.get("programme") or "")
    fallback = QCoreApplication.translate("EmptyWindow", "还没选项目")
    return name, PROGRAMME_NAMES.get(programme, fallback)


def _moment(draft: Draft) -> str:
    from desktop.pages.intake_work import moment_text

    return moment_text(draft.at)


def _fixed(cap: KeyCap) -> QWidget:
    box = boxed(row(cap, STRETCH, gap=0))
    box.setFixedWidth(88)
    return box


def _clear(layout: object) -> None:
    from PySide6.QtWidgets import QBoxLayout

    if isinstance(layout, QBoxLayout):
        while (item := layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
