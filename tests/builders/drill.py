"""What a proof counted, for the table that `./run drill --report` prints: one row for each long proof."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

HEADINGS = ("proof", "what was done", "times", "found", "control in the same run", "seconds")


@dataclass(frozen=True, slots=True)
class Drill:
    """`size` says how often a long proof does its work, `row` notes what came of it.

    With `--size whole` everything is done as often as the proof asks for, which takes many hours; otherwise what fits,
    with the other proofs, into about so many minutes on two cores that have nothing else to do.
    """

    minutes: int | None
    record: Callable[[str, object], None]

    def size(self, *, hour: int, goal: int) -> int:
        """How often; `hour` is how often within an hour of all proofs."""
        return goal if self.minutes is None else min(goal, max(1, hour * self.minutes // 60))

    def seconds(self, *, hour: float) -> float:
        """How long, for what is done until its time is over; `hour` is how long within an hour of all proofs."""
        return math.inf if self.minutes is None else hour * self.minutes / 60

    def row(self, proof: str, what: str, done: int, goal: int, found: str, control: str) -> None:
        """One row: `done` of `goal` times, what was found, what the known-bad control did."""
        times = f"{done:,}" if done >= goal else f"{done:,} of {goal:,}"
        self.record("proof", [proof, what, times, found, control])


def table(rows: Iterable[tuple[list[str], float]]) -> list[str]:
    """The rows, each with its seconds, as a Markdown table in the order of the proofs."""
    lines = [_line(HEADINGS), _line("---" for _ in HEADINGS)]
    ordered = sorted(rows, key=lambda row: (int(row[0][0].removeprefix("P")), row[0][1]))
    return lines + [_line([*cells, f"{seconds:,.0f}"]) for cells, seconds in ordered]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
