"""A person as handed in: the texts of the person card read to values, on the command line and in the window.

{"id_number": "…", "name": "…", "street": "…", "household": "beijing_urban",
 "groups": {"person.veteran": "退役军人优待证"}, "not_groups": ["person.disabled"],
 "phone": "…", "address": "…", "bank_card": "…", "bank_name": "…",
 "id_kind": "passport", "id_expires_on": "2030-01-31", "birth_date": "…", "sex": "m", "former_names": ["…"]}

The last line only where the document is no resident card, or says more than its number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from forms.fields import Reading, Setting, read
from forms.form import Field, FieldKind
from forms.identity import IDENTITY_PARTS, IdentityPart, read_identity
from forms.load import load_form
from forms.problems import Problems
from forms.session import FormSession
from models.errors import InputError
from models.person import Person
from models.vocabulary import shown

_PREFIX = "person."
_GROUP_PARTS = frozenset({"groups", "not_groups"})


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person not yet stored, as `models.person.Person` has it, and what looked odd but was accepted."""

    id_number: str
    name: str
    name_as_typed: str
    birth_date: date
    sex: str
    street: str
    household: str | None = None
    groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    not_groups: frozenset[str] = frozenset()
    phone: str = ""
    address: str = ""
    bank_card: str = ""
    bank_name: str = ""
    warnings: tuple[str, ...] = ()
    id_kind: str = ""
    id_expires_on: date | None = None
    former_names: tuple[str, ...] = ()

    def person(self) -> Person:
        """The person to be stored; the store gives the id."""
        return Person(
            id=0,
            id_number=self.id_number,
            name=self.name,
            name_as_typed=self.name_as_typed,
            birth_date=self.birth_date,
            sex=self.sex,
            household=self.household,
            groups=self.groups,
            not_groups=self.not_groups,
            street=self.street,
            phone=self.phone,
            address=self.address,
            bank_card=self.bank_card,
            bank_name=self.bank_name,
            id_kind=self.id_kind,
            id_expires_on=self.id_expires_on,
            former_names=self.former_names,
        )


def read_person(data: Any, *, streets: Sequence[str], today: date) -> PersonDraft:
    """A person from JSON, every value a text as typed. Raises one InputError listing everything wrong."""
    if not isinstance(data, Mapping):
        raise InputError("申请人信息应是JSON对象（花括号），请核对", "person")
    problems = Problems()
    for name in data:
        if name not in _GROUP_PARTS and name not in IDENTITY_PARTS and f"{_PREFIX}{name}" not in _plain_fields():
            problems.add(f"申请人信息里没有“{shown(name)}”这一项，请核对名称", f"{_PREFIX}{name}")
    identity = problems.attempt(lambda: read_identity(data, today)) or IdentityPart()
    setting = Setting(today, tuple(streets), "" if identity.kind is None else identity.kind.value)
    texts = {key: data.get(key.removeprefix(_PREFIX), "") for key in _plain_fields()}
    texts |= _group_texts(data, problems)
    return _draft(texts, setting, problems, identity)


def draft_person(session: FormSession, setting: Setting, identity: IdentityPart | None = None) -> PersonDraft:
    """The person a filled-in person card describes. Raises one InputError listing everything wrong."""
    texts = {field.key: session.text(field.key) for field in session.form.fields()}
    return _draft(texts, setting, Problems(), identity or IdentityPart())


def _draft(texts: Mapping[str, Any], setting: Setting, problems: Problems, identity: IdentityPart) -> PersonDraft:
    readings: dict[str, Reading] = {}
    for asked in load_form("person").fields():
        text = texts.get(asked.key, "")
        if not isinstance(text, str):
            problems.add(f"{asked.label}应是文字（加引号），请核对", asked.key)
            continue
        reading = readings[asked.key] = read(asked, text, setting)
        if reading.error:
            problems.add(reading.error, asked.key)
        elif not reading.known and not asked.optional:
            problems.add(f"请填写{asked.label}", asked.key)
    problems.raise_any()
    values = {key.removeprefix(_PREFIX): str(readings[key].value) for key in _plain_fields() if readings[key].known}
    document, born, sex = identity.completed(values["id_number"], setting.today)
    groups = {key: readings[key].value for key in _group_fields() if readings[key].known}
    return PersonDraft(
        **values,
        name_as_typed=texts[f"{_PREFIX}name"],
        birth_date=born,
        sex=sex,
        id_kind=identity.kept_kind(document.number),
        id_expires_on=identity.expires_on,
        former_names=identity.former_names,
        groups=MappingProxyType({key: str(paper) for key, paper in groups.items() if paper is not False}),
        not_groups=frozenset(key for key, paper in groups.items() if paper is False),
        warnings=tuple(warning for reading in readings.values() for warning in reading.warnings),
    )


def _group_texts(data: Mapping[str, Any], problems: Problems) -> dict[str, str]:
    papers, denied = data.get("groups", {}), data.get("not_groups", [])
    fields = _group_fields()
    if not isinstance(papers, Mapping):
        problems.add("groups应是JSON对象：人员类别对应证明材料", "person.groups")
        papers = {}
    if not isinstance(denied, Sequence) or isinstance(denied, str):
        problems.add("not_groups应是数组（方括号），列出已询问并否认的人员类别", "person.not_groups")
        denied = []
    for key in (*papers, *denied):
        if not isinstance(key, str) or key not in fields:
            problems.add(f"没有“{shown(key)}”这一人员类别，请核对名称", "person.groups")
    for key in fields:
        paper = papers.get(key, "")
        if key in papers and (not isinstance(paper, str) or not paper.strip()):
            problems.add(f"“{fields[key].label}”请写明凭什么认定，例如“{fields[key].hint}”", key)
        if key in papers and key in denied:
            problems.add(f"“{fields[key].label}”既写了证明材料又写了不是，请核对", key)
    texts = {key: papers[key] for key in fields if isinstance(papers.get(key), str)}
    return texts | {key: "否" for key in fields if key in denied}


def _plain_fields() -> dict[str, Field]:
    return {found.key: found for found in load_form("person").fields() if found.kind is not FieldKind.GROUP}


def _group_fields() -> dict[str, Field]:
    return {found.key: found for found in load_form("person").fields() if found.kind is FieldKind.GROUP}
