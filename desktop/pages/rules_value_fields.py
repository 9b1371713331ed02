"""Typing a policy value by its type: yuan, months, counts, percent, a date, yes or no, a table, a list, papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from desktop.office_clock import office_today
from desktop.pages.retirement_fields import RetirementFields
from desktop.pages.rules_words import level_short, tr
from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField, DateField, LineField, NumberField, TextField
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option
from models.errors import InputError
from models.money import format_yuan, parse_yuan
from models.rules.item_values import read_item_value
from models.rules.schema import ITEM_UNITS, ItemType
from models.rules.wording import value_words
from models.typed_text import fold_width
from models.version_dates import VERSION_DATES, date_name
from models.vocabulary import LEVELS_ASCENDING, VOCABULARY, FactType

_WHOLE = frozenset({ItemType.MONTHS, ItemType.COUNT, ItemType.PERCENT, ItemType.YEARS})
_LEVELS = tuple(level for level in LEVELS_ASCENDING if 1 <= level <= 5)


class ValueFields:
    """The fields of one value: `ValueFields(ItemType.FEN, "每日补贴标准")`.

    `choices` bounds what may be chosen. `fields` go into a form grid; `value()` is JSON as a BureauEntry carries it and
    raises InputError after marking the field that is wrong; `set_value` shows one.
    """

    def __init__(self, kind: ItemType, label: str, choices: Sequence[str] = ()) -> None:
        self.kind = kind
        self._choices = choices
        self.fields: list[Field] = []
        self._levels: dict[int, LineField] = {}
        self._ages: RetirementFields | None = None
        self._build(kind, label)
        for field in self.fields:
            field.edited.connect(lambda _text, field=field: field.set_problem(None))

    def _build(self, kind: ItemType, label: str) -> None:
        if kind is ItemType.LEVEL_FEN:
            self._levels = {level: LineField(level_short(level), unit=tr("元")) for level in _LEVELS}
            self.fields = list(self._levels.values())
        elif kind is ItemType.RETIREMENT_AGES:
            self._ages = RetirementFields()
            self.fields = self._ages.fields
        else:
            self.fields = [
                _field(kind, label) if kind is not ItemType.VERSION_BY else _version_date(label, self._choices)
            ]

    def text(self) -> str:
        """Everything typed, to tell whether something is."""
        return "".join(field.text() for field in self.fields).strip()

    def value(self) -> Any:
        """What is typed as JSON. Raises InputError."""
        if self.kind is ItemType.LEVEL_FEN:
            return self._table()
        if self._ages is not None:
            return self._ages.value()
        field = self.fields[0]
        return self._read(field, _READERS[self.kind])

    def set_value(self, value: Any) -> None:
        """Show a value."""
        if value is None:
            return
        if self.kind is ItemType.LEVEL_FEN and isinstance(value, Mapping):
            for level, fen in value.items():
                if int(level) in self._levels:
                    self._levels[int(level)].set_text(_plain(fen))
            return
        if self._ages is not None:
            self._ages.set_value(value)
            return
        self.fields[0].set_text(_written(self.kind, value))

    def _table(self) -> dict[str, int]:
        found = {str(level): self._read(field, _yuan) for level, field in self._levels.items() if field.text().strip()}
        if not found:
            self._refuse(self.fields[0], tr("至少填一个等级的标准，单位是元。"))
        return found

    def _read(self, field: Field, read: Callable[[str], Any]) -> Any:
        typed = fold_width(field.text()).strip()
        if not typed:
            papers = tr("请照文件填写材料的名称，一份一行。")
            self._refuse(field, papers if self.kind is ItemType.PAPERS else tr("请填写，只录文件上的数。"))
        try:
            value = read(typed)
            if self.kind is not ItemType.LEVEL_FEN:
                read_item_value(self.kind, value)
        except InputError as error:
            self._refuse(field, error.message)
        return value

    @staticmethod
    def _refuse(field: Field, message: str) -> None:
        field.set_problem(Problem(message))
        raise InputError(message, "value")


def _field(kind: ItemType, label: str) -> Field:
    hint = tr("只录文件上的数")
    makers: Mapping[ItemType, Callable[[], Field]] = {
        ItemType.CONDITION: lambda: ChoiceField(label, [Option(tr("适用")), Option(tr("不适用"))]),
        ItemType.YES_NO: lambda: ChoiceField(label, [Option(tr("是")), Option(tr("否"))]),
        ItemType.DATE: lambda: DateField(label, hint=hint),
        ItemType.FEN: lambda: LineField(label, unit=tr("元"), hint=hint),
        ItemType.FEN_OR_NO_LIMIT: lambda: LineField(label, unit=tr("元"), hint=tr("没有上限写“不设上限”")),
        ItemType.PAPERS: lambda: TextField(label, hint=tr("一份一行"), placeholder=tr("照文件上的名称"), rows=7),
        ItemType.FACT_LIST: lambda: LineField(label, hint=tr("几项之间用顿号"), placeholder=tr("如 退役军人、残疾人")),
    }
    return makers.get(kind, lambda: NumberField(label, unit=ITEM_UNITS.get(kind, ""), hint=hint))()


def _version_date(label: str, choices: Sequence[str]) -> Field:
    """The dates that the programme's applications have; of the others it says why they are not there."""
    options = [Option(date_name(by), str(place)) for place, by in enumerate(choices, 1)]
    lacking = "、".join(name for by, name in VERSION_DATES.items() if by not in choices)
    hint = tr("本项目的申请不问{dates}").format(dates=lacking) if lacking else ""
    return ChoiceField(label, options, hint=hint)


