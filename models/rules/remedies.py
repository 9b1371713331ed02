"""What would change an answer, and when: only what follows from the criteria themselves.

Nothing here decides or promises anything: a remedy says what a criterion asks beyond what is known, and from which day
on it would be judged otherwise with the same facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from models.assessment import Assessment, Line, Result, Verdict
from models.calendar import WorkCalendar, add_months
from models.facts import Facts
from models.rules import sentences as say
from models.rules.evaluate import Answer, answer, turning_days
from models.rules.judging import AWARDS
from models.rules.load_checks import walk
from models.rules.rulebook import RuleBook
from models.rules.schema import Criterion, Item, Programme
from models.vocabulary import described, fact_key

_YEARS_AHEAD = 2
REGISTER_QUESTION = "市级享受记录查询的结果是什么？"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What one failed condition asks. `from_day`: the first application date for which time alone would meet it."""

    criterion: str
    label: str
    sentence: str
    from_day: date | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """`remedies` for every failed top-level criterion; `eligible_from` with all other facts as they are.

    `next_question` is the smallest next question of an answer that cannot be told yet, and `next_proof` what shows it.
    """

    remedies: tuple[Remedy, ...]
    eligible_from: date | None
    next_question: str
    next_proof: str


@dataclass(frozen=True, slots=True)
class _Case:
    """What the words of a remedy are made from. `version_day` selected the version, `on` is the application's."""

    rules: Programme
    facts: Facts
    on: date
    version_day: date
    later: Mapping[date, Answer]

    def value(self, criterion: Criterion, param: str = "value") -> object:
        item: Item | None = self.rules.items.get(str(criterion.params.get(param)))
        row = None if item is None else item.row_on(self.version_day)
        return None if row is None else row.value


def outlook(
    rulebook: RuleBook,
    assessment: Assessment,
    facts: Facts,
    *,
    rest_day_rule: bool = True,
    calendar: WorkCalendar | None = None,
) -> Outlook:
    """What would change an assessment of these facts. Empty for one that is eligible or not in force."""
    question, proof = _next_question(assessment)
    if assessment.result is not Result.INELIGIBLE:
        return Outlook((), None, question, proof)
    rules = rulebook.programme(assessment.programme)

    def judge(on: date) -> Answer:
        return answer(rulebook, rules.id, facts, on, rest_day_rule=rest_day_rule, calendar=calendar)

    later = MappingProxyType({on: judge(on) for on in _days_ahead(rules, facts, assessment.on)})
    day = assessment.version_day or assessment.on
    case = _Case(rules, facts, assessment.on, day, later)
    criteria = {criterion.id: criterion for criterion in walk(rules.criteria_of(rules.version_on(day)))}
    remedies = tuple(_remedy(case, criteria, line) for line in assessment.failed())
    eligible = next((on for on, found in later.items() if found.result is Result.ELIGIBLE), None)
    return Outlook(remedies, eligible, question, proof)


def _next_question(assessment: Assessment) -> tuple[str, str]:
    if assessment.result is not Result.CANNOT_TELL or not assessment.missing:
        return "", ""
    first = assessment.missing[0]
    if first == AWARDS:
        return REGISTER_QUESTION, "市级享受记录查询结果"
    key = fact_key(first)
    return key.question, key.proof


def _days_ahead(rules: Programme, facts: Facts, on: date) -> list[date]:
    """Days after the application on which something of the rules, the calendar year or an age begins anew."""
    horizon = date(on.year + _YEARS_AHEAD, 12, 31)
    days = turning_days(rules)
    days |= {date(on.year + ahead, 1, 1) for ahead in range(1, _YEARS_AHEAD + 1)}
    own = tuple(criterion for version in rules.versions for criterion in version.criteria)
    for criterion in walk(rules.criteria + own):
        if criterion.kind == "age" and criterion.params["judged_by"] is None:
            days |= set(_birthdays(rules, criterion, facts))
    return sorted(day for day in days if on < day <= horizon)


def _birthdays(rules: Programme, criterion: Criterion, facts: Facts) -> Iterator[date]:
    birth = facts.values.get(criterion.params["fact"])
    if isinstance(birth, date):
        for row in rules.items[criterion.params["value"]].rows:
            if isinstance(row.value, int):
                yield add_months(birth, 12 * row.value)


def _remedy(case: _Case, criteria: Mapping[str, Criterion], line: Line) -> Remedy:
    criterion = criteria[line.id]
    told = "；".join(dict.fromkeys(_asked(case, criteria, line)))
    since = _from_day(case, line.id)
    if since is not None:
        told += f"；{say.day(since)}起申请的，其他情况不变，这一条件不再是障碍"
    return Remedy(line.id, criterion.label, f"{told}。", since)


def _from_day(case: _Case, criterion: str) -> date | None:
    """The first later day on which the criterion is met or no longer stands, in a version that is in force."""
    for on, found in case.later.items():
        if found.result is not Result.NOT_IN_FORCE and found.verdicts().get(criterion, Verdict.MET) is Verdict.MET:
            return on
    return None


