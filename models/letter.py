"""A letter: what the renderer is given, what it gives back, what the register keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.assessment import Assessment
from models.case import Case, Outcome
from models.office import Office
from models.person import Person


class LetterKind(StrEnum):
    RECEIPT = "receipt"  # 受理通知书
    APPROVAL = "approval"  # 准予决定书
    REFUSAL = "refusal"  # 不予决定书


LETTER_NAMES: Mapping[LetterKind, str] = {
    LetterKind.RECEIPT: "受理通知书",
    LetterKind.APPROVAL: "准予决定书",
    LetterKind.REFUSAL: "不予决定书",
}


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """Everything a letter says, as values; no wording.

    `head` is the first 16 hex digits of the journal head before the act. `papers` are the papers received.
    `due_on` None with `due_days` set prints 「10个工作日内」 without a date. `assessment` is None for a receipt
    of a case that is only registered because no rule is in force (`in_force` False).
    `contact` is the clerk in charge as shown to the public. `programme_name` is the Chinese name and
    `paragraph` the founding paragraph, e.g. 二(三)9. `outcome` is None for a receipt.
    """

    kind: LetterKind
    office: Office
    person: Person
    case: Case
    programme_name: str
    paragraph: str
    issued_on: date
    head: str
    contact: str
    papers: tuple[str, ...] = ()
    due_days: int | None = None
    due_on: date | None = None
    due_clause: str = ""
    in_force: bool = True
    assessment: Assessment | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class RenderedLetter:
    """PDF bytes with their SHA-256, the SHA-256 of the canonical content (printed in the QR code), fonts used."""

    content: bytes
    sha256: str
    content_sha256: str
    fonts: tuple[str, ...]


Render = Callable[[LetterOrder, str], RenderedLetter]


@dataclass(frozen=True, slots=True)
class Letter:
    """A register entry. `number` is the full 文号, unique in the store, gapless per kind and year.

    `amount_fen` is the sum the letter states: what a month is reconciled with.
    """

    id: int
    case_id: int
    kind: LetterKind
    number: str
    year: int
    serial: int
    decision_id: int | None
    sha256: str
    content_sha256: str
    fonts: tuple[str, ...]
    head: str
    issued_by: int
    issued_on: date
    issued_at: datetime
    amount_fen: int | None = None
