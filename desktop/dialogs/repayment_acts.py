"""The short forms of an order to pay back, and of a payment that the bank returned late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.act_dialog import ActDialog, Command, needed_date
from desktop.page import Host
from desktop.widgets.fields import DateField, LineField, SecretField, TextField
from models.casework.dossiers import Dossier
from models.casework.repayments import RepaymentView
from models.errors import InputError
from models.money import format_yuan, parse_yuan
from models.repayment import Instalment
from models.typed_date import parse_date

Done = Callable[[Any], object]


def tr(text: str) -> str:
    """Window text of these dialogs."""
    return QCoreApplication.translate("repayment_acts", text)


def propose_dialog(host: Host, dossier: Dossier, done: Done) -> ActDialog:
    """责令退回: how much, why, by when; another person signs."""
    owed = dossier.money.reclaimable_fen
    amount = LineField(tr("应退金额"), unit=tr("元"))
    amount.set_text(f"{owed // 100}.{owed % 100:02d}")
    plan = TextField(
        tr("退回期限"),
        hint=tr("一期一行：日期 金额；只有一期可不写金额"),
        placeholder="20260930 500\n20261031 1000",
        rows=3,
    )
    reason = TextField(tr("多发的原因"), hint=tr("写进通知书"), rows=3)
    number, today = dossier.record.case.number, dossier.today
    told = plan.hint.text()

    def echo(text: str) -> None:
        days = days_understood(text, today)
        plan.set_hint(tr("即 {day}").format(day=days) if days else told)

    plan.edited.connect(echo)

    def command() -> Command:
        from models.casework.repayments import propose_repayment

        fen, words = parse_yuan(amount.text(), "amount"), reason.text()
        parts = typed_plan(plan.text(), fen, today)
        return lambda desk: propose_repayment(desk, number, fen, words, parts)

    return ActDialog(
        host,
        tr("提出责令退回"),
        {"amount": amount, "plan": plan, "reason": reason},
        word=tr("提请签发"),
        command=command,
        done=done,
        subtitle=f"{number} · {dossier.record.person.name}",
        about=tr("已付金额比现行决定多 {sum}，可以责令退回。由签发席位的另一人签发后取文号。").format(
            sum=format_yuan(owed)
        ),
    )


def typed_plan(text: str, amount_fen: int, today: date) -> tuple[Instalment, ...]:
    """Instalments as typed, one a line. Raises InputError at `plan`."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if not lines or any(len(words) > 2 for words in lines) or (len(lines) > 1 and any(len(w) < 2 for w in lines)):
        raise InputError(tr("请一期写一行：日期 金额，例如 20260930 500。"), "plan")
    return tuple(
        Instalment(
            parse_date(words[0], today, "plan", ahead=True),
            parse_yuan(words[1], "plan") if len(words) > 1 else amount_fen,
        )
        for words in lines
    )


def days_understood(text: str, today: date) -> str:
    """The days of the lines typed so far, for the hint; "" while one of them is none."""
    days = [line.split()[0] for line in text.splitlines() if line.strip()]
    try:
        return "、".join(parse_date(day, today, ahead=True).isoformat() for day in days)
    except InputError:
        return ""


def sign_dialog(host: Host, view: RepaymentView, done: Done) -> ActDialog:
    """签发: the second person, with the signing PIN."""
    pin = SecretField(tr("签发PIN"), hint=tr("6 位数字"))

    def command() -> Command:
        from models.casework.pins import sign_repayment_with_pin
        from reports.issue import render

        order_id, typed = view.order.id, pin.text()
        return lambda desk: sign_repayment_with_pin(desk, order_id, typed, render)

    plan = "；".join(f"{part.due_on} {format_yuan(part.amount_fen)}" for part in view.order.plan)
    about = tr("应退 {sum}。期限：{plan}。原因：{why}")
    return ActDialog(
        host,
        tr("签发责令退回通知书"),
        {"pin": pin},
        word=tr("签发"),
        command=command,
        done=done,
        subtitle=f"{view.case_number} · {view.person_name}",
        about=about.format(sum=format_yuan(view.order.amount_fen), plan=plan, why=view.order.reason),
    )


def receive_dialog(host: Host, view: RepaymentView, done: Done) -> ActDialog:
    """退回款到账."""
    hint = tr("多收时须写明") if view.lifted_fen else tr("可不填")
    amount, note = LineField(tr("到账金额"), unit=tr("元")), LineField(tr("说明"), hint=hint)
    today = view.today
    on = DateField(tr("到账日期"), hint=tr("今天按 0"), today=lambda: today)

    def command() -> Command:
        from models.casework.repayments import receive_repayment

        fen, day = parse_yuan(amount.text(), "amount"), needed_date(on.text(), today, "on", tr("请填写到账日期。"))
        order_id, words = view.order.id, note.text()
        return lambda desk: receive_repayment(desk, order_id, fen, day, words)

    return ActDialog(
        host,
        tr("退回款到账"),
        {"amount": amount, "on": on, "note": note},
        word=tr("记为到账"),
        command=command,
        done=done,
        subtitle=f"{view.letter_number} · {view.person_name}",
        about=_still_to_come(view),
    )


def _still_to_come(view: RepaymentView) -> str:
    if not view.lifted_fen:
        return tr("还有 {sum} 没有退回。").format(sum=format_yuan(view.left_fen))
    words = tr("现在只应再退 {left}，{lifted} 不再追收。已经到账的多出部分会转为应付给本人，须在说明里写明。")
    return words.format(left=format_yuan(view.left_fen), lifted=format_yuan(view.lifted_fen))


def offset_dialog(host: Host, view: RepaymentView, done: Done) -> ActDialog:
    """抵扣: from a grant of the same person that waits for payment."""
    case, amount = (
        LineField(tr("从哪件补贴抵扣"), hint=tr("同一人待拨付的案号")),
        LineField(tr("抵扣金额"), unit=tr("元")),
    )

    def command() -> Command:
        from models.casework.repayments import offset_repayment

        fen, number, order_id = parse_yuan(amount.text(), "amount"), case.text().strip(), view.order.id
        return lambda desk: offset_repayment(desk, order_id, number, fen)

    return ActDialog(
        host,
        tr("从以后的补贴抵扣"),
        {"case": case, "amount": amount},
        word=tr("抵扣"),
        command=command,
        done=done,
        subtitle=f"{view.letter_number} · {view.person_name}",
        about=tr("还有 {sum} 没有退回。抵扣后那件补贴只付余额；全部抵扣的即为已拨付。").format(
            sum=format_yuan(view.left_fen)
        ),
    )


def returned_dialog(host: Host, dossier: Dossier, done: Done) -> ActDialog:
    """退票: the bank sent the money back after it was recorded as paid."""
    on = DateField(tr("退票日期"), hint=tr("今天按 0"), today=lambda: dossier.today)
    words = TextField(tr("银行的原话"), placeholder=tr("例如：账户已销户"), rows=2)
    number = dossier.record.case.number

    def command() -> Command:
        from models.casework.closing import return_payment

        day, told = needed_date(on.text(), dossier.today, "on", tr("请填写退票日期。")), words.text()
        return lambda desk: return_payment(desk, number, day, told)

    return ActDialog(
        host,
        tr("登记退票"),
        {"on": on, "words": words},
        word=tr("记为退票"),
        command=command,
        done=done,
        subtitle=f"{number} · {dossier.record.person.name}",
        about=tr("案件回到待拨付；账户更正后可以再次付款。"),
    )
