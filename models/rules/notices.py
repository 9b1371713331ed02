"""A version opened as a notice: what holds of it on a day, in the shape in which a whole version is entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from models.rules.amount_kinds import AMOUNT_KINDS
from models.rules.item_values import item_value_to_json
from models.rules.kinds import KINDS, Kind, items_named
from models.rules.schema import AmountRule, Criterion, Item, ItemType, Programme, Row, Version


def notice_of(programme: Programme, version: Version, on: date | None = None) -> dict[str, Any]:
    """A version, or a draft of one, as JSON to be changed and entered anew: by default as on its first day."""
    return _Opening(programme, version, on or version.start).notice()


@dataclass(frozen=True, slots=True)
class _Opening:
    programme: Programme
    version: Version
    on: date

    def notice(self) -> dict[str, Any]:
        criteria = self.programme.criteria_of(self.version)
        amount = self._amount(criteria)
        told = [each for each in map(self._criterion, criteria) if each is not None]
        used = self._values_used(criteria, amount)
        values = {name: self._value(self.programme.items[name], row) for name, row in used.items()}
        return {"values": values, "criteria": told, **({"amount": _amount(amount)} if amount else {})}

    def _amount(self, criteria: tuple[Criterion, ...]) -> AmountRule | None:
        """Where the criterion it rests on does not stand: by the list and its other rate, or none."""
        rule = self.programme.amount_of(self.version)
        name = None if rule is None else rule.params.get("criterion")
        if rule is None or name is None or name in self._standing(criteria):
            return rule
        if rule.kind != "counted":
            return None
        params = {"list": rule.params["list"], "rate": rule.params["other_rate"]}
        return replace(rule, kind="listed", params=MappingProxyType(params))

    def _standing(self, criteria: tuple[Criterion, ...]) -> set[str]:
        standing = [each for each in criteria if self._stands(each)]
        return {each.id for each in standing}.union(*(self._standing(each.children) for each in standing))

    def _values_used(self, criteria: tuple[Criterion, ...], amount: AmountRule | None) -> dict[str, Row]:
        """The values of what stands, in the order of the file; those of a status stay with the status."""
        names = set() if amount is None else items_named(amount.params)
        for criterion in criteria:
            names |= self._named_by(criterion)
        rows = {name: self._row(name) for name in self.programme.items if name in names}
        return {name: row for name, row in rows.items() if row is not None}

    def _named_by(self, criterion: Criterion) -> set[str]:
        if not self._stands(criterion):
            return set()
        parts = () if criterion.kind == "status" else criterion.children
        return items_named(criterion.params).union(*(self._named_by(part) for part in parts))

    def _stands(self, criterion: Criterion) -> bool:
        if not criterion.within(self.on):
            return False
        if criterion.item is None:
            return True
        row = self._row(criterion.item)
        return row is not None and row.value is not False

    def _row(self, name: str) -> Row | None:
        return self.programme.items[name].row_on(self.on)

    def _criterion(self, criterion: Criterion) -> dict[str, Any] | None:
        if not self._stands(criterion):
            return None
        told: dict[str, Any] = {"id": criterion.id, "kind": criterion.kind, "label": criterion.label}
        told |= _params(KINDS[criterion.kind], self._in_force(criterion.params))
        item = self.programme.items.get(criterion.item or "")
        if item is not None and item.type is ItemType.CONDITION:
            told |= self._clause(item)
        if criterion.children and criterion.kind != "status":
            parts = [each for each in map(self._criterion, criterion.children) if each is not None]
            told["children"] = parts
        return told

    def _in_force(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Without the further values that do not hold on the day."""
        kept = dict(params)
        if kept.get("tables"):
            kept["tables"] = tuple(name for name in kept["tables"] if self._row(name) is not None)
        if kept.get("alternative_value") and self._row(kept["alternative_value"]) is None:
            kept |= {"alternative_fact": None, "alternative_value": None}
        return kept

    def _value(self, item: Item, row: Row) -> dict[str, Any]:
        told: dict[str, Any] = {"label": item.label, "type": item.type.value, **self._clause(item)}
        if item.optional:
            told["optional"] = True
        if row.value is not None:
            told["value"] = item_value_to_json(row.value)
        for key in ("judged_from", "judged_to"):
            day = getattr(row, key)
            if day is not None:
                told[key] = day.isoformat()
        return told

    def _clause(self, item: Item) -> dict[str, str]:
        row = self._row(item.name)
        if row is None:
            return {}
        clause = row.source.clause
        return {key: value for key in ("document", "article", "text") if (value := getattr(clause, key))}


def _amount(rule: AmountRule) -> dict[str, Any]:
    return {"kind": rule.kind, "label": rule.label, **_params(AMOUNT_KINDS[rule.kind], rule.params)}


def _params(kind: Kind, params: Mapping[str, Any]) -> dict[str, Any]:
    told = {}
    for param in kind.params:
        value = params[param.key]
        if param.required or value != param.default:
            told[param.key] = list(value) if isinstance(value, tuple) else value
    return told
