"""The date that selects the version in the life of a case: chosen, previewed, judged by, told in letters, exchanged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from models.assessment import Assessment, Result
from models.bureau import BureauKind
from models.case import State
from models.casework import deciding, intake
from models.casework.bureau_values import ValueDraft, confirm_value, enter_value, preview_change, preview_entry
from models.casework.rechecks import recheck
from models.casework.review_differences import review_differences
from models.casework.rule_exchange import export_rules, import_rules, own_fingerprint
from models.casework.rules_page import rules_page
from models.errors import InputError, Refused
from models.letter import Letter, LetterKind
from reports.issue import compose, render
from reports.render_text import render_text
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau
from tests.builders.headless import PNG
from tests.builders.notices import at

CERTIFICATE = "certificate.issued_on"
CHOICE = ValueDraft(
    *(BureauKind.VALUE, "skill_upgrade", "version_by", CERTIFICATE, date(2025, 6, 1), None),
    *("测试〔2025〕7号", "第二条", "适用证书核发之日执行的规定"),
)
RETROACTIVE = ValueDraft(
    *(BureauKind.VERSION, "skill_upgrade", "2026", None, date(2026, 1, 1), date(2026, 12, 31)),
    *("测试〔2026〕39号", "", "自2026年1月1日起执行"),
)
# Issued in 2024, when a higher certificate of the same occupation was no bar.
HIGHER_HELD = {**ELIGIBLE_UPGRADE, CERTIFICATE: "2024-12-20", "certificate.higher_held": True}


def choose(bureau: Bureau, draft: ValueDraft = CHOICE) -> None:
    confirm_value(bureau["sign"], enter_value(bureau["review"], draft, PNG, "image/png").value.id)


def confirm_rest(bureau: Bureau, on: date) -> None:
    """What a version of another day still waits for."""
    with bureau["review"].look("rules.read") as work:
        waiting = work.rulebook.open_values("skill_upgrade", on)
    for value in waiting:
        if not value.optional and value.kind is BureauKind.VALUE:
            bureau.enter("skill_upgrade", value.name, None, value.valid_from, value.valid_to)


def receipt(bureau: Bureau, number: str) -> Assessment:
    case = bureau.case(number)
    assert case.assessment_id is not None
    with bureau["audit"].store.reading() as rows:
        return Assessment.from_json(rows.assessment(case.assessment_id).receipt)


def printed(bureau: Bureau, letter: Letter) -> str:
    with bureau["sign"].store.reading() as rows:
        content = rows.letter_content(letter.id)
    with pypdfium2.PdfDocument(content) as pdf:
        texts = [pdf[number].get_textpage().get_text_range() for number in range(len(pdf))]
    return "".join("".join(texts).split())


def changed(bureau: Bureau, draft: ValueDraft) -> list[tuple[str, Result, Result]]:
    return [(one.number, one.before.result, one.after.result) for one in preview_change(bureau["sign"], draft)]


def test_the_choice_is_previewed_confirmed_by_a_second_and_judged_by_from_its_day_on(bureau: Bureau) -> None:
    earlier = bureau.accepted(HIGHER_HELD, person=bureau.person(1), on=date(2025, 5, 30))
    number = bureau.accepted(HIGHER_HELD, person=bureau.person(2))
    assert changed(bureau, CHOICE) == [(number, Result.INELIGIBLE, Result.ELIGIBLE)]
    (found,) = preview_change(bureau["review"], CHOICE)
    reason = found.changes[0]
    assert (reason.criterion, reason.before, reason.after) == ("version_by", "application", CERTIFICATE)
    assert (reason.sentence, reason.clause and reason.clause.document) == (
        "规则版本按证书核发日（2024年12月20日）选定。",
        "测试〔2025〕7号",
    )
    entry = enter_value(bureau["review"], CHOICE, PNG, "image/png").value
    assert [one.number for one in preview_entry(bureau["sign"], entry.id)] == [number]
    with pytest.raises(Refused, match="须由另一人确认"):
        confirm_value(bureau["review"], entry.id)
    assert recheck(bureau["review"]) == ()
    confirm_value(bureau["sign"], entry.id)
    assert [one.number for one in recheck(bureau["review"])] == [number]
    deciding.review(bureau["review"], number)
    deciding.review(bureau["review"], earlier)
    assert receipt(bureau, earlier).version_date is None
    after = receipt(bureau, number)
    assert (after.version_by, after.version_day, after.version_from) == (
        CERTIFICATE,
        date(2024, 12, 20),
        date(2024, 1, 1),
    )


def test_the_letter_says_which_date_selected_the_version_and_by_which_text(bureau: Bureau) -> None:
    choose(bureau)
    confirm_rest(bureau, date(2024, 12, 20))
    number = bureau.reviewed(HIGHER_HELD)
    told = "按照测试〔2025〕7号第二条，以证书核发日（2024年12月20日）选定规则版本，适用2024年1月1日至2024年12月31日的"
    assert told in render_text(compose(deciding.preview(bureau["sign"], number), "号")).replace("\n", "")
    assert told in printed(bureau, bureau.decide(number))


def test_a_decided_case_is_shown_from_its_receipt_whatever_is_chosen_later(bureau: Bureau) -> None:
    number = bureau.reviewed(HIGHER_HELD)
    letter = bureau.decide(number)
    assert letter.kind is LetterKind.REFUSAL
    before, text = receipt(bureau, number), printed(bureau, letter)
    choose(bureau)
    assert (receipt(bureau, number), printed(bureau, letter)) == (before, text)
    assert before.version_by == "application"
    assert "选定规则版本" not in text
    # It may have been refused wrongly now, and is found again.
    assert [(one.number, one.state) for one in recheck(bureau["review"])] == [(number, bureau.state(number))]


def test_a_case_whose_date_is_unknown_cannot_be_decided_and_says_what_to_ask(bureau: Bureau) -> None:
    choose(bureau)
    facts: Mapping[str, Any] = {name: value for name, value in ELIGIBLE_UPGRADE.items() if name != CERTIFICATE}
    number = bureau.accepted(facts)
    found = receipt(bureau, number)
    assert (found.result, found.missing) == (Result.CANNOT_TELL, (CERTIFICATE,))
    with pytest.raises(Refused, match="证书核发日期：尚不清楚，规则版本按证书核发日选定"):
        deciding.review(bureau["review"], number)


def test_a_certificate_of_before_the_first_version_is_registered_and_the_receipt_says_why(bureau: Bureau) -> None:
    choose(bureau)
    case = bureau.open({**ELIGIBLE_UPGRADE, CERTIFICATE: "2016-12-31"})
    intake.record_register_check(bureau["intake"], case.number, "查无已享受记录", ())
    letter = intake.accept(bureau["intake"], case.number, render).value
    assert bureau.state(case.number) is State.REGISTERED
    assert "该事项的规则版本按证书核发日选定，2016年12月31日，该事项没有经我局确认生效的规则" in printed(bureau, letter)
    with pytest.raises(Refused, match="证书核发日的政策仍未生效"):
        intake.accept(bureau["intake"], case.number, render)


def test_a_version_issued_in_june_for_january_finds_again_what_it_selects_by_the_certificate(bureau: Bureau) -> None:
    choose(bureau)
    at(bureau, date(2026, 3, 2))
    of_2026 = {**ELIGIBLE_UPGRADE, CERTIFICATE: "2026-01-01", "certificate.occupation_matches_industry": True}
    waiting = bureau.accepted(of_2026, person=bureau.person(1), on=date(2026, 3, 2))
    of_2025 = {**of_2026, CERTIFICATE: "2025-12-31"}
    decided = bureau.accepted(of_2025, person=bureau.person(2), on=date(2026, 3, 2))
    assert (bureau.state(waiting), bureau.state(decided)) == (State.REGISTERED, State.FOR_REVIEW)
    assert receipt(bureau, decided).version_from == date(2025, 1, 1)
    at(bureau, date(2026, 7, 2))
    assert changed(bureau, RETROACTIVE) == [(waiting, Result.NOT_IN_FORCE, Result.ELIGIBLE)]
    choose(bureau, RETROACTIVE)
    (found,) = recheck(bureau["review"])
    assert (found.number, found.after.version_from, found.after.version_day) == (
        waiting,
        date(2026, 1, 1),
        date(2026, 1, 1),
    )


def test_a_near_limit_is_that_of_the_version_selected(bureau: Bureau) -> None:
    choose(bureau)
    facts = {**ELIGIBLE_UPGRADE, CERTIFICATE: "2018-12-31", "insurance.unemployment_months": 36}
    number = bureau.accepted(facts)
    near = {one.criterion: (one.limit, one.value) for one in review_differences(bureau["review"], number).near_limits}
    assert ("36个月", "36个月") in near.values()


def test_the_rules_page_shows_the_choice_with_what_may_be_chosen(bureau: Bureau) -> None:
    def row() -> tuple[str, tuple[str, ...], str, bool]:
        rows = rules_page(bureau["audit"]).rows
        last = [one for one in rows if one.programme == "skill_upgrade" and one.name.startswith("version_by")][-1]
        return last.shown, last.choices, last.confirmed_by, last.weak

    assert row() == ("申请日", ("application", CERTIFICATE), "", False)
    before = rules_page(bureau["audit"])
    choose(bureau)
    assert row() == ("证书核发日", ("application", CERTIFICATE), "sign", False)
    assert rules_page(bureau["audit"]).to_enter == before.to_enter


def test_a_date_the_programme_does_not_have_is_refused_at_its_field_and_nothing_is_stored(bureau: Bureau) -> None:
    wrong = replace(CHOICE, programme="free_training")
    for act in (
        lambda: enter_value(bureau["review"], wrong, PNG, "image/png"),
        lambda: preview_change(bureau["review"], wrong),
    ):
        with pytest.raises(InputError, match="不问“证书核发日期”，不能按证书核发日选定规则版本") as refused:
            act()
        assert refused.value.field == "value"
    assert rules_page(bureau["audit"]).to_confirm == 0


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Bureau]:
    made = make_bureau(tmp_path / "other", name="北京市西城区人力资源和社会保障局")
    yield made
    made.close()


def test_the_choice_reaches_another_office_in_the_signed_file_and_waits_there(
    bureau: Bureau, elsewhere: Bureau
) -> None:
    choose(bureau)
    added = import_rules(elsewhere["review"], export_rules(bureau["review"]), own_fingerprint(bureau["audit"])).value
    assert [one.value for one in added if one.name == "version_by"] == [CERTIFICATE]
    for entry in added:
        confirm_value(elsewhere["sign"], entry.id)
    number = elsewhere.accepted(HIGHER_HELD)
    assert receipt(elsewhere, number).version_by == CERTIFICATE
