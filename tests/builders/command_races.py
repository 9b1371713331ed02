"""What a process does that acts on the same cases as others through the real commands, at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from builders.store import KEY

from models.calendar import beijing_date
from models.casework import closing, deciding, undoing
from models.casework.unit_of_work import Desk
from models.errors import SubsidyDeskError
from models.moment import now
from models.rules.load import load_rulebook
from models.store.engine import open_postgres, open_store
from tests.builders.workflow_machine import render_plainly

ACTS: dict[str, Callable[[Desk, str], Any]] = {
    "decide": lambda desk, number: deciding.decide(desk, number, render_plainly),
    "undo": lambda desk, number: undoing.undo_decision(desk, number, "录错"),
    "serve": lambda desk, number: closing.serve(desk, number, "直接送达", beijing_date(now())),
    "pay": lambda desk, number: closing.record_payment(desk, number, beijing_date(now())),
}


def act_in_step(folder: Path, url: str | None, names: dict[str, str], line: Connection) -> None:
    """Do each act the line asks for to its cases, as the account named for it; answer with who won and what was said.

    An empty act ends it.
    """
    store = open_postgres(url) if url else open_store(folder, key=KEY)
    with store.reading() as rows:
        accounts = {account.name: account for account in rows.accounts()}
    shipped = load_rulebook()
    desks = {act: Desk(store, accounts[name], now, shipped) for act, name in names.items()}
    line.send("ready")
    while (order := line.recv())[0]:
        act, numbers = order
        line.send([_tried(ACTS[act], desks[act], number) for number in numbers])
    store.close()


def _tried(act: Callable[[Desk, str], Any], desk: Desk, number: str) -> str:
    """ "" for the winner, for a loser what they were told."""
    try:
        act(desk, number)
    except SubsidyDeskError as refused:
        return refused.message
    return ""
