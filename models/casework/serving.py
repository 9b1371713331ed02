"""送达 of every letter: who took it, how and when, with its proof; and the remedy dates that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.casework.unit_of_work import Desk, UnitOfWork
from models.clock import RemedyDates, remedy_dates
from models.errors import InputError, Refused
from models.letter import LETTER_NAMES, Letter, LetterKind
from models.serving import EVENT_NAMES, EVENTS, Event, Serving, Way, served_on

REMEDY_KINDS = frozenset(
    {
        LetterKind.APPROVAL,
        LetterKind.REFUSAL,
        LetterKind.NON_ACCEPTANCE,
        LetterKind.LAPSE_NOTICE,
        LetterKind.CORRECTION,
        LetterKind.REVOCATION,
        LetterKind.REPAYMENT_ORDER,
    }
)
"""Letters that tell how to seek review or sue."""
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class HandOver:
    """What is recorded of a hand-over. `proof` are the bytes of a scan, with their media type."""

    way: Way
    event: Event
    on: date
    taker: str = ""
    taker_as: str = ""
    note: str = ""
    proof: bytes | None = None
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class LetterService:
    """How a letter stands: its hand-overs, the day it counts as served, until when its addressee may seek a remedy."""

    letter_id: int
    servings: tuple[Serving, ...]
    on: date | None
    remedy: RemedyDates | None


def way_of(text: str) -> Way:
    """Read a way of serving as typed. Raises InputError naming the ways there are."""
    try:
        return Way(text)
    except ValueError:
        raise InputError(f"送达方式“{text}”不在名单里，可用：{'、'.join(Way)}。", "how") from None


def event_of(way: Way, text: str) -> Event:
    """Read the event that came with a way; "" is the usual one. Raises InputError naming those there are."""
    if not text:
        return EVENTS[way][0]
    for event in EVENTS[way]:
        if text in {event.value, EVENT_NAMES[event]}:
            return event
    listed = "、".join(f"{event.value}（{EVENT_NAMES[event]}）" for event in EVENTS[way])
    raise InputError(f"“{way.value}”的结果“{text}”不对，可用：{listed}。", "event")


def serve_within(work: UnitOfWork, letter: Letter, hand_over: HandOver) -> Serving:
    """Keep a hand-over as a part of the caller's transaction, without its journal row.

    Raises InputError for a day before the letter's issue or after today, Refused for a letter that was served or is
    void.
    """
    _check(work, letter, hand_over)
    mark = work.rows.letter_marks([letter.id]).get(letter.id)
    if mark is not None and mark.void_reason:
        raise Refused(f"{letter.number} 已作废（{mark.void_reason}），不能登记送达。请送达重新作出的文书。")
    if served_on(work.rows.servings([letter.id]).get(letter.id, ())) is not None:
        raise Refused(f"{letter.number} 已有送达记录，送达日期不能再改。记错的请在备注里另行说明并报告系统管理员。")
    proof = None if hand_over.proof is None else work.rows.add_attachment(hand_over.media_type, hand_over.proof)
    return work.rows.add_serving(
        Serving(
            id=0,
            letter_id=letter.id,
            way=hand_over.way,
            event=hand_over.event,
            event_on=hand_over.on,
            taker=hand_over.taker.strip(),
            taker_as=hand_over.taker_as.strip(),
            note=hand_over.note.strip(),
            proof_id=None if proof is None else proof.id,
            recorded_by=work.actor.id,
            recorded_at=work.now,
        )
    )


def record_serving(work: UnitOfWork, letter: Letter, serving: Serving) -> None:
    """The journal row of a hand-over; who took it only as a digest."""
    detail = {
        "letter": letter.number,
        "how": serving.way.value,
        "event": serving.event.value,
        "on": serving.event_on.isoformat(),
    }
    work.record(f"case:{letter.case_id}", detail | ({"taker": work.digest(serving.taker)} if serving.taker else {}))


def services(work: UnitOfWork, letters: tuple[Letter, ...]) -> Mapping[int, LetterService]:
    """How each of these letters stands, by its id."""
    found = work.rows.servings([letter.id for letter in letters])
    return {letter.id: _service(work, letter, found.get(letter.id, ())) for letter in letters}


def letter_service(desk: Desk, letter_number: str) -> tuple[Letter, LetterService]:
    """How one letter stands. Raises InputError when there is none with this 文号."""
    with desk.look("letter.read") as work:
        letter = work.rows.letter_numbered(letter_number.strip())
        if letter is None:
            raise InputError(f"没有文号为“{letter_number}”的文书，请核对。", "letter")
        return letter, services(work, (letter,))[letter.id]


def _service(work: UnitOfWork, letter: Letter, servings: tuple[Serving, ...]) -> LetterService:
    on = served_on(servings)
    tells = on is not None and letter.kind in REMEDY_KINDS
    remedy = remedy_dates(work.calendar, on) if tells and on is not None else None
    return LetterService(letter.id, servings, on, remedy)


def _check(work: UnitOfWork, letter: Letter, hand_over: HandOver) -> None:
    if hand_over.event not in EVENTS[hand_over.way]:
        event_of(hand_over.way, hand_over.event.value)
    if not letter.issued_on <= hand_over.on <= work.today:
        raise InputError(
            f"送达日 {hand_over.on} 须在{LETTER_NAMES[letter.kind]}作出之日 {letter.issued_on} "
            f"与今天 {work.today} 之间。",
            "on",
        )
    for name, text in (("taker", hand_over.taker), ("taker_as", hand_over.taker_as), ("note", hand_over.note)):
        if len(text) > _LONGEST:
            raise InputError(f"内容超过{_LONGEST}字，请写得简短些。", name)
