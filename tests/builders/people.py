"""Invented test people. ID numbers are made by the check-digit rule, written here a second time on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from models.person import Person

AREAS = ("110101", "110102", "110105", "110108", "110114", "110221", "130102", "810000", "820000", "830000")
NAMES = ("练习甲", "练习乙", "欧阳𬭎", "买买提·练习", "㐂㛃", "单练习", "Anna-Lena O'Test")
AWKWARD_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "extension B": "𠮷𣗋",
        "extension C": "𬭎𫟷",
        "compatibility ideograph": "\ufa0e\uf9dc",
        "ideographic zero": "练〇",
        "three parts": "阿卜杜·练习·乙",
    }
)


def make_id(area: str = "110105", born: date = date(1990, 5, 1), sequence: int = 1) -> str:
    """A valid ID number; an odd sequence is male, an even one female."""
    first17 = f"{area}{born:%Y%m%d}{sequence:03d}"
    remainder = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first17))
    return first17 + "0123456789X"[(12 - remainder) % 11]


def make_card(first: str = "62220212345678901") -> str:
    """A card number whose Luhn check holds: the digits given and one more."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(first))]
    total = sum(sum(divmod(value, 10)) for value in doubled)
    return first + str(-total % 10)


def make_person(number: int = 1, **changes: Any) -> Person:
    """The n-th invented person, the same for the same n; any field may be changed."""
    born = date(1970 + number % 35, 1 + number % 12, 1 + number % 28)
    name = NAMES[number % len(NAMES)]
    person = Person(
        id=number,
        id_number=make_id(AREAS[number % len(AREAS)], born, number % 1000),
        name=name,
        name_as_typed=name,
        birth_date=born,
        sex="m" if number % 2 else "f",
        household="beijing_urban",
        groups={"person.urban_unemployed": "失业登记"},
        not_groups=frozenset({"person.veteran"}),
        street="练习街道",
        phone=f"138{number % 10**8:08d}",
        address=f"练习路{number}号",
        bank_card=make_card(f"6222021234{number % 10**6:06d}"),
        bank_name="练习银行",
    )
    return replace(person, **changes)
