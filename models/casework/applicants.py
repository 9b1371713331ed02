"""Who applies in a case: the person at the window, or the enterprise that the person acts for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.case import Case
from models.casework.people import person_facts
from models.casework.unit_of_work import UnitOfWork
from models.credit_code import parse_credit_code
from models.enterprise import BANK_ACCOUNT, BANK_NAME, CREDIT_CODE, NAME, Enterprise, enterprise_in, in_its_place
from models.errors import Refused
from models.person import Person
from models.rules.rulebook import RuleBook
from models.vocabulary import fact_key


def is_of_enterprise(book: RuleBook, programme: str) -> bool:
    """Whether an enterprise applies for a programme."""
    rules = book.programmes.get(programme)
    return rules is not None and rules.applicant == "enterprise"


def enterprise_programmes(book: RuleBook) -> tuple[str, ...]:
    """The programmes for which an enterprise applies."""
    return tuple(name for name in book.programmes if is_of_enterprise(book, name))


def own_facts(book: RuleBook, programme: str, person: Person) -> dict[str, Any]:
    """What the person brings into a case; who acts for an enterprise brings nothing of their own."""
    return {} if is_of_enterprise(book, programme) else person_facts(person)


def enterprise_of(work: UnitOfWork, case: Case) -> Enterprise | None:
    """The enterprise that applies, None where a person does."""
    if not is_of_enterprise(work.rulebook, case.programme):
        return None
    return enterprise_in(case_facts(work, case))


def applicant_of(work: UnitOfWork, case: Case) -> Person:
    """Who letters address and who is paid: the person, or in their place the enterprise."""
    person = work.rows.person(case.person_id)
    enterprise = enterprise_of(work, case)
    return person if enterprise is None else in_its_place(person, enterprise)


def addressee_of(work: UnitOfWork, case: Case) -> tuple[Person, Enterprise | None]:
    """Whom a letter speaks to: the person, or the enterprise in their place. Until acceptance a case need not say which
    enterprise applies: then it is who came for it.
    """
    person, enterprise = work.rows.person(case.person_id), enterprise_of(work, case)
    if enterprise is None or (case.accepted_on is None and not (enterprise.name and enterprise.credit_code)):
        return person, None
    return in_its_place(person, enterprise), enterprise


def require_enterprise(work: UnitOfWork, case: Case) -> None:
    """Raise Refused for an enterprise's case that does not say which enterprise applies."""
    if not is_of_enterprise(work.rulebook, case.programme):
        return
    facts = case_facts(work, case)
    if missing := [fact_key(key).label for key in (CREDIT_CODE, NAME) if not facts.get(key)]:
        raise Refused(f"案件 {case.number} 由企业申请，还没有登记{'、'.join(missing)}，不能受理。请按营业执照补上。")


def settled(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with the credit code as it is kept. Raises InputError for a code that is none."""
    code = facts.get(CREDIT_CODE)
    if not isinstance(code, str):
        return dict(facts)
    return {**facts, CREDIT_CODE: parse_credit_code(code, CREDIT_CODE)}


def case_facts(work: UnitOfWork, case: Case) -> Mapping[str, Any]:
    """What is known in a case, with the account of an enterprise as it was last corrected."""
    if case.facts_id is None:
        return {}
    facts = work.rows.fact_set(case.facts_id).facts
    corrected = work.rows.company_account(case.id, case.facts_id)
    if corrected is None:
        return facts
    return {**facts, BANK_ACCOUNT: corrected.number, BANK_NAME: corrected.bank_name}
