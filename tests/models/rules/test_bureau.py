"""What the bureau enters or confirms becomes part of the rulebook, or is refused with its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import pytest
from builders import rule_scenarios
from builders.rule_scenarios import entry, version_2026

from models.assessment import Assessment, Result
from models.bureau import BureauEntry, BureauKind
from models.errors import InputError
from models.facts import Facts
from models.rules.evaluate import assess
from models.rules.load import load_rulebook
from models.rules.rulebook import RuleBook

BOOK = load_rulebook()
ON = date(2024, 6, 1)
SKILL = next(s for s in rule_scenarios.load("skill_upgrade")[0] if s.name == "the last day of 2024")


def skill(book: RuleBook, on: date = SKILL.on, **facts: Any) -> Assessment:
    return assess(book, "skill_upgrade", Facts(MappingProxyType({**SKILL.facts.values, **facts}), (), True), on)


def names(book: RuleBook, programme: str, on: date) -> list[str]:
    return [value.name for value in book.open_values(programme, on)]


def test_no_entries_leave_the_rulebook_as_it_is() -> None:
    assert BOOK.with_bureau([]) is BOOK


def test_an_entry_gives_a_new_hash_and_the_same_entries_the_same_hash() -> None:
    one = entry("skill_upgrade", "min_months@2024-01-01", ON)
    other = entry("living_allowance", "daily_rate", ON, value=2000)
    both = BOOK.with_bureau([one, other])
    assert both.hash != BOOK.hash
    assert both.hash == BOOK.with_bureau([other, one]).hash == BOOK.with_bureau([one]).with_bureau([other]).hash
    assert both.hash != BOOK.with_bureau([one]).hash
    assert BOOK.with_bureau([entry("living_allowance", "daily_rate", ON, value=2001)]).hash != both.hash
    assert both.hash.startswith("sha256:")


def test_confirming_one_period_does_not_confirm_another() -> None:
    book = BOOK.with_bureau([entry("skill_upgrade", "min_months@2024-01-01", date(2024, 1, 1))])
    assert "skill_upgrade.min_months@2024-01-01" in skill(BOOK).not_confirmed
    assert "skill_upgrade.min_months@2024-01-01" not in skill(book).not_confirmed
    issued = {"certificate.issued_on": date(2024, 6, 1)}
    assert "skill_upgrade.min_months@2025-01-01" in skill(book, date(2025, 1, 2), **issued).not_confirmed


def test_a_plain_name_confirms_the_row_of_its_first_day_only() -> None:
    book = BOOK.with_bureau([entry("skill_upgrade", "min_months", date(2024, 1, 1))])
    assert "min_months@2024-01-01" not in names(book, "skill_upgrade", date(2024, 12, 31))
    assert "min_months@2025-01-01" in names(book, "skill_upgrade", date(2025, 1, 1))


def test_a_confirmation_over_two_rows_confirms_both_and_no_more() -> None:
    given = entry("skill_upgrade", "min_months", date(2024, 7, 1), valid_to=date(2025, 6, 30))
    book = BOOK.with_bureau([given])
    open_on = {
        on: any(name.startswith("min_months") for name in names(book, "skill_upgrade", on))
        for on in (date(2024, 6, 30), date(2024, 7, 1), date(2024, 12, 31), date(2025, 6, 30), date(2025, 7, 1))
    }
    assert list(open_on.values()) == [True, False, False, False, True]


def test_a_confirmation_for_a_single_day_confirms_that_day_alone() -> None:
    given = entry("skill_upgrade", "min_months", date(2024, 7, 1), valid_to=date(2024, 7, 1))
    book = BOOK.with_bureau([given])
    days = (date(2024, 6, 30), date(2024, 7, 1), date(2024, 7, 2))
    confirmed = [not any(name.startswith("min_months") for name in names(book, "skill_upgrade", on)) for on in days]
    assert confirmed == [False, True, False]


def test_a_confirmed_value_is_cited_by_the_bureaus_document_alone() -> None:
    book = BOOK.with_bureau([entry("skill_upgrade", "no_lower_level@2024-01-01", date(2024, 1, 1))])
    line = next(line for line in skill(book).criteria if line.id == "no_lower_level")
    assert (line.clause.document, line.clause.article, line.clause.text) == (
        "练习文号〔2026〕1号",
        "第一条",
        "练习条文",
    )
    assert line.clause.evidence == "本局确认"


def test_everything_of_a_year_can_be_confirmed_by_the_names_that_are_printed() -> None:
    for on in (
        date(2017, 3, 1),
        date(2019, 2, 1),
        date(2022, 8, 1),
        date(2023, 6, 1),
        date(2024, 6, 1),
        date(2025, 6, 1),
    ):
        issued = {"certificate.issued_on": date(on.year, 1, 3), "certificate.level": 4}
        waiting = [name.removeprefix("skill_upgrade.") for name in skill(BOOK, on, **issued).not_confirmed]
        assert waiting
        book = BOOK.with_bureau([entry("skill_upgrade", name, on) for name in waiting])
        assert skill(book, on, **issued).not_confirmed == ()
        assert skill(book, on, **issued).result is skill(BOOK, on, **issued).result


def test_another_limit_entered_for_a_period_decides_in_it() -> None:
    given = entry("skill_upgrade", "min_months", date(2024, 1, 1), value=24, valid_to=date(2024, 12, 31))
    book = BOOK.with_bureau([given])
    months = {"insurance.unemployment_months": 23}
    assert skill(BOOK, **months).result is Result.ELIGIBLE
    assert skill(book, **months).result is Result.INELIGIBLE
    after = {**months, "certificate.issued_on": date(2024, 6, 1)}
    assert skill(book, date(2025, 1, 2), **after).result is Result.ELIGIBLE


def test_a_table_of_amounts_entered_for_a_period_pays() -> None:
    given = entry("skill_upgrade", "amounts", date(2024, 1, 1), value={"5": 80000, "4": 120000, "3": 160000})
    assert skill(BOOK.with_bureau([given])).amount_fen == 120000


def test_a_version_in_force_leaves_nothing_of_itself_unconfirmed() -> None:
    book = BOOK.with_bureau([version_2026()])
    issued = {"certificate.issued_on": date(2026, 3, 2), "certificate.occupation_digital_or_green": True}
    found = skill(book, date(2026, 6, 1), **issued)
    assert found.result is Result.ELIGIBLE
    assert found.not_confirmed == ()
    assert names(BOOK, "skill_upgrade", date(2026, 6, 1)) == ["2026"]
    assert "2026" not in names(book, "skill_upgrade", date(2026, 6, 1))


def test_a_version_may_begin_later_and_the_days_before_stay_out_of_force() -> None:
    book = BOOK.with_bureau([entry("skill_upgrade", "2026", date(2026, 3, 1))])
    issued = {"certificate.issued_on": date(2026, 1, 5), "certificate.occupation_digital_or_green": True}
    assert skill(book, date(2026, 2, 28), **issued).result is Result.NOT_IN_FORCE
    assert skill(book, date(2026, 3, 1), **issued).result is Result.ELIGIBLE


def test_open_values_show_what_a_clerk_needs_to_enter_them() -> None:
    found = {value.name: value for value in BOOK.open_values("living_allowance", ON)}
    rate = found["daily_rate"]
    assert (rate.label, rate.value, rate.type, rate.unit, rate.optional) == ("每日补贴标准", None, "fen", "分", False)
    assert found["min_attendance_percent"].optional
    assert found["extra_groups"].optional
    assert BOOK.describe_value("skill_upgrade", "min_months@2019-01-01").value == 12
    assert BOOK.describe_value("skill_upgrade", "min_months").valid_from == date(2026, 1, 1)
    assert BOOK.describe_value("skill_upgrade", "amounts").value == {"5": 100000, "4": 150000, "3": 200000}
    assert BOOK.describe_value("skill_upgrade", "2026").kind is BureauKind.VERSION
    assert BOOK.describe_value("living_allowance", "min_attendance_percent").value is None


@pytest.mark.parametrize("name", ["min_monhts", "min_months@2019-01-02", "2025", ""])
def test_an_unknown_value_cannot_be_described(name: str) -> None:
    with pytest.raises(InputError):
        BOOK.describe_value("skill_upgrade", name)


def test_a_preview_shows_an_entry_before_its_confirmation() -> None:
    given = entry("living_allowance", "daily_rate", ON, value=2000, confirmed_by=None, confirmed_at=None)
    assert "daily_rate" not in names(BOOK.with_bureau([given], preview=True), "living_allowance", ON)
    with pytest.raises(InputError, match="第二人"):
        BOOK.with_bureau([given])


BAD: dict[str, BureauEntry] = {
    "an unknown programme": entry("skil_upgrade", "min_months", ON),
    "a programme without rules": entry("student_grant", "min_months", ON),
    "an unknown value": entry("skill_upgrade", "min_monhts", ON, value=12),
    "a value of another programme": entry("skill_upgrade", "daily_rate", ON, value=12),
    "a negative amount": entry("living_allowance", "daily_rate", ON, value=-1),
    "an amount of nothing": entry("living_allowance", "daily_rate", ON, value=0),
    "an amount beyond reason": entry("living_allowance", "daily_rate", ON, value=10**12),
    "yuan with a fraction": entry("living_allowance", "daily_rate", ON, value=20.5),
    "text for a number": entry("living_allowance", "daily_rate", ON, value="2000"),
    "yes for a number": entry("living_allowance", "daily_rate", ON, value=True),
    "yes for a cap": entry("living_allowance", "cap", ON, value=True),
    "a share over 100": entry("living_allowance", "min_attendance_percent", ON, value=101),
    "a number for a condition": entry("skill_upgrade", "window", ON, value=1),
    "a number for the standing of a criterion": entry("skill_upgrade", "certificate_kind", ON, value=1),
    "an unknown level": entry("skill_upgrade", "amounts", ON, value={"6": 100000}),
    "an empty table": entry("skill_upgrade", "amounts", ON, value={}),
    "a negative amount in a table": entry("skill_upgrade", "amounts", ON, value={"5": -5}),
    "a list of unknown facts": entry("free_training", "extra_groups", ON, value=["person.hard_to_emplyo"]),
    "a list with a fact that is no yes or no": entry("free_training", "extra_groups", ON, value=["person.sex"]),
    "an impossible date": entry("skill_upgrade", "certificate_from", ON, value="2017-02-30"),
    "an end before the start": entry("living_allowance", "daily_rate", ON, value=5, valid_to=date(2024, 5, 31)),
    "no document": entry("living_allowance", "daily_rate", ON, value=5, document=" "),
    "confirmed by the same person": entry("living_allowance", "daily_rate", ON, value=5, confirmed_by=1),
    "not confirmed": entry("living_allowance", "daily_rate", ON, value=5, confirmed_by=None),
    "an empty value confirmed as shipped": entry("living_allowance", "daily_rate", ON),
    "an absent value confirmed as shipped": entry("living_allowance", "min_attendance_percent", ON),
    "a day before every version": entry("living_allowance", "daily_rate", date(2018, 12, 28), value=5),
    "a name of another period": entry("skill_upgrade", "min_months@2023-01-01", ON),
    "a draft that does not exist": entry("skill_upgrade", "2027", date(2027, 1, 1)),
    "a version already in force": entry("skill_upgrade", "2025", date(2025, 1, 1)),
    "a version with a value": entry("skill_upgrade", "2026", date(2026, 1, 1), value=1),
    "a version beginning too early": entry("skill_upgrade", "2026", date(2025, 12, 31)),
    "a version ending too late": entry("skill_upgrade", "2026", date(2026, 1, 1), valid_to=date(2027, 1, 1)),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_entry_is_refused_naming_its_place(what: str) -> None:
    bad = BAD[what]
    with pytest.raises(InputError) as refusal:
        BOOK.with_bureau([bad])
    assert refusal.value.message.startswith(f"{bad.programme}.{bad.name}：")
    assert refusal.value.field == f"{bad.programme}.{bad.name}"


def test_two_entries_of_one_value_may_not_overlap() -> None:
    first = entry("living_allowance", "daily_rate", date(2024, 1, 1), value=5, valid_to=date(2024, 6, 30))
    touching = entry("living_allowance", "daily_rate", date(2024, 6, 30), value=6)
    following = entry("living_allowance", "daily_rate", date(2024, 7, 1), value=6)
    with pytest.raises(InputError, match="重叠"):
        BOOK.with_bureau([first, touching])
    with pytest.raises(InputError, match="重叠"):
        BOOK.with_bureau([first]).with_bureau([touching])
    book = BOOK.with_bureau([first, following])
    values = {on: book.programmes["living_allowance"].items["daily_rate"].row_on(on) for on in (ON, date(2024, 7, 1))}
    assert [row.value for row in values.values() if row] == [5, 6]


def test_a_value_entered_without_an_end_holds_until_the_next_one_begins() -> None:
    first = entry("living_allowance", "daily_rate", date(2024, 1, 1), value=5)
    second = entry("living_allowance", "daily_rate", date(2025, 7, 1), value=6)
    for given in ([first, second], [second, first]):
        rows = BOOK.with_bureau(given).programmes["living_allowance"].items["daily_rate"]
        found = [rows.row_on(on) for on in (date(2024, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2030, 1, 1))]
        assert [row.value for row in found if row] == [5, 5, 6, 6]
    again = BOOK.with_bureau([first]).with_bureau([second])
    assert again.programmes["living_allowance"].items["daily_rate"] == rows
    for_a_time = entry("living_allowance", "daily_rate", date(2025, 7, 1), value=6, valid_to=date(2025, 12, 31))
    with pytest.raises(InputError, match="重叠"):
        BOOK.with_bureau([first, for_a_time])


def test_a_version_is_confirmed_only_once() -> None:
    with pytest.raises(InputError):
        BOOK.with_bureau([version_2026()]).with_bureau([version_2026()])


def test_the_rows_of_one_value_are_confirmed_one_after_the_other_in_any_order() -> None:
    given = [entry("skill_upgrade", f"min_months@{year}-01-01", date(year, 1, 1)) for year in (2023, 2024, 2025)]
    book = BOOK.with_bureau(given)
    assert book.hash == BOOK.with_bureau(given[::-1]).hash
    for year in (2023, 2024, 2025):
        assert not [name for name in names(book, "skill_upgrade", date(year, 6, 1)) if name.startswith("min_months")]
    with pytest.raises(InputError):
        book.with_bureau([given[1]])


def test_an_entry_under_a_name_with_its_date_ends_with_that_row() -> None:
    book = BOOK.with_bureau([entry("skill_upgrade", "min_months@2024-01-01", date(2024, 1, 1), value=24)])
    rows = book.programmes["skill_upgrade"].items["min_months"]
    values = [rows.row_on(on) for on in (date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1))]
    assert [row.value for row in values if row] == [12, 24, 24, 12]


def again(first: BureauEntry, **changes: Any) -> BureauEntry:
    """The same value entered and confirmed a day later."""
    later = {"entered_at": datetime(2026, 1, 3, tzinfo=UTC), "confirmed_at": datetime(2026, 1, 4, tzinfo=UTC)}
    return replace(first, **{"id": first.id + 1, **later, **changes})


def test_a_value_entered_again_from_its_first_day_takes_the_place_of_the_earlier_one() -> None:
    first = entry("living_allowance", "daily_rate", date(2024, 1, 1), value=8000)
    right = again(first, value=800, document="练习文号〔2026〕9号")
    alone = BOOK.with_bureau([replace(right, id=1)])
    for given in ([first, right], [right, first]):
        book = BOOK.with_bureau(given)
        row = book.programmes["living_allowance"].items["daily_rate"].row_on(ON)
        assert row is not None
        assert (row.value, row.clause.document, row.end) == (800, "练习文号〔2026〕9号", None)
        assert book.hash == alone.hash
    third = again(right, value=900)
    assert BOOK.with_bureau([third, first, right]).hash == BOOK.with_bureau([third]).hash
    waiting = again(first, value=700, confirmed_by=None, confirmed_at=None)
    seen = BOOK.with_bureau([right, waiting], preview=True).programmes["living_allowance"].items["daily_rate"]
    assert [row.value for row in seen.rows if row.confirmed] == [700]


@pytest.mark.parametrize("name", ["min_months", "min_months@2024-06-01", "min_months@2024-01-01"])
def test_an_entry_is_corrected_under_its_own_name_or_with_its_day(name: str) -> None:
    first = entry("skill_upgrade", "min_months", ON, value=120, valid_to=date(2024, 9, 30))
    book = BOOK.with_bureau([first, again(first, name=name, value=24)])
    rows = book.programmes["skill_upgrade"].items["min_months"]
    days = (date(2024, 5, 31), ON, date(2024, 9, 30), date(2024, 10, 1))
    assert [row.value for row in map(rows.row_on, days) if row] == [12, 24, 24, 12]


def test_an_entry_without_an_end_stays_without_one_when_it_is_corrected_under_its_day() -> None:
    first = entry("skill_upgrade", "min_months", ON, value=120)
    rows = BOOK.with_bureau([first, again(first, name="min_months@2024-06-01", value=24)])
    row = rows.programmes["skill_upgrade"].items["min_months"].row_on(date(2026, 6, 1))
    assert row is not None
    assert (row.value, row.end) == (24, None)


def test_a_correction_reaches_over_no_other_entry() -> None:
    first = entry("living_allowance", "daily_rate", date(2024, 1, 1), value=5, valid_to=date(2024, 6, 30))
    second = entry("living_allowance", "daily_rate", date(2024, 7, 1), value=6, id=9)
    for end in (date(2024, 6, 30), date(2024, 3, 31), None):
        rows = BOOK.with_bureau([first, second, again(first, value=7, valid_to=end)])
        found = rows.programmes["living_allowance"].items["daily_rate"]
        assert [row.value for row in (found.row_on(date(2024, 3, 1)), found.row_on(date(2024, 7, 1))) if row] == [7, 6]
    with pytest.raises(InputError, match="重叠"):
        BOOK.with_bureau([first, second, again(first, value=7, valid_to=date(2024, 12, 31))])
    with pytest.raises(InputError, match="重叠"):
        BOOK.with_bureau([first, again(first, value=7, valid_from=date(2024, 2, 1), valid_to=date(2024, 3, 1))])


def test_a_value_entered_by_mistake_is_put_back_by_confirming_what_ships() -> None:
    first = entry("skill_upgrade", "min_months@2024-01-01", date(2024, 1, 1), value=24)
    book = BOOK.with_bureau([first, again(first, value=None)])
    assert book.hash == BOOK.with_bureau([replace(first, value=None)]).hash
    row = book.programmes["skill_upgrade"].items["min_months"].row_on(ON)
    assert row is not None
    assert (row.value, row.confirmed, row.end) == (12, True, date(2024, 12, 31))


@pytest.mark.parametrize(("value", "applies"), [(None, True), (True, True), (False, False)])
def test_a_condition_said_not_to_apply_by_mistake_is_corrected_from_the_same_day(
    value: bool | None, applies: bool
) -> None:
    wrong = entry("free_training", "household", ON, value=False)
    facts = Facts(MappingProxyType({"person.household": "other"}))
    without = assess(BOOK.with_bureau([wrong]), "free_training", facts, ON)
    assert "household" not in {line.id for line in without.criteria}
    book = BOOK.with_bureau([wrong, again(wrong, value=value)])
    found = assess(book, "free_training", facts, ON)
    assert ("household" in {line.id for line in found.criteria}) is applies
    assert "free_training.household" not in {name.partition("@")[0] for name in found.not_confirmed}
    # For another day the time is taken.
    with pytest.raises(InputError, match="重叠"):
        BOOK.with_bureau([wrong, again(wrong, value=None, valid_from=date(2024, 7, 1))])


def test_a_value_of_a_confirmed_version_may_be_replaced() -> None:
    given = entry("skill_upgrade", "amounts", date(2026, 1, 1), value={"4": 120000})
    book = BOOK.with_bureau([version_2026(), given])
    issued = {"certificate.issued_on": date(2026, 3, 2), "certificate.occupation_digital_or_green": True}
    assert skill(book, date(2026, 6, 1), **issued).amount_fen == 120000
    assert skill(book, date(2026, 6, 1), **issued, **{"certificate.level": 5}).result is Result.INELIGIBLE
