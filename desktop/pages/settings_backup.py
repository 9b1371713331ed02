"""设置 · 备份: make one now, see them all, check one, restore one, and choose where they go."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.backup_keeper import BackupKeeper
from desktop.dialogs.restore_dialog import RestoreDialog
from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.page import Host
from desktop.pages.settings_section import Section, Services
from desktop.saving import ask_folder
from desktop.theme.paint import MarkKind
from desktop.theme.sizes import PAD
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button, Kind
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from models.casework.changes import Changes
from models.casework.maintenance import BackupRow, Loss, list_backups, preview_restore, verify_one_backup
from models.casework.permissions import may
from models.errors import SubsidyDeskError
from models.moment import beijing_time


class BackupSection(Section):
    """Only the system administrator; the automatic ones go on without."""

    key, icon = "backup", "backup"
    needs = "store.backup"

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.title, self.about = self.tr("备份"), self.tr("现在备份、检查、恢复")
        self.make_action = Action("Ctrl+B", self.tr("现在备份"), self.make, icon="backup", parent=self)
        self.check_action = Action("Ctrl+K", self.tr("检查这一份"), self.check, icon="check", parent=self)
        self.restore_action = Action("", self.tr("恢复…"), self.preview, parent=self)
        self._maker = BackupKeeper(host.runner, self._place, self)
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
        self.count = Text("", Role.SMALL, Tone.TEXT3)
        self._build()
        self._judge()

    def _build(self) -> None:
        make = Button(action=self.make_action, kind=Kind.PRIMARY)
        buttons = row(make, *(Button(action=action) for action in (self.check_action, self.restore_action)), STRETCH)
        change = Button(self.tr("换地方"), "", self._change_place)
        self.back_here = Button(self.tr("放回数据文件夹"), "", self._place_here)
        where = row(Text(self.tr("放在"), Role.SMALL, Tone.TEXT3), (self.place, 1), self.back_here, change)
        note = Text(
            self.tr("每次关闭窗口、每 30 分钟有改动时自动备份；备份是加密的，做好就校验。"),
            Role.SMALL,
            Tone.TEXT2,
            wrap=True,
        )
        card = Card(column(self.table, margins=(1, 1, 1, 6)))
        head = row(Strong(self.title, Role.SECTION), self.count, STRETCH)
        self.setLayout(column(head, note, where, buttons, (card, 1), gap=12, margins=(4, 4, PAD, PAD)))

    def section_actions(self) -> list[Action]:
        return [self.make_action, self.check_action]

    def first_input(self) -> QWidget:
        return self.table

    def wants(self, changes: Changes) -> bool:
        return changes.office

    def _place(self) -> Path | None:
        chosen = self.services.keeper.now.backup_folder
        return Path(chosen) if chosen else None

    def refresh(self) -> None:
        place = self._place()
        self.place.setText(str(place) if place is not None else str(self.services.folder / "backups"))
        self.back_here.setVisible(place is not None)
        self.host.runner.read(lambda desk: list_backups(desk, place), self._show, self.fail, latest="settings backups")

    def _show(self, rows: tuple[BackupRow, ...]) -> None:
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
        for action in (self.check_action, self.restore_action):
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

    def _place_here(self) -> None:
        self._put_place("")

    def _put_place(self, place: str) -> None:
        self.services.keeper.put(replace(self.services.keeper.now, backup_folder=place))
        self.refresh()


def _made(found: BackupRow) -> Cell:
    if found.made_at is None:
        return Cell("—", Tone.TEXT3)
    return Cell(beijing_time(found.made_at), strong=True)


def _folder(found: BackupRow) -> Cell:
    if found.damage:
        return Cell(found.damage, Tone.BAD, mark=MarkKind.NOT_MET)
    return Cell(found.path.name, Tone.TEXT2)
