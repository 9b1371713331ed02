"""Rosters as schools send them: invented people in a workbook or a text file, and a class to take them in."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from forms.fields import Setting
from forms.roster import read_roster
from forms.roster_columns import find_columns, roster_rows
from forms.spreadsheet import read_sheet
from models.casework.classes import add_class
from models.casework.rosters import RosterSaved, save_roster, stage_roster
from models.casework.unit_of_work import Desk
from models.roster import RosterEntry
from models.training_class import TrainingClass
from tests.builders.people import make_card, make_id

HEADINGS = (
    "序号",
    "姓名",
    "身份证号码",
    "联系电话",
    "人员类别",
    "户籍性质",
    "所属街道",
    "银行卡号",
    "开户行",
    "出勤天数",
    "是否结业",
)
STREETS = ("练习街道", "东华门街道")
TODAY = date(2025, 6, 3)
PROOF = "失业登记系统核对"
_NAMES = "甲乙丙丁戊己庚辛壬癸"
GROUP = TrainingClass(
    id=0,
    number="练2025-007",
    school="练习职业技能培训学校",
    kind="skill",
    occupation="育婴员",
    level=5,
    started_on=date(2025, 4, 7),
    ended_on=date(2025, 5, 16),
    provider_listed=True,
    in_catalogue=True,
    days_planned=25,
)


def roster_line(number: int, **changes: str) -> dict[str, str]:
    """The n-th invented person as the line of a roster; any column may be changed."""
    line = {
        "序号": str(number),
        "姓名": f"练习{_NAMES[number // 10 % 10]}{_NAMES[number % 10]}",
        "身份证号码": make_id("110101", date(1980 + number % 20, 3, 1 + number % 28), number),
        "联系电话": f"139{number:08d}",
        "人员类别": "城镇失业人员",
        "户籍性质": "本市城镇",
        "所属街道": STREETS[0],
        "银行卡号": make_card(f"62220298765{number:06d}"),
        "开户行": "练习银行",
        "出勤天数": "25",
        "是否结业": "是",
    }
    return line | changes


def roster_lines(count: int, changes: Mapping[int, Mapping[str, str]] | None = None) -> list[dict[str, str]]:
    """The lines of `count` people, from number 1 on."""
    changed = changes or {}
    return [roster_line(number, **changed.get(number, {})) for number in range(1, count + 1)]


def workbook(
    lines: Sequence[Mapping[str, Any]], headings: Sequence[str] = HEADINGS, title: str = "学员花名册"
) -> bytes:
    """A workbook as a school makes it: a title line, headings, one line a person. Numbers stay numbers."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": True}) as book:
        sheet = book.add_worksheet("花名册")
        sheet.write(0, 0, title)
        sheet.write_row(1, 0, headings)
        for place, line in enumerate(lines, start=2):
            sheet.write_row(place, 0, [line.get(heading, "") for heading in headings])
    return target.getvalue()


def text_file(lines: Sequence[Mapping[str, Any]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """The same as a text file."""
    target = io.StringIO()
    writer = csv.DictWriter(target, HEADINGS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(lines)
    return target.getvalue().encode(encoding)


def entries_of(content: bytes, name: str = "roster.xlsx", proof: str = PROOF) -> tuple[RosterEntry, ...]:
    """A file read to entries, with the columns as they are recognised."""
    sheet = read_sheet(content, name)
    return read_roster(roster_rows(sheet, find_columns(sheet)), Setting(TODAY, STREETS), proof)


def taken_over(desk: Desk, entries: Sequence[RosterEntry], number: str = GROUP.number) -> RosterSaved:
    """Stage and save."""
    return save_roster(desk, entries, stage_roster(desk, entries, number)).value


def class_of(desk: Desk, count: int) -> TrainingClass:
    """A class with `count` members on its roster."""
    group = add_class(desk, GROUP).value
    taken_over(desk, entries_of(text_file(roster_lines(count)), "roster.csv"))
    return group
