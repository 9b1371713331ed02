"""The pages of a window, each made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from desktop.page import Page

PageMaker = type[Page] | partial[Any]
"""The class of a page, or `partial(SettingsPage, services=…)` for one that needs more than its host."""


class PageShelf(Mapping[str, Page]):
    """`PageShelf([IntakePage, …], make)`: `shelf["intake"]` is made at the first call and the same ever after.

    To make all of them takes about a second, and most days show two or three. What the rail needs is known of the
    classes: `kinds`. `made()` are those that exist.
    """

    def __init__(self, makers: Sequence[PageMaker], make: Callable[[PageMaker], Page]) -> None:
        self.kinds: Mapping[str, type[Page]] = {_kind(maker).key: _kind(maker) for maker in makers}
        self._makers = {_kind(maker).key: maker for maker in makers}
        self._make = make
        self._made: dict[str, Page] = {}

    def __getitem__(self, key: str) -> Page:
        if key not in self._made:
            self._made[key] = self._make(self._makers[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def made(self) -> Mapping[str, Page]:
        """The pages that were wanted so far."""
        return self._made


def _kind(maker: PageMaker) -> type[Page]:
    kind = maker.func if isinstance(maker, partial) else maker
    assert isinstance(kind, type)
    return kind
