"""What the intake page asks of the commands, as operations for the store's threads. Imports wait until they run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from desktop.pages.intake_work import DRAFT, clock_text

if TYPE_CHECKING:
    from models.casework.arriving import Arrival, Reopened, WindowDay
    from models.casework.changes import Done
    from models.casework.doubles import AnswerGiven
    from models.casework.drafts import Draft
    from models.casework.likenesses import LikenessHint
    from models.casework.taking_in import Application, TakenIn
    from models.casework.unit_of_work import Desk
    from models.notice import Wanted
    from models.person import Person

Operation = Callable[["Desk"], Any]


def read_arrival(id_number: str) -> Callable[[Desk], Arrival]:
    """Who has this ID number."""

    def run(desk: Desk) -> Arrival:
        from models.casework.arriving import arrival

        return arrival(desk, id_number)

    return run


def read_person(person_id: int) -> Callable[[Desk], Arrival]:
    """A person who was found."""

    def run(desk: Desk) -> Arrival:
        from models.casework.arriving import arrival_of

        return arrival_of(desk, person_id)

    return run


def read_case(number: str) -> Callable[[Desk], Reopened]:
    """A case at the window."""

    def run(desk: Desk) -> Reopened:
        from models.casework.arriving import reopened

        return reopened(desk, number)

    return run


def read_change(number: str, cases: frozenset[int]) -> Callable[[Desk], str]:
    """Where a case is now and who was last at it, when it is one of `cases`; else ""."""

    def run(desk: Desk) -> str:
        from models.casework.last_act import moved_on

        return moved_on(desk, number, cases)

    return run


def read_draft(key: str) -> Callable[[Desk], tuple[Draft, Arrival | None, Reopened | None]]:
    """A draft with the person and the case it belongs to, as they are now."""

    def run(desk: Desk) -> tuple[Draft, Arrival | None, Reopened | None]:
        from models.casework.arriving import arrival, reopened
        from models.casework.drafts import load_draft
        from models.errors import Refused

        draft = load_draft(desk, key)
        if draft is None:
            raise Refused("这份草稿已经不在了：可能已办完，或在另一处删去了。")
        content = draft.content
        if content.get("number"):
            return draft, None, reopened(desk, str(content["number"]))
        return draft, arrival(desk, str(content.get("id_number", ""))), None

    return run


def read_window_day(desk: Desk) -> tuple[WindowDay, tuple[Draft, ...], tuple[str, ...]]:
    """What the empty screen shows, and the occupations lately typed."""
    from models.casework.arriving import occupations, window_day
    from models.casework.drafts import drafts

    own = tuple(draft for draft in drafts(desk) if draft.key.startswith(DRAFT))
    return window_day(desk), own, occupations(desk)


def read_hints(person: Person, facts: dict[str, Any]) -> Callable[[Desk], tuple[LikenessHint, ...]]:
    """Who may be the same person."""

    def run(desk: Desk) -> tuple[LikenessHint, ...]:
        from models.casework.arriving import hints_for

        return hints_for(desk, person, facts)

    return run


def keep_draft(key: str, content: Any) -> Callable[[Desk], str]:
    """Save a draft; the time it was saved at."""

    def run(desk: Desk) -> str:
        from models.casework.drafts import save_draft

        save_draft(desk, key, content)
        return clock_text(desk.clock())

    return run


def drop_draft(key: str) -> Callable[[Desk], bool]:
    """Throw a draft away."""

    def run(desk: Desk) -> bool:
        from models.casework.drafts import discard_draft

        return discard_draft(desk, key)

    return run


def accept(application: Application) -> Callable[[Desk], Done[TakenIn]]:
    """Take the application in with its receipt."""

    def run(desk: Desk) -> Done[TakenIn]:
        from models.casework.taking_in import take_in
        from reports.issue import render

        return take_in(desk, application, render)

    return run


def keep(application: Application) -> Callable[[Desk], Done[TakenIn]]:
    """Open the case, or bring it up to date, without accepting it."""

    def run(desk: Desk) -> Done[TakenIn]:
        from models.casework.taking_in import keep_at_window

        return keep_at_window(desk, application)

    return run


def notify(application: Application, items: tuple[Wanted, ...]) -> Callable[[Desk], Done[TakenIn]]:
    """Take the application down and tell in writing what is missing, in one step."""

    def run(desk: Desk) -> Done[TakenIn]:
        from models.casework.taking_in import notify_at_window
        from reports.issue import render

        return notify_at_window(desk, application, items, render)

    return run


def correct(person: Person, seen: Person) -> Callable[[Desk], Done[Person]]:
    """Keep a registered person's corrected data, unless somebody has corrected what was `seen`."""

    def run(desk: Desk) -> Done[Person]:
        from models.casework.people import correct_person

        return correct_person(desk, person, seen.version)

    return run


def answer_likenesses(person_id: int, given: Sequence[AnswerGiven]) -> Callable[[Desk], Done[int]]:
    """Keep what was said about people who may be the same."""

    def run(desk: Desk) -> Done[int]:
        from models.casework.doubles import answer_likenesses

        return answer_likenesses(desk, person_id, given)

    return run


def withdraw(number: str, reason: str) -> Callable[[Desk], Done[Any]]:
    """Withdraw a case at the applicant's wish."""

    def run(desk: Desk) -> Done[Any]:
        from models.casework import intake
        from reports.issue import render

        return intake.withdraw(desk, number, reason, render)

    return run


def reveal(person_id: int) -> Callable[[Desk], str]:
    """The whole ID number; the look is logged."""

    def run(desk: Desk) -> str:
        from models.casework.reveals import log_reveal

        return log_reveal(desk, person_id, "id_number")

    return run
