"""Kinds of documents: what a number shows, what has to be asked, how each is masked."""

from __future__ import annotations

from datetime import date

import pytest

from models.errors import InputError
from models.id_number import mask_id
from models.identity_document import DocumentKind, IdentityDocument, expiry_warning
from tests.builders.people import make_id


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (make_id("110105"), DocumentKind.RESIDENT),
        (make_id("810000"), DocumentKind.PERMIT),
        (make_id("830000"), DocumentKind.PERMIT),
        (make_id("911840"), DocumentKind.FOREIGNER),
        ("USA110090050112", DocumentKind.FOREIGNER),
        ("E12345678", DocumentKind.PASSPORT),
    ],
)
def test_a_number_shows_its_kind(number: str, kind: DocumentKind) -> None:
    assert IdentityDocument.parse(number.lower()).kind is kind


def test_a_number_of_eighteen_places_carries_birth_date_and_sex_and_others_do_not() -> None:
    carried = IdentityDocument.parse(make_id("911840", date(1990, 5, 1), 2))
    assert (carried.birth_date, carried.sex) == (date(1990, 5, 1), "f")
    asked = IdentityDocument.parse("USA110090050112")
    assert (asked.birth_date, asked.sex) == (None, None)


@pytest.mark.parametrize(
    ("number", "kind", "why"),
    [
        ("110105900501123", None, "15位"),
        (make_id("110105"), DocumentKind.PERMIT, "不符"),
        (make_id("110105"), DocumentKind.FOREIGNER, "9开头"),
        (make_id("911840")[:-1] + "?", None, "最后一位"),
        ("E1", DocumentKind.PASSPORT, "护照"),
    ],
)
def test_what_is_certainly_wrong_is_refused_with_the_reason(number: str, kind: DocumentKind | None, why: str) -> None:
    with pytest.raises(InputError, match=why):
        IdentityDocument.parse(number, kind)


def test_a_passport_of_digits_only_needs_its_kind_said() -> None:
    assert IdentityDocument.parse("512345678", DocumentKind.PASSPORT).number == "512345678"
    with pytest.raises(InputError, match="18位"):
        IdentityDocument.parse("512345678")


def test_every_kind_hides_the_birth_date() -> None:
    assert mask_id("USA110090050112") == "USA1100******12"
    assert mask_id("E12345678") == "*****5678"


def test_an_expired_document_is_a_warning_with_its_reason_and_a_valid_one_says_nothing() -> None:
    warning = expiry_warning(date(2025, 6, 2), "passport", date(2025, 6, 3))
    assert "已过期" in warning
    assert "不影响" in warning
    assert expiry_warning(date(2025, 6, 3), "passport", date(2025, 6, 3)) == ""
