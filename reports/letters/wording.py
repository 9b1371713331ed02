"""Words that several letters share: dates, amounts, accounts, ordinals and the remedy paragraph."""

from __future__ import annotations

import re
from datetime import date

from models.districts import DISTRICTS
from models.errors import InputError
from models.id_number import mask_id
from models.letter import LetterOrder
from models.office import Office
from models.person import Person

FOUNDING, FOUNDING_DATE = "京办发〔2018〕31号", date(2018, 12, 29)
REMEDY_SETTING, REVIEW_FIRST = "remedy.mode", "review_first"
_REVIEW_FIRST_FROM, _REVIEW_FIRST_TO = date(2024, 1, 1), date(2026, 6, 30)


def day(value: date) -> str:
    """2026年3月2日, without zeros in front (GB/T 9704)."""
    return f"{value.year}年{value.month}月{value.day}日"


def yuan(fen: int) -> str:
    """1,500.00元; below zero with the minus sign in front."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}元"


def money(fen: int) -> str:
    """人民币1,500.00元（大写：壹仟伍佰元整）; `fen` is never negative."""
    return f"人民币{yuan(fen)}（大写：{capitals(fen)}）"


def capitals(fen: int) -> str:
    """An amount in the capitals of 正确填写票据和结算凭证的基本规定: 元整, 角整 or 分 at its end."""
    import cn2an  # type: ignore[import-untyped]

    if fen < 0:
        raise InputError("金额不能小于零。", "amount_fen")
    if fen == 0:
        return "零元整"
    written = str(cn2an.an2cn(f"{fen // 100}.{fen % 100:02d}", "rmb"))
    return written + "整" if written.endswith("角") else written


def ordinal(number: int) -> str:
    """（一）, （二） …"""
    return f"（{_chinese(number)}）"


def heading(number: int, text: str) -> str:
    """一、查明的事实."""
    return f"{_chinese(number)}、{text}"


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if number < 10:
        return digits[number]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def masked_id(person: Person) -> str:
    """As much of the number as tells people apart and is not to be misused; of a passport's its end only."""
    return mask_id(person.id_number)


def numbered(order: LetterOrder) -> str:
    """The applicant's number: a person's masked; an enterprise's code, which is public, whole."""
    if order.enterprise is not None:
        return f"统一社会信用代码{order.enterprise.credit_code}"
    return f"证件号码{masked_id(order.person)}"


def to_enterprise(text: str) -> str:
    """A sentence that addresses a person, as it addresses an enterprise."""
    return _YOU.sub("你单位", text.replace("本人银行卡或者社会保障卡", "单位银行账户"))


_YOU = re.compile("你(?:本人|单位|们)?")


def account_tail(person: Person) -> str:
    """The last four digits of the account, or nothing where none is on file."""
    return person.bank_card[-4:]


def district_of(office: Office) -> str:
    """The district's name, e.g. 东城区. Raises InputError for a code that is none of Beijing's."""
    try:
        return DISTRICTS[office.district]
    except KeyError:
        raise InputError(
            f"局设置里的区划代码 {office.district} 不是北京市的区，请管理员更正后再制作文书。", "district"
        ) from None


def remedy(office: Office, decided_on: date) -> str:
    """How to seek review or sue (行政复议法 20、24条, 行政诉讼法 46条).

    The free choice is the rule (行政复议法实施条例 30条 from 2026-07-01); "review first" is printed only where the
    office has chosen it and the decision falls in the time when the question was open.
    """
    organ = f"北京市{district_of(office)}人民政府"
    chosen = (office.settings or {}).get(REMEDY_SETTING) == REVIEW_FIRST
    if chosen and _REVIEW_FIRST_FROM <= decided_on <= _REVIEW_FIRST_TO:
        return (
            f"如不服本决定，应当自收到本决定书之日起六十日内，先向{organ}申请行政复议；"
            "对行政复议决定不服的，可以自收到行政复议决定书之日起十五日内，依法向人民法院提起行政诉讼。"
        )
    return (
        f"如不服本决定，可以自收到本决定书之日起六十日内，依法向{organ}申请行政复议；"
        "也可以自收到本决定书之日起六个月内，依法向有管辖权的人民法院提起行政诉讼。"
    )


def applied(order: LetterOrder) -> str:
    """The opening: when the application came, what for, when it was accepted."""
    case = order.case
    opening = f"我局于{day(case.applied_on)}收到你提出的{order.programme_name}申请（案号{case.number}）"
    if case.accepted_on is None:
        return opening
    if case.accepted_on == case.applied_on:
        return f"{opening}，并于当日受理"
    return f"{opening}，并于{day(case.accepted_on)}受理"
