"""The rows of a roster read to values: each cell as the person card reads it, and what is wrong said at the cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from forms.fields import Setting, read, yes_or_no
from forms.load import load_form
from models.errors import InputError
from models.roster import FIELD_NAMES, RosterEntry, RosterField, RosterNote, RosterRow
from models.training_class import Attendance
from models.typed_text import fold_width, has_hidden, is_digits
from models.vocabulary import shown

_FLAWS: Mapping[str, str] = {
    "formula": "是公式，不能确认它的值。请在表格里改成数值或文字，或在这里填写",
    "digits": "在表格里存成了数字，末尾几位已经丢失。请对照证件在这里重新填写，或把该列改为文本后重新导入",
}
_CARD_FIELDS = (
    *(RosterField.NAME, RosterField.ID_NUMBER, RosterField.PHONE, RosterField.STREET, RosterField.ADDRESS),
    *(RosterField.BANK_CARD, RosterField.BANK_NAME),
)
_SEPARATORS = re.compile(r"[、，,;；/|\s]+")
_NO_GROUP = frozenset({"", "无", "其他", "其它", "-", "—"})
_GROUP_WORDS: Mapping[str, str] = {
    "城镇失业人员": "person.urban_unemployed",
    "本市城镇失业人员": "person.urban_unemployed",
    "登记失业人员": "person.urban_unemployed",
    "城镇登记失业人员": "person.urban_unemployed",
    "失业人员": "person.urban_unemployed",
    "农村劳动力": "person.rural_labour",
    "农村转移就业劳动力": "person.rural_labour",
    "本市农村劳动力": "person.rural_labour",
    "低收入农户": "person.low_income_farm_household",
    "低收入农户劳动者": "person.low_income_farm_household",
    "退役军人": "person.veteran",
    "退伍军人": "person.veteran",
    "转岗再就业职工": "person.redeployed_worker",
    "转岗职工": "person.redeployed_worker",
    "残疾人": "person.disabled",
    "高校毕业生": "person.college_graduate",
    "职业院校毕业生": "person.vocational_graduate",
    "就业困难人员": "person.hard_to_employ",
}
_HOUSEHOLD_WORDS: Mapping[str, str] = {
    **dict.fromkeys(
        ("本市城镇户籍", "本市城镇", "北京城镇", "北京市城镇", "本市非农业", "北京非农业"), "beijing_urban"
    ),
    **dict.fromkeys(("本市农村户籍", "本市农村", "北京农村", "北京市农村", "本市农业", "北京农业"), "beijing_rural"),
    **dict.fromkeys(("外省市户籍", "外省市", "外地", "京外", "非京籍", "外埠"), "other"),
}


def read_roster(
    rows: Sequence[RosterRow], setting: Setting, proof: str = "", street: str = ""
) -> tuple[RosterEntry, ...]:
    """Every row read. `proof` is what the clerk looked the groups up in, `street` holds for rows that name none."""
    entries = [_entry(row, setting, proof.strip(), street.strip()) for row in rows]
    return tuple(_with_twins(entries))


def _entry(row: RosterRow, setting: Setting, proof: str, street: str) -> RosterEntry:
    notes = [_flaw(known, flaw) for known, flaw in row.flaws.items()]
    texts = {known: text for known, text in row.texts.items() if known not in row.flaws}
    if street and not texts.get(RosterField.STREET):
        texts[RosterField.STREET] = street
    values = dict(_card_values(texts, setting, notes))
    household = _household(texts.get(RosterField.HOUSEHOLD, ""), notes)
    if household:
        values["household"] = household
    groups = _groups(texts.get(RosterField.GROUPS, ""), texts.get(RosterField.GROUP_PROOF, "") or proof, notes)
    return RosterEntry(row, values, groups, _attendance(texts, notes), tuple(notes))


def _flaw(known: RosterField, flaw: str) -> RosterNote:
    return RosterNote(f"{FIELD_NAMES[known]}{_FLAWS[flaw]}", True, known)


def _card_values(
    texts: Mapping[RosterField, str], setting: Setting, notes: list[RosterNote]
) -> Iterator[tuple[str, Any]]:
    asked = {field.key.removeprefix("person."): field for field in load_form("person").fields()}
    for known in _CARD_FIELDS:
        text = texts.get(known, "")
        reading = read(asked[known], text, setting)
        if reading.error:
            notes.append(RosterNote(reading.error, True, known))
        elif reading.known:
            yield known.value, reading.value
            notes.extend(RosterNote(warning, False, known) for warning in reading.warnings)
        elif known in {RosterField.NAME, RosterField.ID_NUMBER} and not any(n.field is known for n in notes):
            notes.append(RosterNote(f"没有填写{FIELD_NAMES[known]}", True, known))
        if known is RosterField.NAME and reading.known:
            yield "name_as_typed", text


def _household(text: str, notes: list[RosterNote]) -> str | None:
    plain = "".join(fold_width(text).split())
    if not plain:
        return None
    found = _HOUSEHOLD_WORDS.get(plain.removesuffix("户口").removesuffix("户籍")) or _HOUSEHOLD_WORDS.get(plain)
    if found is None:
        words = f"户籍“{shown(text)}”看不出是本市城镇、本市农村还是外省市，暂按未知，不影响导入"
        notes.append(RosterNote(words, False, RosterField.HOUSEHOLD))
    return found


def _groups(text: str, proof: str, notes: list[RosterNote]) -> dict[str, str]:
    """The groups named, each with what it was looked up in; without that nothing is known of them."""
    found = []
    for word in _SEPARATORS.split(fold_width(text)):
        if word in _NO_GROUP:
            continue
        if (key := _GROUP_WORDS.get(word)) is None:
            words = f"人员类别“{shown(word)}”不在名单里，没有采用；请在申请人信息里核对"
            notes.append(RosterNote(words, False, RosterField.GROUPS))
        else:
            found.append(key)
    if found and not proof:
        words = "人员类别只是名册所写，没有写凭什么认定，暂按未知；核对过的请填写认定凭据"
        notes.append(RosterNote(words, False, RosterField.GROUPS))
    if proof and has_hidden(proof):
        raise InputError("类别凭据里有看不见的控制字符，请删去后重新输入", RosterField.GROUP_PROOF.value)
    return dict.fromkeys(found, proof) if proof else {}


def _attendance(texts: Mapping[RosterField, str], notes: list[RosterNote]) -> Attendance:
    attended = _days(texts, RosterField.DAYS_ATTENDED, notes)
    planned = _days(texts, RosterField.DAYS_PLANNED, notes)
    if planned == 0:
        notes.append(RosterNote("计划天数不能是0", True, RosterField.DAYS_PLANNED))
        planned = None
    completed = _completed(texts.get(RosterField.COMPLETED, ""), notes)
    return Attendance(attended, planned, completed)


def _days(texts: Mapping[RosterField, str], known: RosterField, notes: list[RosterNote]) -> int | None:
    plain = "".join(fold_width(texts.get(known, "")).split()).removesuffix("天")
    if not plain:
        return None
    if not is_digits(plain) or len(plain) > 4 or int(plain) > 1000:
        notes.append(RosterNote(f"{FIELD_NAMES[known]}应是0到1000的整数", True, known))
        return None
    return int(plain)


def _completed(text: str, notes: list[RosterNote]) -> bool | None:
    plain = fold_width(text)
    if not plain:
        return None
    answer = {"合格": True, "结业": True, "已结业": True, "不合格": False, "未结业": False}.get(plain, yes_or_no(plain))
    if answer is None:
        notes.append(RosterNote("是否结业请填是或否", True, RosterField.COMPLETED))
    return answer


def _with_twins(entries: list[RosterEntry]) -> Iterator[RosterEntry]:
    """What only the file as a whole shows: a number twice, namesakes, one card for two people."""
    first: dict[str, int] = {}
    names = Counter(entry.values.get("name") for entry in entries)
    cards = Counter(entry.values.get("bank_card") for entry in entries)
    for entry in entries:
        notes = list(entry.notes)
        number, name, card = (entry.values.get(key) for key in ("id_number", "name", "bank_card"))
        if number in first:
            notes.append(RosterNote(f"证件号与第{first[number]}行相同，一人只能有一行", True, RosterField.ID_NUMBER))
        elif number:
            first[number] = entry.row.line
        if name and names[name] > 1:
            notes.append(RosterNote("名册里有同名的人，请核对证件号", False, RosterField.NAME))
        if card and cards[card] > 1:
            notes.append(RosterNote("名册里另有人用同一卡号，请核对是否本人账户", False, RosterField.BANK_CARD))
        yield replace(entry, notes=tuple(notes))
