"""After the decision: handing the letter over (送达) and recording the payment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.case import Act, Case, State
from models.casework.applicants import applicant_of
from models.casework.attendants import check_collector
from models.casework.changes import Changes, Done
from models.casework.last_act import where_it_is
from models.casework.payment_sums import due_fen, owed_fen, state_by_money
from models.casework.serving import HandOver, event_of, record_serving, serve_within, way_of
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.letter import Letter
from models.payment import LineState, PaymentLine, PaymentResult, ResultKind
from models.serving import Serving


def serve(  # noqa: PLR0917
    desk: Desk, number: str, how: str, on: date, collector: str = "", hand_over: HandOver | None = None
) -> Done[Case]:
    """Record how and when the decision letter was handed over; a grant of money then waits for payment.

    `collector` is who took it at the window: the applicant, or who may by the recorded authorisation. Else Refused.
    `hand_over` tells more than `how` and `on` do; mail that is only on its way leaves the case where it is.
    """
    given = handed_over(how, on, collector) if hand_over is None else hand_over
    with desk.perform("case.serve") as work:
        case, letter = decision_served_within(work, work.rows.case_numbered(number), given, collector)
    return Done(case, Changes.case(case.id, letter.id))


def handed_over(how: str, on: date, collector: str = "") -> HandOver:
    """A hand-over by one of the ways of serving, with what usually ends it. Raises InputError for another way."""
    way = way_of(how)
    return HandOver(way, event_of(way, ""), on, collector)


def decision_served_within(work: UnitOfWork, case: Case, given: HandOver, collector: str = "") -> tuple[Case, Letter]:
    """The same as a part of the caller's transaction."""
    decision = work.rows.decision(case.id)
    if decision is None or case.state is not State.TO_SERVE:
        raise Refused(f"案件 {case.number} 没有待送达的决定书，{where_it_is(work, case)}。")
    if not decision.decided_on <= given.on <= work.today:
        raise InputError(f"送达日 {given.on} 须在决定日 {decision.decided_on} 与今天 {work.today} 之间。", "on")
    if collector:
        check_collector(work, case, collector)
    letter = next(one for one in work.rows.letters(case.id) if one.decision_id == decision.id)
    serving = serve_within(work, letter, given)
    if serving.effective:
        case = work.rows.move_case(case, State.TO_PAY if owed_fen(work.rows, case) > 0 else State.CLOSED)
        taken = f"，由{collector}领取" if collector else ""
        words = f"{given.on} {given.way.value}{taken}"
        work.rows.add_act(case.id, case.round, Act.SERVED, work.actor.id, work.now, words)
    record_serving(work, letter, serving)
    return case, letter


def serve_letter(desk: Desk, letter_number: str, hand_over: HandOver) -> Done[Serving]:
    """Record a hand-over of any letter by its 文号; that of a decision which waits for it moves its case too."""
    with desk.perform("letter.serve") as work:
        letter = work.rows.letter_numbered(letter_number.strip())
        if letter is None:
            raise InputError(f"没有文号为“{letter_number}”的文书，请核对。", "letter")
        case, decision = work.rows.case(letter.case_id), work.rows.decision(letter.case_id)
        if case.state is State.TO_SERVE and decision is not None and letter.decision_id == decision.id:
            decision_served_within(work, case, hand_over)
            serving = work.rows.servings([letter.id])[letter.id][-1]
        else:
            serving = serve_within(work, letter, hand_over)
            record_serving(work, letter, serving)
    return Done(serving, Changes.case(letter.case_id, letter.id))


def record_payment(desk: Desk, number: str, on: date) -> Done[Case]:
    """Record by hand that the granted sum was paid outside any list. Refused while the case stands in one."""
    with desk.perform("case.pay") as work:
        case = work.rows.case_numbered(number)
        if case.state is not State.TO_PAY:
            raise Refused(f"案件 {number} 没有待拨付的款项，{where_it_is(work, case)}。")
        line = _by_hand(work, case)
        decided_on = work.rows.decision_by_id(line.decision_id).decided_on
        if not decided_on <= on <= work.today:
            raise InputError(f"拨付日 {on} 须在决定日 {decided_on} 与今天 {work.today} 之间，请核对。", "on")
        line = work.rows.add_payment_line(line)
        case = settle(work, line, ResultKind.PAID, on)
        work.record(f"case:{case.id}", {"on": on.isoformat(), "amount_fen": line.amount_fen})
    return Done(case, replace(Changes.case(case.id), payments=True))


def return_payment(desk: Desk, number: str, on: date, words: str) -> Done[Case]:
    """The bank returned money late (退票) that was recorded as paid: what is owed by it waits for payment again.

    The newest payment is meant. That a case is closed or in a further round bars nothing: the money is back.
    """
    if not words.strip():
        raise InputError("请写明银行退票的原因，照银行的原话。", "words")
    with desk.perform("case.payment_returned") as work:
        case = work.rows.case_numbered(number)
        paid = [one for one in work.rows.payments_of(case.id) if one.state is LineState.PAID and one.amount_fen]
        if not paid:
            raise Refused(f"案件 {number} 没有已拨付的款项，不能登记退票。")
        paid_on = work.rows.payment_results(paid[-1].id)[-1].on
        if not paid_on <= on <= work.today:
            raise InputError(f"退票日 {on} 须在拨付日 {paid_on} 与今天 {work.today} 之间，请核对。", "on")
        case = settle(work, paid[-1], ResultKind.RETURNED, on, words.strip())
        work.record(f"case:{case.id}", {"on": on.isoformat(), "reason": work.digest(words.strip())})
    return Done(case, replace(Changes.case(case.id), payments=True))


def settle(work: UnitOfWork, line: PaymentLine, kind: ResultKind, on: date, words: str = "") -> Case:
    """Enter what the bank did with a line, and move its case to where the money stands now.

    What counts is what is still owed: the line may rest on a decision that was changed while it was with the bank.
    """
    result = PaymentResult(0, line.id, kind, on, words, work.actor.id, work.now)
    work.rows.settle_payment_line(line, result)
    case = follow_money(work, work.rows.case(line.case_id))
    paid = kind is ResultKind.PAID
    act = Act.PAID if paid else Act.PAYMENT_REJECTED
    told = on.isoformat() if paid else f"{on} {words}".strip()
    work.rows.add_act(case.id, case.round, act, work.actor.id, work.now, told)
    return case


def follow_money(work: UnitOfWork, case: Case) -> Case:
    """Move a case whose decision was handed over to where its money stands now."""
    state = state_by_money(work.rows, case, case.state)
    return case if state is case.state else work.rows.move_case(case, state)


def _by_hand(work: UnitOfWork, case: Case) -> PaymentLine:
    person, decision = applicant_of(work, case), work.rows.decision(case.id)
    if decision is None:
        raise Refused(f"案件 {case.number} 没有决定，不能登记拨付。")
    if any(line.state is LineState.OPEN for line in work.rows.payments_of(case.id)):
        raise Refused(f"案件 {case.number} 已列入一份未结的付款清单，请在“拨付”页登记银行结果，或先撤销那份清单。")
    amount = due_fen(work.rows, case)
    if amount < 0:
        raise Refused(f"案件 {case.number} 已经多付，没有应付的款项。")
    return PaymentLine(
        *(0, None, 1, None, case.id, decision.id),
        *(person.name, person.bank_name, person.bank_card, amount, LineState.OPEN),
    )
