"""Identity in either store: documents, corrections and merges, attendants, answers; and what the guards refuse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders.people import make_id, make_person
from builders.store import START, Clerks, bring_to_signature, decide, open_case

from models.attendant import Attendant, Role
from models.errors import Conflict, Refused
from models.identity_change import ChangeKind, ChangeOutcome, IdentityChange
from models.likeness_answer import Answer, LikenessAnswer
from models.person import merged_number
from models.store.engine import Store
from models.store.repository import Repository


def _asked(repository: Repository, clerks: Clerks, person_id: int, into_id: int | None = None) -> IdentityChange:
    person = repository.person(person_id)
    return repository.add_identity_change(
        IdentityChange(
            id=0,
            kind=ChangeKind.NUMBER if into_id is None else ChangeKind.MERGE,
            person_id=person_id,
            into_id=into_id,
            old_number=person.id_number,
            new_number=make_id(),
            document="resident",
            birth_date=date(1990, 5, 1),
            sex="m",
            reason="录错",
            asked_by=clerks.intake.id,
            asked_at=START,
        )
    )


def test_a_document_and_former_names_come_back_as_they_were_put(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        plain = repository.add_person(make_person(1))
        named = repository.add_person(
            make_person(2, id_kind="passport", id_expires_on=date(2030, 1, 31), former_names=("练习旧", "练习老"))
        )
        assert repository.person(plain.id) == plain
        assert repository.person(named.id) == named
        changed = repository.put_person(replace(named, former_names=("练习旧",), id_expires_on=None))
        assert repository.person_by_id_number(named.id_number) == changed


def test_a_correction_is_closed_once_and_after_a_decision_by_somebody_else(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        case = bring_to_signature(repository, clerks)
        decide(repository, clerks, case)
        change = _asked(repository, clerks, case.person_id)
        assert repository.identity_changes() == (change,)
    with pytest.raises(Refused, match="提请人以外"), store.writing() as repository:
        repository.close_identity_change(change, ChangeOutcome.DONE, clerks.intake.id, START)
    with store.writing() as repository:
        done = repository.close_identity_change(change, ChangeOutcome.DONE, clerks.review.id, START)
        assert repository.identity_changes(case.person_id) == (done,)
        assert repository.changes_of_number(change.old_number) == (done,)
    with pytest.raises(Conflict, match="他人办过"), store.writing() as repository:
        repository.close_identity_change(change, ChangeOutcome.DROPPED, clerks.review.id, START)


def test_a_case_changes_its_person_along_a_merge_only(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        case = open_case(repository, clerks)
        other = repository.add_person(make_person(2))
        change = _asked(repository, clerks, case.person_id, other.id)
    with pytest.raises(Refused, match="合并登记"), store.writing() as repository:
        repository.touch_case(case, person_id=other.id)
    with store.writing() as repository:
        repository.close_identity_change(change, ChangeOutcome.DONE, clerks.intake.id, START)
        moved = repository.touch_case(case, person_id=other.id)
        gone = repository.person(case.person_id)
        repository.put_person(replace(gone, id_number=merged_number(gone.id)))
        repository.keep_old_number(gone.id, change.old_number)
        assert repository.cases_of(other.id) == (moved,)
        assert repository.cases_of(gone.id) == ()
    with pytest.raises(Refused, match="已并入"), store.writing() as repository:
        repository.add_case(replace(case, number="2026-00099", facts_id=None, version=1))


def test_the_newest_attendant_counts_and_answers_of_a_pair_are_found_from_both_sides(
    store: Store, clerks: Clerks
) -> None:
    proxy = Attendant(
        Role.PROXY, "练习代", "resident", make_id(), "13811112222", "", "授权委托书", date(2026, 3, 1), "代为申请"
    )
    with store.writing() as repository:
        case = open_case(repository, clerks)
        other = repository.add_person(make_person(2))
        repository.add_attendant(case.id, Attendant(), clerks.intake.id, START)
        stored = repository.add_attendant(case.id, proxy, clerks.intake.id, START)
        assert repository.attendant(case.id) == stored
        low, high = sorted((case.person_id, other.id))
        answer = repository.add_likeness_answer(
            LikenessAnswer(0, low, high, "phone", "", Answer.LATER, "", clerks.intake.id, START)
        )
        assert repository.likeness_answers(low) == repository.likeness_answers(high) == (answer,)
    with pytest.raises(Refused), store.writing() as repository:
        repository.add_attendant(case.id, replace(proxy, scope=""), clerks.intake.id, START)
