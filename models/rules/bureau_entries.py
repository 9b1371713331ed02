"""Applying what the bureau entered: a value over a period, a confirmation as shipped, a draft put in force.

Every refusal names the programme and the value, so that the rules page can point at it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import NoReturn

from models.assessment import Clause
from models.bureau import BureauEntry, BureauKind
from models.canonical_json import canonical_json
from models.errors import InputError
from models.rules.item_values import read_item_value
from models.rules.load_parts import StatusSet
from models.rules.row_periods import overlap, overlay
from models.rules.schema import CONFIRMED, OUTSIDE_VERSIONS, Item, ItemType, Programme, Row, SourcedClause
from models.rules.version_choice import check_choice
from models.rules.version_entries import put_version
from models.version_dates import APPLICATION
from models.vocabulary import shown

_DAY = timedelta(days=1)
_SEPARATOR = "@"


def entry_content(entry: BureauEntry) -> str:
    """What of an entry belongs to the rulebook's content, as canonical JSON."""
    body = {
        "kind": entry.kind.value,
        "programme": entry.programme,
        "name": entry.name,
        "value": entry.value,
        "from": entry.valid_from.isoformat(),
        "to": entry.valid_to.isoformat() if entry.valid_to else None,
        "document": entry.document,
        "article": entry.article,
        "text": entry.text,
    }
    return canonical_json(body)


def standing_entries(entries: Sequence[BureauEntry]) -> tuple[BureauEntry, ...]:
    """Without what was entered again: of the same thing the entry confirmed last holds.

    The same thing is a version of the same name, or a value or condition from the same first day. An entry not
    confirmed yet is looked at as if it were confirmed now.
    """
    last: dict[Hashable, BureauEntry] = {}
    for entry in confirmed_in_order(entries):
        last[same_thing(entry)] = entry
    return tuple(entry for entry in entries if last[same_thing(entry)] is entry)


def same_thing(entry: BureauEntry) -> Hashable:
    """What two entries share when the later one takes the place of the earlier."""
    named = entry.name if entry.kind is BureauKind.VERSION else (_plain(entry), entry.valid_from)
    return entry.kind, entry.programme, named


def confirmed_in_order(entries: Iterable[BureauEntry]) -> tuple[BureauEntry, ...]:
    """In the order in which they were confirmed; those that wait come last."""
    return tuple(sorted(entries, key=_confirmation))


def _confirmation(entry: BureauEntry) -> tuple[bool, datetime, int]:
    return entry.confirmed_at is None, entry.confirmed_at or entry.entered_at, entry.id


def apply_entries(
    programmes: Mapping[str, Programme],
    entries: Sequence[BureauEntry],
    sets: Mapping[str, StatusSet],
    *,
    preview: bool,
) -> dict[str, Programme]:
    """The programmes with the entries on top. Raises InputError naming the place.

    Their order does not matter: versions first, by their first day, then the values; a whole version replaces from its
    first day on every value entered from an earlier day.
    """
    result = dict(programmes)
    for entry in sorted(entries, key=_place_in_time):
        programme = result.get(entry.programme)
        if programme is None:
            _refuse(entry, "规则库里没有这一补贴项目")
        _check_entry(entry, preview=preview)
        if entry.kind is BureauKind.VALUE:
            result[entry.programme] = _set_value(programme, entry)
        elif entry.value is None:
            result[entry.programme] = _put_in_force(programme, entry)
        else:
            result[entry.programme] = _whole_version(programme, entry, sets)
    return result


def _place_in_time(entry: BureauEntry) -> tuple[bool, date, int]:
    return entry.kind is BureauKind.VALUE, entry.valid_from, entry.id


def _check_entry(entry: BureauEntry, *, preview: bool) -> None:
    if not entry.document.strip():
        _refuse(entry, "缺少文号，请填写所依据的文件")
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        _refuse(entry, "结束日期早于开始日期")
    if preview:
        return
    if entry.confirmed_by is None:
        _refuse(entry, "尚未经第二人确认，不能生效")
    if entry.confirmed_by == entry.entered_by:
        _refuse(entry, "录入人与确认人是同一人，须由另一人确认")


def _whole_version(programme: Programme, entry: BureauEntry, sets: Mapping[str, StatusSet]) -> Programme:
    try:
        return put_version(programme, entry, sets)
    except InputError as problem:
        own = f"{entry.programme}.{entry.name}"
        place = "" if problem.field in (None, own) else f"{shown(problem.field)}："
        raise InputError(f"{shown(own)}：{place}{problem.message}", problem.field) from None


def _plain(entry: BureauEntry) -> str:
    return entry.name.partition(_SEPARATOR)[0]


def _put_in_force(programme: Programme, entry: BureauEntry) -> Programme:
    draft = next((each for each in programme.versions if each.draft and each.id == entry.name), None)
    if draft is None:
        _refuse(entry, "没有这一待确认的版本")
    end = entry.valid_to or draft.end
    if entry.valid_from < draft.start or (draft.end is not None and (end is None or end > draft.end)):
        _refuse(entry, "起止日期超出了该版本的范围")
    confirmed = replace(
        draft,
        start=entry.valid_from,
        end=end,
        draft=False,
        confirmed=True,
        source=_source(entry),
    )
    versions = tuple(confirmed if each is draft else each for each in programme.versions)
    return replace(programme, versions=versions)


