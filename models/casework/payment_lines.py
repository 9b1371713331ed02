"""What a case would be paid now, and what stops or warns: asked before a list is made, confirmed and exported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from models.bank_card import luhn_holds
from models.case import STATE_NAMES, Case, Outcome, State
from models.casework.applicants import applicant_of, is_of_enterprise
from models.casework.payment_sums import due_fen
from models.casework.unit_of_work import UnitOfWork
from models.payment import LineState, PaymentLine, PaymentResult, ResultKind
from models.person import Person
from models.vocabulary import PROGRAMME_NAMES

_NO_CARD = "没有登记收款账户，请先登记本人银行卡或社会保障卡"
_NO_COMPANY_ACCOUNT = "没有登记企业收款账户，请先在案件页用“更正企业账户”补登"
_BANK_FAULTS = frozenset({ResultKind.REJECTED, ResultKind.RETURNED})
_TOLD_BY_BANK = frozenset({LineState.PAID, LineState.REJECTED, LineState.RETURNED})


@dataclass(frozen=True, slots=True)
class PayableLine:
    """One case as it would stand in a list. `stops` keep it out, `warnings` are to be looked at.

    `rejected` are the bank's words of a rejection after which nothing was corrected.
    """

    case: Case
    person: Person
    programme_name: str
    decision_id: int
    amount_fen: int
    stops: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    rejected: str = ""
    enterprise: bool = False


def payable_lines(work: UnitOfWork, cases: Iterable[Case]) -> tuple[PayableLine, ...]:
    """The cases as lines of one list, each with what stands against it, the other lines included."""
    return tuple(_beside_others([payable_line(work, case) for case in cases]))


def payable_line(work: UnitOfWork, case: Case) -> PayableLine:
    """One case looked at by itself."""
    person = applicant_of(work, case)
    decision = work.rows.decision(case.id)
    rejected = open_rejection(work, case, person)
    enterprise = is_of_enterprise(work.rulebook, case.programme)
    return PayableLine(
        case=case,
        person=person,
        programme_name=PROGRAMME_NAMES.get(case.programme, case.programme),
        decision_id=0 if decision is None else decision.id,
        amount_fen=due_fen(work.rows, case),
        stops=tuple(_stops(work, case, person, rejected)),
        warnings=tuple(_warnings(person, enterprise=enterprise)),
        rejected="" if rejected is None else rejected.words,
        enterprise=enterprise,
    )


def _stops(work: UnitOfWork, case: Case, person: Person, rejected: PaymentResult | None) -> Iterator[str]:
    decision = work.rows.decision(case.id)
    if case.state is not State.TO_PAY:
        why = "决定书还没有送达" if case.state in {State.TO_SEAL, State.TO_SERVE} else "不在待拨付"
        yield f"现在是“{STATE_NAMES[case.state]}”，{why}"
    elif decision is None or decision.outcome is not Outcome.GRANTED:
        yield "决定已被更正或撤销，没有现行的准予决定"
    elif due_fen(work.rows, case) <= 0:
        yield "没有应付差额"
    if not person.bank_card:
        yield _NO_COMPANY_ACCOUNT if is_of_enterprise(work.rulebook, case.programme) else _NO_CARD
    if any(line.state is LineState.OPEN for line in work.rows.payments_of(case.id)):
        yield "已在另一份未结的清单里"
    if rejected is not None:
        words = f"：{rejected.words}" if rejected.words else ""
        how = "在案件页“更正企业账户”" if is_of_enterprise(work.rulebook, case.programme) else "更正账户"
        yield f"银行退票{words}，账户还没有更正；请{how}，或核对无误后记“账户核对无误”"


def _warnings(person: Person, *, enterprise: bool) -> Iterator[str]:
    # The account number of a company carries no check digit.
    if person.bank_card and not enterprise and not luhn_holds(person.bank_card):
        yield "卡号校验位不符，请对照卡面核对"
    if person.bank_card and not person.bank_name:
        yield "没有登记开户行"


def open_rejection(work: UnitOfWork, case: Case, person: Person) -> PaymentResult | None:
    """The bank's rejection after which the account is still the same and nobody has checked it.

    It is what the bank told last of this account: a payment made before may come back after a later one.
    """
    told = [
        work.rows.payment_results(line.id)[-1]
        for line in work.rows.payments_of(case.id)
        if line.state in _TOLD_BY_BANK and line.bank_card == person.bank_card
    ]
    last = max(told, key=lambda result: result.id, default=None)
    return last if last is not None and last.kind in _BANK_FAULTS else None


def _beside_others(lines: Sequence[PayableLine]) -> Iterator[PayableLine]:
    """The payee's account must be the payee's own (人社部发〔2017〕40号): one person one card, one card one person."""
    cards: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    holders: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for line in lines:
        if line.person.bank_card:
            cards[_who(line)].add(line.person.bank_card)
            holders[line.person.bank_card].add(_who(line))
    for line in lines:
        stops, warnings = line.stops, line.warnings
        if len(cards[_who(line)]) > 1:
            stops += ("同一人（同名同生日）在这份清单里有两张不同的卡，请核对账户；确是两人的，分两份清单拨付",)
        if len(holders[line.person.bank_card]) > 1:
            warnings += ("与清单里另一人的卡号相同，补贴须付到本人账户，请核对",)
        yield replace(line, stops=stops, warnings=warnings)


def _who(line: PayableLine) -> tuple[str, str]:
    """A person by name and birth date, an enterprise by its code."""
    return line.person.name, line.person.id_number if line.enterprise else line.person.birth_date.isoformat()


def stale_stops(work: UnitOfWork, line: PaymentLine) -> Iterator[str]:
    """What has come up since a line was made: the decision was taken up again, or the account was corrected."""
    case = work.rows.case(line.case_id)
    decision = work.rows.decision(case.id)
    if case.state is not State.TO_PAY or decision is None or decision.id != line.decision_id:
        yield f"案件 {case.number} 现在是“{STATE_NAMES[case.state]}”，决定已重新办理"
    elif due_fen(work.rows, case) != line.amount_fen:
        yield f"案件 {case.number} 的应付金额有变化"
    person = applicant_of(work, case)
    if (person.bank_card, person.name) != (line.bank_card, line.payee):
        yield f"案件 {case.number} 的收款人或卡号在编制以后改过"
