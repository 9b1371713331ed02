"""The bureau's values: entered by one person with 文号 and scan, confirmed by a second, then in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.bureau import BureauEntry, BureauKind
from models.casework.changes import Changes, Done
from models.casework.rechecks import Recheck, would_change
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.rules.bureau_entries import confirmed_in_order, same_thing
from models.rules.rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class ValueDraft:
    """What a person enters: which value or draft version, from when, what, and the document it rests on."""

    kind: BureauKind
    programme: str
    name: str
    value: Any
    valid_from: date
    valid_to: date | None
    document: str
    article: str
    text: str


def enter_value(desk: Desk, draft: ValueDraft, scan: bytes, media_type: str) -> Done[BureauEntry]:
    """Enter a value or version with its 文号 and scan. It counts for nothing until a second person confirms it.

    Raises InputError naming the place when the rulebook could not take it (unknown name, wrong type, overlap …).
    """
    with desk.perform("value.enter") as work:
        entry = enter_within(desk, work, draft, scan, media_type)
    return Done(entry, Changes(rules=True))


def enter_within(desk: Desk, work: UnitOfWork, draft: ValueDraft, scan: bytes, media_type: str) -> BureauEntry:
    """The same as a part of the caller's transaction."""
    if not draft.document.strip():
        raise InputError("请填写依据文件的文号。", "document")
    if not scan:
        raise InputError("请附上依据文件的扫描件。", "scan")
    attachment = work.rows.add_attachment(media_type, scan)
    entry = _entry(draft, attachment.id, work)
    _rulebook_with(desk, work, entry)
    entry = work.rows.add_bureau_entry(entry)
    work.record(
        f"bureau:{entry.id}",
        {
            "programme": entry.programme,
            "name": entry.name,
            "from": entry.valid_from.isoformat(),
            "document": entry.document,
            "scan": attachment.sha256,
        },
    )
    return entry


def confirm_value(desk: Desk, entry_id: int) -> Done[BureauEntry]:
    """Confirm an entry another person made; from then on it is part of the rulebook in force."""
    with desk.perform("value.confirm") as work:
        entry = work.rows.bureau_entry(entry_id)
        if entry.confirmed_by is not None:
            raise Refused(f"第 {entry_id} 号录入已经确认过，不必再确认。")
        if entry.entered_by == work.actor.id:
            raise Refused(f"第 {entry_id} 号录入由您本人录入，须由另一人确认。")
        book = _rulebook_with(desk, work, entry)
        replaced = [one.id for one in _confirmed_as(work, entry)]
        entry = work.rows.confirm_bureau_entry(entry_id, work.actor.id, work.now)
        work.record(f"bureau:{entry.id}", {"rulebook": book.hash} | ({"replaces": replaced[-1]} if replaced else {}))
    return Done(entry, Changes(rules=True))


def _confirmed_as(work: UnitOfWork, entry: BureauEntry) -> tuple[BureauEntry, ...]:
    """The confirmed entries of the same thing, in the order in which they were confirmed: the last one holds."""
    thing = same_thing(entry)
    return confirmed_in_order(one for one in work.rows.bureau_entries(confirmed_only=True) if same_thing(one) == thing)


def values_to_confirm(desk: Desk) -> tuple[BureauEntry, ...]:
    """What has been entered and waits for a second person."""
    with desk.look("rules.read") as work:
        return tuple(entry for entry in work.rows.bureau_entries() if entry.confirmed_by is None)


def preview_change(desk: Desk, draft: ValueDraft) -> tuple[Recheck, ...]:
    """Who among the open cases would change if this were entered and confirmed; nothing is stored. Raises InputError.

    Reads every open case: seconds in a large office, so run it beside the window.
    """
    with desk.look("rules.recheck") as work:
        return would_change(work, _rulebook_with(desk, work, _entry(draft, 0, work)))


def preview_entry(desk: Desk, entry_id: int) -> tuple[Recheck, ...]:
    """The same for an entry that waits for its second person."""
    with desk.look("rules.recheck") as work:
        return would_change(work, _rulebook_with(desk, work, work.rows.bureau_entry(entry_id)))


def draft_from_json(data: Mapping[str, Any]) -> ValueDraft:
    """Read an entry as handed in: strict keys, ISO dates. Raises InputError naming the key."""
    allowed = {"kind", "programme", "name", "value", "from", "to", "document", "article", "text"}
    for key in data:
        if key not in allowed:
            raise InputError(f"不认识“{key}”这一项，可用：{'、'.join(sorted(allowed))}。", key)
    for key in ("programme", "name", "from", "document"):
        if not isinstance(data.get(key), str) or not data[key].strip():
            raise InputError(f"缺少“{key}”，请补上。", key)
    try:
        kind = BureauKind(data.get("kind", "value"))
    except ValueError:
        raise InputError("“kind”只能是 value（数值）或 version（整个版本）。", "kind") from None
    return ValueDraft(
        kind=kind,
        programme=data["programme"],
        name=data["name"],
        value=data.get("value"),
        valid_from=_date(data["from"], "from"),
        valid_to=None if data.get("to") is None else _date(data["to"], "to"),
        document=data["document"].strip(),
        article=str(data.get("article", "")),
        text=str(data.get("text", "")),
    )


def _entry(draft: ValueDraft, scan_id: int, work: UnitOfWork) -> BureauEntry:
    return BureauEntry(
        id=0,
        kind=draft.kind,
        programme=draft.programme,
        name=draft.name,
        value=draft.value,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        document=draft.document,
        article=draft.article,
        text=draft.text,
        scan_id=scan_id,
        entered_by=work.actor.id,
        entered_at=work.now,
    )


def _rulebook_with(desk: Desk, work: UnitOfWork, entry: BureauEntry) -> RuleBook:
    return desk.shipped.with_bureau((*work.rows.bureau_entries(confirmed_only=True), entry), preview=True)


def _date(text: Any, key: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise InputError(f"“{key}”应为日期，如 2026-01-01，现为“{text}”。", key) from None
