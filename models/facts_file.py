"""Facts as JSON: the facts file of the command line, and the form in which facts are stored.

Reading is strict. A key left out is unknown; null is 'known to be absent' and allowed only where the
vocabulary says so; everything else that does not fit is an InputError whose `field` names the key or row.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NoReturn

from models.credit_code import parse_credit_code
from models.errors import InputError
from models.facts import Award, FactList, Facts, FactValue, RowValue
from models.id_number import IdNumber
from models.identity_document import DocumentKind, IdentityDocument
from models.typed_text import has_hidden
from models.vocabulary import PROGRAMME_NAMES, FactKey, FactType, fact_key, shown

_AWARD_KEYS = frozenset({"programme", "on", "occupation", "level", "number"})
_EARLIEST = date(1900, 1, 1)  # nobody who applies was born before it: an earlier year is a slip
_ISO_LENGTH = len("2023-06-01")
_MOST_ROWS = 5000
_PLAIN = frozenset({str, int, bool, type(None)})
_CREDIT_CODE, _WORKER_ID = "enterprise.credit_code", "worker.id_number"


def read_facts(text: str) -> Facts:
    """Read the text of a facts file. Raises InputError."""
    return facts_from_json(_load(text))


def facts_from_json(data: Any) -> Facts:
    """Facts from decoded JSON (`{"facts": {...}, "awards": {...}}`). Raises InputError.

    Birth date and sex are derived from a given ID number, and must agree with it when given too.
    """
    top = _object(data, "facts", "事实文件")
    _known_keys(top, frozenset({"facts", "awards"}), "事实文件")
    given = _object(top.get("facts", {}), "facts", "facts")
    values = _with_identity({name: read_value(name, value) for name, value in given.items()})
    check_agreement(values)
    awards, complete = _awards(top.get("awards", {}))
    return Facts(MappingProxyType(values), awards, complete)


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """The same shape as the facts file; `facts_from_json` gives the facts back."""
    return {
        "facts": {name: value_to_json(value) for name, value in facts.values.items()},
        "awards": awards_to_json(facts.awards, complete=facts.awards_complete),
    }


def awards_to_json(awards: Sequence[Award], *, complete: bool) -> dict[str, Any]:
    """The `awards` object of the facts file."""
    return {"complete": complete, "list": [award_to_json(award) for award in awards]}


def award_to_json(award: Award) -> dict[str, Any]:
    """One row of the awards list; what is not known is left out."""
    row: dict[str, Any] = {"programme": award.programme, "on": award.on.isoformat()}
    for name in ("occupation", "level", "number"):
        if (value := getattr(award, name)) is not None:
            row[name] = value
    return row


def value_to_json(value: FactValue) -> Any:
    """A fact's value as JSON; dates as ISO text, a list with its completeness mark."""
    if value.__class__ in _PLAIN:
        return value
    if isinstance(value, FactList):
        rows = [{name: value_to_json(each) for name, each in row.items()} for row in value.rows]
        return {"complete": value.complete, "list": rows}
    return value.isoformat() if isinstance(value, date) else value


def read_value(name: str, value: Any) -> FactValue:
    """One fact from its JSON value, checked against the vocabulary. Raises InputError naming the key."""
    return _value(fact_key(name), value)


def _value(key: FactKey, value: Any) -> FactValue:
    if value is None:
        if not key.nullable:
            _refuse(f"“{key.name}”（{key.label}）不能填null，不清楚时请不要写这一项", key.name)
        return None
    return _READERS[key.type](key, value)


def read_award(data: Any, place: str = "awards") -> Award:
    """One row of the awards list. Raises InputError naming the row."""
    row = _object(data, place, place)
    _known_keys(row, _AWARD_KEYS, place)
    programme = row.get("programme")
    if not isinstance(programme, str) or programme not in PROGRAMME_NAMES:
        _refuse(f"{place}的programme缺少或不是已有的补贴项目，请核对", f"{place}.programme")
    if "on" not in row:
        _refuse(f"{place}缺少on（当时的申请日期），请补上", f"{place}.on")
    return Award(
        programme=programme,
        on=_iso_date(row["on"], f"{place}.on", "申请日期"),
        occupation=_award_value(row, "occupation", "certificate.occupation", place),
        level=_award_value(row, "level", "certificate.level", place),
        number=_award_value(row, "number", "training.number", place),
    )


