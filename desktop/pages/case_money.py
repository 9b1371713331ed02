"""款项: what is granted, how the sum comes about, where it goes, and whether it was paid."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from desktop.pages.case_facts import FactGroup, FactsCard, label_width
from desktop.pages.case_words import amount_words, tr, whole_moment
from desktop.widgets.layouts import STRETCH, column
from models.case import Act, Outcome, State
from models.casework.dossiers import Dossier
from models.money import format_yuan


def money_groups(dossier: Dossier) -> list[FactGroup]:
    """What is said of the money."""
    groups = [
        FactGroup(tr("金额"), tuple(_amount(dossier))),
        FactGroup(tr("怎么算的"), tuple(_steps(dossier))),
        FactGroup(tr("收款与拨付"), tuple(_payment(dossier))),
    ]
    return [group for group in groups if group.rows]


def _amount(dossier: Dossier) -> Iterator[tuple[str, str]]:
    decision = dossier.record.decision
    if decision is None:
        yield tr("按现在的核算"), amount_words(dossier.assessment)
        yield tr("决定"), tr("还没有作出决定")
        return
    refused = decision.outcome is Outcome.REFUSED
    yield tr("决定"), tr("不予") if refused else tr("准予")
    yield tr("决定日"), decision.decided_on.isoformat()
    if not refused:
        in_kind = decision.amount_fen is None
        yield tr("决定金额"), tr("以服务兑现，不发现金") if in_kind else format_yuan(decision.amount_fen or 0)


def _steps(dossier: Dossier) -> Iterator[tuple[str, str]]:
    steps = () if dossier.assessment is None else dossier.assessment.amount_steps
    for step in steps:
        yield step.label, f"{format_yuan(step.fen)}　{step.clause}"
    if len(steps) > 1:
        yield tr("合计"), format_yuan(sum(step.fen for step in steps))


def _payment(dossier: Dossier) -> Iterator[tuple[str, str]]:
    person, state = dossier.record.person, dossier.record.case.state
    if person.bank_card:
        yield tr("收款人"), person.name
        yield tr("账户"), tr("{bank} 尾号 {tail}").format(bank=person.bank_name, tail=person.bank_card[-4:])
    else:
        yield tr("账户"), tr("没有登记收款账户")
    paid = next((act for act in dossier.record.acts if act.act is Act.PAID), None)
    if paid is not None:
        words = tr("{day}（{who} {at} 登记）")
        who = dossier.name(paid.account_id)
        yield tr("拨付日期"), words.format(day=paid.reason, who=who, at=whole_moment(paid.at))
    elif state is State.TO_PAY:
        yield tr("拨付"), tr("还没有拨付")


class MoneyTab(QWidget):
    """Cards one under the other."""

    def __init__(self) -> None:
        super().__init__()
        self._body = column(gap=12)
        self.setLayout(column(self._body, STRETCH))
        self._cards: list[QWidget] = []
        self.groups: list[FactGroup] = []

    def show_dossier(self, dossier: Dossier) -> None:
        """Show this case."""
        groups = money_groups(dossier)
        if groups == self.groups:
            return
        self.groups = groups
        for card in self._cards:
            card.hide()
            card.deleteLater()
        width = label_width(groups)
        self._cards = [FactsCard(group, width) for group in groups]
        for card in self._cards:
            self._body.addWidget(card)
