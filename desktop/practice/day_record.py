"""How far a practice day has come: the round and who has been served, kept beside the practice office."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop.practice.day import Visitor, visitor_keys, visitors
from desktop.practice.day_before import at_the_window, prepare
from desktop.practice.day_check import Judgement, judge
from models.calendar import beijing_date
from models.casework.unit_of_work import Desk
from models.errors import InputError
from models.letter import Render

_FILE = "practice-day.json"


@dataclass(frozen=True, slots=True)
class DayRecord:
    """The day on which the `number`-th round began. `served` are keys, in their order; no personal data."""

    day: date
    number: int = 1
    served: tuple[str, ...] = ()

    def people(self) -> tuple[Visitor, ...]:
        """Everybody of this round."""
        return visitors(self.day, self.number)

    def waiting(self) -> tuple[Visitor, ...]:
        """Who still waits."""
        return tuple(one for one in self.people() if one.key not in self.served)


@dataclass(frozen=True, slots=True)
class Standing:
    """The whole day as it stands: everybody, and the judgement of each who has been served."""

    record: DayRecord
    people: tuple[Visitor, ...]
    judged: Mapping[str, Judgement]

    @property
    def points(self) -> int:
        """How many were served right."""
        return sum(each.right for each in self.judged.values())


def read_record(desk: Desk, folder: Path) -> DayRecord:
    """The record kept in a data folder; a new day where there is none."""
    try:
        data: Any = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        served = tuple(key for key in data["served"] if key in visitor_keys())
        return DayRecord(date.fromisoformat(data["day"]), int(data["round"]), served)
    except (OSError, ValueError, KeyError, TypeError):
        return DayRecord(beijing_date(desk.clock()))


def begin(desk: Desk, folder: Path, render: Render) -> Standing:
    """Begin the day, or go on with it: the office gets what the round needs. Raises Refused in a real office."""
    record = read_record(desk, folder)
    prepare(desk, record.people(), record.number, render)
    _write(folder, record)
    return standing(desk, folder)


def serve(desk: Desk, folder: Path, key: str) -> Judgement:
    """Say that a visitor has been served, and judge it; saying it again judges again. Raises InputError."""
    record = read_record(desk, folder)
    one = next((each for each in record.people() if each.key == key), None)
    if one is None:
        raise InputError(f"练习日里没有“{key}”这一位，请看名单。", "visitor")
    judged = judge(desk, one)
    if key not in record.served:
        _write(folder, replace(record, served=(*record.served, key)))
    return judged


def start_again(desk: Desk, folder: Path, render: Render) -> Standing:
    """A new round: the same people with other numbers; what was done before stays in the practice office."""
    at_the_window(desk)
    _write(folder, DayRecord(beijing_date(desk.clock()), read_record(desk, folder).number + 1))
    return begin(desk, folder, render)


def standing(desk: Desk, folder: Path) -> Standing:
    """How the day stands, judged now."""
    record = read_record(desk, folder)
    people = record.people()
    return Standing(record, people, {one.key: judge(desk, one) for one in people if one.key in record.served})


def _write(folder: Path, record: DayRecord) -> None:
    text = json.dumps({"round": record.number, "day": record.day.isoformat(), "served": list(record.served)})
    (folder / _FILE).write_text(text, encoding="utf-8")
