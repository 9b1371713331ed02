"""依据与结论 of one case: the verdict that holds, why it is late or came back, and who did what so far."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.dialogs.rule_text import RuleTextDialog, deciding_line, line_about
from desktop.item_models.verdict_rows import LineRow
from desktop.page import Host
from desktop.pages.case_lines import PanelLine, PanelLines
from desktop.pages.case_words import about_person, due_words, moment, tr
from desktop.theme.paint import MarkKind
from desktop.theme.sizes import PAD, PANEL_WIDTH
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, text_width
from desktop.widgets.boxes import Notice
from desktop.widgets.layouts import boxed, column, row
from desktop.widgets.text import Strong, Text
from desktop.widgets.verdict_panel import VerdictPanel
from models.case import ACT_NAMES, OPEN_STATES, Act, CaseAct, State
from models.casework.dossiers import Dossier
from models.id_number import mask_id

_BESIDE = PANEL_WIDTH - 2 * PAD - 8
_TAKEN_IN = frozenset({Act.ACCEPTED, Act.DEEMED_ACCEPTED, Act.REGISTERED})


class CasePanel(VerdictPanel):
    """`panel.show_dossier(dossier)`; `with_person` where no identity strip stands beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.about = Strong("", Role.SECTION, wrap=True), Text("", Role.SMALL, Tone.TEXT2)
        self.number = Text("", Role.SMALL, Tone.TEXT2)
        self._person = row((self.name, 1), self.number, gap=8)
        self.who = boxed(column(self._person, self.about, gap=2))
        self._notices = column(gap=8)
        self._shown: list[QWidget] = []
        self._told: tuple[tuple[MarkKind, str, str], ...] = ()
        self._holder = boxed(self._notices)
        self._holder.hide()
        self.course = PanelLines(ruled=True)
        self._programme: str | None = None
        self.add_top(self.who)
        self.add_top(self._holder)
        self.add_foot(self.course)
        self.show_nothing()

    def show_rule(self, host: Host, named: str = "") -> None:
        """F12: the clause of the criterion chosen here, else of the one `named`, else of the one that decides."""
        if self._programme is None:
            return
        if self.assessment is None:
            host.go_to("rules", self._programme)
            return
        chosen = self.list.row_at(self.list.currentIndex()) if self.list.hasFocus() else None
        name = chosen.id if isinstance(chosen, LineRow) else named
        line = line_about(self.assessment, name, "") or deciding_line(self.assessment)
        host.open_modal(RuleTextDialog(host, self.assessment, line))

    def show_nothing(self, words: str = "") -> None:
        """No case is chosen."""
        self._programme = None
        self.who.hide()
        self._tell([])
        self.course.show_lines("", [])
        self.say(words or self.tr("选一件案件，这里显示它的结论和依据。"))

    def show_dossier(self, dossier: Dossier, *, with_person: bool = False) -> None:
        """Show what is said of this case."""
        person = dossier.record.person
        self._programme = dossier.record.case.programme
        self.who.setVisible(with_person)
        self.name.setText(person.name)
        # A long name has a line of its own, the number stands below it.
        beside = text_width(person.name, Role.SECTION) + text_width(mask_id(person.id_number), Role.SMALL) < _BESIDE
        sideways, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._person.setDirection(sideways if beside else down)
        self._person.setSpacing(8 if beside else 2)
        self.about.setText(about_person(person, dossier.today))
        self.number.setText(mask_id(person.id_number))
        self._tell(list(remarks(dossier)))
        if dossier.assessment is None:
            self.say(self.tr("还没有录入事实，不能核算。"))
        else:
            self.show_assessment(dossier.assessment, value_names=dossier.value_names)
        opened = dossier.record.case.opened_at
        self.course.show_lines(self.tr("经过"), list(course(dossier)), self.tr("收件 {at}").format(at=moment(opened)))

    def _tell(self, told: list[tuple[MarkKind, str, str]]) -> None:
        if tuple(told) == self._told:
            return
        self._told = tuple(told)
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        self._shown = [Notice(*words) for words in told]
        for widget in self._shown:
            self._notices.addWidget(widget)
        self._holder.setVisible(bool(told))


