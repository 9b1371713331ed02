"""A letter: what the renderer is given, what it gives back, what the register keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.assessment import Assessment
from models.attendant import Attendant
from models.case import Case, Outcome
from models.enterprise import Enterprise
from models.office import Office
from models.person import Person


class LetterKind(StrEnum):
    RECEIPT = "receipt"  # 受理通知书
    APPROVAL = "approval"  # 准予决定书
    REFUSAL = "refusal"  # 不予决定书
    SUPPLEMENT_NOTICE = "supplement_notice"  # 一次性补正告知书
    NON_ACCEPTANCE = "non_acceptance"  # 不予受理决定书
    LAPSE_NOTICE = "lapse_notice"  # 逾期未补正告知书
    WITHDRAWAL = "withdrawal"  # 撤回申请确认书
    EXTENSION = "extension"  # 延期告知书
    CORRECTION = "correction"  # 更正决定书
    REVOCATION = "revocation"  # 撤销决定书
    MAINTENANCE = "maintenance"  # 维持原决定告知书
    REPAYMENT_ORDER = "repayment_order"  # 责令退回通知书


LETTER_NAMES: Mapping[LetterKind, str] = {
    LetterKind.RECEIPT: "受理通知书",
    LetterKind.APPROVAL: "准予决定书",
    LetterKind.REFUSAL: "不予决定书",
    LetterKind.SUPPLEMENT_NOTICE: "一次性补正告知书",
    LetterKind.NON_ACCEPTANCE: "不予受理决定书",
    LetterKind.LAPSE_NOTICE: "逾期未补正告知书",
    LetterKind.WITHDRAWAL: "撤回申请确认书",
    LetterKind.EXTENSION: "延期告知书",
    LetterKind.CORRECTION: "更正决定书",
    LetterKind.REVOCATION: "撤销决定书",
    LetterKind.MAINTENANCE: "维持原决定告知书",
    LetterKind.REPAYMENT_ORDER: "责令退回通知书",
}
# The three every office names itself; the others are numbered under the receipt's code, its 受 replaced by a word of
# their own, until the office gives them a 机关代字.
NAMED_KINDS = (LetterKind.RECEIPT, LetterKind.APPROVAL, LetterKind.REFUSAL)
_CODE_WORDS: Mapping[LetterKind, str] = {
    LetterKind.SUPPLEMENT_NOTICE: "补正",
    LetterKind.NON_ACCEPTANCE: "不受",
    LetterKind.LAPSE_NOTICE: "逾期",
    LetterKind.WITHDRAWAL: "撤回",
    LetterKind.EXTENSION: "延期",
    LetterKind.CORRECTION: "更正",
    LetterKind.REVOCATION: "撤销",
    LetterKind.MAINTENANCE: "维持",
    LetterKind.REPAYMENT_ORDER: "退回",
}
# Letters that carry out a decision; one to a decision.
DECISION_KINDS = frozenset({LetterKind.APPROVAL, LetterKind.REFUSAL, LetterKind.CORRECTION, LetterKind.REVOCATION})


def letter_code(office: Office, kind: LetterKind) -> str:
    """The 机关代字 that numbers a kind of letter; "" when the office has not even one for its receipts."""
    receipt = office.letter_codes.get(LetterKind.RECEIPT.value, "")
    base = receipt.removesuffix("受") or receipt
    return office.letter_codes.get(kind.value, "") or (base + _CODE_WORDS[kind] if base and kind in _CODE_WORDS else "")


@dataclass(frozen=True, slots=True)
class Matter:
    """What a letter says beyond the case itself; each kind that needs it has its own subclass of values."""


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """Everything a letter says, as values; no wording.

    `head` is the first 16 hex digits of the journal head before the act. `papers` are the papers received.
    `due_on` None with `due_days` set prints 「10个工作日内」 without a date. `due_from` is the day the days run from,
    None: of receipt; `due_paused` says that waiting for the applicant did not count. `assessment` is None for the
    receipt of an accepted case; that of a case only registered, because no rule is in force (`in_force` False), has the
    assessment that found none.
    `contact` is the clerk in charge as shown to the public. `programme_name` is the Chinese name and
    `paragraph` the founding paragraph, e.g. 二(三)9. `outcome` is None for a receipt.
    `enterprise` is set where one applies; `person` then carries its name, code and account.
    `matter` is what the further kinds of letter tell, e.g. what is missing. `attendant` is who stood at the window.
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
    due_from: date | None = None
    due_paused: bool = False
    due_clause: str = ""
    in_force: bool = True
    assessment: Assessment | None = None
    outcome: Outcome | None = None
    matter: Matter | None = None
    enterprise: Enterprise | None = None
    attendant: Attendant | None = None


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
