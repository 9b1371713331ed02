"""签发: the letter exactly as it prints, what was compared, the PIN. One case at a time, each one read."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.dialogs.case_acts import return_dialog
from desktop.dialogs.print_letter import offer_print
from desktop.dialogs.rule_text import RuleTextDialog, deciding_line
from desktop.dialogs.set_pin import pin_dialog
from desktop.page import Host, Page
from desktop.pages.sign_letter import LetterSheet
from desktop.pages.sign_list import SignList
from desktop.pages.sign_panel import SignPanel
from desktop.pages.sign_sheet import SignSheet, draw, sign_sheet
from desktop.theme.sizes import LIST_WIDTH, scaled
from desktop.widgets.action import Action
from desktop.widgets.layouts import row
from models.casework.changes import Changes
from models.casework.letters import archived_letter
from models.casework.pins import LENGTH, decide_with_pin
from models.errors import SubsidyDeskError
from models.letter import Letter, LetterOrder, RenderedLetter, letter_code

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk

_NARROW_LIST, _WIDE_PAGE = 248, 1400
_KEPT_PREVIEWS = 8


def render(order: LetterOrder, number: str) -> RenderedLetter:
    """The renderer of letters, loaded when the first one is signed."""
    from reports.issue import render as rendered

    return rendered(order, number)


class SignPage(Page):
    """The list, the letter, the panel. `open_target` takes a case number."""

    key, word, icon = "sign", "签发", "sign"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.number = ""
        self._wants_pin = False  # until the letter that was asked for is drawn
        self.sheet: SignSheet | None = None
        self.signed: tuple[Letter, bytes] | None = None
        self.signed_count = 0
        self._busy = False
        self._previews: OrderedDict[tuple[str, int, str], bytes] = OrderedDict()
        self.list, self.letter = SignList(host), LetterSheet()
        self._make_actions()
        self.verdict = SignPanel(self.signing, self.printing, self.next)
        self.setLayout(row(self.list, (self.letter, 1), gap=0))
        self._widen()
        self._connect()

    def _make_actions(self) -> None:
        self.to_pin = Action("F9", self.tr("到 PIN"), self.focus_pin, parent=self)
        self.next_to_pin = Action("F9", self.tr("下一件，到 PIN"), self.open_next_to_pin, parent=self)
        self.signing = Action("Enter", self.tr("签发"), self.sign, parent=self)
        self.give_back = Action("F10", self.tr("退回复核"), self.return_case, parent=self)
        self.printing = Action("Ctrl+P", self.tr("打印"), self.print_signed, icon="print", parent=self)
        self.next = Action("F8", self.tr("下一件"), self.open_next, parent=self)
        self.fit = Action("Ctrl+0", self.tr("整页、页宽"), self.letter.toggle_fit, parent=self)
        self.rules = Action("F12", self.tr("本项规则"), self.show_rules, parent=self)
        self.again = Action("F5", self.tr("刷新"), self.refresh, parent=self)

    def _connect(self) -> None:
        self.list.chosen.connect(lambda found: self.open_case(found.case.number))
        self.list.opened.connect(self.letter.page.setFocus)
        self.list.answered.connect(self._listed)
        self.list.feed.failed.connect(self.fail)
        self.verdict.pin.set_asked.connect(self.set_pin)
        self.verdict.pin.left.connect(self.list.table.setFocus)

    def page_actions(self) -> list[Action]:
        # Enter signs only in the box of the PIN: bound to the window it would sign from anywhere.
        hint = Action("Enter", self.tr("签发"))
        if self.signed is not None:
            return [self.printing, self.next_to_pin, self.next, self.fit, self.again]
        return [self.to_pin, hint, self.give_back, self.next, self.fit, self.rules, self.again]

    def case_number(self) -> str:
        return self.number

    def panel(self) -> QWidget:
        return self.verdict

    def wants(self, changes: Changes) -> bool:
        if changes.rules or changes.office or changes.people:
            self._previews.clear()
        return bool(changes.cases or changes.people or changes.rules or changes.office)

    def refresh(self) -> None:
        self.list.ask()
        if self.number and self.signed is None and not self._busy:
            self._ask()

    def news(self, changes: Changes) -> None:
        """The letter in front is only drawn anew when its own case, or what all letters rest on, was changed."""
        self.list.ask()
        shown = None if self.sheet is None else self.sheet.dossier.record.case.id
        if changes.touches(shown) and self.number and self.signed is None and not self._busy:
            self._ask()

    def activated(self) -> None:
        self.list.take_focus()

    def open_target(self, target: object) -> None:
        if isinstance(target, str) and target:
            self.list.fed.select_case(target)
            self.open_case(target)
            self.letter.page.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widen()

    def _widen(self) -> None:
        """The list is wider where the window is."""
        self.list.setFixedWidth(scaled(LIST_WIDTH if self.width() >= _WIDE_PAGE else _NARROW_LIST))

    # --- going through the list --------------------------------------------------------------------------------------

    def _listed(self) -> None:
        """After the list was answered: open its first case when none is, or say that none waits."""
        if self.number or self.signed is not None:
            return
        chosen = self.list.current()
        if chosen is not None:
            self.open_case(chosen.case.number)
        else:
            self._show_nothing()

    def _show_nothing(self) -> None:
        self.number, self.sheet = "", None
        self.letter.say(self.tr("没有待签发的案件。"))
        self.verdict.say(self.tr("没有待签发的案件。复核通过的案件会出现在左边。"))
        self._show_actions()

    def open_case(self, number: str, *, to_pin: bool = False) -> None:
        """Show a case: the panel at once, the letter when it is drawn, and only then the digits if they are wanted."""
        if (number == self.number and self.signed is None) or self._is_signing():
            return
        self.number, self.sheet, self.signed, self._wants_pin = number, None, None, to_pin
        self.verdict.pin.take()
        self.verdict.say(self.tr("正在打开…"))
        self.letter.say(self.tr("正在制作预览…"))
        self._show_actions()
        self._ask()

    def _ask(self) -> None:
        number = self.number
        self.host.runner.read(lambda desk: sign_sheet(desk, number), self._show, self._gone, latest=f"sign {id(self)}")

    def _show(self, sheet: SignSheet) -> None:
        if sheet.dossier.record.case.number != self.number or self.signed is not None:
            return
        self.sheet = sheet
        self.verdict.show_sheet(sheet)
        self._show_actions()
        if sheet.order is None:
            self.letter.say(sheet.refusal or sheet.hindrance(), self.tr("不能制作决定书"))
            return
        kept = self._previews.get(_key(sheet))
        if kept is not None:
            self._drawn(sheet, kept)
            return
        order = sheet.order
        self.host.runner.read(
            lambda _desk: draw(order), partial(self._drawn, sheet), partial(self._undrawn, sheet), latest="sign preview"
        )

    def _drawn(self, sheet: SignSheet, content: bytes) -> None:
        self._previews[_key(sheet)] = content
        while len(self._previews) > _KEPT_PREVIEWS:
            self._previews.popitem(last=False)
        if sheet is self.sheet and sheet.order is not None and self.signed is None:
            code = letter_code(sheet.order.office, sheet.order.kind)
            self.letter.show_preview(sheet.title, f"{code}〔{sheet.order.issued_on.year}〕　号", content)
            if self._wants_pin:
                self._wants_pin = False
                self.focus_pin()

    def _undrawn(self, sheet: SignSheet, error: SubsidyDeskError) -> None:
        """A letter that cannot be drawn cannot be signed: the reason in full, and the way back."""
        if sheet is not self.sheet or self.signed is not None:
            return
        self.letter.say(error.message, self.tr("不能制作决定书"))
        self.signing.block(error.message)
        self.to_pin.block(error.message)

    def _gone(self, error: SubsidyDeskError) -> None:
        self.host.say(error.message, bad=True)
        if self.sheet is None:
            self._show_nothing()

    def open_next(self, *, to_pin: bool = False) -> None:
        """F8: the next case; after a signature the one that took its place."""
        if self._is_signing():
            return
        chosen = self.list.current()
        if self.signed is None and (chosen is None or chosen.case.number == self.number):
            chosen = self.list.fed.step_behind(self.number)
        if chosen is None:
            self.host.say(self.list.fed.end_words())
            if self.signed is not None:
                self.signed = None
                self._show_nothing()
                self.actions_changed.emit()
            return
        self.open_case(chosen.case.number, to_pin=to_pin)
        self.list.fed.select_case(chosen.case.number)
        self.actions_changed.emit()
        if not to_pin:
            self.list.table.setFocus()

    def open_next_to_pin(self) -> None:
        """F9 after a signature: the next case, and to the digits once its letter stands there to be read."""
        self.open_next(to_pin=True)

    # --- signing -----------------------------------------------------------------------------------------------------

    def hindrance(self) -> str:
        """Why it cannot be signed now; "" when it can."""
        if self._busy:
            return self.tr("正在签发…")
        if self.sheet is None:
            return self.tr("请先在左边选一件待签发的案件。")
        return self.sheet.hindrance()

    def _show_actions(self) -> None:
        reason = self.hindrance()
        _follow(self.signing, reason)
        # Without a PIN F9 sets one, and that needs no letter.
        sets = self.sheet is not None and not self.sheet.has_pin and not self._busy
        _follow(self.to_pin, "" if sets else reason)
        refusal = self.tr("请先在左边选一件待签发的案件。")
        if self.sheet is not None:
            refusal = self.sheet.dossier.refusals.get("case.return", "")
        _follow(self.give_back, self.tr("正在签发…") if self._busy else refusal)

    def _is_signing(self) -> bool:
        """Whether the case in front is being signed, so that no other may take its place just now; says so."""
        if self._busy:
            self.list.fed.select_case(self.number)
            self.host.say(self.tr("正在签发，请稍候。"), bad=True)
        return self._busy

    def focus_pin(self) -> None:
        """F9: to the digits; where there is no PIN yet, set one."""
        if self.sheet is not None and not self.sheet.has_pin:
            self.set_pin()
        else:
            self.verdict.pin.focus()

    def sign(self) -> None:
        """Enter in the box: one transaction; a second press while it runs does nothing."""
        pin = self.verdict.pin.take()
        if len(pin) != LENGTH:
            self.verdict.pin.refuse(self.tr("PIN 是 {n} 位数字，请输全。").format(n=LENGTH))
            return
        number = self.number
        self._busy = True
        self._show_actions()
        self.host.runner.perform(lambda desk: decide_with_pin(desk, number, pin, render), self._signed, self._refused)

    def _signed(self, letter: Letter) -> None:
        number = self.number

        def archived(desk: Desk) -> bytes:
            return archived_letter(desk, number)[1]

        self._busy = False
        self.signed_count += 1
        self.signed = (letter, b"")
        self.list.show_signed(self.signed_count)
        self.list.table.clearSelection()
        self.verdict.show_signed(letter)
        self.printing.block(self.tr("正在读取存档…"))
        self.host.say(self.tr("{case} 已签发，文号 {number}").format(case=number, number=letter.number))
        self.host.runner.read(archived, lambda content: self._archived(letter, content), self.fail)
        self.actions_changed.emit()
        # Not to a button: a second Enter must do nothing.
        self.letter.page.setFocus()

    def _archived(self, letter: Letter, content: bytes) -> None:
        if self.signed is not None and self.signed[0].id == letter.id:
            self.signed = (letter, content)
            self.printing.allow()
            self.letter.show_archived(letter, content)

    def _refused(self, error: SubsidyDeskError) -> None:
        """Nothing was signed: a wrong PIN stays in the box, anything else is asked again and told."""
        self._busy = False
        self._show_actions()
        if "PIN" in error.message:
            self.verdict.pin.refuse(error.message)
            self.verdict.pin.focus()
            return
        self.host.say(error.message, bad=True)
        case = None if self.sheet is None else self.sheet.dossier.record.case.id
        # A refused decision may have sent the case back to review: every page has to look again.
        self.host.runner.bus.publish(Changes(cases=frozenset() if case is None else frozenset({case})))

    def set_pin(self) -> None:
        """Set one's PIN, after the pass phrase."""
        if self.sheet is not None:
            self.host.open_modal(pin_dialog(self.host, self.sheet.dossier.actor.name, self._pin_set))

    def _pin_set(self, _nothing: object) -> None:
        self.host.say(self.tr("签发 PIN 已设定"))
        self.refresh()
        if self.sheet is not None:
            self.verdict.pin.show_owner(self.sheet.dossier.actor.name, has_pin=True)
        self.verdict.pin.focus()

    def return_case(self) -> None:
        """F10: back to review with the reason."""
        if self.sheet is None:
            return
        proposed = "" if "case.decide" in self.sheet.dossier.refusals else self.sheet.hindrance().replace("（F10）", "")
        self.host.open_modal(return_dialog(self.host, self.sheet.dossier, self._returned, proposed))

    def _returned(self, _case: object) -> None:
        self.host.say(self.tr("{number} 已退回复核").format(number=self.number))
        self.number, self.sheet = "", None
        self.refresh()
        self.list.table.setFocus()

    def print_signed(self) -> None:
        """Ctrl+P after signing: the letter as it was archived."""
        if self.signed is not None and self.signed[1]:
            offer_print(self.host, *self.signed)

    def show_rules(self) -> None:
        """F12: the clause that decides; where no letter can be made, the rules, where values are confirmed."""
        found = None if self.sheet is None else self.sheet.dossier
        if self.sheet is None or found is None or found.assessment is None or self.sheet.refusal:
            self.host.go_to("rules", None if found is None else found.record.case.programme)
            return
        self.host.open_modal(RuleTextDialog(self.host, found.assessment, deciding_line(found.assessment)))


def _key(sheet: SignSheet) -> tuple[str, int, str]:
    """What a preview depends on: the case as it stands, and the day it would be dated."""
    case = sheet.dossier.record.case
    return case.number, case.version, sheet.dossier.today.isoformat()


def _follow(action: Action, reason: str) -> None:
    if reason:
        action.block(reason)
    else:
        action.allow()
