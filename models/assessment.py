"""What a rulebook says about one application: verdicts, their grounds, and the receipt.

The JSON shape is the one of the command line's `assess`; it is also what the store keeps as the
receipt of an assessment, so that an old decision is shown as it was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NoReturn

from models.canonical_json import canonical_json
from models.version_dates import APPLICATION


class Verdict(StrEnum):
    """Three-valued (strong Kleene) plus `judgement`, which the machine never settles."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    JUDGEMENT = "judgement"

    def __bool__(self) -> NoReturn:
        raise TypeError("a verdict is not a truth value: compare it with Verdict.MET")


class Result(StrEnum):
    """The outcome for a programme; `not_in_force` is never 'not eligible'."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    CANNOT_TELL = "cannot_tell"
    NOT_IN_FORCE = "not_in_force"


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a criterion or value stands in the law: short title with 文号, article, verbatim text."""

    document: str
    article: str = ""
    text: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion explained. `children` are the parts of a composite."""

    id: str
    verdict: Verdict
    sentence: str
    facts: Mapping[str, Any]
    clause: Clause
    holds_until: date | None = None
    children: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Warning:
    """Something the law only announces; never a verdict."""

    sentence: str
    clause: Clause


@dataclass(frozen=True, slots=True)
class AmountStep:
    """One named step of the amount, in fen, with the clause it rests on."""

    label: str
    fen: int
    clause: str


@dataclass(frozen=True, slots=True)
class VersionDate:
    """The date other than the application's that selected the version: the fact it is, None while that is unknown.

    `clause` is the text by which the bureau set it.
    """

    by: str
    on: date | None
    clause: Clause


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole explained answer for one programme and one set of facts.

    `amount_fen` is None unless eligible and computable. `rulebook` is `sha256:…` of the rulebook used.
    `facts` holds the facts as they were judged (JSON values), so that the receipt stands alone. `reviews` tell the
    office which texts it should have read again by the day of the assessment; they keep answering. `version_date` is
    None where the application date selected the version, as in every receipt that does not name another.
    """

    programme: str
    on: date
    result: Result
    version_from: date | None
    version_to: date | None
    amount_fen: int | None
    criteria: tuple[Line, ...]
    warnings: tuple[Warning, ...]
    missing: tuple[str, ...]
    not_confirmed: tuple[str, ...]
    amount_steps: tuple[AmountStep, ...]
    rulebook: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    reviews: tuple[Warning, ...] = ()
    version_date: VersionDate | None = None

    @property
    def version_by(self) -> str:
        """What selected the version: `application`, or the fact whose date did."""
        return APPLICATION if self.version_date is None else self.version_date.by

    @property
    def version_day(self) -> date | None:
        """The date that selected the version; None while it is unknown."""
        return self.on if self.version_date is None else self.version_date.on

    def failed(self) -> tuple[Line, ...]:
        """The top-level criteria that are not met: the reasons of a refusal, all of them."""
        return tuple(line for line in self.criteria if line.verdict is Verdict.NOT_MET)

    def to_json(self) -> dict[str, Any]:
        """The contract's result object (plain JSON values, dates as ISO text)."""
        version = None
        if self.result is not Result.NOT_IN_FORCE and self.version_from is not None:
            version = {"from": _iso(self.version_from), "to": _iso(self.version_to)}
        return {
            "programme": self.programme,
            "on": self.on.isoformat(),
            "result": self.result.value,
            "version": version,
            "version_date": self._version_date_json(),
            "amount_fen": self.amount_fen,
            "criteria": [_line_json(line) for line in self.criteria],
            "warnings": [_warning_json(each) for each in self.warnings],
            "reviews": [_warning_json(each) for each in self.reviews],
            "missing": list(self.missing),
            "not_confirmed": list(self.not_confirmed),
            "amount_steps": [{"label": s.label, "fen": s.fen, "clause": s.clause} for s in self.amount_steps],
            "rulebook": self.rulebook,
            "facts": dict(self.facts),
        }

    def to_text(self) -> str:
        """The receipt as it is kept: equal texts are equal assessments."""
        return canonical_json(self.to_json())

    def _version_date_json(self) -> dict[str, Any]:
        told = {"by": self.version_by, "on": _iso(self.version_day)}
        return told if self.version_date is None else told | {"clause": _clause_json(self.version_date.clause)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Assessment:
        """Read a receipt back exactly as it was stored."""
        version = data["version"] or {"from": None, "to": None}
        return cls(
            programme=data["programme"],
            on=date.fromisoformat(data["on"]),
            result=Result(data["result"]),
            version_from=_date(version["from"]),
            version_to=_date(version["to"]),
            amount_fen=data["amount_fen"],
            criteria=tuple(_line(item) for item in data["criteria"]),
            warnings=tuple(_warning(each) for each in data["warnings"]),
            missing=tuple(data["missing"]),
            not_confirmed=tuple(data["not_confirmed"]),
            amount_steps=tuple(AmountStep(**step) for step in data["amount_steps"]),
            rulebook=data["rulebook"],
            facts=data.get("facts", {}),
            reviews=tuple(_warning(each) for each in data.get("reviews", ())),
            version_date=_version_date(data.get("version_date")),
        )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _version_date(data: Mapping[str, Any] | None) -> VersionDate | None:
    if data is None or data["by"] == APPLICATION:
        return None
    return VersionDate(data["by"], _date(data["on"]), Clause(**data["clause"]))


def _clause_json(clause: Clause) -> dict[str, str]:
    return {"document": clause.document, "article": clause.article, "text": clause.text, "evidence": clause.evidence}


def _warning_json(warning: Warning) -> dict[str, Any]:
    return {"sentence": warning.sentence, "clause": _clause_json(warning.clause)}


def _warning(data: Mapping[str, Any]) -> Warning:
    return Warning(data["sentence"], Clause(**data["clause"]))


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "verdict": line.verdict.value,
        "sentence": line.sentence,
        "facts": dict(line.facts),
        "clause": _clause_json(line.clause),
        "holds_until": _iso(line.holds_until),
        "children": [_line_json(child) for child in line.children],
    }


def _line(data: Mapping[str, Any]) -> Line:
    children: Sequence[Mapping[str, Any]] = data["children"]
    return Line(
        id=data["id"],
        verdict=Verdict(data["verdict"]),
        sentence=data["sentence"],
        facts=data["facts"],
        clause=Clause(**data["clause"]),
        holds_until=_date(data["holds_until"]),
        children=tuple(_line(child) for child in children),
    )
