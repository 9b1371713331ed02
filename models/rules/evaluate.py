"""Assessing an application: pure, from a rulebook, facts and a date to the whole explained answer.

A programme is compiled once per span of dates in which nothing of it changes; the plans stay with the rulebook.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from models.assessment import AmountStep, Assessment, Result, Verdict, VersionDate, Warning
from models.calendar import WorkCalendar, default_calendar
from models.facts import FactList, Facts, FactValue
from models.facts_file import awards_to_json, check_application_date, value_to_json
from models.rules import sentences as say
from models.rules.amounts import Reckoning, compile_amount
from models.rules.composites import merge
from models.rules.criteria import compile_criterion
from models.rules.judging import Judge, Judged, Setting, Situation
from models.rules.kinds import items_named
from models.rules.rulebook import RuleBook, needs_confirmation
from models.rules.schema import VERSION_BY, AmountRule, Criterion, Item, Programme, Row, Version
from models.rules.version_choice import undated

_DAY = timedelta(days=1)
_NAMED = 3  # so many of what rests on one text are named
_NOT_PLAIN = frozenset({date, FactList})  # written otherwise in JSON than kept
# Looking a member up in its class takes longer than comparing it, and every case asks several times.
_MET, _NOT_MET = Verdict.MET, Verdict.NOT_MET
_ELIGIBLE, _INELIGIBLE, _CANNOT_TELL = Result.ELIGIBLE, Result.INELIGIBLE, Result.CANNOT_TELL
_NOTHING: tuple[tuple[AmountStep, ...], tuple[str, ...]] = ((), ())


def answer(
    rulebook: RuleBook,
    programme: str,
    facts: Facts,
    on: date,
    *,
    rest_day_rule: bool = True,
    calendar: WorkCalendar | None = None,
    today: date | None = None,
) -> Answer:
    """Judge one programme for an application of a date; the explanation is written when it is asked for.

    `rest_day_rule`: a period that ends on a rest day runs to the next working day. `today`: name the texts that should
    have been read again by then. Raises InputError for a programme
    without rules and for an application dated before the certificate's issue.
    """
    rules = rulebook.programme(programme)
    check_application_date(facts, on)
    plan = _plan(rulebook, rules, on) if not rules.other_dates else _dated_plan(rulebook, rules, facts, on)
    if plan is None:
        return Answer(Result.NOT_IN_FORCE, (), (), [], facts, on, rules, rulebook.hash, None, today)
    case = Situation(
        on, facts.values, facts.awards, facts.awards_complete, rest_day_rule, calendar or default_calendar()
    )
    judged = [judge(case) for judge in plan.judges]
    result = _result(judged)
    steps, missing = _NOTHING
    if result is _ELIGIBLE:
        steps, missing = plan.reckon(case, judged)
    elif result is _CANNOT_TELL:
        missing = _most_useful_first(judged)
    return Answer(result, steps, missing, judged, facts, on, rules, rulebook.hash, plan, today)


def assess(
    rulebook: RuleBook,
    programme: str,
    facts: Facts,
    on: date,
    *,
    rest_day_rule: bool = True,
    calendar: WorkCalendar | None = None,
    today: date | None = None,
) -> Assessment:
    """The same, wholly explained."""
    found = answer(rulebook, programme, facts, on, rest_day_rule=rest_day_rule, calendar=calendar, today=today)
    return found.explained()


def assess_all(
    rulebook: RuleBook,
    facts: Facts,
    on: date,
    *,
    rest_day_rule: bool = True,
    calendar: WorkCalendar | None = None,
) -> tuple[Assessment, ...]:
    """Every programme of the rulebook for the same facts, in the contract's order."""
    return tuple(
        assess(rulebook, name, facts, on, rest_day_rule=rest_day_rule, calendar=calendar)
        for name in rulebook.programmes
    )


@dataclass(slots=True)
class Answer:
    """What the rules say about one application, with the whole explanation at hand. Not to be changed.

    `missing` as in an Assessment; `judged` in the order of the criteria.
    """

    result: Result
    steps: tuple[AmountStep, ...]
    missing: tuple[str, ...]
    judged: Sequence[Judged]
    facts: Facts
    on: date
    rules: Programme
    rulebook: str
    plan: _Plan | None
    today: date | None

    @property
    def amount_fen(self) -> int | None:
        """None unless eligible and computable."""
        return sum(step.fen for step in self.steps) if self.steps else None

    def verdicts(self) -> dict[str, Verdict]:
        """The verdict of each top-level criterion by its id, in order."""
        names = () if self.plan is None else self.plan.criteria
        return {name: each.verdict for name, each in zip(names, self.judged, strict=True)}

    def explained(self) -> Assessment:
        """Every line with its sentence and clause, the warnings, what is not confirmed, and the facts as judged."""
        version = None if self.plan is None else self.plan.version
        return Assessment(
            programme=self.rules.id,
            on=self.on,
            result=self.result,
            version_from=None if version is None else version.start,
            version_to=None if version is None else version.end,
            amount_fen=self.amount_fen,
            criteria=tuple([each.line for each in self.judged]),
            warnings=_warnings(self.rules, self.facts.values),
            missing=self.missing,
            not_confirmed=() if self.plan is None else _not_confirmed(self.plan, self.judged),
            amount_steps=self.steps,
            rulebook=self.rulebook,
            facts=_receipt(self.rules, self.facts),
            reviews=_due_reviews(self.plan, self.today),
            version_date=_version_date(self.rules, self.facts, self.on),
        )


