"""Who may be the same person, and what of theirs is already under way: hints before a double claim, never a verdict.

Each hint says why. What somebody answered to it is kept per pair and reason: 不是 is not asked again, 先放着 is, and
the reviewer sees it. A certificate of another person's case and an unexplained card bar acceptance (`doubles`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from models.case import OPEN_STATES, STATE_NAMES, Case, Outcome, State
from models.casework.unit_of_work import Desk, UnitOfWork
from models.id_number import mask_id
from models.likeness_answer import Answer, LikenessAnswer
from models.person import Person, is_merged
from models.search_terms import CaseTerm, PersonTerm, case_terms, digits, name_term, number_term
from models.store.search_records import FoundCase, FoundPerson
from models.vocabulary import PROGRAMME_NAMES

_MOST = 20
_ENDED = frozenset({State.WITHDRAWN, State.NOT_ACCEPTED, State.LAPSED})
_SKILL = ("certificate.occupation", "certificate.level")


class Likeness(StrEnum):
    NAMESAKE = "namesake"  # same name and birth date under another ID number
    PHONE = "phone"
    CARD = "card"
    CERTIFICATE = "certificate"  # the same document number in another person's case
    PENDING = "pending"  # the same person's open case
    TRAINING = "training"  # the same person's other case has the same training number
    COURSE = "course"  # the same person attended another course at the same time


@dataclass(frozen=True, slots=True)
class LikenessHint:
    """One hint in words; `id_number` is masked. `case_number` only where a case is what was found.

    `answer` is the newest one about this pair and reason, `answered_by` who gave it.
    """

    kind: Likeness
    person_id: int
    name: str
    id_number: str
    case_number: str | None
    sentence: str
    answer: LikenessAnswer | None = None
    answered_by: str = ""

    @property
    def settled(self) -> bool:
        """Whether somebody said 不是: it is not asked again. Two people never share one certificate."""
        told = self.answer is not None and self.answer.answer is Answer.DIFFERENT
        return told and self.kind is not Likeness.CERTIFICATE

    @property
    def needs_note(self) -> bool:
        """Whether an answer that leaves it standing has to say why."""
        return self.kind is Likeness.CARD


def likenesses(desk: Desk, person: Person, facts: Mapping[str, Any] | None = None) -> tuple[LikenessHint, ...]:
    """Hints for a person as typed or registered, with the case's facts (contract JSON values) where there are any."""
    with desk.look("person.search") as work:
        return find_likenesses(work, person, facts or {})


def find_likenesses(
    work: UnitOfWork, person: Person, facts: Mapping[str, Any], beside: int | None = None
) -> tuple[LikenessHint, ...]:
    """The same inside another query; `beside` is the case that is being looked at and so is no hint."""
    known = work.rows.person_by_id_number(person.id_number)
    own = [] if known is None else [case for case in work.rows.cases_of(known.id) if case.id != beside]
    hints = (
        *_people(work, person),
        *_documents(work, person, facts),
        *_own_cases(work, person, own, facts),
    )
    found = tuple(dict.fromkeys(hints))
    return found if known is None else _answered(work, known, found)


def _people(work: UnitOfWork, person: Person) -> Iterator[LikenessHint]:
    rows = work.rows
    names = dict.fromkeys((person.name, *person.former_names))
    same_name = (one for name in names for one in rows.people_named(name_term(name), person.birth_date, _MOST))
    yield from _others(person, Likeness.NAMESAKE, same_name, "姓名和出生日期相同")
    if phone := digits(person.phone):
        callers = rows.people_with(PersonTerm.PHONE, phone, _MOST, whole=True)
        same_phone = (each for each in callers if digits(each.phone) == phone)
        yield from _others(person, Likeness.PHONE, same_phone, "联系电话相同")
    if card := digits(person.bank_card):
        yield from _others(
            person, Likeness.CARD, card_holders(work, person), f"收款卡号相同（尾号{card[-4:]}，须为申请人本人账户）"
        )


def card_holders(work: UnitOfWork, person: Person) -> tuple[FoundPerson, ...]:
    """Other people registered with the person's bank card."""
    card = digits(person.bank_card)
    found = work.rows.people_with(PersonTerm.CARD, card, _MOST, whole=True) if card else ()
    return tuple(one for one in found if one.id_number != person.id_number and not is_merged(one.id_number))


