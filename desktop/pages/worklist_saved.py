"""The filters of the worklist that an account keeps under a name: its own, encrypted in the store, on every window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.pages.worklist_source import Filter
from models.casework.worklist import Turn
from models.vocabulary import PROGRAMME_NAMES

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk

MOST = 9  # each has a digit
LONGEST_NAME = 20
_KEY = "page:worklist/filters"  # a leaver's filters go with the account, like what is typed on pages


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter under its name."""

    name: str
    filter: Filter


def read_saved(desk: Desk) -> tuple[SavedFilter, ...]:
    """The account's own, in their order; what an older or damaged entry holds is left out."""
    from models.casework.drafts import load_draft

    draft = load_draft(desk, _KEY)
    rows = draft.content.get("filters", []) if draft is not None and isinstance(draft.content, dict) else []
    return tuple(found for row in rows if (found := _from_json(row)) is not None)[:MOST]


def keep_saved(saved: Sequence[SavedFilter]) -> Callable[[Desk], tuple[SavedFilter, ...]]:
    """Keep these in place of what there was."""

    def run(desk: Desk) -> tuple[SavedFilter, ...]:
        from models.casework.drafts import save_draft

        save_draft(desk, _KEY, {"filters": [_to_json(one) for one in saved]})
        return tuple(saved)

    return run


def with_added(saved: Sequence[SavedFilter], added: SavedFilter) -> tuple[SavedFilter, ...]:
    """The same name is replaced where it stands."""
    if any(one.name == added.name for one in saved):
        return tuple(added if one.name == added.name else one for one in saved)
    return (*saved, added)


def with_renamed(saved: Sequence[SavedFilter], old: str, new: str) -> tuple[SavedFilter, ...]:
    """The one of this name under another, where it stands."""
    return tuple(SavedFilter(new, one.filter) if one.name == old else one for one in saved)


def _to_json(one: SavedFilter) -> dict[str, Any]:
    turn = "" if one.filter.turn is None else one.filter.turn.value
    kept = {"turn": turn, "mine": one.filter.mine, "programme": one.filter.programme, "text": one.filter.text}
    return {"name": one.name, **kept}


def _from_json(row: object) -> SavedFilter | None:
    if not isinstance(row, Mapping):
        return None
    name, turn, programme = row.get("name"), row.get("turn"), row.get("programme")
    text, mine = row.get("text"), row.get("mine")
    texts = isinstance(name, str) and bool(name) and isinstance(text, str) and isinstance(mine, bool)
    if not texts or (turn and turn not in set(Turn)) or (programme and programme not in PROGRAMME_NAMES):
        return None
    made = Filter(Turn(turn) if turn else None, bool(mine), str(programme or ""), str(text))
    return SavedFilter(str(name), made) if made.in_force else None
