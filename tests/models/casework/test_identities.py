"""A mistyped ID number put right, two registrations made one, and who that binds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.case import Act, Case, State
from models.casework import deciding
from models.casework.arriving import arrival, arrival_of
from models.casework.dossiers import dossier
from models.casework.identities import confirm_change, correct_number, drop_change, merge, waiting_changes
from models.casework.likenesses import likenesses
from models.casework.people import correct_person
from models.casework.queries import case_record
from models.casework.searching import search
from models.errors import InputError, Refused
from models.identity_change import ChangeOutcome
from models.identity_document import DocumentKind
from models.person import Person, is_merged
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau
from tests.builders.people import make_id

_REASON = "录入时末几位颠倒，已核对原件"
_RIGHT = make_id("110105", date(1971, 2, 2), 35)


def _person(bureau: Bureau, person_id: int) -> Person:
    with bureau["intake"].store.reading() as rows:
        return rows.person(person_id)


def test_given_open_cases_when_the_number_is_corrected_then_they_take_it_along_and_read_as_stale(
    bureau: Bureau,
) -> None:
    wrong = bureau.person(1)
    number = bureau.accepted(person=wrong)
    change = correct_number(bureau["second intake"], wrong.id, _RIGHT, _REASON).value
    assert change.outcome is ChangeOutcome.DONE
    record = case_record(bureau["intake"], number)
    assert record.facts is not None
    assert record.facts.facts["person.id_number"] == record.person.id_number == _RIGHT
    assert record.person.birth_date == date(1971, 2, 2)
    assert record.stale
    assert record.acts[-1].act is Act.NOTED
    assert wrong.id_number not in record.acts[-1].reason
    (hit,) = search(bureau["intake"], wrong.id_number)
    assert (hit.person_id, hit.why) == (wrong.id, "更正前的证件号码")
    free = arrival(bureau["intake"], wrong.id_number)
    assert free.person is None
    assert "曾错登在" in free.told[0]


def test_given_a_decided_case_when_the_number_is_corrected_then_a_second_account_has_to_look(bureau: Bureau) -> None:
    wrong = bureau.person(1)
    number = bureau.reviewed(person=wrong)
    bureau.decide(number)
    change = correct_number(bureau["both"], wrong.id, _RIGHT, _REASON).value
    assert change.outcome is None
    assert _person(bureau, wrong.id).id_number == wrong.id_number
    assert dossier(bureau["review"], number).record.change == change
    with pytest.raises(Refused, match="另一人核对"):
        confirm_change(bureau["both"], change.id)
    with pytest.raises(Refused, match="等第二人核对"):
        correct_number(bureau["intake"], wrong.id, _RIGHT, _REASON)
    assert waiting_changes(bureau["review"]) == (change,)
    confirm_change(bureau["review"], change.id)
    assert _person(bureau, wrong.id).id_number == _RIGHT
    with pytest.raises(Refused, match="已经办过"):
        drop_change(bureau["review"], change.id, "不对")


def test_the_store_itself_refuses_one_account_for_both_looks(bureau: Bureau) -> None:
    wrong = bureau.person(1)
    bureau.decide(bureau.reviewed(person=wrong))
    change = correct_number(bureau["intake"], wrong.id, _RIGHT, _REASON).value
    with (
        pytest.raises(Refused, match="提请人以外的人"),
        bureau["intake"].store.writing() as rows,
    ):
        rows.close_identity_change(change, ChangeOutcome.DONE, change.asked_by, bureau.now())


def test_a_number_of_somebody_else_is_refused_and_names_the_way(bureau: Bureau) -> None:
    one, other = bureau.person(1), bureau.person(2)
    with pytest.raises(InputError, match="合并登记") as refused:
        correct_number(bureau["intake"], one.id, other.id_number, _REASON)
    assert other.id_number not in refused.value.message
    with pytest.raises(InputError, match="原因"):
        correct_number(bureau["intake"], one.id, _RIGHT, " ")


def test_given_two_registrations_when_merged_then_one_has_all_cases_and_awards_and_the_other_stays_visible(
    bureau: Bureau,
) -> None:
    wrong, right = bureau.person(1, phone="13800000077"), bureau.person(2, phone="", bank_card="")
    decided = bureau.reviewed(person=wrong)
    letter = bureau.decide(decided)
    pending = bureau.accepted(person=right)
    change = merge(bureau["intake"], wrong.id, right.id, _REASON).value
    assert change.outcome is None
    confirm_change(bureau["review"], change.id)
    kept, gone = _person(bureau, right.id), _person(bureau, wrong.id)
    assert (kept.id_number, kept.phone, kept.bank_card) == (right.id_number, "13800000077", wrong.bank_card)
    assert is_merged(gone.id_number)
    with bureau["intake"].store.reading() as rows:
        assert {case.number for case in rows.cases_of(right.id)} == {decided, pending}
        assert len(rows.own_awards(right.id)) == 1
        assert rows.letter(letter.id) == letter
    # The award of the other registration now bars the same occupation and level.
    refused = deciding.review(bureau["review and sign"], pending)
    assert refused.value.state is State.FOR_SIGNATURE
    assert {line.id for line in dossier(bureau["review"], pending).assessment.failed()} >= {"once_per_level"}  # type: ignore[union-attr]
    opened = arrival_of(bureau["intake"], wrong.id)
    assert opened.person == kept
    assert "并入这里" in opened.told[0]
    assert [hit.person_id for hit in search(bureau["intake"], wrong.id_number)] == [right.id]
    assert [hit.kind.value for hit in likenesses(bureau["intake"], kept, ELIGIBLE_UPGRADE)] == ["pending"]


def test_no_case_changes_its_person_without_a_merge_and_nobody_applies_under_a_merged_registration(
    bureau: Bureau,
) -> None:
    wrong, right = bureau.person(1), bureau.person(2)
    case: Case = bureau.open(person=wrong)
    with pytest.raises(Refused, match="合并登记"), bureau["intake"].store.writing() as rows:
        rows.touch_case(case, person_id=right.id)
    merge(bureau["intake"], wrong.id, right.id, _REASON)
    assert bureau.case(case.number).person_id == right.id
    with pytest.raises(Refused, match="已并入"):
        bureau.open(person=wrong, facts={**ELIGIBLE_UPGRADE, "certificate.level": 5})
    with pytest.raises(Refused, match="已并入"):
        merge(bureau["intake"], right.id, wrong.id, _REASON)


def test_a_passport_is_kept_with_kind_expiry_and_former_name_and_found_by_each(bureau: Bureau) -> None:
    guest = bureau.person(
        1, id_number="E12345678", former_names=("练习旧名",), id_expires_on=date(2025, 1, 1), id_kind=""
    )
    assert _person(bureau, guest.id) == guest
    assert guest.document is DocumentKind.PASSPORT
    bureau.open(person=guest)
    assert "已过期" in arrival(bureau["intake"], "E12345678").told[0]
    assert [hit.why for hit in search(bureau["intake"], "练习旧名")] == ["曾用名"]
    assert [hit.why for hit in search(bureau["intake"], "E12345678")] == ["证件号码"]
    (hit,) = search(bureau["intake"], "E12345678")
    assert hit.subtitle == "*****5678"
    correct_person(bureau["intake"], replace(guest, former_names=()))
    assert search(bureau["intake"], "练习旧名") == ()