def _others(person: Person, kind: Likeness, found: Iterable[FoundPerson], what: str) -> Iterator[LikenessHint]:
    for other in found:
        if other.id_number != person.id_number and not is_merged(other.id_number):
            masked = mask_id(other.id_number)
            sentence = f"与{other.name}（{masked}）{what}，请核对是否同一人。"
            yield LikenessHint(kind, other.id, other.name, masked, None, sentence)


def _documents(work: UnitOfWork, person: Person, facts: Mapping[str, Any]) -> Iterator[LikenessHint]:
    # Many people share a course and so its number; a certificate is one person's.
    for found, _ in certificate_uses(work, person, facts):
        other, masked = found.person, mask_id(found.person.id_number)
        sentence = f"证书编号与{other.name}（{masked}）的案件 {found.number} 相同，请核对证书。"
        yield LikenessHint(Likeness.CERTIFICATE, other.id, other.name, masked, found.number, sentence)


def certificate_uses(work: UnitOfWork, person: Person, facts: Mapping[str, Any]) -> Iterator[tuple[FoundCase, Case]]:
    """Other people's cases that now rest on the certificate number of these facts; ended and refused ones do not."""
    for term in (term for kind, term in case_terms(facts) if kind == CaseTerm.CERTIFICATE):
        for found in work.rows.cases_with(CaseTerm.CERTIFICATE, term, _MOST, whole=True):
            if found.person.id_number == person.id_number or found.state in _ENDED:
                continue
            case = work.rows.case(found.id)
            decision = work.rows.decision(case.id)
            refused = decision is not None and decision.outcome is Outcome.REFUSED
            if not refused and number_term(str(_facts_of(work, case).get("certificate.number", ""))) == term:
                yield found, case


def _own_cases(work: UnitOfWork, person: Person, own: list[Case], facts: Mapping[str, Any]) -> Iterator[LikenessHint]:
    masked = mask_id(person.id_number)
    for case in own:
        theirs = _facts_of(work, case)
        for kind, sentence in _about(case, theirs, facts):
            yield LikenessHint(kind, case.person_id, person.name, masked, case.number, sentence)


def _about(case: Case, theirs: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[tuple[Likeness, str]]:
    programme = PROGRAMME_NAMES.get(case.programme, case.programme)
    which = f"{case.number}（{programme}，{STATE_NAMES[case.state]}）"
    if case.state in OPEN_STATES:
        same = all(facts.get(key) is not None and facts.get(key) == theirs.get(key) for key in _SKILL)
        what = "，职业（工种）和等级都相同，请核对是否重复申请" if same else ""
        yield Likeness.PENDING, f"本人另有在办案件 {which}{what}。"
    if case.state in _ENDED:
        return
    number, other = (number_term(str(each.get("training.number") or "")) for each in (facts, theirs))
    if number and number == other:
        yield Likeness.TRAINING, f"本人的案件 {which}用的是同一培训编号，请核对是否重复申请。"
    elif _overlap(facts, theirs):
        yield Likeness.COURSE, f"本人的案件 {which}登记了同一时间的另一培训，请核对开班、结课日期。"


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    keys = ("training.started_on", "training.ended_on")
    (start, end), (other_start, other_end) = (tuple(facts.get(key) for key in keys) for facts in (one, other))
    if not (start and end and other_start and other_end):
        return False
    # ISO dates sort as the days do; the same course of two programmes is no second course.
    same = (start, end) == (other_start, other_end)
    return not same and str(start) <= str(other_end) and str(other_start) <= str(end)


def _facts_of(work: UnitOfWork, case: Case) -> Mapping[str, Any]:
    return {} if case.facts_id is None else work.rows.fact_set(case.facts_id).facts


def _answered(work: UnitOfWork, known: Person, hints: tuple[LikenessHint, ...]) -> tuple[LikenessHint, ...]:
    """The hints with the newest answer to each."""
    answers = {(each.low_id, each.high_id, each.kind, each.other_case): each for each in _answers(work, known)}
    if not answers:
        return hints
    names = {account.id: account.name for account in work.rows.accounts()}
    told = []
    for hint in hints:
        answer = answers.get((*pair(known.id, hint.person_id), hint.kind.value, hint.case_number or ""))
        by = "" if answer is None else names.get(answer.account_id, "")
        told.append(replace(hint, answer=answer, answered_by=by))
    return tuple(told)


def _answers(work: UnitOfWork, known: Person) -> tuple[LikenessAnswer, ...]:
    return work.rows.likeness_answers(known.id)


def pair(one: int, other: int) -> tuple[int, int]:
    """Two people in the order in which an answer about them is kept."""
    return min(one, other), max(one, other)
