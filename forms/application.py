"""A whole application handed in as JSON: the same fields and the same reading as on screen, all errors at once.

    {"person": {…}, "facts": {"certificate.level": 4, …}, "papers": ["id_card", "职业技能等级证书"]}

Person values are texts as typed; facts are the JSON values of a facts file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from forms.load import programme_form
from forms.person import PersonDraft, read_person
from forms.problems import Problems
from models.errors import InputError
from models.facts import FactValue
from models.facts_file import check_agreement, read_value, value_to_json
from models.typed_text import has_hidden
from models.vocabulary import shown

__all__ = ["Application", "PersonDraft", "read_application", "read_facts", "read_papers", "read_person"]
_PARTS = ("person", "facts", "papers")


@dataclass(frozen=True, slots=True)
class Application:
    """Everything an application brings; `facts` are contract JSON values."""

    person: PersonDraft
    facts: Mapping[str, Any]
    papers: tuple[str, ...]


def read_application(data: Any, programme: str, *, streets: Sequence[str], today: date) -> Application:
    """The whole of it. Raises one InputError that lists everything wrong in all parts."""
    whole = _object(data, "application", "申请")
    problems = Problems()
    for name in whole:
        if name not in _PARTS:
            problems.add(f"申请里没有“{shown(name)}”这一部分，只能用{'、'.join(_PARTS)}", str(name))
    person = problems.attempt(lambda: read_person(whole.get("person", {}), streets=streets, today=today))
    facts = problems.attempt(lambda: read_facts(whole.get("facts", {}), programme))
    papers = problems.attempt(lambda: read_papers(whole.get("papers", []), programme))
    problems.raise_any()
    if person is None or facts is None or papers is None:
        raise AssertionError("a part without a problem was read")
    return Application(person, facts, papers)


def read_facts(data: Any, programme: str) -> dict[str, Any]:
    """The `facts` part as contract JSON values, checked against the vocabulary and against each other.

    Raises InputError listing everything wrong with it, also when the programme has no form.
    """
    programme_form(programme)
    problems = Problems()
    values: dict[str, FactValue] = {}
    for name, value in _object(data, "facts", "facts").items():
        values |= problems.attempt(partial(_single, name, value)) or {}
    problems.attempt(lambda: check_agreement(values))
    problems.raise_any()
    return {name: value_to_json(value) for name, value in values.items()}


def read_papers(data: Any, programme: str) -> tuple[str, ...]:
    """The `papers` part as names: an id of the programme's checklist becomes its name, other names are kept."""
    names = {paper.id: paper.name for paper in programme_form(programme).papers}
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise InputError("papers应是数组（方括号），每一项写材料名称", "papers")
    for item in data:
        if not isinstance(item, str) or not item.strip() or has_hidden(item):
            raise InputError("papers的每一项应是材料名称（文字），不能空白", "papers")
    return tuple(dict.fromkeys(names.get(item.strip(), item.strip()) for item in data))


def _single(name: str, value: Any) -> dict[str, FactValue]:
    if isinstance(value, str) and has_hidden(value):
        raise InputError(f"“{shown(name)}”里有看不见的控制字符，请删去后重新输入", name)
    return {name: read_value(name, value)}


def _object(data: Any, field: str, place: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise InputError(f"{place}应是JSON对象（花括号），请核对", field)
    return data
