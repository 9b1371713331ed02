"""P6: the life of cases as a hypothesis state machine, through the real commands on a real store, against the model.

Every step tries a move that the model allows, or any move by anybody. What the model forbids must be refused in Chinese
and leave no trace; what it allows must succeed, and after it the store and the model must agree.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from models.calendar import BEIJING
from models.casework import (
    closing,
    deciding,
    intake,
    notices,
    payments,
    proposals,
    publishing,
    repayments,
    rounds,
    sealing,
    turning_away,
    undoing,
)
from models.casework.closing import handed_over
from models.casework.months import draft_month, publish_month
from models.casework.offices import change_office
from models.casework.payment_results import save_results, stage_results
from models.casework.payment_sums import due_fen, had_fen
from models.casework.steps import set_steps
from models.casework.unit_of_work import Desk
from models.errors import InputError, Refused
from models.letter import LetterOrder, RenderedLetter
from models.month import MonthContent, MonthFile
from models.notice import NonAcceptance
from models.office import Account
from models.payment import PaymentFile, PaymentSheet
from models.payment_answer import csv_table
from models.publicity import PublicityContent
from models.repayment import Instalment
from models.rounds import Ground, RoundKind
from models.store.checks import check_store
from models.store.engine import Store, open_store
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau
from tests.builders.notices import CARD, MONTHS, put_grounds
from tests.builders.workflow_model import RULES, allowed, follow
from tests.builders.workflow_state import SEATS, CaseModel, World

PEOPLE, LAST_DAY = 3, datetime(2025, 10, 31, tzinfo=BEIJING)
FACTS = {
    "level four": {"certificate.level": 4, "insurance.unemployment_months": 26},
    "level five": {"certificate.level": 5, "insurance.unemployment_months": 26},
    "too few months": {"certificate.level": 4, "insurance.unemployment_months": 3},
}
ASIDE = frozenset({"withdraw", "return", "decline", "cancel the list"})
MAIN_LINE = frozenset(RULES) - ASIDE - {
    *("facts", "check", "notice", "arrival of one", "serve notice", "deem", "decline", "undo", "payment returned"),
    *("propose non-acceptance", "propose a further notice", "propose lapse", "object"),
}  # fmt: skip
NOT_ACCEPTED = NonAcceptance("材料不属于本局职权范围", "不属于本局受理范围", "练习条文第一条", "练习机关")


def render_plainly(order: LetterOrder, number: str) -> RenderedLetter:
    """A letter without typesetting, so that thousands can be issued."""
    content = f"{order.kind} {number}".encode()
    digest = hashlib.sha256(content).hexdigest()
    return RenderedLetter(content, digest, digest, ("练习宋",))


def _files(text: str) -> tuple[MonthFile, ...]:
    return (MonthFile("list.csv", text.encode()),)


def list_plainly(content: PublicityContent) -> tuple[MonthFile, ...]:
    return _files(f"publicity {content.serial}")


def month_plainly(content: MonthContent) -> tuple[MonthFile, ...]:
    return _files(f"month {content.month} {content.edition}")


def pay_plainly(sheet: PaymentSheet) -> tuple[PaymentFile, ...]:
    return (PaymentFile("list.csv", sheet.run.encode()),)


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
    bureau = make_bureau(folder)
    bureau.confirm_values()
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

    @initialize(separate=st.booleans(), publicity=st.booleans(), seal=st.booleans())
    def set_up(self, *, separate: bool, publicity: bool, seal: bool) -> None:
        """The office's own choices, and a first case."""
        self.choose(separate=separate, publicity=publicity, seal=seal)
        self._open("intake", "level four")

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


Act = Callable[[CaseModel, Desk], Any]


def real_acts(life: Life) -> dict[str, Act]:
    """Each command of the model as the real one."""
    return (
        _window_acts(life)
        | _proposal_acts()
        | _decision_acts(life)
        | _round_acts()
        | _money_acts(life)
        | _run_acts(life)
    )


def _window_acts(life: Life) -> dict[str, Act]:
    kinds = sorted(FACTS)

    def facts(case: CaseModel, desk: Desk) -> None:
        # The next kind in a row: every kind comes up, and the model is told only when it was taken.
        kind = kinds[(kinds.index(case.facts) + 1) % len(kinds)]
        intake.record_facts(desk, case.number, FACTS[kind])
        case.facts = kind

    def notice(case: CaseModel, desk: Desk) -> None:
        case.notice_letter = notices.issue_notice(desk, case.number, (CARD, MONTHS), render_plainly).value.letter.number

    def arrival(*, every: bool) -> Act:
        def arrive(case: CaseModel, desk: Desk) -> None:
            left = range(3 - max(1, case.outstanding), 3)
            notices.settle_items(desk, case.number, list(left) if every else [left[0]])

        return arrive

    def serve_notice(case: CaseModel, desk: Desk) -> None:
        day = life.world.today
        closing.serve_letter(desk, case.notice_letter or "无", handed_over("直接送达", day))

    return {
        "facts": facts,
        "check": lambda case, desk: intake.record_register_check(desk, case.number, "查无已享受记录", ()),
        "notice": notice,
        "arrival of one": arrival(every=False),
        "arrival of all": arrival(every=True),
        "serve notice": serve_notice,
        "accept": lambda case, desk: intake.accept(desk, case.number, render_plainly),
        "deem": lambda case, desk: turning_away.deem_accepted(desk, case.number, render_plainly),
        "submit": lambda case, desk: intake.submit(desk, case.number),
        "withdraw": lambda case, desk: intake.withdraw(desk, case.number, "本人撤回", render_plainly),
    }


