"""One box for everything: what was typed decides by itself what it can be, and each hit says why it was found.

Nothing typed is ever a pattern: a percent sign or an underline stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.case import STATE_NAMES
from models.casework.identities import surviving
from models.casework.unit_of_work import Desk, UnitOfWork
from models.id_number import mask_id
from models.letter import LETTER_NAMES, LetterKind
from models.person import is_merged
from models.phone import mask_phone
from models.pinyin import typed_keys
from models.search_terms import SHORTEST_PHONE, CaseTerm, PersonTerm, backwards, name_term, number_term
from models.store.search_records import FoundCase, FoundLetter, FoundPerson
from models.typed_text import fold_width, has_hidden
from models.vocabulary import PROGRAMME_NAMES

_LONGEST = 120
_SHORTEST_ID_END, _SHORTEST_ID_BEGINNING, _ID_LENGTH = 4, 6, 18
_SHORTEST_CERTIFICATE = 6
_BRACKETS = str.maketrans("[](){}【】（）［］", "〔〕〔〕〔〕〔〕〔〕〔〕")
_CASE_NUMBER = re.compile(r"(?:(?P<year>\d{4}|\d{2})-)?(?P<serial>\d{1,7})")
_LETTER_NUMBER = re.compile(r"(?P<code>[^\d〔〕]*)(?:〔(?P<year>\d{4})〕)?第?(?P<serial>\d{1,7})(?P<end>号?)")
_BIRTH_DATE = re.compile(r"(19|20)\d{6}")
_MIXED_NAME = re.compile(r"(?P<characters>[^\x00-\x7f]+)(?P<letters>[ A-Za-zÜü'’-]+)")


class HitKind(StrEnum):
    PERSON = "person"
    CASE = "case"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the list. `subtitle` holds the masked ID number; `why` says what of it matched."""

    kind: HitKind
    person_id: int
    case_number: str | None
    letter_id: int | None
    title: str
    subtitle: str
    why: str


def search(desk: Desk, text: str, limit: int = 20) -> tuple[Hit, ...]:
    """At most `limit` people, cases and letters for what was typed, the likeliest first; never raises on typed text."""
    typed = fold_width(text)[:_LONGEST]
    if not typed or has_hidden(typed):
        return ()
    with desk.look("person.search") as work:
        found: dict[tuple[HitKind, int | str | None], Hit] = {}
        for hit in _hits(work, typed, limit):
            identity = {HitKind.PERSON: hit.person_id, HitKind.CASE: hit.case_number, HitKind.LETTER: hit.letter_id}
            found.setdefault((hit.kind, identity[hit.kind]), hit)
            if len(found) == limit:
                break
        return tuple(found.values())


def _hits(work: UnitOfWork, typed: str, limit: int) -> Iterator[Hit]:
    """Every way to read what was typed, the strictest first; a later one is only tried while there is room."""
    number = re.sub(r"[\s\-]", "", typed).upper()
    yield from _letters(work, re.sub(r"\s", "", typed).translate(_BRACKETS))
    yield from _cases(work, re.sub(r"\s", "", typed))
    if number.isascii() and number.isalnum() and any(map(str.isdigit, number)):
        yield from _people_by_id(work, number, limit)
    if number.isascii() and number.isdigit():
        yield from _people_by_birth_date(work, number, limit)
        yield from _people_by_phone(work, number, limit)
    if number.isascii() and number.isalnum() and any(map(str.isdigit, number)):
        yield from _cases_by_document(work, number_term(typed), limit)
    else:
        yield from _people_by_name(work, typed, limit)


def _letters(work: UnitOfWork, typed: str) -> Iterator[Hit]:
    match = _LETTER_NUMBER.fullmatch(typed)
    if match is None or not (match["end"] or match["year"]):
        return
    for kind in LetterKind:
        years = (int(match["year"]),) if match["year"] else work.rows.series_years(f"letter.{kind.value}")
        for year in years:
            found = work.rows.found_letter(kind, year, int(match["serial"]))
            if found is not None and match["code"] in found.number:
                yield _letter_hit(found)


def _cases(work: UnitOfWork, typed: str) -> Iterator[Hit]:
    match = _CASE_NUMBER.fullmatch(typed)
    if match is None or not typed.isascii():
        return
    year, serial = match["year"], int(match["serial"])
    years = [year if len(year) == 4 else f"20{year}"] if year else map(str, work.rows.series_years("case"))
    for each in years:
        if (found := work.rows.found_case(f"{each}-{serial:05d}")) is not None:
            yield _case_hit(found, "案件编号")


