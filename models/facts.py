"""What is known about one application: facts, the earlier awards, and whether the list is complete.

A key left out is *unknown*; None is *known to be absent*; a misspelled key is bad input. The three
are never mixed up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

RowValue = str | int | bool | date | None


@dataclass(frozen=True, slots=True)
class FactList:
    """A fact that is a list, such as the workers of a class: each row a mapping like the facts themselves.

    `complete` is true only when somebody made sure that nobody is left out: else a row not listed proves nothing.
    """

    rows: tuple[Mapping[str, RowValue], ...] = field(hash=False)
    complete: bool = False


FactValue = RowValue | FactList


@dataclass(frozen=True, slots=True)
class Award:
    """An earlier paid or approved claim of the same person; `on` is the date of *its* application."""

    programme: str
    on: date
    occupation: str | None = None
    level: int | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Immutable facts of one application.

    `awards_complete` is true only when a clerk checked the municipal register for this application;
    otherwise an award not on the list proves nothing.
    """

    values: Mapping[str, FactValue] = field(default_factory=lambda: MappingProxyType({}))
    awards: tuple[Award, ...] = ()
    awards_complete: bool = False
