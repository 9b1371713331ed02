"""A policy value typed by its type, and refused at its field with what to do."""

from __future__ import annotations

import pytest

from desktop.pages.rules_value_fields import ValueFields
from models.errors import InputError
from models.rules.schema import ItemType

pytestmark = pytest.mark.usefixtures("theme")


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (ItemType.FEN, "1,500.50", 150_050),
        (ItemType.FEN_OR_NO_LIMIT, "不设上限", False),
        (ItemType.FEN_OR_NO_LIMIT, "600", 60_000),
        (ItemType.MONTHS, "１２", 12),
        (ItemType.COUNT, "3", 3),
        (ItemType.PERCENT, "80", 80),
        (ItemType.DATE, "2026-01-01", "2026-01-01"),
        (ItemType.YES_NO, "否", False),
        (ItemType.CONDITION, "不适用", False),
        (ItemType.FACT_LIST, "退役军人、残疾人", ["person.veteran", "person.disabled"]),
        (ItemType.PAPERS, "营业执照\n\n 参训人员名册 ", ["营业执照", "参训人员名册"]),
    ],
)
def test_a_value_is_typed_by_its_type(kind: ItemType, typed: str, value: object) -> None:
    fields = ValueFields(kind, "值")
    fields.fields[0].set_text(typed)

    assert fields.value() == value
    again = ValueFields(kind, "值")
    again.set_value(value)
    assert again.value() == value


@pytest.mark.parametrize(
    ("kind", "typed", "word"),
    [
        (ItemType.FEN, "0", "大于 0"),
        (ItemType.FEN, "千元", "金额不对"),
        (ItemType.MONTHS, "12.5", "整数"),
        (ItemType.PERCENT, "120", "0至100"),
        (ItemType.DATE, "不是日子", ""),
        (ItemType.FACT_LIST, "外星人", "没有“外星人”"),
        (ItemType.COUNT, "", "请填写"),
        (ItemType.PAPERS, " ", "请照文件填写材料的名称"),
        (ItemType.PAPERS, "营业执照\n" + "材" * 61, "第2份材料的名称有61字，不能超过60字"),
        (ItemType.PAPERS, "营业执照\n名册\n营业执照", "第3份材料“营业执照”前面已经写过"),
        (ItemType.PAPERS, "\n".join(f"第{n}份" for n in range(31)), "材料有31份，不能超过30份"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(kind: ItemType, typed: str, word: str) -> None:
    fields = ValueFields(kind, "值")
    fields.fields[0].set_text(typed)

    with pytest.raises(InputError):
        fields.value()
    assert fields.fields[0].problem is not None
    assert word in fields.fields[0].problem.what


def test_a_table_of_levels_is_typed_level_by_level() -> None:
    fields = ValueFields(ItemType.LEVEL_FEN, "补贴标准")
    for field, typed in zip(fields.fields, ("1000", "1500", "", "", ""), strict=True):
        field.set_text(typed)

    assert fields.value() == {"5": 100_000, "4": 150_000}


SCHEDULE = {"since": "2025-01-01", "m": [60, 63, 4], "f_worker": [50, 55, 2], "f_cadre": [55, 58, 4]}


def test_a_schedule_of_retirement_ages_is_typed_group_by_group() -> None:
    fields = ValueFields(ItemType.RETIREMENT_AGES, "法定退休年龄")
    for field, typed in zip(
        fields.fields, ("2025-01-01", "60", "63", "4", "50", "55", "2", "55", "58", "4"), strict=True
    ):
        field.set_text(typed)
    assert fields.value() == SCHEDULE
    again = ValueFields(ItemType.RETIREMENT_AGES, "法定退休年龄")
    again.set_value(SCHEDULE)
    assert again.value() == SCHEDULE


@pytest.mark.parametrize(
    ("place", "typed", "marked"),
    [(0, "2025-01-02", 0), (0, "", 0), (2, "59", 1), (4, "五十", 4), (6, "0", 4), (9, "", 9)],
)
def test_a_schedule_that_cannot_be_is_refused_at_its_group(place: int, typed: str, marked: int) -> None:
    fields = ValueFields(ItemType.RETIREMENT_AGES, "法定退休年龄")
    fields.set_value(SCHEDULE)
    fields.fields[place].set_text(typed)
    with pytest.raises(InputError):
        fields.value()
    assert [n for n, field in enumerate(fields.fields) if field.problem is not None] == [marked]
