"""A practice office: invented accounts, practice values, and twelve months of invented cases in every state.

Everything in it is visibly practice: letters carry 练习, values rest on a 文号 that says 练习. The shipped rulebook
stays as it is; what the policy leaves empty is entered by one practice account and confirmed by another.
"""

from __future__ import annotations

import contextlib
import random
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from desktop.practice import every_state, further_matters
from desktop.practice.applications import Application, draw
from desktop.practice.diary import Diary, works
from desktop.practice.every_state import NOT_OURS, WANTED, EveryState
from desktop.practice.further_matters import FurtherMatters
from desktop.practice.people import Population
from desktop.practice.training_class import make_class
from models.bureau import BureauKind
from models.calendar import BEIJING, add_months
from models.case import State
from models.casework import closing, deciding, intake, payment_results, payment_views, payments
from models.casework.attendants import record_attendant
from models.casework.bureau_values import ValueDraft, confirm_value, enter_value
from models.casework.notices import issue_notice, settle_items
from models.casework.offices import NewAccount, create_office, sign_in
from models.casework.people import register_person
from models.casework.pins import set_pin
from models.casework.queries import case_rows
from models.casework.rounds import open_round
from models.casework.serving import HandOver
from models.casework.turning_away import propose_non_acceptance, refuse_acceptance
from models.casework.undoing import undo_decision
from models.casework.unit_of_work import Desk
from models.errors import InputError, Refused
from models.letter import Render
from models.money import format_yuan
from models.office import Account, Office, Seat
from models.rounds import Ground, RoundKind
from models.rules.load import load_rulebook
from models.rules.rulebook import OpenValue
from models.serving import Event, Way
from reports.payment_file import payment_files

PASSPHRASE = "practice-desk-only"  # noqa: S105
PIN = "123456"
_STREETS = (
    "东华门街道", "景山街道", "交道口街道", "安定门街道", "北新桥街道", "东四街道", "朝阳门街道", "建国门街道",
    "东直门街道",
    "和平里街道", "前门街道", "崇文门外街道", "东花市街道", "龙潭街道", "体育馆路街道", "天坛街道", "永定门外街道",
)  # fmt: skip
_ACCOUNTS = {
    "赵文博": {Seat.INTAKE},
    "周敏": {Seat.INTAKE},
    "钱雨桐": {Seat.REVIEW},
    "孙立群": {Seat.SIGN},
    "李静": {Seat.FINANCE},
    "吴磊": {Seat.SYSTEM, Seat.SECURITY},
    "郑洁": {Seat.AUDIT},
}


_LIST_DAYS = (110, 60, 35, 6)  # working days before the end on which a list is paid
# Invented, for practice offices only: 练习 values where the policy leaves the value empty.
_INVENTED = {"daily_rate": 3000, "cap": 60000, "reward": 100000, "other_rate": 20000, "apprentice_rate": 500000}


@dataclass(frozen=True, slots=True)
class PracticeOffice:
    """What `practice-data` prints."""

    passphrase: str
    accounts: tuple[Account, ...]
    cases: tuple[tuple[str, str, str], ...]
    months: tuple[str, ...]
    pins: Mapping[str, str]


