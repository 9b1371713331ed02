"""Rulebook files changed in one place by one unit: each change must make some scenario fail."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from models.rules.source import Source, parse

DATA = Path(__file__).parents[2] / "models" / "rules" / "data"
# When a text was read or is due for another look decides nothing about a case.
_NOT_POLICY = frozenset({"checked_on", "review_by"})
_SWAPS: Mapping[str, str] = {
    **{">=": "<=", "<=": ">=", "all": "any", "any": "all", "same": "higher", "higher": "same"},
    **{"each": "count_where", "calendar_year": "lifetime", "lifetime": "calendar_year"},
}
_COMPARED = frozenset({"op", "kind", "level_rule", "period"})
_LISTS = frozenset({"choices", "proves_nothing", "programmes", "tables"})
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mutant:
    """A file with one place changed; `place` names it."""

    programme: str
    place: str
    source: Source


@cache
def shipped_sources() -> dict[str, Source]:
    """The shipped files, parsed, by programme or status set."""
    sources = [parse(path.name, path.read_text("utf-8")) for path in sorted(DATA.glob("*.toml"))]
    return {(source.data.get("programme") or source.data["set"])["id"]: source for source in sources}


def shipped_sets() -> list[Source]:
    """The files of status sets, which programmes need beside their own."""
    return [source for source in shipped_sources().values() if "set" in source.data]


def mutants(programme: str) -> Iterator[Mutant]:
    """Every limit, date, amount and comparison, one unit off."""
    source = shipped_sources()[programme]
    for path, value in _places(source.data, ()):
        for other in _others(path, value):
            data = copy.deepcopy(source.data)
            _put(data, path, other)
            place = ".".join(map(str, path))
            yield Mutant(programme, f"{place}: {value} -> {other}", Source(source.file, data, source.lines))


def _places(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    yield path, value
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _places(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _places(each, (*path, index))


def _others(path: tuple[Any, ...], value: Any) -> Iterator[Any]:
    key = path[-1] if path else ""
    if key in _NOT_POLICY:
        return
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
        yield value - 1
    elif isinstance(value, date):
        yield value + _DAY
        yield value - _DAY
    elif key in _COMPARED and value in _SWAPS:
        yield _SWAPS[value]
    elif key in _LISTS and isinstance(value, list):
        for each in value:
            yield [other for other in value if other != each]


def _put(data: Any, path: tuple[Any, ...], value: Any) -> None:
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = value
