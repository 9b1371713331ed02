"""The right side of signing: the verdict, what was compared, what the reviewer saw, who did what, the PIN."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.item_models.verdict_rows import BannerRow, verdict_rows
from desktop.pages.case_lines import PanelLine, PanelLines
from desktop.pages.case_panel import remarks
from desktop.pages.case_words import moment
from desktop.pages.review_points import tag_of
from desktop.pages.sign_pin import PinBox, SignedBox
from desktop.pages.sign_sheet import SignSheet
from desktop.theme.paint import MarkKind
from desktop.theme.sizes import PAD
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.boxes import Banner, Notice
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.marks import KeyCap
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.surface import Bar
from desktop.widgets.text import Strong, Text
from models.assessment import Result
from models.case import Act
from models.letter import Letter

_MOST_POINTS = 4


class SignPanel(Bar):
    """`panel.show_sheet(sheet)`, `panel.show_signed(letter)`; `changed` for the strip of a folded panel."""

    changed = Signal()

    def __init__(self, sign: Action, printing: Action, following: Action) -> None:
        self._top = column(gap=8)
        self.checks, self.seen, self.hands = PanelLines(), PanelLines(ruled=True), PanelLines(ruled=True)
        self.pin, self.signed = PinBox(sign), SignedBox(printing, following)
        self.hint = Text("", Role.CAPTION, Tone.TEXT2, wrap=True)
        title = row(Strong(self.tr("依据与结论"), Role.SECTION), STRETCH, KeyCap("F7"))
        inner = column(self._top, self.checks, self.seen, self.hands, STRETCH, gap=12, margins=(PAD - 1, 0, PAD, 8))
        foot = column(self.pin, self.signed, self.hint, gap=8)
        head, below = boxed(title), boxed(foot)
        head.setContentsMargins(PAD - 1, 12, PAD, 12)
        below.setContentsMargins(PAD - 1, 4, PAD, 12)
        super().__init__(column(head, (Scrolling(inner), 1), below, gap=0, margins=(1, 0, 0, 0)), Tone.SURFACE, "left")
        self._shown: list[QWidget] = []
        self._result = MarkKind.UNKNOWN
        self.say(self.tr("选一件案件，这里显示它的结论和核对。"))

    def tally(self) -> list[tuple[MarkKind, int]]:
        """The result and the comparisons, for the strip."""
        marks = [line.mark for line in self.checks.lines]
        counted = [(kind, marks.count(kind)) for kind in (MarkKind.NOT_MET, MarkKind.WARN, MarkKind.MET)]
        return [(self._result, 0), *((kind, count) for kind, count in counted if count)]

    def say(self, words: str) -> None:
        """No case is shown."""
        self._replace([Notice(MarkKind.INFO, "", words)])
        for block in (self.checks, self.seen, self.hands):
            block.show_lines("", [])
        self._foot(None)
        self._result = MarkKind.UNKNOWN
        self.changed.emit()

    def show_sheet(self, sheet: SignSheet) -> None:
        """Show what is to be signed."""
        top: list[QWidget] = [_banner(sheet)]
        top += [Notice(*words) for words in remarks(sheet.dossier) if words[0] is MarkKind.WARN]
        hindrance = sheet.hindrance()
        if hindrance:
            top.insert(1, Notice(MarkKind.NOT_MET, self.tr("现在不能签发"), hindrance))
        self._result = _result_mark(sheet)
        self._replace(top)
        self._show_checks(sheet)
        self._show_seen(sheet)
        self._show_hands(sheet)
        self._foot(sheet)
        self.changed.emit()

    def show_signed(self, letter: Letter) -> None:
        """In place of the PIN: the number it got."""
        self.signed.show_number(letter.number, letter.issued_on.isoformat()[:7])
        self.pin.hide()
        self.signed.show()
        self.hint.hide()

    def _replace(self, widgets: list[QWidget]) -> None:
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        self._shown = widgets
        for widget in widgets:
            self._top.addWidget(widget)

    def _show_checks(self, sheet: SignSheet) -> None:
        lines = [PanelLine(check.name, check.found, check.mark) for check in sheet.checks]
        agreed = sum(check.mark is MarkKind.MET for check in sheet.checks)
        wrong = any(check.mark is MarkKind.NOT_MET for check in sheet.checks)
        words = self.tr("有不一致") if wrong else self.tr("{n} 项一致").format(n=agreed)
        self.checks.show_lines(self.tr("文书与案卷核对"), lines, words, Tone.BAD if wrong else Tone.MET)

    def _show_seen(self, sheet: SignSheet) -> None:
        review = sheet.reviewed
        if review is None:
            self.seen.show_lines("", [])
            return
        points = [PanelLine(point.title, "", tag_of(point.kind)[2]) for point in sheet.points[:_MOST_POINTS]]
        more = len(sheet.points) - len(points)
        if more > 0:
            points.append(PanelLine(self.tr("另 {n} 处见“复核”的记录").format(n=more), tone=Tone.TEXT3))
        notes = [PanelLine(line, tone=Tone.TEXT2) for line in review.reason.split("\n") if "——" in line]
        nothing = [PanelLine(self.tr("没有特殊情况"), "", MarkKind.MET)]
        title = self.tr("复核看过的 {n} 处").format(n=len(sheet.points)) if sheet.points else self.tr("复核")
        remark = self.tr("全部认可") if sheet.points else ""
        self.seen.show_lines(title, [*(points or nothing), *notes], remark, Tone.MET)

    def _show_hands(self, sheet: SignSheet) -> None:
        found = sheet.dossier
        taken = {
            Act.ACCEPTED: self.tr("经办"),
            Act.DEEMED_ACCEPTED: self.tr("经办"),
            Act.REVIEWED: self.tr("复核"),
            Act.SIGNED: self.tr("签发"),
        }
        newest = {act.act: act for act in found.record.acts if act.act in taken}
        lines = [
            PanelLine(word, f"{found.name(newest[act].account_id)} {moment(newest[act].at)}")
            for act, word in taken.items()
            if act in newest
        ]
        self.hands.show_lines(self.tr("经手"), lines)

    def _foot(self, sheet: SignSheet | None) -> None:
        asks = sheet is not None and sheet.has_pin is not None and "case.decide" in sheet.dossier.possible
        self.pin.setVisible(asks)
        self.signed.hide()
        self.hint.setVisible(asks)
        if asks and sheet is not None:
            self.pin.show_owner(sheet.dossier.actor.name, has_pin=bool(sheet.has_pin))
            month = f"{sheet.dossier.today:%Y-%m}"
            self.hint.setText(self.tr("签发即完成：占号、存档、记流水、列入 {month}").format(month=month))


def _banner(sheet: SignSheet) -> Banner:
    assessment = sheet.dossier.assessment
    if assessment is None:
        return Banner(MarkKind.UNKNOWN, sheet.title)
    rows = verdict_rows(assessment, value_names=sheet.dossier.value_names)
    said = next(one for one in rows if isinstance(one, BannerRow))
    return Banner(said.mark, sheet.title or said.word, " · ".join(said.counts), said.label, said.value)


def _result_mark(sheet: SignSheet) -> MarkKind:
    assessment = sheet.dossier.assessment
    marks = {Result.ELIGIBLE: MarkKind.MET, Result.INELIGIBLE: MarkKind.NOT_MET}
    return MarkKind.UNKNOWN if assessment is None else marks.get(assessment.result, MarkKind.UNKNOWN)
