"""A telephone number at which the applicant can be reached: a mobile number or a fixed line."""

from __future__ import annotations

import re

from models.errors import InputError
from models.typed_text import fold_width

FIELD = "person.phone"
_COUNTRY = re.compile(r"^(?:\+|00)86-?")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_FIXED = re.compile(r"(?:\(?(0(?:10|2[0-9]|[3-9][0-9]{2}))\)?-?)?([2-9][0-9]{6,7})(?:(?:-|转|#)([0-9]{1,6}))?")


def parse_phone(text: str) -> str:
    """`13800138000`, or `010-65251234` with an extension as `-8001`; blanks, brackets and +86 are folded away.

    Raises InputError (field `person.phone`).
    """
    number = _COUNTRY.sub("", "".join(fold_width(text).split()))
    if not number:
        raise InputError("请填写联系电话", FIELD)
    mobile = number.replace("-", "")
    if _MOBILE.fullmatch(mobile):
        return mobile
    fixed = _FIXED.fullmatch(number)
    if fixed is None:
        raise InputError("电话号码不对，手机应为1开头的11位数字，座机写作“010-8位号码”，请核对", FIELD)
    return "-".join(part for part in fixed.groups() if part)


def mask_phone(number: str) -> str:
    """`138****8000`; a fixed line keeps its last four digits only."""
    if _MOBILE.fullmatch(number):
        return f"{number[:3]}****{number[7:]}"
    return "*" * (len(number) - 4) + number[-4:] if len(number) > 4 else "*" * len(number)
