"""A bureau with a case at the window, and what it lacks."""

from __future__ import annotations

from datetime import date, datetime

from models.calendar import BEIJING, YearTable
from models.case import Case
from models.casework import intake
from models.casework.calendars import add_year, confirm_year
from models.casework.grounds import Grounds, set_grounds
from models.notice import ItemKind, Wanted
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau

CARD = Wanted(ItemKind.PAPER, "本人银行卡", "没有提交", "提交本人银行卡原件核对", "技能提升补贴办事指南")
MONTHS = Wanted(ItemKind.FACT, "累计缴费月数", "填报的月数与查询结果不一致", "核对后重新填报", "技能提升补贴办事指南")
GROUND = Grounds(lapse_document="测试文号〔2025〕9号", lapse_article="第三条", lapse_days="10")
# Invented, for tests only: a table for a year whose notice is not known.
YEAR_2027 = YearTable(
    2027,
    {date(2027, 1, 1): "元旦", date(2027, 1, 2): "元旦", date(2027, 1, 3): "元旦"},
    frozenset({date(2027, 1, 9)}),
)


def at(bureau: Bureau, day: date, hour: int = 9) -> None:
    """Let it be this hour of this day."""
    bureau.moment = datetime(day.year, day.month, day.day, hour, 0, tzinfo=BEIJING)


def case_at_window(bureau: Bureau, day: date, **other: object) -> Case:
    """A case received on a day, with its register check, not yet accepted."""
    at(bureau, day)
    case = bureau.open(ELIGIBLE_UPGRADE, on=day, **other)
    intake.see_paper(bureau["intake"], case.number, "居民身份证")
    intake.record_register_check(bureau["intake"], case.number, "查无已享受记录", ())
    return bureau.case(case.number)


def put_grounds(bureau: Bureau, grounds: Grounds = GROUND) -> None:
    """The bureau enters the grounds that ship empty."""
    set_grounds(bureau["system"], grounds)


def put_year(bureau: Bureau, table: YearTable = YEAR_2027) -> int:
    """A year entered by one account and confirmed by another; the entry's id."""
    entry = add_year(bureau["review"], table, "测试放假通知〔2026〕1号").value
    confirm_year(bureau["sign"], entry.id)
    return entry.id
