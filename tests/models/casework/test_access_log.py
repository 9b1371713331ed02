"""The access log for the auditor: who looked at what and what for; every reading of it is itself on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from models.casework import access_log, identities
from models.casework.access_log import AccessQuestion, AccessRow, give_access, older_access, read_access
from models.casework.bundles import case_bundle
from models.casework.journal_view import journal_rows
from models.casework.letter_register import log_reprint
from models.casework.reveals import log_reveal
from models.casework.unit_of_work import Desk
from models.errors import InputError, NotPermitted, Refused
from models.store.access_records import Access
from models.store.verify import verify
from tests.builders.desk import SEATS, Bureau

ALL = AccessQuestion()
PURPOSE = "上半年自查（测试）"


def told(bureau: Bureau, asked: AccessQuestion = ALL) -> list[tuple[str, str, str, str, str]]:
    rows = read_access(bureau["audit"], asked).rows
    return [(row.account, row.act, row.detail, row.case, row.purpose) for row in rows]


@pytest.fixture
def looked(bureau: Bureau) -> list[str]:
    """Two cases of two people, and what was looked at: both cases' numbers."""
    letter = bureau.decide(bureau.reviewed(person=bureau.person(1)))
    first, second = bureau.case("2025-00001"), bureau.open(person=bureau.person(2))
    log_reveal(bureau["intake"], first.person_id, "phone")
    bureau.moment += timedelta(days=1)
    log_reprint(bureau["sign"], letter.id)
    case_bundle(bureau["review"], first.number, "行政复议答复（测试）")
    log_reveal(bureau["review"], second.person_id, "id_number")
    return [first.number, second.number]


def test_the_newest_look_stands_first_with_who_what_which_case_and_what_for(bureau: Bureau, looked: list[str]) -> None:
    first, second = looked
    assert told(bureau) == [
        ("review", "查看遮盖内容", "证件号码", second, ""),
        ("review", "导出卷宗", "", first, "行政复议答复（测试）"),
        ("sign", "重印", "东人社补〔2025〕1号 打印", first, ""),
        ("intake", "查看遮盖内容", "电话", first, ""),
    ]


def test_no_row_holds_what_was_seen(bureau: Bureau, looked: list[str]) -> None:
    with bureau["intake"].store.reading() as rows:
        people = [rows.person(rows.case_numbered(number).person_id) for number in looked]
    shown = str(read_access(bureau["audit"], ALL))
    assert [one for person in people for one in (person.name, person.id_number, person.phone) if one in shown] == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (AccessQuestion(account="review"), [3, 2]),
        (AccessQuestion(case="2025-00001"), [2, 1, 0]),
        (AccessQuestion(case=" ２０２５-00002 "), [3]),
        (AccessQuestion(first=date(2025, 6, 4)), [3, 2, 1]),
        (AccessQuestion(last=date(2025, 6, 3)), [0]),
        (AccessQuestion("review", "2025-00001", date(2025, 6, 4), date(2025, 6, 4)), [2]),
        (AccessQuestion(account="finance"), []),
    ],
)
def test_who_case_and_days_filter_alone_and_together(
    bureau: Bureau, looked: list[str], asked: AccessQuestion, found: list[int]
) -> None:
    assert asked.in_force
    assert [row.id - 1 for row in read_access(bureau["audit"], asked).rows] == found


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (AccessQuestion(account="没有的人"), "account"),
        (AccessQuestion(case="2025-99999"), "case"),
        (AccessQuestion(case="%"), "case"),
        (AccessQuestion(case="2025-0\ud800"), "case"),
        (AccessQuestion(first=date(2025, 6, 4), last=date(2025, 6, 3)), "last"),
    ],
)
def test_a_question_that_cannot_be_is_told_at_its_field_and_is_no_reading(
    bureau: Bureau, looked: list[str], asked: AccessQuestion, field: str
) -> None:
    before = journal_rows(bureau["audit"])
    for ask in (lambda: read_access(bureau["audit"], asked), lambda: give_access(bureau["audit"], asked, PURPOSE)):
        with pytest.raises(InputError) as refused:
            ask()
        assert refused.value.field == field
    assert journal_rows(bureau["audit"]) == before