@dataclass(frozen=True, slots=True)
class _Plan:
    """A programme compiled for a span of dates, without a version while the date that selects it is unknown.

    `weak` maps each weak item to the name printed for it. `reviewed` are the rows in force whose text must be read
    again by some day, each with the label of its item.
    """

    version: Version | None
    criteria: tuple[str, ...]
    judges: tuple[Judge, ...]
    reckon: Reckoning
    always: tuple[str, ...]
    weak: Mapping[str, str]
    reviewed: tuple[tuple[str, Row], ...]


@dataclass(slots=True)
class _Spans:
    """The days on which something of a programme changes, and the plan of each span between them once it is made."""

    days: list[date]
    plans: dict[int, _Plan | None]


def _plan(rulebook: RuleBook, rules: Programme, on: date) -> _Plan | None:
    spans: _Spans | None = rulebook.plans.get(rules.id)
    if spans is None:
        spans = rulebook.plans[rules.id] = _Spans(sorted(turning_days(rules)), {})
    place = bisect_right(spans.days, on)
    if place not in spans.plans:
        version = rules.version_on(on)
        spans.plans[place] = None if version is None else _compile(rules, version, on)
    return spans.plans[place]


def _dated_plan(rulebook: RuleBook, rules: Programme, facts: Facts, on: date) -> _Plan | None:
    """The plan of the date that selects the version of this application; while it is unknown, one that asks for it."""
    day = rules.version_day(on, facts.values)
    if day is not None:
        return _plan(rulebook, rules, day)
    row = rules.other_date(on)
    if row is None:
        raise AssertionError("the date of application is always known")
    judged = undated(row)
    return _Plan(None, (VERSION_BY,), (lambda _case: judged,), lambda _case, _judged: _NOTHING, (), {}, ())


def _version_date(rules: Programme, facts: Facts, on: date) -> VersionDate | None:
    row = rules.other_date(on)
    return None if row is None else VersionDate(row.value, rules.version_day(on, facts.values), row.clause)


def turning_days(rules: Programme) -> set[date]:
    """Every day on which something of the programme begins, has just ended, or becomes known."""
    periods: list[Version | Row] = [*rules.versions, *(row for item in rules.items.values() for row in item.rows)]
    days = {period.start for period in periods}
    days |= {period.end + _DAY for period in periods if period.end is not None}
    days |= {clause.published for clause in rules.clauses.values() if clause.published is not None}
    own = [criterion for version in rules.versions for criterion in version.criteria]
    for criterion in _walk([*rules.criteria, *own]):
        days |= {criterion.start} if criterion.start else set()
        days |= {criterion.end + _DAY} if criterion.end else set()
    return days


def _walk(criteria: Sequence[Criterion]) -> Iterator[Criterion]:
    for criterion in criteria:
        yield criterion
        yield from _walk(criterion.children)


def _compile(rules: Programme, version: Version, on: date) -> _Plan:
    criteria = rules.criteria_of(version)
    standing = [_standing(rules, criterion, on, _Parent(None, version.start)) for criterion in criteria]
    found = [each for each in standing if each is not None]
    named = merge([*(each.items for each in found), *_amount_items(rules.amount_of(version))])
    weak: dict[str, str] = {}
    for name in named:
        item = rules.items[name]
        row = item.row_on(on)
        if row is not None and needs_confirmation(item, row, version, on):
            weak[name] = f"{rules.id}.{item.row_name(row)}"
    dynamic = {name for criterion in _walk(criteria) for name in _only_where_decisive(criterion, rules.items)}
    always = tuple(printed for name, printed in weak.items() if name not in dynamic)
    return _Plan(
        version=version,
        criteria=tuple(each.name for each in found),
        judges=tuple(each.judge for each in found),
        reckon=compile_amount(rules, version, on),
        always=always,
        weak=weak,
        reviewed=tuple(_with_review_day(rules, named, on)),
    )


def _with_review_day(rules: Programme, named: Sequence[str], on: date) -> Iterator[tuple[str, Row]]:
    for name in named:
        row = rules.items[name].row_on(on)
        if row is not None and row.source.review_by is not None:
            yield rules.items[name].label, row


