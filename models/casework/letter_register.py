"""文书: the register of every number, newest first, and the log of who printed a letter again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk, UnitOfWork
from models.id_number import mask_id
from models.letter import LETTER_NAMES, LetterKind
from models.rounds import LetterMark
from models.store.access_records import Access, AccessEntry
from models.store.overview_records import LetterLine

IN_FORCE, VOID = "有效", "作废"


def state_in_words(mark: LetterMark | None) -> str:
    """How a letter stands: in force, void, or changed by a later one."""
    if mark is None:
        return IN_FORCE
    if mark.void_reason:
        return VOID
    word = {LetterKind.CORRECTION: "已更正", LetterKind.REVOCATION: "已撤销"}.get(
        mark.changed_kind or LetterKind.RECEIPT
    )
    return word or "已改变"


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One letter of the register; `id_number` is masked."""

    letter_id: int
    number: str
    kind: LetterKind
    kind_name: str
    case_number: str
    person_id: int
    person_name: str
    id_number: str
    issued_on: date
    amount_fen: int | None
    state: str
    reprints: int


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """`before` begins the next page; None when this was the last."""

    rows: tuple[RegisterRow, ...]
    before: int | None


def letter_register(
    desk: Desk, before: int | None = None, limit: int = 50, kind: LetterKind | None = None
) -> RegisterPage:
    """A page of the register, of all letters or of one kind."""
    with desk.look("letter.read") as work:
        lines = work.rows.letter_lines(before, limit + 1, kind=kind)
        rows = register_rows(work, lines[:limit])
        return RegisterPage(rows, lines[limit - 1].id if len(lines) > limit else None)


def register_rows(work: UnitOfWork, lines: tuple[LetterLine, ...]) -> tuple[RegisterRow, ...]:
    """Register entries as rows, with how often each was printed again."""
    reprints = work.rows.reprints([line.id for line in lines]) if lines else {}
    marks = work.rows.letter_marks([line.id for line in lines]) if lines else {}
    return tuple(
        RegisterRow(
            letter_id=line.id,
            number=line.number,
            kind=line.kind,
            kind_name=LETTER_NAMES[line.kind],
            case_number=line.case_number,
            person_id=line.person_id,
            person_name=line.person_name,
            id_number=mask_id(line.id_number),
            issued_on=line.issued_on,
            amount_fen=line.amount_fen,
            state=state_in_words(marks.get(line.id)),
            reprints=reprints.get(line.id, 0),
        )
        for line in lines
    )


def letter_bytes(desk: Desk, letter_id: int) -> bytes:
    """The archived bytes of a letter, for showing; raises InputError when there is none with this id."""
    with desk.look("letter.read") as work:
        return work.rows.letter_content(letter_id)


def log_reprint(desk: Desk, letter_id: int, way: str = "print") -> Done[AccessEntry]:
    """Record that a letter was printed or saved again (`way`). Raises InputError for a letter that is not there."""
    with desk.note("letter.reprint") as work:
        letter = work.rows.letter(letter_id)
        entry = work.rows.log_access(Access.REPRINT, work.actor.id, work.now, letter.id, None, way)
    return Done(entry, Changes(letters=frozenset({letter_id})))
