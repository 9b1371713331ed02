"""The person's card: what may be applied for, by key, and what there was before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.item_models.verdict_rows import other_benefit
from desktop.pages.intake_notice_place import NoticePlace
from desktop.pages.intake_work import AT_WINDOW, Work, programmes
from desktop.theme.sizes import MARGIN, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.marks import KeyCap
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from desktop.widgets.tile import Tile
from forms.load import load_form
from models.assessment import Result
from models.bank_card import mask_card
from models.case import OPEN_STATES, STATE_NAMES, CaseRow
from models.letter import LETTER_NAMES
from models.person import GROUPS
from models.phone import mask_phone
from models.vocabulary import PROGRAMME_NAMES

if TYPE_CHECKING:
    from models.casework.arriving import EarlierLetter

_SHOWN = 6


class PersonCard(QWidget):
    """`PersonCard(work, notices)`; `programme_chosen(id)`, `case_chosen(number)` for one that waits at the window."""

    programme_chosen = Signal(str)
    case_chosen = Signal(str)

    def __init__(self, work: Work, notices: QWidget | None = None) -> None:
        super().__init__()
        self.notices = NoticePlace(notices)
        self.tiles = [self._tile(place, programme, work) for place, programme in enumerate(programmes(work), 1)]
        self.waiting = [self._waiting(row_, place) for place, row_ in enumerate(waiting(work), len(self.tiles) + 1)]
        parts: list[QWidget] = [self._choice(), *self._more()]
        right = boxed(column(self._registered(work), letters_card(work), cases_card(work), STRETCH, gap=12))
        body = row((boxed(column(*parts, STRETCH, gap=12)), 1), (right, 1), gap=12)
        whole = column(self.notices, body, gap=12, margins=(MARGIN, 12, MARGIN, 12))
        self.setLayout(column(Scrolling(whole), gap=0))

    def focus(self) -> None:
        """Put the focus on the first choice."""
        self.tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _choice(self) -> Card:
        head = row(
            Strong(self.tr("办什么"), Role.SECTION), Text(self.tr("按数字键选"), Role.CAPTION, Tone.TEXT3), STRETCH
        )
        return Card(column(head, *self.tiles, gap=8, margins=(16, 8, 16, 16)))

    def _tile(self, place: int, programme: str, work: Work) -> Tile:
        words = _first_look(work, programme)
        pending = [
            case.number for case in work.arrival.cases if case.programme == programme and case.state in OPEN_STATES
        ]
        if pending:
            words = self.tr("已有在办：{numbers}").format(numbers="、".join(pending))
        chosen = partial(self.programme_chosen.emit, programme)
        return Tile(PROGRAMME_NAMES[programme], words, chosen, icon="intake", key=str(place))

    def _more(self) -> list[QWidget]:
        if not self.waiting:
            return []
        head = Strong(self.tr("接着办"), Role.SECTION)
        return [Card(column(head, *self.waiting, gap=8, margins=(16, 8, 16, 16)))]

    def _waiting(self, case: CaseRow, place: int) -> Tile:
        title = f"{case.number} {PROGRAMME_NAMES.get(case.programme, case.programme)}"
        detail = self.tr("{state} · 申请日 {day}").format(state=STATE_NAMES[case.state], day=case.applied_on)
        chosen = partial(self.case_chosen.emit, case.number)
        return Tile(title, detail, chosen, icon="edit", key=str(place) if place <= 9 else "")

    def _registered(self, work: Work) -> Card:
        lines = [_pair(label, value) for label, value in registered(work)]
        head = row(
            Strong(self.tr("登记信息"), Role.SECTION), STRETCH, KeyCap("Alt+R"), Text(self.tr("更正"), Role.CAPTION)
        )
        return Card(column(head, *lines, gap=6, margins=(16, 8, 16, 16)))


def letters_card(work: Work) -> Card:
    """The letters this office once gave the person, the newest first."""
    lines = [_letter_line(each) for each in work.arrival.letters[:_SHOWN]]
    count = Text(_tr("{n} 份").format(n=len(work.arrival.letters)), Role.CAPTION, Tone.TEXT3)
    head = row(Strong(_tr("本局发过的文书"), Role.SECTION), count, STRETCH)
    return Card(column(head, *(lines or [_nothing()]), STRETCH, gap=6, margins=(16, 8, 16, 16)))


def cases_card(work: Work) -> Card:
    """The person's cases, the newest first."""
    lines = [_case_line(case) for case in work.arrival.cases[:_SHOWN]]
    under_way = sum(case.state in OPEN_STATES for case in work.arrival.cases)
    words = _tr("{n} 件，在办 {open} 件").format(n=len(work.arrival.cases), open=under_way)
    head = row(Strong(_tr("此人从前的事"), Role.SECTION), Text(words, Role.CAPTION, Tone.TEXT3), STRETCH)
    return Card(column(head, *(lines or [_nothing()]), STRETCH, gap=6, margins=(16, 8, 16, 16)))


