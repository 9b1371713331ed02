"""What the payments page says in its two tables: lists and orders at the left, their lines at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.item_models.cells import Cell, Column, PillWord
from desktop.theme.paint import ACCENT, PLAIN, MarkKind
from desktop.theme.tokens import Tone
from models.bank_card import mask_card
from models.casework.payment_lines import PayableLine
from models.casework.payment_views import RunLine, RunView
from models.casework.repayments import STATE_NAMES, RepaymentView
from models.moment import beijing_time
from models.money import format_yuan
from models.payment import LINE_STATE_NAMES, RUN_STATE_NAMES, LineState, RunState
from models.repayment import RECEIPT_NAMES


def tr(text: str) -> str:
    """Window text of the payments page."""
    return QCoreApplication.translate("payments", text)


@dataclass(frozen=True, slots=True)
class Pool:
    """What waits for payment and stands in no list."""

    lines: tuple[PayableLine, ...]

    @property
    def ready(self) -> tuple[PayableLine, ...]:
        """What nothing stops."""
        return tuple(line for line in self.lines if not line.stops)


Subject = Pool | RunView | RepaymentView


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One thing at the left; `key` finds it again after a refresh."""

    key: str
    subject: Subject


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One line at the right. `case_number` is what Enter opens, `told` the whole of `note`."""

    case_number: str
    name: str
    bank: str
    card: str
    amount: str
    pill: PillWord
    note: str = ""
    picked: bool | None = None

    @property
    def told(self) -> str:
        """What is said under the table."""
        return self.note


def ledger_columns() -> list[Column[LedgerRow]]:
    """Number over date and people; state over money."""
    return [
        Column(tr("清单 / 通知书"), _title, elide=True),
        Column(tr("状态"), _standing, "拨付后退票"),
        Column(tr("金额"), _amount, "¥1,234,567.00", right=True),
    ]


def detail_columns() -> list[Column[DetailRow]]:
    """Who and which case; where to; how much; how it stands."""
    return [
        Column(tr("收款人 / 期次"), _payee, elide=True),
        Column(tr("账户 / 日期"), lambda row: Cell(row.card, sub=row.bank), "6222************1234"),
        Column(tr("金额"), lambda row: Cell(row.amount, strong=True), "¥12,345.00", right=True),
        Column(tr("情况"), lambda row: Cell(pill=row.pill), "拨付后退票", pill=True),
    ]


def _payee(row: DetailRow) -> Cell:
    mark = "" if row.picked is None else ("☑ " if row.picked else "☐ ")
    return Cell(f"{mark}{row.name}", strong=True, sub=row.case_number)


def _title(row: LedgerRow) -> Cell:
    subject = row.subject
    if isinstance(subject, Pool):
        held = len(subject.lines) - len(subject.ready)
        sub = tr("{n} 件有问题，不能列入").format(n=held) if held else tr("都可以列入")
        if not subject.lines:
            sub = tr("没有待拨付的案件")
        return Cell(tr("待列入清单 {n} 件").format(n=len(subject.lines)), strong=True, sub=sub)
    if isinstance(subject, RunView):
        about = tr("{day} · {n} 笔 · {who} 编制")
        day, who = beijing_time(subject.run.made_at)[:10], subject.names.get(subject.run.made_by, "")
        return Cell(subject.run.number, strong=True, sub=about.format(day=day, n=subject.run.lines, who=who))
    name = subject.letter_number or tr("第 {n} 号（待签发）").format(n=subject.order.id)
    return Cell(name, strong=True, sub=f"{subject.person_name} · {subject.case_number}")


def _standing(row: LedgerRow) -> Cell:
    subject = row.subject
    if isinstance(subject, Pool):
        return Cell(tr("待编制"))
    if isinstance(subject, RunView):
        faults = subject.count(LineState.REJECTED) + subject.count(LineState.RETURNED)
        sub = tr("退票 {n} 笔").format(n=faults) if faults else ""
        return Cell(RUN_STATE_NAMES[subject.state], sub=sub, sub_tone=Tone.BAD)
    due = "" if subject.next_due is None else subject.next_due.isoformat()
    return Cell(STATE_NAMES[subject.state], tone=Tone.BAD if subject.overdue else Tone.TEXT, sub=due)


def _amount(row: LedgerRow) -> Cell:
    subject = row.subject
    if isinstance(subject, Pool):
        return Cell(format_yuan(sum(line.amount_fen for line in subject.ready)))
    if isinstance(subject, RunView):
        return Cell(format_yuan(subject.run.total_fen))
    left = tr("未退 {sum}").format(sum=format_yuan(subject.left_fen)) if subject.left_fen else ""
    return Cell(format_yuan(subject.order.amount_fen), sub=left)


def detail_rows(subject: Subject, left_out: frozenset[str] = frozenset()) -> list[DetailRow]:
    """The lines of what is chosen; `left_out` are cases a person took out of the next list."""
    if isinstance(subject, Pool):
        return [_pool_row(line, line.case.number not in left_out) for line in subject.lines]
    if isinstance(subject, RunView):
        return [_run_row(line) for line in subject.lines]
    return list(_order_rows(subject))


def _pool_row(line: PayableLine, picked: bool) -> DetailRow:
    person = line.person
    if line.stops:
        word, kind, note = tr("不能列入"), MarkKind.NOT_MET, "；".join(line.stops)
    elif line.warnings:
        word, kind, note = tr("请核对"), MarkKind.WARN, "；".join(line.warnings)
    else:
        word, kind, note = tr("可列入"), MarkKind.MET, ""
    return DetailRow(
        case_number=line.case.number,
        name=person.name,
        bank=person.bank_name or tr("没有开户行"),
        card=mask_card(person.bank_card) if person.bank_card else tr("没有卡号"),
        amount=format_yuan(line.amount_fen),
        pill=PillWord.verdict(kind, word),
        note=note,
        picked=None if line.stops else picked,
    )


def _run_row(one: RunLine) -> DetailRow:
    state = one.line.state
    kinds = {LineState.PAID: MarkKind.MET, LineState.REJECTED: MarkKind.NOT_MET, LineState.RETURNED: MarkKind.NOT_MET}
    words = tr("银行：{words}").format(words=one.words) if one.words and state in kinds else one.words
    if one.stops:
        pill = PillWord.verdict(MarkKind.WARN, tr("有变动"))
    elif state in kinds:
        pill = PillWord.verdict(kinds[state], LINE_STATE_NAMES[state])
    else:
        pill = PillWord(LINE_STATE_NAMES[state], PLAIN)
    return DetailRow(
        one.case_number, one.line.payee, one.line.bank_name, one.masked_card, format_yuan(one.line.amount_fen), pill,
        "；".join(one.stops) or words,
    )  # fmt: skip


def _order_rows(view: RepaymentView) -> Iterator[DetailRow]:
    came = view.came_fen
    for number, part in enumerate(view.order.plan, 1):
        covered = came >= part.amount_fen
        came = max(0, came - part.amount_fen)
        pill = PillWord.verdict(MarkKind.MET, tr("已退")) if covered else PillWord(tr("应退"), ACCENT)
        name = tr("第 {n} 期").format(n=number)
        yield DetailRow(view.case_number, name, "", part.due_on.isoformat(), format_yuan(part.amount_fen), pill)
    for receipt in view.receipts:
        pill = PillWord(RECEIPT_NAMES[receipt.kind], PLAIN)
        amount = format_yuan(receipt.amount_fen)
        yield DetailRow(view.case_number, tr("收款"), receipt.note, receipt.on.isoformat(), amount, pill)


def summary(subject: Subject, chosen: int, chosen_fen: int) -> tuple[str, str]:
    """The head over the lines: what it is, and what is to be known of it."""
    if isinstance(subject, Pool):
        return tr("待列入清单"), tr("选中 {n} 件，{sum}").format(n=chosen, sum=format_yuan(chosen_fen))
    if isinstance(subject, RunView):
        return subject.run.number, "　".join(_run_facts(subject))
    told = [tr("应退 {sum}").format(sum=format_yuan(subject.order.amount_fen))]
    told.append(tr("未退 {sum}").format(sum=format_yuan(subject.left_fen)))
    if subject.lifted_fen:
        told.append(tr("不再追收 {sum}").format(sum=format_yuan(subject.lifted_fen)))
    return tr("责令退回"), "，".join(told)


def _run_facts(view: RunView) -> Iterator[str]:
    yield tr("{n} 笔 {sum}").format(n=view.run.lines, sum=format_yuan(view.run.total_fen))
    yield tr("模板 {name}").format(name=view.run.template.name)
    if view.run.confirmed_by is not None:
        yield tr("{who} 确认").format(who=view.names.get(view.run.confirmed_by, ""))
    if view.exports:
        yield tr("导出 {n} 次").format(n=len(view.exports))
    if view.state is RunState.CANCELLED:
        yield tr("已撤销：{why}").format(why=view.run.cancel_reason)


def ledger_groups(
    pool: Pool, runs: Sequence[RunView], orders: Sequence[RepaymentView]
) -> list[tuple[str, list[LedgerRow]]]:
    """Everything at the left under its headings; an empty heading is left out."""
    groups = [
        (tr("待拨付"), [LedgerRow("pool", pool)]),
        (tr("付款清单"), [LedgerRow(view.run.number, view) for view in runs]),
        (tr("责令退回"), [LedgerRow(f"order {view.order.id}", view) for view in reversed(orders)]),
    ]
    return [(title, rows) for title, rows in groups if rows]
