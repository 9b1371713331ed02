"""A list typed or pasted: a row on each line, cells apart by tabs, errors by row and column."""

from __future__ import annotations

from datetime import date

import pytest

from forms.fields import Setting, read, show
from forms.form import Field
from forms.load import programme_form
from forms.session import FormSession
from models.facts import FactList

ON = date(2020, 6, 3)
FULL = "11010519491231002X\t是\t新招用\t20200106\t2020-02-10\t40课时\t12\n\t否\t转岗\t\t\t39"


def field() -> Field:
    found = programme_form("enterprise_training").field("enterprise.workers")
    assert found is not None
    return found


def test_rows_are_read_cell_by_cell_and_an_empty_cell_is_unknown() -> None:
    value = read(field(), FULL, Setting(ON)).value
    assert isinstance(value, FactList)
    assert not value.complete
    assert dict(value.rows[0]) == {
        "worker.id_number": "11010519491231002X", "worker.employed": True, "worker.position": "new_hire",
        "worker.hired_on": date(2020, 1, 6), "worker.trained_on": date(2020, 2, 10), "worker.class_hours": 40,
        "worker.contract_months": 12,
    }  # fmt: skip
    assert dict(value.rows[1]) == {
        "worker.employed": False, "worker.position": "transferred", "worker.class_hours": 39,
    }  # fmt: skip


def test_what_is_shown_is_read_again() -> None:
    value = read(field(), f"{FULL}\n名单完整", Setting(ON)).value
    assert isinstance(value, FactList)
    assert value.complete
    assert read(field(), show(field(), value), Setting(ON)).value == value


def test_the_first_line_may_name_the_columns_in_another_order() -> None:
    value = read(field(), "培训课时\t本企业职工\n41\t是", Setting(ON)).value
    assert isinstance(value, FactList)
    assert dict(value.rows[0]) == {"worker.class_hours": 41, "worker.employed": True}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\t也许", "名单第1行“本企业职工”"),
        ("\t是\n\t是\t外包", "名单第2行“岗位来源”"),
        ("\t是\t新招用\t2020-02-30", "名单第1行“入职日期”"),
        ("110105194912310021", "第1行"),
        ("\t\t\t\t\t-1", "名单第1行“培训课时”"),
        ("\t\t\t\t\t\t\t多", "多于7栏"),
        ("工资\t培训课时\n1\t2", "“工资”不是名单的栏目"),
        ("培训课时\t培训课时\n40\t8", "“培训课时”写了两次"),
        ("11010519491231002X\n11010519491231002X", "同一个身份证号码"),
    ],
)
def test_a_slip_is_told_by_row_and_column(text: str, words: str) -> None:
    reading = read(field(), text, Setting(ON))
    assert not reading.known
    assert words in reading.error


def test_the_form_keeps_the_rows_as_facts() -> None:
    form = FormSession(programme_form("enterprise_training"), Setting(ON))
    form.type("enterprise.workers", f"{FULL}\n名单完整")
    form.type("enterprise.credit_code", "91350100m000100y43")
    assert form.facts()["enterprise.credit_code"] == "91350100M000100Y43"
    assert form.facts()["enterprise.workers"]["complete"] is True
    form.type("enterprise.credit_code", "91350100M000100Y45")
    assert "校验码" in form.leave("enterprise.credit_code")
