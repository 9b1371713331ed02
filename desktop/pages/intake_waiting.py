"""What waits at the window: unfinished drafts of this account, and the cases last taken in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.pages.intake_work import AT_WINDOW, moment_text
from desktop.theme.sizes import PAD
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.surface import Bar, Card
from desktop.widgets.text import Strong, Text
from desktop.widgets.tile import SIDE as TILE_SIDE
from desktop.widgets.tile import Tile
from models.case import STATE_NAMES
from models.id_number import mask_id
from models.vocabulary import PROGRAMME_NAMES

if TYPE_CHECKING:
    from models.case import CaseRow
    from models.casework.drafts import Draft

KEYED = 9
"""So many parked people are taken up again by one key each, the last parked first."""
_SIDE = PAD - TILE_SIDE  # so that the icons of the tiles stand under the heading


class Waiting(QWidget):
    """`show_drafts(drafts)`, `show_cases(rows)`; `carded`: on cards.

    `draft_chosen(key)`; `case_chosen(number)` for a case at the window, `case_elsewhere(number)` for any other.
    """

    draft_chosen = Signal(str)
    case_chosen = Signal(str)
    case_elsewhere = Signal(str)

    def __init__(self, *, carded: bool = True) -> None:
        super().__init__()
        self._carded = carded
        self.tiles: list[Tile] = []
        self.case_tiles: list[Tile] = []
        self._drafts, self._cases = column(gap=4), column(gap=4)
        remark = Text(self.tr("只有您自己看得到"), Role.CAPTION, Tone.TEXT3)
        margins = (_SIDE, 8, _SIDE, 8) if carded else (0, 0, 0, 8)
        drafts = column(_head(self.tr("没办完的"), remark), self._drafts, gap=6, margins=margins)
        cases = column(_head(self.tr("最近收件")), self._cases, gap=6, margins=margins)
        self._draft_box: QWidget = Card(drafts) if carded else boxed(drafts)
        self.setLayout(column(self._draft_box, Card(cases) if carded else boxed(cases), STRETCH, gap=12))
        self.show_drafts(())
        self.show_cases(())

    def show_drafts(self, drafts: Sequence[Draft]) -> None:
        """What this account did not finish."""
        clear(self._drafts)
        self.tiles = [self._draft_tile(draft, place) for place, draft in enumerate(drafts, 1)]
        for tile in self.tiles:
            self._drafts.addWidget(tile)
        self._draft_box.setVisible(bool(drafts))

    def open_place(self, place: int) -> bool:
        """Take up the n-th parked person, counted from 1; whether there is one."""
        if not 1 <= place <= len(self.tiles):
            return False
        self.tiles[place - 1].click()
        return True

    def _draft_tile(self, draft: Draft, place: int) -> Tile:
        name, programme = draft_words(draft.content)
        chosen = partial(self.draft_chosen.emit, draft.key)
        key = f"Alt+{place}" if self._carded and place <= KEYED else ""
        return Tile(name, f"{programme} · {moment_text(draft.at)}", chosen, icon="edit", key=key, plain=True)

    def show_cases(self, cases: Sequence[CaseRow]) -> None:
        """The cases last taken in."""
        clear(self._cases)
        self.case_tiles = [self._case_tile(case) for case in cases]
        for tile in self.case_tiles:
            self._cases.addWidget(tile)
        if not cases:
            nothing = Text(self.tr("还没有收过件。"), Role.SMALL, Tone.TEXT3)
            self._cases.addWidget(boxed(row(nothing, margins=(TILE_SIDE, 0, TILE_SIDE, 4))))

    def _case_tile(self, case: CaseRow) -> Tile:
        programme = PROGRAMME_NAMES.get(case.programme, case.programme)
        detail = f"{case.number} · {STATE_NAMES[case.state]} · {programme}"
        to = self.case_chosen if case.state in AT_WINDOW else self.case_elsewhere
        chosen = partial(to.emit, case.number)
        tile = Tile(case.person_name, detail, chosen, icon="person", plain=True)
        tile.setToolTip(f"{detail} · {mask_id(case.id_number)}")
        return tile


class WaitingList(Bar):
    """The same beside the case, in a wide window."""

    def __init__(self) -> None:
        self.waiting = Waiting(carded=False)
        body = column(self.waiting, margins=(_SIDE, 12, _SIDE, 12))
        super().__init__(column(Scrolling(body), gap=0), Tone.SURFACE, "right")


def _head(title: str, remark: Text | None = None) -> QBoxLayout:
    return row(Strong(title, Role.SECTION), remark, STRETCH, gap=8, margins=(TILE_SIDE, 0, TILE_SIDE, 0))


def draft_words(content: object) -> tuple[str, str]:
    """Name and programme of a draft, as far as they were typed."""
    data = content if isinstance(content, dict) else {}
    name = str(data.get("name") or "") or QCoreApplication.translate("Waiting", "（还没有姓名）")
    nothing = QCoreApplication.translate("Waiting", "还没选项目")
    return name, PROGRAMME_NAMES.get(str(data.get("programme") or ""), nothing)


def clear(layout: QBoxLayout) -> None:
    """Take every widget out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