def remarks(dossier: Dossier) -> Iterator[tuple[MarkKind, str, str]]:
    """What must not be overlooked: late and since when nothing happened, returned and why, a verdict that changed."""
    case, acts = dossier.record.case, dossier.record.acts
    last = acts[-1] if acts else None
    if dossier.days_left is not None and dossier.days_left < 0 and last is not None and case.due_on is not None:
        yield MarkKind.WARN, due_words(dossier.days_left), _why_late(dossier, last)
    if last is not None and last.act is Act.RETURNED:
        words = tr("{who} {at} 退回：{reason}")
        yield (
            MarkKind.WARN,
            tr("已退回"),
            words.format(who=dossier.name(last.account_id), at=moment(last.at), reason=last.reason),
        )
    if dossier.changed:
        yield MarkKind.WARN, tr("结论有变"), tr("现在的核算与上次留存的结论不同，请重新核对。")
    if dossier.record.pending:
        others = "、".join(dossier.record.pending)
        yield MarkKind.INFO, tr("同一事项另有在办"), tr("案号 {numbers}").format(numbers=others)


def _why_late(dossier: Dossier, last: CaseAct) -> str:
    words = tr("办结期限 {due}。{at} {act}之后没有办理记录，现在等{turn}。")
    turns = {
        State.AT_WINDOW: tr("窗口"),
        State.FOR_APPLICANT: tr("申请人补正"),
        State.REGISTERED: tr("政策施行"),
        State.FOR_REVIEW: tr("复核"),
        State.IN_PUBLICITY: tr("公示期满"),
        State.IN_CORRECTION: tr("更正办理"),
        State.FOR_SIGNATURE: tr("签发"),
    }
    case = dossier.record.case
    due = "" if case.due_on is None else case.due_on.isoformat()
    return words.format(due=due, at=moment(last.at), act=act_words(last.act), turn=turns.get(case.state, ""))


def act_words(act: Act) -> str:
    """An act as its Chinese name."""
    return ACT_NAMES[act]


def course(dossier: Dossier) -> Iterator[PanelLine]:
    """受理, 复核, 签发, 送达, 拨付: done by whom and when, or whose turn it is."""
    case = dossier.record.case
    steps = (
        (tr("受理"), _TAKEN_IN, {State.AT_WINDOW, State.REGISTERED}),
        (tr("复核"), frozenset({Act.REVIEWED}), {State.FOR_REVIEW}),
        (tr("签发"), frozenset({Act.SIGNED}), {State.FOR_SIGNATURE}),
        (tr("送达"), frozenset({Act.SERVED}), {State.TO_SERVE}),
        (tr("拨付"), frozenset({Act.PAID}), {State.TO_PAY}),
    )
    corrects = case.state is State.AT_WINDOW and case.accepted_on is not None
    for word, acts, waiting in steps:
        done = _last_done(dossier, acts)
        if corrects and acts == _TAKEN_IN and done is not None:
            yield PanelLine(word, f"{moment(done.at)} {dossier.name(done.account_id)}", MarkKind.MET)
            yield PanelLine(tr("窗口补正"), tr("轮到这一步"), MarkKind.WARN, right_tone=Tone.WARN)
        elif case.state in waiting:
            yield PanelLine(word, tr("轮到这一步"), MarkKind.WARN, right_tone=Tone.WARN)
        elif done is not None:
            yield PanelLine(word, f"{moment(done.at)} {dossier.name(done.account_id)}", MarkKind.MET)
        elif case.state in OPEN_STATES and word in {tr("复核"), tr("签发")}:
            yield PanelLine(word, "—", MarkKind.UNKNOWN, Tone.TEXT3, Tone.TEXT3)
    if case.state is State.WITHDRAWN:
        last = dossier.record.acts[-1]
        who = f"{moment(last.at)} {dossier.name(last.account_id)}"
        yield PanelLine(tr("撤回"), who, MarkKind.INFO)


def _last_done(dossier: Dossier, acts: frozenset[Act]) -> CaseAct | None:
    """The newest such act that no later return undid."""
    found: CaseAct | None = None
    for act in dossier.record.acts:
        if act.act in acts:
            found = act
        elif act.act is Act.RETURNED and Act.REVIEWED in acts:
            found = None
    return found
