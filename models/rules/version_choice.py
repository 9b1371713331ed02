"""Which date selects the version of a programme: read from its file, and what the bureau may choose instead.

No Beijing text says it (FACTS §BB2.2), so every shipped programme takes the day of application, and says that this is
inferred. The item's rows run by the date of application, so that what was applied for before the bureau chose another
date keeps the date it was judged by.
"""

from __future__ import annotations

from collections.abc import Mapping

from models.assessment import Clause, Verdict
from models.errors import InputError
from models.rules import sentences as say
from models.rules.judging import Judged, Setting
from models.rules.load_parts import clause_named
from models.rules.schema import VERSION_BY, Criterion, Item, ItemType, Programme, Row, SourcedClause, Version
from models.rules.source import Table
from models.version_dates import APPLICATION, VERSION_DATES, date_name
from models.vocabulary import described, shown

LABEL = "规则版本按哪一天选定"
_INFERRED = "inferred: no text says which date selects the version"


def read_choice(head: Table, versions: tuple[Version, ...], clauses: Mapping[str, SourcedClause]) -> Item:
    """The item from `version_by`, with `version_clause` for what it rests on. Raises RulebookError."""
    by = head.text("version_by")
    if by not in VERSION_DATES:
        head.fail(f"“version_by”只能是{'、'.join(VERSION_DATES)}", "version_by")
    if by != APPLICATION and not head.has("version_clause"):
        head.fail(f"“version_by”为{by}的，须用“version_clause”写明依据的条文", "version_by")
    source = _inferred(head, clauses)
    if head.has("version_clause"):
        source = clause_named(head, "version_clause", clauses)
    row = Row(
        start=versions[0].start,
        end=None,
        source=source,
        evidence=source.clause.evidence,
        value=by,
        line=head.line,
        file=head.source.file,
    )
    return Item(VERSION_BY, LABEL, ItemType.VERSION_BY, (row,), optional=True, line=head.line)


def _inferred(head: Table, clauses: Mapping[str, SourcedClause]) -> SourcedClause:
    checked = clause_named(head, "basis", clauses).checked_on
    return SourcedClause(VERSION_BY, Clause("", evidence="INF"), source=_INFERRED, checked_on=checked)


def read_asked_dates(head: Table) -> frozenset[str]:
    """The dates that applications are asked beyond the facts of the conditions. Raises RulebookError."""
    names = head.texts("asked_dates") if head.has("asked_dates") else ()
    for name in names:
        if name not in VERSION_DATES or name == APPLICATION:
            known = "、".join(each for each in VERSION_DATES if each != APPLICATION)
            head.fail(f"“asked_dates”里的“{shown(name)}”不能选定规则版本，只能是{known}", "asked_dates")
    return frozenset(names)


def choices(programme: Programme) -> tuple[str, ...]:
    """What may select the version: the day of application, and the dates that its applications are asked."""
    asked = programme.facts | programme.asked_dates
    return tuple(by for by in VERSION_DATES if by == APPLICATION or by in asked)


def check_choice(programme: Programme, by: str) -> None:
    """Raise InputError at `value` for a date that no application of the programme has."""
    possible = choices(programme)
    if by not in possible:
        names = "、".join(date_name(each) for each in possible)
        label = described(by).label
        raise InputError(
            f"“{programme.name}”的申请不问“{label}”，不能按{date_name(by)}选定规则版本，只能按{names}", "value"
        )


def undated(row: Row) -> Judged:
    """What is said while the date that selects the version is unknown: no more than which date to ask for."""
    key = described(row.value)
    wanted = f"规则版本按{date_name(row.value)}选定{say.since(row.start)}"
    sentence = f"{key.label}：尚不清楚，{wanted}{say.ENDINGS[Verdict.UNKNOWN]}"
    criterion = Criterion(VERSION_BY, VERSION_BY, LABEL, {}, VERSION_BY)
    return Setting(criterion, row.clause, row.start, row.start, {}).result(Verdict.UNKNOWN, sentence, {}, (key.name,))
