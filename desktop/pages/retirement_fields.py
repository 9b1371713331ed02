"""Typing a schedule of statutory retirement ages: from which month, and for each group the ages and the step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.pages.rules_words import tr
from desktop.widgets.field import Field
from desktop.widgets.fields import DateField, NumberField
from desktop.widgets.problem import Problem
from models.errors import InputError
from models.rules.item_values import RETIREMENT_GROUPS, read_item_value
from models.rules.schema import ItemType
from models.rules.sentences import RETIREMENT_GROUP_NAMES
from models.typed_text import fold_width


class RetirementFields:
    """`fields` in the order they are typed; `value()` is JSON and raises InputError after marking the wrong field."""

    def __init__(self) -> None:
        self.since = DateField(tr("从哪个月起"), hint=tr("写那个月的 1 日"))
        self.ages: dict[str, tuple[NumberField, NumberField, NumberField]] = {
            group: _group_fields(RETIREMENT_GROUP_NAMES[group]) for group in RETIREMENT_GROUPS
        }

    @property
    def fields(self) -> list[Field]:
        """Every field."""
        return [self.since, *(field for group in self.ages.values() for field in group)]

    def value(self) -> dict[str, Any]:
        """The schedule as a BureauEntry carries it."""
        found: dict[str, Any] = {"since": self._since()}
        for group, fields in self.ages.items():
            found[group] = [_whole(field) for field in fields]
            # Each group by itself, so that the mistake is told where it was made.
            self._check(found["since"], found[group], fields[0])
        return found

    def set_value(self, value: Mapping[str, Any]) -> None:
        """Show a schedule."""
        self.since.set_text(str(value["since"]))
        for group, fields in self.ages.items():
            for field, number in zip(fields, value[group], strict=True):
                field.set_text(str(number))

    def _since(self) -> str:
        try:
            day = self.since.date()
        except InputError as error:
            raise _refused(self.since, error.message) from None
        if day is None or day.day != 1:
            raise _refused(self.since, tr("请填开始调整的那个月的 1 日，如 2025-01-01。"))
        return day.isoformat()

    @staticmethod
    def _check(since: str, ages: list[int], field: Field) -> None:
        try:
            read_item_value(ItemType.RETIREMENT_AGES, {"since": since, **dict.fromkeys(RETIREMENT_GROUPS, ages)})
        except InputError as error:
            raise _refused(field, error.message) from None


def _group_fields(name: str) -> tuple[NumberField, NumberField, NumberField]:
    return (
        NumberField(tr("{who}：原年龄").format(who=name), unit=tr("周岁")),
        NumberField(tr("{who}：延迟到").format(who=name), unit=tr("周岁")),
        NumberField(tr("{who}：几个月延 1 个月").format(who=name), unit=tr("个月"), hint=tr("不延迟的写 0")),
    )


def _whole(field: NumberField) -> int:
    typed = fold_width(field.text()).strip()
    if not (typed.isascii() and typed.isdigit()):
        raise _refused(field, tr("请填整数。"))
    return int(typed)


def _refused(field: Field, message: str) -> InputError:
    field.set_problem(Problem(message))
    return InputError(message, "value")
