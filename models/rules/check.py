"""Lint of a rulebook: what loads, yet deserves a look before it is trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import combinations, pairwise
from pathlib import Path

from models.calendar import BEIJING
from models.errors import RulebookError
from models.rules.kinds import facts_named
from models.rules.load import load_rulebook, walk
from models.rules.schema import Criterion, Item, Programme, Version
from models.rules.sentences import day
from models.vocabulary import described

_DAY = timedelta(days=1)
_PLACE = re.compile(r"^(?P<file>[^:]+):(?P<line>\d+): (?P<message>.*)$", re.DOTALL)


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark with its place; `error` means that the rulebook cannot be loaded at all."""

    file: str
    line: int
    severity: Severity
    message: str


def check(rulebook_folder: Path | None = None, *, today: date | None = None) -> list[Finding]:
    """Load strictly and lint; None checks the shipped rulebook. `today` (Beijing) finds values due for review."""
    try:
        book = load_rulebook(rulebook_folder)
    except RulebookError as problem:
        return [_error(problem)]
    now = today or datetime.now(BEIJING).date()
    # A status set is linted with every programme that requires it, and told once.
    findings = {finding for rules in book.programmes.values() for finding in _lint(rules, now)}
    return sorted(findings, key=lambda each: (each.file, each.line, each.message))


def _error(problem: RulebookError) -> Finding:
    found = _PLACE.match(problem.message)
    if found is None:
        return Finding("", 1, Severity.ERROR, problem.message)
    return Finding(found["file"], int(found["line"]), Severity.ERROR, found["message"])


def _lint(rules: Programme, today: date) -> Iterator[Finding]:
    yield from _version_gaps(rules)
    for item in rules.items.values():
        yield from _item_gaps(item)
        yield from _due_reviews(item, today)
    for version in rules.versions:
        yield from _idle_alternatives(rules, version)
    yield from _facts_used_twice(rules)


def _version_gaps(rules: Programme) -> Iterator[Finding]:
    for earlier, later in pairwise(rules.versions):
        if earlier.end is not None and earlier.end + _DAY < later.start:
            span = f"{day(earlier.end + _DAY)}至{day(later.start - _DAY)}"
            yield Finding(rules.file, later.line, Severity.WARNING, f"{span}没有版本，此间的申请不能办理")


def _item_gaps(item: Item) -> Iterator[Finding]:
    for earlier, later in pairwise(item.rows):
        if earlier.end is not None and earlier.end + _DAY < later.start:
            span = f"{day(earlier.end + _DAY)}至{day(later.start - _DAY)}"
            yield Finding(later.file, later.line, Severity.WARNING, f"“{item.label}”在{span}没有规定")


def _due_reviews(item: Item, today: date) -> Iterator[Finding]:
    for row in item.rows:
        review_by = row.source.review_by
        if review_by is not None and row.is_stale(today):
            message = f"“{item.label}”应在{day(review_by)}前复核（依据：{row.clause.document}）"
            yield Finding(row.file, row.line, Severity.WARNING, message)


def _idle_alternatives(rules: Programme, version: Version) -> Iterator[Finding]:
    """Alternatives that repeat another, that a general condition excludes, or that it always grants."""
    standing = [each for each in rules.criteria if _stands(rules, each, version)]
    required = [each for each in standing if not each.children]
    for criterion in walk(tuple(standing)):
        if criterion.kind != "any":
            continue
        for one, other in combinations(criterion.children, 2):
            if _same(one, other):
                message = f"“{other.label}”与“{one.label}”相同，永远不会起作用"
                yield Finding(other.file, other.line, Severity.WARNING, message)
        for child in criterion.children:
            if why := _why_idle(child, required):
                yield Finding(child.file, child.line, Severity.WARNING, f"“{child.label}”{why}，永远不会起作用")


def _stands(rules: Programme, criterion: Criterion, version: Version) -> bool:
    item = rules.items[criterion.item] if criterion.item else None
    return criterion.within(version.start) and item is not None and item.row_on(version.start) is not None


def _same(one: Criterion, other: Criterion) -> bool:
    shape = (one.kind, dict(one.params), len(one.children))
    if shape != (other.kind, dict(other.params), len(other.children)):
        return False
    return all(_same(*pair) for pair in zip(one.children, other.children, strict=True))


def _why_idle(child: Criterion, required: Sequence[Criterion]) -> str:
    wanted = _accepted(child)
    if not wanted:
        return ""
    for other in required:
        demanded = _accepted(other)
        if demanded and other.params["fact"] == child.params["fact"]:
            if not wanted & demanded:
                return f"与必备条件“{other.label}”矛盾"
            if demanded <= wanted:
                return f"已包含在必备条件“{other.label}”之内，这一组条件总是满足"
    return ""


def _accepted(criterion: Criterion) -> set[object]:
    """The values of its one fact that meet it, where they can be listed."""
    if criterion.kind == "yes_no":
        return {criterion.params["expected"]}
    return set(criterion.params["choices"]) if criterion.kind == "one_of" else set()


def _facts_used_twice(rules: Programme) -> Iterator[Finding]:
    """Where a fact serves several criteria, three-valued logic may answer unknown though the result is settled."""
    uses: dict[str, list[Criterion]] = {}
    for criterion in walk(rules.criteria):
        for fact in facts_named(criterion.params, rules.items):
            uses.setdefault(fact, []).append(criterion)
    for fact, criteria in sorted(uses.items()):
        if len(criteria) > 1:
            message = f"“{described(fact).label}”用于{len(criteria)}处：{_named_once(criteria)}"
            yield Finding(criteria[0].file, criteria[0].line, Severity.INFO, message)


def _named_once(criteria: Sequence[Criterion]) -> str:
    """Each label once, with the lines where it stands; those of another file than the first with its name."""
    places: dict[str, list[str]] = {}
    for each in criteria:
        file = "" if each.file == criteria[0].file else each.file
        places.setdefault(each.label, []).append(f"{file}第{each.line}行")
    return "、".join(f"{label}（{'，'.join(found)}）" for label, found in places.items())