def _chosen_date(typed: str) -> str:
    by = next((by for by, name in VERSION_DATES.items() if name == typed), None)
    if by is None:
        raise InputError(
            tr("没有“{typed}”这一种，可选{names}。").format(typed=typed, names="、".join(VERSION_DATES.values()))
        )
    return by


def _yuan(typed: str) -> int:
    fen = parse_yuan(typed)
    if fen <= 0:
        raise InputError(tr("金额要大于 0，单位是元。"))
    return fen


def _limit(typed: str) -> int | bool:
    return False if typed in (tr("不设上限"), tr("无上限"), tr("无")) else _yuan(typed)


def _whole(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit()):
        raise InputError(tr("要填整数，现在是“{typed}”。").format(typed=typed))
    return int(typed)


def _day(typed: str) -> str:
    from models.typed_date import parse_date

    return parse_date(typed, office_today()).isoformat()


def _facts(typed: str) -> list[str]:
    found = []
    for word in filter(None, (part.strip() for part in typed.replace("，", "、").replace(",", "、").split("、"))):
        name = _fact_names().get(word)
        if name is None:
            near = "、".join([label for label in _fact_names() if word[0] in label][:6])
            message = tr("没有“{word}”这一类人员。相近的有：{near}。").format(word=word, near=near or tr("无"))
            raise InputError(message)
        found.append(name)
    return found


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _fact_names() -> dict[str, str]:
    return {key.label: name for name, key in VOCABULARY.items() if key.type is FactType.YES_NO}


def _plain(fen: int) -> str:
    return format_yuan(fen).removeprefix("¥").removesuffix(".00").replace(",", "")


def _written(kind: ItemType, value: Any) -> str:
    if kind is ItemType.CONDITION:
        return tr("适用") if value else tr("不适用")
    if kind in (ItemType.YES_NO, ItemType.VERSION_BY):
        return value_words(kind, value)
    if kind in (ItemType.FEN, ItemType.FEN_OR_NO_LIMIT):
        return tr("不设上限") if value is False else _plain(value)
    if kind is ItemType.PAPERS:
        return "\n".join(value)
    if kind is ItemType.FACT_LIST:
        return "、".join(VOCABULARY[name].label for name in value)
    return value.isoformat() if isinstance(value, date) else str(value)


_READERS: Mapping[ItemType, Callable[[str], Any]] = {
    ItemType.CONDITION: lambda typed: typed == tr("适用"),
    ItemType.YES_NO: lambda typed: typed == tr("是"),
    ItemType.DATE: _day,
    ItemType.FEN: _yuan,
    ItemType.FEN_OR_NO_LIMIT: _limit,
    ItemType.FACT_LIST: _facts,
    ItemType.PAPERS: _lines,
    ItemType.VERSION_BY: _chosen_date,
    **dict.fromkeys(_WHOLE, _whole),
}
