"""设置 · 检查数据: the store, the journal's chain, the letters and the newest backup, read whole."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.page import Host
from desktop.pages.settings_section import Section, Services, block, page_of
from desktop.preferences import backup_places
from desktop.theme.paint import MarkKind
from desktop.widgets.action import Action
from desktop.widgets.boxes import Notice
from desktop.widgets.button import Button, Kind
from desktop.widgets.layouts import STRETCH, boxed, row
from models.casework.changes import Changes
from models.casework.maintenance import verify_open_office
from models.errors import SubsidyDeskError


class CheckSection(Section):
    """Nothing is changed by it; what is wrong is listed in full."""

    key, icon = "check", "check"
    needs = "store.verify"

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.title, self.about = self.tr("检查数据"), self.tr("数据库、流水、文书、备份")
        self.check_action = Action("Ctrl+Enter", self.tr("现在检查"), self.check, icon="check", parent=self)
        self.button = Button(action=self.check_action, kind=Kind.PRIMARY)
        self._found = QVBoxLayout()
        self._found.setContentsMargins(0, 0, 0, 0)
        self._found.setSpacing(8)
        note = self.tr(
            "逐条核对流水是否首尾相接、文书与登记是否一致、案件与月报是否对得上，再校验备份。不改动任何数据。"
        )
        card = block(self.title, row(self.button, STRETCH), boxed(self._found), note=note)
        self.setLayout(page_of(card))

    def section_actions(self) -> list[Action]:
        return [self.check_action]

    def first_input(self) -> QWidget:
        return self.button

    def wants(self, changes: Changes) -> bool:  # noqa: ARG002 - it is asked for, never by itself
        return False

    def check(self) -> None:
        """Read everything."""
        self.check_action.block(self.tr("正在检查，数据多时要几分钟……"))
        self._tell([Notice(MarkKind.INFO, "", self.tr("正在检查……"))])
        runner = self.host.runner
        kept = backup_places(self.services.keeper.now)
        places = tuple(place for place in (kept.first, kept.second) if place is not None)
        runner.work(lambda desk, _progress: verify_open_office(desk, places), self._show, self._failed, lambda *_: None)

    def _show(self, findings: tuple[str, ...]) -> None:
        self.check_action.allow()
        if findings:
            title = self.tr("发现 {n} 处问题，请停止办理并联系技术人员，从完好的备份恢复").format(n=len(findings))
            notices = [Notice(MarkKind.NOT_MET, title)]
            notices += [Notice(MarkKind.NOT_MET, "", finding) for finding in findings]
        else:
            words = self.tr("数据库、流水、文书、月报和备份都核对过，没有发现问题。")
            notices = [Notice(MarkKind.MET, self.tr("完好"), words)]
        self._tell(notices)

    def _failed(self, error: SubsidyDeskError) -> None:
        self.check_action.allow()
        self._tell([Notice(MarkKind.NOT_MET, self.tr("没有检查完"), error.message)])

    def _tell(self, notices: list[Notice]) -> None:
        while (item := self._found.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for notice in notices:
            self._found.addWidget(notice)
