"""The amount of an application that meets the conditions, in fen, step by step with the clause of each step.

An empty value gives no amount; a fact that is still missing for it is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from models.assessment import AmountStep, Line, Verdict
from models.facts import FactList
from models.rules import sentences as say
from models.rules.criteria import find_level, level_tables
from models.rules.judging import UNKNOWN, Judged, Situation
from models.rules.schema import Item, Programme, Row, Version
from models.vocabulary import level_name

Amount = tuple[tuple[AmountStep, ...], tuple[str, ...]]


def compute_amount(rules: Programme, version: Version, case: Situation, judged: Sequence[Judged]) -> Amount:
    """The steps of the amount, and the facts still missing for it; no steps where a value is empty."""
    rule = rules.amount_of(version)
    if rule is None:
        return (), ()
    lines = [each.line for each in judged]
    return _AMOUNTS[rule.kind](rules.items, rule.label, rule.params, case, lines)


def _level_amount(
    items: Mapping[str, Item], label: str, params: Mapping[str, Any], case: Situation, _lines: Sequence[Line]
) -> Amount:
    level = case.get(params["level"])
    rows = [(name, row) for name, row in level_tables(items, params["tables"], case.on) if level in row.value]
    _, row = find_level(rows, case.get(params["judged_by"]))
    if row is None or not isinstance(level, int):
        return (), ()
    return (AmountStep(f"{level_name(level)}{label}", row.value[level], _cited(row)),), ()


def _daily_amount(
    items: Mapping[str, Item], label: str, params: Mapping[str, Any], case: Situation, _lines: Sequence[Line]
) -> Amount:
    """Days times the daily rate, and what the cap takes off. Empty rate or cap: no amount."""
    rate, cap = items[params["rate"]].row_on(case.on), items[params["cap"]].row_on(case.on)
    if rate is None or rate.value is None or cap is None or cap.value is None:
        return (), ()
    days = case.get(params["days"])
    if not isinstance(days, int):
        return (), (params["days"],) if days is UNKNOWN else ()
    full = days * rate.value
    steps = [AmountStep(f"{label}：每天{say.yuan(rate.value)}，{days}天", full, _cited(rate))]
    if cap.value is not False and full > cap.value:
        steps.append(AmountStep(f"超过上限{say.yuan(cap.value)}的部分不计", cap.value - full, _cited(cap)))
    return tuple(steps), ()


def _fixed_amount(
    items: Mapping[str, Item], label: str, params: Mapping[str, Any], case: Situation, _lines: Sequence[Line]
) -> Amount:
    """One sum for each application."""
    rate = _rate(items[params["rate"]], case.on)
    return ((AmountStep(label, rate.value, _cited(rate)),) if rate else ()), ()


def _counted_amount(
    items: Mapping[str, Item], label: str, params: Mapping[str, Any], case: Situation, lines: Sequence[Line]
) -> Amount:
    """So much for each row that a criterion counts; where it counts none, the other rate for every row."""
    rows = case.get(params["list"])
    if not isinstance(rows, FactList):
        return (), (params["list"],)
    line = next((each for each in _walk(lines) if each.id == params["criterion"]), None)
    if line is not None and any(row.verdict is not Verdict.NOT_MET for row in line.children):
        # A row that is still open may count too: a sum without it would be too small.
        return (), (params["list"],)
    counted = 0 if line is None else len(rows.rows) - len(line.children)
    name, count = ("rate", counted) if counted else ("other_rate", len(rows.rows))
    return _each_row(_rate(items[params[name]], case.on), label, count, rows, params["list"])


def _listed_amount(
    items: Mapping[str, Item], label: str, params: Mapping[str, Any], case: Situation, _lines: Sequence[Line]
) -> Amount:
    """So much for each row."""
    rate, rows = _rate(items[params["rate"]], case.on), case.get(params["list"])
    if not isinstance(rows, FactList):
        return (), (params["list"],) if rate else ()
    return _each_row(rate, label, len(rows.rows), rows, params["list"])


def _each_row(rate: Row | None, label: str, count: int, rows: FactList, fact: str) -> Amount:
    if rate is None:
        return (), ()
    if not rows.complete:
        return (), (fact,)
    return (AmountStep(f"{label}：每名{say.yuan(rate.value)}，{count}名", count * rate.value, _cited(rate)),), ()


def _rate(item: Item, on: date) -> Row | None:
    row = item.row_on(on)
    return None if row is None or row.value is None else row


def _walk(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        yield line
        yield from _walk(line.children)


_AMOUNTS: Mapping[str, Callable[..., Amount]] = {
    "level_table": _level_amount,
    "daily": _daily_amount,
    "fixed": _fixed_amount,
    "counted": _counted_amount,
    "listed": _listed_amount,
}


def _cited(row: Row) -> str:
    return f"{row.clause.document} {row.clause.article}".strip()
