"""一次性补正告知: what an applicant is asked for, once and whole, and what became of each item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.errors import InputError
from models.letter import Matter

NOTICE_DAYS = 5
"""Working days after receipt within which everything must be told (行政许可法 第32条第1款第4项 as pattern)."""
_LONGEST = 500


class ItemKind(StrEnum):
    PAPER = "paper"  # 材料
    FACT = "fact"  # 填报内容


ITEM_KIND_NAMES: Mapping[ItemKind, str] = {ItemKind.PAPER: "材料", ItemKind.FACT: "填报内容"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One item as it is told: what, what is wrong with it, what exactly to do, and the basis for asking."""

    kind: ItemKind
    name: str
    wrong: str
    correct: str
    basis: str

    def checked(self, place: int) -> Wanted:
        """The item trimmed. Raises InputError naming what is missing in the `place`-th item."""
        parts = {"name": self.name, "wrong": self.wrong, "correct": self.correct, "basis": self.basis}
        words = {"name": "名称", "wrong": "问题", "correct": "怎样补正", "basis": "依据"}
        for part, text in parts.items():
            if not text.strip():
                raise InputError(f"第{place}项没有写明{words[part]}，请补上再告知。", part)
            if len(text) > _LONGEST:
                raise InputError(f"第{place}项的{words[part]}超过{_LONGEST}字，请写得简短些。", part)
        return Wanted(self.kind, *(text.strip() for text in parts.values()))


class Settled(StrEnum):
    ARRIVED = "arrived"  # 已补正
    NOT_NEEDED = "not_needed"  # 不再需要


@dataclass(frozen=True, slots=True)
class Arrival:
    """How an item was settled: it arrived, or it is no longer needed for the reason given."""

    settled: Settled
    on: date
    by: int
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """One item of an issued notice; `arrival` None while it is outstanding."""

    id: int
    position: int
    wanted: Wanted
    arrival: Arrival | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One numbered notice. `position` 1 is the one the law knows; a further one has a reason and who approved it.

    `accepted_before`: the case had been accepted when it was issued.
    """

    id: int
    case_id: int
    position: int
    letter_id: int
    accepted_before: bool
    issued_by: int
    issued_on: date
    issued_at: datetime
    reason: str
    approved_by: int | None
    items: tuple[NoticeItem, ...]

    @property
    def outstanding(self) -> tuple[NoticeItem, ...]:
        """The items nobody has settled yet."""
        return tuple(item for item in self.items if item.arrival is None)

    @property
    def settled_on(self) -> date | None:
        """The day the last item was settled; None while one is outstanding."""
        days = [item.arrival.on for item in self.items if item.arrival is not None]
        return max(days) if len(days) == len(self.items) else None


class ProposalKind(StrEnum):
    """What the window proposes and another account settles."""

    FURTHER_NOTICE = "further_notice"  # 再次补正告知
    NON_ACCEPTANCE = "non_acceptance"  # 不予受理
    LAPSE = "lapse"  # 逾期未补正


PROPOSAL_NAMES: Mapping[ProposalKind, str] = {
    ProposalKind.FURTHER_NOTICE: "再次补正告知",
    ProposalKind.NON_ACCEPTANCE: "不予受理",
    ProposalKind.LAPSE: "按逾期未补正处理",
}


@dataclass(frozen=True, slots=True)
class NonAcceptance:
    """Why an application is not taken: the facts, the reason, the article, and the organ that is competent."""

    facts: str
    reason: str
    article: str
    organ: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as it stands; `confirmed` None while it is open. `content` holds plain JSON values."""

    id: int
    case_id: int
    kind: ProposalKind
    content: Mapping[str, object]
    proposed_by: int
    proposed_at: datetime
    settled_by: int | None = None
    settled_at: datetime | None = None
    confirmed: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LapseGround:
    """The bureau's own ground for 逾期未补正: ships empty. `days` are working days after the notice was served."""

    document: str
    article: str
    days: int


@dataclass(frozen=True, slots=True)
class SupplementMatter(Matter):
    """What a notice tells; `ground` only where the bureau has entered what follows from lateness.

    `pauses`: the clock stands still meanwhile.
    """

    items: tuple[Wanted, ...]
    position: int
    reason: str = ""
    ground: LapseGround | None = None
    pauses: bool = True


@dataclass(frozen=True, slots=True)
class NonAcceptanceMatter(Matter):
    """What a 不予受理决定书 tells."""

    told: NonAcceptance


@dataclass(frozen=True, slots=True)
class LapseMatter(Matter):
    """What a 逾期未补正告知书 tells: the notice, what is still missing, the bureau's ground, the last day.

    `further`: the notice was not the first.
    """

    notice_number: str
    told_on: date
    missing: tuple[str, ...]
    last_day: date
    ground: LapseGround
    further: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawalMatter(Matter):
    """What a 撤回申请确认书 tells."""

    reason: str


@dataclass(frozen=True, slots=True)
class ExtensionMatter(Matter):
    """What a 延期告知书 tells; the ground is the bureau's own."""

    reason: str
    days: int
    document: str
    due_before: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class DeemedMatter(Matter):
    """A receipt for what counts as accepted because nothing was told in time."""

    received_on: date
    days: int