def check_agreement(values: Mapping[str, FactValue]) -> None:
    """Refuse facts that cannot be true together. Raises InputError naming one of them."""
    started, ended = values.get("training.started_on"), values.get("training.ended_on")
    if isinstance(started, date) and isinstance(ended, date) and ended < started:
        _refuse("结课日期早于开班日期，请核对training.started_on和training.ended_on", "training.ended_on")
    attended, planned = values.get("training.days_attended"), values.get("training.days_planned")
    if isinstance(attended, int) and isinstance(planned, int) and attended > planned:
        _refuse(
            "实际出勤天数多于计划培训天数，请核对training.days_attended和training.days_planned",
            "training.days_attended",
        )


def check_application_date(facts: Facts, on: date) -> None:
    """An application cannot precede the certificate it rests on. Raises InputError."""
    issued = facts.values.get("certificate.issued_on")
    if isinstance(issued, date) and on < issued:
        _refuse(
            f"申请日期{on.isoformat()}早于证书核发日期（certificate.issued_on）{issued.isoformat()}，请核对这两个日期",
            "certificate.issued_on",
        )


def _load(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant)
    except json.JSONDecodeError as problem:
        raise InputError(f"事实文件第{problem.lineno}行不是正确的JSON，请核对标点和引号", "facts") from None
    except (RecursionError, ValueError):
        raise InputError("事实文件不是正确的JSON（嵌套过深或数字过长），请核对", "facts") from None


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in pairs:
        if name in result:
            _refuse(f"“{shown(name)}”重复出现，请只保留一处", name)
        result[name] = value
    return result


def _no_constant(text: str) -> NoReturn:
    _refuse(f"“{text}”不是JSON允许的数字，请核对", "facts")


