"""Letters as the register page lists them: filtered, counted by kind, fetched as they come into view."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.casework.months import check_month
from models.casework.permissions import may
from models.casework.unit_of_work import Desk
from models.id_number import mask_id
from models.letter import LetterKind
from models.rounds import LetterMark
from models.store.register_records import LetterFilter, RegisteredLetter
from models.typed_text import fold_width

_MOST_ROWS = 500
_LONGEST_TEXT = 60


class LetterStanding(StrEnum):
    ISSUED = "issued"
    SERVED = "served"
    REPLACED = "replaced"  # the case was decided again
    CORRECTED = "corrected"
    REVOKED = "revoked"
    VOID = "void"  # undone before it left the house; its number stays taken


@dataclass(frozen=True, slots=True)
class LetterList:
    """Which letters a filter leaves, newest first; `counts` by kind whatever kind is filtered."""

    ids: tuple[int, ...]
    counts: Mapping[LetterKind, int]
    months: tuple[str, ...]
    may_reprint: bool


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter; `reprints` counts how often it left the program after it was issued."""

    id: int
    number: str
    kind: LetterKind
    case_number: str
    person_name: str
    masked_id: str
    issued_on: date
    amount_fen: int | None
    standing: LetterStanding
    reprints: int
    mark: LetterMark | None = None


@dataclass(frozen=True, slots=True)
class ArchivedLetter:
    """The archived bytes, the SHA-256 computed from them just now, and whether it is the recorded one."""

    letter_id: int
    content: bytes
    sha256: str
    intact: bool


def letter_list(desk: Desk, kind: LetterKind | None = None, month: str = "", text: str = "") -> LetterList:
    """Which letters there are of a kind and month whose number, name, ID number or case holds `text`.

    Nothing typed is ever a pattern. Raises InputError for a month that is none.
    """
    if month:
        check_month(month)
    days = (f"{month}-01", f"{month}-32") if month else ("", "~")
    wanted = LetterFilter(kind, *days, fold_width(text).strip()[:_LONGEST_TEXT])
    with desk.look("letter.read") as work:
        rows = work.rows
        allowed = may(work.actor, "letter.reprint")
        return LetterList(rows.letter_ids(wanted), rows.letter_counts(wanted), rows.letter_months(), allowed)


def letter_rows(desk: Desk, ids: Sequence[int]) -> tuple[LetterRow, ...]:
    """The rows of at most 500 letters, in the order of `ids`."""
    wanted = ids[:_MOST_ROWS]
    with desk.look("letter.read") as work:
        reprints = work.rows.reprints(wanted)
        marks = work.rows.letter_marks(wanted)
        found = work.rows.registered_letters(wanted)
        return tuple(_row(letter, reprints.get(letter.id, 0), marks.get(letter.id)) for letter in found)


def office_today(desk: Desk) -> date:
    """The office's Beijing date."""
    with desk.look("letter.read") as work:
        return work.today


def archived(desk: Desk, letter_id: int) -> ArchivedLetter:
    """A letter as it was archived. Raises InputError when there is none."""
    with desk.look("letter.read") as work:
        letter, content = work.rows.letter(letter_id), work.rows.letter_content(letter_id)
    digest = hashlib.sha256(content).hexdigest()
    return ArchivedLetter(letter_id, content, digest, digest == letter.sha256)


def standing_of(letter: RegisteredLetter, mark: LetterMark | None) -> LetterStanding:
    """Void before all else, then changed, then handed over or not."""
    if mark is not None and mark.void_reason:
        return LetterStanding.VOID
    if mark is not None and mark.changed_kind is LetterKind.CORRECTION:
        return LetterStanding.CORRECTED
    if mark is not None and mark.changed_kind is LetterKind.REVOCATION:
        return LetterStanding.REVOKED
    if mark is not None or letter.replaced:
        return LetterStanding.REPLACED
    return LetterStanding.ISSUED if letter.served_at is None else LetterStanding.SERVED


def _row(letter: RegisteredLetter, reprints: int, mark: LetterMark | None) -> LetterRow:
    return LetterRow(
        id=letter.id,
        number=letter.number,
        kind=letter.kind,
        case_number=letter.case_number,
        person_name=letter.person_name,
        masked_id=mask_id(letter.id_number),
        issued_on=letter.issued_on,
        amount_fen=letter.amount_fen,
        standing=standing_of(letter, mark),
        reprints=reprints,
        mark=mark,
    )
