"""A whole version of a programme while it is typed: its conditions in order, each with what it carries, as plain data.

The view-model behind the version editor. What is typed stays a notice as `models.rules.version_entries` reads it; only
names nobody needs to see (of conditions and values) are made here.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from models.errors import InputError
from models.fact_key import FactKey, FactType
from models.rules.amount_kinds import AMOUNT_KINDS
from models.rules.kinds import COMPOSITES, KINDS, OVER_ROWS, Kind, Param, ParamType, limits_of
from models.rules.notice_words import amount_in_words, in_words
from models.rules.schema import ItemType
from models.vocabulary import VOCABULARY, described

Path = tuple[str | int, ...]
AMOUNT: Path = ("amount",)
CLAUSE_KEYS = ("document", "article", "text")
_TYPES_OF_UNIT = {"个月": ItemType.MONTHS, "周岁": ItemType.YEARS}
_KEPT_WITH_KIND = ("id", "label", *CLAUSE_KEYS)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One condition, or the amount, as the list shows it. `depth` counts the wholes it is a part of."""

    path: Path
    depth: int
    label: str
    kind: str
    words: str
    document: str

    @property
    def place(self) -> str:
        """As an error of the reader names it."""
        return ".".join(map(str, self.path))


class NoticeDraft:
    """`content()` is what is entered; every change is made by path and key."""

    def __init__(self, notice: Mapping[str, Any] | None = None) -> None:
        given = copy.deepcopy(dict(notice or {}))
        self.values: dict[str, dict[str, Any]] = given.get("values", {})
        self.criteria: list[dict[str, Any]] = given.get("criteria", [])
        self.amount: dict[str, Any] | None = given.get("amount")

    def content(self) -> dict[str, Any]:
        """The notice, without values that nothing uses any more."""
        used = {name for table, kind in self._tables() for name in _values_of(table, kind)}
        values = {name: value for name, value in self.values.items() if name in used}
        whole = {"values": values, "criteria": self.criteria}
        return copy.deepcopy({**whole, "amount": self.amount} if self.amount else whole)

    def lines(self) -> list[NoticeLine]:
        """Every condition with its parts, then the amount."""
        found = list(self._lines(self.criteria, ("criteria",), 0))
        if self.amount is not None:
            words = amount_in_words(self.amount, self.values)
            label = str(self.amount.get("label", ""))
            found.append(NoticeLine(AMOUNT, 0, label, str(self.amount.get("kind", "")), words, ""))
        return found

    def table(self, path: Path) -> dict[str, Any]:
        """The condition at a path, or the amount."""
        found: Any = {"criteria": self.criteria, "amount": self.amount}
        for step in path:
            found = found[step]
        table: dict[str, Any] = found if found is not None else {}
        return table

    def kind(self, path: Path) -> Kind:
        """The kind of the condition or amount at a path."""
        name = str(self.table(path).get("kind", ""))
        return AMOUNT_KINDS[name] if path == AMOUNT else KINDS[name]

    def add(self, kind: str, beside: Path | None) -> Path:
        """A new condition of a kind: as a part of a whole, else after the one it is added beside."""
        table: dict[str, Any] = {"id": self._free_name(kind), "kind": kind, "label": ""}
        if kind in COMPOSITES and kind != "status":
            table["children"] = []
        siblings, place, around = self._place_for(beside)
        siblings.insert(place, table)
        return (*around, place)

    def remove(self, path: Path) -> None:
        """Without a condition and its parts, or without an amount."""
        if path == AMOUNT:
            self.amount = None
            return
        siblings = self._siblings(path)
        del siblings[int(path[-1])]

    def set_kind(self, path: Path, kind: str) -> None:
        """Another kind: the name and the words it rests on stay, what the old kind carried goes."""
        table = self.table(path)
        kept = {key: table[key] for key in _KEPT_WITH_KIND if key in table}
        parts = {"children": table.get("children", [])} if kind in COMPOSITES and kind != "status" else {}
        table.clear()
        table.update(kept | {"kind": kind} | parts)

    def set_amount(self, kind: str) -> None:
        """How the amount is computed; "" for a programme without one."""
        label = (self.amount or {}).get("label") or "补贴标准"
        self.amount = {"kind": kind, "label": label} if kind else None

    def put(self, path: Path, key: str, value: Any) -> None:
        """Set what a key carries; None takes the key away."""
        table = self.table(path)
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value

    def value_type(self, path: Path, param: Param) -> ItemType:
        """The type a value of this key has: that of the value in use, else what the measured fact asks for."""
        name = self.table(path).get(param.key)
        if isinstance(name, str) and name in self.values:
            return ItemType(self.values[name]["type"])
        if not param.of:
            return next(kind for kind in param.types if isinstance(kind, ItemType))
        fact = self.table(path).get(param.of)
        if not isinstance(fact, str):
            raise InputError("请先选要比较的事实。", param.of)
        wanted = limits_of(fact)
        by_unit = _TYPES_OF_UNIT.get(described(fact).unit, ItemType.COUNT)
        return wanted[0] if len(wanted) == 1 else by_unit

    def value(self, name: str) -> Mapping[str, Any]:
        """A value by its name; empty where there is none."""
        return self.values.get(name, {})

    def put_value(self, path: Path, param: Param, value: Any, **more: Any) -> str:
        """Set the value a key of a condition names, making it where there is none yet. Returns its name."""
        table, kind = self.table(path), self.value_type(path, param)
        name = table.get(param.key)
        if not isinstance(name, str):
            name = self._free_name(f"{table.get('id', 'amount')}_{param.key}")
            label = f"{table.get('label') or '条件'}：{param.label}"
            self.values[name] = {"label": label, "type": kind.value}
            table[param.key] = name
        _put_all(self.values[name], {"value": value, **more})
        return name

    def put_table(self, path: Path, place: int, value: Any, **more: Any) -> None:
        """Set one table of levels of a condition, or a further one."""
        table = self.table(path)
        names = list(table.get("tables", []))
        if place >= len(names):
            name = self._free_name(f"{table['id']}_table")
            self.values[name] = {"label": f"{table.get('label') or '补贴标准'}", "type": ItemType.LEVEL_FEN.value}
            table["tables"] = [*names, name]
            names = table["tables"]
        _put_all(self.values[names[place]], {"value": value, **more})

    def clause(self, path: Path) -> dict[str, str]:
        """The words a condition rests on: its own, or those of its value."""
        holder = self._clause_holder(path)
        return {key: str(holder.get(key, "")) for key in CLAUSE_KEYS}

    def put_clause(self, path: Path, words: Mapping[str, str]) -> None:
        """Set them; empty ones are those of the notice itself."""
        _put_all(self._clause_holder(path), {key: words.get(key, "").strip() or None for key in CLAUSE_KEYS})

    def facts(self, path: Path, param: Param) -> dict[str, FactKey]:
        """The facts a key may name, by their words; inside a list also those of its rows."""
        wanted = {kind for kind in param.types if isinstance(kind, FactType)}
        keys = [*self._columns(path).values(), *VOCABULARY.values()]
        return {key.label: key for key in keys if key.type in wanted}

    def criteria_of_kind(self, kind: str) -> dict[str, str]:
        """The names of the conditions of a kind, by their words: what an amount may rest on."""
        lines = [line for line in self.lines() if line.path != AMOUNT and line.kind == kind]
        return {line.label: str(self.table(line.path)["id"]) for line in lines}

    def path_at(self, place: str) -> tuple[Path, str] | None:
        """The condition an error's place lies in, and the key; of a value the first condition that uses it."""
        parts = place.split(".")
        if parts[0] == "values" and len(parts) > 1:
            return self._user_of(parts[1])
        for line in sorted(self.lines(), key=lambda each: -len(each.path)):
            if place == line.place or place.startswith(f"{line.place}."):
                return line.path, place[len(line.place) + 1 :].split(".", maxsplit=1)[0]
        return None

    # ------------------------------------------------------------------------------------------------------------------

    def _lines(self, tables: list[dict[str, Any]], around: Path, depth: int) -> Iterator[NoticeLine]:
        for place, table in enumerate(tables):
            path = (*around, place)
            label, kind = str(table.get("label", "")), str(table.get("kind", ""))
            document = self._clause_holder(path).get("document", "")
            yield NoticeLine(path, depth, label, kind, in_words(table, self.values), document)
            yield from self._lines(table.get("children", []), (*path, "children"), depth + 1)

    def _tables(self) -> Iterator[tuple[dict[str, Any], Kind]]:
        for line in self.lines():
            if line.kind:
                yield self.table(line.path), self.kind(line.path)

    def _place_for(self, beside: Path | None) -> tuple[list[dict[str, Any]], int, Path]:
        if beside is None or beside == AMOUNT:
            return self.criteria, len(self.criteria), ("criteria",)
        table = self.table(beside)
        if "children" in table:
            return table["children"], len(table["children"]), (*beside, "children")
        return self._siblings(beside), int(beside[-1]) + 1, beside[:-1]

    def _siblings(self, path: Path) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.table(path[:-2])["children"] if len(path) > 2 else self.criteria
        return found

    def _columns(self, path: Path) -> Mapping[str, FactKey]:
        """The facts of the rows of the list a condition is a part of."""
        for length in range(len(path) - 2, 0, -2):
            whole = self.table(path[:length])
            if whole.get("kind") in OVER_ROWS and isinstance(whole.get("list"), str):
                return VOCABULARY[whole["list"]].columns
        return {}

    def _clause_holder(self, path: Path) -> dict[str, Any]:
        table = self.table(path)
        name = table.get("value")
        return self.values[name] if isinstance(name, str) and name in self.values else table

    def _user_of(self, name: str) -> tuple[Path, str] | None:
        for line in self.lines():
            kind = self.kind(line.path) if line.kind else Kind("")
            for param in kind.params:
                given = self.table(line.path).get(param.key)
                if given == name or (isinstance(given, list) and name in given):
                    return line.path, param.key
        return None

    def _free_name(self, wanted: str) -> str:
        taken = {*self.values, *(table.get("id") for table, _ in self._tables())}
        numbered = (f"{wanted}_{number}" for number in range(1, 10_000))
        return next(name for name in (wanted, *numbered) if name not in taken)


def _put_all(table: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value


def _values_of(table: Mapping[str, Any], kind: Kind) -> Iterator[str]:
    for param in kind.params:
        given = table.get(param.key)
        if param.type is ParamType.ITEM and isinstance(given, str):
            yield given
        elif param.type is ParamType.ITEMS:
            yield from given or ()
