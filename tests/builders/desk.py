"""An office with all seats at hand, for tests of the commands: real store, real rules, real letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from models.bureau import BureauKind
from models.calendar import BEIJING
from models.case import Case, State
from models.casework import deciding, intake
from models.casework.bureau_values import ValueDraft, confirm_value, enter_value
from models.casework.offices import NewAccount, create_office, sign_in
from models.casework.people import register_person
from models.casework.unit_of_work import Desk
from models.letter import Letter
from models.office import Office, Seat
from models.person import Person
from models.rules.load import load_rulebook
from models.store.engine import Store, open_store
from models.store.location import KEYS_NAME, STORE_NAME, make_private
from reports.issue import render
from tests.builders.headless import PNG, cheap_slots
from tests.builders.people import make_person

START = datetime(2025, 6, 3, 9, 0, tzinfo=BEIJING)
PHRASE = "only for tests, long enough"
OFFICE = Office(
    name="北京市东城区人力资源和社会保障局",
    district="110101",
    streets=("练习街道", "东华门街道"),
    letter_codes={"receipt": "东人社受", "approval": "东人社补", "refusal": "东人社不"},
    address="北京市东城区练习胡同1号",
    phone="010-55550103",
    practice=True,
)
SEATS = {
    "intake": {Seat.INTAKE},
    "second intake": {Seat.INTAKE},
    "review": {Seat.REVIEW},
    "sign": {Seat.SIGN},
    "both": {Seat.INTAKE, Seat.REVIEW, Seat.SIGN},
    "review and sign": {Seat.REVIEW, Seat.SIGN},
    "finance": {Seat.FINANCE},
    "system": {Seat.SYSTEM, Seat.SECURITY},
    "audit": {Seat.AUDIT},
}
ELIGIBLE_UPGRADE: Mapping[str, Any] = {
    "certificate.kind": "skill_level",
    "certificate.number": "S000111000001225400023"[:22],
    "certificate.occupation": "电工",
    "certificate.level": 4,
    "certificate.issued_on": "2025-03-03",
    "certificate.verified": "consistent",
    "certificate.occupation_in_shortage": False,
    "certificate.higher_held": False,
    "work.status_at_certificate": "enterprise_employee",
    "work.status_at_application": "enterprise_employee",
    "insurance.unemployment_months": 26,
}


@dataclass
class Bureau:
    """The desks of one office on one store; `moment` is the clock, one second later at every look."""

    folder: Path
    desks: dict[str, Desk]
    moment: datetime = START
    recovery_key: str = ""

    def now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def __getitem__(self, name: str) -> Desk:
        return self.desks[name]

    def close(self) -> None:
        self.desks["intake"].store.close()

    def confirm_values(self, programme: str = "skill_upgrade", on: date = date(2025, 6, 3)) -> None:
        """Everything the shipped programme needs confirmed on a date, as it ships."""
        for value in self["review"].shipped.open_values(programme, on):
            if not value.optional and value.kind is BureauKind.VALUE and value.value is not None:
                self.enter(programme, value.name, None, value.valid_from, value.valid_to)

    def enter(self, programme: str, name: str, value: Any, start: date, end: date | None) -> None:
        draft = ValueDraft(BureauKind.VALUE, programme, name, value, start, end, "测试文号〔2025〕1号", "一", "测试")
        entry = enter_value(self["review"], draft, PNG, "image/png").value
        confirm_value(self["sign"], entry.id)

    def person(self, number: int = 1, **changes: Any) -> Person:
        person = replace(make_person(number, **changes), id=0)
        return register_person(self["intake"], person).value

    def open(self, facts: Mapping[str, Any] = ELIGIBLE_UPGRADE, *, person: Person | None = None, **other: Any) -> Case:
        programme = other.get("programme", "skill_upgrade")
        who = self.person() if person is None else person
        facts = _own_certificate(facts, who)
        return intake.open_case(self["intake"], who.id, programme, other.get("on", date(2025, 6, 3)), facts).value

    def accepted(self, facts: Mapping[str, Any] = ELIGIBLE_UPGRADE, **other: Any) -> str:
        """A case accepted after the register check; its number."""
        case = self.open(facts, **other)
        intake.see_paper(self["intake"], case.number, "居民身份证")
        intake.record_register_check(self["intake"], case.number, "查无已享受记录", other.get("awards", ()))
        intake.accept(self["intake"], case.number, render)
        return case.number

    def reviewed(self, facts: Mapping[str, Any] = ELIGIBLE_UPGRADE, **other: Any) -> str:
        number = self.accepted(facts, **other)
        deciding.review(self["review"], number)
        return number

    def decide(self, number: str, by: str = "sign") -> Letter:
        return deciding.decide(self[by], number, render).value

    def case(self, number: str) -> Case:
        with self["intake"].store.reading() as rows:
            return rows.case_numbered(number)

    def state(self, number: str) -> State:
        return self.case(number).state


def _own_certificate(facts: Mapping[str, Any], who: Person) -> Mapping[str, Any]:
    """The invented certificate is the first person's; everybody else has one of their own."""
    if facts.get("certificate.number") != ELIGIBLE_UPGRADE["certificate.number"] or who.id == 1:
        return facts
    return {**facts, "certificate.number": f"S0001110000012254{who.id:06d}"}


