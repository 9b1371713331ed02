"""The document a person shows: its kind, what its number proves by itself, and until when it is valid.

Only what is certain is checked. Residence permits (81, 82, 83) and the permanent residence card of foreigners since
2023-12-01 (18 places, the first a 9) are numbered after the pattern of GB 11643; the card before it has three letters
and twelve digits; a passport number has no rule of its own. Where a number does not carry birth date and sex they
are asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.errors import InputError
from models.id_number import FIELD, OLD_CARD, IdNumber, normalise_id

KIND_FIELD, EXPIRY_FIELD = "person.id_kind", "person.id_expires_on"
BIRTH_FIELD, SEX_FIELD = "person.birth_date", "person.sex"
_LENGTH = 18
_PASSPORT = re.compile(r"[A-Z0-9]{5,17}")


class DocumentKind(StrEnum):
    RESIDENT = "resident"  # 居民身份证
    PERMIT = "residence_permit"  # 港澳台居民居住证
    FOREIGNER = "permanent_residence"  # 外国人永久居留身份证
    PASSPORT = "passport"


DOCUMENT_NAMES: Mapping[DocumentKind, str] = {
    DocumentKind.RESIDENT: "居民身份证",
    DocumentKind.PERMIT: "港澳台居民居住证",
    DocumentKind.FOREIGNER: "外国人永久居留身份证",
    DocumentKind.PASSPORT: "护照",
}


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """A number that was read. `birth_date` and `sex` are None where the number does not carry them."""

    kind: DocumentKind
    number: str
    birth_date: date | None = None
    sex: str | None = None

    @classmethod
    def parse(cls, text: str, kind: DocumentKind | None = None, today: date | None = None) -> IdentityDocument:
        """Read a typed number; `kind` None is told from the number. Raises InputError with the reason in Chinese."""
        number = normalise_id(text)
        shown = kind or kind_of(number)
        if shown is DocumentKind.PASSPORT:
            return _passport(number)
        if shown is DocumentKind.FOREIGNER and OLD_CARD.fullmatch(number):
            return cls(shown, number)
        if shown is DocumentKind.FOREIGNER and not (len(number) == _LENGTH and number.startswith("9")):
            raise InputError("外国人永久居留身份证号码应为9开头的18位，旧版为3个字母加12位数字，请对照证件核对", FIELD)
        whole = IdNumber.parse(number, today)
        if (carried := kind_of(number)) is not shown:
            raise InputError(
                f"这个号码是{DOCUMENT_NAMES[carried]}的号码，与所选证件“{DOCUMENT_NAMES[shown]}”不符，请核对",
                KIND_FIELD,
            )
        return cls(shown, whole.text, whole.birth_date, whole.sex)


def kind_of(number: str) -> DocumentKind:
    """The kind a number shows by itself: a short one with a letter at the front is no resident card's."""
    if len(number) == _LENGTH and number.startswith("9"):
        return DocumentKind.FOREIGNER
    if len(number) == _LENGTH and number.startswith(("81", "82", "83")):
        return DocumentKind.PERMIT
    if OLD_CARD.fullmatch(number):
        return DocumentKind.FOREIGNER
    return DocumentKind.PASSPORT if number[:1].isalpha() and len(number) < _LENGTH else DocumentKind.RESIDENT


def expiry_warning(expires_on: date | None, kind: str, on: date) -> str:
    """Why an expired document deserves a look; "" for a valid one. It enters no verdict: no clause makes it one."""
    if expires_on is None or expires_on >= on:
        return ""
    name = DOCUMENT_NAMES[DocumentKind(kind)]
    return (
        f"{name}的有效期到 {expires_on}，已过期：请核对是否已换发新证，换了号码的请更正。只作提示，不影响受理和结论。"
    )


def _passport(number: str) -> IdentityDocument:
    if not _PASSPORT.fullmatch(number):
        raise InputError("护照号码应为5至17位字母和数字，请对照护照资料页核对", FIELD)
    return IdentityDocument(DocumentKind.PASSPORT, number)
