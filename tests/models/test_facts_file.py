"""The facts file: unknown, absent and wrong are three different things, and wrong is refused by name."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from builders.people import make_id
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InputError
from models.facts import Award, FactList, Facts
from models.facts_file import check_application_date, facts_from_json, facts_to_json, read_facts
from models.vocabulary import VOCABULARY, FactKey, FactType

CONTRACT = """{"facts": {"person.birth_date": "1990-05-01", "certificate.level": 4, "person.veteran": false},
 "awards": {"complete": true,
            "list": [{"programme": "skill_upgrade", "occupation": "电工", "level": 4, "on": "2023-02-01"}]}}"""


def test_the_example_of_the_contract_is_read() -> None:
    assert read_facts(CONTRACT) == Facts(
        {"person.birth_date": date(1990, 5, 1), "certificate.level": 4, "person.veteran": False},
        (Award("skill_upgrade", date(2023, 2, 1), "电工", 4),),
        awards_complete=True,
    )


def test_what_is_left_out_is_unknown_and_no_awards_prove_nothing() -> None:
    for text in ("{}", '{"facts": {}}', '{"awards": {}}', '{"awards": {"complete": false, "list": []}}'):
        assert read_facts(text) == Facts()


def test_null_is_known_to_be_absent_where_the_vocabulary_says_so() -> None:
    read = read_facts('{"facts": {"certificate.level": null, "training.level": null, "training.occupation": null}}')
    assert dict(read.values) == {"certificate.level": None, "training.level": None, "training.occupation": None}


BAD_FACTS: dict[str, tuple[str, Any]] = {
    "an unknown key": ("certificate.levle", 4),
    "null where it cannot be": ("person.veteran", None),
    "null for a date": ("certificate.issued_on", None),
    "text for a whole number": ("certificate.level", "4"),
    "a fraction": ("certificate.level", 4.0),
    "yes for a whole number": ("certificate.level", True),
    "a level that does not exist": ("certificate.level", 6),
    "a negative level": ("certificate.level", -1),
    "level nine": ("training.level", 9),
    "negative months": ("insurance.unemployment_months", -1),
    "months beyond a life": ("insurance.unemployment_months", 721),
    "yes for months": ("insurance.unemployment_months", False),
    "negative days": ("training.days_attended", -1),
    "one for yes": ("person.veteran", 1),
    "text for yes": ("person.veteran", "true"),
    "a value outside the choices": ("person.household", "shanghai"),
    "a choice in capitals": ("certificate.verified", "CONSISTENT"),
    "a number for a choice": ("person.sex", 1),
    "a list for a choice": ("person.sex", ["m"]),
    "a number for a text": ("certificate.occupation", 5),
    "a blank text": ("certificate.occupation", "  "),
    "a text with a line break": ("certificate.occupation", "电\n工"),
    "a text with half a character": ("certificate.occupation", "电\ud800"),
    "a date that does not exist": ("certificate.issued_on", "2023-02-29"),
    "a date in another form": ("certificate.issued_on", "2023/02/01"),
    "a date without dashes": ("certificate.issued_on", "20230201"),
    "a week for a date": ("certificate.issued_on", "2023-W05-3"),
    "a moment for a date": ("certificate.issued_on", "2023-02-01T00:00:00"),
    "a number for a date": ("certificate.issued_on", 20230201),
    "a year before anybody's time": ("person.birth_date", "0199-05-01"),
    "the day before 1900": ("certificate.issued_on", "1899-12-31"),
    "a short year": ("certificate.issued_on", "23-02-01"),
    "a wrong check digit": ("person.id_number", "110105194912310021"),
}


@pytest.mark.parametrize("what", BAD_FACTS)
def test_a_bad_fact_is_refused_naming_its_key(what: str) -> None:
    name, value = BAD_FACTS[what]
    with pytest.raises(InputError) as refusal:
        facts_from_json({"facts": {name: value}})
    assert refusal.value.field == name
    assert "\n" not in refusal.value.message
    assert name in refusal.value.message or name == "person.id_number"


BAD_FILES = {
    "no JSON": "facts",
    "nothing": "",
    "a list": "[]",
    "a number": "5",
    "null": "null",
    "an unknown top-level key": '{"fact": {}}',
    "facts that are a list": '{"facts": []}',
    "awards that are a list": '{"awards": []}',
    "a fact twice": '{"facts": {"certificate.level": 4, "certificate.level": 5}}',
    "facts twice": '{"facts": {}, "facts": {}}',
    "NaN": '{"facts": {"certificate.level": NaN}}',
    "a very long number": '{"facts": {"certificate.level": ' + "9" * 5000 + "}}",
    "very deep nesting": "[" * 100_000,
    "complete that is no flag": '{"awards": {"complete": 1, "list": []}}',
    "complete without a list": '{"awards": {"complete": true}}',
    "an unknown key of awards": '{"awards": {"complete": true, "list": [], "checked": true}}',
    "a list that is none": '{"awards": {"complete": true, "list": {}}}',
    "an award that is no object": '{"awards": {"complete": true, "list": ["skill_upgrade"]}}',
    "an award without programme": '{"awards": {"complete": true, "list": [{"on": "2023-02-01"}]}}',
    "an award without date": '{"awards": {"complete": true, "list": [{"programme": "skill_upgrade"}]}}',
    "an award with an empty date": '{"awards": {"list": [{"programme": "skill_upgrade", "on": null}]}}',
}


@pytest.mark.parametrize("what", BAD_FILES)
def test_a_bad_file_is_refused_in_one_chinese_line(what: str) -> None:
    with pytest.raises(InputError) as refusal:
        read_facts(BAD_FILES[what])
    assert "\n" not in refusal.value.message
    assert any("\u4e00" <= character <= "\u9fff" for character in refusal.value.message)
    assert refusal.value.field


BAD_AWARDS: dict[str, dict[str, Any]] = {
    "programme": {"programme": "skil_upgrade"},
    "on": {"on": "2023-02-30"},
    "occupation": {"occupation": 5},
    "level": {"level": 6},
    "number": {"number": 7},
}


@pytest.mark.parametrize("what", BAD_AWARDS)
def test_a_bad_award_is_refused_naming_its_row_and_part(what: str) -> None:
    good = {"programme": "skill_upgrade", "on": "2023-02-01"}
    rows = [good, {**good, **BAD_AWARDS[what]}]
    with pytest.raises(InputError, match=f"第2行的?{what}|第2行.{what}") as refusal:
        facts_from_json({"awards": {"complete": True, "list": rows}})
    assert refusal.value.field == f"awards.list第2行.{what}"


def test_an_unknown_part_of_an_award_is_refused() -> None:
    row = {"programme": "skill_upgrade", "on": "2023-02-01", "lvl": 4}
    with pytest.raises(InputError, match="lvl"):
        facts_from_json({"awards": {"complete": True, "list": [row]}})


def test_birth_date_and_sex_follow_from_the_id_number() -> None:
    number = make_id(born=date(1990, 5, 1), sequence=2)
    values = facts_from_json({"facts": {"person.id_number": number.lower()}}).values
    assert values["person.birth_date"] == date(1990, 5, 1)
    assert values["person.sex"] == "f"
    assert values["person.id_number"] == number


@pytest.mark.parametrize(("name", "value"), [("person.birth_date", "1990-05-02"), ("person.sex", "m")])
def test_a_birth_date_or_sex_against_the_id_number_is_refused(name: str, value: str) -> None:
    number = make_id(born=date(1990, 5, 1), sequence=2)
    with pytest.raises(InputError, match="不一致") as refusal:
        facts_from_json({"facts": {"person.id_number": number, name: value}})
    assert refusal.value.field == name


def test_a_training_cannot_end_before_it_starts_but_may_last_one_day() -> None:
    days = {"training.started_on": "2023-05-02", "training.ended_on": "2023-05-01"}
    with pytest.raises(InputError, match=r"training\.ended_on"):
        facts_from_json({"facts": days})
    assert facts_from_json({"facts": {**days, "training.ended_on": "2023-05-02"}}).values


def test_nobody_attends_more_days_than_were_planned() -> None:
    with pytest.raises(InputError, match=r"training\.days_attended"):
        facts_from_json({"facts": {"training.days_attended": 11, "training.days_planned": 10}})
    assert facts_from_json({"facts": {"training.days_attended": 10, "training.days_planned": 10}}).values


def test_an_application_on_the_day_of_issue_is_the_earliest() -> None:
    facts = facts_from_json({"facts": {"certificate.issued_on": "2023-06-02"}})
    check_application_date(facts, date(2023, 6, 2))
    with pytest.raises(InputError, match="2023-06-01"):
        check_application_date(facts, date(2023, 6, 1))


def rows_of(key: FactKey) -> st.SearchStrategy[Any]:
    optional = {name: values_of(column) for name, column in key.columns.items() if name not in BOUND}
    rows = st.lists(st.fixed_dictionaries({}, optional=optional), max_size=3)
    return st.fixed_dictionaries({"complete": st.booleans(), "list": rows})


def workers(*rows: dict[str, Any], **block: Any) -> Facts:
    return facts_from_json({"facts": {"enterprise.workers": {"complete": True, "list": list(rows), **block}}})


def test_a_list_is_read_with_its_rows_and_its_completeness_mark() -> None:
    one = {"worker.hired_on": "2020-03-02", "worker.class_hours": 40, "worker.id_number": "11010519491231002x"}
    value = workers(one).values["enterprise.workers"]
    assert isinstance(value, FactList)
    assert value.complete
    assert dict(value.rows[0]) == {
        "worker.hired_on": date(2020, 3, 2),
        "worker.class_hours": 40,
        "worker.id_number": "11010519491231002X",
    }
    left_open = facts_from_json({"facts": {"enterprise.workers": {"list": []}}}).values["enterprise.workers"]
    assert left_open == FactList((), complete=False)


BAD_ROWS: dict[str, tuple[tuple[dict[str, Any], ...], dict[str, Any], str]] = {
    "an unknown fact": (({"worker.hired": "2020-03-02"},), {}, "worker.hired"),
    "a fact of the application": (({"person.veteran": True},), {}, "person.veteran"),
    "a wrong type": (({}, {"worker.class_hours": "40"}), {}, "第2行"),
    "a wrong check digit": (({"worker.id_number": "110105194912310021"},), {}, "校验码"),
    "the same person twice": (({"worker.id_number": "11010519491231002X"},) * 2, {}, "同一个身份证号码"),
    "no object": (({},), {"list": [5]}, "第1行"),
    "no list": ((), {"list": {}}, "数组"),
    "a mark that is no yes or no": ((), {"complete": "yes"}, "complete"),
    "an unknown key of the block": ((), {"count": 3}, "count"),
    "too many rows": ((), {"list": [{}] * 5001}, "5000"),
}


@pytest.mark.parametrize("what", BAD_ROWS)
def test_a_bad_list_is_refused_naming_the_place(what: str) -> None:
    rows, block, word = BAD_ROWS[what]
    with pytest.raises(InputError) as refusal:
        workers(*rows, **block)
    assert "enterprise.workers" in refusal.value.message
    assert word in refusal.value.message


def test_a_complete_list_must_be_written_out() -> None:
    with pytest.raises(InputError, match="没有的请写"):
        facts_from_json({"facts": {"enterprise.workers": {"complete": True}}})


def test_a_fact_of_a_row_is_no_fact_of_the_application() -> None:
    with pytest.raises(InputError, match=r"worker\.hired_on"):
        facts_from_json({"facts": {"worker.hired_on": "2020-03-02"}})


def test_a_credit_code_is_checked_and_kept_in_capitals() -> None:
    facts = facts_from_json({"facts": {"enterprise.credit_code": "91350100m000100y43"}})
    assert facts.values["enterprise.credit_code"] == "91350100M000100Y43"
    with pytest.raises(InputError, match="校验码") as refusal:
        facts_from_json({"facts": {"enterprise.credit_code": "91350100M000100Y44"}})
    assert refusal.value.field == "enterprise.credit_code"


def values_of(key: FactKey) -> st.SearchStrategy[Any]:
    by_type: dict[FactType, st.SearchStrategy[Any]] = {
        FactType.TEXT: st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12),
        FactType.INTEGER: st.sampled_from(key.allowed) if key.allowed else st.integers(0, key.maximum),
        FactType.DATE: st.dates(min_value=date(1900, 1, 1)).map(date.isoformat),
        FactType.CHOICE: st.sampled_from(sorted(key.choices)),
        FactType.YES_NO: st.booleans(),
        FactType.LIST: rows_of(key),
    }
    return by_type[key.type] | st.none() if key.nullable else by_type[key.type]


# Facts bound to one another are tried one by one above.
BOUND = {
    *("person.id_number", "training.ended_on", "training.days_attended"),
    *("enterprise.credit_code", "worker.id_number"),
}
FREE = [key for key in VOCABULARY.values() if key.name not in BOUND]


@given(st.fixed_dictionaries({}, optional={key.name: values_of(key) for key in FREE}))
def test_facts_survive_storage(values: dict[str, Any]) -> None:
    facts = facts_from_json({"facts": values})
    assert facts_from_json(json.loads(json.dumps(facts_to_json(facts)))) == facts
    assert set(facts.values) == set(values)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
TOP = st.sampled_from(["facts", "awards", "other"])
FACTS = st.dictionaries(st.sampled_from(sorted(VOCABULARY)), JSON, max_size=4)


@given(st.dictionaries(TOP, JSON | FACTS, max_size=3))
def test_whatever_is_handed_in_is_facts_or_one_named_refusal(data: dict[str, Any]) -> None:
    message = ""
    try:
        facts_from_json(data)
    except InputError as refusal:
        message = refusal.message
    assert "\n" not in message
    assert message.encode() is not None
