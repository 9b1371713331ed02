"""What characters may stand in a letter, how wide they are, and where a line may not break.

Widths and the rules for line starts and ends follow GB/T 15834 (punctuation) as printed on the grid of
GB/T 9704: a Chinese character takes one cell, a half-width character half a cell.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from models.errors import InputError, MissingGlyph

NO_LINE_START = frozenset("，。、；：！？）〕》〉」』】〗］｝”’％…—·～,.;:!?)]}%")
NO_LINE_END = frozenset("（〔《〈「『【〖［｛“‘￥¥$([{")
UNSPLIT_PAIRS = frozenset({"——", "……"})
AFTER_DIGIT = frozenset("年月日时分元角号条款项个级岁")  # 2026年, 12号: a number keeps its unit

# Text direction, joining and other invisible characters change what a reader sees without being seen.
_FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SPACES = re.compile(r"[\t\n\v\f\r\x85\xa0\u2028\u2029\u3000 ]+")


def settle(text: str) -> str:
    """Text as it is printed: runs of white space become one space, none at either end."""
    return _SPACES.sub(" ", text).strip(" ")


def name_character(character: str) -> str:
    """A character as a message may show it: itself where it is harmless, always with its code point."""
    code = f"U+{ord(character):04X}"
    if unicodedata.category(character) in _FORBIDDEN_CATEGORIES | {"Mn", "Me"}:
        return code
    return f"「{character}」（{code}）"


def refuse_invisible(text: str) -> None:
    """Raise MissingGlyph for control, direction, surrogate, private and unassigned characters."""
    for character in text:
        if not _is_plain(character):
            raise MissingGlyph(
                f"文书内容里有不能打印的字符 {name_character(character)}，请在相应栏目删除它并重新输入后再试。"
            )


@lru_cache(maxsize=16384)
def _is_plain(character: str) -> bool:
    return unicodedata.category(character) not in _FORBIDDEN_CATEGORIES


@lru_cache(maxsize=16384)
def cell_halves(character: str) -> int:
    """Width on the grid in half cells: 1 for ASCII and other narrow letters, 2 for the rest."""
    if " " <= character <= "~":
        return 1
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def joins(left: str, right: str) -> bool:
    """Whether a line may not break between two characters."""
    if right in NO_LINE_START or left in NO_LINE_END:
        return True
    if cell_halves(left) == 1 and cell_halves(right) == 1 and " " not in (left, right):
        return True
    return (left.isdigit() and right in AFTER_DIGIT) or left + right in UNSPLIT_PAIRS


def require_text(value: str, what: str) -> str:
    """`value` settled; raises InputError when a letter would print nothing for it."""
    settled = settle(value)
    if not settled:
        raise InputError(f"缺少{what}，文书无法制作，请先补填。", what)
    return settled
