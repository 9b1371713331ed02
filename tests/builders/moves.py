"""A process that moves an office and is gone in the middle of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.casework import moving
from models.casework.offices import sign_in
from models.moment import now
from models.store import arrival
from models.store.server import Address
from tests.builders.desk import PHRASE

GONE = 9


def move_and_die(folder: Path, owner: str, window: str, step: str, when: str) -> None:
    """Move in (or, without a server, out), and end this process just before or after a step."""
    module: Any = arrival if hasattr(arrival, step) else moving
    setattr(module, step, _deadly(getattr(module, step), when))
    if module is arrival and hasattr(moving, step):
        setattr(moving, step, getattr(module, step))
    desk = sign_in(folder, "system", PHRASE, now)
    if owner:
        moving.move_to_server(desk, folder, moving.Destination(Address(owner), window))
    else:
        moving.move_from_server(desk, folder)


def _deadly(step: Callable[..., Any], when: str) -> Callable[..., Any]:
    def deadly(*given: Any, **named: Any) -> Any:
        if when == "before":
            os._exit(GONE)
        answer = step(*given, **named)
        os._exit(GONE)
        return answer

    return deadly
