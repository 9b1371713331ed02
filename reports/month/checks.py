"""The arithmetic a month must pass (FACTS §9), said in words and figures for whoever signs it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from models.case import Outcome
from models.errors import Irreconcilable
from models.money import format_yuan
from models.month import MonthContent
from reports.month.totals import Summary, SummaryLine, totals
from reports.month.words import applicants, month_name


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the check block; `statement` shows the figures on both sides."""

    label: str
    statement: str
    agrees: bool


def checks(content: MonthContent, summary: Summary) -> tuple[Check, ...]:
    """All checks of the month, agreed or not."""
    found = (
        _flow(content, summary),
        _amounts(content, summary),
        _persons(summary),
        _once(content),
        _as_counted(content),
    )
    return (*found, _net(content)) if content.corrections else found


def require_agreement(content: MonthContent, summary: Summary) -> None:
    """Refuse to publish figures that contradict each other; a draft shows them instead.

    Raises Irreconcilable, naming each failed check.
    """
    failed = [check for check in checks(content, summary) if not check.agrees]
    if content.edition and failed:
        found = "；".join(f"{check.label}（{check.statement}）" for check in failed)
        raise Irreconcilable(f"{month_name(content.month)}的数字对不上，不能发布：{found}。请先出草稿逐件核对。")


def _flow(content: MonthContent, summary: Summary) -> Check:
    tally = summary.total.tally
    received = tally.received or 0
    corrected = corrected_cases(content)
    told = f"（更正 {corrected:+d}）" if content.corrections else ""
    statement = (
        f"期初在办 {content.open_before} ＋ 收件 {received}"
        f" ＝ 办结 {tally.decided}{told} ＋ 撤回等 {content.withdrawn} ＋ 期末在办 {content.open_after}"
    )
    left = content.open_before + received
    right = tally.decided + corrected + content.withdrawn + content.open_after
    return Check("件数平衡", statement, left == right)


def corrected_cases(content: MonthContent) -> int:
    """How many decided cases the month's corrections add; below zero for those taken back."""
    return sum(row.sign for row in content.corrections)


def _net(content: MonthContent) -> Check:
    total, back = content.totals, sum(row.fen for row in content.corrections)
    kept = (total.corrected_granted, total.corrected_refused, total.corrected_fen)
    signs = {outcome: sum(row.sign for row in content.corrections if row.outcome is outcome) for outcome in Outcome}
    net = total.amount_fen + back
    statement = f"金额 {format_yuan(total.amount_fen)} ＋ 更正 {format_yuan(back)} ＝ 净额 {format_yuan(net)}"
    return Check("更正后净额", statement, kept == (signs[Outcome.GRANTED], signs[Outcome.REFUSED], back))


def _amounts(content: MonthContent, summary: Summary) -> Check:
    total = content.totals.amount_fen
    groupings = (summary.programmes, summary.levels, summary.streets, summary.cells)
    sums = [_amount(lines) for lines in groupings]
    wrong = [amount for amount in sums if amount != total]
    found = f"{format_yuan(wrong[0] if wrong else total)}"
    sign = "≠" if wrong else "＝"
    statement = f"按事项、等级、街道、逐类各自相加 {found} {sign} 总额 {format_yuan(total)}"
    return Check("金额平衡", statement, not wrong)


def _amount(lines: Iterable[SummaryLine]) -> int:
    return sum(line.tally.amount_fen for line in lines)


def _persons(summary: Summary) -> Check:
    tally = summary.total.tally
    decided, paid = tally.persons + tally.enterprises, tally.paid_persons + tally.paid_enterprises
    agrees = decided <= tally.decided and paid <= tally.paid
    first, then = applicants(tally.persons, tally.enterprises), applicants(tally.paid_persons, tally.paid_enterprises)
    return Check("人数不多于件数", f"办结 {first}／{tally.decided} 件，发放 {then}／{tally.paid} 件", agrees)


def _once(content: MonthContent) -> Check:
    rows = Counter(row.case_number for row in content.decided)
    taken_back = Counter(row.case_number for row in content.corrections if row.sign < 0)
    again = sum(count - 1 for count in rows.values())
    covered = all(count - 1 <= taken_back[number] for number, count in rows.items())
    told = f"，另有 {again} 行已列更正" if again and covered else ""
    return Check("每案只计一次", f"决定台账 {len(content.decided)} 行，不同案号 {len(rows)} 个{told}", covered)


def _as_counted(content: MonthContent) -> Check:
    counted = totals(content.decided, content.accepted)
    pairs = (
        ("收件", counted.received, content.totals.received),
        ("准予", counted.granted, content.totals.granted),
        ("不予", counted.refused, content.totals.refused),
        ("人数", counted.persons, content.totals.persons),
        ("户数", counted.enterprises, content.totals.enterprises),
        ("金额（分）", counted.amount_fen, content.totals.amount_fen),
    )
    wrong = [f"{name}逐件相加 {rows}、登记 {kept}" for name, rows, kept in pairs if rows != kept]
    return Check(
        "台账与登记一致", "，".join(wrong) or "收件、准予、不予、人数和户数、金额逐件相加与登记数相同", not wrong
    )
