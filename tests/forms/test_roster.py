"""The columns of a roster recognised and corrected, its cells read as the person card reads them."""

from __future__ import annotations

import pytest

from forms.fields import Setting
from forms.roster import read_roster
from forms.roster_columns import find_columns, mapped, roster_rows
from forms.spreadsheet import Sheet, SheetCell
from models.errors import InputError
from models.roster import RosterEntry, RosterField
from models.training_class import Attendance
from tests.builders.rosters import PROOF, STREETS, TODAY, entries_of, roster_line, roster_lines, text_file, workbook


def sheet(*rows: tuple[str, ...]) -> Sheet:
    return tuple(tuple(SheetCell(text) for text in row) for row in rows)


def entry(**changes: str) -> RosterEntry:
    return entries_of(text_file([roster_line(1, **changes)]), "名册.csv")[0]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("学员姓名", RosterField.NAME),
        ("身份证号", RosterField.ID_NUMBER),
        ("证件号码（必填）", RosterField.ID_NUMBER),
        (" 联 系 电 话 ", RosterField.PHONE),
        ("手机号码", RosterField.PHONE),
        ("开户行：", RosterField.BANK_NAME),
        ("银行卡号*", RosterField.BANK_CARD),
        ("街道/乡镇", RosterField.STREET),
        ("应出勤天数", RosterField.DAYS_PLANNED),
    ],
)
def test_the_usual_headings_are_recognised(heading: str, field: RosterField) -> None:
    assert find_columns(sheet((heading,), ("x",))).fields == {0: field}


def test_a_title_and_remarks_above_the_headings_are_passed_over() -> None:
    columns = find_columns(
        sheet(("2026年第3期学员花名册",), ("填表人：某", "", ""), ("序号", "姓名", "身份证号"), ("1", "甲", "2"))
    )
    assert (columns.head, dict(columns.fields)) == (2, {1: RosterField.NAME, 2: RosterField.ID_NUMBER})


def test_a_sheet_without_headings_and_one_without_an_id_number_are_refused() -> None:
    with pytest.raises(InputError, match="没有找到表头"):
        find_columns(sheet(("甲", "乙"), ("丙", "丁")))
    with pytest.raises(InputError, match="身份证号"):
        roster_rows(*((found := sheet(("姓名", "备注"), ("甲", "x"))), find_columns(found)))


def test_the_clerk_may_name_a_column_but_not_two_for_one_thing() -> None:
    found = sheet(("姓名", "号码"), ("甲", "110"))
    columns = mapped(find_columns(found), {0: RosterField.NAME, 1: RosterField.ID_NUMBER})
    assert roster_rows(found, columns)[0].texts[RosterField.ID_NUMBER] == "110"
    with pytest.raises(InputError, match="两列"):
        mapped(columns, {0: RosterField.NAME, 1: RosterField.NAME})


def test_a_good_line_is_read_to_the_values_of_the_person_card() -> None:
    found = entry()
    assert not found.notes
    assert found.values["household"] == "beijing_urban"
    assert found.groups == {"person.urban_unemployed": PROOF}
    assert found.attendance == Attendance(25, None, True)


@pytest.mark.parametrize(
    ("column", "text", "bad", "words"),
    [
        ("身份证号码", "110101199003071235", True, "校验码"),
        ("身份证号码", "", True, "没有填写"),
        ("姓名", "练习1", True, "数字"),
        ("联系电话", "12345", True, "电话号码不对"),
        ("所属街道", "没有的街道", True, "不在本局的名单里"),
        ("银行卡号", "6222029876500001", False, "校验位不符"),
        ("户籍性质", "城镇", False, "暂按未知"),
        ("人员类别", "社会人员", False, "不在名单里"),
        ("出勤天数", "二十", True, "整数"),
        ("是否结业", "大概", True, "是或否"),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(column: str, text: str, bad: bool, words: str) -> None:
    notes = entry(**{column: text}).notes
    assert [note.bad for note in notes] == [bad]
    assert words in notes[0].words


def test_what_only_the_file_as_a_whole_shows_is_told() -> None:
    lines = roster_lines(3)
    lines[1] = roster_line(2, 姓名=lines[0]["姓名"], 银行卡号=lines[0]["银行卡号"])
    lines[2] = roster_line(3, 身份证号码=lines[0]["身份证号码"])
    entries = entries_of(workbook(lines))
    assert [len(one.notes) for one in entries] == [2, 2, 1]
    assert entries[2].notes[0].bad
    assert "第3行" in entries[2].notes[0].words


def test_no_group_is_believed_without_the_proof_it_was_looked_up_in() -> None:
    columns_of = text_file([roster_line(1)])
    found = entries_of(columns_of, "名册.csv", proof="")[0]
    assert not found.groups
    assert "凭什么认定" in found.notes[0].words


def test_a_street_for_all_fills_only_what_is_empty() -> None:
    found = sheet(("姓名", "身份证号", "街道"), ("练习甲", roster_line(1)["身份证号码"], ""), ("乙", "", "东华门街道"))
    entries = read_roster(roster_rows(found, find_columns(found)), Setting(TODAY, STREETS), street="练习街道")
    assert [one.values["street"] for one in entries] == ["练习街道", "东华门街道"]
