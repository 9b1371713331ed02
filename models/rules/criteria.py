"""The closed kinds of criteria, each compiled once into a closure that judges facts and explains itself.

Three-valued throughout (strong Kleene); nothing is short-circuited, so that all reasons are always given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from models.assessment import Verdict
from models.calendar import OutsideCalendar, add_months
from models.facts import FactValue
from models.facts_file import value_to_json
from models.rules import sentences as say
from models.rules.award_matching import compile_award_count, compile_no_award
from models.rules.judging import UNKNOWN, Judge, Judged, Setting, Situation, Unknown
from models.rules.kinds import facts_named
from models.rules.schema import Criterion, Item, Row
from models.vocabulary import FactKey, fact_key

_NEEDING_MORE = frozenset({"date_within", "no_award", "award_count"})
_KEPT = 1024
MET, NOT_MET, UNDECIDED, JUDGEMENT = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.JUDGEMENT


def compile_criterion(setting: Setting) -> Judge:
    """The judge of one criterion as it stands on a date."""
    judge = _COMPILERS[setting.criterion.kind](setting)
    facts = _only_facts(setting.criterion, setting.items)
    return judge if facts is None else _remembering(judge, facts)


def _only_facts(criterion: Criterion, items: Mapping[str, Item]) -> tuple[str, ...] | None:
    """The facts that alone decide a criterion; None where the day or the awards matter too."""
    if criterion.kind in _NEEDING_MORE:
        return None
    facts = set(facts_named(criterion.params, items))
    for child in criterion.children:
        inside = _only_facts(child, items)
        if inside is None:
            return None
        facts.update(inside)
    return tuple(sorted(facts))


def _remembering(judge: Judge, facts: tuple[str, ...]) -> Judge:
    """Outcomes repeat from person to person: the last so many are kept."""
    kept: dict[tuple[FactValue | Unknown, ...], Judged] = {}

    def remembered(case: Situation) -> Judged:
        key = tuple([case.values.get(fact, UNKNOWN) for fact in facts])
        found = kept.get(key)
        if found is None:
            if len(kept) >= _KEPT:
                kept.clear()
            found = kept[key] = judge(case)
        return found

    return remembered


def _verdict(answer: bool) -> Verdict:
    return MET if answer else NOT_MET


def _shown(fact: str, value: FactValue | Unknown) -> dict[str, Any]:
    return {} if isinstance(value, Unknown) else {fact: value_to_json(value)}


def _yes_no(setting: Setting) -> Judge:
    fact, expected = setting.params["fact"], setting.params["expected"]
    key = fact_key(fact)
    wanted = f"要求为“{'是' if expected else '否'}”{say.since(setting.since)}"

    def judge(case: Situation) -> Judged:
        value = case.get(fact)
        if isinstance(value, Unknown):
            sentence = f"{key.label}：尚不清楚，{wanted}{say.ENDINGS[UNDECIDED]}"
            return setting.result(UNDECIDED, sentence, {}, (fact,))
        verdict = _verdict(value is expected)
        sentence = f"{key.label}：{say.said(key, value)}，{wanted}{say.ENDINGS[verdict]}"
        return setting.result(verdict, sentence, _shown(fact, value))

    return judge


def _one_of(setting: Setting) -> Judge:
    fact, choices, nothing = (setting.params[name] for name in ("fact", "choices", "proves_nothing"))
    key = fact_key(fact)
    wanted = f"要求为{say.any_of([key.choices[name] for name in choices])}{say.since(setting.since)}"

    def judge(case: Situation) -> Judged:
        value = case.get(fact)
        if isinstance(value, Unknown):
            sentence = f"{key.label}：尚不清楚，{wanted}{say.ENDINGS[UNDECIDED]}"
            return setting.result(UNDECIDED, sentence, {}, (fact,))
        if value in nothing:
            sentence = f"{key.label}：{say.said(key, value)}，不能证明是否符合，{wanted}{say.ENDINGS[UNDECIDED]}"
            return setting.result(UNDECIDED, sentence, _shown(fact, value), (fact,))
        verdict = _verdict(value in choices)
        sentence = f"{key.label}：{say.said(key, value)}，{wanted}{say.ENDINGS[verdict]}"
        return setting.result(verdict, sentence, _shown(fact, value))

    return judge


def _compare(setting: Setting) -> Judge:
    fact, limit = setting.params["fact"], setting.value("value")
    key = fact_key(fact)
    if limit is None:
        return _without_limit(setting, key)
    at_least = setting.params["op"] == ">="
    wanted = f"要求{_bound(at_least, limit)}{say.said(key, limit)}{say.since(setting.since)}"

    def judge(case: Situation) -> Judged:
        value = case.get(fact)
        if isinstance(value, Unknown):
            sentence = f"{key.label}：尚不清楚，{wanted}{say.ENDINGS[UNDECIDED]}"
            return setting.result(UNDECIDED, sentence, {}, (fact,))
        verdict = _verdict(value is not None and (value >= limit if at_least else value <= limit))
        sentence = f"{key.label}：{say.said(key, value)}，{wanted}{say.ENDINGS[verdict]}"
        return setting.result(verdict, sentence, _shown(fact, value))

    return judge


def _bound(at_least: bool, limit: int | date) -> str:
    if isinstance(limit, date):
        return "不早于" if at_least else "不晚于"
    return "不少于" if at_least else "不多于"


def _without_limit(setting: Setting, key: FactKey) -> Judge:
    """An empty limit makes its criterion unknown, whatever the fact is."""
    sentence = f"{key.label}的标准尚未录入，须先由人力社保部门录入文件规定{say.ENDINGS[UNDECIDED]}"

    def judge(case: Situation) -> Judged:
        return setting.result(UNDECIDED, sentence, _shown(key.name, case.get(key.name)))

    return judge


def _share(setting: Setting) -> Judge:
    """A part of a whole in percent: days attended of days planned."""
    part_fact, whole_fact, limit = setting.params["fact"], setting.params["of"], setting.value("value")
    part_key, whole_key = fact_key(part_fact), fact_key(whole_fact)
    if limit is None:
        return _without_limit(setting, part_key)
    wanted = f"要求{part_key.label}不少于{whole_key.label}的{limit}%{say.since(setting.since)}"

    def judge(case: Situation) -> Judged:
        part, whole = case.get(part_fact), case.get(whole_fact)
        facts = {**_shown(part_fact, part), **_shown(whole_fact, whole)}
        missing = tuple(name for name, value in ((part_fact, part), (whole_fact, whole)) if value is UNKNOWN)
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
    labels = say.any_of([fact_key(name).label for name in names])

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
    key = fact_key(fact)
    if months is None:
        return _without_limit(setting, key)
    wanted = f"须在{key.label}起{months}个月内申请{say.since(setting.since)}"
    rest_day = setting.row("rest_day")
    settled = rest_day.value if rest_day is not None and rest_day.confirmed else None

    def judge(case: Situation) -> Judged:
        start = case.values.get(fact, UNKNOWN)
        if not isinstance(start, date):
            missing = (fact,) if start is UNKNOWN else ()
            sentence = f"{key.label}：尚不清楚，{wanted}{say.ENDINGS[UNDECIDED]}"
            return setting.result(UNDECIDED, sentence, _shown(fact, start), missing)
        # What the bureau confirmed goes before the office's setting.
        moves = case.rest_day_rule if settled is None else settled
        nominal = add_months(start, months)
        working = _first_working_day(case, nominal)
        told = f"{key.label}：{say.day(start)}，{wanted}，"
        facts = {fact: start.isoformat()}
        if case.on > nominal and moves and working is None:
            sentence = f"{told}期限{say.day(nominal)}届满，是否因休息日顺延须查当年放假安排，该年安排尚未录入"
            return setting.result(UNDECIDED, sentence + say.ENDINGS[UNDECIDED], facts)
        end = working if moves and working else nominal
        verdict = _verdict(case.on <= end)
        sentence = f"{told}{_period_end(nominal, end)}，申请日期为{say.day(case.on)}{say.ENDINGS[verdict]}"
        decided = working is not None and nominal < case.on <= working
        return setting.result(
            verdict,
            sentence,
            facts,
            holds_until=end if verdict is MET else None,
            leaned_on=(setting.params["rest_day"],) if decided else (),
        )

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
    tables = level_tables(setting.items, setting.params["tables"], setting.on)
    level_key = fact_key(level_fact)

    def judge(case: Situation) -> Judged:
        level, judged_by = case.get(level_fact), case.get(date_fact)
        facts = _shown(level_fact, level)
        if isinstance(level, Unknown):
            sentence = f"{level_key.label}：尚不清楚，有补贴标准的等级才能享受{say.ENDINGS[UNDECIDED]}"
            return setting.result(UNDECIDED, sentence, facts, (level_fact,))
        rows = [(name, row) for name, row in tables if level in row.value]
        leaned = tuple(name for name, _ in rows)
        dated = any(row.judged_from or row.judged_to for _, row in rows)
        if dated:
            facts |= _shown(date_fact, judged_by)
        verdict, row = find_level(rows, judged_by)
        sentence = _level_sentence(level_key, level, row, rows, verdict)
        missing = (date_fact,) if verdict is UNDECIDED and judged_by is UNKNOWN else ()
        return setting.result(verdict, sentence, facts, missing, leaned_on=leaned)

    return judge


LevelRow = tuple[str, Row]


def level_tables(items: Mapping[str, Any], names: Iterable[str], on: date) -> tuple[LevelRow, ...]:
    """The tables in force on a date, with the item each comes from; empty ones are left out."""
    found = ((name, items[name].row_on(on)) for name in names)
    return tuple((name, row) for name, row in found if row is not None and row.value is not None)


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


def _composite(setting: Setting) -> Judge:
    """All or any of the parts; the parts are shown as children."""
    conjunction = setting.criterion.kind == "all"
    settled_by = NOT_MET if conjunction else MET
    labels = {child.id: child.label for child in setting.criterion.children}
    start = say.since(setting.since)

    def judge(case: Situation) -> Judged:
        parts = [child(case) for child in setting.children]
        verdict = combine({part.line.verdict for part in parts}, settled_by)
        decisive = [labels[part.line.id] for part in parts if part.line.verdict is verdict]
        asked = say.any_of([labels[part.line.id] for part in parts])
        heading = f"{setting.criterion.label}：须{'同时满足' if conjunction else '满足其一'}（{asked}）{start}，"
        sentence = heading + _outcome(verdict, decisive, conjunction=conjunction) + say.ENDINGS[verdict]
        return setting.result(
            verdict,
            sentence,
            {name: value for part in parts for name, value in part.line.facts.items()},
            merge(part.missing for part in parts if part.line.verdict is UNDECIDED) if verdict is UNDECIDED else (),
            children=tuple(part.line for part in parts),
            leaned_on=merge(part.leaned_on for part in parts),
        )

    return judge


def _outcome(verdict: Verdict, labels: Sequence[str], *, conjunction: bool) -> str:
    """Which parts decided it."""
    if verdict is UNDECIDED or verdict is JUDGEMENT:
        return f"其中{say.any_of(labels)}尚不清楚"
    if verdict is MET:
        return "各项均已满足" if conjunction else f"其中“{say.any_of(labels)}”成立"
    return f"未满足{say.any_of(labels)}" if conjunction else "各项均未满足"


def combine(verdicts: set[Verdict], settled_by: Verdict) -> Verdict:
    """Strong Kleene: one part of the settling verdict settles; else what is open keeps it open."""
    for verdict in (settled_by, UNDECIDED, JUDGEMENT):
        if verdict in verdicts:
            return verdict
    return MET if settled_by is NOT_MET else NOT_MET


def merge(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """All names once, in order."""
    return tuple(dict.fromkeys(name for group in groups for name in group))


_COMPILERS: Mapping[str, Callable[[Setting], Judge]] = MappingProxyType(
    {
        "compare": _compare,
        "one_of": _one_of,
        "yes_no": _yes_no,
        "all": _composite,
        "any": _composite,
        "any_listed": _any_listed,
        "date_within": _date_within,
        "level_table": _level_table,
        "no_award": compile_no_award,
        "award_count": compile_award_count,
        "share": _share,
    }
)
