"""The short forms of a case: serve its letter, record its payment, withdraw it, send it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.act_dialog import ActDialog, Command, needed_date
from desktop.page import Host
from desktop.widgets.fields import DateField, TextField
from models.case import State
from models.casework.dossiers import Dossier
from models.money import format_yuan

Done = Callable[[Any], object]


def tr(text: str) -> str:
    """A text of these dialogs."""
    return QCoreApplication.translate("CaseActs", text)


def serve_dialog(host: Host, dossier: Dossier, done: Done) -> ActDialog:
    """送达: how and when the decision letter was handed over, who took it."""
    from desktop.dialogs.serving import Served, ServingDialog

    decision = dossier.record.decision
    letter = next(one for one in dossier.record.letters if decision is not None and one.decision_id == decision.id)
    about = Served(letter.number, letter.issued_on, dossier.record.case.number, dossier.collectors)
    return ServingDialog(host, about, dossier.today, done)


def pay_dialog(host: Host, dossier: Dossier, done: Done) -> ActDialog:
    """拨付: when the money left."""
    on = DateField(tr("拨付日期"), hint=tr("今天按 0"), today=lambda: dossier.today)
    number, person = dossier.record.case.number, dossier.record.person

    def command() -> Command:
        from models.casework.closing import record_payment

        day = needed_date(on.text(), dossier.today, "on", tr("请填写拨付日期，今天按 0。"))
        return lambda desk: record_payment(desk, number, day)

    amount = dossier.money.due_fen
    account = tr("{bank} 尾号 {tail}").format(bank=person.bank_name, tail=person.bank_card[-4:])
    missing = tr("没有登记收款账户")
    about = tr("{amount}，收款人 {name}，{account}。列入付款清单的，请在“拨付”页登记银行结果。")
    return ActDialog(
        host,
        tr("登记拨付"),
        {"on": on},
        word=tr("记为已拨付"),
        command=command,
        done=done,
        subtitle=_subtitle(dossier),
        about=about.format(
            amount=format_yuan(amount), name=person.name, account=account if person.bank_card else missing
        ),
    )


def withdraw_dialog(host: Host, dossier: Dossier, done: Done) -> ActDialog:
    """撤回: at the applicant's wish, with the reason."""
    reason = TextField(tr("撤回原因"), hint=tr("写入案卷"), placeholder=tr("例如：申请人要求撤回，另行申请"))
    number = dossier.record.case.number

    def command() -> Command:
        from models.casework.intake import withdraw
        from reports.issue import render

        words = reason.text()
        return lambda desk: withdraw(desk, number, words, render)

    return ActDialog(
        host,
        tr("撤回申请"),
        {"reason": reason},
        word=tr("撤回申请"),
        command=command,
        done=done,
        subtitle=_subtitle(dossier),
        about=tr("撤回后这件申请不再办理，不能恢复；申请人可以重新申请。已经取得的编号保留。"),
        danger=True,
    )


def return_dialog(host: Host, dossier: Dossier, done: Done, proposed: str = "") -> ActDialog:
    """退回: one step back with the reasons; doubted points are already written."""
    reason = TextField(tr("退回原因"), hint=tr("写入案卷，经办人会看到"), rows=5)
    reason.set_text(proposed)
    number = dossier.record.case.number
    to_window = dossier.record.case.state is State.FOR_REVIEW

    def command() -> Command:
        from models.casework.deciding import return_case

        words = reason.text()
        return lambda desk: return_case(desk, number, words)

    target = tr("退回窗口后，经办人改好可以重新送审。") if to_window else tr("退回复核后，由复核人重新核对。")
    return ActDialog(
        host,
        tr("退回窗口") if to_window else tr("退回复核"),
        {"reason": reason},
        word=tr("退回"),
        command=command,
        done=done,
        subtitle=_subtitle(dossier),
        about=target,
    )


def _subtitle(dossier: Dossier) -> str:
    case, person = dossier.record.case, dossier.record.person
    return f"{case.number} · {person.name} · {dossier.programme_name}"
