"""What a command changed, so that a page knows whether to ask again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of what was touched; the flags stand for things there is only one of. `elsewhere`: by another window."""

    people: frozenset[int] = field(default_factory=frozenset)
    cases: frozenset[int] = field(default_factory=frozenset)
    letters: frozenset[int] = field(default_factory=frozenset)
    months: frozenset[str] = field(default_factory=frozenset)
    office: bool = False
    rules: bool = False
    payments: bool = False
    classes: bool = False
    elsewhere: bool = False

    def touches(self, case_id: int | None) -> bool:
        """Whether a case, or what every case rests on, may look different now; None is a case still unknown."""
        return case_id is None or case_id in self.cases or bool(self.people or self.rules or self.office)

    @classmethod
    def case(cls, case_id: int, *letters: int, month: str | None = None) -> Changes:
        """One case, with the letters made and the month it fell into."""
        months = frozenset() if month is None else frozenset({month})
        return cls(cases=frozenset({case_id}), letters=frozenset(letters), months=months)


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """A command's answer together with what it changed."""

    value: T
    changes: Changes
