"""The letter register as a list shows it: which letters, newest first, and the rows of those in view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, not_, or_, select

from models.letter import LetterKind
from models.store import tables as t
from models.store.records import Records
from models.store.rounds_records import is_voided
from models.store.rows import time_value


@dataclass(frozen=True, slots=True)
class LetterFilter:
    """`first` and `after` bound the day of issue; `text` is looked for in number, name, ID number and case number."""

    kind: LetterKind | None = None
    first: str = ""
    after: str = "~"
    text: str = ""


@dataclass(frozen=True, slots=True)
class RegisteredLetter:
    """One line of the register. `served_at`: it was handed over; `replaced`: a later decision stands."""

    id: int
    number: str
    kind: LetterKind
    case_number: str
    person_name: str
    id_number: str
    issued_on: date
    amount_fen: int | None
    sha256: str
    served_at: datetime | None
    replaced: bool


class RegisterRecords(Records):
    """Letters with their cases and people; every list ends in one statement."""

    def letter_ids(self, wanted: LetterFilter) -> tuple[int, ...]:
        """Which letters, the newest first."""
        found = select(t.letters.c.id).where(*_conditions(wanted)).order_by(t.letters.c.id.desc())
        return tuple(int(row[0]) for row in self._connection.execute(found))

    def letter_counts(self, wanted: LetterFilter) -> dict[LetterKind, int]:
        """How many there are of each kind, whatever kind is wanted."""
        others = LetterFilter(None, wanted.first, wanted.after, wanted.text)
        kind = t.letters.c.kind
        counted = select(kind, func.count()).where(*_conditions(others)).group_by(kind)
        return {LetterKind(name): int(count) for name, count in self._connection.execute(counted)}

    def letter_months(self) -> tuple[str, ...]:
        """The months letters were issued in, the newest first."""
        month = func.substr(t.letters.c.issued_on, 1, 7).label("month")
        return tuple(row[0] for row in self._connection.execute(select(month).distinct().order_by(month.desc())))

    def registered_letters(self, ids: Sequence[int]) -> tuple[RegisteredLetter, ...]:
        """These letters, in this order; one that does not exist is left out."""
        rows = self._connection.execute(_registered().where(t.letters.c.id.in_(ids)))
        found = {row.id: _registered_letter(row) for row in rows}
        return tuple(found[one] for one in ids if one in found)


def _conditions(wanted: LetterFilter) -> list[ColumnElement[bool]]:
    letter = t.letters.c
    found: list[ColumnElement[bool]] = []
    if wanted.kind is not None:
        found.append(letter.kind == wanted.kind.value)
    if wanted.first:
        found += [letter.issued_on >= wanted.first, letter.issued_on < wanted.after]
    if wanted.text:
        found.append(or_(_holds(letter.number, wanted.text), _of_case(wanted.text)))
    return found


def _of_case(text: str) -> ColumnElement[bool]:
    case, person = t.case_files.c, t.persons.c
    holds = or_(_holds(case.number, text), _holds(person.name, text), _holds(person.id_number, text))
    return exists().where(case.id == t.letters.c.case_id, person.id == case.person_id, holds)


def _holds(column: Any, text: str) -> ColumnElement[bool]:
    # autoescape: a typed percent sign or underline stands for itself. Small and capital letters are alike on either
    # store: LIKE alone tells them apart on PostgreSQL only.
    held: ColumnElement[bool] = column.icontains(text, autoescape=True)
    return held


def _registered() -> Any:
    letter, case, person, decision, act = t.letters, t.case_files, t.persons, t.decisions, t.case_acts
    later = t.decisions.alias("later")
    replaced = exists().where(
        later.c.case_id == decision.c.case_id, later.c.round > decision.c.round, not_(is_voided(later.c.id))
    )
    handed = t.servings
    # Mail that was only handed in, or came back refused, serves nothing.
    on_the_way = and_(handed.c.way == "邮寄送达", handed.c.event.in_(["posted", "refused"]))
    taken_back = exists().where(t.servings_undone.c.serving_id == handed.c.id)
    recorded = (
        select(func.max(handed.c.recorded_at))
        .where(handed.c.letter_id == letter.c.id, not_(on_the_way), not_(taken_back))
        .scalar_subquery()
    )
    # Before version 3 the act alone told of a hand-over; where there is a record, the act says nothing more.
    told = exists().where(t.servings.alias("told").c.letter_id == letter.c.id)
    decided = (
        select(func.max(act.c.at))
        .where(act.c.case_id == letter.c.case_id, act.c.act == "served", act.c.round >= decision.c.round, not_(told))
        .scalar_subquery()
    )
    served = func.coalesce(recorded, decided)
    joined = (
        letter.join(case, case.c.id == letter.c.case_id)
        .join(person, person.c.id == case.c.person_id)
        .outerjoin(decision, decision.c.id == letter.c.decision_id)
    )
    columns = (
        *(letter.c.id, letter.c.number, letter.c.kind, letter.c.issued_on, letter.c.amount_fen, letter.c.sha256),
        *(case.c.number.label("case_number"), person.c.name, person.c.id_number),
        *(served.label("served_at"), replaced.label("replaced")),
    )
    return select(*columns).select_from(joined)


def _registered_letter(row: Row[Any]) -> RegisteredLetter:
    return RegisteredLetter(
        id=row.id,
        number=row.number,
        kind=LetterKind(row.kind),
        case_number=row.case_number,
        person_name=row.name,
        id_number=row.id_number,
        issued_on=date.fromisoformat(row.issued_on),
        amount_fen=row.amount_fen,
        sha256=row.sha256,
        served_at=None if row.served_at is None else time_value(row.served_at),
        replaced=bool(row.replaced),
    )
