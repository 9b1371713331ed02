"""What the plain model of a case's life keeps: an office, its cases, payments and lists; nothing of the program's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

SEATS = {
    "intake": "i",
    "second intake": "i",
    "review": "r",
    "sign": "s",
    "both": "irs",
    "review and sign": "rs",
    "finance": "f",
}
FEN = {"level four": 150_000, "level five": 100_000, "too few months": 0}
WINDOW, APPLICANT, REVIEW, PUBLIC, SIGNATURE = (
    "at_window",
    "for_applicant",
    "for_review",
    "in_publicity",
    "for_signature",
)
SEAL, SERVE, PAY, PAID, CLOSED = "to_seal", "to_serve", "to_pay", "paid", "closed"
REFUSED, WITHDRAWN, LAPSED, ROUND = "not_accepted", "withdrawn", "lapsed", "in_correction"
NOTICE_DAYS, LAPSE_DAYS, PUBLICITY_DAYS = 5, 10, 7


@dataclass
class Decided:
    """A decision with the three who made it."""

    fen: int
    round: int
    people: tuple[str, str, str]
    void: bool = False


@dataclass
class Line:
    """One payment; `run` None: by hand."""

    case: CaseModel
    decision: Decided
    fen: int
    run: Run | None = None
    state: str = "open"
    told: int = 0

    def tell(self, state: str) -> None:
        """The bank says what became of it."""
        self.state, self.told = state, 1 + max(line.told for line in self.case.lines)


@dataclass
class Run:
    """One payment list."""

    maker: str
    number: str = ""
    state: str = "made"
    lines: list[Line] = field(default_factory=list)


@dataclass
class Order:
    """Money asked back."""

    case: CaseModel
    decision: Decided
    fen: int
    maker: str
    id: int = 0
    signed: bool = False
    back: int = 0


@dataclass
class CaseModel:
    """Everything the office knows of one case."""

    number: str
    applied: date
    facts: str
    state: str = WINDOW
    round: int = 1
    accepted: str = ""
    reviewed: str = ""
    worked: set[str] = field(default_factory=set)
    facts_by: str = ""
    checked_by: str = ""
    attended: bool = False
    outstanding: int = 0
    notices: int = 0
    notice_letter: str = ""
    notice_served: date | None = None
    proposal: tuple[str, str] | None = None
    objection: str = ""
    published: tuple[int, int, date] | None = None
    decisions: list[Decided] = field(default_factory=list)
    before_round: str = ""
    lines: list[Line] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)

    @property
    def decision(self) -> Decided | None:
        return next((one for one in reversed(self.decisions) if not one.void), None)

    @property
    def granted(self) -> int:
        return 0 if self.decision is None else self.decision.fen

    @property
    def had(self) -> int:
        return sum(line.fen for line in self.lines if line.state == "paid") - sum(order.back for order in self.orders)

    @property
    def due(self) -> int:
        return self.granted - self.had

    @property
    def owed(self) -> int:
        return max(0, self.due) if self.granted else 0

    @property
    def hands(self) -> set[str]:
        return self.worked | {self.facts_by, self.checked_by}

    @property
    def listed(self) -> bool:
        return any(line.state == "open" for line in self.lines)

    @property
    def bank_said_no(self) -> bool:
        told = [line for line in self.lines if line.told]
        return bool(told) and max(told, key=lambda line: line.told).state in {"rejected", "returned"}

    def to_come(self, order: Order) -> int:
        """What of an order the case has had too much, the older orders first."""
        over = max(0, -self.due)
        for earlier in self.orders[: self.orders.index(order)]:
            over -= min(over, earlier.fen - earlier.back) if earlier.signed else 0
        return min(order.fen - order.back, over)

    def follow_money(self) -> None:
        """Once the decision was handed over, the state says what is owed."""
        if self.state in {PAY, PAID, CLOSED}:
            kept = CLOSED if self.state == CLOSED else PAID
            self.state = PAY if self.owed else kept

    def reclaimable(self, but: Order | None = None) -> int:
        asked = sum(order.fen - order.back for order in self.orders if order is not but)
        return max(0, -self.due - asked)


@dataclass
class World:
    """The office: its settings, its cases, its payment lists, today."""

    separate: bool = True
    publicity: bool = False
    seal: bool = False
    cases: list[CaseModel] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    today: date = date(2025, 6, 3)

    def waiting(self) -> Iterator[CaseModel]:
        """Cases to be named by the next publicity list."""
        return (case for case in self.cases if case.state == PUBLIC and not self.is_published(case))

    def is_published(self, case: CaseModel) -> bool:
        return case.published is not None and case.published[:2] == (case.round, FEN[case.facts])

    def over(self) -> Iterator[CaseModel]:
        """Cases whose publicity is over."""
        for case in self.cases:
            if case.state == PUBLIC and self.is_published(case) and case.published and case.published[2] < self.today:
                yield case

    def payable(self) -> list[CaseModel]:
        return [
            case for case in self.cases if case.state == PAY and case.owed and not case.listed and not case.bank_said_no
        ]

    def run(self, *states: str) -> Run | None:
        """The newest list, if it is in one of these states."""
        return self.runs[-1] if self.runs and self.runs[-1].state in states else None


May = Callable[[World, CaseModel, str], bool]