def bureau_on(store: Store, start: datetime = START) -> Bureau:
    """The same office in a store of either kind that was just made; nobody has a pass phrase."""
    bureau = Bureau(store.folder or Path(), {}, start)
    with store.writing() as rows:
        rows.put_office(OFFICE)
        accounts = [rows.add_account(name, seats) for name, seats in SEATS.items()]
        rows.append("office.create", "office", {"accounts": len(accounts)}, None, bureau.now())
    shipped = load_rulebook()
    for account in accounts:
        bureau.desks[account.name] = Desk(store, account, bureau.now, shipped)
    return bureau


def make_bureau(folder: Path, start: datetime = START, *, confirmed: bool = False, **office: Any) -> Bureau:
    """A new practice office (cheap keys) with every kind of account, founded at `start`.

    With `confirmed`, what 技能提升 needs of the bureau is confirmed. An office is founded once in a process and copied
    from then on: two offices that shall not open with the same keys need different settings.
    """
    founded = _founded(start, confirmed, tuple(sorted(office.items())))
    make_private(folder)
    for name, content in founded.files.items():
        (folder / name).touch(mode=0o600)
        (folder / name).write_bytes(content)
    bureau = _opened(folder, founded.key, founded.moment)
    bureau.recovery_key = founded.recovery_key
    return bureau


@dataclass(frozen=True)
class _Founded:
    """The files of an office that nobody has opened yet, its data key, its clock and its printed key."""

    files: Mapping[str, bytes]
    key: bytes
    moment: datetime
    recovery_key: str


@cache
def _founded(start: datetime, confirmed: bool, office: tuple[tuple[str, Any], ...]) -> _Founded:
    with TemporaryDirectory(prefix="subsidy-desk-bureau-") as place, cheap_slots():
        folder, clock = Path(place) / "office", Bureau(Path(place), {}, start)
        accounts = [NewAccount(name, frozenset(seats), PHRASE) for name, seats in SEATS.items()]
        printed = create_office(folder, replace(OFFICE, **dict(office)), accounts, clock.now)
        first = sign_in(folder, "intake", PHRASE, clock.now)
        key = first.store.key
        first.store.close()
        assert key is not None
        bureau = _opened(folder, key, clock.moment)
        if confirmed:
            bureau.confirm_values()
        bureau.close()
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert set(files) == {STORE_NAME, KEYS_NAME}
    return _Founded(files, key, bureau.moment, printed)


def _opened(folder: Path, key: bytes, moment: datetime) -> Bureau:
    """Its desks, all on one store."""
    store, shipped = open_store(folder, key=key), load_rulebook()
    bureau = Bureau(folder, {}, moment)
    with store.reading() as rows:
        for account in rows.accounts():
            bureau.desks[account.name] = Desk(store, account, bureau.now, shipped)
    return bureau
