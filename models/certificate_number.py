"""What a certificate's number suggests: proposals for a clerk to confirm, never a ground to refuse.

职业技能等级证书: 1 letter + 21 digits (letter Y 用人单位 / S 社会培训评价组织; 2–5 organisation, 6–7 province,
8–13 serial of the organisation, 14–15 year of issue, 16 level, 17–22 serial); 特级技师: 2 letters + 20 digits.
Older 职业资格证书: 16 digits (1–2 year, 3–4 province, last digit the level). Both layouts are known from
secondary sources only, hence warnings at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from models.typed_text import without_separators
from models.vocabulary import LEVEL_NAMES

_SKILL_LEVEL = re.compile(
    r"(?P<maker>[A-Z])[0-9]{4}(?P<province>[0-9]{2})[0-9]{6}(?P<year>[0-9]{2})(?P<level>[0-9])[0-9]{6}"
)
_SPECIAL = re.compile(r"[A-Z]{2}[0-9]{20}")
_QUALIFICATION = re.compile(r"(?P<year>[0-9]{2})(?P<province>[0-9]{2})[0-9]{11}(?P<level>[0-9])")
_LEVELS = range(1, 6)
_SERIAL = 6  # the last digits of a new number
_OLD_SERIAL = 6  # of an old one, before the digit of the level
_FIRST_CENTURY_YEAR = 70
_UNKNOWN_SHAPE = "证书编号不是常见的22位（1个字母加21位数字）或16位数字，请对照证书核对"


@dataclass(frozen=True, slots=True)
class CertificateReading:
    """Proposals read from the number (None where it says nothing) and what looks odd about it.

    `kind` and `level` are values of the facts `certificate.kind` and `certificate.level`; `province` is the
    two-digit code (11 is Beijing).
    """

    number: str
    kind: str | None = None
    level: int | None = None
    year: int | None = None
    province: str | None = None
    warnings: tuple[str, ...] = ()

    def disagreements(self, level: int | None, issued_on: date | None) -> tuple[str, ...]:
        """Warnings where the level and date of issue, as stated, differ from what the number suggests."""
        found = []
        if level is not None and self.level is not None and level != self.level:
            stated = LEVEL_NAMES.get(level, str(level))
            found.append(f"证书编号显示为{LEVEL_NAMES[self.level]}，填写的是{stated}，请对照证书核对")
        if issued_on is not None and self.year is not None and issued_on.year != self.year:
            found.append(f"证书编号显示为{self.year}年核发，填写的是{issued_on.year}年，请对照证书核对")
        return tuple(found)


def read_certificate_number(text: str) -> CertificateReading:
    """Propose kind, level, year and province from a typed number; never raises."""
    number = without_separators(text).upper()
    if match := _SKILL_LEVEL.fullmatch(number):
        odd = () if match["maker"] in "YS" else ("证书编号的首字母通常为Y或S，请对照证书核对",)
        return _reading(number, "skill_level", match, odd)
    if _SPECIAL.fullmatch(number):
        return CertificateReading(number, "skill_level", warnings=("两个字母开头的编号多见于特级技师证书，请核对等级",))
    if match := _QUALIFICATION.fullmatch(number):
        return _reading(number, "vocational_qualification", match, ())
    return CertificateReading(number, warnings=(_UNKNOWN_SHAPE,) if number else ())


def next_number(text: str) -> str:
    """The number after this one in the same lot (same organisation, year, level), "" where the layout is not known."""
    number = without_separators(text).upper()
    if _SKILL_LEVEL.fullmatch(number) or _SPECIAL.fullmatch(number):
        return _counted_on(number, _SERIAL, "")
    if _QUALIFICATION.fullmatch(number):
        return _counted_on(number[:-1], _OLD_SERIAL, number[-1])
    return ""


def _counted_on(head: str, digits: int, tail: str) -> str:
    serial = str(int(head[-digits:]) + 1)
    return "" if len(serial) > digits else head[:-digits] + serial.zfill(digits) + tail


def _reading(number: str, kind: str, match: re.Match[str], odd: tuple[str, ...]) -> CertificateReading:
    level = int(match["level"])
    if level not in _LEVELS:
        odd += (f"证书编号的等级位是{level}，应为1至5，请对照证书核对",)
    return CertificateReading(
        number=number,
        kind=kind,
        level=level if level in _LEVELS else None,
        year=_full_year(int(match["year"])),
        province=match["province"],
        warnings=odd,
    )


def _full_year(two_digits: int) -> int:
    return two_digits + (1900 if two_digits >= _FIRST_CENTURY_YEAR else 2000)
