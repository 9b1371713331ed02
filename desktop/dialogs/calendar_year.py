"""放假安排: a year typed from the notice, its confirmation with the cases it moves, and the bureau's own grounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.act_dialog import ActDialog, Command
from desktop.page import Host
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.choice_fields import ChoiceField
from desktop.widgets.fields import LineField, TextField
from desktop.widgets.layouts import boxed, column, row
from desktop.widgets.modal import Modal
from desktop.widgets.segments import Option
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from models.calendar_text import text_of_year, year_of_text
from models.casework.grounds import Grounds

if TYPE_CHECKING:
    from models.calendar import YearTable
    from models.casework.calendars import CalendarYear
    from models.casework.clocks import Moved

Done = Callable[[Any], object]


def _tr(text: str) -> str:
    return QCoreApplication.translate("CalendarYear", text)


def year_dialog(host: Host, done: Done, table: YearTable | None = None) -> ActDialog:
    """录入一年: year, 文号, days off a line each, days worked instead; `table` is what a file gave."""
    year = LineField(_tr("年份"), placeholder="2027")
    document = LineField(_tr("通知文号"), placeholder=_tr("国办发明电〔2026〕×号"))
    off = TextField(_tr("放假"), hint=_tr("一行一个节：10-1→10-7 国庆节"), rows=7)
    work = LineField(_tr("调休上班"), hint=_tr("用空格分开：1-4 2-14"))
    if table is not None:
        year.set_text(str(table.year))
        days, worked = text_of_year(table)
        off.set_text(days)
        work.set_text(worked)
        document.set_text(table.source)

    def command() -> Command:
        from models.casework.calendars import add_year

        made = year_of_text(year.text(), off.text(), work.text())
        return partial(add_year, table=made, document=document.text())

    return ActDialog(
        host,
        _tr("录入放假安排"),
        {"year": year, "document": document, "off": off, "work": work},
        word=_tr("录入"),
        command=command,
        done=done,
        about=_tr("照国务院办公厅通知原件录入。由另一人核对确认后才生效。"),
    )


class ConfirmYearDialog(Modal):
    """确认: the year as it was entered, and which open cases it moves, before Ctrl+Enter."""

    def __init__(self, year: CalendarYear, moved: Sequence[Moved], confirm: Callable[[], object]) -> None:
        self.year, self.moved, self._confirm = year, tuple(moved), confirm
        off, work = text_of_year(year.table)
        parts = [
            _part(_tr("放假"), off.replace("\n", "；")),
            _part(_tr("调休上班"), work or _tr("没有")),
            _part(_tr("文号"), year.source),
        ]
        about = Card(column(*parts, gap=8, margins=(16, 10, 16, 12)))
        title = _tr("{n} 件在办案件的期限会变").format(n=len(self.moved)) if self.moved else _tr("没有案件的期限会变")
        lines = [Text(moved_words(one), Role.SMALL, wrap=True) for one in self.moved]
        action = Action("Ctrl+Enter", _tr("核对无误，确认"), self._accept)
        super().__init__(
            _tr("确认 {year} 年放假安排").format(year=year.table.year),
            column(about, Strong(title), *lines, gap=8),
            accept=action,
            subtitle=_tr("{who} 录入").format(who=year.entered_by),
            remark=_tr("请对照通知原件"),
        )

    def _accept(self) -> None:
        self.close()
        self._confirm()


def moved_words(moved: Moved) -> str:
    """What a table does to one case."""
    if moved.due_on == moved.due_before:
        words = _tr("{number}：算得 {computed}，已告知申请人 {due}，仍按 {due} 办")
    else:
        words = _tr("{number}：由 {before} 改为 {due}")
    return words.format(
        number=moved.number, computed=moved.computed or _tr("日历外"), due=moved.due_on, before=moved.due_before
    )


def _part(label: str, words: str) -> Any:
    return boxed(row(Text(label, Role.SMALL, Tone.TEXT3), (Text(words, Role.SMALL, wrap=True), 1), gap=12))


def grounds_dialog(host: Host, grounds: Grounds, done: Done) -> ActDialog:
    """时限依据: what no text in hand settles; empty means that the act is refused."""
    lapse = LineField(_tr("逾期未补正：依据文号"), hint=_tr("空着则不作逾期处理"))
    article = LineField(_tr("逾期未补正：条款"))
    days = LineField(_tr("逾期未补正：期限"), unit=_tr("工作日"))
    extension = LineField(_tr("延期：依据文号"), hint=_tr("空着则不能延期"))
    more = LineField(_tr("延期：天数"), unit=_tr("工作日"))
    pause = ChoiceField(_tr("补正期间"), [Option(_tr("停止计算"), "1"), Option(_tr("照常计算"), "2")])
    values = (grounds.lapse_document, grounds.lapse_article, grounds.lapse_days)
    for field, text in zip((lapse, article, days), values, strict=True):
        field.set_text(text)
    extension.set_text(grounds.extension_document)
    more.set_text(grounds.extension_days)
    pause.set_text(_tr("照常计算") if grounds.runs_on else _tr("停止计算"))

    def command() -> Command:
        from models.casework.grounds import set_grounds

        runs_on = pause.text() == _tr("照常计算")
        typed = Grounds(lapse.text(), article.text(), days.text(), extension.text(), more.text(), runs_on)
        return partial(set_grounds, grounds=typed)

    return ActDialog(
        host,
        _tr("时限依据"),
        {
            "lapse.document": lapse,
            "lapse.article": article,
            "lapse.days": days,
            "extension.document": extension,
            "extension.days": more,
            "pause": pause,
        },
        word=_tr("保存"),
        command=command,
        done=done,
        about=_tr("现有文件没有规定的，由本局填写所依据的文号；空着时程序不办这一步。"),
    )
