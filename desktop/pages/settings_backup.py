"""设置 · 备份: make one now, see them all, check, keep or restore one, rehearse a restore, choose where they go."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLayout, QWidget

from desktop.backup_keeper import BackupKeeper
from desktop.dialogs.restore_dialog import RestoreDialog
from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.page import Host
from desktop.pages.settings_section import Section, Services
from desktop.preferences import backup_places
from desktop.saving import ask_folder
from desktop.theme.paint import MarkKind
from desktop.theme.sizes import PAD
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.boxes import Notice
from desktop.widgets.button import Button, Kind
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.marks import Mark
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from models.casework.changes import Changes
from models.casework.key_rotation import is_rotation_due
from models.casework.maintenance import (
    BackupRow,
    Loss,
    last_rehearsal,
    list_backups,
    pin_backup,
    preview_restore,
    verify_one_backup,
)
from models.casework.permissions import may
from models.casework.unit_of_work import Desk
from models.errors import SubsidyDeskError
from models.moment import beijing_time
from models.store.rehearsal import Rehearsal


class BackupSection(Section):
    """Only the system administrator; the automatic ones go on without."""

    key, icon = "backup", "backup"
    needs = "store.backup"

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.title, self.about = self.tr("备份"), self.tr("现在备份、检查、恢复")
        self.make_action = Action("Ctrl+B", self.tr("现在备份"), self.make, icon="backup", parent=self)
        self.check_action = Action("Ctrl+K", self.tr("检查这一份"), self.check, icon="check", parent=self)
        self.pin_action = Action("Ctrl+T", self.tr("留住"), self.pin, icon="lock", parent=self)
        self.rehearse_action = Action("Ctrl+Y", self.tr("演练恢复"), self.rehearse, icon="refresh", parent=self)
        self.restore_action = Action("", self.tr("恢复…"), self.preview, parent=self)
        self._maker = BackupKeeper(host.runner, lambda: backup_places(services.keeper.now), self)
        self._maker.stop()
        self.model = RowModel[BackupRow](
            [
                Column(self.tr("时间"), _made, "2026-12-31 23:59"),
                Column(self.tr("案件"), lambda row: Cell(str(row.cases), Tone.TEXT2), "00000", right=True),
                Column(self.tr("文书"), lambda row: Cell(str(row.letters), Tone.TEXT2), "00000", right=True),
                Column(self.tr("流水号"), lambda row: Cell(str(row.journal), Tone.TEXT2), "0000000", right=True),
                Column(self.tr("文件夹"), _folder),
            ]
        )
        self.table = Table(self.model, self.title)
        self.table.current_changed.connect(lambda _row: self._judge())
        self.place = Text("", Role.SMALL, Tone.TEXT2, elide=True)
        self.second = Text("", Role.SMALL, Tone.TEXT2, elide=True)
        self.rehearsal = Text("", Role.SMALL, Tone.TEXT2, elide=True)
        self.rehearsal_mark = Mark(MarkKind.UNKNOWN, 14)
        self.key_due = Notice(MarkKind.WARN, *key_due_words())
        self.key_due.hide()
        self.count = Text("", Role.SMALL, Tone.TEXT3)
        self._build()
        self._judge()

    def _build(self) -> None:
        make = Button(action=self.make_action, kind=Kind.PRIMARY)
        others = (self.check_action, self.rehearse_action, self.pin_action, self.restore_action)
        buttons = row(make, *(Button(action=action) for action in others), STRETCH)
        note = Text(
            self.tr(
                "每次关闭窗口、每 30 分钟有改动时自动备份，加密，做好就校验；每周自动演练一次恢复。"
                "留最近 14 天每天、12 周每周、24 个月每月的最后一份，其余自动清理；“留住”的（打 ✓）不清理。"
            ),
            Role.SMALL,
            Tone.TEXT2,
            wrap=True,
        )
        card = Card(column(self.table, margins=(1, 1, 1, 6)))
        head = row(Strong(self.title, Role.SECTION), self.count, STRETCH)
        tested = row(self.rehearsal_mark, (self.rehearsal, 1), gap=6)
        parts = (head, note, self._places(), tested, self.key_due, buttons, (card, 1))
        self.setLayout(column(*parts, gap=12, margins=(4, 4, PAD, PAD)))

    def _places(self) -> QLayout:
        change = Button(self.tr("换地方"), "", self._change_place)
        self.back_here = Button(self.tr("放回数据文件夹"), "", partial(self._put_place, ""))
        self.add_second = Button(self.tr("选第二个位置"), "", self._change_second)
        self.no_second = Button(self.tr("不再放"), "", partial(self._put_second, ""))
        first, second = Text(self.tr("放在"), Role.SMALL, Tone.TEXT3), Text(self.tr("同时放在"), Role.SMALL, Tone.TEXT3)
        return column(
            row(first, self.place, self.back_here, change, STRETCH),
            row(second, self.second, self.no_second, self.add_second, STRETCH),
            gap=6,
        )

    def section_actions(self) -> list[Action]:
        return [self.make_action, self.check_action, self.rehearse_action, self.pin_action]

    def first_input(self) -> QWidget:
        return self.table

    def wants(self, changes: Changes) -> bool:
        return changes.office

    def refresh(self) -> None:
        places = backup_places(self.services.keeper.now)
        folder = self.services.folder
        self.place.setText(place_words(places.first, folder) if places.first else str(folder / "backups"))
        none = self.tr("没有第二个位置（建议放到另一块硬盘）")
        self.second.setText(place_words(places.second, folder) if places.second else none)
        self.back_here.setVisible(places.first is not None)
        self.no_second.setVisible(places.second is not None)

        def ask(desk: Desk) -> tuple[tuple[BackupRow, ...], Rehearsal | None]:
            return list_backups(desk, places.first), last_rehearsal(desk)

        self.key_due.setVisible(is_rotation_due(self.services.folder))

        self.host.runner.read(ask, self._show, self.fail, latest="settings backups")

    def _show(self, found: tuple[tuple[BackupRow, ...], Rehearsal | None]) -> None:
        rows, rehearsed = found
        kind, words = rehearsal_words(rehearsed)
        self.rehearsal_mark.set_kind(kind)
        self.rehearsal.setText(words)
        self.model.show_rows(rows)
        self.count.setText(self.tr("{n} 份").format(n=len(rows)) if rows else self.tr("还没有备份"))
        self.table.select_first()
        self._judge()

    def current(self) -> BackupRow | None:
        """The backup under the cursor."""
        found = self.table.current()
        return found if isinstance(found, BackupRow) else None

    def _judge(self) -> None:
        chosen, account = self.current(), self.host.account
        for action in (self.check_action, self.pin_action, self.restore_action):
            if chosen is None:
                action.block(self.tr("请先选一份备份。"))
            elif chosen.damage:
                action.block(chosen.damage)
            elif action is self.check_action and account is not None and not may(account, "store.verify"):
                action.block(self.tr("这个账号不能检查备份。"))
            else:
                action.allow()

    # --- what can be done ---------------------------------------------------------------------------------------------

    def make(self) -> None:
        """A backup now."""
        self.make_action.block(self.tr("正在备份……"))
        self._maker.make(self._made, automatic=False)

    def _made(self, error: SubsidyDeskError | None) -> None:
        self.make_action.allow()
        if error is not None:
            self.fail(error)
            return
        self.host.runner.bus.publish(Changes(office=True))
        self.host.say(self.tr("备份已做好并校验。"))

    def rehearse(self) -> None:
        """Restore the newest backup for practice, beside the data."""
        self.rehearse_action.block(self.tr("正在演练恢复……"))

        def failed(error: SubsidyDeskError) -> None:
            self.rehearse_action.allow()
            self.fail(error)

        def ended(outcome: Rehearsal) -> None:
            self.rehearse_action.allow()
            self.host.runner.bus.publish(Changes(office=True))
            self.host.say(rehearsal_words(outcome)[1], bad=not outcome.ok)

        self._maker.rehearse(ended, failed)

    def pin(self) -> None:
        """Keep the chosen backup whatever its age, or no longer."""
        chosen = self.current()
        if chosen is None:
            return
        path, pinned = chosen.path, not chosen.pinned

        def done(_nothing: None) -> None:
            self.refresh()
            self.host.say(self.tr("这份备份会一直留着。") if pinned else self.tr("这份备份到期会自动清理。"))

        self.host.runner.read(lambda desk: pin_backup(desk, path, pinned=pinned), done, self.fail)

    def check(self) -> None:
        """Read the chosen backup whole, with today's key."""
        chosen = self.current()
        if chosen is None:
            return
        self.check_action.block(self.tr("正在检查……"))
        path = chosen.path

        def ended(findings: tuple[str, ...]) -> None:
            self._judge()
            if findings:
                self.host.say(self.tr("这份备份不能用：{why}").format(why=findings[0]), bad=True)
            else:
                self.host.say(self.tr("这份备份完好，可以恢复。"))

        def failed(error: SubsidyDeskError) -> None:
            self._judge()
            self.fail(error)

        self.host.runner.work(lambda desk, _progress: verify_one_backup(desk, path), ended, failed, lambda *_: None)

    def preview(self) -> None:
        """Show what a restore would take away before asking for the pass phrase."""
        chosen = self.current()
        if chosen is not None:
            path = chosen.path
            self.host.runner.read(lambda desk: preview_restore(desk, path), self._ask, self.fail, latest="restore")

    def _ask(self, loss: Loss) -> None:
        self.host.open_modal(RestoreDialog(loss, partial(self.services.restore, loss.backup.path)))

    def _change_place(self) -> None:
        chosen = ask_folder(self, self.tr("备份放在哪个文件夹"))
        if chosen is not None:
            self._put_place(str(chosen))

    def _change_second(self) -> None:
        chosen = ask_folder(self, self.tr("备份同时放在哪个文件夹"))
        if chosen is not None:
            self._put_second(str(chosen))

    def _put_place(self, place: str) -> None:
        self.services.keeper.put(replace(self.services.keeper.now, backup_folder=place))
        self.refresh()

    def _put_second(self, place: str) -> None:
        self.services.keeper.put(replace(self.services.keeper.now, second_backup_folder=place))
        self.refresh()


