"""A practice office is a whole office: every command of the contract works on it."""

import hashlib
import json
import shutil
from collections import Counter
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from desktop.practice.office import PASSPHRASE, make_practice_office
from models.calendar import BEIJING
from models.case import State
from models.casework.offices import sign_in
from models.casework.publishing import publicity_standings, published_lists
from models.casework.second_looks import LookKind, second_looks
from models.desk_day import Pin
from models.identity_change import ChangeOutcome
from models.identity_document import DocumentKind
from models.vocabulary import PROGRAMME_NAMES
from reports.issue import render
from tests.builders.headless import Answer, HeadlessOffice

UNTIL = date(2026, 11, 20)
CASES = 100


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    folder = tmp_path_factory.mktemp("practice") / "data"
    return folder, make_practice_office(folder, CASES, 5, UNTIL, render)


@pytest.fixture
def practice(
    office: HeadlessOffice, made_once: tuple[Path, Any], monkeypatch: pytest.MonkeyPatch
) -> tuple[HeadlessOffice, Any]:
    shutil.copytree(made_once[0], office.data)
    return office, made_once[1]


def run(practice: tuple[HeadlessOffice, Any], monkeypatch: pytest.MonkeyPatch, *words: str) -> Answer:
    """Run a command without naming an account, as a practice office allows."""
    office = practice[0]
    monkeypatch.setattr(HeadlessOffice, "_environment", lambda *_: None)
    monkeypatch.setenv("SUBSIDY_DESK_PASSPHRASE", PASSPHRASE)
    return office.run(*words)


def test_the_cases_come_evenly_over_the_year(made_once: tuple[Path, Any], tmp_path: Path) -> None:
    shutil.copytree(made_once[0], tmp_path / "data")
    desk = sign_in(tmp_path / "data", "钱雨桐", PASSPHRASE, lambda: datetime.combine(UNTIL, time(18), BEIJING))
    with desk.store.reading() as rows:
        came = Counter(f"{rows.case(row.case_id).applied_on:%Y-%m}" for row in rows.cases(None))
    desk.store.close()
    assert sorted(came) == list(made_once[1].months)
    assert sum(came.values()) == CASES
    usual = CASES / len(came)
    assert [month for month, count in came.items() if not usual / 2 < count < 1.5 * usual] == []


def test_the_same_seed_gives_the_same_cases_in_every_state_over_twelve_months(
    made_once: tuple[Path, Any], tmp_path: Path
) -> None:
    first = made_once[1]
    second = make_practice_office(tmp_path / "again", CASES, 5, UNTIL, render)
    assert second.cases == first.cases
    assert len(first.cases) == CASES
    shown = {state for _, _, state in first.cases}
    assert shown >= {"at_window", "registered", "for_review", "for_signature", "to_serve", "to_pay", "withdrawn"}
    assert shown <= {state.value for state in State}
    assert len(first.months) == 12
    assert first.months[-1] == "2026-11"


def test_a_clerk_finds_a_case_in_each_state_whatever_was_drawn(tmp_path: Path) -> None:
    made = make_practice_office(tmp_path / "data", 21, 11, UNTIL, render)
    assert len(made.cases) == 21
    drawn_only = {State.REGISTERED, State.WITHDRAWN, State.LAPSED}
    assert {state for _, _, state in made.cases} >= {state.value for state in set(State) - drawn_only}


def test_what_few_cases_bring_is_there_to_be_seen(made_once: tuple[Path, Any], tmp_path: Path) -> None:
    folder, made = made_once
    shutil.copytree(folder, tmp_path / "data")
    assert {"in_publicity", "to_seal"} <= {state for _, _, state in made.cases}
    signer = sign_in(tmp_path / "data", "孙立群", PASSPHRASE, lambda: datetime.combine(UNTIL, time(18), BEIJING))
    with signer.store.reading() as rows:
        cases = [rows.case(row.case_id) for row in rows.cases(None)]
        people = [rows.person(case.person_id) for case in cases]
        changes = [change for person in people for change in rows.identity_changes(person.id)]
        assert DocumentKind.PASSPORT in {person.document for person in people}
        assert {change.outcome for change in changes} == {ChangeOutcome.DONE, None}
        pins = {note.pin for case in cases for note in rows.notes(case.id)}
        assert pins == {Pin.CALL, Pin.PAPER}
        assert any(rows.attendant(case.id) is not None for case in cases)
        (order,) = rows.repayment_orders()
        assert len(rows.repayment_receipts(order.id)) == 1
        (group,) = rows.classes()
        assert [one.left is not None for one in rows.members(group.id)] == [False] * 7 + [True]
    periods = [one.last_day for one in publicity_standings(signer)]
    assert any(day is not None and day >= UNTIL for day in periods)
    assert len(published_lists(signer)) == 2
    assert [look.kind for look in second_looks(signer)] == [LookKind.IDENTITY]
    signer.store.close()


