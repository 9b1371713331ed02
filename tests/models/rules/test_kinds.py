"""The kinds of criteria that no shipped programme shows by itself, each met, failed and open."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from builders.small_programme import HEAD, ON, STATUS_SET, criterion, empty, flag, judged, line

from models.assessment import Assessment, Result, Verdict
from models.errors import RulebookError
from models.facts import Award, FactList, Facts
from models.rules.ages import years_old
from models.rules.evaluate import assess
from models.rules.load import build_rulebook
from models.rules.source import parse

VETERAN, DISABLED, RURAL = "person.veteran", "person.disabled", "person.rural_labour"
MET, NOT_MET, UNKNOWN, JUDGEMENT = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.JUDGEMENT


@pytest.mark.parametrize(("facts", "verdict"), [({VETERAN: True}, NOT_MET), ({VETERAN: False}, MET), ({}, UNKNOWN)])
def test_not_is_the_contrary_and_what_is_open_stays_open(facts: dict[str, Any], verdict: Verdict) -> None:
    found = judged(HEAD + criterion("not", "", flag(VETERAN)), facts)
    assert line(found).verdict is verdict
    assert found.missing == ((VETERAN,) if verdict is UNKNOWN else ())
    assert len(line(found).children) == 1


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({VETERAN: True, DISABLED: True}, MET),
        ({VETERAN: True, DISABLED: False, RURAL: False}, NOT_MET),
        ({VETERAN: True, DISABLED: False}, UNKNOWN),
        ({VETERAN: False, DISABLED: False}, NOT_MET),
        ({}, UNKNOWN),
    ],
)
def test_at_least_so_many_counts_what_is_met_and_what_still_could_be(facts: dict[str, Any], verdict: Verdict) -> None:
    text = HEAD + criterion("at_least", 'value = "two"', flag(VETERAN), flag(DISABLED), flag(RURAL))
    found = judged(text, facts)
    assert line(found).verdict is verdict
    assert "至少2项" in line(found).sentence


def test_at_least_without_its_number_is_open_and_asks_for_no_fact() -> None:
    text = HEAD.replace('value = 2, clause = "law"', 'clause = "law", evidence = "NF"')
    found = judged(text + criterion("at_least", 'value = "two"', flag(VETERAN)), {})
    assert (line(found).verdict, found.missing) == (UNKNOWN, ())


MONTHS = "insurance.unemployment_months"


@pytest.mark.parametrize(("op", "verdicts"), [("<=", [MET, MET, NOT_MET]), (">=", [NOT_MET, MET, MET])])
def test_a_limit_itself_is_within_the_limit(op: str, verdicts: list[Verdict]) -> None:
    text = HEAD + criterion("compare", f'fact = "{MONTHS}"\nop = "{op}"\nvalue = "two"')
    assert [line(judged(text, {MONTHS: months})).verdict for months in (1, 2, 3)] == verdicts
    assert f"要求{'不多于' if op == '<=' else '不少于'}2个月" in line(judged(text, {MONTHS: 2})).sentence


# Each kind of condition with a standard: the type of the standard, and every key that the condition must have.
WITH_STANDARD: dict[str, tuple[str, dict[str, str]]] = {
    "compare": ("months", {"fact": MONTHS, "op": ">=", "value": "two"}),
    "between": ("months", {"fact": MONTHS, "value": "two", "value_to": "two"}),
    "months_between": ("months", {"fact": "training.started_on", "until": "training.ended_on", "value": "two"}),
    "date_within": ("months", {"fact": "training.ended_on", "value": "two", "rest_day": "moves"}),
    "share": ("percent", {"fact": "training.days_attended", "of": "training.days_planned", "value": "two"}),
    "age": ("years", {"fact": "person.birth_date", "op": ">=", "value": "two"}),
    "before_retirement": (
        "retirement_ages",
        {"fact": "person.birth_date", "sex": "person.sex", "worker_kind": "person.worker_kind", "value": "two"},
    ),
}
MOVES = (
    '[values.moves]\nlabel = "顺延"\ntype = "yes_no"\ndated = [{ from = 2020-01-01, value = true, clause = "law" }]\n'
)


def with_standard(kind: str, *, without: str = "") -> str:
    """The condition of a kind whose standard nobody has entered yet."""
    of, keys = WITH_STANDARD[kind]
    body = "\n".join(f'{key} = "{named}"' for key, named in keys.items() if key != without)
    return empty(HEAD, of) + (MOVES if "moves" in body else "") + criterion(kind, body)


@pytest.mark.parametrize("kind", WITH_STANDARD)
def test_nothing_is_judged_by_a_standard_that_nobody_has_entered_yet(kind: str) -> None:
    known = {
        MONTHS: 6,
        "training.started_on": date(2024, 1, 2),
        "training.ended_on": date(2024, 2, 2),
        "training.days_attended": 9,
        "training.days_planned": 10,
        "person.birth_date": date(1990, 1, 2),
        "person.sex": "m",
    }
    found = judged(with_standard(kind), known)
    assert (found.result, line(found).verdict, found.missing) == (Result.CANNOT_TELL, UNKNOWN, ())
    assert "标准尚未录入" in line(found).sentence


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind, (_, keys) in WITH_STANDARD.items() for key in keys])
def test_a_condition_that_lacks_one_of_its_keys_is_refused_naming_it(kind: str, key: str) -> None:
    with pytest.raises(RulebookError, match=rf"^kinds\.toml:\d+: 缺少“{key}”"):
        judged(with_standard(kind, without=key), {})


ISSUED = {"certificate.issued_on": "2024-01-05"}


def test_a_level_that_has_its_amount_asks_for_no_date_of_the_certificate() -> None:
    text = HEAD.replace('type = "count"', 'type = "level_fen"').replace("value = 2,", 'value = { "5" = 100000 },')
    level = 'level = "certificate.level"\njudged_by = "certificate.issued_on"\ntables = ["two"]'
    other = criterion("yes_no", f'fact = "{VETERAN}"\nexpected = true').replace('id = "c"', 'id = "d"')
    found = judged(text + criterion("level_table", level) + other, {"certificate.level": 5})
    assert [each.verdict for each in found.criteria] == [MET, UNKNOWN]
    assert found.missing == (VETERAN,)


@pytest.mark.parametrize(
    ("bound", "told"),
    [("", {"certificate.level": 5}), ("judged_from = 2024-01-01, ", {"certificate.level": 5, **ISSUED})],
)
def test_the_date_of_the_certificate_is_told_where_the_amount_depends_on_it(bound: str, told: dict[str, Any]) -> None:
    text = HEAD.replace('type = "count"', 'type = "level_fen"').replace("value = 2,", f'{bound}value = {{ "5" = 1 }},')
    level = 'level = "certificate.level"\njudged_by = "certificate.issued_on"\ntables = ["two"]'
    known = {"certificate.level": 5, "certificate.issued_on": date(2024, 1, 5)}
    assert line(judged(text + criterion("level_table", level), known)).facts == told


def test_a_judgement_is_never_settled_by_the_machine() -> None:
    text = HEAD + criterion("judgement", f'fact = "{VETERAN}"')
    found = judged(text, {})
    assert (found.result, line(found).verdict, found.missing) == (Result.CANNOT_TELL, JUDGEMENT, (VETERAN,))
    assert line(found).sentence.endswith("须由经办人认定。")
    assert [line(judged(text, {VETERAN: value})).verdict for value in (True, False)] == [MET, NOT_MET]


def test_a_judgement_inside_keeps_its_whole_open_unless_another_part_settles_it() -> None:
    part = f'kind = "judgement"\nlabel = "认定"\nfact = "{VETERAN}"'
    both = HEAD + criterion("all", "", part, flag(DISABLED))
    assert line(judged(both, {DISABLED: True})).verdict is JUDGEMENT
    assert line(judged(both, {DISABLED: False})).verdict is NOT_MET
    assert line(judged(both, {})).verdict is UNKNOWN
    either = HEAD + criterion("any", "", part, flag(DISABLED))
    assert line(judged(either, {DISABLED: True})).verdict is MET
    found = judged(either, {DISABLED: False})
    assert (line(found).verdict, found.missing) == (JUDGEMENT, (VETERAN,))
    contrary = HEAD + criterion("not", "", part)
    assert line(judged(contrary, {})).verdict is JUDGEMENT
    several = HEAD + criterion("at_least", 'value = "two"', part, flag(DISABLED))
    assert line(judged(several, {DISABLED: True})).verdict is JUDGEMENT


OTHER = Award("living_allowance", date(2023, 5, 1))


@pytest.mark.parametrize(
    ("period", "awards", "complete", "verdict"),
    [
        ("lifetime", (OTHER,), True, NOT_MET),
        ("lifetime", (OTHER,), False, NOT_MET),
        ("lifetime", (), True, MET),
        ("lifetime", (), False, UNKNOWN),
        ("calendar_year", (OTHER,), True, MET),
        ("calendar_year", (Award("living_allowance", date(2024, 1, 1)),), True, NOT_MET),
        ("lifetime", (Award("skill_upgrade", date(2024, 1, 1)),), True, MET),
    ],
)
def test_not_together_with_a_programme(
    period: str, awards: tuple[Award, ...], complete: bool, verdict: Verdict
) -> None:
    text = HEAD + criterion("not_together", f'programmes = ["living_allowance"]\nperiod = "{period}"')
    found = judged(text, {}, *awards, complete=complete)
    assert line(found).verdict is verdict
    assert found.missing == (("awards",) if verdict is UNKNOWN else ())


MORE = (
    '[values.more]\nlabel = "另有次数"\ntype = "count"\n'
    'dated = [{ from = 2020-01-01, clause = "law", evidence = "NF" }]\n'
)


def test_a_larger_number_of_awards_that_nobody_has_entered_yet_is_neither_told_nor_granted() -> None:
    keys = f'value = "two"\nalternative_fact = "{VETERAN}"\nalternative_value = "more"'
    text = HEAD + MORE + criterion("award_count", f'programmes = ["skill_award"]\nperiod = "calendar_year"\n{keys}')
    ordinary, special = (judged(text, {VETERAN: answer}) for answer in (False, True))
    assert (line(ordinary).verdict, line(special).verdict) == (MET, UNKNOWN)
    assert "规定每年不超过2次（自2020年1月1日起执行）" in line(ordinary).sentence
    assert special.missing == ()


WORKERS = "enterprise.workers"


def rows(*employed: bool | None, complete: bool = True) -> dict[str, Any]:
    given = tuple(
        MappingProxyType({} if each is None else {"worker.employed": each, "worker.class_hours": 40})
        for each in employed
    )
    return {WORKERS: FactList(given, complete)}


EACH = HEAD + criterion("each", f'list = "{WORKERS}"', flag("worker.employed"))
COUNT = HEAD + criterion("count_where", f'list = "{WORKERS}"\nvalue = "two"', flag("worker.employed"))


@pytest.mark.parametrize(
    ("facts", "of_each", "of_two"),
    [
        (rows(True, True), MET, MET),
        (rows(True, True, complete=False), UNKNOWN, MET),
        (rows(True, False), NOT_MET, NOT_MET),
        (rows(False, complete=False), NOT_MET, UNKNOWN),
        (rows(True, True, False), NOT_MET, MET),
        (rows(True, None), UNKNOWN, UNKNOWN),
        (rows(False, None), NOT_MET, NOT_MET),
        (rows(), NOT_MET, NOT_MET),
        (rows(complete=False), UNKNOWN, UNKNOWN),
        ({}, UNKNOWN, UNKNOWN),
    ],
)
def test_a_list_is_judged_row_by_row(facts: dict[str, Any], of_each: Verdict, of_two: Verdict) -> None:
    for text, verdict in ((EACH, of_each), (COUNT, of_two)):
        found = judged(text, facts)
        assert line(found).verdict is verdict
        assert found.missing == ((WORKERS,) if verdict is UNKNOWN else ())


def test_the_rows_that_do_not_meet_it_are_shown_with_their_place() -> None:
    found = line(judged(EACH, rows(True, False, None, True)))
    assert [(each.id, each.verdict) for each in found.children] == [("c[2]", NOT_MET), ("c[3]", UNKNOWN)]
    assert found.children[0].sentence.startswith("名单第2名：未满足worker.employed")
    assert "共4名，符合2名，不符合1名，尚不清楚1名" in found.sentence
    assert found.facts == {WORKERS: {"complete": True, "rows": 4}}


def test_a_row_may_be_judged_beside_the_facts_of_the_application() -> None:
    text = HEAD + criterion("each", f'list = "{WORKERS}"', flag("worker.employed"), flag(VETERAN))
    assert line(judged(text, rows(True) | {VETERAN: True})).verdict is MET
    assert line(judged(text, rows(True) | {VETERAN: False})).verdict is NOT_MET


def test_there_is_no_share_of_nothing() -> None:
    text = HEAD.replace('type = "count"', 'type = "percent"')
    share = criterion("share", 'fact = "training.days_attended"\nof = "training.days_planned"\nvalue = "two"')
    found = judged(text + share, {"training.days_attended": 0, "training.days_planned": 0})
    assert (line(found).verdict, found.missing) == (UNKNOWN, ("training.days_planned",))


def test_a_list_of_nobody_has_no_amount() -> None:
    text = HEAD.replace('type = "count"', 'type = "fen"') + criterion("yes_no", f'fact = "{VETERAN}"\nexpected = true')
    text += f'[amount]\nkind = "listed"\nlabel = "每名"\nlist = "{WORKERS}"\nrate = "two"\n'
    nobody = judged(text, {VETERAN: True} | rows())
    assert (nobody.result, nobody.amount_fen, nobody.missing) == (Result.ELIGIBLE, None, (WORKERS,))
    assert judged(text, {VETERAN: True} | rows(True)).amount_fen == 2


def test_a_leap_day_birthday_is_reached_on_28_february() -> None:
    assert years_old(date(2008, 2, 29), date(2024, 2, 28)) == 15
    assert years_old(date(2008, 2, 29), date(2024, 2, 29)) == 16
    assert years_old(date(2008, 2, 29), date(2025, 2, 28)) == 17
    assert years_old(date(2008, 2, 29), date(2025, 2, 27)) == 16


BAD = {
    "a fact of a row outside its list": (criterion("all", "", flag("worker.employed")), "worker.employed"),
    "a list that is none": (criterion("each", f'list = "{VETERAN}"', flag(VETERAN)), "类型不对"),
    "not of two parts": (criterion("not", "", flag(VETERAN), flag(DISABLED)), "只能有一个"),
    "an unknown period": (
        criterion("not_together", 'programmes = ["skill_award"]\nperiod = "month"'),
        "calendar_year",
    ),
    "a choice among nothing": (criterion("one_of", 'fact = "person.sex"\nchoices = []'), "不为空"),
    "a choice listed twice": (criterion("one_of", 'fact = "person.sex"\nchoices = ["m", "m"]'), "不重复"),
    "a choice that is no text": (criterion("one_of", 'fact = "person.sex"\nchoices = ["m", 5]'), "文字"),
    "an unknown status": (criterion("status", f'set = "rich"\nrecognised = "{VETERAN}"'), "rich"),
    "an amount by a criterion that counts nothing": (
        criterion("each", f'list = "{WORKERS}"', flag("worker.employed"))
        + '[amount]\nkind = "counted"\nlabel = "金额"\ncriterion = "c"\nrate = "two"\nother_rate = "two"\n',
        "按名单计数",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_a_criterion_that_cannot_be_is_refused_with_its_line(what: str) -> None:
    text, word = BAD[what]
    with pytest.raises(RulebookError, match=r"^kinds\.toml:\d+: ") as refusal:
        judged(HEAD + text, {})
    assert word in refusal.value.message


STATUS = HEAD + criterion("status", 'set = "poor"\nrecognised = "person.hard_to_employ"')
RECOGNISED = "person.hard_to_employ"


def with_set(facts: dict[str, Any], text: str = STATUS_SET) -> Assessment:
    programme = STATUS.replace(HEAD[HEAD.index("[values.two]") :], "")
    book = build_rulebook([parse("status.toml", programme), parse("poor.toml", text)])
    return assess(book, "skill_award", Facts(MappingProxyType(facts)), ON)


def test_a_status_is_recognised_or_proved_and_leans_on_its_conditions_only_where_they_decide() -> None:
    recorded = with_set({RECOGNISED: True})
    assert (line(recorded).verdict, recorded.not_confirmed) == (MET, ())
    proved = with_set({RECOGNISED: False, RURAL: True})
    assert (line(proved).verdict, proved.not_confirmed) == (MET, ("skill_award.poor_conditions",))
    refused = with_set({RECOGNISED: False, RURAL: False})
    assert (line(refused).verdict, refused.not_confirmed) == (NOT_MET, ("skill_award.poor_conditions",))
    assert with_set({RECOGNISED: False}).missing == (RURAL,)
    assert set(with_set({}).missing) == {RECOGNISED, RURAL}


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('id = "poor_rural"', 'id = "rural"', "poor.toml:12: "),
        ("person.rural_labour", "person.rural_labor", "poor.toml:16: "),
        (
            "[[criteria]]",
            '[values.poor_x]\nlabel = "x"\ntype = "count"\noptional = true\n\n[[criteria]]',
            "poor.toml:12: ",
        ),
        ("[set]", "[set]\ncolour = 1", "poor.toml:2: "),
        (STATUS_SET[STATUS_SET.index("[[criteria]]") :], "", "poor.toml:1: 缺少“criteria”"),
    ],
)
def test_a_status_set_is_read_as_strictly_as_a_programme(old: str, new: str, place: str) -> None:
    with pytest.raises(RulebookError) as refusal:
        with_set({}, STATUS_SET.replace(old, new, 1))
    assert refusal.value.message.startswith(place), refusal.value.message
