"""The amount of an application that meets the conditions, in fen, step by step with the clause of each step.

Compiled with the conditions for a span of dates. An empty value gives no amount; a fact still missing for it is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from models.assessment import AmountStep, Line, Verdict
from models.facts import FactList, FactValue
from models.rules import sentences as say
from models.rules.criteria import find_level, level_tables, rows_by_level
from models.rules.judging import UNKNOWN, Judged, Situation, Unknown
from models.rules.schema import Item, Programme, Row, Version
from models.vocabulary import level_name

# The steps, and the facts still missing for them.
Amount = tuple[tuple[AmountStep, ...], tuple[str, ...]]
Reckoning = Callable[[Situation, Sequence[Judged]], Amount]
_NOTHING: Amount = ((), ())


def compile_amount(rules: Programme, version: Version, on: date) -> Reckoning:
    """How the amount of a version is reckoned for applications of a date; no steps where a value is empty."""
    rule = rules.amount_of(version)
    if rule is None:
        return lambda _case, _judged: _NOTHING
    return _AMOUNTS[rule.kind](rules.items, rule.label, rule.params, on)


def _level_amount(items: Mapping[str, Item], label: str, params: Mapping[str, Any], on: date) -> Reckoning:
    """The sum of the level, by the tables in force."""
    tables = level_tables(items, params["tables"], on)
    rows_of = rows_by_level(tables)
    level_fact, date_fact = params["level"], params["judged_by"]
    amounts = {name: _by_level(label, row) for name, row in tables}

    def reckon(case: Situation, _judged: Sequence[Judged]) -> Amount:
        level = case.get(level_fact)
        rows = rows_of.get(level, ())
        _, found = find_level(rows, case.get(date_fact))
        return next((amounts[name][level] for name, row in rows if row is found), _NOTHING)

    return reckon


def _by_level(label: str, row: Row) -> dict[FactValue | Unknown, Amount]:
    """The amount of every level of a table."""
    cited = _cited(row)
    return {level: ((AmountStep(f"{level_name(level)}{label}", fen, cited),), ()) for level, fen in row.value.items()}


def _daily_amount(items: Mapping[str, Item], label: str, params: Mapping[str, Any], on: date) -> Reckoning:
    """Days times the daily rate, and what the cap takes off. Empty rate or cap: no amount."""
    rate, cap, fact = _rate(items[params["rate"]], on), _rate(items[params["cap"]], on), params["days"]
    if rate is None or cap is None:
        return lambda _case, _judged: _NOTHING

    def reckon(case: Situation, _judged: Sequence[Judged]) -> Amount:
        days = case.get(fact)
        if not isinstance(days, int):
            return (), (fact,) if days is UNKNOWN else ()
        full = days * rate.value
        steps = [AmountStep(f"{label}：每天{say.yuan(rate.value)}，{days}天", full, _cited(rate))]
        if cap.value is not False and full > cap.value:
            steps.append(AmountStep(f"超过上限{say.yuan(cap.value)}的部分不计", cap.value - full, _cited(cap)))
        return tuple(steps), ()

    return reckon


def _fixed_amount(items: Mapping[str, Item], label: str, params: Mapping[str, Any], on: date) -> Reckoning:
    """One sum for each application."""
    rate = _rate(items[params["rate"]], on)
    amount: Amount = ((AmountStep(label, rate.value, _cited(rate)),) if rate else ()), ()
    return lambda _case, _judged: amount


def _counted_amount(items: Mapping[str, Item], label: str, params: Mapping[str, Any], on: date) -> Reckoning:
    """So much for each row that a criterion counts; where it counts none, the other rate for every row."""
    fact, criterion = params["list"], params["criterion"]
    rate, other_rate = _rate(items[params["rate"]], on), _rate(items[params["other_rate"]], on)

    def reckon(case: Situation, judged: Sequence[Judged]) -> Amount:
        rows = case.get(fact)
        if not isinstance(rows, FactList):
            return (), (fact,)
        line = next((each for each in _walk([one.line for one in judged]) if each.id == criterion), None)
        if line is not None and any(row.verdict is not Verdict.NOT_MET for row in line.children):
            # A row that is still open may count too: a sum without it would be too small.
            return (), (fact,)
        counted = 0 if line is None else len(rows.rows) - len(line.children)
        return _each_row(rate, label, counted, rows, fact) if counted else _every_row(other_rate, label, rows, fact)

    return reckon


def _listed_amount(items: Mapping[str, Item], label: str, params: Mapping[str, Any], on: date) -> Reckoning:
    """So much for each row."""
    rate, fact = _rate(items[params["rate"]], on), params["list"]

    def reckon(case: Situation, _judged: Sequence[Judged]) -> Amount:
        rows = case.get(fact)
        if not isinstance(rows, FactList):
            return (), (fact,) if rate else ()
        return _every_row(rate, label, rows, fact)

    return reckon


def _every_row(rate: Row | None, label: str, rows: FactList, fact: str) -> Amount:
    return _each_row(rate, label, len(rows.rows), rows, fact)


def _each_row(rate: Row | None, label: str, count: int, rows: FactList, fact: str) -> Amount:
    if rate is None:
        return _NOTHING
    if not (rows.complete and count):
        # Nobody on the list gives no sum: a grant of 0 yuan would be none.
        return (), (fact,)
    return (AmountStep(f"{label}：每名{say.yuan(rate.value)}，{count}名", count * rate.value, _cited(rate)),), ()


def _rate(item: Item, on: date) -> Row | None:
    row = item.row_on(on)
    return None if row is None or row.value is None else row


def _walk(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        yield line
        yield from _walk(line.children)


_AMOUNTS: Mapping[str, Callable[[Mapping[str, Item], str, Mapping[str, Any], date], Reckoning]] = MappingProxyType(
    {
        "level_table": _level_amount,
        "daily": _daily_amount,
        "fixed": _fixed_amount,
        "counted": _counted_amount,
        "listed": _listed_amount,
    }
)


def _cited(row: Row) -> str:
    return f"{row.clause.document} {row.clause.article}".strip()