def test_every_decided_case_gives_its_letter_and_says_so_in_json(
    practice: tuple[HeadlessOffice, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, made = practice
    decided = [number for number, _, state in made.cases if state in {"to_serve", "to_pay", "paid", "closed"}]
    out = office.folder / "letter.pdf"
    for number in decided[:6]:
        answer = run(practice, monkeypatch, "letter", number, "--out", str(out)).json
        assert hashlib.sha256(out.read_bytes()).hexdigest() == answer["sha256"]
        with pypdfium2.PdfDocument(out) as pdf:
            assert answer["number"] in pdf[0].get_textpage().get_text_range()
    undecided = next(number for number, _, state in made.cases if state == "for_review")
    refused = run(practice, monkeypatch, "letter", undecided, "--out", str(out))
    assert refused.code == 3
    assert run(practice, monkeypatch, "letter", undecided, "--out", str(out), "--kind", "receipt").code == 0


def test_a_month_is_drafted_published_in_editions_and_reproduced_byte_for_byte(
    practice: tuple[HeadlessOffice, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, _ = practice
    draft = run(practice, monkeypatch, "month", "2026-08", "--out", str(office.folder / "d")).json
    assert draft["edition"] is None
    editions = []
    for folder in ("one", "two"):
        words = ("month", "2026-08", "--out", str(office.folder / folder), "--publish")
        editions.append(run(practice, monkeypatch, *words).json)
    assert [edition["edition"] for edition in editions] == [1, 2]
    assert editions[0]["totals"] == draft["totals"]
    words = ("month", "2026-08", "--out", str(office.folder / "again"), "--edition", "1")
    again = run(practice, monkeypatch, *words).json
    for first, second in zip(editions[0]["files"], again["files"], strict=True):
        assert Path(first).read_bytes() == Path(second).read_bytes()
    missing = run(practice, monkeypatch, "month", "2026-08", "--out", str(office.folder), "--edition", "9")
    assert missing.code == 2


def test_verify_is_clean_and_a_changed_byte_is_a_finding_with_status_three(
    practice: tuple[HeadlessOffice, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, _ = practice
    assert run(practice, monkeypatch, "verify").json == {"ok": True, "findings": []}
    content = bytearray((office.data / "office.db").read_bytes())
    content[len(content) // 2] ^= 1
    (office.data / "office.db").write_bytes(bytes(content))
    answer = run(practice, monkeypatch, "verify")
    assert answer.code == 3
    assert answer.json["ok"] is False
    assert answer.json["findings"]


def test_a_backup_restores_what_was_lost_and_keeps_what_it_replaced(
    practice: tuple[HeadlessOffice, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, made = practice
    number = next(number for number, _, state in made.cases if state == "at_window")
    backup = run(practice, monkeypatch, "backup").json
    assert backup["verified"] is True
    withdrawn = run(practice, monkeypatch, "case", "withdraw", number, "--reason", "申请人要求撤回")
    assert withdrawn.json["state"] == "withdrawn"
    restored = run(practice, monkeypatch, "restore", "--from", backup["backup"]).json
    assert (Path(restored["replaced"]) / "office.db").is_file()
    assert run(practice, monkeypatch, "case", "show", number).json["state"] == "at_window"
    assert run(practice, monkeypatch, "verify").json["ok"] is True
    assert run(practice, monkeypatch, "restore", "--from", str(office.folder)).code == 2


def test_recheck_names_the_criterion_and_the_clause_for_registered_cases(
    practice: tuple[HeadlessOffice, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = run(practice, monkeypatch, "recheck").json
    registered = [one for one in found if one["state"] == "registered"]
    assert registered
    assert all(one["before"] == "not_in_force" != one["after"] for one in registered)
    assert all(change["clause"] for one in registered for change in one["changes"] if change["sentence"])


def test_the_office_rulebook_answers_where_the_shipped_one_is_not_in_force(
    practice: tuple[HeadlessOffice, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, _ = practice
    facts = office.write("facts.json", {"facts": {"certificate.level": 4}})
    words = ("assess", "--programme", "skill_upgrade", "--facts", facts, "--on", "2026-08-03")
    assert run(practice, monkeypatch, *words).json["result"] == "cannot_tell"
    shipped = office.run(*words, data=False)
    assert json.loads(shipped.out)["result"] == "not_in_force"
    everything = run(practice, monkeypatch, "assess", "--programme", "all", "--facts", facts).json
    assert [one["programme"] for one in everything] == list(PROGRAMME_NAMES)
