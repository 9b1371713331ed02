"""设置 · 单位: what stands on the letters, the streets, who may not be the same person."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.dialogs.steps import steps_dialog
from desktop.page import Host
from desktop.pages.set_up_office import OfficeForm
from desktop.pages.settings_section import Section, Services, block, page_of
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button, Kind
from desktop.widgets.layouts import row
from desktop.widgets.text import Text
from models.casework.offices import change_office
from models.casework.permissions import may
from models.casework.unit_of_work import Desk
from models.errors import InputError, SubsidyDeskError
from models.office import SEAT_NAMES, Office, Seat


class OfficeSection(Section):
    """The form that made the office changes it; only the system administrator may, the others read."""

    key, icon = "office", "table"

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.title, self.about = self.tr("单位"), self.tr("名称、代字、街道")
        self.form = OfficeForm()
        self.save_action = Action("Ctrl+Enter", self.tr("保存"), self.save, parent=self)
        self.steps_action = Action("Ctrl+G", self.tr("公示和用印…"), self.open_steps, parent=self)
        self.form.edited.connect(self._judge)
        self.reason = Text("", Role.SMALL, Tone.TEXT2, elide=True)
        foot = row(
            Button(action=self.steps_action),
            (self.reason, 1),
            Button(action=self.save_action, kind=Kind.PRIMARY),
            gap=12,
        )
        note = self.tr("改动从下一份文书起生效，已出的文书不变；每次改动都记入流水。")
        self.setLayout(page_of(block(self.title, self.form, foot, note=note)))
        self.save_action.changed.connect(lambda: self.reason.setText(self.save_action.reason))
        self._kept: Office | None = None
        self._judge()

    def section_actions(self) -> list[Action]:
        return [self.save_action, self.steps_action]

    def first_input(self) -> QWidget:
        return self.form.name.control

    def news(self) -> None:
        if self._kept is None or not self.form.differs_from(self._kept):
            self.refresh()
        else:
            self.host.say(self.tr("单位资料刚在另一个窗口有变动；填的内容都还在，保存前请再核对。"), bad=True)

    def refresh(self) -> None:
        self.host.runner.read(office_now, self._show, self.fail, latest="settings office")

    def _show(self, office: Office) -> None:
        self._kept = office
        self.form.show_office(office)
        self._judge()

    def _judge(self) -> None:
        account = self.host.account
        if account is not None and not may(account, "office.steps"):
            self.steps_action.block(self.tr("只有{seat}能改。").format(seat=SEAT_NAMES[Seat.SYSTEM]))
        elif self._kept is None:
            self.steps_action.block(self.tr("正在读取……"))
        else:
            self.steps_action.allow()
        if account is not None and not may(account, "office.change"):
            self.save_action.block(self.tr("只有{seat}能改。").format(seat=SEAT_NAMES[Seat.SYSTEM]))
        elif self._kept is None:
            self.save_action.block(self.tr("正在读取……"))
        elif not self.form.differs_from(self._kept):
            self.save_action.block(self.tr("没有改动。"))
        else:
            self.save_action.allow()

    def open_steps(self) -> None:
        """Ctrl+G: 公示 before signature, the seal apart from signing."""
        if self._kept is not None:
            self.host.open_modal(steps_dialog(self.host, self._kept, self._stepped))

    def _stepped(self, office: Office) -> None:
        self._kept = office
        self._judge()
        self.host.say(self.tr("公示和用印的设置已保存。"))

    def save(self) -> None:
        """Change the office; what is refused is said at its field."""
        office = self.form.office(self._kept)
        if office is not None:
            self.host.runner.perform(lambda desk: change_office(desk, office), self._saved, self._refused)

    def _saved(self, office: Office) -> None:
        self._show(office)
        self.host.say(self.tr("单位设置已保存。"))

    def _refused(self, error: SubsidyDeskError) -> None:
        if isinstance(error, InputError) and error.field:
            self.form.show_error(error)
        else:
            self.fail(error)


def office_now(desk: Desk) -> Office:
    """The office as it stands."""
    with desk.look("office.read") as work:
        return work.office
