"""Who stands at the window for a case: the applicant, a proxy with an authorisation, a guardian with a proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from models.errors import InputError
from models.id_number import mask_id
from models.identity_document import DOCUMENT_NAMES, DocumentKind, IdentityDocument
from models.person_name import PersonName
from models.phone import parse_phone

_SIGNS, _COLLECTS = "签字", "领取文书"


T = TypeVar("T")


class Role(StrEnum):
    SELF = "self"
    PROXY = "proxy"
    GUARDIAN = "guardian"


ROLE_NAMES: Mapping[Role, str] = {Role.SELF: "本人", Role.PROXY: "代办人", Role.GUARDIAN: "监护人"}


@dataclass(frozen=True, slots=True)
class Attendant:
    """Of the applicant only `role` is said. `paper` is the authorisation (proxy) or proof of guardianship (guardian).

    `scope` is what the paper allows in its own words, `signs` and `collects` what follows for the papers of the case
    and its letters. `relation` is that to the applicant.
    """

    role: Role = Role.SELF
    name: str = ""
    id_kind: str = ""
    id_number: str = ""
    phone: str = ""
    relation: str = ""
    paper: str = ""
    authorised_on: date | None = None
    scope: str = ""
    signs: bool = True
    collects: bool = True

    def told(self) -> str:
        """Who it is, for a letter and the screen: `代办人 张三（居民身份证 110105********002X）`."""
        if self.role is Role.SELF:
            return ROLE_NAMES[self.role]
        kind = DOCUMENT_NAMES[DocumentKind(self.id_kind)]
        return f"{ROLE_NAMES[self.role]} {self.name}（{kind} {mask_id(self.id_number)}）"

    def powers(self) -> str:
        """What this person may do for the applicant: `可签字、可领取文书`."""
        words = [f"可{word}" if may else f"不可{word}" for word, may in self._powers()]
        return "、".join(words)

    def _powers(self) -> tuple[tuple[str, bool], ...]:
        return (_SIGNS, self.signs), (_COLLECTS, self.collects)


APPLICANT = Attendant()
ATTENDANT_TEXTS = (
    *("role", "name", "id_kind", "id_number", "phone", "relation", "paper", "authorised_on", "scope"),
    *("signs", "collects"),
)


@dataclass(frozen=True, slots=True)
class AttendantRecord:
    """An attendant as recorded for a case: the newest counts."""

    id: int
    case_id: int
    attendant: Attendant
    recorded_by: int
    recorded_at: datetime


def read_attendant(texts: Mapping[str, str], authorised_on: date | None, today: date) -> Attendant:
    """An attendant from typed texts: role, name, id_kind, id_number, phone, relation, paper, scope, signs, collects.

    `signs` and `collects` are "yes" or "no". Raises InputError naming the field.
    """
    role = _role(texts.get("role", ""))
    if role is Role.SELF:
        return APPLICANT
    typed = texts.get("id_kind", "")
    name = _at("name", lambda: PersonName.parse(texts.get("name", "")).text)
    document = _at("id_number", lambda: IdentityDocument.parse(texts.get("id_number", ""), _kind(typed), today))
    phone = texts.get("phone", "").strip()
    read = Attendant(
        role=role,
        name=name,
        id_kind=document.kind.value,
        id_number=document.number,
        phone=_at("phone", lambda: parse_phone(phone)) if phone or role is Role.PROXY else "",
        relation=texts.get("relation", "").strip(),
        paper=texts.get("paper", "").strip(),
        authorised_on=authorised_on,
        scope=texts.get("scope", "").strip(),
        signs=_answered(texts, "signs", role),
        collects=_answered(texts, "collects", role),
    )
    _require(read, today)
    return read


def _require(read: Attendant, today: date) -> None:
    proxy = read.role is Role.PROXY
    if not proxy and not read.relation:
        raise InputError("请写明监护人与申请人的关系，例如“父亲”“配偶”。", "relation")
    if not read.paper:
        example = "授权委托书" if proxy else "户口簿、出生证明或指定监护的文书"
        raise InputError(f"请写明凭什么{'代办' if proxy else '认定监护关系'}，例如“{example}”。", "paper")
    if proxy and read.authorised_on is None:
        raise InputError("请填写授权书上的日期。", "authorised_on")
    if read.authorised_on is not None and read.authorised_on > today:
        raise InputError(f"授权日期 {read.authorised_on} 晚于今天 {today}，请核对授权书。", "authorised_on")
    if proxy and not read.scope:
        raise InputError("请照授权书写明授权范围，例如“代为申请、代为签收决定书”。", "scope")


def _answered(texts: Mapping[str, str], key: str, role: Role) -> bool:
    """What a proxy may do is read off the authorisation; a guardian acts for the applicant unless it is said."""
    answer = texts.get(key, "")
    if answer not in {"yes", "no"} and role is Role.PROXY:
        what = "代为签字" if key == "signs" else "代领决定书"
        raise InputError(f"请照授权书选：代办人能否{what}。", key)
    return answer != "no"


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise InputError("请选择到场的是本人、代办人还是监护人。", "role") from None


def _kind(text: str) -> DocumentKind | None:
    if not text:
        return None
    try:
        return DocumentKind(text)
    except ValueError:
        raise InputError("没有这种证件，请从列表中选择。", "id_kind") from None


def _at(field: str, read: Callable[[], T]) -> T:
    """The same error at the field of this form."""
    try:
        return read()
    except InputError as error:
        raise InputError(error.message, error.field if error.field == "id_kind" else field) from None
