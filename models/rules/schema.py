"""The rulebook as immutable values: programmes, versions, dated values and criteria, each with its clause.

An *item* is whatever the bureau can confirm by name: a policy value (a limit, an amount) or the standing of a
criterion. Its rows say what holds from when to when, on which clause and evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from models.assessment import Clause
from models.facts import FactValue
from models.version_dates import APPLICATION

STRONG_EVIDENCE = frozenset({"F-A", "F-B"})
CONFIRMED = "本局确认"
VERSION_BY = "version_by"  # the item that says which date selects the version
# What each mark means, in the words staff read.
EVIDENCE_NAMES: Mapping[str, str] = {
    "F-A": "官方原文",
    "F-B": "报刊，或可查证的转载",
    "F-C": "线索，不能作依据",
    "F-D": "多处一致的公开数据或范本",
    "R": "凭记忆，未核对",
    "NF": "查过，没有找到：留空，不猜",
    "INF": "由已知内容推断",
}
EVIDENCE_MARKS = frozenset(EVIDENCE_NAMES)
_DAY = timedelta(days=1)


class ItemType(StrEnum):
    """What a value is, and so what may be entered for it. Amounts are fen."""

    CONDITION = "condition"  # the standing of a criterion; True, or False where the bureau says it does not apply
    MONTHS = "months"
    COUNT = "count"
    PERCENT = "percent"
    DATE = "date"
    FEN = "fen"
    FEN_OR_NO_LIMIT = "fen_or_no_limit"  # False: the text sets no limit
    LEVEL_FEN = "level_fen"  # {level: fen}
    FACT_LIST = "fact_list"  # names of yes/no facts
    YES_NO = "yes_no"
    YEARS = "years"
    RETIREMENT_AGES = "retirement_ages"  # RetirementAges
    PAPERS = "papers"  # names of papers that an applicant brings
    VERSION_BY = "version_by"  # a key of VERSION_DATES; its rows run by the date of application


# What no version sets: it holds through all of them, by the date of application.
OUTSIDE_VERSIONS = frozenset({ItemType.PAPERS, ItemType.VERSION_BY})


# A count has none of its own: its label says what is counted (次数, 人数, 课时).
ITEM_UNITS: Mapping[ItemType, str] = {
    ItemType.MONTHS: "个月",
    ItemType.YEARS: "周岁",
    ItemType.PERCENT: "%",
    ItemType.FEN: "分",
    ItemType.FEN_OR_NO_LIMIT: "分",
    ItemType.LEVEL_FEN: "分",
}


@dataclass(frozen=True, slots=True)
class RetirementAges:
    """A schedule of statutory retirement ages: years before it, years at its end, months of birth for a month more.

    Who reaches the first age in the month `since` or later retires a month later for each `step` months begun; a step
    of 0 leaves the first age. `groups` maps m, f_worker and f_cadre to (first, last, step).
    """

    since: date
    groups: Mapping[str, tuple[int, int, int]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class SourcedClause:
    """A clause with where and when it was read. `national`: a national text where Beijing's own was not found.

    Before `published` nobody could know the text, so a start before it is inferred.
    """

    id: str
    clause: Clause
    source: str
    checked_on: date
    published: date | None = None
    national: bool = False
    review_by: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What holds from `start` to `end` (inclusive; None: until further notice). `value` None: not known.

    `judged_from` and `judged_to` bound the date of the fact itself (the certificate's issue), where declared.
    """

    start: date
    end: date | None
    source: SourcedClause
    evidence: str
    value: Any
    judged_from: date | None = None
    judged_to: date | None = None
    confirmed: bool = False
    line: int = 0
    file: str = ""

    def covers(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on <= self.end)

    @property
    def clause(self) -> Clause:
        """The clause with this row's own evidence mark."""
        own = self.source.clause
        return Clause(own.document, own.article, own.text, self.evidence)

    def is_stale(self, today: date) -> bool:
        """Whether its text should have been read again by now and it still matters; it keeps answering."""
        due = self.source.review_by
        return due is not None and due < today and (self.end is None or self.end >= today)

    def is_weak(self, on: date) -> bool:
        """Whether a decision needs the bureau's confirmation of it."""
        if self.value is None:
            return True
        if self.confirmed:
            return False
        early = self.source.published is not None and on < self.source.published
        return early or self.source.national or self.evidence not in STRONG_EVIDENCE


