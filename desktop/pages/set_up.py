"""Setting up an office, step by step; it is made when the accounts are known."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.pages.set_up_accounts import AccountsStep
from desktop.pages.set_up_folder import FolderStep
from desktop.pages.set_up_office import OfficeStep
from desktop.pages.set_up_recovery import RecoveryStep
from desktop.pages.set_up_step import Step, StepList
from desktop.pages.set_up_values import Programme, ValuesStep
from desktop.shortcuts import Shortcuts
from desktop.theme.sizes import MARGIN, PAD, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button, Kind
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.marks import Icon
from desktop.widgets.surface import Bar, Card
from desktop.widgets.text import Strong, Text
from desktop.workers.errand import Errand
from desktop.workers.progress import Progress
from models.calendar import beijing_date
from models.casework.offices import NewAccount, create_office
from models.errors import SubsidyDeskError
from models.moment import now
from models.office import Office
from models.rules.load import load_rulebook

_ACCOUNTS, _RECOVERY = 2, 3
_RING = 4  # room for the focus ring of a step's fields: heading and foot stand as far in
_INSET = 28
_WIDEST = 1240


class SetUpScreen(QWidget):
    """`SetUpScreen(folder)`, proposed for the data; `finished(folder)` when all is done; `left` from the first step."""

    guide = "start"
    finished = Signal(object)
    left = Signal()

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.folder, self.office, self.accounts = FolderStep(folder), OfficeStep(), AccountsStep()
        self.recovery, self.values = RecoveryStep(), ValuesStep()
        self.steps: list[Step] = [self.folder, self.office, self.accounts, self.recovery, self.values]
        self.list = StepList([step.title for step in self.steps])
        self.next_action = Action("Ctrl+Enter", "", self.go_on, parent=self)
        self.back_action = Action("Alt+Left", self.tr("上一步"), self.go_back, parent=self)
        self._errand: Errand | None = None
        self._middle = QStackedWidget()
        for step in self.steps:
            self._middle.addWidget(step)
            step.changed.connect(self._show_reason)
            step.filled.connect(self._to_next)
        self._title, self._text = Strong("", Role.NAME), Text("", Role.BODY, Tone.TEXT2, wrap=True)
        self.reason = Text("", Role.SMALL, Tone.TEXT2, elide=True)
        self._build()
        self._keys = Shortcuts(self)
        self._keys.bind([self.next_action, self.back_action, self.accounts.add_action])
        self.show_step(0)

    def _build(self) -> None:
        brand = row(
            Icon("sign", 20, Tone.ACCENT_TEXT), Strong(self.tr("培训补贴经办台"), Role.SECTION), STRETCH, gap=10
        )
        side = Bar(column(brand, PAD, self.list, STRETCH, margins=(MARGIN, MARGIN, MARGIN, PAD)), Tone.RAIL, "right")
        head = column(self._title, self._text, gap=8, margins=(_RING, 0, _RING, 0))
        body = column(head, 4, (self._middle, 1), gap=8, margins=(_INSET, MARGIN, _INSET, PAD))
        self.back = Button(action=self.back_action)
        self.next = Button(action=self.next_action, kind=Kind.PRIMARY)
        foot = Bar(
            row(self.back, (self.reason, 1), self.next, gap=12, margins=(_INSET + _RING, 12, _INSET + _RING, 12)),
            Tone.SURFACE,
            "top",
        )
        card = Card(column((body, 1), foot, gap=0, margins=(1, 1, 1, 6)))
        card.setMaximumWidth(scaled(_WIDEST))
        # The card takes the room up to its greatest width, what is left over stays empty at its right.
        frame = row((card, 1000), STRETCH, gap=0, margins=(MARGIN, MARGIN, MARGIN, MARGIN))
        self.setLayout(row(side, (frame, 1), gap=0))
        # Enter behind the last field goes forward, and not to the way back.
        QWidget.setTabOrder(self.next, self.back)

    # --- step by step -----------------------------------------------------------------------------------------------

    def step(self) -> Step:
        """The step in front."""
        return self.steps[self.list.current]

    def show_step(self, place: int) -> None:
        """Bring a step to the front."""
        step = self.steps[place]
        self.list.show_step(place)
        self._middle.setCurrentWidget(step)
        self._title.setText(step.title)
        self._text.setText(step.text)
        word = step.next_word or (self.tr("建立本局") if place == _ACCOUNTS else self.tr("下一步"))
        self.next_action.word = word
        self.next.setText(word)
        self.next.setAccessibleName(word)
        self.next.updateGeometry()
        if place >= _RECOVERY:
            self.back_action.block(self.tr("本局已经建立，单位和账号以后在“设置”里改。"))
        self.reason.setText("")
        step.entered()
        self._show_reason()
        first = step.first_input()
        (first or self.next).setFocus()

    def _show_reason(self) -> None:
        from desktop.pages.set_up_accounts import missing_seats
        from models.office import SEAT_NAMES

        self.next_action.allow()
        if self.step() is self.accounts and not self.accounts.form.name.text():
            missing = missing_seats(self.accounts.accounts)
            if missing:
                seats = "、".join(SEAT_NAMES[seat] for seat in missing)
                self.reason.setText(self.tr("还缺席位：{seats}").format(seats=seats))
                return
        self.reason.setText("")

    def _to_next(self) -> None:
        self.next.setFocus(Qt.FocusReason.TabFocusReason)

    def go_back(self) -> None:
        """One step back; from the first, out."""
        if self.list.current == 0:
            self.left.emit()
        else:
            self.show_step(self.list.current - 1)

    def go_on(self) -> None:
        """The next step, if this one is complete."""
        if self.busy:
            return
        place = self.list.current
        if not self.step().complete():
            self._show_reason()
        elif place == _ACCOUNTS:
            self._make()
        elif place == len(self.steps) - 1:
            self.finished.emit(self.folder.folder())
        else:
            if place == _RECOVERY:
                self.recovery.forget()
            self.show_step(place + 1)

    @property
    def busy(self) -> bool:
        """Whether the office is being made: nothing but this screen can show its recovery key, and only then."""
        return self._errand is not None

    # --- making it --------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        office, accounts, folder = self.office.office, tuple(self.accounts.accounts), self.folder.folder()
        if office is None:
            self.show_step(1)
            return
        self.next_action.block(self.tr("正在建立本局……"))
        self.back_action.block(self.tr("正在建立本局……"))
        self.reason.setText(self.tr("正在建立本局：为每个账号生成密钥，请稍候。"))
        self._errand = Errand(
            lambda _progress: make_office(folder, office, accounts, _progress), self._made, self._failed, parent=self
        )

    def _made(self, outcome: tuple[str, tuple[Programme, ...]]) -> None:
        self._errand = None
        key, programmes = outcome
        office = self.office.office
        self.recovery.show_key(key, office.name if office is not None else "", beijing_date(now()))
        self.values.show_values(programmes)
        self.show_step(_RECOVERY)

    def _failed(self, error: SubsidyDeskError) -> None:
        self._errand = None
        self.next_action.allow()
        self.back_action.allow()
        self.reason.setText(error.message)


def make_office(
    folder: Path, office: Office, accounts: tuple[NewAccount, ...], _progress: Progress
) -> tuple[str, tuple[Programme, ...]]:
    """The new office's recovery key, and what the shipped rules still leave open."""
    key = create_office(folder, office, accounts, now)
    book, today = load_rulebook(), beijing_date(now())
    return key, tuple((rules.name, book.open_values(name, today)) for name, rules in book.programmes.items())
