"""设置 · 查阅记录: read by its auditor page by page, filtered in plain sight, taken out for a purpose."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.theme.apply import Theme
from models.casework import access_log
from models.casework.access_log import AccessQuestion, give_access
from models.casework.bundles import case_bundle
from models.casework.journal_view import journal_rows
from models.casework.reveals import log_reveal
from models.errors import InputError
from reports.access_sheet import access_workbook
from tests.builders.desk import Bureau, make_bureau
from tests.builders.keys import press, type_text
from tests.desktop.pages.test_settings import Settings
from tests.reports.test_hostile_strings import STARTS, formulas

FIRST, SECOND = "2025-00001", "2025-00002"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data")
    for number in (1, 2):
        case = bureau.open(person=bureau.person(number))
        log_reveal(bureau["intake"], case.person_id, "phone")
        bureau.moment += timedelta(days=1)
    log_reveal(bureau["review"], 1, "bank_card")
    yield bureau
    bureau.close()


@pytest.fixture
def shown(bureau: Bureau, theme: Theme, tmp_path: Path, qtbot: QtBot) -> Settings:
    made = Settings(bureau, "audit", theme, tmp_path)
    qtbot.addWidget(made.window)
    made.open("access")
    return made


def cells(shown: Settings, column: int) -> list[str]:
    model = shown.page.sections["access"].model
    return [model.cell(view, column).text for view in range(model.rowCount())]


def readings(bureau: Bureau) -> list[str]:
    return [row.detail for row in journal_rows(bureau["audit"]) if row.act == "查看查阅记录"]


def type_into(field: Any, text: str) -> None:
    field.control.setFocus(Qt.FocusReason.TabFocusReason)
    type_text(field.control, text)
    press(field.control, Qt.Key.Key_Return)
    QApplication.processEvents()


def test_the_auditor_reads_who_looked_at_what_and_the_reading_is_in_the_journal(
    shown: Settings, bureau: Bureau
) -> None:
    assert cells(shown, 1) == ["review", "intake", "intake"]
    assert cells(shown, 3) == [FIRST, SECOND, FIRST]
    assert cells(shown, 4) == ["银行卡号", "电话", "电话"]
    section = shown.page.section()
    assert section.state.text() == "未筛选，没有隐藏的行"
    assert "没有隐藏" in section.clear_action.reason
    assert section.place.text() == "第 1–3 条，到头了"
    assert readings(bureau) == [""]


def test_a_filter_is_in_force_on_enter_says_so_and_goes_with_escape(shown: Settings, bureau: Bureau) -> None:
    section = shown.page.section()
    type_into(section.case, FIRST)
    assert cells(shown, 3) == [FIRST, FIRST]
    type_into(section.first, "20250605")
    assert cells(shown, 1) == ["review"]
    assert section.state.text() == f"已筛选：案件 {FIRST} · 2025-06-05 起。其他的没有显示。"
    assert section.clear_action.enabled
    assert readings(bureau) == [f"案件 {FIRST}，由 2025-06-05", f"案件 {FIRST}", ""]
    press(section.table, Qt.Key.Key_Escape)
    assert len(cells(shown, 1)) == 3
    assert section.case.text() == section.first.text() == ""


def test_who_looked_is_chosen_among_all_accounts(shown: Settings) -> None:
    section = shown.page.section()
    section.filter_action.trigger()
    assert section.account.control.hasFocus()
    type_text(section.account.control, "intake")
    press(section.account.control, Qt.Key.Key_Return)
    assert cells(shown, 1) == ["intake", "intake"]
    assert "second intake" in [option.text for option in section.account.box.options()]


def test_nothing_found_says_that_it_is_the_filter(shown: Settings) -> None:
    section = shown.page.section()
    type_into(section.last, "2025-06-01")
    assert cells(shown, 0) == []
    assert section.nothing.isVisible()
    assert "Esc" in section.nothing.text()
    assert section.export_action.reason


@pytest.mark.parametrize(("field", "typed", "told"), [("case", "2025-99999", "没有编号"), ("first", "明年", "日期")])
def test_a_wrong_filter_is_told_at_its_field_and_the_rows_stay(
    shown: Settings, field: str, typed: str, told: str
) -> None:
    section = shown.page.section()
    type_into(section.fields[field], typed)
    assert told in section.fields[field].problem.what
    assert len(cells(shown, 0)) == 3
    assert section.state.text().startswith("未筛选")


def test_a_long_log_is_turned_page_by_page_with_the_keyboard(
    shown: Settings, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_log, "PAGE_ROWS", 2)
    monkeypatch.setattr("desktop.pages.settings_access.PAGE_ROWS", 2)
    section = shown.page.section()
    section.refresh()
    section.table.setFocus()
    assert section.place.text() == "第 1–2 条，还有更早的"
    press(section.table, Qt.Key.Key_Left, "", Qt.KeyboardModifier.AltModifier)
    assert (cells(shown, 3), section.place.text()) == ([FIRST], "第 3–3 条，到头了")
    assert section.older_action.reason
    press(section.table, Qt.Key.Key_Right, "", Qt.KeyboardModifier.AltModifier)
    assert cells(shown, 3) == [FIRST, SECOND]
    assert section.newer_action.reason
    assert len(readings(bureau)) == 2


def test_the_export_asks_for_a_purpose_writes_every_row_and_stands_in_the_log(
    shown: Settings, bureau: Bureau, tmp_path: Path
) -> None:
    section, file = shown.page.section(), tmp_path / "log.xlsx"
    section.ask_file = lambda _parent, _title, _name: file
    type_into(section.case, FIRST)
    section.export_action.trigger()
    dialog = shown.modal()
    assert f"案件 {FIRST}" in "".join(text.text() for text in dialog.findChildren(type(section.state)))
    dialog.run_action.trigger()
    assert dialog.fields["purpose"].problem is not None
    dialog.fields["purpose"].set_text("上半年自查（测试）")
    dialog.run_action.trigger()
    assert shown.said() == "已导出 2 条：log.xlsx"
    sheet = openpyxl.load_workbook(file)["查阅记录"]
    assert [[cell.value for cell in row][1:5] for row in sheet.iter_rows(min_row=2)] == [
        ["review", "查看遮盖内容", "银行卡号", FIRST],
        ["intake", "查看遮盖内容", "电话", FIRST],
    ]
    assert file.stat().st_mode & 0o077 == 0
    section.clear()
    assert (cells(shown, 2)[0], cells(shown, 4)[0]) == ("导出查阅记录", "上半年自查（测试）")


def test_who_gives_up_the_file_dialog_takes_nothing_out(shown: Settings, bureau: Bureau) -> None:
    section = shown.page.section()
    section.ask_file = lambda *_words: None
    section.export()
    shown.modal().fields["purpose"].set_text("自查（测试）")
    shown.modal().run_action.trigger()
    assert shown.modal().failure is not None
    with bureau["audit"].store.reading() as rows:
        assert len(rows.accesses()) == 3


def test_hostile_purposes_leave_as_text(bureau: Bureau) -> None:
    said = [text for text in STARTS if text.strip()]
    number = bureau.accepted(person=bureau.person(3))
    for text in said:
        case_bundle(bureau["review"], number, text)
    for text in ("a\ud800b", "x\x00y\x1b", "\u202e=1+1"):
        with pytest.raises(InputError, match="看不见"):
            case_bundle(bureau["review"], number, text)
    content = access_workbook(give_access(bureau["audit"], AccessQuestion(), "=1+1").value)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["查阅记录"]
    assert formulas(content, "log.xlsx") == []
    assert [row[5].value for row in sheet.iter_rows(min_row=2, max_row=1 + len(said))] == said[::-1]


def test_any_text_at_all_in_a_row_can_be_written(bureau: Bureau) -> None:
    odd = "=1\ud800\x00\x1b\u202e"
    row = replace(give_access(bureau["audit"], AccessQuestion(), "自查").value[0], detail=odd, account=odd, purpose=odd)
    content = access_workbook([row])
    assert formulas(content, "log.xlsx") == []
    assert openpyxl.load_workbook(io.BytesIO(content))["查阅记录"]["B2"].value == "=1" + "\ufffd" * 4