def _nothing() -> Text:
    return Text(_tr("没有。"), Role.SMALL, Tone.TEXT3)


def _tr(text: str) -> str:
    return QCoreApplication.translate("PersonCard", text)


def waiting(work: Work) -> list[CaseRow]:
    """The person's cases that wait at this window."""
    return [case for case in work.arrival.cases if case.state in AT_WINDOW]


def registered(work: Work) -> Iterator[tuple[str, str]]:
    """What is registered of the person, masked where it is sensitive; empty values are not shown."""
    person = work.person
    if person is None:
        return
    labels = {found.key: found.label for found in load_form("person").fields()}
    groups = [labels[key] for key in GROUPS if key in person.groups]
    denied = [labels[key] for key in GROUPS if key in person.not_groups]
    values = (
        (_tr("人员类别"), "、".join(groups)),
        (_tr("问过不是"), "、".join(denied)),
        (_tr("街道（乡镇）"), person.street),
        (_tr("联系电话"), mask_phone(person.phone)),
        (_tr("联系地址"), person.address),
        (
            _tr("收款账户"),
            f"{person.bank_name} {mask_card(person.bank_card)}".strip(),
        ),
    )
    yield from ((label, value) for label, value in values if value)


def _pair(label: str, value: str) -> QWidget:
    name = Text(label, Role.SMALL, Tone.TEXT3)
    name.setMinimumWidth(scaled(96))
    return boxed(row(name, (Text(value, Role.SMALL, wrap=True), 1), gap=12))


def _first_look(work: Work, programme: str) -> str:
    """What can be said before anything is asked."""
    found = work.answer_other(programme)
    if found.result is Result.NOT_IN_FORCE:
        return _tr("今天没有施行的政策，只能登记")
    benefit = other_benefit(programme, found)
    if benefit is None:
        failed = found.explained().failed()
        return failed[0].sentence if failed else _tr("不符合")
    return benefit.remark


def _letter_line(each: EarlierLetter) -> QWidget:
    programme = PROGRAMME_NAMES.get(each.programme, each.programme)
    return _dated(each.letter.issued_on, LETTER_NAMES[each.letter.kind], each.letter.number, programme)


def _case_line(case: CaseRow) -> QWidget:
    programme = PROGRAMME_NAMES.get(case.programme, case.programme)
    return _dated(case.applied_on, programme, case.number, STATE_NAMES[case.state])


def _dated(day: date, name: str, number: str, about: str) -> QWidget:
    """When, what, its number, and below what it is about: nothing is cut short."""
    when = column(Text(day.isoformat(), Role.SMALL, Tone.TEXT2), STRETCH)
    first = row((Text(name, Role.SMALL, wrap=True), 1), Text(number, Role.SMALL, Tone.TEXT2), gap=12)
    second = Text(about, Role.CAPTION, Tone.TEXT3, wrap=True)
    return boxed(row(when, (column(first, second, gap=0), 1), gap=12))
