"""The closed kinds of criteria, each compiled once into a closure that judges facts and explains itself.

Three-valued throughout (strong Kleene); nothing is short-circuited, so that all reasons are always given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from models.assessment import Line, Verdict
from models.calendar import OutsideCalendar, add_months
from models.facts import FactValue
from models.facts_file import value_to_json
from models.rules import sentences as say
from models.rules.ages import compile_age, compile_before_retirement
from models.rules.award_matching import compile_award_count, compile_no_award, compile_not_together
from models.rules.composites import compile_any_or_all, compile_at_least, compile_not, compile_status
from models.rules.judging import (
    UNKNOWN,
    Judge,
    Judged,
    Setting,
    Situation,
    Unknown,
    remembering,
    shown,
    without_limit,
)
from models.rules.kinds import facts_named
from models.rules.over_rows import compile_count_where, compile_each
from models.rules.schema import Criterion, Item, Row
from models.vocabulary import FactKey, FactType, described

_NEEDING_MORE = frozenset({"date_within", "no_award", "award_count", "not_together", "each", "count_where"})
_OF_FEW_VALUES = frozenset({FactType.YES_NO, FactType.CHOICE, FactType.INTEGER})
_NEEDING_THE_DAY = frozenset({"age", "before_retirement"})
MET, NOT_MET, UNDECIDED = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN


def compile_criterion(setting: Setting) -> Judge:
    """The judge of one criterion as it stands on a date."""
    judge = _COMPILERS[setting.criterion.kind](setting)
    facts = _only_facts(setting.criterion, setting.items)
    # Dates and texts differ from person to person.
    repeated = facts is not None and all(described(fact).type in _OF_FEW_VALUES for fact in facts)
    return remembering(judge, facts) if facts and repeated else judge


def _only_facts(criterion: Criterion, items: Mapping[str, Item]) -> tuple[str, ...] | None:
    """The facts that alone decide a criterion; None where the day or the awards matter too."""
    by_application = criterion.kind in _NEEDING_THE_DAY and criterion.params["judged_by"] is None
    if criterion.kind in _NEEDING_MORE or by_application:
        return None
    facts = set(facts_named(criterion.params, items))
    for child in criterion.children:
        inside = _only_facts(child, items)
        if inside is None:
            return None
        facts.update(inside)
    return tuple(sorted(facts))


def _verdict(answer: bool) -> Verdict:
    return MET if answer else NOT_MET


def _one_fact(setting: Setting, key: FactKey, wanted: str) -> tuple[Judged, Callable[[Verdict, FactValue], Judged]]:
    """How a criterion on one fact is told: while the fact is unknown, and with its value."""
    fact = key.name
    open_sentence = f"{key.label}：尚不清楚，{wanted}{say.ENDINGS[UNDECIDED]}"

    def line(verdict: Verdict, value: FactValue) -> Line:
        sentence = f"{key.label}：{say.said(key, value)}，{wanted}{say.ENDINGS[verdict]}"
        return setting.line(verdict, sentence, shown(fact, value))

    def told(verdict: Verdict, value: FactValue) -> Judged:
        return Judged(verdict, line, (verdict, value))

    return setting.result(UNDECIDED, open_sentence, {}, (fact,)), told


def _yes_no(setting: Setting) -> Judge:
    fact, expected = setting.params["fact"], setting.params["expected"]
    wanted = f"要求为“{'是' if expected else '否'}”{say.since(setting.since)}"
    unknown, told = _one_fact(setting, described(fact), wanted)

    def judge(case: Situation) -> Judged:
        value = case.get(fact)
        return unknown if isinstance(value, Unknown) else told(_verdict(value is expected), value)

    return judge


def _one_of(setting: Setting) -> Judge:
    fact, choices, nothing = (setting.params[name] for name in ("fact", "choices", "proves_nothing"))
    key = described(fact)
    wanted = f"要求为{say.any_of([key.choices[name] for name in choices])}{say.since(setting.since)}"
    unknown, told = _one_fact(setting, key, wanted)

    def judge(case: Situation) -> Judged:
        value = case.get(fact)
        if isinstance(value, Unknown):
            return unknown
        if value in nothing:
            sentence = f"{key.label}：{say.said(key, value)}，不能证明是否符合，{wanted}{say.ENDINGS[UNDECIDED]}"
            return setting.result(UNDECIDED, sentence, shown(fact, value), (fact,))
        return told(_verdict(value in choices), value)

    return judge


def _compare(setting: Setting) -> Judge:
    fact, limit = setting.params["fact"], setting.value("value")
    key = described(fact)
    if limit is None:
        return without_limit(setting, key)
    at_least = setting.params["op"] == ">="
    wanted = f"要求{_bound(at_least, limit)}{say.said(key, limit)}{say.since(setting.since)}"
    unknown, told = _one_fact(setting, key, wanted)

    def judge(case: Situation) -> Judged:
        value: Any = case.values.get(fact, UNKNOWN)
        if value is UNKNOWN:
            return unknown
        enough = value is not None and (value >= limit if at_least else value <= limit)
        return told(MET if enough else NOT_MET, value)

    return judge


def _bound(at_least: bool, limit: int | date) -> str:
    if isinstance(limit, date):
        return "不早于" if at_least else "不晚于"
    return "不少于" if at_least else "不多于"


def _in_range(setting: Setting) -> Judge:
    """From one limit to another, both included."""
    fact, low, high = setting.params["fact"], setting.value("value"), setting.value("value_to")
    key = described(fact)
    if low is None or high is None:
        return without_limit(setting, key)
    wanted = f"要求在{say.said(key, low)}至{say.said(key, high)}之间{say.since(setting.since)}"
    unknown, told = _one_fact(setting, key, wanted)

    def judge(case: Situation) -> Judged:
        value: Any = case.get(fact)
        if isinstance(value, Unknown):
            return unknown
        return told(_verdict(value is not None and low <= value <= high), value)

    return judge


def _judgement(setting: Setting) -> Judge:
    """What only a person can judge: until somebody recorded it, it stays open as a judgement."""
    fact = setting.params["fact"]
    key = described(fact)
    start = say.since(setting.since)

    def judge(case: Situation) -> Judged:
        value = case.get(fact)
        if isinstance(value, Unknown):
            verdict = Verdict.JUDGEMENT
            return setting.result(verdict, f"{key.label}：尚未认定{start}{say.ENDINGS[verdict]}", {}, (fact,))
        verdict = _verdict(value is True)
        sentence = f"{key.label}：认定为“{say.said(key, value)}”{start}{say.ENDINGS[verdict]}"
        return setting.result(verdict, sentence, shown(fact, value))

    return judge


def _months_between(setting: Setting) -> Judge:
    """One date within so many months from another, and not before it (民法典 第202条 for the last day)."""
    fact, until, months = setting.params["fact"], setting.params["until"], setting.value("value")
    key, until_key = described(fact), described(until)
    if months is None:
        return without_limit(setting, until_key)
    wanted = f"{until_key.label}须在{key.label}起{months}个月内{say.since(setting.since)}"

    def judge(case: Situation) -> Judged:
        start, end = case.get(fact), case.get(until)
        facts = {**shown(fact, start), **shown(until, end)}
        if not isinstance(start, date) or not isinstance(end, date):
            missing = tuple(name for name, value in ((fact, start), (until, end)) if value is UNKNOWN)
            return setting.result(UNDECIDED, f"{wanted}：日期尚不清楚{say.ENDINGS[UNDECIDED]}", facts, missing)
        verdict = _verdict(start <= end <= add_months(start, months))
        told = f"{key.label}：{say.day(start)}，{until_key.label}：{say.day(end)}，{wanted}"
        return setting.result(verdict, told + say.ENDINGS[verdict], facts)

    return judge


def _share(setting: Setting) -> Judge:
    """A part of a whole in percent: days attended of days planned. Of a whole of none there is no part: ask again."""
    part_fact, whole_fact, limit = setting.params["fact"], setting.params["of"], setting.value("value")
    part_key, whole_key = described(part_fact), described(whole_fact)
    if limit is None:
        return without_limit(setting, part_key)
    wanted = f"要求{part_key.label}不少于{whole_key.label}的{limit}%{say.since(setting.since)}"

    def judge(case: Situation) -> Judged:
        part, whole = case.get(part_fact), case.get(whole_fact)
        facts = {**shown(part_fact, part), **shown(whole_fact, whole)}
        missing = tuple(name for name, value in ((part_fact, part), (whole_fact, whole)) if value is UNKNOWN)
        if whole == 0:
            missing = (whole_fact,)
        if missing:
            sentence = f"出勤情况尚不清楚，{wanted}{say.ENDINGS[UNDECIDED]}"
            return setting.result(UNDECIDED, sentence, facts, missing)
        verdict = _verdict(isinstance(part, int) and isinstance(whole, int) and 100 * part >= limit * whole)
        sentence = f"{part_key.label}{part}天，{whole_key.label}{whole}天，{wanted}{say.ENDINGS[verdict]}"
        return setting.result(verdict, sentence, facts)

    return judge


def _any_listed(setting: Setting) -> Judge:
    """A yes to any fact on a list that the bureau entered."""
    names: Sequence[str] = setting.value("value") or ()
    labels = say.any_of([described(name).label for name in names])

    def judge(case: Situation) -> Judged:
        values = {name: case.get(name) for name in names}
        facts = {name: value_to_json(value) for name, value in values.items() if not isinstance(value, Unknown)}
        missing = tuple(name for name, value in values.items() if value is UNKNOWN)
        if any(value is True for value in values.values()):
            verdict, missing = MET, ()
        else:
            verdict = UNDECIDED if missing else NOT_MET
        sentence = f"{setting.criterion.label}（{labels}之一）{say.since(setting.since)}{say.ENDINGS[verdict]}"
        return setting.result(verdict, sentence, facts, missing)

    return judge


def _date_within(setting: Setting) -> Judge:
    """The application within so many months of a date: 民法典 第202、203条; a rest day may move the last day."""
    fact, months = setting.params["fact"], setting.value("value")
    key = described(fact)
    if months is None:
        return without_limit(setting, key)
    wanted = f"须在{key.label}起{months}个月内申请{say.since(setting.since)}"
    rest_day = setting.row("rest_day")
    settled = rest_day.value if rest_day is not None and rest_day.confirmed else None

    def judge(case: Situation) -> Judged:
        start = case.values.get(fact, UNKNOWN)
        if not isinstance(start, date):
            missing = (fact,) if start is UNKNOWN else ()
            sentence = f"{key.label}：尚不清楚，{wanted}{say.ENDINGS[UNDECIDED]}"
            return setting.result(UNDECIDED, sentence, shown(fact, start), missing)
        nominal = add_months(start, months)
        if case.on <= nominal:
            return Judged(MET, line, (case, start, nominal, MET))
        working = _first_working_day(case, nominal)
        if moves(case) and working is None:
            return Judged(UNDECIDED, line, (case, start, nominal, UNDECIDED))
        verdict = _verdict(moves(case) and working is not None and case.on <= working)
        # Where the calendar does not reach, the rule alone may make it late.
        leaned_on = (setting.params["rest_day"],) if working is None or case.on <= working else ()
        return Judged(verdict, line, (case, start, nominal, verdict), leaned_on=leaned_on)

    def moves(case: Situation) -> bool:
        # What the bureau confirmed goes before the office's setting.
        return bool(case.rest_day_rule if settled is None else settled)

    def line(case: Situation, start: date, nominal: date, verdict: Verdict) -> Line:
        end = (_first_working_day(case, nominal) if moves(case) else None) or nominal
        told = f"期限{say.day(nominal)}届满，是否因休息日顺延须查当年放假安排，该年安排尚未录入"
        if verdict is not UNDECIDED:
            told = f"{_period_end(nominal, end)}，申请日期为{say.day(case.on)}"
        sentence = f"{key.label}：{say.day(start)}，{wanted}，{told}{say.ENDINGS[verdict]}"
        return setting.line(verdict, sentence, {fact: start.isoformat()}, end if verdict is MET else None)

    return judge


def _first_working_day(case: Situation, day: date) -> date | None:
    """The day itself or the first working day after it; None where the calendar does not reach."""
    try:
        return case.calendar.next_working_day(day)
    except OutsideCalendar:
        return None


def _period_end(nominal: date, end: date) -> str:
    if end == nominal:
        return f"期限至{say.day(nominal)}"
    return f"期限最后一日{say.day(nominal)}为休息日，顺延至{say.day(end)}"


def _level_table(setting: Setting) -> Judge:
    """A level that has an amount, judged where declared by the date of the certificate."""
    level_fact, date_fact = setting.params["level"], setting.params["judged_by"]
    rows_of = rows_by_level(level_tables(setting.items, setting.params["tables"], setting.on))
    level_key = described(level_fact)

    def line(case: Situation, level: FactValue, row: Row | None, verdict: Verdict) -> Line:
        rows = rows_of.get(level, ())
        facts = shown(level_fact, level)
        if _by_date(rows):
            facts |= shown(date_fact, case.get(date_fact))
        return setting.line(verdict, _level_sentence(level_key, level, row, rows, verdict), facts)

    def judge(case: Situation) -> Judged:
        level: Any = case.values.get(level_fact, UNKNOWN)
        if level is UNKNOWN:
            return unknown
        rows = rows_of.get(level, ())
        judged_by = case.values.get(date_fact, UNKNOWN)
        verdict, row = find_level(rows, judged_by)
        missing = (date_fact,) if verdict is UNDECIDED else ()
        return Judged(verdict, line, (case, level, row, verdict), missing, leaned_on.get(level, ()))

    sentence = f"{level_key.label}：尚不清楚，有补贴标准的等级才能享受{say.ENDINGS[UNDECIDED]}"
    unknown = setting.result(UNDECIDED, sentence, {}, (level_fact,))
    leaned_on = {level: tuple([name for name, _ in rows]) for level, rows in rows_of.items()}
    return judge


def _by_date(rows: Sequence[LevelRow]) -> bool:
    return any(row.judged_from or row.judged_to for _, row in rows)


LevelRow = tuple[str, Row]


def level_tables(items: Mapping[str, Any], names: Iterable[str], on: date) -> tuple[LevelRow, ...]:
    """The tables in force on a date, with the item each comes from; empty ones are left out."""
    found = ((name, items[name].row_on(on)) for name in names)
    return tuple((name, row) for name, row in found if row is not None and row.value is not None)


def rows_by_level(tables: Sequence[LevelRow]) -> Mapping[FactValue | Unknown, tuple[LevelRow, ...]]:
    """The rows that have an amount for each level."""
    levels = dict.fromkeys(level for _, row in tables for level in row.value)
    return {level: tuple((name, row) for name, row in tables if level in row.value) for level in levels}


def find_level(rows: Sequence[LevelRow], judged_by: FactValue | Unknown) -> tuple[Verdict, Row | None]:
    """The row whose dates take the certificate in; unknown while its date is not known and could decide."""
    undecided = False
    for _, row in rows:
        if row.judged_from is None and row.judged_to is None:
            return MET, row
        if isinstance(judged_by, Unknown):
            undecided = True
        elif isinstance(judged_by, date) and _between(row, judged_by):
            return MET, row
    return (UNDECIDED if undecided else NOT_MET), None


def _between(row: Row, judged_by: date) -> bool:
    return (row.judged_from is None or row.judged_from <= judged_by) and (
        row.judged_to is None or judged_by <= row.judged_to
    )


def _level_sentence(key: FactKey, level: FactValue, row: Row | None, rows: Sequence[LevelRow], verdict: Verdict) -> str:
    said = f"{key.label}：{say.said(key, level)}"
    if row is not None:
        return f"{said}，补贴标准为{say.yuan(row.value[level])}{say.since(row.start)}{say.ENDINGS[verdict]}"
    spans = "；".join(_span(each) for _, each in rows)
    only = f"只对{spans}核发的证书有补贴标准" if rows else "这一等级没有补贴标准"
    return f"{said}，{only}{say.ENDINGS[verdict]}"


def _span(row: Row) -> str:
    start = say.day(row.judged_from) if row.judged_from else ""
    end = say.day(row.judged_to) if row.judged_to else ""
    return f"{start}至{end}"


_COMPILERS: Mapping[str, Callable[[Setting], Judge]] = MappingProxyType(
    {
        "compare": _compare,
        "one_of": _one_of,
        "yes_no": _yes_no,
        "all": compile_any_or_all,
        "any": compile_any_or_all,
        "not": compile_not,
        "at_least": compile_at_least,
        "status": compile_status,
        "each": compile_each,
        "count_where": compile_count_where,
        "judgement": _judgement,
        "between": _in_range,
        "age": compile_age,
        "before_retirement": compile_before_retirement,
        "months_between": _months_between,
        "not_together": compile_not_together,
        "any_listed": _any_listed,
        "date_within": _date_within,
        "level_table": _level_table,
        "no_award": compile_no_award,
        "award_count": compile_award_count,
        "share": _share,
    }
)