@dataclass(frozen=True, slots=True)
class Item:
    """A named value or condition of a programme. `optional`: absent until the bureau enters it."""

    name: str
    label: str
    type: ItemType
    rows: tuple[Row, ...]
    optional: bool = False
    line: int = 0

    def row_on(self, on: date) -> Row | None:
        return next((row for row in self.rows if row.covers(on)), None)

    def since(self, row: Row) -> date:
        """Since when the row's value has held without a break."""
        start = row.start
        for earlier in sorted(self.rows, key=lambda other: other.start, reverse=True):
            if earlier.end is not None and earlier.end + _DAY == start and earlier.value == row.value:
                start = earlier.start
        return start

    def row_name(self, row: Row) -> str:
        """As `not_confirmed` prints it without the programme: with `@from` where the item has several rows."""
        return self.name if len(self.rows) == 1 else f"{self.name}@{row.start.isoformat()}"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of the closed set of kinds.

    `item` names the item that says when it is in force and on which clause; None inherits the parent's.
    `start` and `end` bound it further. `params` are the kind's own keys.
    """

    id: str
    kind: str
    label: str
    params: Mapping[str, Any]
    item: str | None
    start: date | None = None
    end: date | None = None
    children: tuple[Criterion, ...] = ()
    line: int = 0
    file: str = ""

    def within(self, on: date) -> bool:
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class AmountRule:
    """How the amount is computed: `level_table` or `daily`, with the items it rests on."""

    kind: str
    label: str
    params: Mapping[str, Any]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """A period in which the programme is in force; a draft is not, until the bureau confirms it.

    A version that the bureau entered whole brings its own `criteria` and `amount`; the others take the programme's.
    """

    start: date
    end: date | None
    id: str = ""
    draft: bool = False
    confirmed: bool = False
    source: SourcedClause | None = None
    line: int = 0
    criteria: tuple[Criterion, ...] = ()
    amount: AmountRule | None = None

    def covers(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class DecideWithin:
    """The period for the decision, in working days from receipt."""

    working_days: int
    since: date
    clause: Clause


@dataclass(frozen=True, slots=True)
class WarningRule:
    """A yes to `fact` shows `sentence`; it enters no verdict."""

    fact: str
    sentence: str
    clause: Clause


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme of the founding document with all its versions.

    `act` is `decision` or `referral`; `version_by` names the date that selects the version as shipped (a key of
    VERSION_DATES), and the item of that name what holds. `applicant` is `person` or `enterprise`. `organ` says of a
    referral who decides it. `asked_dates` are dates that its applications are asked beyond the facts of its conditions.
    """

    id: str
    name: str
    paragraph: str
    act: str
    version_by: str
    basis: Clause
    versions: tuple[Version, ...]
    items: Mapping[str, Item]
    criteria: tuple[Criterion, ...]
    amount: AmountRule | None
    warnings: tuple[WarningRule, ...]
    clauses: Mapping[str, SourcedClause]
    facts: frozenset[str]
    decide_within: DecideWithin | None = None
    applicant: str = "person"
    organ: str = ""
    asked_dates: frozenset[str] = frozenset()
    file: str = ""
    content: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    fact_order: tuple[str, ...] = field(init=False, repr=False, compare=False)
    other_dates: tuple[Row, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fact_order", tuple(sorted(self.facts)))
        by = self.items.get(VERSION_BY)
        others = () if by is None else tuple(row for row in by.rows if row.value != APPLICATION)
        object.__setattr__(self, "other_dates", others)

    def other_date(self, applied_on: date) -> Row | None:
        """The row by which a date other than the application's selects the version of an application, if any."""
        if not self.other_dates:
            return None
        rows = self.items[VERSION_BY].rows
        # What the file declares holds for applications before its first version too: the class may begin later.
        row = next((row for row in rows if row.covers(applied_on)), rows[0] if applied_on < rows[0].start else None)
        return None if row is None or row.value == APPLICATION else row

    def version_day(self, applied_on: date, values: Mapping[str, FactValue]) -> date | None:
        """The date that selects the version for an application with these facts; None while it is unknown."""
        row = self.other_date(applied_on)
        if row is None:
            return applied_on
        day = values.get(row.value)
        return day if isinstance(day, date) else None

    def papers_on(self, on: date) -> Row | None:
        """The papers the bureau asks for on an application date, by a text of its own; None where it entered none."""
        rows = (item.row_on(on) for item in self.items.values() if item.type is ItemType.PAPERS)
        return next((row for row in rows if row is not None and row.value), None)

    def version_on(self, on: date) -> Version | None:
        """The version in force on the date that selects it, if any."""
        return next((version for version in self.versions if not version.draft and version.covers(on)), None)

    def criteria_of(self, version: Version | None) -> tuple[Criterion, ...]:
        """The conditions of a version."""
        return version.criteria if version is not None and version.criteria else self.criteria

    def amount_of(self, version: Version) -> AmountRule | None:
        """How the amount of a version is computed."""
        return version.amount if version.criteria else self.amount
