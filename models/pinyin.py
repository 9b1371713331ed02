"""How a name sounds when typed in Latin letters: whole pinyin, initials, and any mixture, with surname readings.

Toneless, ü as v. A surname is read as a surname first (单 shàn, 仇 qiú), but its everyday reading finds it too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, product
from types import MappingProxyType

# What a dictionary gives wrongly when the character opens a name (《现代汉语词典》 names the surname readings).
SURNAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{"单": ("shan",), "仇": ("qiu",), "曾": ("zeng",), "解": ("xie",), "查": ("zha",), "区": ("ou",)},
        **{"朴": ("piao",), "盖": ("ge",), "任": ("ren",), "翟": ("zhai",), "缪": ("miao",), "谌": ("chen", "shen")},
        **{"乜": ("nie",), "员": ("yun",), "种": ("chong",), "隗": ("wei", "kui"), "逄": ("pang",), "句": ("gou",)},
        **{"折": ("she",), "繁": ("po",), "黑": ("he",), "秘": ("bi",), "冼": ("xian",), "洗": ("xian",)},
        **{"覃": ("qin", "tan"), "宓": ("mi", "fu"), "祭": ("zhai",), "召": ("shao",), "角": ("jue",)},
        **{"应": ("ying",), "燕": ("yan",), "宁": ("ning",), "牟": ("mu", "mou"), "乐": ("yue", "le")},
        **{"郗": ("xi", "chi"), "莘": ("shen", "xin"), "阚": ("kan",), "郇": ("xun", "huan"), "纪": ("ji",)},
        **{"贲": ("ben",), "重": ("chong",), "撒": ("sa",), "尉": ("wei",), "占": ("zhan",), "华": ("hua",)},
        **{"哈": ("ha",), "卜": ("bu",), "车": ("che",), "葛": ("ge",), "曲": ("qu",), "娄": ("lou",)},
        **{"藏": ("zang",), "臧": ("zang",), "晁": ("chao",), "那": ("na",), "过": ("guo",), "都": ("du",)},
        **{"俞": ("yu",), "褚": ("chu",), "费": ("fei", "bi"), "洪": ("hong",), "万": ("wan",), "长": ("zhang",)},
        **{"尉迟": ("yu chi",), "长孙": ("zhang sun",), "万俟": ("mo qi",), "单于": ("chan yu",)},
        **{"薄": ("bo",), "柏": ("bai", "bo"), "炅": ("gui",), "蔚": ("yu",), "贠": ("yun",), "佴": ("nai",)},
        **{"粘": ("nian",), "能": ("nai",), "郄": ("qie", "xi")},
        **{"澹台": ("tan tai",), "令狐": ("ling hu",), "皇甫": ("huang fu",), "宰父": ("zai fu",)},
    }
)

_MOST_SYLLABLES = 16
_MOST_READINGS = 8
_MIXED = 4
_ZH_INITIAL = re.compile(r"(?<=[zcs])h(?=[^aeiouv])")
_U_UMLAUT = re.compile(r"(?<=[ln])yu")


def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways a name may be read, likeliest first, each as its syllables; a character without a reading is left out.

    At most eight ways and sixteen syllables.
    """
    opening, rest = _surname(name)
    return _ways(opening, *_given(rest, len(name)))


def sound_keys(name: str) -> frozenset[str]:
    """Every spelling that a typed one is a beginning of: 王小燕 → wangxiaoyan, wangxyan, wxiaoyan, wxyan."""
    return frozenset(key for way in readings(name) for key in _mixtures(way))


def mixed_keys(name: str) -> frozenset[str]:
    """The same with the first characters as they are: 王小燕 → 王xiaoyan, 王xyan, 王小yan (of a name without dots)."""
    beginnings = ((name[:length], name[length:]) for length in range(1, min(len(name), _MIXED)))
    return frozenset(
        begin + key for begin, rest in beginnings for way in _ways(*_given(rest, len(name))) for key in _mixtures(way)
    )


def typed_keys(text: str) -> tuple[str, ...]:
    """The beginnings to look up for typed letters, as they stand first; empty when something else was typed.

    `ü` may be typed as v or yu; zh, ch and sh may stand for an initial.
    """
    plain = unicodedata.normalize("NFC", text.casefold()).replace("ü", "v")
    plain = re.sub(r"[\s'’\-]", "", plain)
    if not (plain.isascii() and plain.isalpha()):
        return ()
    return tuple(dict.fromkeys((plain, _ZH_INITIAL.sub("", plain), _U_UMLAUT.sub("v", plain))))


def _given(rest: str, length: int) -> Iterator[tuple[str, ...]]:
    """The readings of what stands behind the surname of a name of `length` characters."""
    # Beyond four characters a name is a transliteration, whose second readings are nobody's.
    choices = 2 if length <= _MIXED else 1
    return (_readings_of(character)[:choices] for character in rest)


def _ways(*choices: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    ways = product(*(choice for choice in choices if choice))
    found = (tuple(" ".join(way).split())[:_MOST_SYLLABLES] for way in islice(ways, _MOST_READINGS))
    return tuple(dict.fromkeys(way for way in found if way))


def _surname(name: str) -> tuple[tuple[str, ...], str]:
    """The readings of what opens the name, and the rest of it."""
    for length in (2, 1):
        opening = name[:length]
        if opening in SURNAMES:
            usual = " ".join(_readings_of(character)[0] for character in opening if _readings_of(character))
            return tuple(dict.fromkeys((*SURNAMES[opening], usual))), name[length:]
    first = _readings_of(name[:1])
    return (first[:1] or ("",)), name[1:]


@lru_cache(maxsize=16384)
def _readings_of(character: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    if not character or character.isascii():
        return ()
    found: Sequence[Sequence[str]] = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(_folded(found[0])) if found else ()


def _folded(syllables: Iterable[str]) -> Iterator[str]:
    for syllable in dict.fromkeys(syllables):
        plain = syllable.replace("ü", "v")
        if plain.isascii() and plain.isalpha():
            yield plain


def _mixtures(way: tuple[str, ...]) -> Iterator[str]:
    """Each syllable whole or as its initial, the last one whole: what is shorter is a beginning of one of these.

    In long names the choice is free for the first syllables only; the others are all whole or all initials.
    """
    head, tail = way[: _MIXED - 1], way[_MIXED - 1 : -1]
    if len(way) <= _MIXED:
        head, tail = way[:-1], ()
    ends = {"".join(tail), "".join(syllable[0] for syllable in tail)}
    for begin in product(*((syllable, syllable[0]) for syllable in head)):
        for middle in ends:
            yield "".join(begin) + middle + way[-1]
