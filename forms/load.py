"""Strict reading of form definitions: unknown, missing or doubled keys are errors with file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

from forms.form import Condition, Demand, Field, FieldKind, Form, Paper, Section
from models.assessment import Clause
from models.errors import InputError
from models.facts import FactValue
from models.facts_file import read_value
from models.vocabulary import VOCABULARY, FactKey, shown

DEFINITIONS = Path(__file__).parent / "definitions"
_PERSON_KINDS = frozenset({FieldKind.TEXT, FieldKind.NAME, FieldKind.PHONE, FieldKind.BANK_CARD, FieldKind.STREET})
_KIND_FOR_TYPE: Mapping[FieldKind, str] = {
    FieldKind.CERTIFICATE_NUMBER: "text",
    FieldKind.ID_NUMBER: "text",
    FieldKind.CREDIT_CODE: "text",
    FieldKind.GROUP: "yes_no",
}
_FORM = {"id": str, "title": str, "programme": str, "section": list, "paper": list}
_SECTION = {"id": str, "title": str, "field": list}
_FIELD = {
    "key": str,
    "kind": str,
    "label": str,
    "hint": str,
    "optional": bool,
    "asked_from": date,
    "asked_to": date,
    "visible_when": list,
}
_PAPER = dict.fromkeys(("id", "name", "demand", "note", "document", "article", "text", "evidence"), str)


class FormError(InputError):
    """A form definition that cannot be used; the message begins with file and line."""


@dataclass(slots=True)
class _Source:
    """The text of a definition, to find the line an error belongs to."""

    name: str
    lines: list[str]

    def fail(self, header: str, nth: int, key: str, message: str) -> NoReturn:
        """Raise at `key` of the nth table `header` (the file's top for an empty header)."""
        raise FormError(f"{self.name}:{self._line(header, nth, key)}: {message}", key or header or None)

    def _line(self, header: str, nth: int, key: str) -> int:
        start = 0
        if header:
            heads = [at for at, line in enumerate(self.lines) if line.strip() == f"[[{header}]]"]
            start = heads[nth] + 1 if nth < len(heads) else 0
        for at in range(start, len(self.lines)):
            if self.lines[at].lstrip().startswith("["):
                break
            if key and re.match(rf"\s*{re.escape(key)}\s*=", self.lines[at]):
                return at + 1
        return max(start, 1)


def programme_form(programme: str) -> Form:
    """The application form of a programme. Raises InputError if it has none."""
    if programme not in form_ids() or not load_form(programme).programme:
        raise InputError(f"没有“{shown(programme)}”这个项目的申请表，请核对项目代码", "programme")
    return load_form(programme)


@cache
def load_form(form_id: str) -> Form:
    """The shipped form of that id. Raises InputError for an unknown id and FormError for a broken definition."""
    if form_id not in form_ids():
        raise InputError(f"没有“{shown(form_id)}”这张表，请核对名称", "form")
    path = DEFINITIONS / f"{form_id}.toml"
    return read_form(path.read_text(encoding="utf-8"), path.name)


@cache
def form_ids() -> tuple[str, ...]:
    """The ids of the shipped forms, in order; `person` is the person card."""
    return tuple(sorted(path.stem for path in DEFINITIONS.glob("*.toml")))


def read_form(text: str, name: str) -> Form:
    """A form from the text of its definition; `name` is how errors call the file. Raises FormError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        line = re.search(r"line (\d+)", str(problem))
        place = line[1] if line else len(text.splitlines())
        raise FormError(f"{name}:{place}: 不是正确的TOML：{problem}", None) from None
    return _Reader(_Source(name, text.splitlines())).form(data)


class _Reader:
    """Walks the decoded definition in document order, counting tables so that errors find their line."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._seen_fields: set[str] = set()
        self._fields = 0

    def form(self, data: Mapping[str, Any]) -> Form:
        self._check(data, "", 0, _FORM, {"id", "title", "programme", "section"})
        sections = tuple(self._section(item, nth) for nth, item in enumerate(data["section"]))
        papers = tuple(self._paper(item, nth) for nth, item in enumerate(data.get("paper", [])))
        self._distinct("section", [section.id for section in sections])
        self._distinct("paper", [paper.id for paper in papers])
        return Form(data["id"], data["title"], data["programme"], sections, papers)

    def _section(self, data: Any, nth: int) -> Section:
        self._check(data, "section", nth, _SECTION, {"id", "title", "field"})
        fields = []
        for item in data["field"]:
            fields.append(self._field(item, self._fields))
            self._fields += 1
        return Section(data["id"], data["title"], tuple(fields))

    def _field(self, data: Any, nth: int) -> Field:
        where = ("section.field", nth)
        self._check(data, *where, _FIELD, {"key"})
        key: str = data["key"]
        if key in self._seen_fields:
            self._source.fail(*where, "key", f"“{key}”问了两次")
        self._seen_fields.add(key)
        fact = VOCABULARY.get(key)
        asked_from, asked_to = data.get("asked_from"), data.get("asked_to")
        if asked_from is not None and asked_to is not None and asked_to < asked_from:
            self._source.fail(*where, "asked_to", "asked_to早于asked_from")
        return Field(
            key=key,
            kind=self._kind(data, fact, where),
            label=data.get("label") or (fact.label if fact else ""),
            question=fact.question if fact else "",
            hint=data.get("hint") or (fact.proof if fact else ""),
            unit=fact.unit if fact else "",
            choices=fact.choices if fact else MappingProxyType({}),
            nullable=fact.nullable if fact else False,
            optional=data.get("optional", False),
            asked_from=asked_from,
            asked_to=asked_to,
            visible_when=self._condition(data.get("visible_when", []), where),
        )

    def _kind(self, data: Mapping[str, Any], fact: FactKey | None, where: tuple[str, int]) -> FieldKind:
        if fact is not None and "kind" not in data:
            return FieldKind(fact.type.value)
        try:
            kind = FieldKind(data.get("kind", ""))
        except ValueError:
            self._source.fail(*where, "kind", f"“{data['key']}”不在词汇表里，须写明正确的kind")
        fits = kind in _PERSON_KINDS and data.get("label") if fact is None else _KIND_FOR_TYPE.get(kind) == fact.type
        if not fits:
            self._source.fail(*where, "kind", f"“{data['key']}”不能用kind“{kind}”，或缺少label")
        return kind

    def _condition(self, alternatives: list[Any], where: tuple[str, int]) -> Condition:
        return Condition(tuple(self._alternative(item, where) for item in alternatives))

    def _alternative(self, data: Any, where: tuple[str, int]) -> Mapping[str, tuple[FactValue, ...]]:
        if not isinstance(data, Mapping) or not data:
            self._source.fail(*where, "visible_when", "visible_when的每一项应是{ 事实项 = [值, …] }")
        wanted: dict[str, tuple[FactValue, ...]] = {}
        for key, values in data.items():
            if key not in self._seen_fields or not isinstance(values, list) or not values:
                self._source.fail(*where, "visible_when", f"“{key}”须是前面问过的事实项，并列出至少一个值")
            try:
                wanted[key] = tuple(read_value(key, value) for value in values)
            except InputError as problem:
                self._source.fail(*where, "visible_when", problem.message)
        return MappingProxyType(wanted)

    def _paper(self, data: Any, nth: int) -> Paper:
        self._check(data, "paper", nth, _PAPER, {"id", "name", "demand", "document", "article", "text", "evidence"})
        for key in ("name", "document", "article", "text", "evidence"):
            if not data[key].strip():
                self._source.fail("paper", nth, key, f"材料“{data['id']}”的{key}不能空白：没有依据的材料不得要求")
        try:
            demand = Demand(data["demand"])
        except ValueError:
            self._source.fail("paper", nth, "demand", f"demand只能是{'、'.join(Demand)}")
        basis = Clause(data["document"], data["article"], data["text"], data["evidence"])
        return Paper(data["id"], data["name"], demand, basis, data.get("note", ""))

    def _distinct(self, header: str, ids: list[str]) -> None:
        for nth, identity in enumerate(ids):
            if identity in ids[:nth]:
                self._source.fail(header, nth, "id", f"“{identity}”出现了两次")

    def _check(
        self, data: Any, header: str, nth: int, allowed: Mapping[str, type], required: set[str] | frozenset[str]
    ) -> None:
        if not isinstance(data, Mapping):
            self._source.fail(header, nth, "", "这里应是一张表")
        for key, value in data.items():
            if key not in allowed:
                self._source.fail(header, nth, key, f"不认识“{key}”")
            if not isinstance(value, allowed[key]):
                self._source.fail(header, nth, key, f"“{key}”的类型不对")
        for key in sorted(required - set(data)):
            self._source.fail(header, nth, "", f"缺少“{key}”")
