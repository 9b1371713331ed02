"""Money as whole fen (分): written for people in yuan, read back exactly."""

from __future__ import annotations

import re

from models.errors import InputError
from models.typed_text import fold_width

MINUS = "\u2212"
# Fifteen digits are more than any sum has, and no more than a column of fen can hold.
_YUAN = re.compile(r"(-?)([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.([0-9]{1,2}))?")


def format_yuan(fen: int) -> str:
    """`¥1,500.00`; below zero with the true minus sign U+2212: `−¥1,500.00`."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{MINUS if fen < 0 else ''}¥{yuan:,}.{rest:02d}"


def parse_yuan(text: str, field: str | None = None) -> int:
    """Yuan as typed (`1500`, `1,500.00`, `¥1500`, `1500元`) to fen. Raises InputError; never rounds."""
    plain = "".join(fold_width(text).split()).removesuffix("元")
    plain = re.sub("[¥￥]", "", plain, count=1)
    match = _YUAN.fullmatch(plain)
    if match is None:
        raise InputError("金额不对，请写成元，如 1500 或 1,500.00，最多两位小数", field)
    minus, yuan, fraction = match.groups()
    fen = int(yuan.replace(",", "")) * 100 + int((fraction or "").ljust(2, "0"))
    return -fen if minus else fen
