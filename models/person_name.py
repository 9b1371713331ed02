"""A person's name as the documents write it, with rare characters kept exactly.

The dot between the parts of a name arrives as several look-alike characters and is folded to U+00B7 (the one
public-security documents use); ideographs are never changed: Unicode normalisation would replace compatibility
ideographs, which are different characters on a document, so it touches Latin letters with their accents only.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NoReturn, Self

from models.errors import InputError

FIELD = "person.name"
DOT = "·"
LONGEST = 50  # characters; the longest names in documents stay well below
_LOOK_ALIKE_DOTS = dict.fromkeys(map(ord, "•‧・･∙⋅·᛫⸱ㆍ"), DOT)
_FULL_WIDTH_LETTERS = {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF07, 0xFF0D)}
_APOSTROPHE = {0x2019: "'"}
_LATIN = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_LATIN_RUN = re.compile(rf"[{_LATIN}\u0300-\u036f]+")
_JOINT = re.compile(rf"(?<=[{_LATIN}])[-' ](?=[{_LATIN}])")
_BLANK_BESIDE_OTHERS = re.compile(rf" (?![{_LATIN}])|(?<![{_LATIN}]) ")
_NEW_IDEOGRAPHS = range(0x20000, 0x40000)  # planes of ideographs: assigned faster than Python's tables follow
_LETTERS = frozenset({"Lo", "Lm", "Lu", "Ll", "Lt"})
_ZERO_IDEOGRAPH = "〇"


@dataclass(frozen=True, slots=True)
class PersonName:
    """`text` is the folded name, `as_typed` the raw input."""

    text: str
    as_typed: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises InputError (field `person.name`) naming the character that cannot stand in a name."""
        name = _fold(text)
        if not name:
            _refuse("请填写姓名")
        if len(name) > LONGEST:
            _refuse(f"姓名超过{LONGEST}个字，请核对")
        _check_characters(name)
        if name.startswith(DOT) or name.endswith(DOT) or DOT * 2 in name:
            _refuse("姓名里的间隔号“·”应在两部分之间，不能在开头、结尾或连用，请核对")
        return cls(name, text)


def folded_name(text: str) -> str:
    """A name as `parse` keeps it, also of text that is no name yet: for finding, never for storing."""
    return _fold(text)


def _fold(text: str) -> str:
    plain = text.translate(_LOOK_ALIKE_DOTS | _FULL_WIDTH_LETTERS | _APOSTROPHE)
    plain = _LATIN_RUN.sub(lambda run: unicodedata.normalize("NFC", run.group()), plain)
    plain = re.sub(r"[ \t\u00a0\u3000]+", " ", plain.strip())
    return _BLANK_BESIDE_OTHERS.sub("", plain)


def _check_characters(name: str) -> None:
    for character in _JOINT.sub("", name).replace(DOT, ""):
        category = unicodedata.category(character)
        allowed = category in _LETTERS or character == _ZERO_IDEOGRAPH
        if not allowed and not (category == "Cn" and ord(character) in _NEW_IDEOGRAPHS):
            _refuse(_reason(character, category))


def _reason(character: str, category: str) -> str:
    point = f"U+{ord(character):04X}"
    plain = unicodedata.normalize("NFKC", character)
    if category == "Co":
        return f"姓名里有自造字（{point}），别的机器认不出，请改用统一编码的汉字"
    if category in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}:
        return f"姓名里有看不见的控制字符（{point}），请删去后重新输入"
    if category.startswith("N"):
        return f"姓名里有数字“{character}”，请核对"
    if plain != character and len(plain) == 1 and unicodedata.category(plain) == "Lo":
        return f"姓名里的“{character}”（{point}）是部首符号，请改用汉字“{plain}”"
    if character in ".．。":
        return "姓名里的点请用间隔号“·”"
    return f"姓名里有不能使用的字符“{character}”（{point}），请核对"


def _refuse(message: str) -> NoReturn:
    raise InputError(message, FIELD)
