"""受理: one applicant after the other, from the ID number to the receipt, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedLayout, QWidget

from desktop.page import Host
from desktop.pages import intake_operations as operations
from desktop.pages.intake_acts import IntakeActs
from desktop.pages.intake_choice import PersonCard
from desktop.pages.intake_classes import ClassPlace
from desktop.pages.intake_empty import EmptyWindow
from desktop.pages.intake_fields import Known
from desktop.pages.intake_form import ApplicationForm
from desktop.pages.intake_notices import notices_of
from desktop.pages.intake_person import PersonSheet
from desktop.pages.intake_state import entered, put_back
from desktop.pages.intake_strip import show_strip
from desktop.pages.intake_verdict import IntakeVerdict
from desktop.pages.intake_view import IntakeView
from desktop.pages.intake_waiting import WaitingList
from desktop.pages.intake_work import Work, drafted, work_of
from desktop.theme.paint import MarkKind
from desktop.theme.sizes import MARGIN
from desktop.widgets.action import Action
from desktop.widgets.boxes import Foot
from desktop.widgets.identity_strip import IdentityStrip
from desktop.widgets.layouts import boxed, column
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.surface import Card
from models.case import OPEN_STATES
from models.errors import InputError, SubsidyDeskError
from models.id_number import normalise_id
from models.identity_document import IdentityDocument

if TYPE_CHECKING:
    from models.casework.arriving import Arrival, Reopened, WindowDay
    from models.casework.changes import Changes
    from models.casework.drafts import Draft
    from models.person import Person

_LOOK = "intake.look"
_NUMBER = "certificate.number"


class IntakePage(IntakeView):
    """`host.go_to("intake", ("id_number", "1101…"))`, `("person", id)`, `("case", number)` begin the work."""

    key, word, icon = "intake", "受理", "intake"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.strip, self.verdict = IdentityStrip(), IntakeVerdict()
        self.empty, self.waiting = EmptyWindow(), WaitingList()
        self.waiting.setParent(self)
        self.waiting.hide()
        self.acts = IntakeActs(self)
        self._views = QStackedLayout()
        self.classes = ClassPlace(self, self._views)
        self._foot_place = column(gap=0)
        self.setLayout(column(self.strip, (self._views, 1), self._foot_place, gap=0))
        self._views.addWidget(self.empty)
        self._looked_for = ""
        self._connect()
        self._show_empty()

    def _connect(self) -> None:
        for shown in (self.empty.waiting, self.waiting.waiting):
            shown.draft_chosen.connect(self.open_draft)
            shown.case_chosen.connect(lambda number: self.open_target(("case", number)))
            shown.case_elsewhere.connect(lambda number: self.host.go_to("worklist", number))
        self.empty.classes_asked.connect(self.show_classes)
        self.strip.reveal_asked.connect(self.acts.applicant.reveal)
        self.verdict.panel.question_chosen.connect(self.go_to_question)

    # --- what the window asks -----------------------------------------------------------------------------------

    def page_actions(self) -> list[Action]:
        if self.classes.in_front:
            return self.classes.actions()
        if self.form is not None:
            return self.acts.form_actions()
        if self.card is not None:
            return self.acts.card_actions()
        return self.acts.sheet_actions() if self.sheet is not None else self.acts.empty_actions()

    def take_scans(self, files: Sequence[Path]) -> bool:
        return self.acts.evidence.take_scans(files)

    def case_number(self) -> str:
        return "" if self.work is None else self.work.number

    def panel(self) -> QWidget | None:
        return None if self.classes.in_front else self.verdict.panel

    def wants(self, changes: Changes) -> bool:
        return bool(changes.cases or changes.people or changes.classes)

    def refresh(self) -> None:
        self.classes.refresh()
        self.host.runner.run(operations.read_window_day, self._show_day, self._day_failed, latest="intake.day")

    def _show_day(self, found: tuple[WindowDay, tuple[Draft, ...], tuple[str, ...]]) -> None:
        day, drafts, self.occupations = found
        self.empty.show_trouble("")
        for shown in (self.empty.waiting, self.waiting.waiting):
            shown.show_cases(day.cases)
            shown.show_drafts(drafts)

    def _day_failed(self, error: SubsidyDeskError) -> None:
        self.empty.show_trouble(error.message)

    def activated(self) -> None:
        if self.classes.desk is not None and self.classes.in_front:
            self.classes.desk.focus()
        elif self.form is not None:
            self.form.focus_first()
        elif self.card is not None:
            self.card.focus()
        elif self.sheet is not None:
            self.sheet.focus()
        else:
            self.empty.focus()

    def box_left(self) -> None:
        if self.work is None:
            self.empty.focus_list()
        else:
            self.activated()

    def before_leaving(self) -> bool:
        self.drafts.save()
        return True

    def draft(self) -> Mapping[str, str]:
        """Nothing for the window to keep: one draft for each applicant is kept here, and now."""
        self.drafts.save()
        return {}

    def side_list(self) -> QWidget | None:
        # While nobody is here the page itself shows the list.
        return self.waiting if self.work is not None else None

    # --- beginning -----------------------------------------------------------------------------------

    def open_target(self, target: object) -> None:
        """A tuple of what it is and which: ("id_number", typed), ("person", id), ("case", number)."""
        if not (isinstance(target, tuple) and len(target) == 2) or self.is_busy():
            return
        self.drafts.save()
        kind, value = target
        read = self.host.runner.run
        if kind == "id_number":
            read(operations.read_arrival(normalise_id(str(value))), self._arrived, self.fail, latest=_LOOK)
        elif kind == "person":
            read(operations.read_person(int(value)), self._arrived, self.fail, latest=_LOOK)
        elif kind == "case":
            read(operations.read_case(str(value)), self._reopened, self.fail, latest=_LOOK)
        elif kind == "class":
            self.show_classes(str(value))

    def show_classes(self, number: str = "") -> None:
        """Ctrl+B: the classes, or one of them; a roster that is being checked stays as it is."""
        if self.is_busy():
            return
        self.drafts.save()
        self.work = None
        self._show(self.classes.view(), None)
        self.strip.hide()
        self.verdict.rest()
        self.actions_changed.emit()
        self.classes.open(number)

    def _arrived(self, arrival: Arrival) -> None:
        self.begin(Work(arrival, person=arrival.person))

    def _reopened(self, case: Reopened) -> None:
        self.begin(work_of(case))

    def take_up(self, place: int) -> None:
        """Alt+1…9: go on with the n-th parked person."""
        if not self.empty.waiting.open_place(place):
            self.host.say(self.tr("放下的人里没有第 {n} 位。").format(n=place))

    def open_draft(self, key: str) -> None:
        """Go on with what was not finished."""
        if self.is_busy():
            return
        self.drafts.save()
        self.host.runner.run(operations.read_draft(key), self._draft_read, self.fail, latest=_LOOK)

    def _draft_read(self, found: tuple[Draft, Arrival | None, Reopened | None]) -> None:
        self._restore(found[0].content, *found[1:])
        self.host.show_saved(self.tr("草稿已打开"), MarkKind.INFO)

    def _restore(self, content: Mapping[str, Any], arrival: Arrival | None, case: Reopened | None) -> None:
        work = drafted(arrival, case)
        if work is None:
            return
        try:
            work.restore(content)
        except InputError as error:
            self.host.say(error.message, bad=True)
        self.begin(work)
        if content.get("scans"):
            self.host.say(self.tr("草稿不存扫描件，请重新附上：{names}").format(names="、".join(content["scans"])))

    def begin(self, work: Work) -> None:
        """Somebody is at the window."""
        self.work = work
        self.drafts.put_down()
        self._looked_for = ""
        self.acts.applicant.dismissed.clear()
        if work.person is None:
            self.show_sheet()
        elif work.session is None:
            self.acts.course.greet(work)
        else:
            self.show_form()
        self.acts.applicant.look_for_likenesses()

    def finish(self) -> None:
        """The next person, please."""
        self.work = None
        self.drafts.put_down()
        self._show_empty()
        self.host.show_saved("")
        self.host.show_others("")
        self.refresh()
        self.activated()
        self.bring_back()

    def bring_back(self) -> None:
        if (work := self.drafts.take_unkept()) is not None:
            self.begin(work)
            self.drafts.back()

    # --- the four views -----------------------------------------------------------------------------------

    def known(self) -> Known:
        """What the fields offer."""
        if self.work is None:
            raise ValueError("nobody is at the window")
        ground = self.work.arrival.ground
        return Known(ground.today, ground.office.streets, self.occupations)

    def _show_empty(self) -> None:
        self._show(self.empty, None)
        self.strip.hide()
        self.verdict.rest()
        self.actions_changed.emit()

    def show_sheet(self) -> None:
        """The form of a new person."""
        if self.work is None:
            return
        session = self.work.sheet or self.work.open_sheet(self.work.arrival.id_number)
        sheet = PersonSheet(session, self.known())
        sheet.changed.connect(self._typed)
        sheet.number_settled.connect(self._check_number)
        body = column(Card(column(sheet, margins=(16, 12, 16, 16))), gap=12, margins=(MARGIN, 12, MARGIN, 12))
        self._show(boxed(column(Scrolling(body), gap=0)), Foot(self.acts.to_choice, [self.acts.save_action]))
        self.sheet = sheet
        self._settled()
        self.verdict.rest(self.tr("填好申请人、选了项目，这里就有结论。"))
        self._check_number(session.text("person.id_number"))
        sheet.focus()

    def show_card(self) -> None:
        """What may be applied for."""
        if self.work is None:
            return
        card = PersonCard(self.work, notices_of(self.work, self.acts.applicant))
        card.programme_chosen.connect(self.choose)
        card.case_chosen.connect(lambda number: self.open_target(("case", number)))
        self._show(card, Foot(None, [self.acts.applicant.person_action, *self.acts.identity.actions()]))
        self.card = card
        self._settled()
        self.verdict.rest(self.tr("按数字键选项目，这里就有结论。"))
        card.focus()

    def choose(self, programme: str) -> None:
        """A programme's key was pressed."""
        if self.work is None:
            return
        self.work.choose(programme)
        self.show_form()
        self.acts.course.chosen()
        self._typed()

    def choose_by_place(self, place: int) -> None:
        """The digit of a programme, or of a case that waits."""
        if self.card is not None and place <= len(self.card.tiles):
            self.card.tiles[place - 1].click()
        elif self.card is not None and place - len(self.card.tiles) <= len(self.card.waiting):
            self.card.waiting[place - len(self.card.tiles) - 1].click()

    def show_form(self) -> None:
        """The application itself."""
        if self.work is None:
            return
        form = ApplicationForm(self.work, self.known(), notices_of(self.work, self.acts.applicant))
        form.changed.connect(self._typed)
        form.entered.connect(self._entered)
        form.dated.connect(self._dated)
        form.register_answered.connect(self.acts.evidence.register_answered)
        form.finished.connect(self._nothing_left)
        form.backed_out.connect(self.acts.course.back_to_card)
        form.checklist.seen_changed.connect(self._paper_seen)
        form.checklist.attach_asked.connect(self.acts.evidence.ask_scan)
        form.scan.asked.connect(self.acts.evidence.read_stored)
        self._show(form, Foot(self.acts.accept_action, self.acts.secondary()))
        self.form = form
        self._settled()
        form.focus_first()
        self.show_verdict()

    def _show(self, view: QWidget, foot: Foot | None) -> None:
        """One view at a time; the one before is thrown away."""
        before = self._views.currentWidget()
        self.sheet, self.card, self.form = None, None, None
        kept = (self.empty, self.classes.desk)
        if view not in kept:
            self._views.addWidget(view)
        self._views.setCurrentWidget(view)
        if before is not None and before not in kept and before is not view:
            self._views.removeWidget(before)
            before.hide()
            before.deleteLater()
        if self.foot is not None:
            self.foot.hide()
            self.foot.deleteLater()
        self.foot = foot
        if foot is not None:
            self._foot_place.addWidget(foot)
        self.panel_changed.emit()

    def _settled(self) -> None:
        self.acts.undoing.begin()
        self.strip.setVisible(True)
        self.show_person()
        self.acts.settle()
        self.actions_changed.emit()

    def show_person(self) -> None:
        """Who is here, at the top."""
        if self.work is not None:
            show_strip(self.strip, self.work)

    def show_notices(self) -> None:
        shown = self.form or self.card
        if shown is not None and self.work is not None:
            shown.notices.hold(notices_of(self.work, self.acts.applicant))

    def show_again(self) -> None:
        """What was entered is another now: the same kind of view, from the work as it stands."""
        if self.work is None:
            return
        if self.form is not None and self.work.session is not None:
            self.form.show_work()
            self.drafts.touch()
            self.show_verdict()
            self.acts.settle()
        elif self.sheet is not None:
            self.sheet.fields.show_texts()
            self.drafts.touch()
            self.show_person()
        else:
            self.show_card()

    def snapshot(self) -> Callable[[], None] | None:
        work = self.work
        if work is None:
            return None
        before = entered(work)

        def put_it_back() -> None:
            if self.work is work:
                put_back(work, before)
                self.show_again()

        return put_it_back

    def rebuild(self) -> None:
        """The same view on changed data (a corrected person, a hint that came)."""
        focused = self.form.focused_key() if self.form is not None else ""
        if self.form is not None:
            self.show_form()
            if focused:
                self.form.focus(focused)
        elif self.card is not None:
            self.show_card()

    # --- typing -----------------------------------------------------------------------------------

    def _typed(self) -> None:
        self.drafts.touch()
        self.acts.undoing.note()
        if self.sheet is not None:
            self.show_person()
        self.show_verdict()
        self.acts.settle()

    def show_verdict(self) -> None:
        """依据与结论 as it is now."""
        if self.form is not None and self.work is not None:
            self.verdict.show(self.work, self.form)

    def _entered(self, _key: str) -> None:
        self.show_verdict()
        number = self.form.fields.session.text(_NUMBER) if self.form is not None else ""
        if number != self._looked_for and _key != _NUMBER:
            self._looked_for = number
            self.acts.applicant.look_for_likenesses()

    def _dated(self, day: Any) -> None:
        if self.work is not None and self.form is not None:
            self.work.apply_on(day)
            self.form.show_work()
            self._typed()

    def _paper_seen(self, paper: str, seen: bool) -> None:
        if self.work is None or self.form is None:
            return
        if not self.work.see_paper(paper, seen):
            self.host.say(self.tr("这份材料已登记在案，不能取消。"), bad=True)
        self.form.show_papers()
        self._typed()

    def _nothing_left(self) -> None:
        if key := self.acts.applicant.next_question():
            self.acts.applicant.edit_person(key)
            return
        self.acts.settle()
        if self.foot is not None and self.acts.accept_action.enabled:
            word = self.acts.accept_action.word
            self.foot.say(self.tr("都问到了，按 Ctrl+Enter {word}").format(word=word))

    def _check_number(self, typed: str) -> None:
        """A number that somebody already has opens that person instead of a second one."""
        if self.work is None:
            return
        number = normalise_id(typed)
        try:
            IdentityDocument.parse(number, self.work.identity_part().kind, self.work.arrival.ground.today)
        except InputError:
            if number and self.sheet is not None:
                self.sheet.fields.show_errors(["person.id_number"])
            return
        if number != self.work.arrival.id_number:
            read = operations.read_arrival(number)
            self.host.runner.run(read, self._number_known, self.fail, latest=_LOOK)

    def _number_known(self, arrival: Arrival) -> None:
        if self.work is None:
            return
        if arrival.person is None:
            self.work.arrival = arrival
            return
        self.host.say(self.tr("此人已登记，已打开登记的信息。"))
        self.begin(Work(arrival, person=arrival.person, token=self.work.token))

    def merge_with(self, other: Person) -> None:
        """The registered applicant and `other` are one person."""
        if self.work is not None and self.work.arrival.person is not None:
            self.acts.identity.ask_merge(self.work.arrival.person, other)

    def go_on_as(self, other: Arrival) -> None:
        """Who was being typed is registered already: go on as that person, with the application as typed."""
        if self.work is None or other.person is None:
            return
        typed = self.work.person.id_number if self.work.person is not None else ""
        work = self.work
        work.arrival, work.answers = other, {}
        work.settle_corrected(other.person)
        self.begin(work)
        self.host.say(self.tr("已改用登记的申请人，填过的申请还在。登记的号码录错的，按 Alt+N 更正。"))
        if typed and typed != other.person.id_number and self.form is None:
            self.acts.identity.ask_number(typed)

    def go_to_question(self, key: str) -> None:
        """下一问 was chosen: to its field, or to the applicant's data where it belongs there."""
        if self.form is None or self.form.focus(key):
            return
        if key.startswith("person."):
            self.acts.applicant.edit_person(key)

    def is_busy(self) -> bool:
        """Whether this applicant cannot be left just now; says so."""
        if self.acts.busy:
            self.host.say(self.tr("正在办理这一位，请稍候。"), bad=True)
        return self.acts.busy

    def has_open_case(self) -> bool:
        """Whether this work belongs to a case that is already open."""
        return self.work is not None and self.work.state in OPEN_STATES
