"""The evidence bundle of a case: everything that shows how it was decided, as values and original bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.assessment import Assessment
from models.attendant import AttendantRecord
from models.case import Attachment, Case, Decision, Paper, RegisterCheck
from models.desk_day import Note
from models.journal import JournalEntry
from models.letter import Letter
from models.office import Office
from models.person import Person
from models.rounds import RoundOpening
from models.serving import Serving
from models.timeline import Event


@dataclass(frozen=True, slots=True)
class BundleFact:
    """A fact as it stands, in words, with where it came from: who recorded this value, when, and its usual proof."""

    label: str
    shown: str
    proof: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BundlePaper:
    """A paper received; `scan` is None where only the original was seen."""

    paper: Paper
    scan: Attachment | None


@dataclass(frozen=True, slots=True)
class BundleLetter:
    """A letter as archived, with how it was handed over; `remark` says that it is void or was changed."""

    letter: Letter
    content: bytes
    servings: tuple[Serving, ...]
    proofs: tuple[Attachment, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class BundleDecision:
    """A decision with the receipt it rests on; None: an assessment of a case not yet decided."""

    decision: Decision | None
    receipt: Assessment


@dataclass(frozen=True, slots=True)
class CaseBundle:
    """Of one case at one moment. `head` is the journal head then; `names` maps account ids to names."""

    office: Office
    case: Case
    person: Person
    programme_name: str
    names: Mapping[int, str]
    purpose: str
    by: str
    at: datetime
    head: str
    facts: tuple[BundleFact, ...]
    attendant: AttendantRecord | None
    papers: tuple[BundlePaper, ...]
    register_check: RegisterCheck | None
    decisions: tuple[BundleDecision, ...]
    letters: tuple[BundleLetter, ...]
    openings: tuple[tuple[RoundOpening, Attachment | None], ...]
    notes: tuple[Note, ...]
    timeline: tuple[Event, ...]
    criteria: Mapping[str, str]
    journal: tuple[JournalEntry, ...]

    def name(self, account_id: int | None) -> str:
        """Who an account is."""
        return "" if account_id is None else self.names.get(account_id, "")
