"""A plain model of a case's life: who may do what when, and what it leads to, written a second time on purpose.

Nothing of the program's own tables of moves, permissions or sums is used here; only its working-day calendar is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from models.calendar import default_calendar
from tests.builders.workflow_state import (
    APPLICANT,
    CLOSED,
    FEN,
    LAPSE_DAYS,
    LAPSED,
    NOTICE_DAYS,
    PAID,
    PAY,
    PUBLIC,
    PUBLICITY_DAYS,
    REFUSED,
    REVIEW,
    ROUND,
    SEAL,
    SEATS,
    SERVE,
    SIGNATURE,
    WINDOW,
    WITHDRAWN,
    CaseModel,
    Decided,
    Line,
    May,
    Order,
    Run,
    World,
)


def _work_days(start: date, days: int) -> date:
    return default_calendar().add_working_days(start, days)


def _told_in_time(world: World, case: CaseModel) -> bool:
    return world.today <= _work_days(case.applied, NOTICE_DAYS)


def _proposed(kind: str) -> May:
    return lambda _, case, who: case.proposal is not None and case.proposal[0] == kind and case.proposal[1] != who


def _late(world: World, case: CaseModel) -> bool:
    served = case.notice_served
    return case.state == APPLICANT and served is not None and world.today > _work_days(served, LAPSE_DAYS)


def _can_maintain(_: World, case: CaseModel, who: str) -> bool:
    kept = case.decision is None or FEN[case.facts] == case.decision.fen
    return case.state == ROUND and who not in case.hands and kept


def _lines_hold(run: Run) -> bool:
    return all(
        line.case.state == PAY and line.case.decision is line.decision and line.case.due == line.fen
        for line in run.lines
        if line.state == "open"
    )


def _can_confirm(world: World, _: CaseModel, who: str) -> bool:
    run = world.run("made")
    return run is not None and run.maker != who and _lines_hold(run)


def _can_export(world: World, _: CaseModel, __: str) -> bool:
    run = world.run("confirmed", "exported", "settled")
    return run is not None and _lines_hold(run)


def _can_sign_order(_: World, case: CaseModel, who: str) -> bool:
    order = case.orders[-1] if case.orders else None
    return (
        order is not None
        and case.state not in {SEAL, SERVE}
        and not order.signed
        and order.maker != who
        and order.decision is case.decision
        and case.reclaimable(order) >= order.fen
    )


def _can_come_back(_: World, case: CaseModel, __: str) -> bool:
    order = case.orders[-1] if case.orders else None
    if order is None or not order.signed or order.back == order.fen:
        return False
    return bool(case.granted) or case.to_come(order) == order.fen - order.back


def _no_void_bar(_: World, case: CaseModel, __: str) -> bool:
    open_states = {WINDOW, APPLICANT, REVIEW, PUBLIC, SIGNATURE}
    return case.state in open_states and case.decision is None


# What each command needs: one of these seats, and this.
RULES: dict[str, tuple[str, May]] = {
    "facts": ("i", lambda _, c, __: c.state in {WINDOW, ROUND}),
    "check": ("i", lambda _, c, __: c.state in {WINDOW, ROUND}),
    "notice": ("i", lambda w, c, _: c.state == WINDOW and not c.accepted and not c.notices and not c.proposal
               and _told_in_time(w, c)),
    "arrival of one": ("i", lambda _, c, __: c.state in {APPLICANT, LAPSED} and c.outstanding > 0),
    "arrival of all": ("i", lambda _, c, __: c.state in {APPLICANT, LAPSED} and c.outstanding > 0),
    "serve notice": ("i", lambda _, c, __: bool(c.notice_letter) and c.notice_served is None),
    "accept": ("i", lambda _, c, __: c.state == WINDOW and not c.accepted),
    "deem": ("i", lambda w, c, _: c.state == WINDOW and not c.accepted and not c.notices and not _told_in_time(w, c)),
    "submit": ("i", lambda _, c, __: c.state in {WINDOW, ROUND} and bool(c.accepted)),
    "withdraw": ("i", _no_void_bar),
    "propose non-acceptance": ("i", lambda _, c, __: c.state == WINDOW and not c.accepted and not c.proposal),
    "propose a further notice": ("i", lambda _, c, __: c.state == WINDOW and bool(c.accepted or c.notices)
                                 and not c.proposal),
    "propose lapse": ("i", lambda w, c, _: _late(w, c) and not c.proposal),
    "refuse acceptance": ("s", lambda w, c, who: c.state == WINDOW and not c.accepted
                          and _proposed("non-acceptance")(w, c, who)),
    "approve a further notice": ("rs", _proposed("further notice")),
    "lapse": ("s", lambda w, c, who: _late(w, c) and _proposed("lapse")(w, c, who)),
    "decline": ("rs", lambda _, c, who: c.proposal is not None and c.proposal[1] != who),
    "review": ("r", lambda _, c, who: c.state == REVIEW and who not in c.hands and not c.objection),
    "return": ("rs", lambda _, c, __: c.state in {REVIEW, SIGNATURE}),
    "publish": ("rs", lambda w, _, __: any(w.waiting())),
    "end publicity": ("rs", lambda w, _, __: any(w.over())),
    "object": ("irs", lambda w, c, _: c.state == PUBLIC and w.is_published(c)),
    "settle objection": ("r", lambda _, c, who: bool(c.objection) and c.objection != who),
    "decide": ("s", lambda w, c, who: c.state == SIGNATURE and who not in c.hands
               and not (w.separate and who == c.reviewed)),
    "seal": ("is", lambda _, c, __: c.state == SEAL),
    "undo": ("s", lambda _, c, __: c.state in {SEAL, SERVE}),
    "serve": ("i", lambda _, c, __: c.state == SERVE),
    "pay": ("f", lambda _, c, __: c.state == PAY and not c.listed),
    "payment returned": ("f", lambda _, c, __: any(line.state == "paid" for line in c.lines)),
    "account checked": ("f", lambda _, c, __: c.bank_said_no),
    "make a list": ("f", lambda w, _, __: bool(w.payable())),
    "confirm the list": ("fs", _can_confirm),
    "export the list": ("f", _can_export),
    "cancel the list": ("f", lambda w, _, __: w.run("made", "confirmed") is not None),
    "bank paid": ("f", lambda w, _, __: w.run("exported") is not None),
    "bank rejected": ("f", lambda w, _, __: w.run("exported") is not None),
    "open a round": ("irs", lambda _, c, __: c.state in {PAY, PAID, CLOSED, REFUSED}),
    "resubmit": ("ir", lambda _, c, __: c.state == ROUND),
    "maintain": ("s", _can_maintain),
    "ask back": ("rf", lambda _, c, __: c.decision is not None and c.reclaimable() > 0
                 and c.state not in {SEAL, SERVE}),
    "sign the order": ("s", _can_sign_order),
    "money came back": ("f", _can_come_back),
}  # fmt: skip


def allowed(world: World, command: str, case: CaseModel, who: str) -> bool:
    """Whether the account may do this to the case now."""
    seats, may = RULES[command]
    return bool(set(seats) & set(SEATS[who])) and may(world, case, who)


def follow(world: World, command: str, case: CaseModel, who: str) -> int:
    """What the command does to the office; the number of journal rows it leaves."""
    return _EFFECTS[command](world, case, who)


def _facts(_: World, case: CaseModel, who: str) -> int:
    case.facts_by = who
    return 1


def _check(_: World, case: CaseModel, who: str) -> int:
    case.checked_by = who
    return 1


def _notice(_: World, case: CaseModel, __: str) -> int:
    case.state, case.outstanding, case.notice_served, case.proposal = APPLICANT, 2, None, None
    case.notices += 1
    return 1


def _arrived(count: int) -> Callable[[World, CaseModel, str], int]:
    def arrive(_: World, case: CaseModel, __: str) -> int:
        case.outstanding = case.outstanding - 1 if count == 1 else 0
        case.state, case.proposal = APPLICANT if case.outstanding else WINDOW, None
        return 1

    return arrive


def _serve_notice(world: World, case: CaseModel, _: str) -> int:
    case.notice_served = world.today
    return 1


def _accept(world: World, case: CaseModel, who: str) -> int:
    case.state = REVIEW
    return _deem(world, case, who)


def _deem(_: World, case: CaseModel, who: str) -> int:
    """With the first receipt it is recorded as well who stands at the window."""
    first, case.attended = not case.attended, True
    case.accepted, case.proposal = who, None
    case.worked.add(who)
    return 1 + first


def _submit(_: World, case: CaseModel, who: str) -> int:
    case.state, case.proposal = REVIEW, None
    case.worked.add(who)
    return 1


def _to(state: str) -> Callable[[World, CaseModel, str], int]:
    def move(_: World, case: CaseModel, __: str) -> int:
        case.state, case.proposal = state, None
        return 1

    return move


def _propose(kind: str) -> Callable[[World, CaseModel, str], int]:
    def propose(_: World, case: CaseModel, who: str) -> int:
        case.proposal = (kind, who)
        return 1

    return propose


def _decline(_: World, case: CaseModel, __: str) -> int:
    case.proposal = None
    return 1


def _review(world: World, case: CaseModel, who: str) -> int:
    case.state = PUBLIC if world.publicity and FEN[case.facts] else SIGNATURE
    case.reviewed = who
    return 1


def _return(_: World, case: CaseModel, __: str) -> int:
    back = WINDOW if case.decision is None else ROUND
    case.state, case.reviewed, case.proposal = (back if case.state == REVIEW else REVIEW), "", None
    return 1


def _publish(world: World, _: CaseModel, __: str) -> int:
    named = list(world.waiting())
    for case in named:
        case.published = (case.round, FEN[case.facts], world.today + timedelta(PUBLICITY_DAYS))
    return len(named)


def _end_publicity(world: World, _: CaseModel, __: str) -> int:
    done = list(world.over())
    for case in done:
        case.state = SIGNATURE
    return len(done)


def _object(_: World, case: CaseModel, who: str) -> int:
    case.state, case.reviewed, case.objection = REVIEW, "", who
    return 1


def _settle_objection(_: World, case: CaseModel, __: str) -> int:
    case.objection = ""
    return 1


def _decide(world: World, case: CaseModel, who: str) -> int:
    people = (case.accepted, case.reviewed, who)
    case.decisions.append(Decided(FEN[case.facts], case.round, people))
    case.state = SEAL if world.seal else SERVE
    return 1


def _undo(_: World, case: CaseModel, __: str) -> int:
    case.decisions[-1].void = True
    case.state, case.reviewed = REVIEW, ""
    case.round += 1
    return 1


def _served(_: World, case: CaseModel, __: str) -> int:
    case.state = PAY if case.owed else CLOSED
    return 1


def _add_line(case: CaseModel, run: Run | None) -> Line:
    if case.decision is None:
        raise AssertionError("a payment without a decision")
    line = Line(case, case.decision, case.due, run)
    case.lines.append(line)
    return line


def _pay(_: World, case: CaseModel, __: str) -> int:
    _add_line(case, None).tell("paid")
    case.follow_money()
    return 1


def _payment_returned(_: World, case: CaseModel, __: str) -> int:
    [line for line in case.lines if line.state == "paid"][-1].tell("returned")
    case.follow_money()
    return 1


def _account_checked(_: World, case: CaseModel, __: str) -> int:
    max(case.lines, key=lambda line: line.told).state = "checked"
    return 1


def _make(world: World, _: CaseModel, who: str) -> int:
    run = Run(who)
    run.lines = [_add_line(case, run) for case in world.payable()]
    world.runs.append(run)
    return 1


def _run_to(state: str) -> Callable[[World, CaseModel, str], int]:
    def move(world: World, _: CaseModel, __: str) -> int:
        run = world.runs[-1]
        if (run.state, state) != ("settled", "exported"):
            run.state = state
        return 1

    return move


def _cancel(world: World, _: CaseModel, __: str) -> int:
    run = world.runs[-1]
    run.state = "cancelled"
    for line in run.lines:
        line.state = "cancelled"
    return 1


def _bank(answer: str) -> Callable[[World, CaseModel, str], int]:
    def tell(world: World, _: CaseModel, __: str) -> int:
        run = world.runs[-1]
        run.state = "settled"
        for line in run.lines:
            line.tell(answer)
            line.case.follow_money()
        return 1

    return tell


def _open_round(_: World, case: CaseModel, who: str) -> int:
    case.before_round, case.state, case.reviewed = case.state, ROUND, ""
    case.round += 1
    case.worked.add(who)
    return 1


def _resubmit(_: World, case: CaseModel, who: str) -> int:
    case.state = REVIEW if case.accepted else WINDOW
    case.worked.add(who)
    return 1


def _maintain(_: World, case: CaseModel, __: str) -> int:
    case.state = case.before_round
    case.follow_money()
    return 1


def _ask_back(_: World, case: CaseModel, who: str) -> int:
    if case.decision is None:
        raise AssertionError("money asked back without a decision")
    case.orders.append(Order(case, case.decision, case.reclaimable(), who))
    return 1


def _sign_order(_: World, case: CaseModel, __: str) -> int:
    case.orders[-1].signed = True
    return 1


def _came_back(_: World, case: CaseModel, __: str) -> int:
    case.orders[-1].back = case.orders[-1].fen
    case.follow_money()
    return 1


_EFFECTS: dict[str, Callable[[World, CaseModel, str], int]] = {
    "facts": _facts,
    "check": _check,
    "notice": _notice,
    "arrival of one": _arrived(1),
    "arrival of all": _arrived(0),
    "serve notice": _serve_notice,
    "accept": _accept,
    "deem": _deem,
    "submit": _submit,
    "withdraw": _to(WITHDRAWN),
    "propose non-acceptance": _propose("non-acceptance"),
    "propose a further notice": _propose("further notice"),
    "propose lapse": _propose("lapse"),
    "refuse acceptance": _to(REFUSED),
    "approve a further notice": _notice,
    "lapse": _to(LAPSED),
    "decline": _decline,
    "review": _review,
    "return": _return,
    "publish": _publish,
    "end publicity": _end_publicity,
    "object": _object,
    "settle objection": _settle_objection,
    "decide": _decide,
    "seal": _to(SERVE),
    "undo": _undo,
    "serve": _served,
    "pay": _pay,
    "payment returned": _payment_returned,
    "account checked": _account_checked,
    "make a list": _make,
    "confirm the list": _run_to("confirmed"),
    "export the list": _run_to("exported"),
    "cancel the list": _cancel,
    "bank paid": _bank("paid"),
    "bank rejected": _bank("rejected"),
    "open a round": _open_round,
    "resubmit": _resubmit,
    "maintain": _maintain,
    "ask back": _ask_back,
    "sign the order": _sign_order,
    "money came back": _came_back,
}
