"""A month of the office as values: what the workbook, the csv files and the PDF summary are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from models.case import Outcome


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """One line of the acceptance ledger (受理台账): a case received in the month."""

    case_number: str
    person_name: str
    id_number: str
    programme: str
    programme_name: str
    street: str
    applied_on: date
    accepted_on: date | None
    due_on: date | None
    state_name: str
    receipt_number: str
    accepted_by: str


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One decided case of the month, for summary and ledgers. `amount_fen`: None in kind, 0 for a refusal.

    Where an enterprise applied, name, number and account are its own; it counts as 户 and nobody as a person.
    """

    case_number: str
    person_name: str
    id_number: str
    programme: str
    programme_name: str
    outcome: Outcome
    level: int | None
    occupation: str | None
    certificate_number: str | None
    certificate_issued_on: date | None
    insurance_months: int | None
    street: str
    groups: tuple[str, ...]
    household: str | None
    applied_on: date
    accepted_on: date | None
    decided_on: date
    letter_number: str
    amount_fen: int | None
    bank_name: str
    bank_card: str
    accepted_by: str
    reviewed_by: str
    signed_by: str
    reasons: tuple[str, ...] = ()
    of_enterprise: bool = False


@dataclass(frozen=True, slots=True)
class MonthTotals:
    """`persons` counts distinct ID numbers among the decided cases, `enterprises` (户) distinct credit codes.

    `amount_fen` sums what was granted.

    What later decisions took back of earlier ones stands apart, signed: `corrected_granted`, `corrected_refused` and
    `corrected_fen` are added to the figures before them for the month's net.
    """

    received: int
    granted: int
    refused: int
    persons: int
    amount_fen: int
    corrected_granted: int = 0
    corrected_refused: int = 0
    corrected_fen: int = 0
    enterprises: int = 0


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A line of a month that takes figures of an earlier decision back (`sign` -1) or gives them back (+1).

    `why` is 撤销签发, 更正决定 …; `first_month` is where the figures were counted, `by_number` the letter that changes.
    """

    case_number: str
    person_name: str
    id_number: str
    programme: str
    programme_name: str
    why: str
    first_number: str
    first_month: str
    by_number: str
    on: date
    sign: int
    outcome: Outcome
    amount_fen: int | None

    @property
    def fen(self) -> int:
        """What the line adds to the month's money."""
        return self.sign * (self.amount_fen or 0)


@dataclass(frozen=True, slots=True)
class MonthContent:
    """Everything a month edition shows. `edition` 0 is a draft (草稿). `head` is the whole journal head.

    `streets` is the office's street list, in its order: every street is then shown, also one without cases.
    """

    month: str
    edition: int
    office_name: str
    district: str
    practice: bool
    made_at: datetime
    made_by: str
    head: str
    accepted: tuple[AcceptedRow, ...]
    decided: tuple[DecidedRow, ...]
    open_before: int
    open_after: int
    withdrawn: int
    totals: MonthTotals
    decided_late: int = 0
    streets: tuple[str, ...] = ()
    corrections: tuple[CorrectionRow, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthFile:
    """One file of an edition, by name, as bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Edition:
    """A published month: never changed, reproduced from its archived bytes."""

    id: int
    month: str
    edition: int
    totals: MonthTotals
    head: str
    files: tuple[MonthFile, ...]
    sha256: str
    published_by: int
    published_at: datetime