def make_practice_office(folder: Path, cases: int, seed: int, until: date, render: Render) -> PracticeOffice:
    """Fill a new data folder with so many cases; the same `cases`, `seed` and `until` give the same.

    Too few have no room for the chosen ones: then a state is there only if it is drawn.
    Raises InputError, StoreError.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"“{folder}”不是空文件夹，练习数据只建在新文件夹里。请换一个。", "--data")
    source = random.Random(seed)  # noqa: S311 - invented people, not secrets
    diary = Diary(until)
    first = add_months(until.replace(day=1), -11)
    diary.moment = datetime.combine(first, time(8, 30), BEIJING)
    office = _office()
    accounts = [NewAccount(name, frozenset(seats), PASSPHRASE) for name, seats in _ACCOUNTS.items()]
    create_office(folder, office, accounts, diary.now)
    lead = sign_in(folder, "赵文博", PASSPHRASE, diary.now)
    try:
        with lead.store.reading() as rows:
            everyone = rows.accounts()
        desks = {account.name: Desk(lead.store, account, diary.now, lead.shipped) for account in everyone}
        for name in _signers(everyone):
            set_pin(desks[name], PIN)
        simulation = _Simulation(desks, source, diary, render)
        simulation.plan(cases, seed, first, until)
        diary.run()
        if cases:
            make_class(desks["赵文博"], _STREETS, seed, until)
        with lead.store.reading() as rows:
            listed = tuple((row.number, row.programme, row.state.value) for row in rows.cases(None))
    finally:
        lead.store.close()
    months = tuple(add_months(first, n).isoformat()[:7] for n in range(12))
    return PracticeOffice(PASSPHRASE, everyone, listed, months, dict.fromkeys(_signers(everyone), PIN))


def _signers(accounts: tuple[Account, ...]) -> list[str]:
    return [account.name for account in accounts if Seat.SIGN in account.seats]


def _office() -> Office:
    return Office(
        name="北京市东城区人力资源和社会保障局",
        district="110101",
        streets=_STREETS,
        letter_codes={"receipt": "练东人社受", "approval": "练东人社补", "refusal": "练东人社不"},
        address="北京市东城区练习胡同1号",
        phone="010-00000000",
        practice=True,
    )


class _Simulation:
    """Plans what happens when, as the accounts of the office would do it."""

    def __init__(self, desks: dict[str, Desk], source: random.Random, diary: Diary, render: Render) -> None:
        self._drafts_on = add_months(diary.today, 7)
        self._desks = desks
        self._source = source
        self._diary = diary
        self._render = render
        self._people = Population(source, _STREETS)
        self._registered = 0

    def plan(self, cases: int, seed: int, first: date, until: date) -> None:
        """Values first (the newest draft version in the seventh month), then the cases, evenly over the months."""
        self._diary.at(first, 0, self._confirm_weak_values)
        self._diary.at(self._drafts_on, 0, self._put_drafts_in_force)
        days = [day for n in range((until - first).days + 1) if works(day := first + timedelta(days=n))]
        for back in _LIST_DAYS:
            self._diary.at(days[-back], 430, self._pay_by_list)
        self._diary.at(days[-2], 450, self._look_again)
        chosen = every_state.CASES + further_matters.CASES
        drawn = cases - chosen if cases > chosen else cases
        before = days if drawn == cases else days[: -_last_days(days, cases)]
        for n in range(drawn):
            day = before[n * len(before) // drawn]
            self._diary.at(day, self._source.randint(10, 400), partial(self._open, day, n))
        if drawn < cases:
            people = Population(random.Random(seed + 3), _STREETS)  # noqa: S311 - invented people, not secrets
            FurtherMatters(self._desks, self._diary, people, seed, self._render).plan(days)
            EveryState(self._desks, self._diary, people, seed, self._render).plan(days)

    def _confirm_weak_values(self) -> None:
        book = load_rulebook()
        for programme in book.programmes:
            seen = set()
            for months in range(13):
                for value in book.open_values(programme, add_months(self._diary.today, months)):
                    if value.kind is BureauKind.VALUE and not value.optional and value.name not in seen:
                        seen.add(value.name)
                        self._enter(_practice_draft(programme, value))

    def _put_drafts_in_force(self) -> None:
        book = load_rulebook()
        for programme in book.programmes.values():
            for version in programme.versions:
                if version.draft:
                    self._enter(_practice_draft(programme.id, book.describe_value(programme.id, version.id)))

    def _enter(self, draft: ValueDraft) -> None:
        entry = enter_value(self._desks["钱雨桐"], draft, _practice_scan(), "image/png").value
        confirm_value(self._desks["孙立群"], entry.id)

    def _open(self, day: date, place: int) -> None:
        application = draw(self._source, day)
        desk = self._desks[self._source.choice(("赵文博", "周敏"))]
        person = register_person(desk, self._people.person(application.wish)).value
        case = intake.open_case(desk, person.id, application.programme, day, application.facts).value
        for paper in application.papers:
            intake.see_paper(desk, case.number, paper)
        if place % 9 == 4:
            record_attendant(desk, case.number, self._people.proxy(place, day))
        if place % 25 == 24:
            # The person left before everything was there: some are told in writing, one in four is not for this office.
            if place % 50 == 49:
                self._diary.soon(20, partial(self._notify, desk, case.number, application, place))
            elif place % 100 == 74:
                self._diary.soon(20, partial(self._turn_away, desk, case.number))
            return
        self._diary.soon(25, partial(self._accept, desk, case.number, application, place))

    def _accept(self, desk: Desk, number: str, application: Application, place: int) -> None:
        if application.register_checked:
            found = "查到已享受记录" if application.awards else "查无已享受记录"
            intake.record_register_check(desk, number, found, application.awards)
        intake.accept(desk, number, self._render)
        if self._state(number) is State.REGISTERED:
            taken_up = self._drafts_on + timedelta(days=self._source.randint(1, 45))
            # The first of them is left as it is, so that one is always to be seen.
            if self._source.random() < 0.85 and self._registered:
                self._diary.at(max(taken_up, self._diary.today), 420, partial(self._take_up, desk, number))
            self._registered += 1
        elif place % 20 == 7:
            self._diary.later(2, lambda: intake.withdraw(desk, number, "申请人要求撤回", self._render))
        else:
            self._diary.later(self._source.randint(1, 4), lambda: self._review(number))

    def _notify(self, desk: Desk, number: str, application: Application, place: int) -> None:
        """Told in writing what is missing; it comes a week later, and the case goes on."""
        issued = issue_notice(desk, number, [WANTED], self._render).value
        today = self._diary.today
        closing.serve_letter(desk, issued.letter.number, HandOver(Way.DIRECT, Event.SIGNED, today, "本人", "申请人"))
        self._diary.later(6, partial(self._arrive, desk, number, application, place))

    def _arrive(self, desk: Desk, number: str, application: Application, place: int) -> None:
        settle_items(desk, number, [1])
        self._accept(desk, number, application, place)

    def _turn_away(self, desk: Desk, number: str) -> None:
        """Not for this office: proposed at the window, confirmed by the signer."""
        propose_non_acceptance(desk, number, NOT_OURS)
        self._diary.later(1, lambda: refuse_acceptance(self._desks["孙立群"], number, self._render))

    def _take_up(self, desk: Desk, number: str) -> None:
        """A case registered while no rule was in force is accepted once one is."""
        intake.accept(desk, number, self._render)
        self._diary.later(self._source.randint(1, 4), lambda: self._review(number))

    def _review(self, number: str) -> None:
        try:
            deciding.review(self._desks["钱雨桐"], number)
        except Refused:
            deciding.return_case(self._desks["钱雨桐"], number, "还不能下结论，请补齐后再送审")
            return
        self._diary.later(self._source.randint(1, 3), lambda: self._sign(number))

    def _sign(self, number: str) -> None:
        try:
            deciding.decide(self._desks["孙立群"], number, self._render)
        except Refused:
            return
        self._diary.later(self._source.randint(1, 5), lambda: self._serve(number))

    def _serve(self, number: str) -> None:
        if self._state(number) is not State.TO_SERVE:
            return  # undone meanwhile
        desk = self._desks["赵文博"]
        closing.serve(desk, number, self._source.choice(("直接送达", "直接送达", "邮寄送达")), self._diary.today)
        if self._state(number) is State.TO_PAY:
            self._diary.later(self._source.randint(7, 16), lambda: self._pay(number))

    def _look_again(self) -> None:
        """An applicant asks for a review of an old decision; a letter that has not left the house is undone."""
        old = case_rows(self._desks["周敏"], [State.PAID, State.CLOSED])
        waiting = case_rows(self._desks["孙立群"], [State.TO_SERVE])
        if old:
            ground = Ground(RoundKind.RECONSIDERATION, "申请人对认定的等级有异议，已申请行政复议")
            open_round(self._desks["周敏"], old[-1].number, ground)
        if len(waiting) > 1:
            undo_decision(self._desks["孙立群"], waiting[-1].number, "发现等级录错，重新办理")

    def _pay(self, number: str) -> None:
        """By hand, what no list has paid or holds."""
        with self._desks["李静"].store.reading() as rows:
            listed = rows.payments_of(rows.case_numbered(number).id)
        if not listed:
            closing.record_payment(self._desks["李静"], number, self._diary.today)

    def _pay_by_list(self) -> None:
        """One list for the bank, which pays all but one; its words stay on the case until the account is corrected."""
        finance, lines = self._desks["李静"], []
        with contextlib.suppress(Refused):
            run = payments.make_run(finance).value
            payments.confirm_run(self._desks["孙立群"], run.number, payment_files)
            payments.export_run(finance, run.number)
            lines = list(payment_views.payment_run(finance, run.number).lines)
        if not lines:
            return
        rows = [["流水号", "处理结果", "处理日期", "金额", "原因"]]
        for place, one in enumerate(lines):
            said = ["失败", "户名与账号不符"] if place == 1 else ["成功", ""]
            amount = format_yuan(one.line.amount_fen)
            rows.append([one.line.serial or "", said[0], self._diary.today.isoformat(), amount, said[1]])
        payment_results.save_results(finance, payment_results.stage_results(finance, run.number, rows))

    def _state(self, number: str) -> State:
        with self._desks["赵文博"].store.reading() as rows:
            return rows.case_numbered(number).state


def _last_days(days: list[date], cases: int) -> int:
    """How many days of the last month the chosen ones of its end stand for, where cases come evenly."""
    in_month = sum((day.year, day.month) == (days[-1].year, days[-1].month) for day in days)
    share = len(days) * (every_state.AT_THE_END + further_matters.AT_THE_END) // cases
    return max(1, min(in_month, share))


def _practice_draft(programme: str, value: OpenValue) -> ValueDraft:
    """Confirms what ships weak; what ships empty gets a value that is invented and says so."""
    empty = value.kind is BureauKind.VALUE and value.value is None
    return ValueDraft(
        kind=value.kind,
        programme=programme,
        name=value.name,
        value=_INVENTED[value.name.partition("@")[0]] if empty else None,
        valid_from=value.valid_from,
        valid_to=value.valid_to,
        document="练习文号〔练习〕1号",
        article="",
        text="练习数据：仅供练习，不是政策。",
    )


def _practice_scan() -> bytes:
    """A small grey PNG that stands for the scan of a document that does not exist."""
    width, height = 210, 297
    rows = b"".join(b"\0" + bytes([235]) * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