def _asked(case: _Case, criteria: Mapping[str, Criterion], line: Line) -> Iterator[str]:
    """What the failed leaves ask: every failed part of a conjunction, the alternatives of a disjunction."""
    criterion = criteria.get(line.id)
    if criterion is None:
        yield line.sentence.rstrip("。")
    elif criterion.kind in ("any", "status"):
        alternatives = ["并且".join(dict.fromkeys(_asked(case, criteria, child))) for child in line.children]
        yield "，或者".join(alternatives)
    elif criterion.kind in ("all", "at_least"):
        for child in line.children:
            if child.verdict is Verdict.NOT_MET:
                yield from _asked(case, criteria, child)
    else:
        yield _WORDS.get(criterion.kind, _as_told)(case, criterion, line)


def _as_told(_case: _Case, criterion: Criterion, _line: Line) -> str:
    return f"须满足“{criterion.label}”"


def _yes_no(_case: _Case, criterion: Criterion, _line: Line) -> str:
    label = described(criterion.params["fact"]).label
    return f"“{label}”须为“{'是' if criterion.params['expected'] else '否'}”"


def _one_of(_case: _Case, criterion: Criterion, _line: Line) -> str:
    key = described(criterion.params["fact"])
    return f"“{key.label}”须为{say.any_of([key.choices[name] for name in criterion.params['choices']])}"


def _compare(case: _Case, criterion: Criterion, _line: Line) -> str:
    key, limit = described(criterion.params["fact"]), case.value(criterion)
    value = case.facts.values.get(key.name)
    if not isinstance(limit, int | date):
        return f"须满足“{criterion.label}”"
    bound = f"{'不早于' if criterion.params['op'] == '>=' else '不晚于'}{say.said(key, limit)}"
    if isinstance(limit, int):
        bound = f"{'不少于' if criterion.params['op'] == '>=' else '不多于'}{say.said(key, limit)}"
    if isinstance(value, int) and isinstance(limit, int) and criterion.params["op"] == ">=":
        return f"“{key.label}”须{bound}，还差{limit - value}{key.unit}"
    return f"“{key.label}”须{bound}"


def _date_within(case: _Case, criterion: Criterion, _line: Line) -> str:
    key, months = described(criterion.params["fact"]), case.value(criterion)
    return f"申请期限（{key.label}起{months}个月）已过，不会再开始；“{key.label}”更晚的，从那一天起另算"


def _award_count(case: _Case, criterion: Criterion, _line: Line) -> str:
    if criterion.params["period"] == "lifetime":
        return "规定的次数已经用完"
    return f"{case.on.year}年度的次数已经用完，次数按申请日所在的自然年重新计算"


def _no_award(_case: _Case, criterion: Criterion, _line: Line) -> str:
    parts = [
        described(criterion.params[name]).label for name in ("occupation", "level", "number") if criterion.params[name]
    ]
    return f"已经享受过，“{say.any_of(parts)}”不同的才能另行申请"


def _not_together(_case: _Case, criterion: Criterion, _line: Line) -> str:
    return f"已经享受过{say.programmes(criterion.params['programmes'])}，两项不能同时享受"


def _level_table(case: _Case, criterion: Criterion, _line: Line) -> str:
    rows = [case.rules.items[name].row_on(case.version_day) for name in criterion.params["tables"]]
    levels = [level for row in rows if row is not None and row.value for level in row.value]
    return f"有补贴标准的等级为{say.any_of([say.level(level) for level in levels])}"


def _age(case: _Case, criterion: Criterion, _line: Line) -> str:
    birth, years = case.facts.values.get(criterion.params["fact"]), case.value(criterion)
    if isinstance(birth, date) and isinstance(years, int):
        return f"{say.day(add_months(birth, 12 * years))}满{years}周岁"
    return f"须满足“{criterion.label}”"


def _before_retirement(_case: _Case, _criterion: Criterion, _line: Line) -> str:
    return "已达到法定退休年龄，这一点不会再改变"


def _rows(_case: _Case, _criterion: Criterion, line: Line) -> str:
    failed = [child.sentence.split("（自")[0] for child in line.children if child.verdict is Verdict.NOT_MET]
    return "，".join(failed) or "名单上没有符合条件的人员"


def _judged_no(_case: _Case, criterion: Criterion, _line: Line) -> str:
    return f"“{criterion.label}”须由经办人重新认定"


_WORDS: Mapping[str, Callable[[_Case, Criterion, Line], str]] = MappingProxyType(
    {
        "yes_no": _yes_no,
        "one_of": _one_of,
        "compare": _compare,
        "date_within": _date_within,
        "award_count": _award_count,
        "no_award": _no_award,
        "not_together": _not_together,
        "level_table": _level_table,
        "age": _age,
        "before_retirement": _before_retirement,
        "each": _rows,
        "count_where": _rows,
        "judgement": _judged_no,
    }
)
