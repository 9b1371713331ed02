"""The cases behind a number of a month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.item_models.cells import Cell, Column, PillWord
from desktop.item_models.rows import RowModel
from desktop.theme.paint import MarkKind
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.chips import Chips
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Text
from models.case import Outcome
from models.money import format_yuan
from reports.month.sheet import MonthCase


def _tr(text: str) -> str:
    return QCoreApplication.translate("MonthCases", text)


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case, and in words how it stood in the edition before, where that is what is asked."""

    case: MonthCase
    before: str = ""


class MonthCasesDialog(Modal):
    """`MonthCasesDialog("准予 318 件", "2026年8月 第 2 版", cases, open_case)`; Enter opens a case and closes this."""

    def __init__(
        self, title: str, subtitle: str, cases: Sequence[ListedCase], open_case: Callable[[str], object]
    ) -> None:
        self._cases, self._open_case = cases, open_case
        self.model: RowModel[ListedCase] = RowModel(_columns(any(one.before for one in cases)))
        self.table = Table(self.model, title)
        self.table.setMinimumHeight(scaled(360))
        self.table.opened.connect(self._opened)
        self.chips = Chips()
        self.chips.chosen.connect(self._filter)
        none = Text(_tr("没有案件。"), Role.BODY, Tone.TEXT2)
        card = Card(column((self.table, 1), margins=(1, 1, 1, 6)))
        (none if cases else card).hide()
        parts = column(self.chips, none, (card, 1), gap=12)
        super().__init__(
            title,
            parts,
            subtitle=subtitle,
            width=980,
            cancel_word=_tr("关闭"),
            foot_note=_tr("Enter 打开案件"),
        )
        self.open_action = Action("Enter", _tr("打开案件"))
        self._show_chips()
        self._filter("")

    def actions_shown(self) -> list[Action]:
        """Enter belongs to the table, not to a button."""
        return [self.open_action, *super().actions_shown()]

    def _show_chips(self) -> None:
        choices = [("", _tr("全部"), len(self._cases))]
        for key, word, wanted in _KINDS:
            count = sum(wanted(one.case) for one in self._cases)
            if 0 < count < len(self._cases):
                choices.append((key, word, count))
        self.chips.setVisible(len(choices) > 1)
        self.chips.show_choices(choices, "")

    def _filter(self, key: str) -> None:
        wanted = next((test for name, _, test in _KINDS if name == key), None)
        self.model.show_rows([one for one in self._cases if wanted is None or wanted(one.case)])
        self.table.select_first()

    def _opened(self, one: ListedCase) -> None:
        self.close()
        self._open_case(one.case.number)


def _columns(compared: bool) -> list[Column[ListedCase]]:
    columns: list[Column[ListedCase]] = [
        Column(_tr("案号"), lambda one: Cell(one.case.number, tone=Tone.TEXT2), "2026-00012"),
        Column(_tr("申请人"), lambda one: Cell(one.case.person_name, strong=True), elide=True),
        Column(_tr("证件号"), lambda one: Cell(one.case.masked_id, tone=Tone.TEXT2, small=True), "110105********002X"),
        Column(_tr("事项"), _programme_cell, "培训期间生活费补贴 四级"),
    ]
    if compared:
        columns.append(Column(_tr("前一版"), lambda one: Cell(one.before, tone=Tone.TEXT2), "准予 ¥15,000.00"))
    else:
        columns.append(Column(_tr("决定日"), _day_cell, "2026-08-31"))
    columns.append(Column(_tr("结果"), _outcome_cell, "办理中", pill=True))
    columns.append(Column(_tr("金额"), _amount_cell, "¥12,345.00", right=True))
    return columns


def _programme_cell(one: ListedCase) -> Cell:
    return Cell(" ".join(part for part in (one.case.programme, one.case.level) if part))


def _day_cell(one: ListedCase) -> Cell:
    day = one.case.decided_on
    return Cell(day.isoformat() if day is not None else "—", tone=Tone.TEXT2 if day is not None else Tone.TEXT3)


def _outcome_cell(one: ListedCase) -> Cell:
    if one.case.outcome is Outcome.GRANTED:
        return Cell(pill=PillWord.verdict(MarkKind.MET, _tr("准予")))
    if one.case.outcome is Outcome.REFUSED:
        return Cell(pill=PillWord.verdict(MarkKind.NOT_MET, _tr("不予")))
    return Cell(pill=PillWord.verdict(MarkKind.UNKNOWN, _tr("未决定")))


def _amount_cell(one: ListedCase) -> Cell:
    fen = one.case.amount_fen
    return Cell(format_yuan(fen)) if fen else Cell("—", tone=Tone.TEXT3)


_KINDS: tuple[tuple[str, str, Callable[[MonthCase], bool]], ...] = (
    ("granted", "准予", lambda case: case.outcome is Outcome.GRANTED),
    ("refused", "不予", lambda case: case.outcome is Outcome.REFUSED),
    ("undecided", "未决定", lambda case: case.outcome is None),
)
