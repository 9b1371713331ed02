"""How the things of a case are said on every page: deadlines, results, facts, people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.item_models.verdict_rows import in_kind_words
from desktop.theme.tokens import Tone
from models.assessment import Assessment, Result
from models.calendar import BEIJING
from models.case import State
from models.enterprise import BANK_ACCOUNT
from models.id_number import mask_id
from models.money import format_yuan
from models.person import Person
from models.vocabulary import IN_KIND, VOCABULARY, FactKey, FactType, level_name


def tr(text: str) -> str:
    """A text of the case screens."""
    return QCoreApplication.translate("Case", text)


def due_words(left: int | None) -> str:
    """超 4 个工作日, 今天, 余 3 个工作日; "" without a due date or beyond the calendar."""
    if left is None:
        return ""
    if left < 0:
        return tr("超 {n} 个工作日").format(n=-left)
    return tr("余 {n} 个工作日").format(n=left) if left else tr("今天到期")


def due_tone(left: int | None) -> Tone:
    """Red when late, amber today and on the next working day."""
    if left is None or left > 1:
        return Tone.TEXT3
    return Tone.BAD if left < 0 else Tone.WARN


def state_words(state: State) -> str:
    """Short enough for a column."""
    return _state_words()[state]


@cache
def _state_words() -> Mapping[State, str]:
    return {
        State.AT_WINDOW: tr("待窗口"),
        State.FOR_APPLICANT: tr("待申请人"),
        State.REGISTERED: tr("已登记"),
        State.FOR_REVIEW: tr("待复核"),
        State.IN_PUBLICITY: tr("公示中"),
        State.FOR_SIGNATURE: tr("待签发"),
        State.TO_SEAL: tr("待用印"),
        State.TO_SERVE: tr("待送达"),
        State.TO_PAY: tr("待拨付"),
        State.PAID: tr("已拨付"),
        State.NOT_ACCEPTED: tr("不予受理"),
        State.WITHDRAWN: tr("已撤回"),
        State.LAPSED: tr("逾期未补"),
        State.IN_CORRECTION: tr("更正中"),
        State.CLOSED: tr("已办结"),
    }


def about_person(person: Person, today: date) -> str:
    """女 · 36 岁 · 本市城镇户籍."""
    sex = {"m": tr("男"), "f": tr("女")}.get(person.sex, "")
    age = tr("{n} 岁").format(n=age_on(person.birth_date, today))
    household = "" if person.household is None else fact_text("person.household", person.household)
    return " · ".join(part for part in (sex, age, household) if part)


def age_on(born: date, today: date) -> int:
    """Whole years of age."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def skill_of(facts: Mapping[str, Any]) -> str:
    """电工 四级, of the certificate or else the course."""
    for kind in ("certificate", "training"):
        occupation, level = facts.get(f"{kind}.occupation"), facts.get(f"{kind}.level")
        rank = level_name(level).partition("/")[0] if level is not None else ""
        parts = [str(occupation) if occupation else "", rank]
        if any(parts):
            return " ".join(part for part in parts if part)
    return ""


def fact_label(key: str) -> str:
    """The Chinese name of a fact."""
    known = VOCABULARY.get(key)
    return key if known is None else known.label


def fact_text(key: str, value: Any) -> str:
    """A fact's JSON value as people read it; a value known to be absent is 无."""
    known = VOCABULARY.get(key)
    if value is None:
        return tr("无")
    if known is None:
        return str(value)
    if key == "person.id_number":
        return mask_id(str(value))
    if key == BANK_ACCOUNT:
        return card_end(str(value))
    return _of_kind(known, value)


def card_end(number: str) -> str:
    """An account by its last digits only."""
    return tr("尾号 {tail}").format(tail=number[-4:])


def _of_kind(known: FactKey, value: Any) -> str:
    if known.type is FactType.YES_NO:
        return tr("是") if value else tr("否")
    if known.type is FactType.CHOICE:
        return known.choices.get(str(value), str(value))
    if known.type is FactType.LIST:
        words = tr("{n} 名，名单完整") if value["complete"] else tr("{n} 名，名单不完整")
        return words.format(n=len(value["list"]))
    if known.allowed and isinstance(value, int):
        return level_name(value)
    return f"{value} {known.unit}" if known.unit else str(value)


def moment(at: datetime) -> str:
    """08-18 09:30, Beijing time."""
    return at.astimezone(BEIJING).strftime("%m-%d %H:%M")


def whole_moment(at: datetime) -> str:
    """2026-08-18 09:30, Beijing time."""
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def amount_words(assessment: Assessment | None) -> str:
    """¥1,500.00, 以服务兑现，不发现金, 标准未定, or — where there is none."""
    if assessment is None or assessment.result is not Result.ELIGIBLE:
        return "—"
    if assessment.amount_fen is not None:
        return format_yuan(assessment.amount_fen)
    if assessment.programme in IN_KIND:
        return in_kind_words()
    return tr("标准未定") if assessment.not_confirmed else "—"