def _object(data: Any, field: str, place: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        _refuse(f"{place}应是JSON对象（花括号），请核对", field)
    return data


def _known_keys(data: Mapping[str, Any], allowed: frozenset[str], place: str) -> None:
    for name in data:
        if name not in allowed:
            _refuse(f"{place}里没有“{shown(name)}”这一项，只能用{'、'.join(sorted(allowed))}", str(name))


def _awards(data: Any) -> tuple[tuple[Award, ...], bool]:
    rows, complete = _marked_list(data, "awards", "没有享受记录请写[]")
    return tuple(read_award(row, f"awards.list第{place}行") for place, row in enumerate(rows, start=1)), complete


def _marked_list(data: Any, name: str, when_empty: str) -> tuple[list[Any], bool]:
    """The rows of `{"complete": …, "list": […]}` and its completeness mark."""
    block = _object(data, name, name)
    _known_keys(block, frozenset({"complete", "list"}), name)
    complete = block.get("complete", False)
    if not isinstance(complete, bool):
        _refuse(f"{name}的complete只能是true或false", f"{name}.complete")
    if complete and "list" not in block:
        _refuse(f"{name}的complete为true时必须写出list，{when_empty}", f"{name}.list")
    rows = block.get("list", [])
    if not isinstance(rows, list):
        _refuse(f"{name}的list应是数组（方括号），请核对", f"{name}.list")
    return rows, complete


def _award_value(row: Mapping[str, Any], name: str, like: str, place: str) -> Any:
    value = row.get(name)
    if value is None:
        return None
    try:
        return read_value(like, value)
    except InputError as problem:
        raise InputError(f"{place}的{name}不对：{problem.message}", f"{place}.{name}") from None


def _with_identity(values: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Birth date and sex derived from an ID number that carries them; a disagreement is refused."""
    code = values.get(_CREDIT_CODE)
    if isinstance(code, str):
        values = {**values, _CREDIT_CODE: parse_credit_code(code, _CREDIT_CODE)}
    text = values.get("person.id_number")
    if not isinstance(text, str):
        return dict(values)
    kind = values.get("person.id_kind")
    number = IdentityDocument.parse(text, DocumentKind(kind) if isinstance(kind, str) else None)
    told: dict[str, FactValue | None] = {"person.birth_date": number.birth_date, "person.sex": number.sex}
    derived: dict[str, FactValue] = {name: value for name, value in told.items() if value is not None}
    for name, value in derived.items():
        if name in values and values[name] != value:
            _refuse(f"“{name}”（{fact_key(name).label}）与身份证号码不一致，请核对", name)
    return {**values, "person.id_number": number.number, **derived}


def _text(key: FactKey, value: Any) -> str:
    if not isinstance(value, str):
        _wrong(key, "应是文字（加引号）")
    text = unicodedata.normalize("NFC", value).strip()
    if not text:
        _wrong(key, "是空白，不清楚时请不要写这一项")
    if has_hidden(text):
        _wrong(key, "含有不可见的控制字符，请重新输入")
    return text


def _integer(key: FactKey, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        _wrong(key, "应是整数（不加引号、不带小数点）")
    if key.allowed and value not in key.allowed:
        _wrong(key, "只能是1至5级，或0（学徒工）、7（特级技师）、8（首席技师）")
    if key.minimum is not None and value < key.minimum:
        _wrong(key, f"不能小于{key.minimum}")
    if key.maximum is not None and value > key.maximum:
        _wrong(key, f"大于{key.maximum}{key.unit}，不可能，请核对")
    return value


def _date(key: FactKey, value: Any) -> date:
    return _iso_date(value, key.name, key.label)


def _choice(key: FactKey, value: Any) -> str:
    if not isinstance(value, str) or value not in key.choices:
        _wrong(key, f"只能是{'、'.join(key.choices)}之一")
    return value


def _yes_no(key: FactKey, value: Any) -> bool:
    if not isinstance(value, bool):
        _wrong(key, "只能是true或false（不加引号）")
    return value


def _list(key: FactKey, value: Any) -> FactList:
    """Rows of a list fact. An ID number is checked, and nobody may stand on the list twice."""
    given, complete = _marked_list(value, key.name, "没有的请写[]")
    if len(given) > _MOST_ROWS:
        _wrong(key, f"多于{_MOST_ROWS}行，请分批申请")
    rows = tuple(_row(key, row, f"{key.name}第{place}行") for place, row in enumerate(given, start=1))
    numbers = [row[_WORKER_ID] for row in rows if _WORKER_ID in row]
    if len(set(numbers)) < len(numbers):
        _wrong(key, "有两行是同一个身份证号码，请核对名单")
    return FactList(rows, complete)


def _row(key: FactKey, data: Any, place: str) -> Mapping[str, RowValue]:
    row = _object(data, key.name, place)
    _known_keys(row, frozenset(key.columns), place)
    values: dict[str, RowValue] = {}
    for name, given in row.items():
        try:
            value = _value(key.columns[name], given)
        except InputError as problem:
            raise InputError(f"{place}：{problem.message}", f"{place}.{name}") from None
        if not isinstance(value, FactList):
            values[name] = _worker_number(value, place) if name == _WORKER_ID else value
    return MappingProxyType(values)


def _worker_number(value: RowValue, place: str) -> str:
    try:
        return IdNumber.parse(str(value)).text
    except InputError as problem:
        raise InputError(f"{place}：{problem.message}", f"{place}.{_WORKER_ID}") from None


_READERS: Mapping[FactType, Callable[[FactKey, Any], FactValue]] = {
    FactType.LIST: _list,
    FactType.TEXT: _text,
    FactType.INTEGER: _integer,
    FactType.DATE: _date,
    FactType.CHOICE: _choice,
    FactType.YES_NO: _yes_no,
}


def _iso_date(value: Any, field: str, label: str) -> date:
    problem = f"“{field}”（{label}）应是存在的日期，写作2023-06-01，请核对"
    if not isinstance(value, str) or len(value) != _ISO_LENGTH or value[4] + value[7] != "--":
        _refuse(problem, field)
    try:
        day = date.fromisoformat(value)
    except ValueError:
        _refuse(problem, field)
    if day < _EARLIEST:
        _refuse(f"“{field}”（{label}）早于{_EARLIEST.year}年，请核对年份", field)
    return day


def _wrong(key: FactKey, why: str) -> NoReturn:
    _refuse(f"“{key.name}”（{key.label}）{why}", key.name)


def _refuse(message: str, field: str) -> NoReturn:
    raise InputError(message, field)
