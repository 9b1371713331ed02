"""A mistyped value of the bureau: entered again from the same day by two people; what was decided by it is found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.assessment import Result
from models.bureau import BureauEntry, BureauKind
from models.calendar import BEIJING
from models.case import State
from models.casework.bureau_values import ValueDraft, confirm_value, enter_value
from models.casework.journal_view import journal_rows
from models.casework.rechecks import recheck
from models.casework.rule_exchange import export_rules, import_rules, own_fingerprint
from models.casework.rules_page import RuleRow, rules_page
from models.errors import Refused
from models.store.verify import verify
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau
from tests.builders.headless import PNG

FIRST = date(2025, 1, 1)
WRONG, RIGHT = {"5": 100_000, "4": 1_500_000, "3": 200_000}, {"5": 100_000, "4": 150_000, "3": 200_000}
NAME = "amounts@2025-01-01"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "office", datetime(2025, 6, 3, 9, 0, tzinfo=BEIJING))
    for value in bureau["review"].shipped.open_values("skill_upgrade", date(2025, 6, 3)):
        if not value.optional and value.value is not None and value.name != NAME:
            bureau.enter("skill_upgrade", value.name, None, value.valid_from, value.valid_to)
    yield bureau
    bureau.close()


def entered(bureau: Bureau, value: Any, document: str = "测试文号〔2025〕1号") -> BureauEntry:
    draft = ValueDraft(BureauKind.VALUE, "skill_upgrade", NAME, value, FIRST, None, document, "", "")
    return enter_value(bureau["review"], draft, PNG, "image/png").value


def confirmed(bureau: Bureau, value: Any) -> BureauEntry:
    bureau.moment += timedelta(minutes=1)
    return confirm_value(bureau["sign"], entered(bureau, value).id).value


def line(bureau: Bureau) -> RuleRow:
    rows = [row for row in rules_page(bureau["review"]).rows if row.programme == "skill_upgrade" and row.name == NAME]
    return rows[0]


def test_a_mistyped_amount_is_corrected_by_two_people_and_who_was_paid_by_it_is_found(bureau: Bureau) -> None:
    before = bureau.decide(bureau.reviewed({**ELIGIBLE_UPGRADE, "certificate.level": 5}, person=bureau.person(4)))
    wrong = confirmed(bureau, WRONG)
    paid, waiting = bureau.reviewed(person=bureau.person(1)), bureau.reviewed(person=bureau.person(2))
    assert bureau.decide(paid).amount_fen == 1_500_000
    right = entered(bureau, RIGHT)
    assert line(bureau).pending[0].corrects == wrong.id
    with pytest.raises(Refused, match="另一人"):
        confirm_value(bureau["review"], right.id)
    confirm_value(bureau["sign"], right.id)

    assert (line(bureau).value, line(bureau).pending) == (RIGHT, ())
    (replaced,) = line(bureau).replaced
    assert (replaced.id, replaced.entered_by, replaced.confirmed_by) == (wrong.id, "review", "sign")
    found = {one.number: one for one in recheck(bureau["review"])}
    assert set(found) == {paid, waiting}
    assert {(one.before.amount_fen, one.after.amount_fen) for one in found.values()} == {(1_500_000, 150_000)}
    assert before.amount_fen == 100_000
    with bureau["sign"].look("case.read") as work:
        decision = work.rows.decision(work.rows.case_numbered(paid).id)
        assert decision is not None
        assert (decision.amount_fen, work.rows.assessment(decision.assessment_id).receipt["amount_fen"]) == (
            1_500_000, 1_500_000,
        )  # fmt: skip
        assert work.rows.bureau_entry(wrong.id).value == WRONG
    assert verify(bureau["audit"].store) == ()
    entry = journal_rows(bureau["audit"], 1)[0]
    assert entry.act == "确认政策值"
    assert entry.detail == f"代替录入 {wrong.id}"


def test_a_case_reviewed_under_the_mistake_goes_back_and_is_decided_by_the_correction(bureau: Bureau) -> None:
    confirmed(bureau, WRONG)
    number = bureau.reviewed()
    confirmed(bureau, RIGHT)
    with pytest.raises(Refused):
        bureau.decide(number)
    assert bureau.state(number) is State.FOR_REVIEW
    from models.casework import deciding

    deciding.review(bureau["review"], number)
    assert bureau.decide(number).amount_fen == 150_000
    assert recheck(bureau["review"]) == ()


def test_a_decision_granted_after_the_correction_is_none_of_those_it_touches(bureau: Bureau) -> None:
    confirmed(bureau, WRONG)
    confirmed(bureau, RIGHT)
    number = bureau.reviewed()
    bureau.decide(number)
    bureau.moment += timedelta(minutes=1)
    confirmed(bureau, {**RIGHT, "4": 160_000})
    assert [one.number for one in recheck(bureau["review"])] == [number]
    assert recheck(bureau["review"])[0].after.result is Result.ELIGIBLE


def test_another_office_is_given_the_corrected_value_alone(bureau: Bureau, tmp_path: Path) -> None:
    confirmed(bureau, WRONG)
    confirmed(bureau, RIGHT)
    other = make_bureau(tmp_path / "other")
    try:
        taken = import_rules(other["review"], export_rules(bureau["review"]), own_fingerprint(bureau["review"])).value
        assert [entry.value for entry in taken if entry.name == NAME] == [RIGHT]
    finally:
        other.close()
