"""What the rules page asks of the office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.item_models.changed_cases import ChangedCase
from models.assessment import Line
from models.case import STATE_NAMES
from models.casework.bureau_values import ValueDraft, enter_value, preview_change, preview_entry
from models.casework.permissions import may
from models.casework.rechecks import Recheck, recheck
from models.casework.rules_page import RulesPage, rules_page
from models.casework.whole_versions import OpenedVersion, open_entry, open_version
from models.errors import InputError, system_reason
from models.rules.schema import VERSION_BY

if TYPE_CHECKING:
    from models.bureau import BureauEntry
    from models.casework.changes import Done
    from models.casework.unit_of_work import Desk

LARGEST_SCAN = 20 << 20
_BEGINNINGS = {b"%PDF-": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Rules:
    """The page and what this account may do with it."""

    page: RulesPage
    may_enter: bool
    may_confirm: bool
    may_preview: bool


def ask_rules(desk: Desk) -> Rules:
    """Every line of the rulebook in force and what waits."""
    page = rules_page(desk)
    with desk.look("rules.read") as work:
        actor = work.actor
        return Rules(page, may(actor, "value.enter"), may(actor, "value.confirm"), may(actor, "rules.recheck"))


def ask_draft_change(desk: Desk, draft: ValueDraft) -> tuple[ChangedCase, ...]:
    """Who would change if this were confirmed. Raises InputError naming the place."""
    return _named(desk, preview_change(desk, draft))


def ask_entry_change(desk: Desk, entry_id: int) -> tuple[ChangedCase, ...]:
    """Who would change when this entry is confirmed."""
    return _named(desk, preview_entry(desk, entry_id))


def ask_recheck(desk: Desk) -> tuple[ChangedCase, ...]:
    """Which open cases are judged otherwise under the rules in force than when they were last assessed."""
    return _named(desk, recheck(desk))


def ask_version(desk: Desk, line: tuple[str, str, int | None]) -> OpenedVersion:
    """A version of a programme: one that waits, by its entry; a draft, by its name; else what holds now."""
    programme, name, entry = line
    return open_version(desk, programme, name) if entry is None else open_entry(desk, entry)


def ask_scan(desk: Desk, scan_id: int) -> tuple[str, bytes]:
    """A scanned document with its media type."""
    with desk.look("rules.read") as work:
        scan = work.rows.attachment(scan_id)
        return scan.media_type, scan.content


def enter_with_scan(desk: Desk, draft: ValueDraft, scan: str) -> Done[BureauEntry]:
    """Read the scanned document and enter the value. Raises InputError at `scan` when it cannot be read."""
    content = _read(scan)
    media = next((kind for head, kind in _BEGINNINGS.items() if content.startswith(head)), None)
    if media is None:
        raise InputError("扫描件须是 PDF、PNG 或 JPG 文件，这个文件不是。请另选一个。", "scan")
    return enter_value(desk, draft, content, media)


def _read(scan: str) -> bytes:
    path = Path(scan)
    try:
        if path.stat().st_size > LARGEST_SCAN:
            raise InputError("扫描件超过 20 MB。请用较低的分辨率重新扫描。", "scan")
        return path.read_bytes()
    except OSError as error:
        why = system_reason(error)
        raise InputError(f"扫描件“{path.name}”读不出来（{why}）。请按 F3 另选一个文件。", "scan") from None


def _named(desk: Desk, found: Sequence[Recheck]) -> tuple[ChangedCase, ...]:
    with desk.look("case.read") as work:
        names = {}
        for one in found:
            names[one.number] = work.rows.person(work.rows.case_numbered(one.number).person_id).name
    return tuple(_changed(one, names[one.number]) for one in found)


def _changed(one: Recheck, name: str) -> ChangedCase:
    return ChangedCase(
        number=one.number,
        person_name=name,
        before=one.before.result,
        after=one.after.result,
        amount_before=one.before.amount_fen,
        amount_after=one.after.amount_fen,
        reason=_reason(one),
        state=STATE_NAMES[one.state],
    )


def _reason(one: Recheck) -> str:
    """The sentence of the innermost condition whose verdict changed; else of the first change that has one.

    Where another date than before selects the version, that comes first: everything else follows from it.
    """
    selected = "".join(change.sentence for change in one.changes if change.criterion == VERSION_BY)
    before = {line.id: line.verdict for line in _leaves(one.before.criteria)}
    for line in _leaves(one.after.criteria):
        if line.verdict is not before.get(line.id):
            return line.sentence if line.id == VERSION_BY else selected + line.sentence
    return next((change.sentence for change in one.changes if change.sentence), "")


def _leaves(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        if line.children:
            yield from _leaves(line.children)
        else:
            yield line
