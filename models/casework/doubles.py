"""Answering a likeness, and what of it bars acceptance: another person's certificate, another's unexplained card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.case import STATE_NAMES, Case, State
from models.casework.changes import Changes, Done
from models.casework.likenesses import Likeness, card_holders, certificate_uses, pair
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.id_number import mask_id
from models.likeness_answer import Answer, LikenessAnswer
from models.person import Person

NOTE = "likeness.note"


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """An answer as it was given at the window. `other_case` where the hint named a case."""

    kind: Likeness
    other_id: int
    answer: Answer
    note: str = ""
    other_case: str = ""


def answer_likeness(desk: Desk, person_id: int, given: AnswerGiven) -> Done[LikenessAnswer]:
    """Record 是同一人, 不是 or 先放着 about a registered person and another, signed by the account."""
    with desk.perform("person.likeness") as work:
        person = work.rows.person(person_id)
        stored = answer_within(work, person, given)
    return Done(stored, Changes(people=frozenset({person_id, given.other_id})))


def answer_likenesses(desk: Desk, person_id: int, given: Sequence[AnswerGiven]) -> Done[int]:
    """The same for several at once: all are kept, or none. The number of answers."""
    with desk.perform("person.likeness") as work:
        answers_within(work, work.rows.person(person_id), given)
    return Done(len(given), Changes(people=frozenset({person_id, *(each.other_id for each in given)})))


def answers_within(work: UnitOfWork, person: Person, answers: Iterable[AnswerGiven]) -> None:
    """The same for several as a part of the caller's transaction; what stands already is not said again."""
    standing = {
        (each.low_id, each.high_id, each.kind, each.other_case): (each.answer, each.note)
        for each in work.rows.likeness_answers(person.id)
    }
    for given in answers:
        key = (*pair(person.id, given.other_id), given.kind.value, given.other_case)
        if standing.get(key) != (given.answer, given.note.strip()):
            answer_within(work, person, given)


def answer_within(work: UnitOfWork, person: Person, given: AnswerGiven) -> LikenessAnswer:
    """Keep one answer. Raises InputError where it has to say why and does not."""
    note = given.note.strip()
    if given.kind is Likeness.CARD and given.answer is not Answer.SAME and not note:
        raise InputError("收款卡号与他人相同，请写明情况，例如“已核对银行卡为本人所有，对方登记有误”。", NOTE)
    other = work.rows.person(given.other_id)
    low, high = pair(person.id, other.id)
    stored = work.rows.add_likeness_answer(
        LikenessAnswer(
            id=0,
            low_id=low,
            high_id=high,
            kind=given.kind.value,
            other_case=given.other_case,
            answer=given.answer,
            note=note,
            account_id=work.actor.id,
            at=work.now,
        )
    )
    detail = {"other": other.id, "kind": given.kind.value, "answer": given.answer.value}
    work.record(f"person:{person.id}", detail | ({"note": work.digest(note)} if note else {}))
    return stored


def refuse_doubles(work: UnitOfWork, case: Case) -> None:
    """Raise Refused when the certificate of a case is another person's, InputError for a card without a note."""
    if taken := certificate_taken(work, case):
        raise Refused(
            f"案件 {case.number} 不能受理：{taken}"
            "请：① 对照证书原件核对编号，录错的改正；② 对方案件录错的，先由对方案件更正或撤回；"
            "③ 证书确有疑问的，先向发证机构核实，申请和材料可暂存。"
        )
    if shared := card_unexplained(work, case):
        raise InputError(f"{shared}请核对银行卡；确为本人的，请在“核对相似”（F8）里写明情况，复核人会看到。", NOTE)


def doubles_since(work: UnitOfWork, case: Case) -> str:
    """What bars a grant and may have come up since acceptance: a certificate or an account of another; "" nothing."""
    return certificate_taken(work, case) or card_unexplained(work, case)


def certificate_taken(work: UnitOfWork, case: Case) -> str:
    """Whose accepted case rests on the same certificate; "" where nobody's does."""
    person = work.rows.person(case.person_id)
    facts = {} if case.facts_id is None else work.rows.fact_set(case.facts_id).facts
    for found, other in certificate_uses(work, person, facts):
        # Whoever is accepted first holds the number; a case still at the window bars nobody.
        if other.accepted_on is not None or other.state is State.REGISTERED:
            return (
                f"证书编号已用于{found.person.name}（{mask_id(found.person.id_number)}）"
                f"的案件 {other.number}（{STATE_NAMES[other.state]}），一个证书只属于一个人。"
            )
    return ""


def card_unexplained(work: UnitOfWork, case: Case) -> str:
    """Who else is registered with the account, where nobody has said why; "" otherwise."""
    # A programme that pays nothing needs no account; an enterprise is paid to its own.
    programme = work.rulebook.programmes[case.programme]
    if programme.amount is None or programme.applicant == "enterprise":
        return ""
    person = work.rows.person(case.person_id)
    others = card_holders(work, person)
    if not others:
        return ""
    explained = {
        each.low_id + each.high_id - person.id
        for each in work.rows.likeness_answers(person.id)
        if each.kind == Likeness.CARD and each.note
    }
    for other in others:
        if other.id not in explained:
            return f"收款卡号与{other.name}（{mask_id(other.id_number)}）登记的相同，补贴须发到申请人本人账户。"
    return ""
