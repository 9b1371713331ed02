"""A slip in the code of the rules never goes unnoticed: nine changes in ten make a test of the rules fail."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from builders.code_mutants import CodeMutant, code_mutants

ROOT = Path(__file__).parents[3]
RULES = ROOT / "models" / "rules"
# Those that fail first stand first; each mutant runs until one fails.
TESTS = (
    "scenarios",
    "sentences",
    "ages",
    "item_values",
    "kinds",
    "bureau",
    "load",
    "remedies",
    "check",
    "calendar_edges",
    "recheck",
    "explanations",
    "wording",
)
LATER = ("version_entries", "oracle", "properties")
# Changes that no test can notice, because nothing that anybody sees is another.
EQUIVALENT = {
    "evaluate.py: 1 -> 2": "the weights of all open facts double, and only their order is used",
}
SAMPLE = int(os.environ.get("SUBSIDY_DESK_MUTANTS", "200"))
SEED = int(os.environ.get("SUBSIDY_DESK_MUTANT_SEED", "20261126"))
LONGEST = 180  # seconds; a loop without an end is noticed too


def sample() -> list[CodeMutant]:
    every = [
        mutant for path in sorted(RULES.glob("*.py")) for mutant in code_mutants(path) if not is_equivalent(mutant)
    ]
    return random.Random(SEED).sample(every, min(SAMPLE, len(every)))


def is_equivalent(mutant: CodeMutant) -> bool:
    name, _, told = mutant.place.split(":")
    return f"{name}:{told}" in EQUIVALENT


def dies(tree: Path, mutant: CodeMutant) -> bool:
    """Whether some test of the rules fails with the change."""
    place = tree / mutant.path.relative_to(ROOT)
    kept = place.read_text("utf-8")
    place.write_text(mutant.text, "utf-8")
    files = [f"tests/models/rules/test_{name}.py" for name in (*TESTS, *LATER)]
    present = [name for name in files if (tree / name).exists()] + ["tests/reports/test_sheets.py"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *present]
    try:
        run = subprocess.run(command, cwd=tree, env=environment, capture_output=True, timeout=LONGEST, check=False)
        return run.returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        place.write_text(kept, "utf-8")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what the tests of the rules need."""
    for name in ("models", "forms", "reports", "desktop", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.drill
def test_nine_of_ten_slips_in_the_code_of_the_rules_make_a_test_fail(
    tree: Path, record_property: Callable[[str, object], None]
) -> None:
    mutants = sample()
    survivors = [mutant.place for mutant in mutants if not dies(tree, mutant)]
    record_property("code mutants", len(mutants))
    record_property("survivors", "; ".join(survivors))
    assert len(survivors) <= len(mutants) / 10, survivors