def _set_value(programme: Programme, entry: BureauEntry) -> Programme:
    item = programme.items.get(_plain(entry))
    if item is None:
        _refuse(entry, "没有这一数值或条件")
    first = item.row_on(entry.valid_from)
    if first is not None:
        _check_row_name(entry, first)
    end = _last_day(entry, first)
    if item.type not in OUTSIDE_VERSIONS:
        end = _before_whole_version(programme, entry, end)
    _check_overlap(entry, item, end)
    rows = _confirmed(item, entry, end) if entry.value is None else _entered(programme, item, entry, end)
    changed = replace(item, rows=rows)
    # The date that selects the version is a fact of every application from then on.
    facts = programme.facts | {row.value for row in rows if item.type is ItemType.VERSION_BY} - {APPLICATION}
    return replace(programme, items=MappingProxyType({**programme.items, item.name: changed}), facts=facts)


def _last_day(entry: BureauEntry, first: Row | None) -> date | None:
    """The end given; else a confirmation, or an entry under a name with its row's date, ends with the row."""
    bound_to_row = entry.value is None or (first is not None and _named_by_row(entry, first))
    return first.end if entry.valid_to is None and bound_to_row and first is not None else entry.valid_to


def _before_whole_version(programme: Programme, entry: BureauEntry, end: date | None) -> date | None:
    """A value entered for a time before a whole version of the bureau ends with it."""
    later = [v.start for v in programme.versions if v.criteria and entry.valid_from < v.start]
    return end if not later or (end is not None and end < min(later)) else min(later) - _DAY


def _check_overlap(entry: BureauEntry, item: Item, end: date | None) -> None:
    for row in item.rows:
        # What was entered without an end holds until the next text takes its place.
        followed = entry.value is not None and end is None and row.end is None and row.start < entry.valid_from
        if row.confirmed and not followed and overlap(row, entry.valid_from, end) is not None:
            _refuse(entry, f"与已录入或确认的一段（自{row.start.isoformat()}起）日期重叠")


def _confirmed(item: Item, entry: BureauEntry, end: date | None) -> tuple[Row, ...]:
    """The shipped rows of the entry's period marked as confirmed."""
    rows = item.rows
    if item.row_on(entry.valid_from) is None:
        _refuse(entry, "这一天没有可以确认的内容，请录入具体数值")
    for row in item.rows:
        inside = overlap(row, entry.valid_from, end)
        if inside is None:
            continue
        if row.value is None:
            _refuse(entry, "内容还是空的，不能照原样确认，请录入具体数值")
        start, last = inside
        new = replace(row, start=start, end=last, confirmed=True, evidence=CONFIRMED, source=_source(entry))
        rows = overlay(rows, new)
    return rows


def _entered(programme: Programme, item: Item, entry: BureauEntry, end: date | None) -> tuple[Row, ...]:
    """A value of the bureau's own over the entry's period. A condition entered as false does not apply then."""
    outside = item.type is not ItemType.VERSION_BY and not any(
        version.covers(entry.valid_from) for version in programme.versions
    )
    if outside:
        _refuse(entry, "开始日期不在任何版本之内")
    try:
        value = read_item_value(item.type, entry.value)
    except InputError as problem:
        _refuse(entry, problem.message)
    if item.type is ItemType.VERSION_BY:
        check_choice(programme, value)
    first = item.row_on(entry.valid_from)
    new = Row(
        start=entry.valid_from,
        end=end,
        source=_source(entry),
        evidence=CONFIRMED,
        value=value,
        judged_from=first.judged_from if first else None,
        judged_to=first.judged_to if first else None,
        confirmed=True,
    )
    return overlay(item.rows, new)


def _check_row_name(entry: BureauEntry, row: Row) -> None:
    """A date in the name is the first day of the shipped row, or of an earlier entry that this one takes the place of:
    then its own."""
    _, separator, start = entry.name.partition(_SEPARATOR)
    if separator and not _named_by_row(entry, row) and start != entry.valid_from.isoformat():
        _refuse(entry, "名称里的起始日期与有效期不是同一段")


def _named_by_row(entry: BureauEntry, row: Row) -> bool:
    return entry.name.partition(_SEPARATOR)[2] == row.start.isoformat()


def _source(entry: BureauEntry) -> SourcedClause:
    """The bureau's document as the clause. Shipped words are never shown under another document's number."""
    clause = Clause(entry.document.strip(), entry.article.strip(), entry.text.strip(), CONFIRMED)
    checked = (entry.confirmed_at or entry.entered_at).date()
    return SourcedClause(f"bureau-{entry.id}", clause, source=CONFIRMED, checked_on=checked)


def _refuse(entry: BureauEntry, why: str) -> NoReturn:
    raise InputError(f"{shown(entry.programme)}.{shown(entry.name)}：{why}，请核对", f"{entry.programme}.{entry.name}")
