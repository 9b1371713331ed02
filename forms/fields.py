"""From typed text to a value, by the kind of the field; a text that cannot be read gives an error, never a guess."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forms.form import Field, FieldKind, field_of
from forms.rows import read_rows, show_rows
from models.bank_card import BankCard
from models.certificate_number import read_certificate_number
from models.credit_code import parse_credit_code
from models.errors import InputError
from models.fact_key import FactKey
from models.facts import FactList, FactValue
from models.facts_file import read_value
from models.identity_document import DocumentKind, IdentityDocument
from models.person_name import PersonName
from models.phone import parse_phone
from models.typed_date import parse_date
from models.typed_text import fold_width, has_hidden, is_digits
from models.vocabulary import LEVEL_NAMES, VOCABULARY, shown

_YES = frozenset({"是", "有", "对", "y", "yes", "true"})
_NO = frozenset({"否", "不是", "没有", "无", "n", "no", "false"})
_ABSENT = frozenset({"无", "没有", "-"})
_YES_KEY, _NO_KEY = "1", "0"


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading depends on besides the text: the Beijing date, the office's streets, the kind of document shown.

    `id_kind` "" leaves it to the number to show its kind.
    """

    today: date
    streets: tuple[str, ...] = ()
    id_kind: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed text means. Not `known` and no `error`: nothing was typed. A known None is 'absent'."""

    known: bool = False
    value: FactValue = None
    error: str = ""
    warnings: tuple[str, ...] = ()


def read(field: Field, text: str, setting: Setting) -> Reading:
    """Read one field's text; the error is the message to show once the field is left."""
    plain = fold_width(text)
    if not plain:
        return Reading()
    if field.nullable and plain in _ABSENT:
        return Reading(known=True, value=None)
    try:
        return _READERS[field.kind](field, text, setting)
    except InputError as problem:
        # The facts file names keys; a clerk sees labels.
        return Reading(error=problem.message.replace(f"“{field.key}”（{field.label}）", f"“{field.label}”"))


def _known(value: FactValue, warnings: Sequence[str] = ()) -> Reading:
    return Reading(known=True, value=value, warnings=tuple(warnings))


def _read_text(field: Field, text: str, _setting: Setting) -> Reading:
    kept = _visible_text(field, text)
    return _known(read_value(field.key, kept) if field.key in VOCABULARY else kept)


def _visible_text(field: Field, text: str) -> str:
    kept = " ".join(text.split())
    if has_hidden(kept):
        raise InputError(f"{field.label}里有看不见的控制字符，请删去后重新输入", field.key)
    return kept


def _read_integer(field: Field, text: str, _setting: Setting) -> Reading:
    plain = "".join(fold_width(text).split()).removesuffix(field.unit)
    if field.key in VOCABULARY and VOCABULARY[field.key].allowed:
        plain = _LEVEL_WORDS.get(plain, plain).removesuffix("级")
    if not is_digits(plain) or len(plain) > 9:
        raise InputError(f"{field.label}应是整数，请只填数字", field.key)
    # What stands in a row of a list is checked with the list.
    return _known(read_value(field.key, int(plain)) if field.key in VOCABULARY else int(plain))


def _read_date(field: Field, text: str, setting: Setting) -> Reading:
    return _known(parse_date(text, setting.today, field.key))


def _read_choice(field: Field, text: str, _setting: Setting) -> Reading:
    plain = fold_width(text)
    if plain in field.choices:
        return _known(plain)
    codes = list(field.choices)
    places = [str(place) for place in range(1, len(codes) + 1)]
    if plain in places:
        return _known(codes[places.index(plain)])
    label = _single_match(plain, list(field.choices.values()))
    if label is None:
        raise InputError(f"{field.label}请从这些里选一项：{_numbered(field.choices)}", field.key)
    return _known(next(code for code, name in field.choices.items() if name == label))


def _read_yes_no(field: Field, text: str, _setting: Setting) -> Reading:
    answer = yes_or_no(text)
    if answer is None:
        raise InputError(f"“{field.label}”请填是或否", field.key)
    return _known(answer)


