"""更正企业收款账户: where the money of an enterprise goes, while its case waits for payment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.act_dialog import ActDialog, Command
from desktop.page import Host
from desktop.widgets.fields import LineField, TextField
from models.casework.dossiers import Dossier


def tr(text: str) -> str:
    """A text of this dialog."""
    return QCoreApplication.translate("CompanyAccount", text)


def company_account_dialog(host: Host, dossier: Dossier, done: Callable[[Any], object]) -> ActDialog:
    """The account anew, with the reason; what is registered is told by its last digits only."""
    number, before = dossier.record.case.number, dossier.enterprise
    account = LineField(tr("收款账号"), hint=tr("开户许可证或银行证明上的"))
    bank = LineField(tr("开户银行"))
    reason = TextField(tr("更正原因和核对方法"), placeholder=tr("例如：银行退票，企业已提交新的开户证明"))
    if before is not None:
        bank.set_text(before.bank_name)

    def command() -> Command:
        from models.casework.company_accounts import correct_company_account, read_company_account

        read, words = read_company_account(account.text(), bank.text()), reason.text()
        return lambda desk: correct_company_account(desk, number, read, words)

    name = before.name if before is not None else ""
    tail = before.bank_account[-4:] if before is not None and before.bank_account else tr("未登记")
    about = tr(
        "现在登记的账户尾号 {tail}。户名须是企业本身。决定不变；已编制的付款清单须撤销后重新编制，由另一人确认。"
    )
    return ActDialog(
        host,
        tr("更正企业收款账户"),
        {"bank_account": account, "bank_name": bank, "reason": reason},
        word=tr("更正账户"),
        command=command,
        done=done,
        subtitle=f"{number} · {name}",
        about=about.format(tail=tail),
    )
