"""A bank or social-security card number for payment to the applicant's own account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from models.errors import InputError
from models.typed_text import is_digits, without_separators

FIELD = "person.bank_card"
_SHORTEST, _LONGEST = 12, 19
_USUAL_SHORTEST = 16


@dataclass(frozen=True, slots=True)
class BankCard:
    """Digits only. A failed Luhn check or an unusual length warns, because some banks' accounts have neither."""

    number: str
    luhn_ok: bool
    warnings: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises InputError (field `person.bank_card`) for anything but 12 to 19 digits."""
        number = without_separators(text)
        if not number:
            raise InputError("请填写本人银行卡或社会保障卡卡号", FIELD)
        if not is_digits(number):
            raise InputError("银行卡号只能是数字，请核对", FIELD)
        if not _SHORTEST <= len(number) <= _LONGEST:
            raise InputError(f"银行卡号应为{_SHORTEST}至{_LONGEST}位，现为{len(number)}位，请核对", FIELD)
        luhn_ok = luhn_holds(number)
        warnings = []
        if not luhn_ok:
            warnings.append("银行卡号的校验位不符，可能有一位输错，请对照卡面核对")
        if len(number) < _USUAL_SHORTEST:
            warnings.append(f"银行卡号只有{len(number)}位，常见为16至19位，请对照卡面核对")
        return cls(number, luhn_ok, tuple(warnings))

    @property
    def masked(self) -> str:
        """First and last four digits: `6222************1234`."""
        return mask_card(self.number)


def luhn_holds(number: str) -> bool:
    """The Luhn check (ISO/IEC 7812-1 annex B) over a string of digits."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def mask_card(number: str) -> str:
    """First and last four digits stay; a number too short for that is hidden whole."""
    if len(number) < _SHORTEST:
        return "*" * len(number)
    return number[:4] + "*" * (len(number) - 8) + number[-4:]
