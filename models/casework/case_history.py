"""F4: how one field of a case came to its value, from the fact sets that are only ever appended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.case import FactSet
from models.casework.unit_of_work import Desk
from models.facts_file import read_value
from models.id_number import mask_id
from models.rules.sentences import said
from models.vocabulary import VOCABULARY, fact_key

UNKNOWN = "未知"
_ID_NUMBER = "person.id_number"
_IDENTITY = frozenset({_ID_NUMBER, "person.birth_date", "person.sex"})


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """A value a field took. `known` False: the field became unknown; `shown` is in words, an ID number masked."""

    known: bool
    value: Any
    shown: str
    by: str
    at: datetime
    facts_id: int


def field_history(desk: Desk, number: str, key: str) -> tuple[FieldEntry, ...]:
    """Every change of one fact of a case, oldest first. Raises InputError for an unknown case or fact."""
    fact_key(key)
    with desk.look("case.read") as work:
        case = work.rows.case_numbered(number)
        names = {account.id: account.name for account in work.rows.accounts()}
        return field_entries(work.rows.fact_sets(case.id), key, names)


@dataclass(frozen=True, slots=True)
class FactChange:
    """One entry of one fact."""

    key: str
    entry: FieldEntry


def fact_changes(desk: Desk, number: str) -> tuple[FactChange, ...]:
    """Every change of every fact of a case, oldest first, the facts of one moment in the order of the vocabulary.

    What the identity number says is left out: a birth date in full would undo the mask of the number.
    """
    with desk.look("case.read") as work:
        case = work.rows.case_numbered(number)
        names = {account.id: account.name for account in work.rows.accounts()}
        sets = work.rows.fact_sets(case.id)
    told = (key for key in VOCABULARY if key not in _IDENTITY)
    keys = [key for key in told if any(key in stored.facts for stored in sets)]
    found = [FactChange(key, entry) for key in keys for entry in field_entries(sets, key, names)]
    return tuple(sorted(found, key=lambda change: change.entry.facts_id))


def field_entries(sets: tuple[FactSet, ...], key: str, names: Mapping[int, str]) -> tuple[FieldEntry, ...]:
    """The same from fact sets at hand; a field that was never known has no entries."""
    entries: list[FieldEntry] = []
    before: Any = ...
    for stored in sets:
        value = stored.facts.get(key, ...)
        if value != before or type(value) is not type(before):
            known = value is not ...
            entries.append(
                FieldEntry(
                    known=known,
                    value=value if known else None,
                    shown=fact_in_words(key, value) if known else UNKNOWN,
                    by=names[stored.recorded_by],
                    at=stored.recorded_at,
                    facts_id=stored.id,
                )
            )
        before = value
    return tuple(entries)


def fact_in_words(key: str, value: Any) -> str:
    """A stored fact (JSON value) as a person reads it."""
    if key == _ID_NUMBER:
        return mask_id(str(value))
    return said(fact_key(key), read_value(key, value))
