"""Finding people, cases and letters by what was typed; the terms are kept in the transaction of what they belong to.

Every look-up is a range over an index that ends after `limit` rows: nothing is counted, sorted or scanned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert

from models.case import FactSet, State
from models.letter import LetterKind
from models.person import Person
from models.search_terms import CaseTerm, PersonTerm, case_terms, person_terms
from models.store import tables as t
from models.store.case_records import CaseRecords
from models.store.office_records import OfficeRecords
from models.store.rows import day_text
from models.store.statements import Statement, at_most

# Before and behind every character a term can hold (PostgreSQL keeps no NUL).
_LOWEST, _HIGHEST = "\x01", "\U0010ffff"
_MOST_READ = 200  # terms of one look-up: ten times what a list shows, and still well below a millisecond


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person as a list shows one; `id_number` is masked by whoever shows it."""

    id: int
    name: str
    id_number: str
    birth_date: date
    phone: str


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case as a list shows one, with its person."""

    id: int
    number: str
    programme: str
    state: State
    person: FoundPerson


@dataclass(frozen=True, slots=True)
class FoundLetter:
    """A letter as a list shows one, with its case."""

    id: int
    number: str
    kind: LetterKind
    case: FoundCase


_PERSON = (t.persons.c.id, t.persons.c.name, t.persons.c.id_number, t.persons.c.birth_date, t.persons.c.phone)
_CASE = (
    t.case_files.c.id.label("case_id"),
    t.case_files.c.number.label("case_number"),
    t.case_files.c.programme,
    t.case_files.c.state,
    *_PERSON,
)
_LETTER = (t.letters.c.id.label("letter_id"), t.letters.c.number.label("letter_number"), t.letters.c.kind, *_CASE)


def _within(column: Any) -> tuple[Any, Any]:
    return column >= bindparam("low"), column < bindparam("high")


def _people_of_term(*more: Any) -> Any:
    term = t.person_terms.c
    return select(term.person_id).where(term.kind == bindparam("kind"), *more).limit(at_most())


def _exact() -> Any:
    term = t.person_terms.c
    return _people_of_term(term.term == bindparam("term")).order_by(term.person_id.desc())


def _people_of_exactly() -> Any:
    joined = t.person_terms.join(t.persons, t.persons.c.id == t.person_terms.c.person_id)
    return _exact().with_only_columns(*_PERSON).select_from(joined)


def _beginning() -> Any:
    term = t.person_terms.c
    behind = (term.term > bindparam("term"), term.term < bindparam("high"))
    return _people_of_term(*behind).order_by(term.term, term.person_id)


def _people_born() -> Any:
    p = t.persons.c
    return select(*_PERSON).where(p.birth_date == bindparam("born")).order_by(p.id.desc()).limit(at_most())


def _people_of_id() -> Any:
    column = t.persons.c.id_number
    return select(*_PERSON).where(*_within(column)).order_by(column).limit(at_most())


def _namesakes() -> Any:
    p, term = t.persons, t.person_terms.c
    found = select(*_PERSON).select_from(t.person_terms.join(p, p.c.id == term.person_id))
    named = (term.kind == _quoted(PersonTerm.NAME.value), term.term == bindparam("term"))
    return found.where(*named, p.c.birth_date == bindparam("born")).limit(at_most())


def _cases_of_term() -> Any:
    p, c, term = t.persons, t.case_files, t.case_terms.c
    joined = t.case_terms.join(c, c.c.id == term.case_id).join(p, p.c.id == c.c.person_id)
    found = select(*_CASE).select_from(joined).where(term.kind == bindparam("kind"), *_within(term.term))
    return found.order_by(term.term, term.case_id).limit(at_most())


def _case_numbered() -> Any:
    p, c = t.persons, t.case_files
    joined = c.join(p, p.c.id == c.c.person_id)
    return select(*_CASE).select_from(joined).where(c.c.number == bindparam("number"))


def _letter_of_serial() -> Any:
    p, c, letter = t.persons, t.case_files, t.letters
    joined = letter.join(c, c.c.id == letter.c.case_id).join(p, p.c.id == c.c.person_id)
    series = (letter.c.kind == bindparam("letter_kind"), letter.c.year == bindparam("year"))
    return select(*_LETTER).select_from(joined).where(*series, letter.c.serial == bindparam("serial"))


def _quoted(value: str) -> Any:
    from sqlalchemy import literal_column

    return literal_column(f"'{value}'")


def _add(table: Any) -> Any:
    # SQLite and PostgreSQL spell ON CONFLICT alike, so that one construct serves both.
    values: dict[str, Any] = {column.name: bindparam(column.name) for column in table.c}
    return postgresql_insert(table).values(values).on_conflict_do_nothing()


def _drop_term() -> Any:
    terms = t.person_terms
    same = (terms.c.kind == bindparam("kind"), terms.c.term == bindparam("term"))
    return terms.delete().where(*same, terms.c.person_id == bindparam("person_id"))


_EXACT = Statement(_exact)
_PEOPLE_OF_EXACTLY = Statement(_people_of_exactly)
_BEGINNING = Statement(_beginning)
_PERSON_FOUND = Statement(lambda: select(*_PERSON).where(t.persons.c.id == bindparam("id")))
_BORN = Statement(_people_born)
_OF_ID = Statement(_people_of_id)
_NAMESAKES = Statement(_namesakes)
_CASES_OF_TERM = Statement(_cases_of_term)
_CASE_NUMBERED = Statement(_case_numbered)
_LETTER_OF_SERIAL = Statement(_letter_of_serial)
_YEARS = Statement(
    lambda: (
        select(t.counters.c.year).where(t.counters.c.series == bindparam("series")).order_by(t.counters.c.year.desc())
    )
)
_ADD_PERSON_TERM = Statement(lambda: _add(t.person_terms))
_ADD_CASE_TERM = Statement(lambda: _add(t.case_terms))
_DROP_PERSON_TERM = Statement(_drop_term)


class SearchRecords(OfficeRecords, CaseRecords):
    """People and cases whose terms nobody can forget, and the look-ups over them."""

    def add_person(self, person: Person) -> Person:
        """As `OfficeRecords.add_person`, with the terms the person is found by."""
        added = super().add_person(person)
        self._add_terms(added.id, _terms(added))
        return added

    def put_person(self, person: Person) -> Person:
        """As `OfficeRecords.put_person`, with the terms of what changed."""
        before = _terms(self.person(person.id))
        after = super().put_person(person)
        gone = [{"kind": kind, "term": term, "person_id": person.id} for kind, term in before - _terms(after)]
        _DROP_PERSON_TERM.change_many(self._connection, gone)
        self._add_terms(person.id, _terms(after) - before)
        return after

    def add_facts(self, case_id: int, facts: Mapping[str, Any], recorded_by: int, at: datetime) -> FactSet:
        """As `CaseRecords.add_facts`; a number that was corrected later goes on finding its case."""
        stored = super().add_facts(case_id, facts, recorded_by, at)
        rows = [{"kind": kind, "term": term, "case_id": case_id} for kind, term in case_terms(facts)]
        _ADD_CASE_TERM.change_many(self._connection, rows)
        return stored

    def keep_old_number(self, person_id: int, number: str) -> None:
        """The person goes on being found by a number that was wrong."""
        self._add_terms(person_id, [(PersonTerm.OLD_ID.value, number)])

    def _add_terms(self, person_id: int, terms: Iterable[tuple[str, str]]) -> None:
        rows = [{"kind": kind, "term": term, "person_id": person_id} for kind, term in sorted(terms)]
        _ADD_PERSON_TERM.change_many(self._connection, rows)

    def people_with(self, kind: PersonTerm, term: str, limit: int, *, whole: bool = False) -> tuple[FoundPerson, ...]:
        """People with exactly this term, then (unless `whole`) those with a term that begins with it.

        The newest registration first; where more begin with it than are worth reading, in the order of the terms.
        """
        if whole:
            found = _PEOPLE_OF_EXACTLY.run(self._connection, kind=kind.value, term=term, limit=limit)
            return tuple(_person(row) for row in found)
        exact = _EXACT.run(self._connection, kind=kind.value, term=term, limit=limit)
        ids = [int(row.person_id) for row in exact]
        if len(ids) < limit:
            high = term + _HIGHEST
            further = _BEGINNING.run(self._connection, kind=kind.value, term=term, high=high, limit=_MOST_READ)
            more = [int(row.person_id) for row in further]
            ids += more if len(more) == _MOST_READ else sorted(more, reverse=True)
        return tuple(self._found_person(each) for each in islice(dict.fromkeys(ids), limit))

    def _found_person(self, person_id: int) -> FoundPerson:
        return _person(_PERSON_FOUND.first(self._connection, id=person_id))

    def people_born(self, on: date, limit: int) -> tuple[FoundPerson, ...]:
        """People of this birth date, the newest registration first."""
        return tuple(_person(row) for row in _BORN.run(self._connection, born=day_text(on), limit=limit))

    def people_with_id(self, beginning: str, limit: int) -> tuple[FoundPerson, ...]:
        """People whose ID number begins with this."""
        found = _OF_ID.run(self._connection, low=beginning, high=beginning + _HIGHEST, limit=limit)
        return tuple(_person(row) for row in found)

    def people_named(self, term: str, born: date, limit: int) -> tuple[FoundPerson, ...]:
        """People of exactly this name (as `name_term` folds it) and birth date."""
        found = _NAMESAKES.run(self._connection, term=term, born=day_text(born), limit=limit)
        return tuple(_person(row) for row in found)

    def cases_with(self, kind: CaseTerm, term: str, limit: int, *, whole: bool = False) -> tuple[FoundCase, ...]:
        """Cases whose facts hold, or once held, a number that begins with this one."""
        high = term + (_LOWEST if whole else _HIGHEST)
        found = _CASES_OF_TERM.run(self._connection, kind=kind.value, low=term, high=high, limit=limit)
        return tuple(_case(row) for row in found)

    def found_case(self, number: str) -> FoundCase | None:
        """The case of exactly this number."""
        row = _CASE_NUMBERED.first(self._connection, number=number)
        return None if row is None else _case(row)

    def found_letter(self, kind: LetterKind, year: int, serial: int) -> FoundLetter | None:
        """The letter of a kind with this year and serial number."""
        row = _LETTER_OF_SERIAL.first(self._connection, letter_kind=kind.value, year=year, serial=serial)
        return None if row is None else FoundLetter(row.letter_id, row.letter_number, LetterKind(row.kind), _case(row))

    def series_years(self, series: str) -> tuple[int, ...]:
        """The years in which a series (`case`, `letter.receipt` …) gave out numbers, newest first."""
        return tuple(int(row.year) for row in _YEARS.run(self._connection, series=series))


def _terms(person: Person) -> frozenset[tuple[str, str]]:
    return person_terms(person.name, person.id_number, person.phone, person.bank_card, person.former_names)


def _person(row: Row[Any]) -> FoundPerson:
    return FoundPerson(row.id, row.name, row.id_number, date.fromisoformat(row.birth_date), row.phone)


def _case(row: Row[Any]) -> FoundCase:
    return FoundCase(row.case_id, row.case_number, row.programme, State(row.state), _person(row))
