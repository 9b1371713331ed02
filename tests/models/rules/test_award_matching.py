"""Whether an earlier award is of the same kind as the application, or of a higher level."""

from __future__ import annotations

import pytest

from models.facts import FactValue
from models.rules.award_matching import Answer, higher, same
from models.rules.judging import UNKNOWN, Unknown
from models.vocabulary import LEVELS_ASCENDING

LOWEST, *_, HIGHEST = LEVELS_ASCENDING


@pytest.mark.parametrize(
    ("given", "recorded", "answer"),
    [
        (4, 3, True),
        (4, 4, False),
        (4, 5, False),
        (4, LOWEST, False),
        (4, None, None),
        # Nothing is above the highest level, or above a certificate without level, whatever was recorded.
        (HIGHEST, LOWEST, False),
        (HIGHEST, None, False),
        (None, 3, False),
        (None, None, False),
        # An award of the lowest level is above nobody, whatever the level of the certificate.
        (UNKNOWN, LOWEST, False),
        (UNKNOWN, HIGHEST, None),
        (UNKNOWN, None, None),
    ],
)
def test_an_award_is_higher_only_where_both_levels_say_so(
    given: FactValue | Unknown, recorded: int | None, answer: Answer
) -> None:
    assert higher(given, recorded) is answer


@pytest.mark.parametrize(
    ("given", "recorded", "answer"),
    [
        ("电工（低压）", " 电工(低压)", True),
        ("电工", "焊工", False),
        (4, 4, True),
        (4, 3, False),
        (None, "电工", False),
        ("电工", None, None),
        (UNKNOWN, "电工", None),
        (UNKNOWN, None, None),
    ],
)
def test_an_award_is_the_same_however_its_name_was_typed_and_open_where_a_side_is_not_known(
    given: FactValue | Unknown, recorded: str | int | None, answer: Answer
) -> None:
    assert same(given, recorded) is answer