def _proposal_acts() -> dict[str, Act]:
    def approve(case: CaseModel, desk: Desk) -> None:
        issued = notices.approve_further_notice(desk, case.number, render_plainly).value
        case.notice_letter = issued.letter.number

    def further(case: CaseModel, desk: Desk) -> Any:
        return notices.propose_further_notice(desk, case.number, (CARD, MONTHS), "首次告知后才发现")

    return {
        "propose non-acceptance": lambda case, desk: turning_away.propose_non_acceptance(
            desk, case.number, NOT_ACCEPTED
        ),
        "propose a further notice": further,
        "propose lapse": lambda case, desk: turning_away.propose_lapse(desk, case.number),
        "refuse acceptance": lambda case, desk: turning_away.refuse_acceptance(desk, case.number, render_plainly),
        "approve a further notice": approve,
        "lapse": lambda case, desk: turning_away.lapse(desk, case.number, render_plainly),
        "decline": lambda case, desk: proposals.decline_proposal(desk, case.number, "不同意"),
    }


def _decision_acts(life: Life) -> dict[str, Act]:
    def serve(case: CaseModel, desk: Desk) -> Any:
        return closing.serve(desk, case.number, "直接送达", life.world.today)

    def objection(case: CaseModel, desk: Desk) -> Any:
        return publishing.record_objection(desk, case.number, "有人提出异议", life.world.today)

    return {
        "review": lambda case, desk: deciding.review(desk, case.number),
        "return": lambda case, desk: deciding.return_case(desk, case.number, "请再核对"),
        "publish": lambda _, desk: publishing.publish_list(desk, list_plainly),
        "end publicity": lambda _, desk: publishing.end_publicity(desk),
        "object": objection,
        "settle objection": lambda case, desk: publishing.settle_objection(desk, case.number, "不成立", upheld=False),
        "decide": lambda case, desk: deciding.decide(desk, case.number, render_plainly),
        "seal": lambda case, desk: sealing.seal(desk, [case.number]),
        "undo": lambda case, desk: undoing.undo_decision(desk, case.number, "录错"),
        "serve": serve,
    }


def _round_acts() -> dict[str, Act]:
    ground = Ground(RoundKind.CORRECTION, "录入有误")
    return {
        "open a round": lambda case, desk: rounds.open_round(desk, case.number, ground),
        "resubmit": lambda case, desk: rounds.send_round_to_review(desk, case.number),
        "maintain": lambda case, desk: rounds.maintain(desk, case.number, "核对无误", render_plainly),
    }


def _money_acts(life: Life) -> dict[str, Act]:
    asked: dict[str, int] = {}

    def ask_back(case: CaseModel, desk: Desk) -> None:
        fen = case.reclaimable()
        plan = (Instalment(life.world.today + timedelta(300), fen),)
        asked[case.number] = repayments.propose_repayment(desk, case.number, fen, "多发", plan).value.id

    def came_back(case: CaseModel, desk: Desk) -> None:
        left = case.orders[-1].fen - case.orders[-1].back if case.orders else 1
        repayments.receive_repayment(desk, asked.get(case.number, 0), left, life.world.today)

    return {
        "pay": lambda case, desk: closing.record_payment(desk, case.number, life.world.today),
        "payment returned": lambda case, desk: closing.return_payment(desk, case.number, life.world.today, "账户已销"),
        "account checked": lambda case, desk: payments.confirm_account(desk, case.number, "与银行核实"),
        "ask back": ask_back,
        "sign the order": lambda case, desk: repayments.sign_repayment(desk, asked.get(case.number, 0), render_plainly),
        "money came back": came_back,
    }


def _run_acts(life: Life) -> dict[str, Act]:
    def make(_: CaseModel, desk: Desk) -> None:
        life.run_number = payments.make_run(desk).value.number

    def bank(outcome: str) -> Act:
        def tell(_: CaseModel, desk: Desk) -> None:
            run = life.world.run("exported")
            lines = () if run is None else run.lines
            serial = life.run_number[1:].replace("-", "")
            rows = [
                f"{serial}{place:04d},{outcome},{life.world.today},{line.fen / 100:.2f},"
                for place, line in enumerate(lines, 1)
            ]
            text = "\r\n".join(["流水号,处理结果,处理日期,金额,原因", *(row + "账户不符" for row in rows)])
            save_results(desk, stage_results(desk, life.run_number, csv_table(text.encode("gb18030"))))

        return tell

    return {
        "make a list": make,
        "confirm the list": lambda _, desk: payments.confirm_run(desk, life.run_number, pay_plainly),
        "export the list": lambda _, desk: payments.export_run(desk, life.run_number),
        "cancel the list": lambda _, desk: payments.cancel_run(desk, life.run_number, "重做"),
        "bank paid": bank("成功"),
        "bank rejected": bank("失败"),
    }