def key_due_words() -> tuple[str, str]:
    """That the data key waits to be changed, and what to do."""
    tr = QCoreApplication.translate
    title = tr("BackupSection", "有账号停用后，数据密钥还没有更换")
    text = tr(
        "BackupSection",
        "离开的人若留有旧密钥的副本，还能打开数据。请关闭本局所有窗口，再登录一次，会自动更换；"
        "还是没有更换的，请看磁盘空间是否够（要数据的两倍）、电脑时间对不对，再到“检查数据”里检查。",
    )
    return title, text


def place_words(place: Path, folder: Path) -> str:
    """A chosen place, and what is wrong with it: not there, or on the disk that the data are on."""
    tr = QCoreApplication.translate
    try:
        same = place.stat().st_dev == folder.stat().st_dev
    except OSError:
        return tr("BackupSection", "{place}（不见了：U 盘、移动硬盘没接上？）").format(place=place)
    return (
        tr("BackupSection", "{place}（与数据在同一块硬盘，坏了会一起丢）").format(place=place) if same else str(place)
    )


def rehearsal_words(outcome: Rehearsal | None) -> tuple[MarkKind, str]:
    """What the last rehearsed restore showed, in one line."""
    tr = QCoreApplication.translate
    if outcome is None:
        return MarkKind.UNKNOWN, tr("BackupSection", "还没有演练过恢复；有了备份后每周自动演练一次。")
    at = beijing_time(outcome.at)
    if outcome.ok:
        words = tr("BackupSection", "可恢复 ✓ {n} 案 · {letters} 份文书 · {at} 演练")
        return MarkKind.MET, words.format(n=outcome.cases, letters=outcome.letters, at=at)
    words = tr("BackupSection", "{at} 演练没有通过：{why}请马上再备份一次，并请技术人员检查。")
    return MarkKind.NOT_MET, words.format(at=at, why=outcome.findings[0])


def _made(found: BackupRow) -> Cell:
    if found.made_at is None:
        return Cell("—", Tone.TEXT3)
    return Cell(beijing_time(found.made_at), strong=True)


def _folder(found: BackupRow) -> Cell:
    if found.damage:
        return Cell(found.damage, Tone.BAD, mark=MarkKind.NOT_MET)
    if found.pinned:
        return Cell(found.path.name, Tone.TEXT2, mark=MarkKind.MET)
    return Cell(found.path.name, Tone.TEXT2)
