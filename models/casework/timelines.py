"""The timeline of a case from everything the store keeps about it, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from models.case import ACT_NAMES, Act, Case
from models.casework.case_notes import criterion_words
from models.casework.reveals import act_words, bundle_given, detail_words, is_scan, scan_seen
from models.casework.unit_of_work import Desk, UnitOfWork
from models.desk_day import PIN_NAMES, Note, Pin
from models.letter import LETTER_NAMES, Letter
from models.money import format_yuan
from models.serving import EVENT_NAMES
from models.timeline import Event, Kind

_ADVERSE = frozenset({Act.RETURNED, Act.WITHDRAWN, Act.VOIDED, Act.LAPSED, Act.NOT_ACCEPTED, Act.PAYMENT_REJECTED})


def case_timeline(desk: Desk, number: str) -> tuple[Event, ...]:
    """Everything that happened to a case, oldest first."""
    with desk.look("case.read") as work:
        return timeline_of(work, work.rows.case_numbered(number))


def timeline_of(work: UnitOfWork, case: Case) -> tuple[Event, ...]:
    """The same inside another query."""
    names = {account.id: account.name for account in work.rows.accounts()}
    letters = work.rows.letters(case.id)
    criteria = criterion_words(work, case)
    events = [
        *_acts(work, case, names),
        *(event for note in work.rows.notes(case.id) for event in _note(note, names, criteria)),
        *_letters(letters, names),
        *_servings(work, letters, names),
        *_accesses(work, case, letters, names),
    ]
    return tuple(sorted(events, key=lambda event: event.at))


def _acts(work: UnitOfWork, case: Case, names: Mapping[int, str]) -> Iterator[Event]:
    for act in work.rows.acts(case.id):
        if act.act is not Act.NOTED:  # the note itself says more
            adverse = act.act in _ADVERSE
            yield Event(act.at, Kind.ACT, ACT_NAMES[act.act], names[act.account_id], act.reason, adverse)


def _note(note: Note, names: Mapping[int, str], criteria: Mapping[str, str]) -> Iterator[Event]:
    target = criteria.get(note.pinned_to, note.pinned_to) if note.pin in {Pin.CRITERION, Pin.PAPER} else ""
    head = f"{target}：" if target else ""
    tail = "（待答复）" if note.waits else ""
    yield Event(note.written_at, Kind.NOTE, PIN_NAMES[note.pin], names[note.written_by], head + note.body + tail)
    if note.settled_by is not None and note.settled_at is not None:
        answer = note.answer or "已处理"
        yield Event(note.settled_at, Kind.NOTE, "备注已处理", names[note.settled_by], f"{head}{note.body} — {answer}")


def _letters(letters: tuple[Letter, ...], names: Mapping[int, str]) -> Iterator[Event]:
    for letter in letters:
        amount = f"，{format_yuan(letter.amount_fen)}" if letter.amount_fen else ""
        yield Event(
            letter.issued_at, Kind.LETTER, LETTER_NAMES[letter.kind], names[letter.issued_by], letter.number + amount
        )


def _servings(work: UnitOfWork, letters: tuple[Letter, ...], names: Mapping[int, str]) -> Iterator[Event]:
    numbers = {letter.id: letter.number for letter in letters}
    for letter_id, servings in work.rows.servings(list(numbers)).items():
        for one in servings:
            taken = "，".join(
                part for part in (f"{one.taker}{one.taker_as and f'（{one.taker_as}）'}", one.note) if part
            )
            said = f"{one.event_on} {EVENT_NAMES[one.event]}，{numbers[letter_id]}" + (f"，{taken}" if taken else "")
            yield Event(one.recorded_at, Kind.SERVING, one.way.value, names[one.recorded_by], said, not one.effective)


def _accesses(work: UnitOfWork, case: Case, letters: tuple[Letter, ...], names: Mapping[int, str]) -> Iterator[Event]:
    numbers = {letter.id: letter.number for letter in letters}
    for entry in work.rows.accesses_to(case.person_id, list(numbers), bundle_given(case.number)):
        # A paper belongs to its case; a value of the person was seen for all of theirs.
        if is_scan(entry.what) and not entry.what.startswith(scan_seen(case.number)):
            continue
        detail = detail_words(entry, numbers.get(entry.letter_id or 0, ""))
        yield Event(entry.at, Kind.ACCESS, act_words(entry), names[entry.account_id], detail)
