"""What changes for an application under another rulebook or with other facts, by criterion and clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models.assessment import Assessment, Clause, Line, Verdict
from models.rules.sentences import selection_words


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `criterion` is a top-level criterion's id, or `result`, `version_by`, `version`, `amount`.

    `before` and `after` are verdicts (results, dates, fen) as text, empty where there was or is none. `clause` and
    `sentence` are those that hold after the change, or before it for what falls away.
    """

    criterion: str
    before: str
    after: str
    clause: Clause | None
    sentence: str = ""


def diff(before: Assessment, after: Assessment) -> tuple[Change, ...]:
    """Every difference between two assessments of one application; none if the law treats both alike.

    A criterion counts as changed when its verdict, its clause or a part of it changed; new words alone do not.
    """
    changes = [*_head(before, after)]
    old = {line.id: line for line in before.criteria}
    new = {line.id: line for line in after.criteria}
    for name in dict.fromkeys([*old, *new]):
        was, now = old.get(name), new.get(name)
        if was is None or now is None or _substance(was) != _substance(now):
            changes.append(_change(name, was, now))
    return tuple(changes)


def _head(before: Assessment, after: Assessment) -> Iterable[Change]:
    if before.version_by != after.version_by:
        clause = None if after.version_date is None else after.version_date.clause
        yield Change("version_by", before.version_by, after.version_by, clause, selection_words(after))
    pairs = (
        ("result", before.result.value, after.result.value),
        ("version", _version(before), _version(after)),
        ("amount", _fen(before), _fen(after)),
    )
    for name, was, now in pairs:
        if was != now:
            yield Change(name, was, now, None)


def _change(name: str, was: Line | None, now: Line | None) -> Change:
    shown = now or was
    if shown is None:
        raise ValueError(name)
    return Change(name, _verdict(was), _verdict(now), shown.clause, shown.sentence)


def _substance(line: Line) -> tuple[Verdict, Clause, tuple[object, ...]]:
    return line.verdict, line.clause, tuple(_substance(child) for child in line.children)


def _verdict(line: Line | None) -> str:
    return "" if line is None else line.verdict.value


def _version(assessment: Assessment) -> str:
    start, end = assessment.version_from, assessment.version_to
    return "" if start is None else f"{start.isoformat()}/{end.isoformat() if end else ''}"


def _fen(assessment: Assessment) -> str:
    return "" if assessment.amount_fen is None else str(assessment.amount_fen)
