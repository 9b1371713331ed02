"""停用账号: what a leaver has in hand, and the colleague who takes all of it over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.dialogs.act_dialog import ActDialog, Command
from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.page import Host
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField
from desktop.widgets.layouts import column
from desktop.widgets.segments import Option
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from models.casework.leaving import InHand, Leaver
from models.desk_day import PART_NAMES
from models.errors import InputError
from models.office import Account, Seat


def tr(text: str) -> str:
    """A text of this dialog."""
    return QCoreApplication.translate("CloseAccount", text)


def close_dialog(
    host: Host, folder: Path, held: Leaver, others: Sequence[Account], done: Callable[[Any], object]
) -> ActDialog:
    """Close an account; with something in hand the colleague who takes it over is asked."""
    name = held.account.name
    able = [one.name for one in others if one.seats & {Seat.INTAKE, Seat.REVIEW}]
    heir = ChoiceField(tr("交给谁"), [Option(one) for one in able], hint=tr("全部移交给这一位"), most_segments=0)

    def command() -> Command:
        from models.casework.leaving import close_account

        chosen = "" if held.empty else heir.text()
        if not held.empty and not chosen:
            raise InputError(tr("请选接办的同事，否则这些案件将无人负责。"), "heir")
        return lambda desk: close_account(desk, folder, name, chosen)

    about = tr("停用后“{name}”不能再登录，也不能恢复；办结的案件不受影响。").format(name=name)
    fields: dict[str, Field] = {} if held.empty else {"heir": heir}
    return ActDialog(
        host,
        tr("停用账号"),
        fields,
        word=tr("停用") if held.empty else tr("移交并停用"),
        command=command,
        done=done,
        subtitle=name,
        about=about + _in_hand_words(held),
        above=[] if not held.cases else [_table(held)],
        danger=True,
    )


def _in_hand_words(held: Leaver) -> str:
    if held.empty:
        return tr("手上没有在办的案件。")
    words = tr("手上还有 {n} 件在办案件、{m} 份没办完的收件，停用前全部移交：")
    return words.format(n=len(held.cases), m=held.drafts)


def _table(held: Leaver) -> QWidget:
    columns: list[Column[InHand]] = [
        Column(tr("案件"), lambda one: Cell(one.number, strong=True)),
        Column(tr("状态"), lambda one: Cell(one.state_name), tr("政策未生效·已登记")),
        Column(tr("职责"), lambda one: Cell(PART_NAMES[one.part], Tone.TEXT2), tr("承办")),
    ]
    model: RowModel[InHand] = RowModel(columns)
    table = Table(model, tr("手上的案件"))
    table.setFixedHeight(scaled(168))
    model.show_rows(held.cases)
    return Card(column(table, margins=(1, 1, 1, 6)))
