"""A case with what this account may do with it now, and why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.assessment import Result
from models.case import Act, State
from models.casework import deciding, intake
from models.casework.dossiers import COMMANDS, dossier
from models.errors import InputError
from reports.issue import render
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau


def test_every_command_is_either_possible_in_the_state_or_refused_with_its_name(bureau: Bureau) -> None:
    number = bureau.accepted()
    found = dossier(bureau["review"], number)

    assert found.possible == {command for command, states in COMMANDS.items() if State.FOR_REVIEW in states}
    assert all("待复核" in found.refusals[command] for command in set(COMMANDS) - found.possible)
    assert "case.review" not in found.refusals


def test_a_seat_that_may_not_is_told_which_seat_may(bureau: Bureau) -> None:
    found = dossier(bureau["finance"], bureau.accepted())

    assert "需要席位：复核" in found.refusals["case.review"]


def test_whoever_took_a_case_in_is_told_that_somebody_else_must_review_it(bureau: Bureau) -> None:
    person = bureau.person(4)
    case = intake.open_case(bureau["both"], person.id, "skill_upgrade", bureau.now().date(), ELIGIBLE_UPGRADE).value
    intake.accept(bureau["both"], case.number, render)

    assert "您本人经办过" in dossier(bureau["both"], case.number).refusals["case.review"]


def test_a_reviewer_may_not_sign_where_the_office_separates_the_two(bureau: Bureau) -> None:
    number = bureau.accepted()
    deciding.review(bureau["review and sign"], number)

    assert "您本人经办过" in dossier(bureau["review and sign"], number).refusals["case.decide"]
    assert "case.decide" not in dossier(bureau["sign"], number).refusals


def test_an_open_case_is_assessed_now_and_a_decided_one_shown_from_its_receipt(bureau: Bureau) -> None:
    number = bureau.reviewed()
    before = dossier(bureau["sign"], number)
    assert before.live
    assert not before.changed
    bureau.decide(number)
    after = dossier(bureau["sign"], number)

    assert not after.live
    assert after.assessment is not None
    assert after.assessment.result is Result.ELIGIBLE
    assert after.days_left is None


def test_a_verdict_that_differs_from_the_kept_one_is_marked_as_changed(bureau: Bureau) -> None:
    person = bureau.person(3)
    first, second = bureau.reviewed(person=person), bureau.reviewed(person=person)
    bureau.decide(first)
    found = dossier(bureau["sign"], second)

    assert found.changed
    assert [other.number for other in found.others] == [first]
    assert found.others[0].decision is not None


def test_unconfirmed_values_are_named_in_chinese(tmp_path: Path) -> None:
    bureau = make_bureau(tmp_path / "unconfirmed")
    found = dossier(bureau["sign"], bureau.reviewed())
    bureau.close()

    assert found.value_names
    assert all(not name.isascii() for name in found.value_names.values())


def test_what_the_reviewer_noted_is_kept_with_the_act_and_only_digested_in_the_journal(bureau: Bureau) -> None:
    number = bureau.accepted()
    deciding.review(bureau["review"], number, "缴费明细已核")
    found = dossier(bureau["sign"], number)

    reviewed = next(act for act in found.record.acts if act.act is Act.REVIEWED)
    assert reviewed.reason == "缴费明细已核"
    assert found.name(reviewed.account_id) == "review"
    assert found.name(None) == ""


def test_a_case_that_does_not_exist_is_refused(bureau: Bureau) -> None:
    with pytest.raises(InputError, match="没有编号为 2099-00001 的申请"):
        dossier(bureau["sign"], "2099-00001")
