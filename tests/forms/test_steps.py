"""Steps: typing on is one, a return to the beginning is none, and what was undone ends with the next change."""

from __future__ import annotations

import pytest

from forms.steps import Change, Steps

State = dict[str, str]


def named(before: State, after: State) -> Change:
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return Change(keys[0] if len(keys) == 1 else "", "、".join(sorted(keys)))


@pytest.fixture
def steps() -> Steps[State]:
    return Steps({}, named)


def test_typing_on_in_one_field_is_one_step(steps: Steps[State]) -> None:
    for text in ("0", "03", "0303"):
        assert steps.note({"a": text})
    step = steps.undo()
    assert step is not None
    assert (step.change.word, step.before, step.after) == ("a", {}, {"a": "0303"})
    assert steps.undo() is None


def test_a_step_that_comes_back_to_where_it_began_is_none(steps: Steps[State]) -> None:
    steps.note({"a": "1"})
    steps.note({})
    assert steps.last is None


def test_fields_one_after_the_other_are_steps_of_their_own(steps: Steps[State]) -> None:
    steps.note({"a": "1"})
    steps.note({"a": "1", "b": "2"})
    steps.note({"a": "3", "b": "2"})
    assert [step.change.key for step in iter(steps.undo, None)] == ["a", "b", "a"]
    assert steps.state == {}


def test_what_was_undone_is_done_again_until_something_else_is_done(steps: Steps[State]) -> None:
    steps.note({"a": "1"})
    steps.note({"a": "1", "b": "2"})
    steps.undo()
    steps.undo()
    assert steps.redo() is not None
    assert steps.state == {"a": "1"}
    steps.note({"a": "12"})
    assert steps.next is None
    assert steps.undo() is not None
    assert steps.state == {"a": "1"}  # typing after an undo does not melt into the step before it


def test_several_fields_at_once_never_melt_into_one(steps: Steps[State]) -> None:
    steps.note({"a": "1", "b": "1"})
    steps.note({"a": "2", "b": "2"})
    steps.undo()
    assert steps.state == {"a": "1", "b": "1"}


def test_what_is_no_step_of_the_clerks_is_followed_without_one(steps: Steps[State]) -> None:
    steps.follow({"a": "from elsewhere"})
    assert steps.last is None
    assert not steps.note({"a": "from elsewhere"})
