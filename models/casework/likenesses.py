"""Who may be the same person, and what of theirs is already under way: hints before a double claim, never a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.case import OPEN_STATES, STATE_NAMES
from models.casework.unit_of_work import Desk, UnitOfWork
from models.id_number import mask_id
from models.person import Person
from models.search_terms import CaseTerm, PersonTerm, case_terms, digits, name_term
from models.store.search_records import FoundPerson
from models.vocabulary import PROGRAMME_NAMES

_MOST = 20


class Likeness(StrEnum):
    NAMESAKE = "namesake"  # same name and birth date under another ID number
    PHONE = "phone"
    CARD = "card"
    CERTIFICATE = "certificate"  # the same document number in another person's case
    PENDING = "pending"  # the same person's open case


@dataclass(frozen=True, slots=True)
class LikenessHint:
    """One hint in words; `id_number` is masked. `case_number` only where a case is what was found."""

    kind: Likeness
    person_id: int
    name: str
    id_number: str
    case_number: str | None
    sentence: str


def likenesses(desk: Desk, person: Person, facts: Mapping[str, Any] | None = None) -> tuple[LikenessHint, ...]:
    """Hints for a person as typed or registered, with the case's facts (contract JSON values) where there are any."""
    with desk.look("person.search") as work:
        return find_likenesses(work, person, facts or {})


def find_likenesses(
    work: UnitOfWork, person: Person, facts: Mapping[str, Any], beside: int | None = None
) -> tuple[LikenessHint, ...]:
    """The same inside another query; `beside` is the case that is being looked at and so is no hint."""
    hints = (
        *_people(work, person),
        *_documents(work, person, facts),
        *_pending(work, person, beside),
    )
    return tuple(dict.fromkeys(hints))


def _people(work: UnitOfWork, person: Person) -> Iterator[LikenessHint]:
    rows = work.rows
    same_name = rows.people_named(name_term(person.name), person.birth_date, _MOST)
    yield from _others(person, Likeness.NAMESAKE, same_name, "姓名和出生日期相同")
    if phone := digits(person.phone):
        callers = rows.people_with(PersonTerm.PHONE, phone, _MOST, whole=True)
        same_phone = (each for each in callers if digits(each.phone) == phone)
        yield from _others(person, Likeness.PHONE, same_phone, "联系电话相同")
    if card := digits(person.bank_card):
        same_card = rows.people_with(PersonTerm.CARD, card, _MOST, whole=True)
        yield from _others(person, Likeness.CARD, same_card, f"收款卡号相同（尾号{card[-4:]}）")


def _others(person: Person, kind: Likeness, found: Iterable[FoundPerson], what: str) -> Iterator[LikenessHint]:
    for other in found:
        if other.id_number != person.id_number:
            masked = mask_id(other.id_number)
            sentence = f"与{other.name}（{masked}）{what}，请核对是否同一人。"
            yield LikenessHint(kind, other.id, other.name, masked, None, sentence)


def _documents(work: UnitOfWork, person: Person, facts: Mapping[str, Any]) -> Iterator[LikenessHint]:
    # Many people share a course and so its number; a certificate is one person's.
    for term in (term for kind, term in case_terms(facts) if kind == CaseTerm.CERTIFICATE):
        for case in work.rows.cases_with(CaseTerm.CERTIFICATE, term, _MOST, whole=True):
            other = case.person
            if other.id_number != person.id_number:
                masked = mask_id(other.id_number)
                sentence = f"证书编号与{other.name}（{masked}）的案件 {case.number} 相同，请核对证书。"
                yield LikenessHint(Likeness.CERTIFICATE, other.id, other.name, masked, case.number, sentence)


def _pending(work: UnitOfWork, person: Person, beside: int | None) -> Iterator[LikenessHint]:
    known = work.rows.person_by_id_number(person.id_number)
    if known is None:
        return
    for row in work.rows.cases(OPEN_STATES, person_id=known.id):
        if row.case_id != beside:
            programme = PROGRAMME_NAMES.get(row.programme, row.programme)
            sentence = f"本人另有在办案件 {row.number}（{programme}，{STATE_NAMES[row.state]}）。"
            masked = mask_id(row.id_number)
            yield LikenessHint(Likeness.PENDING, known.id, known.name, masked, row.number, sentence)
