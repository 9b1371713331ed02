"""What a process does that decides cases while others do the same, or until it is killed."""

from __future__ import annotations

from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

from models.casework import deciding
from models.casework.offices import sign_in
from models.errors import SubsidyDeskError
from models.moment import now
from reports.issue import render
from tests.builders.desk import PHRASE


def decide_in_step(folder: str, account: str, numbers: list[str], barrier: Barrier, answers: Connection) -> None:
    """Decide each case at the same moment as the other process; send, per case, the letter number or the refusal."""
    desk = sign_in(Path(folder), account, PHRASE, now)
    told = []
    for number in numbers:
        barrier.wait(60)
        try:
            told.append(("won", deciding.decide(desk, number, render).value.number))
        except SubsidyDeskError as error:
            told.append(("lost", error.message))
    desk.store.close()
    answers.send(told)


def decide_until_killed(folder: str, numbers: list[str], acknowledged: Connection) -> None:
    """Decide one case after the other, sending each number once the program says it is saved."""
    desk = sign_in(Path(folder), "sign", PHRASE, now)
    acknowledged.send_bytes(b"ready")
    for number in numbers:
        deciding.decide(desk, number, render)
        acknowledged.send_bytes(number.encode())
