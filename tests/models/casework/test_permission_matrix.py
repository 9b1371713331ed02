"""P19: who may do what where, cell by cell: every seat with every command, and every seat, command and state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, cast

import pytest

from models.case import MOVES, STATE_NAMES, Case, State
from models.casework import dossiers
from models.casework.permissions import PERMISSIONS, may, require
from models.errors import InputError, NotPermitted, Refused
from models.office import SEAT_NAMES, Account, Seat
from models.store.engine import Store
from models.store.repository import Repository
from tests.builders.desk import Bureau
from tests.builders.workflow_machine import Life, Template, make_template
from tests.builders.workflow_model import RULES, allowed
from tests.builders.workflow_state import SEATS

CHINESE = re.compile(r"[\u4e00-\u9fff].*[。]$")
ADMINISTRATORS = frozenset({Seat.SYSTEM, Seat.SECURITY, Seat.AUDIT})
SEATED = {Seat.INTAKE: "intake", Seat.REVIEW: "review", Seat.SIGN: "sign", Seat.FINANCE: "finance", Seat.AUDIT: "audit"}


def account(*seats: Seat, active: bool = True) -> Account:
    return Account(id=1, name="练习员", seats=frozenset(seats), active=active)


@pytest.mark.parametrize("command", sorted(PERMISSIONS))
def test_every_seat_may_or_may_not_run_every_command_and_a_refusal_names_the_seats(command: str) -> None:
    for seat in Seat:
        if seat in PERMISSIONS[command]:
            require(account(seat), command)
            with pytest.raises(NotPermitted, match="停用"):
                require(account(seat, active=False), command)
        else:
            with pytest.raises(NotPermitted) as refused:
                require(account(seat), command)
            assert CHINESE.search(refused.value.message)
            assert all(SEAT_NAMES[needed] in refused.value.message for needed in PERMISSIONS[command])


def test_a_command_that_is_not_in_the_table_is_for_nobody() -> None:
    everything = account(*Seat)
    assert not may(everything, "case.unheard_of")
    with pytest.raises(NotPermitted, match="需要席位：无"):
        require(everything, "case.unheard_of")


def test_administrators_act_on_no_case_and_case_seats_administer_nothing() -> None:
    for command, seats in PERMISSIONS.items():
        if command.startswith(("case.", "publicity.", "class.", "person.", "notice.", "proposal.")):
            assert not seats & ADMINISTRATORS, command
        if command.startswith(("account.", "store.", "journal.", "access.")) and seats != frozenset(Seat):
            assert seats <= ADMINISTRATORS, command


def test_every_command_a_desk_performs_stands_in_the_table_and_every_state_has_a_way_in() -> None:
    assert set(dossiers.COMMANDS) <= set(PERMISSIONS)
    assert {end for _, end in MOVES} | {State.AT_WINDOW} == set(State)
    assert all(states for states in dossiers.COMMANDS.values())


def test_the_case_page_admits_every_cell_of_seat_command_and_state_as_the_two_tables_say(
    bureau: Bureau,
) -> None:
    number, cells = bureau.open().number, 0
    for seat, name in SEATED.items():
        desk = bureau[name]
        with bureau["intake"].store.reading() as rows:
            case = rows.case_numbered(number)
        with desk.look("letter.read") as work:
            for state, (command, states) in product(State, dossiers.COMMANDS.items()):
                told = dossiers._refusal(work, replace(case, state=state), command, states)
                check_cell(case, seat, command, state, told)
                cells += 1
    assert cells == len(SEATED) * len(State) * len(dossiers.COMMANDS)


def check_cell(case: Case, seat: Seat, command: str, state: State, told: str) -> None:
    """One cell: the state speaks first, then the seat, then what is particular to the case."""
    if state not in dossiers.COMMANDS[command]:
        assert told == f"案件 {case.number} 现在是“{STATE_NAMES[state]}”，不在这一步。"
    elif seat not in PERMISSIONS[command]:
        assert "没有这项权限，需要席位" in told
    else:
        assert told == "" or CHINESE.search(told)
        assert "不在这一步" not in told
        assert "没有这项权限" not in told


UP_TO_SIGNATURE = ("accept intake", "review review")
UP_TO_PAYMENT = (*UP_TO_SIGNATURE, "decide sign", "serve intake")
WAYS = {
    State.AT_WINDOW: (),
    State.FOR_APPLICANT: ("notice intake",),
    State.FOR_REVIEW: ("accept intake",),
    State.IN_PUBLICITY: ("accept intake", "review review", "publish review"),
    State.FOR_SIGNATURE: UP_TO_SIGNATURE,
    State.TO_SEAL: (*UP_TO_SIGNATURE, "decide sign"),
    State.TO_SERVE: (*UP_TO_SIGNATURE, "decide sign"),
    State.TO_PAY: UP_TO_PAYMENT,
    State.PAID: (*UP_TO_PAYMENT, "pay finance"),
    State.CLOSED: UP_TO_PAYMENT,
    State.NOT_ACCEPTED: ("propose non-acceptance intake", "refuse acceptance sign"),
    State.WITHDRAWN: ("withdraw intake",),
    State.LAPSED: ("notice intake", "serve notice intake", "20 days", "propose lapse intake", "lapse sign"),
    State.IN_CORRECTION: (*UP_TO_PAYMENT, "open a round intake"),
}


class NotKept(Exception):
    """Ends a transaction that went through, so that it leaves nothing."""


@dataclass(frozen=True)
class Rehearsal:
    """A store in which everything is tried and nothing kept."""

    store: Store

    @contextmanager
    def writing(self) -> Iterator[Repository]:
        with self.store.writing() as rows:
            yield rows
            raise NotKept

    def reading(self) -> Any:
        return self.store.reading()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return make_template(tmp_path_factory.mktemp("matrix") / "office")


@pytest.mark.parametrize("state", WAYS)
def test_every_command_by_every_account_in_a_state_is_allowed_or_refused_as_the_plain_model_says(
    template: Template, state: State
) -> None:
    life = type("OneLife", (Life,), {"template": template})()
    life.choose(separate=True, publicity=state is State.IN_PUBLICITY, seal=state is State.TO_SEAL)
    life.live(WAYS[state], facts="too few months" if state is State.CLOSED else "level four")
    (case,) = life.world.cases
    assert case.state == state.value
    before = life.footprint()
    rehearsed = {name: rehearsing(life, name) for name in SEATS}
    for command, who in product(RULES, SEATS):
        answer = tried(lambda: life.acts[command](case, rehearsed[who]))  # noqa: B023
        check_answer(command, who, answer, expected=allowed(life.world, command, case, who))
    assert life.footprint() == before
    life.teardown()


def rehearsing(life: Life, name: str) -> Any:
    return replace(life.bureau[name], store=cast(Store, Rehearsal(life.store)))


def tried(act: Any) -> Refused | InputError | None:
    """The refusal, or None when it would have gone through."""
    try:
        act()
    except NotKept:
        return None
    except (Refused, InputError) as refused:
        return refused
    raise AssertionError("a command that changed nothing said it was done")


def check_answer(command: str, who: str, answer: Refused | InputError | None, *, expected: bool) -> None:
    assert (answer is None) is expected, f"{command} by {who}: {answer}"
    if answer is None:
        return
    seated = bool(set(RULES[command][0]) & set(SEATS[who]))
    assert isinstance(answer, NotPermitted) is not seated, f"{command} by {who}: {answer}"
    assert CHINESE.search(answer.message), answer.message
