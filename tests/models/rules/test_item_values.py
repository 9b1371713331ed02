"""What may stand in a value of each type, to its very bounds, and how it is written as JSON again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.errors import InputError
from models.rules.item_values import item_value_to_json, read_item_value
from models.rules.schema import ItemType

AGES = {"since": "2025-01-01", "m": [60, 63, 4], "f_worker": [50, 55, 2], "f_cadre": [55, 58, 4]}
GOOD: list[tuple[ItemType, Any]] = [
    (ItemType.FEN, 1),
    (ItemType.FEN, 100_000_000),
    (ItemType.MONTHS, 0),
    (ItemType.MONTHS, 720),
    (ItemType.COUNT, 0),
    (ItemType.COUNT, 1000),
    (ItemType.PERCENT, 0),
    (ItemType.PERCENT, 100),
    (ItemType.YEARS, 0),
    (ItemType.YEARS, 120),
    (ItemType.DATE, "2024-02-29"),
    (ItemType.YES_NO, False),
    (ItemType.CONDITION, True),
    (ItemType.FEN_OR_NO_LIMIT, False),
    (ItemType.FEN_OR_NO_LIMIT, 5),
    (ItemType.LEVEL_FEN, {"5": 1, "0": 2}),
    (ItemType.FACT_LIST, ["person.veteran", "person.disabled"]),
    (ItemType.PAPERS, ["营业执照"]),
    (ItemType.PAPERS, ["材" * 60, *(f"第{n}份" for n in range(29))]),
    (ItemType.RETIREMENT_AGES, AGES),
    (ItemType.RETIREMENT_AGES, {**AGES, "m": [0, 120, 120]}),
    (ItemType.RETIREMENT_AGES, {**AGES, "m": [60, 60, 0]}),
]
BAD: list[tuple[ItemType, Any]] = [
    (ItemType.FEN, 0),
    (ItemType.PAPERS, []),
    (ItemType.PAPERS, "营业执照"),
    (ItemType.PAPERS, ["营业执照", " "]),
    (ItemType.PAPERS, ["营业执照", 7]),
    (ItemType.PAPERS, ["营业执照", " 营业执照 "]),
    (ItemType.PAPERS, ["材" * 61]),
    (ItemType.PAPERS, ["营业\u200b执照"]),
    (ItemType.PAPERS, [f"第{n}份" for n in range(31)]),
    (ItemType.FEN, 100_000_001),
    (ItemType.MONTHS, -1),
    (ItemType.MONTHS, 721),
    (ItemType.COUNT, 1001),
    (ItemType.PERCENT, 101),
    (ItemType.PERCENT, -1),
    (ItemType.YEARS, -1),
    (ItemType.YEARS, 121),
    (ItemType.DATE, "2023-02-29"),
    (ItemType.DATE, 20230201),
    (ItemType.YES_NO, 1),
    (ItemType.FEN_OR_NO_LIMIT, 0),
    (ItemType.LEVEL_FEN, {5: 1, "5": 2}),
    (ItemType.LEVEL_FEN, [5]),
    (ItemType.FACT_LIST, ["person.veteran", "person.veteran"]),
    (ItemType.FACT_LIST, "person.veteran"),
    (ItemType.FACT_LIST, []),
    (ItemType.FACT_LIST, [5]),
    (ItemType.RETIREMENT_AGES, {**AGES, "since": "2025-01-02"}),
    (ItemType.RETIREMENT_AGES, {**AGES, "m": [60, 63, 0]}),
    (ItemType.RETIREMENT_AGES, {**AGES, "m": [60, 60, 4]}),
    (ItemType.RETIREMENT_AGES, {**AGES, "m": [60, 59, 0]}),
    (ItemType.RETIREMENT_AGES, {**AGES, "m": [60, 63, -1]}),
    (ItemType.RETIREMENT_AGES, {**AGES, "m": [60, 63]}),
    (ItemType.RETIREMENT_AGES, {"m": [60, 63, 4]}),
]


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_a_value_is_read_and_written_as_it_was(kind: ItemType, value: Any) -> None:
    assert item_value_to_json(read_item_value(kind, value)) == value


@pytest.mark.parametrize(("kind", "value"), BAD)
def test_one_beyond_the_bounds_or_of_another_shape_is_refused(kind: ItemType, value: Any) -> None:
    with pytest.raises(InputError) as refusal:
        read_item_value(kind, value)
    assert refusal.value.message


def test_a_date_stays_a_date() -> None:
    assert read_item_value(ItemType.DATE, date(2024, 2, 29)) == date(2024, 2, 29)
    assert read_item_value(ItemType.DATE, "2024-02-29") == date(2024, 2, 29)
