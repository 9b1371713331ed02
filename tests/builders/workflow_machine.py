"""P6: the life of cases as a hypothesis state machine, through the real commands on a real store, against the model.

Every step tries a move that the model allows, or any move by anybody. What the model forbids must be refused in Chinese
and leave no trace; what it allows must succeed, and after it the store and the model must agree.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from models.calendar import BEIJING
from models.casework import (
    intake,
)
from models.casework.months import draft_month, publish_month
from models.casework.offices import change_office
from models.casework.payment_sums import due_fen, had_fen
from models.casework.steps import set_steps
from models.casework.unit_of_work import Desk
from models.errors import InputError, Refused
from models.office import Account
from models.store.checks import check_store
from models.store.engine import Store, open_store
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau
from tests.builders.notices import put_grounds
from tests.builders.workflow_acts import FACTS, month_plainly, real_acts, render_plainly
from tests.builders.workflow_lives import LIVES, LONGEST
from tests.builders.workflow_model import RULES, allowed, follow
from tests.builders.workflow_state import SEATS, CaseModel, World

PEOPLE, LAST_DAY = 3, datetime(2025, 10, 31, tzinfo=BEIJING)
ASIDE = frozenset({"withdraw", "return", "decline", "cancel the list"})
MAIN_LINE = frozenset(RULES) - ASIDE - {
    *("facts", "check", "notice", "arrival of one", "serve notice", "deem", "decline", "undo", "payment returned"),
    *("propose non-acceptance", "propose a further notice", "propose lapse", "object"),
}  # fmt: skip


@dataclass(frozen=True)
class Template:
    """A founded office to copy for each run: values confirmed, grounds entered, the people registered."""

    folder: Path
    key: bytes
    accounts: dict[str, Account]
    warm: Desk
    moment: datetime

    def elsewhere(self, folder: Path) -> Template:
        """The same office as it lies in another folder."""
        return replace(self, folder=folder)

    def copied(self, to: Path) -> tuple[Bureau, Store]:
        """A copy of its own, open, with every account signed in."""
        shutil.copytree(self.folder, to)
        store = open_store(to, key=self.key)
        bureau = Bureau(to, {}, self.moment)
        for name, account in self.accounts.items():
            bureau.desks[name] = replace(self.warm, store=store, account=account, clock=bureau.now)
        return bureau, store


def make_template(folder: Path) -> Template:
    """Found the office that each run copies."""
    bureau = make_bureau(folder, confirmed=True)
    put_grounds(bureau)
    for number in range(1, PEOPLE + 1):
        bureau.person(number)
    bureau.open(person=bureau.person(PEOPLE + 1))  # the rules in force are read once for all runs
    store = bureau["intake"].store
    intake.withdraw(bureau["intake"], "2025-00001", "练习", render_plainly)
    assert store.key is not None
    accounts = {name: desk.account for name, desk in bureau.desks.items()}
    made = Template(folder, store.key, accounts, bureau["intake"], bureau.moment)
    bureau.close()
    return made


class Life(RuleBasedStateMachine):
    """One office for one run."""

    template: ClassVar[Template]
    runs: ClassVar[int] = 0
    judging: ClassVar[bool] = True  # False: what should have been refused is followed, and only its harm is looked for
    tried: ClassVar[int] = 0
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        type(self).runs += 1
        self.place = Path(tempfile.mkdtemp(prefix="subsidy-desk-life-"))
        self.bureau, self.store = self.template.copied(self.place / "office")
        self.world = World(today=self.bureau.moment.date())
        self.acts = real_acts(self)
        self.run_number = "付2025-0000"
        self.journal = self._journal()

    @initialize(
        separate=st.booleans(),
        publicity=st.booleans(),
        seal=st.booleans(),
        told=st.sampled_from(sorted(LIVES)),
        steps=st.integers(0, LONGEST),
    )
    def set_up(self, *, separate: bool, publicity: bool, seal: bool, told: str, steps: int) -> None:
        """The office's own choices, and a first case with the beginning of a told life behind it."""
        self.choose(separate=separate, publicity=publicity, seal=seal)
        self.live(LIVES[told][:steps])

    def choose(self, *, separate: bool, publicity: bool, seal: bool) -> None:
        """What the office sets."""
        self.world.separate, self.world.publicity, self.world.seal = separate, publicity, seal
        programmes = ("skill_upgrade",) if publicity else ()
        set_steps(self.bureau["system"], programmes, "7", seal_apart=seal)
        with self.store.reading() as rows:
            office = rows.office()
        change_office(self.bureau["system"], replace(office, separate_review_and_sign=separate))
        self.journal += 2

    @precondition(lambda self: len(self.world.cases) < PEOPLE)
    @rule(who=st.sampled_from(("intake", "second intake", "both")), facts=st.sampled_from(sorted(FACTS)))
    def open(self, who: str, facts: str) -> None:
        """Somebody new applies."""
        self._open(who, facts)

    @rule(data=st.data())
    def turn(self, data: st.DataObject) -> None:
        """Something that is allowed now."""
        self._step_on(data, frozenset(RULES) - ASIDE)

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """Something that brings a case on."""
        self._step_on(data, MAIN_LINE)

    @rule(data=st.data())
    def go_on_further(self, data: st.DataObject) -> None:
        """The same once more: most cases get far."""
        self._step_on(data, MAIN_LINE)

    @rule(data=st.data(), who=st.sampled_from(sorted(SEATS)))
    def right_thing_wrong_person(self, data: st.DataObject, who: str) -> None:
        """Something that somebody may do now, by anybody."""
        possible = sorted({(command, place) for command, place, _ in self._possible(MAIN_LINE)})
        if possible:
            command, place = data.draw(st.sampled_from(possible))
            self.attempt(command, self.world.cases[place], who)

    @rule(data=st.data(), command=st.sampled_from(sorted(RULES)), who=st.sampled_from(sorted(SEATS)))
    def try_anything(self, data: st.DataObject, command: str, who: str) -> None:
        """Anything, by anybody."""
        self.attempt(command, self.world.cases[data.draw(st.integers(0, len(self.world.cases) - 1))], who)

    @precondition(lambda self: self.bureau.moment < LAST_DAY)
    @rule(days=st.sampled_from((1, 3, 8, 20)))
    def days_pass(self, days: int) -> None:
        """Time goes by."""
        self.bureau.moment += timedelta(days)
        self.world.today = self.bureau.moment.date()

    @rule(back=st.integers(0, 1))
    def publish(self, back: int) -> None:
        """A month is published; what changes later must go into another one."""
        month = f"2025-{max(6, self.world.today.month - back):02d}"
        publish_month(self.bureau["finance"], month, month_plainly)
        self.journal += 1

    @invariant()
    def the_store_agrees(self) -> None:
        """State, round, decision in force and money of every case are those of the model."""
        assert self._journal() == self.journal, (self._journal(), self.journal)
        with self.store.reading() as rows:
            for case in self.world.cases:
                kept = rows.case_numbered(case.number)
                assert (kept.state.value, kept.round) == (case.state, case.round), case
                decision = rows.decision(kept.id)
                told = None if decision is None else (decision.amount_fen, decision.round)
                assert told == (None if case.decision is None else (case.decision.fen, case.decision.round))
                assert (had_fen(rows, kept.id), due_fen(rows, kept)) == (case.had, case.due), case

    @invariant()
    def two_people_decided(self) -> None:
        """Nobody decides alone, nor what they took in."""
        with self.store.reading() as rows:
            for case in self.world.cases:
                for decision in rows.decisions(rows.case_numbered(case.number).id):
                    alone = decision.accepted_by in {decision.reviewed_by, decision.signed_by}
                    both = decision.separate_review_and_sign and decision.reviewed_by == decision.signed_by
                    lone = alone or both
                    assert not lone, f"{case.number} was decided alone"

    @invariant()
    def numbers_have_no_gap(self) -> None:
        """Every kind of letter is numbered from 1 without a gap; what was undone keeps its number, marked void."""
        with self.store.reading():
            connection = self.store.connection
            serials = "SELECT kind, year, MIN(serial), MAX(serial), COUNT(DISTINCT serial) FROM letter GROUP BY 1, 2"
            for _, _, first, last, count in connection.exec_driver_sql(serials):
                assert (first, last) == (1, count)
            voids = connection.exec_driver_sql("SELECT COUNT(*) FROM letter_void").scalar_one()
        assert voids == sum(one.void for case in self.world.cases for one in case.decisions)

    @invariant()
    def months_agree(self) -> None:
        """What the months count, with what they took back, is what is granted."""
        sums = 0
        for month in range(6, self.world.today.month + 1):
            totals = draft_month(self.bureau["finance"], f"2025-{month:02d}").totals
            sums += totals.amount_fen + totals.corrected_fen
        assert sums == sum(case.granted for case in self.world.cases)

    def live(self, steps: Sequence[str], facts: str = "level four") -> None:
        """One case taken through these steps, each a command and who tries it, or a number of days."""
        self._open("intake", facts)
        for step in steps:
            if step.endswith(" days"):
                self.days_pass(int(step.split()[0]))
            else:
                command = max((one for one in RULES if step.startswith(one + " ")), key=len)
                self.attempt(command, self.world.cases[0], step.removeprefix(command + " "))
            self.the_store_agrees()
            self.months_agree()

    def teardown(self) -> None:
        """The store's own checks find nothing, the journal's chain included."""
        try:
            found = check_store(self.store)
            assert found == () or not self.judging, found
        finally:
            self.store.close()
            shutil.rmtree(self.place)

    def attempt(self, command: str, case: CaseModel, who: str) -> None:
        """Try a move both in the program and in the model."""
        type(self).tried += 1
        may = allowed(self.world, command, case, who)
        before = self.footprint()
        told = self._refusal(command, case, who)
        if told is None:
            assert may or not self.judging, f"{command} by {who} in {case.state} was not refused"
            self.journal += follow(self.world, command, case, who)
            self.done[command] += 1
            return
        assert not may, f"{command} by {who} was refused: {told}"
        assert re.search(r"[\u4e00-\u9fff]", told)
        assert self.footprint() == before, f"{command} by {who} was refused, and left something behind"

    def _refusal(self, command: str, case: CaseModel, who: str) -> str | None:
        try:
            self.acts[command](case, self.bureau[who])
        except (Refused, InputError) as refused:
            return refused.message
        return None

    def _step_on(self, data: st.DataObject, commands: frozenset[str]) -> None:
        possible = list(self._possible(commands))
        if possible:
            command = data.draw(st.sampled_from(sorted({each[0] for each in possible})))
            _, place, who = data.draw(st.sampled_from([each for each in possible if each[0] == command]))
            self.attempt(command, self.world.cases[place], who)

    def _possible(self, commands: frozenset[str]) -> Iterator[tuple[str, int, str]]:
        for command in sorted(commands):
            for place, case in enumerate(self.world.cases):
                for who in SEATS:
                    if allowed(self.world, command, case, who):
                        yield command, place, who

    def _open(self, who: str, facts: str) -> None:
        person = len(self.world.cases) + 1
        certificate = {"certificate.number": f"S0001110000012254{person:06d}"}
        whole = {**ELIGIBLE_UPGRADE, **certificate, **FACTS[facts]}
        desk, day = self.bureau[who], self.world.today
        case = intake.open_case(desk, person, "skill_upgrade", day, whole).value
        intake.record_register_check(desk, case.number, "查无已享受记录", ())
        self.world.cases.append(CaseModel(case.number, day, facts, worked={who}, facts_by=who, checked_by=who))
        self.journal += 2

    def _journal(self) -> int:
        with self.store.reading() as rows:
            return rows.head()[0]

    def footprint(self) -> tuple[Any, ...]:
        """How many rows every table has, and how often a case, a counter and a line were changed."""
        with self.store.reading():
            connection = self.store.connection
            listed = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
            names = [name for (name,) in connection.exec_driver_sql(listed)]
            counts = ", ".join(f"(SELECT COUNT(*) FROM {name})" for name in names)
            sums = "(SELECT SUM(version) FROM case_file), (SELECT SUM(value) FROM counter)"
            states = "(SELECT group_concat(state) FROM case_file), (SELECT group_concat(state) FROM payment_line)"
            return tuple(connection.exec_driver_sql(f"SELECT {counts}, {sums}, {states}").one())