def test_reading_stands_in_the_journal_with_what_was_asked(bureau: Bureau, looked: list[str]) -> None:
    read_access(bureau["audit"], AccessQuestion("review", looked[0], date(2025, 6, 1), date(2025, 6, 30)))
    row = journal_rows(bureau["audit"], 1)[0]
    with bureau["audit"].store.reading() as rows:
        viewer = next(account.id for account in rows.accounts() if account.name == "review")
    assert (row.account, row.act, row.subject) == ("audit", "查看查阅记录", "查阅记录")
    assert row.detail == f"案件 {looked[0]}，由 2025-06-01，到 2025-06-30，查看人 {viewer}"
    assert verify(bureau["audit"].store) == ()


def test_a_long_log_is_read_page_by_page_to_its_end(bureau: Bureau) -> None:
    person = bureau.person(1)
    for _ in range(access_log.PAGE_ROWS + 7):
        log_reveal(bureau["intake"], person.id, "phone")
    first = read_access(bureau["audit"], ALL)
    rest = older_access(bureau["audit"], ALL, first.before)
    ids = [row.id for page in (first, rest) for row in page.rows]
    assert (len(first.rows), len(rest.rows), rest.before) == (access_log.PAGE_ROWS, 7, None)
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == access_log.PAGE_ROWS + 7
    assert {row.case for row in rest.rows} == {f"人员 {person.id}"}


def test_what_leaves_is_what_was_asked_for_and_its_purpose_stands_in_the_log(bureau: Bureau, looked: list[str]) -> None:
    rows: tuple[AccessRow, ...] = give_access(bureau["audit"], AccessQuestion(account="review"), f" {PURPOSE} ").value
    assert [row.id for row in rows] == [4, 3]
    assert told(bureau)[0] == ("audit", "导出查阅记录", "", "", PURPOSE)
    entry = next(row for row in journal_rows(bureau["audit"]) if row.act == "导出查阅记录")
    assert PURPOSE not in entry.detail
    assert entry.detail.startswith("条数 2，查看人")


def test_an_export_needs_a_purpose_and_a_bounded_table(
    bureau: Bureau, looked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for purpose in (" ", "长" * 201):
        with pytest.raises(InputError) as refused:
            give_access(bureau["audit"], ALL, purpose)
        assert refused.value.field == "purpose"
    monkeypatch.setattr(access_log, "MOST_EXPORTED", 3)
    with pytest.raises(Refused, match="按日期"):
        give_access(bureau["audit"], ALL, PURPOSE)
    with bureau["audit"].store.reading() as store:
        assert not [one for one in store.accesses() if one.what.endswith(PURPOSE)]
    assert len(give_access(bureau["audit"], AccessQuestion(case=looked[0]), PURPOSE).value) == 3


READINGS: tuple[Callable[[Desk], Any], ...] = (
    lambda desk: read_access(desk, ALL),
    lambda desk: older_access(desk, ALL, None),
    lambda desk: give_access(desk, ALL, PURPOSE),
)


@pytest.mark.parametrize("name", SEATS)
def test_the_access_log_is_for_the_auditor_alone(bureau: Bureau, name: str) -> None:
    for reading in READINGS:
        if name == "audit":
            reading(bureau[name])
            continue
        with pytest.raises(NotPermitted, match="审计管理员"):
            reading(bureau[name])
    with bureau["audit"].store.reading() as rows:
        assert bool(rows.accesses()) == (name == "audit")


def test_what_was_seen_of_a_registration_that_was_merged_away_is_found_under_the_case(bureau: Bureau) -> None:
    kept, twin = bureau.person(1), bureau.person(2)
    log_reveal(bureau["intake"], twin.id, "address")
    case = bureau.open(person=kept)
    identities.merge(bureau["intake"], twin.id, kept.id, "同一人，登记了两次")
    assert told(bureau, AccessQuestion(case=case.number)) == [("intake", "查看遮盖内容", "住址", case.number, "")]
    assert replace(ALL, case=case.number).in_force
    with bureau["audit"].store.reading() as rows:
        assert [one.act for one in rows.accesses()] == [Access.REVEAL]
