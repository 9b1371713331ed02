"""Scenario files read and run: a case, what the bureau confirmed or entered, and the whole verdict expected."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from models.assessment import Assessment, Line, Verdict
from models.bureau import BureauEntry, BureauKind
from models.facts import FactList, Facts
from models.facts_file import read_award
from models.rules.evaluate import assess
from models.rules.rulebook import RuleBook

FOLDER = Path(__file__).parents[1] / "scenarios"
KNOWN = frozenset({
    "name", "on", "facts", "unknown", "absent", "awards", "complete", "confirm", "enter", "rest_day_rule", "warnings",
    "result", "failed", "open", "parts", "amount", "steps", "missing", "not_confirmed", "version", "criteria",
    "holds_until",
})  # fmt: skip


@dataclass(frozen=True)
class Scenario:
    programme: str
    name: str
    on: date
    facts: Facts
    expected: Mapping[str, Any]
    entries: tuple[BureauEntry, ...]
    rest_day_rule: bool = True

    def run(self, rulebook: RuleBook) -> Assessment:
        book = rulebook.with_bureau(self.entries)
        return assess(book, self.programme, self.facts, self.on, rest_day_rule=self.rest_day_rule)


def entry(programme: str, name: str, on: date, **changes: Any) -> BureauEntry:
    """A confirmed entry of the bureau; by default the confirmation of what is shipped."""
    kind = BureauKind.VERSION if name.isdigit() else BureauKind.VALUE
    given: dict[str, Any] = {
        "id": 1,
        "kind": kind,
        "programme": programme,
        "name": name,
        "value": None,
        "valid_from": on,
        "valid_to": None,
        "document": "练习文号〔2026〕1号",
        "article": "第一条",
        "text": "练习条文",
        "scan_id": 1,
        "entered_by": 1,
        "entered_at": datetime(2026, 1, 2, tzinfo=UTC),
        "confirmed_by": 2,
        "confirmed_at": datetime(2026, 1, 3, tzinfo=UTC),
    }
    return BureauEntry(**{**given, **changes})


def version_2026() -> BureauEntry:
    """The draft of 2026 put in force for its whole year."""
    return entry("skill_upgrade", "2026", date(2026, 1, 1))


@cache
def load(name: str) -> tuple[list[Scenario], Mapping[str, Any]]:
    """The scenarios of a programme, or of a status set by a programme that requires it, and the whole file."""
    data = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    programme = data.get("programme", name)
    base = {key: fact(value) for key, value in data["base"].items()}
    return [_scenario(programme, base, each) for each in data["scenario"]], data


def fact(value: Any) -> Any:
    """A list fact from its table; any other value as it is."""
    if not isinstance(value, Mapping):
        return value
    return FactList(tuple(MappingProxyType(row) for row in value["list"]), value["complete"])


def _scenario(programme: str, base: Mapping[str, Any], given: Mapping[str, Any]) -> Scenario:
    if extra := set(given) - KNOWN:
        raise ValueError(f"{given['name']}: {extra}")
    values = {**base, **{key: fact(value) for key, value in given.get("facts", {}).items()}}
    gone = given.get("unknown", [])
    values = {} if gone == "*" else {name: value for name, value in values.items() if name not in gone}
    values.update(dict.fromkeys(given.get("absent", [])))
    rows = [{**row, "on": row["on"].isoformat()} for row in given.get("awards", [])]
    facts = Facts(
        MappingProxyType(values), tuple(read_award(row) for row in rows), awards_complete=given.get("complete", True)
    )
    return Scenario(
        programme,
        given["name"],
        given["on"],
        facts,
        given,
        tuple(_entries(programme, given)),
        given.get("rest_day_rule", True),
    )


def _entries(programme: str, given: Mapping[str, Any]) -> Iterator[BureauEntry]:
    for name in given.get("confirm", []):
        yield version_2026() if name == "2026" else entry(programme, name, given["on"])
    for row in given.get("enter", []):
        yield entry(programme, row["name"], row["from"], value=row["value"], valid_to=row.get("to"))


def problems(scenario: Scenario, found: Assessment) -> list[str]:
    """What of the expectation does not hold; nothing if all does."""
    expected = scenario.expected
    by_verdict = {
        "failed": [line.id for line in found.criteria if line.verdict is Verdict.NOT_MET],
        "open": [line.id for line in found.criteria if line.verdict is Verdict.UNKNOWN],
    }
    actual: dict[str, Any] = {
        "result": found.result.value,
        "amount": found.amount_fen,
        "failed": by_verdict["failed"],
        "open": by_verdict["open"],
        "missing": sorted(found.missing),
        "not_confirmed": sorted(name.removeprefix(f"{found.programme}.") for name in found.not_confirmed),
        "warnings": len(found.warnings),
        "steps": [step.fen for step in found.amount_steps],
        "version": [day for day in (found.version_from, found.version_to) if day],
        "criteria": sorted(line.id for line in found.criteria),
        "holds_until": {
            name: line.holds_until
            for line in found.criteria
            for name in expected.get("holds_until", ())
            if name == line.id
        },
        "parts": {name: verdict for name, verdict in _verdicts(found.criteria) if name in expected.get("parts", ())},
    }
    always = {"failed": [], "open": [], "amount": None, "warnings": 0}
    wanted = {**always, **{name: value for name, value in expected.items() if name in actual}}
    for name in ("missing", "not_confirmed", "criteria"):
        if name in wanted:
            wanted[name] = sorted(wanted[name])
    return [
        f"{name}: expected {value}, found {actual[name]}" for name, value in wanted.items() if actual[name] != value
    ]


def _verdicts(lines: tuple[Line, ...]) -> Iterator[tuple[str, str]]:
    for line in walk(lines):
        yield line.id, line.verdict.value


def walk(lines: tuple[Line, ...]) -> Iterator[Line]:
    """Lines with their parts."""
    for line in lines:
        yield line
        yield from walk(line.children)
