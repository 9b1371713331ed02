"""Invented people for practice offices, awkward ones among them; ID numbers are made by the check-digit rule."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from models.attendant import Attendant
from models.attendant import Role as AttendantRole
from models.id_number import check_character
from models.identity_document import DocumentKind
from models.person import Person
from models.person_name import PersonName

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕单仇解查区"
_GIVEN = "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂香玉萍红玲芬燕彬凤洁梅琳素云莲真环雪荣晨宇轩浩然子涵一诺"

# Names a program stumbles over: rare characters, look-alike dots, great length, one name for two people.
_AWKWARD_NAMES = (
    "王𬭎",
    "欧阳娜娜",
    "阿卜杜热合曼·麦麦提图尔荪·艾则孜",
    "买买提•吐尔逊",
    "卓玛‧次仁央宗",
    "古丽米热・艾尔肯",
    "单雄信",
    "仇和",
    "张伟",
    "张伟",
    "䶮龙",
    "李㛃",
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a practice case needs of its person."""

    born: tuple[int, int] = (1966, 2004)
    household: str | None = "beijing_urban"
    groups: Mapping[str, str] = field(default_factory=dict)
    not_groups: frozenset[str] = frozenset()


class Population:
    """Makes people one after the other, the same ones for the same random source."""

    def __init__(self, source: random.Random, streets: tuple[str, ...]) -> None:
        self._source = source
        self._streets = streets
        self._awkward = list(_AWKWARD_NAMES)
        self._numbers: set[str] = set()

    def person(self, wish: Wish) -> Person:
        """A new person; about one in eight has an awkward name until those are used up."""
        name = self._awkward.pop(0) if self._awkward and self._source.random() < 0.125 else self._plain_name()
        number = self._id_number(wish.born)
        street = self._source.choice(self._streets)
        return Person(
            id=0,
            id_number=number,
            name=PersonName.parse(name).text,
            name_as_typed=name,
            birth_date=date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}"),
            sex="m" if int(number[16]) % 2 else "f",
            household=wish.household,
            groups=dict(wish.groups),
            not_groups=wish.not_groups,
            street=street,
            phone="1" + self._source.choice("3578") + self._digits(9),
            address=f"{street.removesuffix('街道')}练习胡同{self._source.randint(1, 120)}号",
            bank_card=_luhn("621700" + self._digits(12)),
            bank_name="练习银行",
        )

    def proxy(self, place: int, day: date) -> Attendant:
        """The invented proxy of the n-th case; drawn from nothing, so that the people stay the same."""
        first17 = f"110101{1950 + place % 50}0101{place % 1000:03d}"
        return Attendant(
            role=AttendantRole.PROXY,
            name=f"{_SURNAMES[place % len(_SURNAMES)]}代",
            id_kind=DocumentKind.RESIDENT.value,
            id_number=first17 + check_character(first17),
            phone=f"138{place % 10**8:08d}",
            paper="授权委托书",
            authorised_on=day,
            scope="代为申请、代为签收决定书",
            collects=place % 2 == 0,
        )

    def _plain_name(self) -> str:
        length = self._source.choice((1, 2, 2))
        return self._source.choice(_SURNAMES) + "".join(self._source.choice(_GIVEN) for _ in range(length))

    def _id_number(self, born: tuple[int, int]) -> str:
        while True:
            first = date(born[0], 1, 1)
            birth = first + timedelta(days=self._source.randrange((date(born[1], 12, 31) - first).days))
            if self._source.random() < 0.03:
                birth = date(1988, 2, 29)
            # Old county codes and residence permits stand on valid cards too.
            area = self._source.choice(("110101", "110102", "110103", "110108", "110224", "130203", "232126", "810000"))
            first17 = f"{area}{birth:%Y%m%d}{self._source.randrange(1000):03d}"
            number = first17 + check_character(first17)
            if number not in self._numbers:
                self._numbers.add(number)
                return number

    def _digits(self, count: int) -> str:
        return "".join(str(self._source.randrange(10)) for _ in range(count))


def _luhn(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)
