"""Criteria on age: so many years old, and not yet at the statutory retirement age by its schedule.

The day on which age is judged is a fact where the criterion names one, else the application date.
"""

from __future__ import annotations

from datetime import date

from models.assessment import Verdict
from models.calendar import add_months
from models.facts import FactValue
from models.rules import sentences as say
from models.rules.item_values import RETIREMENT_GROUPS
from models.rules.judging import UNKNOWN, Judge, Judged, Setting, Situation, Unknown, shown, without_limit
from models.rules.schema import RetirementAges
from models.vocabulary import described

MET, NOT_MET, UNDECIDED = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN


def compile_age(setting: Setting) -> Judge:
    """At least, or at most, so many years old: the birthday itself counts."""
    fact, years = setting.params["fact"], setting.value("value")
    key = described(fact)
    if years is None:
        return without_limit(setting, key)
    at_least = setting.params["op"] == ">="
    wanted = f"要求{'满' if at_least else '不超过'}{years}周岁{say.since(setting.since)}"

    def judge(case: Situation) -> Judged:
        birth, on = case.get(fact), _day_judged(setting, case)
        facts = {**shown(fact, birth), **_shown_day(setting, on)}
        if not isinstance(birth, date) or not isinstance(on, date):
            missing = _unknown(setting, {fact: birth}, on)
            sentence = f"年龄：尚不清楚，{wanted}{say.ENDINGS[UNDECIDED]}"
            return setting.result(UNDECIDED, sentence, facts, missing)
        age = years_old(birth, on)
        verdict = MET if (age >= years if at_least else age <= years) else NOT_MET
        sentence = f"{key.label}：{say.day(birth)}，{say.day(on)}为{age}周岁，{wanted}{say.ENDINGS[verdict]}"
        return setting.result(verdict, sentence, facts)

    return judge


def years_old(birth: date, on: date) -> int:
    """Whole years; who is born on 29 February is a year older on 28 February of a common year (民法典 第202条)."""
    years = on.year - birth.year
    return years if add_months(birth, 12 * years) <= on else years - 1


def compile_before_retirement(setting: Setting) -> Judge:
    """Not yet at the statutory retirement age. What is not known matters only where the groups would differ."""
    params, ages = setting.params, setting.value("value")
    fact, sex_fact, kind_fact = params["fact"], params["sex"], params["worker_kind"]
    key = described(fact)
    if ages is None:
        return without_limit(setting, key)
    wanted = f"要求未达到法定退休年龄（{say.retirement_ages(ages)}）{say.since(setting.since)}"

    def judge(case: Situation) -> Judged:
        birth, sex, kind, on = case.get(fact), case.get(sex_fact), case.get(kind_fact), _day_judged(setting, case)
        facts = {**shown(fact, birth), **shown(sex_fact, sex), **shown(kind_fact, kind), **_shown_day(setting, on)}
        if not isinstance(birth, date) or not isinstance(on, date):
            missing = _unknown(setting, {fact: birth, sex_fact: sex}, on)
            return setting.result(UNDECIDED, f"年龄：尚不清楚，{wanted}{say.ENDINGS[UNDECIDED]}", facts, missing)
        days = {group: retirement_day(ages, group, birth) for group in _groups(sex, kind)}
        answers = {on < day for day in days.values()}
        if len(answers) > 1:
            missing = _unknown(setting, {sex_fact: sex, kind_fact: kind}, on)
            sentence = f"{key.label}：{say.day(birth)}，性别或岗位类别尚不清楚，{wanted}{say.ENDINGS[UNDECIDED]}"
            return setting.result(UNDECIDED, sentence, facts, missing)
        verdict = MET if answers.pop() else NOT_MET
        first = min(days.values())
        told = f"{key.label}：{say.day(birth)}，{say.day(first)}达到法定退休年龄，判断日期为{say.day(on)}"
        return setting.result(verdict, f"{told}，{wanted}{say.ENDINGS[verdict]}", facts)

    return judge


def _groups(sex: FactValue | Unknown, kind: FactValue | Unknown) -> tuple[str, ...]:
    """The groups a person may belong to; a man belongs to one whatever the kind of work."""
    if sex == "m":
        return ("m",)
    women = tuple(group for group in RETIREMENT_GROUPS[1:] if isinstance(kind, Unknown) or group == f"f_{kind}")
    return women if sex == "f" else ("m", *women)


def retirement_day(ages: RetirementAges, group: str, birth: date) -> date:
    """The day of the statutory retirement age, counted in months of age."""
    first, last, step = ages.groups[group]
    reached = add_months(birth, 12 * first)
    if not step or (reached.year, reached.month) < (ages.since.year, ages.since.month):
        return reached
    months = 12 * (reached.year - ages.since.year) + reached.month - ages.since.month
    return add_months(birth, 12 * first + min(months // step + 1, 12 * (last - first)))


def _day_judged(setting: Setting, case: Situation) -> FactValue | Unknown:
    name = setting.params["judged_by"]
    return case.on if name is None else case.get(name)


def _shown_day(setting: Setting, on: FactValue | Unknown) -> dict[str, object]:
    name = setting.params["judged_by"]
    return {} if name is None else shown(name, on)


def _unknown(setting: Setting, facts: dict[str, FactValue | Unknown], on: FactValue | Unknown) -> tuple[str, ...]:
    names = [name for name, value in facts.items() if value is UNKNOWN]
    if on is UNKNOWN:
        names.append(setting.params["judged_by"])
    return tuple(names)
