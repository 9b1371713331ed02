"""Correcting the account of an enterprise whose case waits for payment: without a new round, and never unnoticed.

The decision says nothing of the account, so it stands. Who corrected it and why is on the case and in the journal; a
payment list made before stops, and a new one is confirmed by a second person as always.
"""

from __future__ import annotations

from models.case import STATE_NAMES, Act, State
from models.casework.applicants import enterprise_of
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk
from models.enterprise import CompanyAccount, Enterprise
from models.errors import InputError, Refused
from models.typed_text import has_hidden, is_digits, without_separators

CORRECTED_IN = frozenset({State.TO_PAY})
_LONGEST = 40
_LONGEST_REASON = 500


def read_company_account(number: str, bank_name: str) -> CompanyAccount:
    """An account as typed. Raises InputError at `bank_account` or `bank_name`."""
    digits = without_separators(number)
    if not is_digits(digits) or len(digits) > _LONGEST:
        raise InputError(f"收款账号应是不超过{_LONGEST}位的数字，请对照开户许可证或银行证明。", "bank_account")
    bank = bank_name.strip()
    if not bank or has_hidden(bank):
        raise InputError("请照银行证明填写开户银行。", "bank_name")
    return CompanyAccount(digits, bank)


def correct_company_account(desk: Desk, number: str, account: CompanyAccount, reason: str) -> Done[Enterprise]:
    """Pay an enterprise to another account from now on; the reason is required.

    Raises InputError at `reason`, also for one over 500 characters, or for the account that is registered already;
    Refused for a case of a person and for one that does not wait for payment.
    """
    words = reason.strip()
    if not words:
        raise InputError("请写明为什么更正、凭什么核对的，例如“银行退票，企业已提交新的开户证明”。", "reason")
    if len(words) > _LONGEST_REASON:
        raise InputError(f"原因超过{_LONGEST_REASON}字，请写得简短些。", "reason")
    with desk.perform("case.account") as work:
        case = work.rows.case_numbered(number)
        before = enterprise_of(work, case)
        if before is None or case.facts_id is None:
            raise Refused(f"案件 {number} 由个人申请，收款账户请在受理页按本人资料更正。")
        if case.state not in CORRECTED_IN:
            raise Refused(f"案件 {number} 现在是“{STATE_NAMES[case.state]}”，只有待拨付的案件可以单独更正收款账户。")
        if (before.bank_account, before.bank_name) == (account.number, account.bank_name):
            raise InputError("与现在登记的账户相同。核对无误的，请在“拨付”页记“账户核对无误”。", "bank_account")
        case = work.rows.touch_case(case)
        kept = work.rows.add_company_account(case.id, case.facts_id or 0, account, words, work.actor.id, work.now)
        told = f"更正企业收款账户：{_tail(before.bank_account)}改为{_tail(account.number)}。{words}"
        work.rows.add_act(case.id, case.round, Act.NOTED, work.actor.id, work.now, told)
        work.record(
            f"case:{case.id}",
            {"company_account": kept, "account": work.digest(account.number), "note": work.digest(words)},
        )
        after = enterprise_of(work, case) or before
    return Done(after, Changes.case(case.id))


def _tail(number: str) -> str:
    return f"尾号{number[-4:]}" if number else "未登记"
