"""申请: what was told and found, in the groups of the form; empty values are not shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from desktop.pages.case_words import card_end, fact_label, fact_text, tr
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, text_width
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from models.attendant import Role as AttendantRole
from models.casework.dossiers import Dossier
from models.enterprise import BANK_ACCOUNT, BANK_NAME
from models.phone import mask_phone
from models.vocabulary import VOCABULARY

# The strip shows number, sex, age and household; a birth date in full would undo the mask of the number.
_IN_THE_STRIP = frozenset({"person.id_number", "person.sex", "person.birth_date", "person.household"})
_GROUPS = (
    ("申请人", ("person.",)),
    ("证书", ("certificate.",)),
    ("培训", ("training.",)),
    ("就业与参保", ("work.", "insurance.")),
)

_TWO_COLUMNS = 720


@dataclass(frozen=True, slots=True)
class FactGroup:
    """A titled list of label and value."""

    title: str
    rows: tuple[tuple[str, str], ...]


def fact_groups(dossier: Dossier) -> list[FactGroup]:
    """Everything known of the application, in reading order."""
    facts = {} if dossier.record.facts is None else dossier.record.facts.facts
    groups = [FactGroup(tr("这件申请"), tuple(_application(dossier)))]
    groups.append(FactGroup(tr("申请企业"), tuple(_enterprise(dossier))))
    groups += [FactGroup(tr(title), tuple(_facts(facts, starts))) for title, starts in _GROUPS]
    groups.append(FactGroup(tr("到场与领取"), tuple(_attendant(dossier))))
    if dossier.enterprise is None:
        groups.append(FactGroup(tr("联系与收款"), (*_contact(dossier), *_own_account(dossier))))
    else:
        groups.append(FactGroup(tr("经办人联系方式"), tuple(_contact(dossier))))
    return [group for group in groups if group.rows]


def _application(dossier: Dossier) -> Iterator[tuple[str, str]]:
    case = dossier.record.case
    yield tr("案号"), case.number
    yield tr("事项"), dossier.programme_name
    yield tr("申请日"), case.applied_on.isoformat()
    if case.accepted_on is not None:
        yield tr("受理日"), case.accepted_on.isoformat()
    if case.due_on is not None:
        yield tr("办结期限"), case.due_on.isoformat()
    check = dossier.record.register_check
    if check is not None:
        yield tr("发放登记查询"), f"{check.result}（{dossier.name(check.checked_by)}）"


def _facts(facts: Mapping[str, Any], starts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key in VOCABULARY:
        if key.startswith(starts) and key in facts and key not in _IN_THE_STRIP:
            yield fact_label(key), fact_text(key, facts[key])


def _enterprise(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """The enterprise that applies, with its account as it was last corrected."""
    if dossier.enterprise is None or dossier.record.facts is None:
        return
    account = {BANK_ACCOUNT: dossier.enterprise.bank_account, BANK_NAME: dossier.enterprise.bank_name}
    now_known = {**dossier.record.facts.facts, **{key: value for key, value in account.items() if value}}
    yield from _facts(now_known, ("enterprise.",))


def _attendant(dossier: Dossier) -> Iterator[tuple[str, str]]:
    record, person = dossier.record.attendant, dossier.record.person
    if person.former_names:
        yield tr("曾用名"), "、".join(person.former_names)
    if person.id_expires_on is not None:
        yield tr("证件有效期至"), person.id_expires_on.isoformat()
    if record is None:
        return
    who = record.attendant
    yield tr("到场人"), who.told()
    if who.role is not AttendantRole.SELF:
        day = "" if who.authorised_on is None else f"（{who.authorised_on}）"
        yield tr("凭据"), "，".join(part for part in (who.relation, f"{who.paper}{day}", who.scope) if part)
        yield tr("可代为"), who.powers()
        yield tr("代办人电话"), mask_phone(who.phone) if who.phone else tr("没有登记")
    yield tr("可领取决定书"), "、".join(dossier.collectors)


def _contact(dossier: Dossier) -> Iterator[tuple[str, str]]:
    person = dossier.record.person
    told = {
        tr("街道（乡镇）"): person.street,
        tr("手机号码"): mask_phone(person.phone) if person.phone else "",
        tr("住址"): person.address,
    }
    yield from ((label, value) for label, value in told.items() if value)


def _own_account(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Where a person is paid; who acts for an enterprise is paid nothing."""
    person = dossier.record.person
    if person.bank_name:
        yield tr("开户银行"), person.bank_name
    if person.bank_card:
        yield tr("银行卡"), card_end(person.bank_card)
        yield tr("户名"), person.name


class FactsCard(Card):
    """One group: labels left, values right of them, nothing cut off; cards with one `label_width` stand in line."""

    def __init__(self, group: FactGroup, label_width: int = 0) -> None:
        grid = QGridLayout()
        grid.setColumnMinimumWidth(0, label_width)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        for line, (label, value) in enumerate(group.rows):
            name = Text(label, Role.SMALL, Tone.TEXT2)
            grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Text(value, wrap=True), line, 1)
        super().__init__(column(Strong(group.title, Role.SECTION), grid, STRETCH, gap=10, margins=(16, 10, 16, 14)))
        self.setAccessibleName(group.title + "：" + "；".join(f"{label} {value}" for label, value in group.rows))


def label_width(groups: Sequence[FactGroup]) -> int:
    """What the longest label of these groups needs."""
    return ceil(max((text_width(label, Role.SMALL) for group in groups for label, _value in group.rows), default=0))


class FactsTab(QWidget):
    """Two columns of cards, balanced by their rows; one where it is narrow for the size of the text."""

    def __init__(self) -> None:
        super().__init__()
        self._left, self._right = column(STRETCH, gap=12), column(STRETCH, gap=12)
        self._halves = row((boxed(self._left), 1), (boxed(self._right), 1), gap=12)
        self.setLayout(self._halves)
        self._cards: list[QWidget] = []
        self.groups: list[FactGroup] = []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        down, sideways = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._halves.setDirection(down if self.width() < scaled(_TWO_COLUMNS) else sideways)

    def show_dossier(self, dossier: Dossier) -> None:
        """Show this case."""
        self.show_groups(fact_groups(dossier))

    def show_groups(self, groups: list[FactGroup]) -> None:
        """Show these."""
        if groups == self.groups:
            return
        self.groups = groups
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = []
        for half, members in zip((self._left, self._right), _halves(groups), strict=True):
            width = label_width(members)
            for group in members:
                card = FactsCard(group, width)
                self._cards.append(card)
                half.insertWidget(half.count() - 1, card)


def _halves(groups: Sequence[FactGroup]) -> tuple[list[FactGroup], list[FactGroup]]:
    """Each group into the column that is shorter so far."""
    halves: tuple[list[FactGroup], list[FactGroup]] = ([], [])
    heights = [0, 0]
    for group in groups:
        side = 0 if heights[0] <= heights[1] else 1
        heights[side] += len(group.rows) + 2
        halves[side].append(group)
    return halves
