"""Finding a Chinese text by a part of it, its pinyin, or the initials of its pinyin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache


class PinyinMatch:
    """Matches against a fixed list. Pinyin is worked out at the first Latin letter typed, not before."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = list(texts)
        self._by_sound: list[tuple[str, str]] | None = None

    def find(self, typed: str) -> list[str]:
        """The texts that fit, best first: those that begin with it, then those that contain it. All for ""."""
        plain = typed.strip().casefold()
        if not plain:
            return list(self.texts)
        ranked = [(rank, place) for place in range(len(self.texts)) if (rank := self._rank(place, plain)) is not None]
        return [self.texts[place] for _, place in sorted(ranked)]

    def _rank(self, place: int, plain: str) -> int | None:
        forms: Iterable[str] = (self.texts[place].casefold(),)
        if plain.isascii() and plain.isalpha():
            forms = (*forms, *self._sounds()[place])
        if any(form.startswith(plain) for form in forms):
            return 0
        return 1 if any(plain in form for form in forms) else None

    def _sounds(self) -> list[tuple[str, str]]:
        if self._by_sound is None:
            self._by_sound = [sounds_of(text) for text in self.texts]
        return self._by_sound


@lru_cache(maxsize=4096)
def sounds_of(text: str) -> tuple[str, str]:
    """The initials and the whole pinyin of a text, without tones: 电工 → (dg, diangong)."""
    from pypinyin import lazy_pinyin

    parts = [part.casefold() for part in lazy_pinyin(text)]
    return "".join(part[0] for part in parts if part), "".join(parts)
