"""A whole version in the office: who among the open cases changes is known before it holds, and found again after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from models.assessment import Result
from models.bureau import BureauKind
from models.calendar import BEIJING
from models.casework.bureau_values import ValueDraft, confirm_value, enter_value, preview_change, preview_entry
from models.casework.rechecks import recheck
from models.casework.rule_exchange import export_rules, import_rules, own_fingerprint
from models.casework.rules_page import rules_page
from models.casework.whole_versions import open_entry, open_version
from models.errors import InputError, Refused
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau
from tests.builders.headless import PNG

ON = date(2026, 3, 9)
FACTS = {
    **ELIGIBLE_UPGRADE,
    "certificate.issued_on": "2026-02-02",
    "certificate.occupation_in_shortage": True,
    "insurance.unemployment_months": 18,
}


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "office")
    bureau.moment = datetime(2026, 3, 9, 9, 0, tzinfo=BEIJING)
    yield bureau
    bureau.close()


def version(bureau: Bureau, months: int) -> ValueDraft:
    notice = dict(open_version(bureau["review"], "skill_upgrade", "2026").notice)
    notice["values"]["min_months"]["value"] = months
    return ValueDraft(
        BureauKind.VERSION, "skill_upgrade", "2026", notice, date(2026, 1, 1), date(2026, 12, 31),
        "测试文号〔2026〕3号", "", "",
    )  # fmt: skip


def test_who_changes_is_named_before_the_version_holds_and_found_again_after(bureau: Bureau) -> None:
    number = bureau.accepted(FACTS, on=ON)
    for months, result in ((12, Result.ELIGIBLE), (24, Result.INELIGIBLE)):
        (found,) = preview_change(bureau["review"], version(bureau, months))
        assert (found.number, found.before.result, found.after.result) == (number, Result.NOT_IN_FORCE, result)
    entry = enter_value(bureau["review"], version(bureau, 24), PNG, "image/png").value
    assert preview_entry(bureau["sign"], entry.id)[0].after.result is Result.INELIGIBLE
    assert "applicant" in {change.criterion for change in preview_entry(bureau["sign"], entry.id)[0].changes}
    assert recheck(bureau["review"]) == ()
    with pytest.raises(Refused, match="另一人"):
        confirm_value(bureau["review"], entry.id)
    confirm_value(bureau["sign"], entry.id)
    (found,) = recheck(bureau["review"])
    assert (found.number, found.after.result) == (number, Result.INELIGIBLE)


def test_the_page_shows_a_version_that_waits_and_opens_it_as_it_was_entered(bureau: Bureau) -> None:
    entry = enter_value(bureau["review"], version(bureau, 24), PNG, "image/png").value
    (row,) = [row for row in rules_page(bureau["sign"]).versions if row.pending]
    assert (row.name, row.draft, row.pending[0].whole) == ("2026", True, True)
    opened = open_entry(bureau["sign"], entry.id)
    assert (opened.entry, opened.notice["values"]["min_months"]["value"]) == (entry.id, 24)
    value = ValueDraft(
        BureauKind.VALUE, "living_allowance", "daily_rate", 2000, ON, None, "测试文号〔2026〕4号", "", ""
    )
    other = enter_value(bureau["review"], value, PNG, "image/png").value
    with pytest.raises(InputError, match="不是整个版本"):
        open_entry(bureau["sign"], other.id)


def test_a_whole_version_serves_another_office_through_the_signed_file(bureau: Bureau, tmp_path: Path) -> None:
    entry = enter_value(bureau["review"], version(bureau, 24), PNG, "image/png").value
    confirm_value(bureau["sign"], entry.id)
    content, told = export_rules(bureau["review"]), own_fingerprint(bureau["review"])
    other = make_bureau(tmp_path / "other", name="北京市西城区人力资源和社会保障局")
    try:
        (taken,) = import_rules(other["review"], content, told).value
        assert taken.value == entry.value
        confirm_value(other["sign"], taken.id)
        assert open_version(other["sign"], "skill_upgrade", on=ON).notice["values"]["min_months"]["value"] == 24
    finally:
        other.close()


def test_a_recheck_for_another_day_shows_what_the_date_would_do(bureau: Bureau) -> None:
    number = bureau.accepted({**FACTS, "certificate.issued_on": "2025-03-10"}, on=date(2025, 6, 3))
    (found,) = recheck(bureau["review"], on=ON)
    assert (found.number, found.after.result) == (number, Result.NOT_IN_FORCE)
    assert recheck(bureau["review"], on=date(2025, 3, 9)) == ()
    assert recheck(bureau["review"], on=date(2025, 6, 4)) == ()


def test_a_mistyped_version_is_corrected_by_two_people_and_nothing_of_the_first_is_lost(bureau: Bureau) -> None:
    first = enter_value(bureau["review"], version(bureau, 24), PNG, "image/png").value
    confirm_value(bureau["sign"], first.id)
    number = bureau.reviewed(FACTS, on=ON)
    bureau.decide(number)
    second = enter_value(bureau["review"], version(bureau, 12), PNG, "image/png").value
    (row,) = [row for row in rules_page(bureau["sign"]).versions if row.name == "2026"]
    assert (row.draft, len(row.pending), row.replaced) == (False, 1, ())
    confirm_value(bureau["sign"], second.id)
    (row,) = [row for row in rules_page(bureau["sign"]).versions if row.name == "2026"]
    assert [entry.id for entry in row.replaced] == [first.id]
    opened = open_version(bureau["review"], "skill_upgrade", "2026")
    assert (opened.corrects, opened.notice["values"]["min_months"]["value"]) == (True, 12)
    with bureau["sign"].look("case.read") as work:
        case = work.rows.case_numbered(number)
        decision = work.rows.decision(case.id)
        assert decision is not None
        told = work.rows.assessment(decision.assessment_id).receipt
        assert work.rows.bureau_entry(first.id).value["values"]["min_months"]["value"] == 24
    assert told["result"] == "ineligible"
    (found,) = recheck(bureau["review"])
    assert (found.number, found.after.result) == (number, Result.ELIGIBLE)


def test_an_application_of_the_old_year_is_decided_in_the_new_one_by_the_rules_of_its_own_date(bureau: Bureau) -> None:
    confirm_value(bureau["sign"], enter_value(bureau["review"], version(bureau, 24), PNG, "image/png").value.id)
    bureau.confirm_values(on=date(2025, 12, 31))
    old = {**FACTS, "certificate.issued_on": "2025-02-03"}
    last_year = bureau.reviewed(old, person=bureau.person(2), on=date(2025, 12, 31))
    this_year = bureau.reviewed(old, person=bureau.person(3), on=date(2026, 1, 1))
    for number, fen, start in ((last_year, 150_000, "2025-01-01"), (this_year, None, "2026-01-01")):
        bureau.decide(number)
        with bureau["sign"].look("case.read") as work:
            case = work.rows.case_numbered(number)
            decision = work.rows.decision(case.id)
            assert decision is not None
            assert decision.decided_on.year == 2026
            receipt = work.rows.assessment(decision.assessment_id).receipt
        assert (receipt["amount_fen"], receipt["version"]["from"]) == (fen, start)