def _people_by_id(work: UnitOfWork, number: str, limit: int) -> Iterator[Hit]:
    if _SHORTEST_ID_BEGINNING <= len(number) <= _ID_LENGTH:
        for person in work.rows.people_with_id(number, limit):
            why = "证件号码" if person.id_number == number else f"证件号码前{len(number)}位"
            yield _person_hit(work, person, why)
        for person in work.rows.people_with(PersonTerm.OLD_ID, number, limit):
            yield _person_hit(work, person, "更正前的证件号码")
    if _SHORTEST_ID_END <= len(number) < _ID_LENGTH:
        people = work.rows.people_with(PersonTerm.ID_BACKWARDS, backwards(number), limit)
        yield from (_person_hit(work, person, f"证件号码后{len(number)}位") for person in people)


def _people_by_phone(work: UnitOfWork, number: str, limit: int) -> Iterator[Hit]:
    if len(number) >= SHORTEST_PHONE and number.isdigit():
        for person in work.rows.people_with(PersonTerm.PHONE, number, limit):
            yield _person_hit(work, person, f"电话 {mask_phone(person.phone)}")


def _people_by_birth_date(work: UnitOfWork, number: str, limit: int) -> Iterator[Hit]:
    if _BIRTH_DATE.fullmatch(number) is None:
        return
    try:
        born = date.fromisoformat(f"{number[:4]}-{number[4:6]}-{number[6:]}")
    except ValueError:
        return
    yield from (_person_hit(work, person, "出生日期") for person in work.rows.people_born(born, limit))


def _cases_by_document(work: UnitOfWork, term: str, limit: int) -> Iterator[Hit]:
    if len(term) < _SHORTEST_CERTIFICATE:
        return
    for kind, key, label in (
        (CaseTerm.CERTIFICATE, "certificate.number", "证书编号"),
        (CaseTerm.TRAINING, "training.number", "培训编号"),
        (CaseTerm.CREDIT_CODE, "enterprise.credit_code", "统一社会信用代码"),
    ):
        for found in work.rows.cases_with(kind, term, limit):
            case = work.rows.case(found.id)
            facts = {} if case.facts_id is None else work.rows.fact_set(case.facts_id).facts
            now = number_term(str(facts.get(key, ""))).startswith(term)
            yield _case_hit(found, label if now else f"{label}（更正前）")


def _people_by_name(work: UnitOfWork, typed: str, limit: int) -> Iterator[Hit]:
    term = name_term(typed)
    if term:
        for one in work.rows.people_with(PersonTerm.NAME, term, limit):
            yield _person_hit(work, one, "姓名" if name_term(one.name).startswith(term) else "曾用名")
    for key in _mixed_keys(typed):
        yield from (_person_hit(work, one, "姓名和拼音") for one in work.rows.people_with(PersonTerm.MIXED, key, limit))
    for key in typed_keys(typed):
        yield from (_person_hit(work, one, "姓名拼音") for one in work.rows.people_with(PersonTerm.SOUND, key, limit))
    if term:
        ends = work.rows.people_with(PersonTerm.NAME_END, term, limit)
        yield from (_person_hit(work, one, "姓名中的字") for one in ends)


def _mixed_keys(typed: str) -> tuple[str, ...]:
    """The beginnings to look up for characters followed by letters, as 王x or 王小y."""
    match = _MIXED_NAME.fullmatch(typed)
    if match is None:
        return ()
    return tuple(name_term(match["characters"]) + key for key in typed_keys(match["letters"]))


def _person_hit(work: UnitOfWork, person: FoundPerson, why: str) -> Hit:
    if is_merged(person.id_number):
        kept = surviving(work, person.id)
        told = f"{why} · 登记已并入此人"
        return Hit(HitKind.PERSON, kept.id, None, None, kept.name, mask_id(kept.id_number), told)
    return Hit(HitKind.PERSON, person.id, None, None, person.name, mask_id(person.id_number), why)


def _case_hit(case: FoundCase, why: str) -> Hit:
    programme = PROGRAMME_NAMES.get(case.programme, case.programme)
    title = f"{case.number} {case.person.name}"
    subtitle = f"{mask_id(case.person.id_number)} · {programme} · {STATE_NAMES[case.state]}"
    return Hit(HitKind.CASE, case.person.id, case.number, None, title, subtitle, why)


def _letter_hit(letter: FoundLetter) -> Hit:
    case = letter.case
    title = f"{letter.number} {LETTER_NAMES[letter.kind]}"
    subtitle = f"{case.person.name} · {mask_id(case.person.id_number)} · {case.number}"
    return Hit(HitKind.LETTER, case.person.id, case.number, letter.id, title, subtitle, "文号")
