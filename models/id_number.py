"""公民身份号码 (GB 11643-1999): 6 area + 8 birth date + 3 sequence + 1 check character (ISO 7064 MOD 11-2).

The area digits name the place of first registration and are never used to decide 户籍; county codes abolished
long ago still stand on valid cards, so they are not checked. 81, 82 and 83 begin the residence permits of
Hong Kong, Macao and Taiwan residents, which carry numbers of the same make.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, NoReturn, Self

from models.calendar import beijing_date
from models.errors import InputError
from models.typed_text import is_digits, without_separators

FIELD = "person.id_number"
_LENGTH = 18
_OLD_LENGTH = 15
_BIRTH_DATE_END = 14
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
# 外国人永久居留身份证 before 2023-12-01: three letters, area, birth date of six digits, two more.
OLD_CARD = re.compile(r"[A-Z]{3}[0-9]{12}")
_PERMIT_PREFIXES = ("81", "82", "83")


def check_character(first17: str) -> str:
    """The check character of the first 17 digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first17, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def normalise_id(text: str) -> str:
    """Full-width forms folded, blanks and hyphens removed, x made X; the result may still be wrong."""
    return without_separators(text).upper()


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A valid number. `sex` is m or f as coded; `kind` tells an identity card from a residence permit."""

    text: str
    birth_date: date
    sex: Literal["m", "f"]
    kind: Literal["resident", "permit"]

    @classmethod
    def parse(cls, text: str, today: date | None = None) -> Self:
        """Read a typed number. Raises InputError (field `person.id_number`) with the reason in Chinese.

        `today` is the Beijing date against which a birth date in the future is noticed (default: now).
        """
        number = normalise_id(text)
        _check_shape(number)
        birth_date = _birth_date(number)
        if birth_date > (today or beijing_date(datetime.now(UTC))):
            _refuse(f"身份证号码里的出生日期{birth_date.isoformat()}晚于今天，请核对第7至14位")
        if check_character(number[:17]) != number[17]:
            _refuse("身份证号码的校验码不符，某一位可能输错或颠倒，请对照证件逐位核对")
        return cls(
            text=number,
            birth_date=birth_date,
            sex="m" if int(number[16]) % 2 else "f",
            kind="permit" if number.startswith(_PERMIT_PREFIXES) else "resident",
        )

    @property
    def masked(self) -> str:
        """As shown by default: `110105********002X`."""
        return mask_id(self.text)

    @property
    def grouped(self) -> str:
        """As read aloud and compared: `110105 19491231 002X`."""
        return group_id(self.text)


def group_id(text: str) -> str:
    """A number, also a half-typed one, in groups of 6, 8 and 4; one with letters stays as it is on the document."""
    if text[:1].isalpha():
        return text
    return " ".join(part for part in (text[:6], text[6:14], text[14:]) if part)


def birth_date_so_far(text: str) -> date | None:
    """The birth date of a half-typed number once its 14th digit is there and the date exists, else None."""
    number = normalise_id(text)
    if not _BIRTH_DATE_END <= len(number) <= _LENGTH or not is_digits(number[:_BIRTH_DATE_END]):
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def mask_id(text: str) -> str:
    """Hide the birth date: `110105********002X`; anything of another make keeps its last four characters only."""
    if len(text) == _LENGTH:
        return f"{text[:6]}********{text[14:]}"
    if OLD_CARD.fullmatch(text):
        return f"{text[:7]}******{text[13:]}"
    return "*" * (len(text) - 4) + text[-4:] if len(text) > 4 else "*" * len(text)


def _check_shape(number: str) -> None:
    if not number:
        _refuse("请填写身份证号码，共18位")
    if len(number) == _OLD_LENGTH and is_digits(number):
        _refuse("15位身份证号码已停止使用，请按现行证件填写18位号码")
    if len(number) != _LENGTH:
        _refuse(f"身份证号码应为18位，现为{len(number)}位，请核对是否漏填或多填")
    for place, character in enumerate(number[:17], start=1):
        if not is_digits(character):
            _refuse(f"身份证号码第{place}位不是数字，请核对")
    if number[17] not in _CHECK_CHARACTERS:
        _refuse("身份证号码最后一位应为数字或X，请核对")


def _birth_date(number: str) -> date:
    year, month, day = number[6:10], number[10:12], number[12:14]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        _refuse(f"身份证号码里的出生日期{year}年{month}月{day}日不存在，请核对第7至14位")


def _refuse(message: str) -> NoReturn:
    raise InputError(message, FIELD)
