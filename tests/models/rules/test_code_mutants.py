"""A slip in the code of the rules never goes unnoticed: nine changes in ten make a test of the rules fail."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat
from pathlib import Path

import pytest
from builders.code_mutants import CodeMutant, code_mutants
from builders.fork_tests import ForkedTests

ROOT = Path(__file__).parents[3]
RULES = ROOT / "models" / "rules"
# Each mutant runs until one fails: those that fail first stand first, those that take long last.
STAGES = (
    ("sentences",),
    ("scenarios",),
    (
        *("ages", "item_values", "kinds", "bureau", "load", "remedies", "check", "calendar_edges"),
        *("recheck", "explanations", "wording", "dates", "evaluate", "notices", "row_periods"),
        "award_matching",
    ),
    ("version_entries",),
    ("oracle",),
    ("properties",),
)
SHEETS = "tests/reports/test_sheets.py"
# Changes that no test can notice, because nothing that anybody sees is another.
EQUIVALENT = {
    "evaluate.py: 1 -> 2": "the weights of all open facts double, and only their order is used",
    "remedies.py: Lt -> LtE": "the day of the application itself answers as the application did",
}
SAMPLE = int(os.environ.get("SUBSIDY_DESK_MUTANTS", "200"))
SEED = int(os.environ.get("SUBSIDY_DESK_MUTANT_SEED", "20261126"))
AT_ONCE = 2


def sample() -> list[CodeMutant]:
    every = [
        mutant for path in sorted(RULES.glob("*.py")) for mutant in code_mutants(path) if not is_equivalent(mutant)
    ]
    return random.Random(SEED).sample(every, min(SAMPLE, len(every)))


def is_equivalent(mutant: CodeMutant) -> bool:
    name, _, told = mutant.place.split(":")
    return f"{name}:{told}" in EQUIVALENT


def stages(tree: Path) -> Iterator[list[str]]:
    """The files of tests that a mutant goes through, stage by stage."""
    for names in STAGES:
        files = [f"tests/models/rules/test_{name}.py" for name in names]
        if present := [file for file in files if (tree / file).exists()]:
            yield present
    yield [SHEETS]


def survivors_of(mutants: Iterator[CodeMutant], tree: Path, check_first: bool) -> list[str]:
    """The places whose change no test notices, tried one after another in a tree of their own.

    `mutants` is shared by all that try: each takes the next one when it is done with the last.
    """
    copy_of_what_tests_need(tree)
    in_turn = list(stages(tree))
    tests = ForkedTests(tree, [file for files in in_turn for file in files])
    try:
        if check_first:
            assert all(tests.pass_(files) for files in in_turn), "the tests fail without a change"
        return [mutant.place for mutant in mutants if survives(mutant, tree, in_turn, tests)]
    finally:
        tests.close()


def survives(mutant: CodeMutant, tree: Path, in_turn: list[list[str]], tests: ForkedTests) -> bool:
    place = tree / mutant.path.relative_to(ROOT)
    kept = place.read_text("utf-8")
    place.write_text(mutant.text, "utf-8")
    try:
        own = f"tests/models/rules/test_{mutant.path.stem}.py"
        first = [[own]] if any(own in files for files in in_turn) else []
        lived = all(tests.pass_(files) for files in (*first, *in_turn))
    finally:
        place.write_text(kept, "utf-8")
    print(f"{'SURVIVES' if lived else 'dies    '}  {mutant.place}", flush=True)
    return lived


def copy_of_what_tests_need(tree: Path) -> None:
    for name in ("models", "forms", "reports", "desktop", "tests"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)


GREED = {
    "takes all memory": "kept = []\n    while True:\n        kept.append('x' * 2**24)",
    "grows and never ends": "kept = [1]\n    for each in kept:\n        kept.append(each)",
    "never ends": "while True:\n        pass",
}


@pytest.mark.drill
def test_a_change_that_takes_all_memory_or_never_ends_counts_as_noticed_and_the_next_is_tried(tmp_path: Path) -> None:
    copy_of_what_tests_need(tmp_path)
    file = "tests/models/rules/test_greed.py"
    healthy = "def test_greed():\n    assert True\n"
    (tmp_path / file).write_text(healthy, "utf-8")
    tests = ForkedTests(tmp_path, [file])
    try:
        assert tests.pass_([file])
        for what, body in GREED.items():
            (tmp_path / file).write_text(f"def test_greed():\n    {body}\n", "utf-8")
            assert not tests.pass_([file]), what
        (tmp_path / file).write_text(healthy, "utf-8")
        assert tests.pass_([file])
    finally:
        tests.close()


@pytest.mark.drill
def test_nine_of_ten_slips_in_the_code_of_the_rules_make_a_test_fail(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    mutants = sample()
    left = repeat(iter(mutants), AT_ONCE)
    trees = [tmp_path / f"tree_{place}" for place in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        survivors = [
            place for found in threads.map(survivors_of, left, trees, chain([True], repeat(False))) for place in found
        ]
    record_property("code mutants", len(mutants))
    record_property("survivors", "; ".join(survivors))
    assert len(survivors) <= len(mutants) / 10, survivors
