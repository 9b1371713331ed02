"""A form as data: what is asked, in which order, when a question is relevant, and which papers go with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from models.assessment import Clause
from models.fact_key import FactKey
from models.facts import FactValue


class FieldKind(StrEnum):
    """How the typed text of a field is read: the vocabulary's types, and those of the person card."""

    TEXT = "text"
    INTEGER = "integer"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    CERTIFICATE_NUMBER = "certificate_number"
    ID_NUMBER = "id_number"
    NAME = "name"
    PHONE = "phone"
    BANK_CARD = "bank_card"
    STREET = "street"
    LIST = "list"  # a row on each line, its columns apart by a tab
    CREDIT_CODE = "credit_code"
    GROUP = "group"  # a paper's name is a yes, 否 a no


class Demand(StrEnum):
    """Whether the applicant must bring a paper. `NOT_DEMANDED` says why an expected paper is not asked for."""

    REQUIRED = "required"
    NOT_DEMANDED = "not_demanded"


@dataclass(frozen=True, slots=True)
class Condition:
    """Any of several alternatives, each a set of facts that must all have one of the given values."""

    alternatives: tuple[Mapping[str, tuple[FactValue, ...]], ...] = ()

    def may_hold(self, values: Mapping[str, FactValue]) -> bool:
        """False only if what is known rules every alternative out: a question that could matter is never hidden."""
        if not self.alternatives:
            return True
        return any(
            all(key not in values or values[key] in wanted for key, wanted in alternative.items())
            for alternative in self.alternatives
        )


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `key` is a fact key, or a key of the person card.

    `asked_from` and `asked_to` bound the dates that select a version whose rules use the answer: nothing is asked that
    no rule in force needs. `optional` answers are never counted as missing.
    """

    key: str
    kind: FieldKind
    label: str
    question: str = ""
    hint: str = ""
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    nullable: bool = False
    optional: bool = False
    asked_from: date | None = None
    asked_to: date | None = None
    visible_when: Condition = Condition()

    def is_asked(self, version_day: date | None, values: Mapping[str, FactValue]) -> bool:
        """Whether the answer can matter under the version of that date (None: unknown), given what is known so far."""
        if version_day is not None:
            if self.asked_from is not None and version_day < self.asked_from:
                return False
            if self.asked_to is not None and version_day > self.asked_to:
                return False
        return self.visible_when.may_hold(values)


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of fields."""

    id: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the checklist, with the text that allows or forbids asking for it."""

    id: str
    name: str
    demand: Demand
    basis: Clause
    note: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form; `programme` is empty for the person card.

    `version_by` is the fact whose date selects the version of the rules, "" where the day of application does.
    """

    id: str
    title: str
    programme: str
    sections: tuple[Section, ...]
    papers: tuple[Paper, ...] = ()
    version_by: str = ""

    def fields(self) -> Iterator[Field]:
        """All fields in the order they are asked."""
        for section in self.sections:
            yield from section.fields

    def field(self, key: str) -> Field | None:
        """The field of a key, or None if the form does not ask it."""
        return next((found for found in self.fields() if found.key == key), None)

    def asking(self, facts: Sequence[FactKey]) -> Form:
        """The form for a version of the rules that asks these facts and no others, whatever it was written for."""
        wanted = {fact.name: fact for fact in facts}
        sections = [
            replace(one, fields=tuple(_always(f) for f in one.fields if _is_kept(f, wanted))) for one in self.sections
        ]
        known = {field.key for field in self.fields()}
        further = tuple(field_of(fact) for name, fact in wanted.items() if name not in known)
        if further:
            sections.append(Section("further", "本版规则另问", further))
        return replace(self, sections=tuple(section for section in sections if section.fields))

    def selected_by(self, fact: FactKey) -> Form:
        """The form where the date of this fact selects the version: it is always asked, and never optional."""
        asked = [
            replace(one, fields=tuple(_demanded(each) if each.key == fact.name else each for each in one.fields))
            for one in self.sections
        ]
        if self.field(fact.name) is None:
            asked.append(Section("version", "选定规则版本", (field_of(fact),)))
        return replace(self, sections=tuple(asked), version_by=fact.name)

    def also_asking(self, facts: Sequence[FactKey], start: date, end: date | None) -> Form:
        """The form where these facts matter under a further version too, which those dates select: none is hidden then.

        What the form does not ask otherwise is asked within those dates.
        """
        wanted = {fact.name for fact in facts}
        sections = [
            replace(one, fields=tuple(_always(each) if each.key in wanted else each for each in one.fields))
            for one in self.sections
        ]
        known = {field.key for field in self.fields()}
        further = tuple(
            replace(field_of(fact), asked_from=start, asked_to=end) for fact in facts if fact.name not in known
        )
        if further:
            sections.append(Section(f"further-{start.isoformat()}", "本版规则另问", further))
        return replace(self, sections=tuple(sections))

    def required_papers(self) -> tuple[Paper, ...]:
        """The papers an applicant must bring."""
        return tuple(paper for paper in self.papers if paper.demand is Demand.REQUIRED)


def field_of(fact: FactKey) -> Field:
    """A question as the vocabulary words it."""
    return Field(
        key=fact.name,
        kind=FieldKind(fact.type.value),
        label=fact.label,
        question=fact.question,
        hint=fact.proof,
        unit=fact.unit,
        choices=fact.choices,
        nullable=fact.nullable,
    )


def _demanded(field: Field) -> Field:
    return replace(_always(field), optional=False)


def _is_kept(field: Field, wanted: Mapping[str, FactKey]) -> bool:
    return field.optional or field.key in wanted


def _always(field: Field) -> Field:
    return replace(field, asked_from=None, asked_to=None, visible_when=Condition())
