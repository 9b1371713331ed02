"""款项: what is granted, how the sum comes about, where it goes, and whether it was paid."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from desktop.item_models.verdict_rows import in_kind_words
from desktop.pages.case_facts import FactGroup, FactsCard, label_width
from desktop.pages.case_words import amount_words, tr, whole_moment
from desktop.widgets.layouts import STRETCH, column
from models.case import Outcome, State
from models.casework.dossiers import Dossier
from models.casework.repayments import STATE_NAMES
from models.enterprise import in_its_place
from models.money import format_yuan
from models.payment import LINE_STATE_NAMES, RESULT_NAMES
from models.repayment import RECEIPT_NAMES


def money_groups(dossier: Dossier) -> list[FactGroup]:
    """What is said of the money."""
    groups = [
        FactGroup(tr("金额"), tuple(_amount(dossier))),
        FactGroup(tr("怎么算的"), tuple(_steps(dossier))),
        FactGroup(tr("收款与拨付"), (*_payment(dossier), *_payments(dossier))),
        FactGroup(tr("退回"), tuple(_repayments(dossier))),
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
        yield tr("决定金额"), in_kind_words() if in_kind else format_yuan(decision.amount_fen or 0)


def _steps(dossier: Dossier) -> Iterator[tuple[str, str]]:
    steps = () if dossier.assessment is None else dossier.assessment.amount_steps
    for step in steps:
        yield step.label, f"{format_yuan(step.fen)}　{step.clause}"
    if len(steps) > 1:
        yield tr("合计"), format_yuan(sum(step.fen for step in steps))


def _payment(dossier: Dossier) -> Iterator[tuple[str, str]]:
    person, state = dossier.record.person, dossier.record.case.state
    payee = person if dossier.enterprise is None else in_its_place(person, dossier.enterprise)
    if payee.bank_card:
        yield tr("收款人"), payee.name
        yield tr("账户"), tr("{bank} 尾号 {tail}").format(bank=payee.bank_name, tail=payee.bank_card[-4:])
    else:
        yield tr("账户"), tr("没有登记收款账户")
    if state is State.TO_PAY:
        waits = tr("还没有拨付，应付 {sum}")
        yield tr("拨付"), waits.format(sum=format_yuan(dossier.money.due_fen))


def _payments(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Each payment with its list and what the bank said, the newest last."""
    for payment in dossier.money.payments:
        line = payment.line
        name = payment.run or tr("单笔登记")
        serial = tr("流水号 {serial}").format(serial=line.serial) if line.serial else ""
        to = tr("{bank} 尾号 {tail}").format(bank=line.bank_name, tail=line.bank_card[-4:]) if line.bank_card else ""
        yield name, "　".join(part for part in (format_yuan(line.amount_fen), to, serial) if part)
        if not payment.results:
            yield tr("结果"), LINE_STATE_NAMES[line.state]
        for result in payment.results:
            told = f"{RESULT_NAMES[result.kind]} {result.on.isoformat()}"
            who = tr("{who} {at} 登记").format(
                who=dossier.name(result.recorded_by), at=whole_moment(result.recorded_at)
            )
            yield tr("结果"), "　".join(part for part in (told, result.words, who) if part)
    for receipt in dossier.money.kept:
        yield tr("抵扣旧欠"), f"{format_yuan(receipt.amount_fen)}　{receipt.on.isoformat()}"


def _repayments(dossier: Dossier) -> Iterator[tuple[str, str]]:
    decision = dossier.record.decision
    if decision is not None and decision.outcome is Outcome.REFUSED and dossier.money.due_fen > 0:
        words = tr("{sum}，不再经付款清单付出：请财务退还本人，再用备注（Alt+B）记下日期、方式、凭证号和两名经手人")
        yield tr("多收"), words.format(sum=format_yuan(dossier.money.due_fen))
    if dossier.money.reclaimable_fen:
        yield tr("多发"), tr("{sum}，尚未责令退回").format(sum=format_yuan(dossier.money.reclaimable_fen))
    for view in dossier.money.repayments:
        name = view.letter_number or tr("待签发")
        left = tr("未退 {sum}").format(sum=format_yuan(view.left_fen))
        due = tr("{day} 前").format(day=view.next_due.isoformat()) if view.next_due and view.left_fen else ""
        parts = (format_yuan(view.order.amount_fen), STATE_NAMES[view.state], left if view.left_fen else "", due)
        yield name, "　".join(part for part in parts if part)
        for receipt in view.receipts:
            yield RECEIPT_NAMES[receipt.kind], f"{format_yuan(receipt.amount_fen)}　{receipt.on.isoformat()}"


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