def _read_certificate_number(field: Field, text: str, _setting: Setting) -> Reading:
    reading = read_certificate_number(text)
    return _known(read_value(field.key, reading.number), reading.warnings)


def _read_id_number(_field: Field, text: str, setting: Setting) -> Reading:
    kind = DocumentKind(setting.id_kind) if setting.id_kind else None
    return _known(IdentityDocument.parse(text, kind, setting.today).number)


def _read_name(_field: Field, text: str, _setting: Setting) -> Reading:
    return _known(PersonName.parse(text).text)


def _read_phone(_field: Field, text: str, _setting: Setting) -> Reading:
    return _known(parse_phone(text))


def _read_bank_card(_field: Field, text: str, _setting: Setting) -> Reading:
    card = BankCard.parse(text)
    return _known(card.number, card.warnings)


def _read_street(field: Field, text: str, setting: Setting) -> Reading:
    street = _single_match(fold_width(text), setting.streets)
    if street is None:
        raise InputError(f"街道（乡镇）“{shown(text)}”不在本局的名单里，请从名单中选择", field.key)
    return _known(street)


def _read_group(field: Field, text: str, _setting: Setting) -> Reading:
    answer = yes_or_no(text)
    if answer is False:
        return _known(False)
    if answer is True:
        raise InputError(f"“{field.label}”请写明凭什么认定，例如“{field.hint}”；不是的填否", field.key)
    return _known(_visible_text(field, text))


def _read_list(field: Field, text: str, setting: Setting) -> Reading:
    return _known(read_rows(VOCABULARY[field.key], text, _read_cell(setting)))


def _read_cell(setting: Setting) -> Callable[[FactKey, str], FactValue]:
    """A cell of a row as its kind of field would be read."""

    def cell(key: FactKey, text: str) -> FactValue:
        reading = read(field_of(key), text, setting)
        if reading.error:
            raise InputError(reading.error, key.name)
        return reading.value

    return cell


def yes_or_no(text: str) -> bool | None:
    """A typed yes or no; None for anything else."""
    plain = fold_width(text).lower()
    if plain in _YES or plain == _YES_KEY:
        return True
    if plain in _NO or plain == _NO_KEY:
        return False
    return None


def show(field: Field, value: FactValue) -> str:
    """A value as the text a clerk would type for it: `read(field, show(field, value))` gives it back."""
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, FactList):
        return show_rows(VOCABULARY[field.key], value)
    if isinstance(value, date):
        return value.isoformat()
    return field.choices.get(str(value), str(value))


def _single_match(text: str, names: Sequence[str]) -> str | None:
    """The name itself, else the only one beginning with the text, else the only one containing it."""
    if text in names:
        return text
    for fits in (str.startswith, str.__contains__):
        found = [name for name in names if fits(name, text)]
        if len(found) == 1:
            return found[0]
    return None


def _numbered(choices: Mapping[str, str]) -> str:
    return "、".join(f"{place} {label}" for place, label in enumerate(choices.values(), start=1))


_LEVEL_WORDS: Mapping[str, str] = {
    word: str(level) for level, name in LEVEL_NAMES.items() for word in (name, *name.split("/"))
}
_READERS: Mapping[FieldKind, Callable[[Field, str, Setting], Reading]] = {
    FieldKind.TEXT: _read_text,
    FieldKind.INTEGER: _read_integer,
    FieldKind.DATE: _read_date,
    FieldKind.CHOICE: _read_choice,
    FieldKind.YES_NO: _read_yes_no,
    FieldKind.CERTIFICATE_NUMBER: _read_certificate_number,
    FieldKind.ID_NUMBER: _read_id_number,
    FieldKind.NAME: _read_name,
    FieldKind.PHONE: _read_phone,
    FieldKind.BANK_CARD: _read_bank_card,
    FieldKind.STREET: _read_street,
    FieldKind.GROUP: _read_group,
    FieldKind.CREDIT_CODE: lambda field, text, _setting: _known(parse_credit_code(text, field.key)),
    FieldKind.LIST: _read_list,
}
