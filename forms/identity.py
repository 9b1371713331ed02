"""What a document says beside its number: its kind, until when it is valid, birth date and sex, former names.

The ordinary case leaves all of it empty: a resident card's number tells its kind, the birth date and the sex.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.errors import InputError
from models.identity_document import BIRTH_FIELD, EXPIRY_FIELD, KIND_FIELD, SEX_FIELD, DocumentKind, IdentityDocument
from models.identity_document import kind_of as shown_kind
from models.person_name import PersonName
from models.typed_date import parse_date

IDENTITY_PARTS = ("id_kind", "id_expires_on", "birth_date", "sex", "former_names")
_FORMER_FIELD = "person.former_names"
_SEPARATORS = str.maketrans("，,；;/ 　", "、、、、、、、")


@dataclass(frozen=True, slots=True)
class IdentityPart:
    """As typed and read; `kind` None where the number is to show it."""

    kind: DocumentKind | None = None
    expires_on: date | None = None
    birth_date: date | None = None
    sex: str = ""
    former_names: tuple[str, ...] = ()

    def completed(self, text: str, today: date) -> tuple[IdentityDocument, date, str]:
        """The document of a typed number with birth date and sex. Raises InputError for what has to be asked."""
        document = IdentityDocument.parse(text, self.kind, today)
        born, sex = document.birth_date or self.birth_date, document.sex or self.sex
        if born is None:
            raise InputError("这种证件的号码不含出生日期，请照证件填写出生日期", BIRTH_FIELD)
        if not sex:
            raise InputError("这种证件的号码不含性别，请照证件选性别", SEX_FIELD)
        return document, born, sex

    def kept_kind(self, number: str) -> str:
        """The kind as it is stored: "" where the number shows it."""
        return "" if self.kind is None or self.kind is shown_kind(number) else self.kind.value


def read_identity(texts: Mapping[str, Any], today: date) -> IdentityPart:
    """Typed texts read: `id_kind`, `id_expires_on`, `birth_date`, `sex`, `former_names` (a text or an array).

    Raises InputError naming the field.
    """
    sex = _text(texts, "sex", SEX_FIELD)
    if sex not in {"", "m", "f"}:
        raise InputError("性别应为 m（男）或 f（女），请核对", SEX_FIELD)
    return IdentityPart(
        kind=_kind(_text(texts, "id_kind", KIND_FIELD)),
        expires_on=_expiry(_text(texts, "id_expires_on", EXPIRY_FIELD), today),
        birth_date=_birth(_text(texts, "birth_date", BIRTH_FIELD), today),
        sex=sex,
        former_names=_former(texts.get("former_names", "")),
    )


def _text(texts: Mapping[str, Any], key: str, field: str) -> str:
    value = texts.get(key, "")
    if not isinstance(value, str):
        raise InputError(f"{key}应是文字（加引号），请核对", field)
    return value.strip()


def _kind(text: str) -> DocumentKind | None:
    if not text:
        return None
    try:
        return DocumentKind(text)
    except ValueError:
        raise InputError(f"没有这种证件，可用：{'、'.join(DocumentKind)}", KIND_FIELD) from None


def _expiry(text: str, today: date) -> date | None:
    """“长期” is no date at all: such a document does not expire."""
    return None if text in {"", "长期"} else parse_date(text, today, EXPIRY_FIELD, ahead=True)


def _birth(text: str, today: date) -> date | None:
    if not text:
        return None
    born = parse_date(text, today, BIRTH_FIELD)
    if born > today:
        raise InputError(f"出生日期 {born} 晚于今天，请照证件核对", BIRTH_FIELD)
    return born


def _former(given: Any) -> tuple[str, ...]:
    names = given.translate(_SEPARATORS).split("、") if isinstance(given, str) else given
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InputError("曾用名应是文字或数组，请核对", _FORMER_FIELD)
    try:
        return tuple(dict.fromkeys(PersonName.parse(name).text for name in names if name.strip()))
    except InputError as error:
        raise InputError(f"曾用名：{error.message}", _FORMER_FIELD) from None
