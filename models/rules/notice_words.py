"""A condition of a notice in one phrase while it is typed, made by the same words as the printed sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.errors import InputError
from models.rules.amount_kinds import AMOUNT_KINDS
from models.rules.item_values import read_item_value
from models.rules.kinds import KINDS, Kind
from models.rules.schema import AmountRule, Criterion, Item, ItemType
from models.rules.wording import amount_words, requirement, value_words

NOT_WHOLE = "还没有填完"


@dataclass(frozen=True, slots=True)
class _Values:
    items: Mapping[str, Item]


def in_words(table: Mapping[str, Any], values: Mapping[str, Mapping[str, Any]]) -> str:
    """What a condition asks, with its figures in place; says so while it is not whole."""
    kind = KINDS.get(str(table.get("kind")))
    params = None if kind is None else _params(kind, table)
    if kind is None or params is None:
        return NOT_WHOLE
    criterion = Criterion("", str(table["kind"]), "", params, None)
    return requirement(criterion, _Values(_items(values)))


def amount_in_words(table: Mapping[str, Any], values: Mapping[str, Mapping[str, Any]]) -> str:
    """How the amount is computed."""
    name = str(table.get("kind"))
    kind = AMOUNT_KINDS.get(name)
    params = None if kind is None else _params(kind, table)
    if kind is None or params is None:
        return NOT_WHOLE
    # What it takes from its condition is shown there.
    if name == "level_table":
        return kind.label
    return amount_words(AmountRule(name, "", params), _Values(_items(values)))


def _params(kind: Kind, table: Mapping[str, Any]) -> dict[str, Any] | None:
    found = {}
    for param in kind.params:
        value = table.get(param.key)
        if value in (None, "", []):
            if param.required:
                return None
            value = param.default
        found[param.key] = tuple(value) if isinstance(value, list) else value
    return found


def _items(values: Mapping[str, Mapping[str, Any]]) -> dict[str, Item]:
    """The values as items whose name is their figure."""
    return {name: Item(name, _figure(value), ItemType(value["type"]), ()) for name, value in values.items()}


def _figure(value: Mapping[str, Any]) -> str:
    kind = ItemType(value["type"])
    if value.get("value") is None:
        return value_words(kind, None)
    try:
        return value_words(kind, read_item_value(kind, value["value"]))
    except InputError:
        return str(value["value"])
