"""公示: who waits for a list, whose period runs or is over; one key makes the list, one ends what is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.act_dialog import ActDialog, Command
from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.page import Host
from desktop.saving import ask_folder, write_file
from desktop.theme.paint import MarkKind
from desktop.theme.sizes import scaled
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.boxes import Notice
from desktop.widgets.button import Button, Kind
from desktop.widgets.fields import ChoiceField
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.modal import Modal
from desktop.widgets.segments import Option
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Text
from models.casework.changes import Changes, Done
from models.casework.permissions import may
from models.casework.publishing import (
    PublicityStanding,
    PublishedList,
    end_publicity,
    list_files,
    publicity_standings,
    published_lists,
)
from models.errors import InputError, SubsidyDeskError
from models.money import format_yuan
from models.month import MonthFile
from models.publicity import PublicityList

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("Publicity", text)


class PublicityDialog(Modal):
    """`PublicityDialog(host, standings, open_case)`; the list's files go into a folder that is asked for first."""

    def __init__(self, host: Host, standings: Sequence[PublicityStanding], open_case: Callable[[str], object]) -> None:
        self._host, self._open_case = host, open_case
        self.ask_folder = ask_folder
        self.model: RowModel[PublicityStanding] = RowModel(_columns())
        self.table = Table(self.model, _tr("公示中的案件"), two_lines=True)
        self.table.setMinimumHeight(scaled(320))
        self.table.opened.connect(self._opened)
        self.publish_action = Action("Ctrl+S", _tr("出名单（PDF、xlsx）…"), self.publish)
        self.again_action = Action("Ctrl+P", _tr("再存已出的名单…"), self.ask_list)
        self.end_action = Action("Ctrl+Enter", _tr("期满的送签发"), self.end)
        self.count = Text("", Role.SMALL)
        self._failure = column()
        head = row(
            self.count,
            STRETCH,
            Button(action=self.again_action, kind=Kind.QUIET),
            Button(action=self.publish_action),
            gap=12,
        )
        body = column(head, (Card(column((self.table, 1), margins=(1, 1, 1, 6))), 1), self._failure, gap=12)
        super().__init__(_tr("公示"), body, accept=self.end_action, width=820, cancel_word=_tr("关闭"))
        self._enter = Action("Enter", _tr("打开案件"))
        self._show(standings)

    def actions_shown(self) -> list[Action]:
        """Enter belongs to the table."""
        return [self._enter, self.publish_action, self.again_action, *super().actions_shown()]

    def _show(self, standings: Sequence[PublicityStanding]) -> None:
        self._standings = standings
        self.model.show_rows(standings)
        self.table.select_first()
        unlisted = sum(one.last_day is None for one in standings)
        due = sum(one.due for one in standings)
        words = _tr("{all} 件公示中：{new} 件等出名单，{due} 件期满")
        self.count.setText(words.format(all=len(standings), new=unlisted, due=due))
        self._judge(self.publish_action, "publicity.publish", _tr("没有等出名单的案件。") if not unlisted else "")
        self._judge(
            self.end_action, "publicity.end", _tr("还没有期满的案件，到期的次日起可以办理。") if not due else ""
        )

    def _judge(self, action: Action, command: str, reason: str) -> None:
        account = self._host.account
        if account is not None and not may(account, command):
            reason = _tr("公示由复核或签发席位办理。")
        action.block(reason) if reason else action.allow()

    def publish(self) -> None:
        """Ctrl+S: make the next list and write its files."""
        folder = self.ask_folder(self, _tr("名单存到文件夹"))
        if folder is None:
            return

        def make(desk: Desk) -> Done[PublishedList]:
            from models.casework.publishing import publish_list
            from reports.publicity import write_list

            return publish_list(desk, write_list)

        self.publish_action.block(_tr("正在出名单…"))
        self._host.runner.perform(make, partial(self._made, folder), self._fail)

    def _made(self, folder: Path, made: PublishedList) -> None:
        words = _tr("名单 {name} 已出：{n} 件，公示到 {day}").format(
            name=made.list.name, n=made.count, day=made.list.last_day.isoformat()
        )

        self._write(folder, made.files, words)
        self._refresh()

    def _write(self, folder: Path, files: Sequence[MonthFile], words: str) -> None:
        def write(_desk: Desk) -> None:
            for file in files:
                write_file(folder / file.name, file.content)

        self._host.runner.read(write, lambda _none: self._host.say(words), self._fail)

    def ask_list(self) -> None:
        """Ctrl+P: which list is to be written again, as it was published."""
        self._host.runner.read(published_lists, self._choose_list, self._fail)

    def _choose_list(self, lists: tuple[PublicityList, ...]) -> None:
        if lists:
            self._host.open_modal(again_dialog(self._host, lists, self._write_again))
        else:
            self._host.say(_tr("还没有出过名单。"))

    def _write_again(self, made: PublicityList) -> None:
        folder = self.ask_folder(self, _tr("名单存到文件夹"))
        if folder is None:
            return
        words = _tr("名单 {name} 已再存一份，与公示时一样").format(name=made.name)
        self._host.runner.read(
            lambda desk: list_files(desk, made.name), lambda files: self._write(folder, files, words), self._fail
        )

    def end(self) -> None:
        """Ctrl+Enter: every case whose period is over goes to signature."""
        self.end_action.block(_tr("正在保存…"))
        self._host.runner.perform(end_publicity, self._ended, self._fail)

    def _ended(self, numbers: tuple[str, ...]) -> None:
        self._host.say(_tr("{n} 件公示期满，已送签发").format(n=len(numbers)))
        self._refresh()

    def _refresh(self) -> None:
        if self.is_open:
            self._host.runner.read(publicity_standings, self._read_again, self._fail)

    def _read_again(self, standings: tuple[PublicityStanding, ...]) -> None:
        if self.is_open:
            self._show(standings)

    def _fail(self, error: SubsidyDeskError) -> None:
        if not self.is_open:
            self._host.say(error.message, bad=True)
            return
        self._show(self._standings)
        while (item := self._failure.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._failure.addWidget(Notice(MarkKind.NOT_MET, _tr("没有办成"), error.message))

    def _opened(self, one: PublicityStanding) -> None:
        self.close()
        self._open_case(one.number)


def again_dialog(host: Host, lists: Sequence[PublicityList], done: Callable[[PublicityList], object]) -> ActDialog:
    """Choose one of the published lists, the newest first."""
    by_word = {_list_words(one): one for one in lists}
    chosen = ChoiceField(_tr("名单"), [Option(word) for word in by_word], hint=_tr("最新的在前"), most_segments=0)
    chosen.set_text(next(iter(by_word)))

    def command() -> Command:
        found = by_word.get(chosen.text())
        if found is None:
            raise InputError(_tr("请选一份名单。"), "list")
        return lambda _desk: Done(found, Changes())

    about = _tr("名单按公示时的样子保存，不会因后来的改动而变。")
    title, word = _tr("再存已出的名单"), _tr("选文件夹…")
    return ActDialog(host, title, {"list": chosen}, word=word, command=command, done=done, about=about)


def _list_words(one: PublicityList) -> str:
    words = _tr("{year}年第{n}批：{first} 至 {last}")
    days = {"first": one.first_day.isoformat(), "last": one.last_day.isoformat()}
    return words.format(year=one.year, n=one.serial, **days)


def _columns() -> list[Column[PublicityStanding]]:
    return [
        Column(_tr("案号"), lambda one: Cell(one.number), "2026-00012"),
        Column(_tr("申请人"), lambda one: Cell(one.person_name, strong=True, sub=one.masked_id), elide=True),
        Column(
            _tr("项目"), lambda one: Cell(one.programme_name, sub=_money(one)), "就业困难人员取证并就业奖励", elide=True
        ),
        Column(_tr("公示到"), lambda one: Cell(*_period(one)), "2026-09-11 期满了"),
    ]


def _money(one: PublicityStanding) -> str:
    return "" if one.amount_fen is None else format_yuan(one.amount_fen)


def _period(one: PublicityStanding) -> tuple[str]:
    if one.last_day is None:
        return (_tr("还没有列入名单"),)
    return (f"{one.last_day.isoformat()} {_tr('期满')}" if one.due else one.last_day.isoformat(),)
