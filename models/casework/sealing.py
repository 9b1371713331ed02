"""待用印: where the office seals letters apart from signing them, who put the seal on which, and when."""

from __future__ import annotations

from collections.abc import Sequence

from models.case import STATE_NAMES, Act, Case, State
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk
from models.errors import InputError, Refused
from models.office import Office

SEAL_SETTING, SEALED_APART = "seal.apart", "yes"


def state_after_signing(office: Office) -> State:
    """Where a signed case goes: to be handed over at once, unless the office seals letters as a step of its own."""
    apart = (office.settings or {}).get(SEAL_SETTING) == SEALED_APART
    return State.TO_SEAL if apart else State.TO_SERVE


def seal(desk: Desk, numbers: Sequence[str]) -> Done[tuple[Case, ...]]:
    """Record the seal on the letters of these cases, all or none. Refused where one is in another state."""
    if not numbers:
        raise InputError("没有待用印的案件。", "case")
    done: list[Case] = []
    with desk.perform("case.seal") as work:
        for number in dict.fromkeys(numbers):
            case = work.rows.case_numbered(number)
            if case.state is not State.TO_SEAL:
                raise Refused(f"案件 {number} 现在是“{STATE_NAMES[case.state]}”，不是“待用印”，这一批没有登记。")
            case = work.rows.move_case(case, State.TO_SERVE)
            work.rows.add_act(case.id, case.round, Act.SEALED, work.actor.id, work.now)
            work.record(f"case:{case.id}", {"state": case.state.value})
            done.append(case)
    return Done(tuple(done), Changes(cases=frozenset(case.id for case in done)))


def waiting_for_seal(desk: Desk) -> tuple[str, ...]:
    """The numbers of the cases whose letters wait for the seal, oldest first."""
    with desk.look("case.read") as work:
        return tuple(row.number for row in work.rows.cases({State.TO_SEAL}))
