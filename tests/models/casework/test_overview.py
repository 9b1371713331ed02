"""The frame's figures, the register, the access log and the months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.bureau import BureauKind
from models.casework import closing, maintenance, months
from models.casework.bureau_values import ValueDraft, enter_value
from models.casework.letter_lists import archived, letter_list, letter_rows
from models.casework.letter_register import log_reprint
from models.casework.month_overview import month_overview
from models.casework.overview import Badges, TodayCounts, backup_status, badges, today_counts
from models.casework.reveals import log_reveal
from models.errors import InputError, NotPermitted
from models.letter import LetterKind
from models.store.access_records import Access
from reports.month.issue import write
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau
from tests.builders.headless import PNG


def test_badges_count_what_is_open_and_what_is_mine(bureau: Bureau) -> None:
    bureau.open(person=bureau.person(1))
    bureau.accepted(person=bureau.person(2))
    bureau.reviewed(person=bureau.person(3))
    assert badges(bureau["intake"]) == Badges(worklist=3, mine=1, review=1, signature=1, rules=0)
    assert badges(bureau["both"]).mine == 3
    assert badges(bureau["finance"]).mine == 0


def test_the_rules_badge_counts_what_this_account_may_confirm(bureau: Bureau) -> None:
    on = date(2017, 1, 1)
    draft = ValueDraft(BureauKind.VALUE, "skill_upgrade", "window_months", 6, on, None, "测试〔2025〕2号", "", "测试")
    enter_value(bureau["review"], draft, PNG, "image/png")
    assert {name: badges(bureau[name]).rules for name in ("review", "sign", "intake")} == {
        "review": 0,
        "sign": 1,
        "intake": 0,
    }


def test_today_counts_by_beijings_date(bureau: Bureau) -> None:
    bureau.moment = bureau.moment.replace(hour=23, minute=59)
    bureau.decide(bureau.reviewed())
    assert today_counts(bureau["intake"]) == TodayCounts(received=1, decided=1)
    bureau.moment += timedelta(minutes=1)
    assert today_counts(bureau["intake"]) == TodayCounts(received=0, decided=0)


def test_the_backup_light_knows_the_newest_verified_backup(bureau: Bureau) -> None:
    assert backup_status(bureau["intake"], bureau.folder).made_at is None
    path = maintenance.make_backup(bureau["system"])
    status = backup_status(bureau["intake"], bureau.folder)
    assert status.name == path.name
    assert status.made_at is not None
    assert not status.is_older_than(timedelta(days=1), bureau.now())
    assert status.is_older_than(timedelta(days=1), bureau.now() + timedelta(days=2))
    (path / "manifest.json").write_text("{}")
    assert backup_status(bureau["intake"], bureau.folder).made_at is None


def test_the_register_lists_every_letter_masked_with_its_reprints(bureau: Bureau) -> None:
    letter = bureau.decide(bureau.reviewed(person=bureau.person(1)))
    bureau.accepted(person=bureau.person(2))
    log_reprint(bureau["intake"], letter.id)
    log_reprint(bureau["sign"], letter.id, "pdf")
    rows = letter_rows(bureau["audit"], letter_list(bureau["audit"]).ids)
    assert [row.number for row in rows] == ["东人社受〔2025〕2号", "东人社补〔2025〕1号", "东人社受〔2025〕1号"]
    assert [row.reprints for row in rows] == [0, 2, 0]
    assert "********" in rows[0].masked_id
    (approval,) = letter_list(bureau["audit"], LetterKind.APPROVAL).ids
    assert archived(bureau["audit"], approval).content.startswith(b"%PDF")


def test_a_reveal_is_logged_before_the_value_is_shown_and_stays_out_of_the_journal(bureau: Bureau) -> None:
    person = bureau.person(1)
    with bureau["intake"].store.reading() as rows:
        before = rows.head()
    assert log_reveal(bureau["intake"], person.id, "id_number") == person.id_number
    assert log_reveal(bureau["intake"], person.id, "bank_card") == person.bank_card
    with bureau["intake"].store.reading() as rows:
        assert rows.head() == before
        entries = rows.accesses()
    assert [(entry.act, entry.what) for entry in reversed(entries)] == [
        (Access.REVEAL, "id_number"),
        (Access.REVEAL, "bank_card"),
    ]
    assert person.id_number not in str(entries)
    with pytest.raises(InputError):
        log_reveal(bureau["intake"], person.id, "name")
    with pytest.raises(InputError):
        log_reprint(bureau["intake"], 99)
    with pytest.raises(NotPermitted):
        log_reveal(bureau["audit"], person.id, "phone")


def test_a_published_month_says_whether_it_still_holds_and_by_how_much_not(bureau: Bureau) -> None:
    number = bureau.reviewed(person=bureau.person(1))
    bureau.decide(number)
    line, *before = month_overview(bureau["audit"], 3)
    assert (line.month, line.still_equal, line.live.amount_fen) == ("2025-06", None, 150_000)
    assert [(one.month, one.live.received) for one in before] == [("2025-05", 0), ("2025-04", 0)]
    months.publish_month(bureau["sign"], "2025-06", write)
    assert month_overview(bureau["audit"], 1)[0].still_equal is True
    bureau.decide(bureau.reviewed(person=bureau.person(2)))
    (line,) = month_overview(bureau["audit"], 1)
    assert line.still_equal is False
    assert line.difference is not None
    assert (line.difference.received, line.difference.granted, line.difference.amount_fen) == (1, 1, 150_000)
    months.publish_month(bureau["sign"], "2025-06", write)
    (line,) = month_overview(bureau["audit"], 1)
    assert [edition.edition for edition in line.editions] == [1, 2]
    assert (line.still_equal, line.difference) == (True, None)
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))
    assert month_overview(bureau["audit"], 1)[0].still_equal is True


def test_live_figures_agree_with_a_drafted_month(bureau: Bureau) -> None:
    for person in range(1, 4):
        bureau.decide(bureau.reviewed(person=bureau.person(person)))
    bureau.decide(bureau.reviewed({**ELIGIBLE_UPGRADE, "insurance.unemployment_months": 3}, person=bureau.person(4)))
    (line,) = month_overview(bureau["sign"], 1)
    assert line.live == months.draft_month(bureau["sign"], "2025-06").totals
    assert line.live.refused == 1
