"""An invented office with a million people and cases, filled once and kept for several benches.

Rows go straight into the tables, with guards and foreign keys laid aside meanwhile: what is measured is living with
them, not registering them. `SUBSIDY_DESK_BENCH=DIR` names a folder that keeps the filled office for the next run.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from models.casework.offices import NewAccount, create_office, sign_in
from models.casework.unit_of_work import Desk
from models.search_terms import PersonTerm, case_terms, digits, person_terms
from models.store.bulk import add_rows
from models.store.tally_schema import counted
from tests.builders.desk import OFFICE, PHRASE, SEATS
from tests.builders.people import make_card, make_id

KEPT = "SUBSIDY_DESK_BENCH"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
# The commonest surnames with their share in a thousand people, the rest of the thousand spread over the others.
_COMMON = {"王": 72, "李": 71, "张": 67, "刘": 54, "陈": 45, "杨": 31, "黄": 22, "赵": 21, "周": 20, "吴": 20}
_OTHERS = "徐孙马胡朱郭何罗高林郑梁谢唐许冯宋韩邓彭曹田单仇曾解查区朴盖任翟缪谌尉覃隗乐"
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂建国文华金玉萍红鑫浩宇梓涵欣怡子轩晓燕小雨思乐行志海云龙\U0002cb4e㛃"
)
_RECEIPT = (
    '{{"amount_fen":150000,"criteria":[' + ",".join(['{{"sentence":"' + "练习" * 20 + '"}}'] * 6) + '],"result":"{}"}}'
)
_OPEN_STATES = (("for_review", 60), ("at_window", 25), ("for_signature", 15))
# A common programme and rarer ones, so that a filter by programme finds much or nearly nothing.
_PROGRAMMES = (("skill_upgrade", 900), ("living_allowance", 80), ("employment_reward", 19), ("student_grant", 1))
CLASS_NUMBER, _CLASS_CASES = "PX2026-001", 50


@dataclass(frozen=True, slots=True)
class Size:
    """How much is in the office: people, open cases (one a person), decided cases spread over two years."""

    people: int = 1_000_000
    open_cases: int = 1_000_000
    decided: int = 240_000


@dataclass(frozen=True, slots=True)
class Invented:
    """A person as the office was filled with: id, ID number, name, birth date, telephone, bank card."""

    id: int
    id_number: str
    name: str
    born: str
    phone: str
    card: str


@contextmanager
def office(size: Size) -> Iterator[Path]:
    """The folder of a filled office of this size: the kept one, or one that is thrown away afterwards."""
    kept = os.environ.get(KEPT)
    name = f"{size.people}-{size.open_cases}-{size.decided}"
    if kept is None:
        with tempfile.TemporaryDirectory() as folder:
            _make(Path(folder) / name, size)
            yield Path(folder) / name
        return
    folder_kept = Path(kept) / name
    if not folder_kept.is_dir():
        begun = folder_kept.with_suffix(".begun")
        shutil.rmtree(begun, ignore_errors=True)
        _make(begun, size)
        begun.rename(folder_kept)
    yield folder_kept


def desk(folder: Path, account: str = "review", clock: Callable[[], datetime] = lambda: START) -> Desk:
    """A signed-in desk of the filled office."""
    return sign_in(folder, account, PHRASE, clock)


def invented_people(count: int, seed: int = 7) -> Iterator[Invented]:
    """The people of an office of that many, always the same ones."""
    source = random.Random(seed)
    weights = [*_COMMON.values(), *[(1000 - sum(_COMMON.values())) / len(_OTHERS)] * len(_OTHERS)]
    surnames = source.choices([*_COMMON, *_OTHERS], weights, k=count)
    for number, surname in enumerate(surnames, start=1):
        # Days, areas and sequences step at coprime lengths, so that no two numbers are the same.
        born = date(1958, 1, 1) + timedelta(days=number * 7919 % 17_389)
        identity = make_id(f"1101{1 + number % 17:02d}", born, number // 17_389 * 17 % 1000)
        name = surname + "".join(source.choices(_GIVEN, k=source.choice((1, 2, 2))))
        phone = f"1{source.randrange(3, 10)}{source.randrange(10**9):09d}"
        yield Invented(number, identity, name, born.isoformat(), phone, make_card(f"6222{number:013d}"))


def certificate_of(case_id: int) -> str:
    """The certificate number in the facts of an open case."""
    return f"S0001110000{case_id:011d}"


def _make(folder: Path, size: Size) -> None:
    accounts = [NewAccount(name, frozenset(seats), PHRASE) for name, seats in SEATS.items()]
    create_office(folder, OFFICE, accounts, lambda: START)
    opened = desk(folder)
    connection = opened.store.connection
    run = connection.exec_driver_sql
    # Nobody else has this file, and one that was not filled to the end is thrown away.
    for setting in ("foreign_keys = OFF", "journal_mode = OFF", "synchronous = OFF", "cache_size = -800000"):
        run(f"PRAGMA {setting}")
    guards = [text for (text,) in run("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()]
    names = [name for (name,) in run("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()]
    connection.rollback()
    run("BEGIN IMMEDIATE")
    for name in names:
        run(f"DROP TRIGGER {name}")
    people = list(invented_people(size.people))
    _fill_people(connection, people)
    _fill_cases(connection, size)
    _fill_decisions(connection, size)
    run(f"INSERT INTO case_tally {counted('sqlite')}")
    for text in guards:
        run(text)
    connection.commit()
    opened.store.close()


def _fill_people(connection: Any, people: list[Invented]) -> None:
    columns = ("id", "id_number", "name", "name_as_typed", "birth_date", "sex", "household", "groups", "not_groups")
    more = ("street", "phone", "address", "bank_card", "bank_name", "version")
    add_rows(connection, "person", columns + more, (
        (p.id, p.id_number, p.name, p.name, p.born, "m", None, "{}", "[]", "练习街道", p.phone, "", p.card, "练习行", 1)
        for p in people
    ))  # fmt: skip
    for kind, beginning in [*((k, "") for k in PersonTerm if k is not PersonTerm.PHONE), *_PHONES]:
        rows = sorted(
            (kind.value, term, p.id) for p in people for term in _terms(kind, p) if term.startswith(beginning)
        )
        add_rows(connection, "person_term", ("kind", "term", "person_id"), rows)


_PHONES = tuple((PersonTerm.PHONE, digit) for digit in "0123456789")


def _terms(kind: PersonTerm, person: Invented) -> list[str]:
    if kind is PersonTerm.ID_BACKWARDS:
        return [person.id_number[::-1]]
    if kind is PersonTerm.PHONE:
        number = digits(person.phone)
        return [number[start:] for start in range(len(number) - 3)]
    if kind is PersonTerm.CARD:
        return [person.card]
    return _of_name(person.name).get(kind.value, [])


@lru_cache(maxsize=1_000_000)
def _of_name(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, term in person_terms(name, "", "", ""):
        found.setdefault(kind, []).append(term)
    return found


def _fill_cases(connection: Any, size: Size) -> None:
    """The open ones behind the decided ones, as they would be numbered."""
    at = START.isoformat()
    states, weights = zip(*_OPEN_STATES, strict=True)
    drawn = random.Random(5).choices(states, weights, k=size.open_cases)
    names, shares = zip(*_PROGRAMMES, strict=True)
    programmes = random.Random(6).choices(names, shares, k=size.open_cases)
    first = size.decided + 1
    ids = range(first, first + size.open_cases)
    add_rows(connection, "case_file", _CASE_COLUMNS, (
        (n, f"2026-{n - size.decided:05d}", person, programme, "2026-01-05", state, 1, at, 1, "2026-01-05",
         (date(2025, 9, 1) + timedelta(days=n * 7919 % 400)).isoformat(), n, None, 1, 2)
        for n, person, state, programme in zip(ids, _cycle(size), drawn, programmes, strict=True)
    ))  # fmt: skip
    add_rows(connection, "fact_set", ("id", "case_id", "facts", "recorded_by", "recorded_at"), (
        (n, n, f'{{"certificate.level":4,"certificate.number":"{certificate_of(n)}"}}', 1, at) for n in ids
    ))  # fmt: skip
    terms = (sorted(case_terms({"certificate.number": certificate_of(n)})) for n in ids)
    add_rows(connection, "case_term", ("kind", "term", "case_id"), (
        (kind, term, n) for n, each in zip(ids, terms, strict=True) for kind, term in each
    ))  # fmt: skip
    add_rows(connection, "case_act", _ACT_COLUMNS, ((n, 1, "opened", 1, at, "") for n in ids))
    receipt = _RECEIPT.format("eligible")
    add_rows(connection, "assessment", _ASSESSMENT_COLUMNS, ((n, n, n, receipt, 1, at) for n in ids))
    add_rows(connection, "counter", ("series", "year", "value"), [("case", 2026, size.open_cases)])
    add_rows(
        connection, "class_group", _CLASS_COLUMNS, [(1, CLASS_NUMBER, "练习学校", "skill", "2026-01-05", 1, at, 1)]
    )
    apart = max(1, size.open_cases // _CLASS_CASES)
    add_rows(connection, "class_case", ("case_id", "class_id"), ((n, 1) for n in ids[::apart][:_CLASS_CASES]))


_CASE_COLUMNS = (
    *("id", "number", "person_id", "programme", "applied_on", "state", "opened_by", "opened_at", "accepted_by"),
    *("accepted_on", "due_on", "facts_id", "assessment_id", "round", "version"),
)
_CLASS_COLUMNS = ("id", "number", "school", "kind", "started_on", "created_by", "created_at", "version")
_ACT_COLUMNS = ("case_id", "round", "act", "account_id", "at", "reason")
_ASSESSMENT_COLUMNS = ("id", "case_id", "facts_id", "receipt", "assessed_by", "assessed_at")
_DECISION_COLUMNS = (
    *("id", "case_id", "round", "assessment_id", "outcome", "amount_fen", "accepted_by", "reviewed_by", "signed_by"),
    *("decided_on", "decided_at", "separate_review_and_sign"),
)
_LETTER_COLUMNS = (
    *("id", "case_id", "kind", "number", "year", "serial", "decision_id", "sha256", "content_sha256", "fonts"),
    *("head", "issued_by", "issued_on", "issued_at", "amount_fen"),
)


def _cycle(size: Size) -> Iterator[int]:
    return (1 + place % size.people for place in range(size.open_cases))


def _fill_decisions(connection: Any, size: Size) -> None:
    """Closed cases, as many in each month; a person has a second one now and then."""
    if not size.decided:
        return
    each = size.decided // len(MONTHS)
    ids = range(1, each * len(MONTHS) + 1)
    month = {n: MONTHS[(n - 1) // each] for n in ids}
    serial = {n: 1 + (n - 1) % (each * 12) for n in ids}
    at = {n: f"{month[n]}-{1 + (n - 1) % each * 27 // each:02d}T02:00:00+00:00" for n in ids}
    receipt, digest = _RECEIPT.format("eligible"), "0" * 64
    add_rows(connection, "case_file", _CASE_COLUMNS, (
        (n, f"{month[n][:4]}-{serial[n]:05d}", 1 + n * 7 % size.people, "skill_upgrade", at[n][:10], "closed", 1,
         at[n], 1, at[n][:10], None, n, n, 1, 6) for n in ids
    ))  # fmt: skip
    add_rows(connection, "fact_set", ("id", "case_id", "facts", "recorded_by", "recorded_at"), (
        (n, n, '{"certificate.level":4}', 1, at[n]) for n in ids
    ))  # fmt: skip
    add_rows(connection, "case_act", _ACT_COLUMNS, (
        (n, 1, act, account, at[n], "")
        for n in ids for act, account in (("opened", 1), ("accepted", 1), ("reviewed", 3), ("signed", 4), ("served", 1))
    ))  # fmt: skip
    add_rows(connection, "assessment", _ASSESSMENT_COLUMNS, ((n, n, n, receipt, 4, at[n]) for n in ids))
    add_rows(connection, "decision", _DECISION_COLUMNS, (
        (n, n, 1, n, "granted", 150_000, 1, 3, 4, at[n][:10], at[n], 1) for n in ids
    ))  # fmt: skip
    add_rows(connection, "letter", _LETTER_COLUMNS, (
        (n, n, "approval", f"东人社补〔{month[n][:4]}〕{serial[n]}号", int(month[n][:4]), serial[n], n, digest, digest,
         "[]", "0" * 16, 4, at[n][:10], at[n], 150_000) for n in ids
    ))  # fmt: skip
    add_rows(connection, "letter_content", ("letter_id", "content"), ((n, b"%PDF" * 50) for n in ids))
    add_rows(connection, "bucket", ("id", "month", "case_id", "decision_id", "letter_id", "outcome", "amount_fen"), (
        (n, month[n], n, n, n, "granted", 150_000) for n in ids
    ))  # fmt: skip
    years = sorted({text[:4] for text in MONTHS})
    counts = [(series, int(year), each * 12) for series in ("case", "letter.approval") for year in years]
    add_rows(connection, "counter", ("series", "year", "value"), counts)
