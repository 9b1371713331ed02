"""What a fact key is: its type, unit, question, proof and sensitivity, and the short ways to write one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

# From the lowest to the highest of the eight levels (人社部发〔2022〕14号).
LEVELS_ASCENDING: tuple[int, ...] = (0, 5, 4, 3, 2, 1, 7, 8)


class FactType(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    LIST = "list"  # rows of facts with a mark whether the list is complete


class Sensitivity(StrEnum):
    """How a value is handled: `sensitive` is 敏感个人信息 (个人信息保护法 第二十八条)."""

    NONE = "none"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True)
class FactKey:
    """One entry of the vocabulary.

    `allowed` lists the only whole numbers possible (levels); else `minimum` and `maximum` bound a plausible value.
    `choices` maps each value of a choice to its Chinese name. `unit` follows a number in a sentence. `columns` are the
    facts a row of a list may hold.
    """

    name: str
    type: FactType
    label: str
    question: str
    proof: str = ""
    unit: str = ""
    sensitivity: Sensitivity = Sensitivity.NONE
    nullable: bool = False
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    allowed: tuple[int, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    columns: Mapping[str, FactKey] = field(default_factory=lambda: MappingProxyType({}))


def text(
    name: str,
    label: str,
    question: str,
    proof: str,
    *,
    nullable: bool = False,
    sensitivity: Sensitivity = Sensitivity.NONE,
) -> FactKey:
    """A fact in words."""
    return FactKey(name, FactType.TEXT, label, question, proof, nullable=nullable, sensitivity=sensitivity)


def day(
    name: str, label: str, question: str, proof: str, *, sensitivity: Sensitivity = Sensitivity.PERSONAL
) -> FactKey:
    """A date."""
    return FactKey(name, FactType.DATE, label, question, proof, sensitivity=sensitivity)


def number(name: str, label: str, question: str, proof: str, *, unit: str, maximum: int) -> FactKey:
    """A whole number with its unit, from 0 to `maximum`."""
    return FactKey(name, FactType.INTEGER, label, question, proof, unit, minimum=0, maximum=maximum)


def level(name: str, label: str, question: str, proof: str) -> FactKey:
    """A skill level, or that there is none."""
    return FactKey(name, FactType.INTEGER, label, question, proof, nullable=True, allowed=LEVELS_ASCENDING)


def choice(
    name: str,
    label: str,
    question: str,
    proof: str,
    choices: Mapping[str, str],
    *,
    sensitivity: Sensitivity = Sensitivity.PERSONAL,
) -> FactKey:
    """One of several named values."""
    return FactKey(
        name, FactType.CHOICE, label, question, proof, sensitivity=sensitivity, choices=MappingProxyType(dict(choices))
    )


def yes_no(
    name: str, label: str, question: str, proof: str, sensitivity: Sensitivity = Sensitivity.PERSONAL
) -> FactKey:
    """Yes or no."""
    return FactKey(name, FactType.YES_NO, label, question, proof, sensitivity=sensitivity)


def rows_of(name: str, label: str, question: str, proof: str, columns: tuple[FactKey, ...]) -> FactKey:
    """A list whose rows hold these facts."""
    by_name = MappingProxyType({key.name: key for key in columns})
    return FactKey(
        name, FactType.LIST, label, question, proof, "名", sensitivity=Sensitivity.SENSITIVE, columns=by_name
    )
