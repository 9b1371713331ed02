"""A month: what was received and decided, reconciled with the letters to the fen, published in editions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from models.assessment import Assessment
from models.calendar import beijing_date
from models.case import STATE_NAMES, Case, Decision, Outcome
from models.casework.applicants import applicant_of, is_of_enterprise
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk, UnitOfWork
from models.enterprise import enterprise_in, in_its_place
from models.errors import InputError, Irreconcilable
from models.letter import LETTER_NAMES, LetterKind
from models.month import AcceptedRow, CorrectionRow, DecidedRow, Edition, MonthContent, MonthFile, MonthTotals
from models.person import GROUPS
from models.rounds import Reversal, ReversalCause
from models.vocabulary import fact_key

Write = Callable[[MonthContent], tuple[MonthFile, ...]]


def draft_month(desk: Desk, month: str) -> MonthContent:
    """The month as it stands, marked as a draft; changes nothing. Raises Irreconcilable, InputError."""
    with desk.look("month.draft") as work:
        return _content(work, month)


def publish_month(desk: Desk, month: str, write: Write) -> Done[Edition]:
    """Publish the next edition: its files are kept as bytes and never change. Raises Irreconcilable, InputError."""
    with desk.perform("month.publish") as work:
        content = _content(work, month)
        number = 1 + max((head.edition for head in work.rows.edition_heads(month)), default=0)
        content = replace(content, edition=number)
        files = write(content)
        digest = hashlib.sha256(b"".join(hashlib.sha256(file.content).digest() for file in files)).hexdigest()
        edition = work.rows.add_edition(
            Edition(
                id=0,
                month=month,
                edition=number,
                totals=content.totals,
                head=content.head,
                files=files,
                sha256=digest,
                published_by=work.actor.id,
                published_at=work.now,
            )
        )
        work.record(f"month:{month}", {"edition": number, "sha256": digest, "amount_fen": content.totals.amount_fen})
    return Done(edition, Changes(months=frozenset({month})))


def published_edition(desk: Desk, month: str, number: int) -> Edition:
    """A published edition from its archived bytes. Raises InputError when there is none."""
    check_month(month)
    with desk.look("month.draft") as work:
        edition = work.rows.edition(month, number)
    if edition is None:
        raise InputError(f"{month} 没有第 {number} 版。", "edition")
    return edition


def check_month(month: str) -> None:
    """Raise InputError unless it is written like 2026-08."""
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month):
        raise InputError(f"月份“{month}”写法不对，应如 2026-08。", "month")


def _content(work: UnitOfWork, month: str) -> MonthContent:
    check_month(month)
    if month > work.today.isoformat()[:7]:
        raise InputError(f"{month} 还没有到，不能出月报。", "month")
    _reconcile(work, month)
    names = {account.id: account.name for account in work.rows.accounts()}
    received = work.rows.cases_received_in(month)
    decided = tuple(_decided(work, decision, names) for decision in work.rows.decisions_in(month))
    corrections = tuple(_correction(work, one) for one in work.rows.reversals(month))
    counts = work.rows.month_counts(month)
    return MonthContent(
        month=month,
        edition=0,
        office_name=work.office.name,
        district=work.office.district,
        practice=work.office.practice,
        made_at=work.now,
        made_by=work.actor.name,
        head=work.head,
        accepted=tuple(_accepted(work, case, names) for case in received),
        decided=decided,
        open_before=counts.open_before,
        open_after=counts.open_after,
        withdrawn=counts.withdrawn,
        totals=_totals(len(received), decided, corrections),
        decided_late=counts.decided_late,
        streets=work.office.streets,
        corrections=corrections,
    )


def _totals(received: int, decided: tuple[DecidedRow, ...], corrections: tuple[CorrectionRow, ...]) -> MonthTotals:
    granted = [row for row in decided if row.outcome is Outcome.GRANTED]
    return MonthTotals(
        received=received,
        granted=len(granted),
        refused=len(decided) - len(granted),
        persons=len({row.id_number for row in decided if not row.of_enterprise}),
        amount_fen=sum(row.amount_fen or 0 for row in granted),
        corrected_granted=sum(row.sign for row in corrections if row.outcome is Outcome.GRANTED),
        corrected_refused=sum(row.sign for row in corrections if row.outcome is Outcome.REFUSED),
        corrected_fen=sum(row.fen for row in corrections),
        enterprises=len({row.id_number for row in decided if row.of_enterprise}),
    )


def _correction(work: UnitOfWork, reversal: Reversal) -> CorrectionRow:
    case = work.rows.case(reversal.case_id)
    person, first = applicant_of(work, case), work.rows.decision_by_id(reversal.decision_id)
    numbers = {one.decision_id: one for one in work.rows.letters(case.id)}
    by = numbers[reversal.by_decision_id]
    why = {ReversalCause.VOID: "撤销签发", ReversalCause.RESTORED: "恢复原决定"}
    return CorrectionRow(
        case_number=case.number,
        person_name=person.name,
        id_number=person.id_number,
        programme=case.programme,
        programme_name=work.rulebook.programmes[case.programme].name,
        why=why.get(reversal.cause, LETTER_NAMES[by.kind]),
        first_number=numbers[first.id].number,
        first_month=first.decided_on.isoformat()[:7],
        by_number="" if reversal.cause is ReversalCause.VOID else by.number,
        on=beijing_date(reversal.at),
        sign=reversal.sign,
        outcome=reversal.outcome,
        amount_fen=reversal.amount_fen,
    )


def _reconcile(work: UnitOfWork, month: str) -> None:
    """Every decision has one letter and one bucket of the month, all three with the same sum (P21)."""
    decisions = {decision.id: decision for decision in work.rows.decisions_in(month)}
    found = work.rows.letters_decided_in(month)
    letters = {letter.decision_id: letter for letter in found if letter.decision_id is not None}
    buckets = {bucket.decision_id: bucket for bucket in work.rows.buckets(month)}
    differing = set()
    for key in {*decisions, *letters, *buckets}:
        decision, letter, bucket = decisions.get(key), letters.get(key), buckets.get(key)
        sums = {None if item is None else (item.case_id, item.amount_fen) for item in (decision, letter, bucket)}
        if None in sums or len(sums) != 1:
            differing.add(next(item.case_id for item in (decision, letter, bucket) if item is not None))
    if differing:
        numbers = "、".join(sorted(work.rows.case(case_id).number for case_id in differing))
        raise Irreconcilable(f"{month} 的决定、文书与月度汇总对不上，未导出。请先核对这些案件：{numbers}。")


def _accepted(work: UnitOfWork, case: Case, names: dict[int, str]) -> AcceptedRow:
    person = applicant_of(work, case)
    receipts = [letter for letter in work.rows.letters(case.id) if letter.kind is LetterKind.RECEIPT]
    programme = work.rulebook.programmes[case.programme]
    return AcceptedRow(
        case_number=case.number,
        person_name=person.name,
        id_number=person.id_number,
        programme=case.programme,
        programme_name=programme.name,
        street=person.street,
        applied_on=case.applied_on,
        accepted_on=case.accepted_on,
        due_on=next((one.due_before for one in work.rows.openings(case.id)), case.due_on),
        state_name=STATE_NAMES[case.state],
        receipt_number=receipts[-1].number if receipts else "",
        accepted_by=names[case.accepted_by if case.accepted_by is not None else case.opened_by],
    )


def _decided(work: UnitOfWork, decision: Decision, names: dict[int, str]) -> DecidedRow:
    case = work.rows.case(decision.case_id)
    person = work.rows.person(case.person_id)
    stored = work.rows.assessment(decision.assessment_id)
    facts = work.rows.fact_set(stored.facts_id).facts
    of_enterprise = is_of_enterprise(work.rulebook, case.programme)
    if of_enterprise:
        person = in_its_place(person, enterprise_in(facts))
    letter = next(item for item in work.rows.letters(case.id) if item.decision_id == decision.id)
    level, occupation = _course(facts)
    return DecidedRow(
        case_number=case.number,
        person_name=person.name,
        id_number=person.id_number,
        programme=case.programme,
        programme_name=work.rulebook.programmes[case.programme].name,
        outcome=decision.outcome,
        level=level,
        occupation=occupation,
        certificate_number=facts.get("certificate.number"),
        certificate_issued_on=_date(facts.get("certificate.issued_on")),
        insurance_months=facts.get("insurance.unemployment_months"),
        street=person.street,
        groups=tuple(fact_key(key).label for key in GROUPS if facts.get(key) is True),
        household=facts.get("person.household"),
        applied_on=case.applied_on,
        accepted_on=case.accepted_on,
        decided_on=decision.decided_on,
        letter_number=letter.number,
        amount_fen=decision.amount_fen,
        bank_name=person.bank_name,
        bank_card=person.bank_card,
        accepted_by=names[decision.accepted_by],
        reviewed_by=names[decision.reviewed_by],
        signed_by=names[decision.signed_by],
        reasons=tuple(line.sentence for line in Assessment.from_json(stored.receipt).failed()),
        of_enterprise=of_enterprise,
    )


def _course(facts: Mapping[str, Any]) -> tuple[int | None, str | None]:
    # A certificate is what a subsidy is paid for; where there is none, the course is.
    for prefix in ("certificate", "training"):
        if f"{prefix}.level" in facts or f"{prefix}.occupation" in facts:
            return facts.get(f"{prefix}.level"), facts.get(f"{prefix}.occupation")
    return None, None


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
