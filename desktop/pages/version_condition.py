"""The form of one condition of a version: its kind, what it carries, its figures, and the words it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.pages.rules_value_fields import ValueFields
from desktop.pages.rules_words import tr
from desktop.widgets.field import Field
from desktop.widgets.fields import MOST_SEGMENTS, ChoiceField, DateField, LineField, TextField, show_error
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import column
from desktop.widgets.segments import Option
from forms.notice import AMOUNT, CLAUSE_KEYS, NoticeDraft, Path
from models.errors import InputError
from models.rules.amount_kinds import AMOUNT_KINDS
from models.rules.kinds import KINDS, Kind, Param, ParamType
from models.rules.schema import ItemType
from models.vocabulary import PROGRAMME_NAMES, described

NONE = "（不用）"
YES, NO = "是", "否"


class ConditionForm(QWidget):
    """`ConditionForm(draft, path, sets, schedule)` writes what is typed into the draft, field by field on leaving it.

    `changed` after something was written; `rebuilt` when another kind or fact asks for other fields. What cannot be
    read is marked and leaves the draft as it was: `problems()` says whether anything is.
    """

    changed = Signal()
    rebuilt = Signal(str)

    def __init__(
        self, draft: NoticeDraft, path: Path, sets: Mapping[str, str], schedule: Mapping[str, Any] | None
    ) -> None:
        super().__init__()
        self.draft, self.path, self._sets, self._schedule = draft, path, sets, schedule
        self.grid = FormGrid(columns=2)
        self.fields: dict[str, Field] = {}
        self._kinds: Mapping[str, Kind] = AMOUNT_KINDS if path == AMOUNT else KINDS
        self._add_kind()
        self._add_label()
        for param in draft.kind(path).params:
            self._add_param(param)
        if path != AMOUNT:
            self._add_clause()
        self.setLayout(column(self.grid, gap=0))

    def problems(self) -> bool:
        """Whether a field holds what could not be read."""
        return any(field.problem is not None for field in self.fields.values())

    def first(self) -> Field:
        """Where typing begins: the name of a new condition, else its first figure or fact."""
        return self.fields["label"]

    def show_problem(self, key: str, message: str) -> None:
        """Mark the field of a key; the name where the key has no field."""
        show_error(self.fields.get(key, self.fields["label"]), message)

    # --- the parts ---

    def _add_kind(self) -> None:
        words = {name: kind.label for name, kind in self._kinds.items()}
        field = ChoiceField(tr("怎么判断") if self.path != AMOUNT else tr("怎么算"), _options(words.values()))
        field.set_text(words[str(self.draft.table(self.path)["kind"])])
        by_words = {word: name for name, word in words.items()}
        field.edited.connect(lambda text: self._change_kind(by_words.get(text, "")))
        self._place("kind", field, span=2)

    def _change_kind(self, kind: str) -> None:
        if not kind or kind == self.draft.table(self.path)["kind"]:
            return
        self.draft.set_amount(kind) if self.path == AMOUNT else self.draft.set_kind(self.path, kind)
        self.rebuilt.emit("kind")

    def _add_label(self) -> None:
        field = LineField(tr("名称"), placeholder=tr("如 累计缴费月数"))
        field.set_text(str(self.draft.table(self.path).get("label", "")))
        self._write_on_leaving(field, lambda: self.draft.put(self.path, "label", field.text().strip() or None))
        self._place("label", field, span=2)

    def _add_param(self, param: Param) -> None:
        makers: Mapping[ParamType, Callable[[Param], None]] = {
            ParamType.FACT: self._add_fact,
            ParamType.ITEM: self._add_value,
            ParamType.ITEMS: self._add_tables,
            ParamType.CHOICES: self._add_choices,
            ParamType.ONE: lambda one: self._add_choice(one, {word: key for key, word in one.options.items()}),
            ParamType.PROGRAMMES: self._add_programmes,
            ParamType.FLAG: lambda one: self._add_choice(one, {tr(YES): True, tr(NO): False}),
            ParamType.SET: lambda one: self._add_choice(one, {word: name for name, word in self._sets.items()}),
            ParamType.CRITERION: lambda one: self._add_choice(one, self.draft.criteria_of_kind(str(one.types[0]))),
        }
        makers[param.type](param)

    def _add_fact(self, param: Param) -> None:
        names = {label: key.name for label, key in self.draft.facts(self.path, param).items()}
        self._add_choice(param, names, many=True)

    def _add_choice(self, param: Param, values: Mapping[str, Any], *, many: bool = False) -> None:
        offered = {**values, **({} if param.required else {tr(NONE): None})}
        field = ChoiceField(param.label, _options(offered), most_segments=0 if many else MOST_SEGMENTS)
        current = self.draft.table(self.path).get(param.key, param.default)
        field.set_text(next((word for word, value in offered.items() if value == current and word), ""))
        field.edited.connect(lambda text: self._choose(param, offered, text))
        self._place(param.key, field, span=2)

    def _choose(self, param: Param, offered: Mapping[str, Any], text: str) -> None:
        if text not in offered:
            return
        show_error(self.fields[param.key], "")
        before = self.draft.table(self.path).get(param.key)
        self.draft.put(self.path, param.key, offered[text])
        measured = any(other.of == param.key for other in self.draft.kind(self.path).params)
        if measured and before != offered[text]:
            for other in self.draft.kind(self.path).params:
                if other.of == param.key:
                    self.draft.put(self.path, other.key, None)
            self.rebuilt.emit(param.key)
            return
        self.changed.emit()

    def _add_choices(self, param: Param) -> None:
        """Some of the values of a choice fact, in words between 、."""
        fact = self.draft.table(self.path).get(param.of)
        choices = {} if not isinstance(fact, str) else {word: key for key, word in described(fact).choices.items()}
        field = LineField(param.label, hint=tr("几项之间用顿号"), placeholder="、".join(choices) or tr("先选看什么"))
        words = {key: word for word, key in choices.items()}
        given = self.draft.table(self.path).get(param.key) or ()
        field.set_text("、".join(words.get(key, key) for key in given))
        self._write_on_leaving(field, lambda: self._put_words(param, field, choices))
        self._place(param.key, field, span=2)

    def _add_programmes(self, param: Param) -> None:
        names = {word: key for key, word in PROGRAMME_NAMES.items()}
        field = LineField(param.label, hint=tr("几项之间用顿号"), placeholder=tr("如 技能提升补贴"))
        given = self.draft.table(self.path).get(param.key) or ()
        field.set_text("、".join(PROGRAMME_NAMES.get(key, key) for key in given))
        self._write_on_leaving(field, lambda: self._put_words(param, field, names))
        self._place(param.key, field, span=2)

    def _put_words(self, param: Param, field: LineField, names: Mapping[str, str]) -> None:
        found = [_named(word, names) for word in _split(field.text())]
        if not found and param.required:
            raise InputError(tr("至少写一项：{names}。").format(names="、".join(names)), param.key)
        self.draft.put(self.path, param.key, found or None)

    def _add_value(self, param: Param) -> None:
        try:
            kind = self.draft.value_type(self.path, param)
        except InputError:
            return  # until the fact it measures is chosen
        name = self.draft.table(self.path).get(param.key)
        known = self.draft.value(name) if isinstance(name, str) else {}
        if kind is ItemType.RETIREMENT_AGES:
            self._take_schedule(param, known)
            return
        fields = ValueFields(kind, param.label)
        fields.set_value(known.get("value"))
        self._place_values(param.key, fields, lambda value: self.draft.put_value(self.path, param, value))

    def _take_schedule(self, param: Param, known: Mapping[str, Any]) -> None:
        """The schedule of retirement ages is national law: a version takes over the one in use."""
        if not known and self._schedule is not None:
            self.draft.put_value(self.path, param, dict(self._schedule))
        field = LineField(param.label, read_only=True)
        field.set_text(tr("沿用现行退休年龄表"))
        self._place(param.key, field, span=2)

    def _add_tables(self, param: Param) -> None:
        names = self.draft.table(self.path).get(param.key) or [""]
        for place, name in enumerate(names):
            known = self.draft.value(name)
            fields = ValueFields(ItemType.LEVEL_FEN, param.label)
            fields.set_value(known.get("value"))
            put = partial(self.draft.put_table, self.path, place)
            self._place_values(f"{param.key}{place or ''}", fields, put)
            for key, label in (("judged_from", tr("核发日期自")), ("judged_to", tr("核发日期至"))):
                self._add_bound(f"{key}{place or ''}", key, label, (place, known))

    def _add_bound(self, key: str, bound: str, label: str, held: tuple[int, Mapping[str, Any]]) -> None:
        """The certificates a table of levels holds for, by their date of issue."""
        place, known = held
        field = DateField(label, hint=tr("没有限制就空着"))
        field.set_text(str(known.get(bound) or ""))

        def write() -> None:
            day = field.date()
            value = self.draft.value(self.draft.table(self.path)["tables"][place]) if self._has_table(place) else {}
            more = {bound: None if day is None else day.isoformat()}
            self.draft.put_table(self.path, place, value.get("value"), **more)

        self._write_on_leaving(field, write)
        self._place(key, field)

    def _has_table(self, place: int) -> bool:
        return place < len(self.draft.table(self.path).get("tables") or [])

    def _place_values(self, key: str, fields: ValueFields, put: Callable[[Any], object]) -> None:
        for number, field in enumerate(fields.fields):
            self._write_on_leaving(field, lambda: put(fields.value() if fields.text() else None))
            self._place(f"{key}{number or ''}" if number else key, field, span=1 if len(fields.fields) > 1 else 2)

    def _add_clause(self) -> None:
        words = self.draft.clause(self.path)
        document = LineField(tr("文号"), placeholder=tr("同本通知的不用写"))
        article = LineField(tr("条款"), placeholder=tr("如 第三条"))
        text = TextField(tr("原文"), placeholder=tr("照录文件上的话"), rows=2)
        fields: Mapping[str, Field] = dict(zip(CLAUSE_KEYS, (document, article, text), strict=True))
        for key, field in fields.items():
            field.set_text(words[key])
            self._write_on_leaving(
                field, lambda: self.draft.put_clause(self.path, {name: one.text() for name, one in fields.items()})
            )
            self._place(key, field, span=2 if key == "text" else 1)

    # --- writing ---

    def _place(self, key: str, field: Field, span: int = 1) -> None:
        self.fields[key] = field
        self.grid.add(field, span=span)

    def _write_on_leaving(self, field: Field, write: Callable[[], object]) -> None:
        typed: list[str] = []

        def edited(text: str) -> None:
            typed.append(text)
            show_error(field, "")

        def left() -> None:
            if not typed:
                return
            typed.clear()
            try:
                write()
            except InputError as error:
                if field.problem is None:
                    show_error(field, error.message)
                return
            self.changed.emit()

        field.edited.connect(edited)
        field.left.connect(left)


def _options(words: Iterable[str]) -> list[Option]:
    return [Option(word) for word in words]


def _split(typed: str) -> list[str]:
    parts = typed.replace("，", "、").replace(",", "、").split("、")
    return [part.strip() for part in parts if part.strip()]


def _named(word: str, names: Mapping[str, str]) -> str:
    if word in names:
        return names[word]
    near = "、".join([name for name in names if word[0] in name][:6] or list(names)[:6])
    raise InputError(tr("没有“{word}”。可写：{near}。").format(word=word, near=near or tr("无")))
