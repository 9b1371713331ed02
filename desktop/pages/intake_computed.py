"""系统已算出，不用填: what follows from the typed facts by itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.pages.intake_person import age_on
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import column
from desktop.widgets.surface import NoteBox
from desktop.widgets.text import Text
from models.assessment import Assessment, Verdict
from models.calendar import OutsideCalendar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.pages.intake_work import Work

_ISSUED = "certificate.issued_on"


def computed(work: Work) -> Iterator[tuple[str, str]]:
    """Label and value of everything that can be said now; nothing for what is not known."""
    person, applied_on = work.person, work.applied_on
    if person is None or applied_on is None or work.session is None:
        return
    # Who acts for an enterprise does not apply: their age is of no account.
    if work.arrival.ground.rulebook.programmes[work.programme].applicant == "person":
        issued = work.session.values().get(_ISSUED)
        if isinstance(issued, date) and issued >= person.birth_date:
            yield _tr("取证时年龄"), _years(person.birth_date, issued)
        yield _tr("申请时年龄"), _years(person.birth_date, applied_on)
    if (last := _last_day(work.session.assessment)) is not None:
        yield _tr("申请截止"), last.isoformat()
    yield from _decided_by(work)


def _decided_by(work: Work) -> Iterator[tuple[str, str]]:
    ground = work.arrival.ground
    within = ground.rulebook.programmes[work.programme].decide_within
    if work.applied_on is None or within is None or within.since > work.applied_on:
        return
    yield _tr("办结时限"), _tr("{n} 个工作日").format(n=within.working_days)
    try:
        due = ground.calendar.add_working_days(work.applied_on, within.working_days)
    except OutsideCalendar:
        return
    yield _tr("自申请日起办结于"), due.isoformat()


def _last_day(assessment: Assessment | None) -> date | None:
    """The last day to apply, where the criterion of the certificate's date is met."""
    for line in assessment.criteria if assessment is not None else ():
        if _ISSUED in line.facts and line.verdict is Verdict.MET and line.holds_until is not None:
            return line.holds_until
    return None


def _years(born: date, day: date) -> str:
    return _tr("{n} 岁").format(n=age_on(born, day))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Computed", text)


class ComputedNote(QWidget):
    """`note.show_values(computed(work))`: two columns of labels and values."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(12, 6, 12, 6)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(3)
        for place in (1, 4):
            self._grid.setColumnStretch(place, 1)
        self._grid.setColumnMinimumWidth(2, 16)
        self._shown: list[tuple[Text, Text]] = []
        title = Text(self.tr("系统已算出，不用填"), Role.SMALL, Tone.TEXT2)
        self.setLayout(column(title, NoteBox(self._grid), gap=4))

    def show_values(self, values: Iterator[tuple[str, str]]) -> None:
        """Show these; labels that stay keep their place."""
        found = list(values)
        while len(self._shown) < len(found):
            self._shown.append(self._pair(len(self._shown)))
        for place, (label, value) in enumerate(self._shown):
            words = found[place] if place < len(found) else ("", "")
            label.setText(words[0])
            value.setText(words[1])
            label.setVisible(bool(words[0]))
            value.setVisible(bool(words[0]))
        # A single value has the whole width.
        self._grid.setColumnStretch(4, 1 if len(found) > 1 else 0)
        self._grid.setColumnMinimumWidth(2, 16 if len(found) > 1 else 0)
        self.setVisible(bool(found))

    def _pair(self, place: int) -> tuple[Text, Text]:
        from PySide6.QtCore import Qt

        label = Text("", Role.CAPTION, Tone.TEXT3)
        value = Text("", Role.SMALL, align=Qt.AlignmentFlag.AlignRight)
        line, side = divmod(place, 2)
        self._grid.addWidget(label, line, side * 3)
        self._grid.addWidget(value, line, side * 3 + 1)
        return label, value
