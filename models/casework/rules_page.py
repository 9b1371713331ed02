"""规则: every dated value of every programme in words, with its clause, evidence and confirmation, and what waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.assessment import Clause
from models.bureau import BureauEntry, BureauKind
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError
from models.rules.bureau_entries import confirmed_in_order, same_thing
from models.rules.item_values import item_value_to_json, read_item_value
from models.rules.rulebook import needs_confirmation
from models.rules.schema import ITEM_UNITS, Item, ItemType, Programme, Row
from models.rules.version_choice import choices
from models.rules.wording import value_words

NOT_KNOWN = "未定"
_BUREAU = "bureau-"


@dataclass(frozen=True, slots=True)
class PendingEntry:
    """What one person entered and a second has not confirmed yet, or a later one took the place of.

    `own`: entered by this account. `corrects`: the confirmed entry that it would take the place of.
    """

    id: int
    kind: BureauKind
    shown: str
    valid_from: date
    valid_to: date | None
    document: str
    entered_by: str
    entered_at: datetime
    own: bool
    article: str = ""
    text: str = ""
    scan_id: int | None = None
    whole: bool = False  # a version with conditions of its own
    papers: tuple[str, ...] = ()  # of a list of papers, one by one
    confirmed_by: str = ""
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One dated row of one value. `name` is what a BureauEntry for it carries; `value` is JSON, None when empty.

    `weak`: a decision on an application of today (of the row's day nearest to it) waits for the bureau's confirmation.
    `optional`: nothing waits for it. `source`, `checked_on`, `review_by`: where and when the clause was read, and when
    it must be read again; `national`: a national text where Beijing's own was not found. `stale`: that day is past.
    `choices` is what may be chosen, where the programme says what. `replaced` are the entries from the same first day
    that a later one took the place of.
    """

    programme: str
    programme_name: str
    name: str
    label: str
    type: ItemType
    unit: str
    value: Any
    shown: str
    valid_from: date | None
    valid_to: date | None
    clause: Clause
    evidence: str
    weak: bool
    optional: bool
    confirmed_by: str
    confirmed_at: datetime | None
    pending: tuple[PendingEntry, ...]
    source: str = ""
    checked_on: date | None = None
    review_by: date | None = None
    national: bool = False
    stale: bool = False
    choices: tuple[str, ...] = ()
    replaced: tuple[PendingEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A period in which a programme is in force; a draft is not, until it is confirmed.

    `replaced` are the entries of the same name that a later one took the place of.
    """

    programme: str
    programme_name: str
    name: str
    valid_from: date
    valid_to: date | None
    draft: bool
    confirmed_by: str
    confirmed_at: datetime | None
    clause: Clause
    pending: tuple[PendingEntry, ...]
    replaced: tuple[PendingEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class RulesPage:
    """`rulebook` is the hash of what is in force; `to_enter` counts empty values that a decision waits for."""

    rows: tuple[RuleRow, ...]
    versions: tuple[VersionRow, ...]
    rulebook: str
    to_enter: int
    to_confirm: int


def rules_page(desk: Desk) -> RulesPage:
    """Everything of the rulebook in force, in the order of its files, with the entries that wait."""
    with desk.look("rules.read") as work:
        reader = _Reader(work)
        programmes = tuple(work.rulebook.programmes.values())
        rows = tuple(row for programme in programmes for row in reader.rows(programme))
        return RulesPage(
            rows=rows,
            versions=tuple(row for programme in programmes for row in reader.versions(programme)),
            rulebook=work.rulebook.hash,
            to_enter=sum(row.value is None and not row.optional for row in rows),
            to_confirm=sum(entry.confirmed_by is None for entry in reader.entries),
        )


def value_in_words(kind: ItemType, value: Any) -> str:
    """A kept value as the rules page shows it: 12个月, 五级/初级工1000元, 不设上限; 未定 when it is empty."""
    return NOT_KNOWN if value is None else value_words(kind, value)


class _Reader:
    """The bureau's entries and the names behind them, read once."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self.entries = work.rows.bureau_entries()
        self._names = {account.id: account.name for account in work.rows.accounts()}
        self._account = work.actor.id
        self._today = work.today

    def rows(self, programme: Programme) -> Iterator[RuleRow]:
        for item in programme.items.values():
            for row in item.rows:
                yield self._row(programme, item, row)
            if not item.rows:
                yield self._absent(programme, item)

    def versions(self, programme: Programme) -> Iterator[VersionRow]:
        for version in programme.versions:
            by, at = self._confirmation(version.source.id if version.source and version.confirmed else "")
            yield VersionRow(
                programme=programme.id,
                programme_name=programme.name,
                name=version.id,
                valid_from=version.start,
                valid_to=version.end,
                draft=version.draft,
                confirmed_by=by,
                confirmed_at=at,
                clause=version.source.clause if version.source else programme.basis,
                pending=self._waiting_versions(programme, version.id) if version.id else (),
                replaced=self._replaced(version.source.id, None) if version.confirmed and version.source else (),
            )
        known = {version.id for version in programme.versions}
        for entry in self.entries:
            new = entry.confirmed_by is None and entry.kind is BureauKind.VERSION and entry.name not in known
            if new and entry.programme == programme.id:
                yield self._entered_version(programme, entry)

    def _entered_version(self, programme: Programme, entry: BureauEntry) -> VersionRow:
        """A version that nobody shipped, entered whole and not confirmed yet."""
        return VersionRow(
            programme=programme.id,
            programme_name=programme.name,
            name=entry.name,
            valid_from=entry.valid_from,
            valid_to=entry.valid_to,
            draft=True,
            confirmed_by="",
            confirmed_at=None,
            clause=Clause(entry.document, entry.article, entry.text),
            pending=self._waiting_versions(programme, entry.name),
        )

    def _replaced(self, source: str, kind: ItemType | None) -> tuple[PendingEntry, ...]:
        """What the entry behind a clause took the place of."""
        entry = self._entry(source)
        earlier = () if entry is None else self._confirmed_as(entry)[:-1]
        return tuple(self._pending(one, kind) for one in earlier)

    def _confirmed_as(self, entry: BureauEntry) -> tuple[BureauEntry, ...]:
        """The confirmed entries of the same thing: the last one holds."""
        thing, confirmed = same_thing(entry), (one for one in self.entries if one.confirmed_by is not None)
        return confirmed_in_order(one for one in confirmed if same_thing(one) == thing)

    def _corrected_by(self, entry: BureauEntry) -> int | None:
        """What an entry that waits would take the place of."""
        earlier = self._confirmed_as(entry) if entry.confirmed_by is None else ()
        return earlier[-1].id if earlier else None

    def _entry(self, source: str) -> BureauEntry | None:
        return next((one for one in self.entries if f"{_BUREAU}{one.id}" == source), None)

    def _waiting_versions(self, programme: Programme, name: str) -> tuple[PendingEntry, ...]:
        return tuple(
            self._pending(entry, None)
            for entry in self.entries
            if entry.confirmed_by is None
            and entry.kind is BureauKind.VERSION
            and (entry.programme, entry.name) == (programme.id, name)
        )

    def _row(self, programme: Programme, item: Item, row: Row) -> RuleRow:
        by, at = self._confirmation(row.source.id)
        judged_on = min(max(row.start, self._today), row.end or date.max)
        version = programme.version_on(judged_on)
        return RuleRow(
            programme=programme.id,
            programme_name=programme.name,
            name=item.row_name(row),
            label=item.label,
            type=item.type,
            unit=ITEM_UNITS.get(item.type, ""),
            value=item_value_to_json(row.value),
            shown=value_in_words(item.type, row.value),
            valid_from=row.start,
            valid_to=row.end,
            clause=row.clause,
            evidence=row.evidence,
            weak=version is not None and needs_confirmation(item, row, version, judged_on),
            optional=item.optional,
            confirmed_by=by,
            confirmed_at=at,
            pending=self._waiting(programme, item.name, item.type, row.start, row.end),
            source=row.source.source,
            checked_on=row.source.checked_on,
            review_by=row.source.review_by,
            national=row.source.national,
            stale=row.is_stale(self._today),
            choices=choices(programme) if item.type is ItemType.VERSION_BY else (),
            replaced=self._replaced(row.source.id, item.type),
        )

    def _absent(self, programme: Programme, item: Item) -> RuleRow:
        return RuleRow(
            programme=programme.id,
            programme_name=programme.name,
            name=item.name,
            label=item.label,
            type=item.type,
            unit=ITEM_UNITS.get(item.type, ""),
            value=None,
            shown=NOT_KNOWN,
            valid_from=None,
            valid_to=None,
            clause=Clause(""),
            evidence="NF",
            weak=False,
            optional=item.optional,
            confirmed_by="",
            confirmed_at=None,
            pending=self._waiting(programme, item.name, item.type, date.min, None),
        )

    def _confirmation(self, source: str) -> tuple[str, datetime | None]:
        entry = self._entry(source)
        if entry is None or entry.confirmed_by is None:
            return "", None
        return self._names[entry.confirmed_by], entry.confirmed_at

    def _waiting(
        self, programme: Programme, name: str, kind: ItemType | None, start: date, end: date | None
    ) -> tuple[PendingEntry, ...]:
        """Entries for this value whose period begins within the row's, or names the row."""
        return tuple(
            self._pending(entry, kind)
            for entry in self.entries
            if entry.confirmed_by is None
            and entry.kind is BureauKind.VALUE
            and (entry.programme, entry.name.partition("@")[0]) == (programme.id, name)
            and (entry.valid_from >= start and (end is None or entry.valid_from <= end))
        )

    def _pending(self, entry: BureauEntry, kind: ItemType | None) -> PendingEntry:
        return PendingEntry(
            id=entry.id,
            kind=entry.kind,
            shown=_entered_in_words(kind, entry),
            valid_from=entry.valid_from,
            valid_to=entry.valid_to,
            document=entry.document,
            entered_by=self._names[entry.entered_by],
            entered_at=entry.entered_at,
            own=entry.entered_by == self._account,
            article=entry.article,
            text=entry.text,
            scan_id=entry.scan_id,
            whole=entry.kind is BureauKind.VERSION and entry.value is not None,
            confirmed_by="" if entry.confirmed_by is None else self._names[entry.confirmed_by],
            corrects=self._corrected_by(entry),
            papers=tuple(map(str, entry.value)) if kind is ItemType.PAPERS and isinstance(entry.value, list) else (),
        )


def _entered_in_words(kind: ItemType | None, entry: BureauEntry) -> str:
    value = entry.value
    if value is None:
        return "照原样确认"
    if kind is None:
        criteria = value.get("criteria", []) if isinstance(value, dict) else []
        return f"整个版本，{len(criteria)} 项条件"
    try:
        return value_in_words(kind, read_item_value(kind, value))
    except InputError:
        return str(value)
