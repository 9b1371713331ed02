"""Typed digits as they arrive from Chinese input methods, card readers and copied tables, made plain."""

from __future__ import annotations

import unicodedata

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_INVISIBLE = dict.fromkeys([0x200B, 0xFEFF])  # zero-width space and byte-order mark come along with copied cells
_FOLDED = _FULL_WIDTH | _HYPHENS | _INVISIBLE

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def fold_width(text: str) -> str:
    """Full-width ASCII forms to ASCII, every dash to the plain hyphen, outer blanks and invisible marks away."""
    return text.translate(_FOLDED).strip()


def without_separators(text: str) -> str:
    """Width folded, and all blanks and hyphens taken out: what remains should be the number itself."""
    return "".join(fold_width(text).replace("-", "").split())


def has_hidden(text: str) -> bool:
    """Whether it holds a character nobody can see: controls, direction marks, lone surrogates, line separators."""
    # What Python calls printable holds none of them: hardly any text is looked at sign by sign.
    return not text.isprintable() and any(unicodedata.category(character) in _HIDDEN for character in text)


def is_digits(text: str) -> bool:
    """Whether it consists of 0–9 only (str.isdigit would let ① and Arabic digits pass)."""
    return text.isascii() and text.isdigit()
