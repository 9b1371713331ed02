"""A person who applies: one ID number, one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.identity_document import DocumentKind, kind_of

# The groups of 二(三)9 (农村劳动力 includes 低收入农户劳动者) and 就业困难人员, each proved by a paper.
GROUPS = (
    "person.urban_unemployed",
    "person.rural_labour",
    "person.low_income_farm_household",
    "person.veteran",
    "person.redeployed_worker",
    "person.disabled",
    "person.college_graduate",
    "person.vocational_graduate",
    "person.hard_to_employ",
)


@dataclass(frozen=True, slots=True)
class Person:
    """`name` is folded (look-alike dots → U+00B7), `name_as_typed` is the raw input.

    `groups` maps a yes/no fact key such as `person.veteran` to the paper that proves it; a group with a
    paper is a yes; a group in `not_groups` was asked and denied; any other is unknown. `household` is one
    of the vocabulary's values or None (unknown). `bank_card` holds digits only. `id_kind` is "" where the number itself
    shows the kind of document; `id_expires_on` is None where nobody read it off the document.
    """

    id: int
    id_number: str
    name: str
    name_as_typed: str
    birth_date: date
    sex: str
    household: str | None
    groups: Mapping[str, str]
    not_groups: frozenset[str]
    street: str
    phone: str
    address: str
    bank_card: str
    bank_name: str
    version: int = 1
    id_kind: str = ""
    id_expires_on: date | None = None
    former_names: tuple[str, ...] = ()

    @property
    def document(self) -> DocumentKind:
        """The kind of document the ID number is of."""
        return DocumentKind(self.id_kind) if self.id_kind else kind_of(self.id_number)


# Stands before the id of a registration that was merged into another: its number is free again for its real holder.
_MERGED = "MERGED-"


def merged_number(person_id: int) -> str:
    """What stands in place of the ID number of a registration that was merged into another."""
    return f"{_MERGED}{person_id}"


def is_merged(id_number: str) -> bool:
    """Whether this is the number of a registration that was merged away."""
    return id_number.startswith(_MERGED)
