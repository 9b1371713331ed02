"""A class as handed in: its texts read by the readers of the application forms, in the window and on the command line.

{"number": "…", "school": "…", "kind": "技能培训", "occupation": "…", "level": "4", "started_on": "2026-03-02",
 "ended_on": "…", "provider_listed": "是", "in_catalogue": "是", "days_planned": "20"}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.fields import Setting, read
from forms.form import Field
from forms.load import load_form
from forms.problems import Problems
from models.errors import InputError
from models.facts import FactValue
from models.training_class import TrainingClass
from models.typed_text import has_hidden
from models.vocabulary import shown

NEEDED = ("kind", "occupation", "level", "started_on")
_ASKED = (*NEEDED, "ended_on", "provider_listed", "in_catalogue", "days_planned")
NAMES = ("number", "school", *_ASKED)


def class_field(name: str) -> Field:
    """The question of the application forms that a part of a class answers."""
    forms = (load_form("free_training"), load_form("living_allowance"))
    return next(field for form in forms for field in form.fields() if field.key == f"training.{name}")


def read_class(texts: Mapping[str, str], setting: Setting, before: TrainingClass | None = None) -> TrainingClass:
    """The class that the texts describe. Raises one InputError at the first wrong part, listing everything wrong."""
    problems = Problems()
    for name in texts:
        if name not in NAMES:
            problems.add(f"班的信息里没有“{shown(name)}”这一项，可用：{'、'.join(NAMES)}", name)
    for name, label in (("number", "培训编号或开班备案号"), ("school", "培训机构名称")):
        if not texts.get(name, "").strip():
            problems.add(f"请填写{label}", name)
        elif has_hidden(texts[name]):
            problems.add(f"{label}里有看不见的控制字符，请删去后重新输入", name)
    values = {name: _value(name, texts.get(name, ""), setting, problems) for name in _ASKED}
    problems.raise_any()
    parts: dict[str, Any] = {**values, "number": texts["number"].strip(), "school": texts["school"].strip()}
    identity, version = (0, 1) if before is None else (before.id, before.version)
    return TrainingClass(id=identity, version=version, **parts)


def _value(name: str, text: str, setting: Setting, problems: Problems) -> FactValue:
    asked = class_field(name)
    reading = read(asked, text, setting)
    if reading.error:
        problems.add(reading.error, name)
    elif not reading.known and name in NEEDED:
        hint = "，没有的填“无”" if asked.nullable else ""
        problems.add(f"请填写{asked.label}{hint}", name)
    return reading.value


def class_texts(data: Any) -> dict[str, str]:
    """The texts of a class given as JSON: texts, whole numbers, yes or no, null for what it does not have."""
    if not isinstance(data, Mapping):
        raise InputError("班的信息应是JSON对象（花括号），请核对", "class")
    return {str(name): _text(str(name), value) for name, value in data.items()}


def _text(name: str, value: Any) -> str:
    if value is None:
        return "无" if name in {"occupation", "level"} else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str | int):
        return str(value)
    raise InputError(f"“{shown(name)}”应是文字、整数或是否，请核对", name)
