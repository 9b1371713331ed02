"""Every sentence of every scenario, what would change it, each step of an amount: texts that were read and agreed.

The texts stand in tests/golden/rules, each once, by condition. After a wording was changed on purpose:
`python -m tests.models.rules.test_sentences` writes them anew; read the difference before committing it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from models.assessment import Line
from models.rules.load import load_rulebook
from models.rules.remedies import outlook
from tests.builders import rule_scenarios

GOLDEN = Path(__file__).parents[2] / "golden" / "rules"
BOOK = load_rulebook()
NAMES = [*BOOK.programmes, "hard_to_employ"]


def told(name: str) -> str:
    """One line for each different sentence, with its condition and verdict."""
    found: dict[str, None] = {}
    for scenario in rule_scenarios.load(name)[0]:
        book = BOOK.with_bureau(scenario.entries)
        assessment = scenario.run(BOOK)
        for line in _walk(assessment.criteria):
            until = f"（至{line.holds_until}）" if line.holds_until else ""
            found[f"{line.id}｜{line.verdict.value}｜{line.sentence}{until}"] = None
        for step in assessment.amount_steps:
            found[f"金额｜{step.fen}｜{step.label}｜{step.clause}"] = None
        hope = outlook(book, assessment, scenario.facts, rest_day_rule=scenario.rest_day_rule)
        for remedy in hope.remedies:
            found[f"{remedy.criterion}｜怎样改变｜{remedy.sentence}｜{remedy.from_day}｜{hope.eligible_from}"] = None
        if hope.next_question:
            found[f"下一问｜{hope.next_question}｜{hope.next_proof}"] = None
    return "\n".join(sorted(found)) + "\n"


def _walk(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        yield line
        yield from _walk(line.children)


@pytest.mark.parametrize("name", NAMES)
def test_the_sentences_are_those_that_were_agreed(name: str) -> None:
    assert told(name) == (GOLDEN / f"{name}.txt").read_text("utf-8")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for each in NAMES:
        (GOLDEN / f"{each}.txt").write_text(told(each), "utf-8")
