"""The parts of a draft that only some applications have: who came instead, the document, answers about likenesses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from forms.identity import IdentityPart
from models.attendant import APPLICANT, Attendant, Role
from models.identity_document import DocumentKind
from models.likeness_answer import Answer

if TYPE_CHECKING:
    from models.casework.doubles import AnswerGiven
    from models.person import Person


def identity_of(person: Person | None) -> IdentityPart:
    """What is registered of a person's document."""
    if person is None:
        return IdentityPart()
    kind = DocumentKind(person.id_kind) if person.id_kind else None
    return IdentityPart(kind, person.id_expires_on, person.birth_date, person.sex, person.former_names)


def parts_to_json(
    attendant: Attendant, identity: IdentityPart | None, answers: Sequence[AnswerGiven]
) -> dict[str, Any]:
    """Only what differs from the ordinary case."""
    found: dict[str, Any] = {}
    if attendant != APPLICANT:
        found["attendant"] = _plain(asdict(attendant))
    if identity is not None:
        found["identity"] = _plain(asdict(identity))
    if answers:
        found["answers"] = [_plain(asdict(answer)) for answer in answers]
    return found


def parts_from_json(draft: Mapping[str, Any]) -> tuple[Attendant, IdentityPart | None, tuple[AnswerGiven, ...]]:
    """From a draft, also one that was saved before there were any. Raises KeyError, TypeError, ValueError."""
    from models.casework.doubles import AnswerGiven
    from models.casework.likenesses import Likeness

    attendant, identity = APPLICANT, None
    if (kept := draft.get("attendant")) is not None:
        told = {**kept, "role": Role(kept["role"]), "authorised_on": _day(kept["authorised_on"])}
        attendant = Attendant(**told)
    if (kept := draft.get("identity")) is not None:
        identity = IdentityPart(
            kind=DocumentKind(kept["kind"]) if kept["kind"] else None,
            expires_on=_day(kept["expires_on"]),
            birth_date=_day(kept["birth_date"]),
            sex=kept["sex"],
            former_names=tuple(kept["former_names"]),
        )
    answers = tuple(
        AnswerGiven(**{**kept, "kind": Likeness(kept["kind"]), "answer": Answer(kept["answer"])})
        for kept in draft.get("answers", ())
    )
    return attendant, identity, answers


def _day(text: str | None) -> date | None:
    return None if not text else date.fromisoformat(text)


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in told.items()}
