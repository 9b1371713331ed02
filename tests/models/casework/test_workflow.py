"""P6: the case workflow against a plain model, with allowed and forbidden moves, and its red controls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from models.casework import deciding
from models.store.engine import open_store
from tests.builders.drill import Drill
from tests.builders.workflow_lives import LIVES
from tests.builders.workflow_machine import Life, Template, make_template
from tests.builders.workflow_model import RULES

MOST_RUNS_OF_A_CONTROL = 199
OFFICES_AN_HOUR, OFFICES = 500, 20_000


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return make_template(tmp_path_factory.mktemp("life") / "office")


def life_in(template: Template, **other: Any) -> type[Life]:
    """A machine of its own that counts for itself."""
    return type("OneLife", (Life,), {"template": template, "runs": 0, "tried": 0, "done": Counter(), **other})


def run(life: type[Life], runs: int, steps: int, **other: Any) -> None:
    chosen = settings(max_examples=runs, stateful_step_count=steps, suppress_health_check=list(HealthCheck), **other)
    run_state_machine_as_test(life, settings=chosen)


@pytest.mark.parametrize("told", LIVES)
def test_these_lives_go_as_the_plain_model_says(template: Template, told: str) -> None:
    life = life_in(template)()
    life.live(LIVES[told])
    life.teardown()


def test_the_told_lives_try_nearly_every_command() -> None:
    tried = {step for steps in LIVES.values() for step in steps}
    missing = {command for command in RULES if not any(step.startswith(command) for step in tried)}
    assert missing == {"check", "publish", "end publicity", "object", "settle objection", "seal"}


def test_the_program_and_a_plain_model_agree_step_by_step(template: Template) -> None:
    life = life_in(template)
    run(life, runs=6, steps=40)
    assert life.tried > 100


@pytest.mark.drill
def test_the_program_and_a_plain_model_agree_in_many_offices_and_the_control_without_four_eyes_is_found(
    template: Template, monkeypatch: pytest.MonkeyPatch, drill: Drill
) -> None:
    life = life_in(template)
    offices = drill.size(hour=OFFICES_AN_HOUR, goal=OFFICES)
    run(life, runs=offices, steps=50)
    assert offices < OFFICES_AN_HOUR or set(life.done) == set(RULES)
    monkeypatch.setattr(deciding, "own_work", lambda *_: "")
    careless = life_in(template)
    with pytest.raises(AssertionError, match="was not refused"):
        run(careless, MOST_RUNS_OF_A_CONTROL, 50, phases=(Phase.generate,), derandomize=True, database=None)
    found = f"0 disagreements in {life.tried:,} moves tried, {sum(life.done.values()):,} made"
    control = f"without four eyes: found in run {careless.runs}"
    drill.row("P6", "offices of 50 moves against a plain model", offices, OFFICES, found, control)


def test_the_control_without_the_constraint_of_the_store_either_decides_alone_and_is_found_within_200_runs(
    template: Template, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    monkeypatch.setattr(deciding, "own_work", lambda *_: "")
    life = life_in(without_four_eyes(template), judging=False)
    with pytest.raises(AssertionError, match="was decided alone"):
        run(life, MOST_RUNS_OF_A_CONTROL, 50, phases=(Phase.generate,), derandomize=True, database=None)
    record_property("found in run", life.runs)


def without_four_eyes(template: Template) -> Template:
    """A copy whose store lets one person do everything."""
    _, store = template.copied(template.folder.with_name("careless"))
    with store.writing():
        connection = store.connection
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        for rule in ("reviewed_by <> accepted_by", "signed_by <> accepted_by", "signed_by <> reviewed_by"):
            connection.exec_driver_sql(f"UPDATE sqlite_schema SET sql = replace(sql, '{rule}', '1 = 1')")
        version = int(connection.exec_driver_sql("PRAGMA schema_version").scalar_one())
        connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    store.close()
    open_store(template.folder.with_name("careless"), key=template.key).close()
    return template.elsewhere(template.folder.with_name("careless"))