def _due_reviews(plan: _Plan | None, today: date | None) -> tuple[Warning, ...]:
    """One warning for each document past its review day, with what rests on it."""
    if plan is None or today is None:
        return ()
    texts: dict[str, list[tuple[str, Row]]] = {}
    for label, row in plan.reviewed:
        if row.is_stale(today):
            texts.setdefault(row.clause.document, []).append((label, row))
    return tuple([_due_review(found) for found in texts.values()])


def _due_review(found: Sequence[tuple[str, Row]]) -> Warning:
    row = found[0][1]
    labels = list(dict.fromkeys(label.partition("（false")[0] for label, _ in found))
    more = f"等{len(labels)}项" if len(labels) > _NAMED else ""
    told = f"“{say.any_of(labels[:_NAMED])}”{more}"
    until = "" if row.source.review_by is None else say.day(row.source.review_by)
    return Warning(f"{told}的依据应在{until}前复核，现已过期；请核对原文，核对前照常核算。", row.clause)


def _only_where_decisive(criterion: Criterion, items: Mapping[str, Item]) -> tuple[str, ...]:
    """Items named only for a case that leans on them: the rest-day rule, the level's table, a status's conditions."""
    if criterion.kind == "status":
        return _set_items(criterion, items)
    tables: tuple[str, ...] = criterion.params.get("tables", ())
    rest_day = criterion.params.get("rest_day")
    return (*tables, rest_day) if rest_day else tables


def _set_items(criterion: Criterion, items: Mapping[str, Item]) -> tuple[str, ...]:
    """The items behind the conditions of a status; none for other kinds."""
    if criterion.kind != "status":
        return ()
    inside = list(_walk(criterion.children))
    names = [name for each in inside for name in (each.item, *sorted(items_named(each.params))) if name in items]
    return tuple(dict.fromkeys(name for name in names if name is not None))


def _amount_items(rule: AmountRule | None) -> list[tuple[str, ...]]:
    return [tuple(sorted(items_named(rule.params), reverse=True))] if rule else []


@dataclass(frozen=True, slots=True)
class _Standing:
    name: str
    judge: Judge
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Parent:
    row: Row | None
    since: date


def _standing(rules: Programme, criterion: Criterion, on: date, parent: _Parent) -> _Standing | None:
    """A criterion compiled if it is in force on the date; a part without a clause of its own takes its parent's."""
    if not criterion.within(on):
        return None
    item = None if criterion.item is None else rules.items[criterion.item]
    row = parent.row if item is None else item.row_on(on)
    # A condition that the bureau entered as false does not apply.
    if row is None or row.value is False:
        return None
    since = parent.since if item is None else item.since(row)
    parts = [_standing(rules, child, on, _Parent(row, since)) for child in criterion.children]
    children = [part for part in parts if part is not None]
    if criterion.children and not children:
        return None
    judge = compile_criterion(
        Setting(
            criterion,
            row.clause,
            since,
            on,
            rules.items,
            tuple(part.judge for part in children),
            _set_items(criterion, rules.items),
        )
    )
    own = (criterion.item,) if criterion.item else ()
    items = merge([own, tuple(sorted(items_named(criterion.params))), *(c.items for c in children)])
    return _Standing(criterion.id, judge, items)


def _result(judged: Sequence[Judged]) -> Result:
    result = _ELIGIBLE if judged else _CANNOT_TELL
    for each in judged:
        verdict = each.verdict
        if verdict is _NOT_MET:
            return _INELIGIBLE
        if verdict is not _MET:
            result = _CANNOT_TELL
    return result


def _most_useful_first(judged: Sequence[Judged]) -> tuple[str, ...]:
    """Each fact weighs, for every criterion it could settle, its share among that criterion's unknown facts."""
    weights: dict[str, float] = {}
    for each in judged:
        for name in each.missing:
            weights[name] = weights.get(name, 0.0) + 1 / len(each.missing)
    return tuple(sorted(weights, key=lambda name: -weights[name]))


def _not_confirmed(plan: _Plan, judged: Sequence[Judged]) -> tuple[str, ...]:
    leaned = [plan.weak[name] for each in judged for name in each.leaned_on if name in plan.weak]
    return merge([plan.always, leaned]) if leaned else plan.always


def _warnings(rules: Programme, values: Mapping[str, FactValue]) -> tuple[Warning, ...]:
    # A list, not a generator: this runs for every case, and there is seldom any.
    return tuple([Warning(rule.sentence, rule.clause) for rule in rules.warnings if values.get(rule.fact) is True])


def _receipt(rules: Programme, facts: Facts) -> dict[str, Any]:
    """The facts this programme judges by, with the awards, in the shape of a facts file."""
    # A person brings the facts of every programme: only this one's are looked up.
    values = facts.values
    used = {name: values[name] for name in rules.fact_order if name in values}
    for name, value in used.items():
        if value.__class__ in _NOT_PLAIN:
            used[name] = value_to_json(value)
    return {"facts": used, "awards": awards_to_json(facts.awards, complete=facts.awards_complete)}
