"""Hints that somebody may be known already."""

from __future__ import annotations

from dataclasses import replace

from models.casework.likenesses import Likeness, likenesses
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau
from tests.builders.people import make_id, make_person


def test_namesakes_telephone_card_and_certificate_are_hinted_at(bureau: Bureau) -> None:
    known = bureau.person(1)
    bureau.open(person=known)
    born = known.birth_date
    like = replace(make_person(2), name=known.name, id_number=make_id("110102", born, 77), birth_date=born)
    like = replace(like, phone=known.phone, bank_card=known.bank_card)
    hints = likenesses(bureau["intake"], like, ELIGIBLE_UPGRADE)
    assert [hint.kind for hint in hints] == [Likeness.NAMESAKE, Likeness.PHONE, Likeness.CARD, Likeness.CERTIFICATE]
    assert {hint.person_id for hint in hints} == {known.id}
    assert hints[-1].case_number == "2025-00001"
    for hint in hints:
        assert known.id_number not in hint.sentence
        assert known.bank_card not in hint.sentence


def test_the_person_is_not_like_themselves_but_their_open_case_is_named(bureau: Bureau) -> None:
    known = bureau.person(1)
    bureau.open(person=known)
    (hint,) = likenesses(bureau["intake"], known, ELIGIBLE_UPGRADE)
    assert (hint.kind, hint.case_number) == (Likeness.PENDING, "2025-00001")
    assert "技能提升补贴" in hint.sentence


def test_another_birth_date_or_the_end_of_a_telephone_number_is_no_likeness(bureau: Bureau) -> None:
    known = bureau.person(1, phone="010-65251234")
    other = replace(make_person(2), name=known.name, phone="65251234")
    assert likenesses(bureau["intake"], other, {"certificate.number": "X1"}) == ()
