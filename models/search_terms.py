"""What a person or case is found by: the terms kept for each, and the same folding for what is typed.

A kept term is found by any beginning of it, so that every end of a name or telephone number is a term of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from models.enterprise import CREDIT_CODE
from models.person_name import folded_name
from models.pinyin import mixed_keys, sound_keys
from models.typed_text import without_separators

SHORTEST_PHONE = 4
_LONGEST = 120
_JOINTS = re.compile(r"[·.．\s'\-]")


class PersonTerm(StrEnum):
    """The letter stands in the store."""

    NAME = "n"  # the whole name
    NAME_END = "s"  # every shorter end of it
    SOUND = "p"
    MIXED = "m"  # the first characters as they are, the rest by its sound
    ID_BACKWARDS = "i"  # so that the last digits are a beginning
    PHONE = "t"  # the number and every end of it
    CARD = "c"
    OLD_ID = "o"  # a number the person was registered under by mistake


class CaseTerm(StrEnum):
    """The letter stands in the store."""

    CERTIFICATE = "z"
    TRAINING = "x"
    CREDIT_CODE = "u"


_CASE_FACTS = {
    CaseTerm.CERTIFICATE: "certificate.number",
    CaseTerm.TRAINING: "training.number",
    CaseTerm.CREDIT_CODE: CREDIT_CODE,
}


def name_term(name: str) -> str:
    """A name as it is compared: any dot, blank, case or accent gives the same; ideographs stay as they are."""
    plain = _JOINTS.sub("", folded_name(name).casefold())
    return "".join(map(_without_accent, plain)) if not plain.isascii() else plain


def number_term(number: str) -> str:
    """A certificate or training number as it is compared."""
    return without_separators(number).upper()[:_LONGEST]


def digits(text: str) -> str:
    """The digits of a telephone or card number."""
    return "".join(character for character in text if character.isascii() and character.isdigit())


def backwards(id_number: str) -> str:
    """An ID number, or the end of one, from its last character on."""
    return id_number.upper()[::-1]


def person_terms(
    name: str, id_number: str, phone: str, bank_card: str, former_names: Iterable[str] = ()
) -> frozenset[tuple[str, str]]:
    """Every (kind, term) a person is found by; a former name finds like the name itself."""
    return frozenset(
        (
            (PersonTerm.ID_BACKWARDS.value, backwards(id_number)),
            *_of_name(name),
            *(term for former in former_names for term in _of_name(former)),
            *((PersonTerm.PHONE.value, end) for end in _ends(digits(phone), SHORTEST_PHONE)),
            *((PersonTerm.CARD.value, card) for card in (digits(bank_card),) if card),
        )
    )


def sound_terms(name: str) -> Iterator[tuple[str, str]]:
    """Every (kind, term) a name is found by when it is typed by its sound, or in part."""
    yield from ((PersonTerm.SOUND.value, key[:_LONGEST]) for key in sound_keys(name))
    yield from ((PersonTerm.MIXED.value, key[:_LONGEST]) for key in mixed_keys(name_term(name)))


def case_terms(facts: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """Every (kind, term) a case with these facts is found by."""
    found = ((kind.value, facts.get(key)) for kind, key in _CASE_FACTS.items())
    return frozenset((kind, number_term(text)) for kind, text in found if isinstance(text, str) and number_term(text))


def _of_name(name: str) -> Iterator[tuple[str, str]]:
    whole, *ends = _ends(name_term(name), 1) or ("",)
    yield PersonTerm.NAME.value, whole
    yield from ((PersonTerm.NAME_END.value, end) for end in ends)
    yield from sound_terms(name)


def _ends(text: str, shortest: int) -> list[str]:
    """The text and every end of it that is long enough, longest first."""
    return [text[start:] for start in range(len(text) - shortest + 1)]


def _without_accent(character: str) -> str:
    # Compatibility ideographs are different characters on a document: only Latin letters may lose a mark.
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() else character
