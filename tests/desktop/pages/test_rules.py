"""规则: what holds, on which clause; entering a value with 文号 and scan; a second person's confirmation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from desktop.pages.rules import RulesPage
from desktop.pages.rules_form import NEW_VALUE
from desktop.pages.rules_panel import _sources
from desktop.pages.rules_words import RuleLine, Waiting
from desktop.widgets.field import Field
from desktop.widgets.text import Text
from models.casework.bureau_values import values_to_confirm
from tests.builders.desk import Bureau, make_bureau
from tests.builders.headless import PNG
from tests.builders.page_window import PageWindow
from tests.desktop.pages.test_rules_value_fields import SCHEDULE

pytestmark = pytest.mark.usefixtures("theme")
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data")
    yield bureau
    bureau.close()


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    file = tmp_path / "scan.png"
    file.write_bytes(PNG)
    return file


def page_of(bureau: Bureau, account: str = "review") -> PageWindow:
    return PageWindow(bureau[account], RulesPage, "worklist")


def go(shown: PageWindow, programme: str, name: str) -> RuleLine:
    shown.window.go_to("rules", ("value", programme, name))
    line = shown.page.view.current()
    assert isinstance(line, RuleLine)
    return line


def told(shown: PageWindow) -> str:
    """Everything that stands beside the table."""
    QApplication.processEvents()
    panel = shown.page.panel_view
    return "\n".join(part.text() for part in panel.findChildren(Text) if part.isVisibleTo(panel))


def put(shown: PageWindow, field: Field, text: str) -> None:
    """Type into a field."""
    field.control.setFocus()
    shown.type(text)


def fill(
    shown: PageWindow, scan: Path, value: str = "30", start: str = "20181229", document: str = "测试文号〔2025〕3号"
) -> None:
    """The daily rate: value, start, (end), 文号 by keys; the scan by F3."""
    shown.type(value)
    shown.press(Qt.Key.Key_Return)
    shown.page.form.start.control.selectAll()
    shown.type(start)
    shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_Return)
    shown.type(document)
    shown.page.ask_open = lambda _page, _title: scan
    shown.press(Qt.Key.Key_F3)


def test_every_value_stands_under_its_programme_with_evidence_and_standing(bureau: Bureau) -> None:
    shown = page_of(bureau)
    model = shown.page.view.model
    titles = [model.group(view).title for view in model.group_rows()]

    assert "技能提升补贴" in titles
    assert "技能提升补贴 2026年版本" in titles
    go(shown, "living_allowance", "daily_rate")
    view = shown.page.table.currentIndex().row()
    words = [model.cell(view, place).words() for place in range(len(model.columns))]
    assert words[0] == "每日补贴标准"
    assert words[1] == "未定"
    assert words[6] == "未录入"
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_the_filter_shows_only_what_waits(bureau: Bureau) -> None:
    shown = page_of(bureau)
    shown.control(Qt.Key.Key_F)

    lines = [shown.page.view.model.row(view) for view in range(shown.page.view.model.rowCount())]
    assert {line.waiting for line in lines if line is not None} == {Waiting.ENTER}
    assert "daily_rate" in {line.name for line in lines if line is not None}


def test_the_clause_is_shown_verbatim_with_where_and_when_it_was_read(bureau: Bureau) -> None:
    shown = page_of(bureau)
    go(shown, "skill_upgrade", "window_months")
    panel = shown.page.panel_view

    assert panel.quote.text() == "12个月内，自证书核发之日起"
    assert panel.clause.text().startswith("京人社就发〔2017〕169号")
    assert "核对于" in panel.about.text()
    assert "复核" in panel.about.text()


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("founding document", ["出处：基础文件原文"]),
        ("published tables, agreeing in several places", []),
        ("beijing.gov.cn/a/t1.html (北京日报 2022-11-01)", ["官方网页：beijing.gov.cn/a/t1.html"]),
        (
            "example.com/law/1.html; paper.example.cn 2017-09-06 (北京青年报)",
            [
                "转载网页（不是发文机关的，请与文件原件核对）："
                "example.com/law/1.html；paper.example.cn 2017-09-06 (北京青年报)"
            ],
        ),
        (
            "m.example.com (央广网 2024-12-31); jy.daxing.gov.cn/x",
            [
                "官方网页：jy.daxing.gov.cn/x",
                "转载网页（不是发文机关的，请与文件原件核对）：m.example.com (央广网 2024-12-31)",
            ],
        ),
        ("notgov.cn/x", ["转载网页（不是发文机关的，请与文件原件核对）：notgov.cn/x"]),
    ],
)
def test_a_reprint_is_told_from_the_page_of_an_authority(source: str, told: list[str]) -> None:
    assert list(_sources(source)) == told


def test_a_value_past_its_review_date_warns_and_keeps_answering(bureau: Bureau) -> None:
    shown = page_of(bureau)
    assert not any(line.stale for line in shown.page.view.lines)
    bureau.moment = bureau.moment.replace(year=2027, month=3)
    shown.page.refresh()
    line = go(shown, "skill_upgrade", "window_months")
    assert line.stale
    panel = shown.page.panel_view
    assert panel.status.text == "过期待复核"
    assert "应在 2027-01-31 前复核。请核对原文；核对前照常核算。" in told(shown)
    shown.page._filter(Waiting.REVIEW.value)
    stale = [shown.page.view.model.row(view) for view in range(shown.page.view.model.rowCount())]
    assert "window_months" in {each.name for each in stale if each is not None}
    with bureau["review"].look("rules.read") as work:
        rules = work.rulebook.programmes["skill_upgrade"]
    row = rules.items["window_months"].row_on(date(2025, 6, 3))
    assert row is not None
    assert row.value == 12


def test_the_bureaus_papers_are_read_one_by_one_before_and_after_the_second_person(bureau: Bureau, scan: Path) -> None:
    names = ["学徒花名册", "学徒培养方案和教学计划", "合作协议"]
    shown = page_of(bureau)
    go(shown, "apprenticeship", "papers")
    panel = shown.page.panel_view
    assert panel.status.text == "没有规定"
    shown.page.edit()
    form = shown.page.form
    form.values.fields[0].set_text("\n".join(names))
    assert form.missing() == "还差：施行起、文号、扫描件"
    form.start.set_text("2025-06-01")
    form.document.set_text("练习文号〔2025〕3号")
    shown.page.ask_open = lambda _page, _title: scan
    shown.page.choose_scan()
    shown.page.send()

    second = page_of(bureau, "sign")
    panel = second.page.panel_view
    go(second, "apprenticeship", "papers")
    assert "须交 3 份材料" in told(second)
    assert "1. 学徒花名册\n2. 学徒培养方案和教学计划\n3. 合作协议" in told(second)
    second.page.confirm()
    go(second, "apprenticeship", "papers")
    assert panel.status.text == "本局已确认"
    assert "1. 学徒花名册\n2. 学徒培养方案和教学计划\n3. 合作协议" in told(second)


def test_a_value_is_entered_in_yuan_kept_in_fen_and_waits_for_the_second_person(bureau: Bureau, scan: Path) -> None:
    shown = page_of(bureau)
    go(shown, "living_allowance", "daily_rate")
    shown.press(Qt.Key.Key_Return)
    assert "还差" in shown.page.send_action.reason
    fill(shown, scan, "30.50")
    assert shown.page.send_action.enabled
    shown.control(Qt.Key.Key_Return)

    entry = values_to_confirm(bureau["sign"])[0]
    assert (entry.name, entry.value, entry.valid_from) == ("daily_rate", 3050, date(2018, 12, 29))
    assert entry.scan_id is not None
    assert shown.page.form is None
    assert "等第二人确认" in shown.said()
    line = shown.page.view.current()
    assert line.waiting is Waiting.SECOND
    # The enterer cannot confirm, and is told so.
    assert "另一人" in shown.page.confirm_action.reason
    shown.control(Qt.Key.Key_Return)
    assert values_to_confirm(bureau["sign"])


def test_the_second_person_sees_who_changes_and_confirms(bureau: Bureau, scan: Path) -> None:
    shown = page_of(bureau)
    go(shown, "living_allowance", "daily_rate")
    shown.press(Qt.Key.Key_Return)
    fill(shown, scan)
    shown.control(Qt.Key.Key_Return)
    second = page_of(bureau, "sign")
    go(second, "living_allowance", "daily_rate")

    assert second.page._previewed == values_to_confirm(bureau["sign"])[0].id
    assert second.page.panel_view.changes.isVisible()
    assert second.page.confirm_action.enabled
    second.press(Qt.Key.Key_F6)
    assert second.modal().accessibleName() == "依据文件扫描件"
    second.press(Qt.Key.Key_Escape)
    second.control(Qt.Key.Key_Return)

    assert values_to_confirm(bureau["sign"]) == ()
    assert "即时生效" in second.said()
    line = second.page.view.current()
    assert line.row.shown == "30元"
    assert line.row.confirmed_by == "sign"


def test_a_mistyped_value_is_entered_again_from_its_day_and_corrected_by_two_people(bureau: Bureau, scan: Path) -> None:
    for value in ("300", "30"):
        shown = page_of(bureau)
        go(shown, "living_allowance", "daily_rate")
        shown.press(Qt.Key.Key_Return)
        form = shown.page.form
        fill(shown, scan, value)
        if value == "30":
            assert form.how is None  # what is confirmed can be corrected, not confirmed again
            assert form.start.hint.text() == "同一天起是更正"
        shown.control(Qt.Key.Key_Return)
        assert "等第二人确认" in shown.said()
        second = page_of(bureau, "sign")
        go(second, "living_allowance", "daily_rate")
        assert ("更正第 1 号：确认后代替它" in told(second)) is (value == "30")
        second.control(Qt.Key.Key_Return)
        assert "已确认" in second.said()
    shown = page_of(bureau)
    line = go(shown, "living_allowance", "daily_rate")
    assert line.row is not None
    assert line.row.value == 3000
    assert "第 1 号录入（300元；review 录入，sign 确认）已被更正" in shown.page.panel_view.about.text()


def test_a_case_that_would_change_is_named_with_the_reason(bureau: Bureau, scan: Path) -> None:
    number = bureau.accepted()
    shown = page_of(bureau)
    line = go(shown, "skill_upgrade", "min_months@2025-01-01")
    assert line.name == "min_months@2025-01-01"
    shown.press(Qt.Key.Key_Return)
    form = shown.page.form
    form.how.set_text(NEW_VALUE)
    form._show_value_fields()
    form.values.fields[0].control.setFocus()
    fill(shown, scan, "36", "20250101")
    shown.press(Qt.Key.Key_Return)

    changes = [shown.page.panel_view.changes.model.row(0)]
    assert changes[0].number == number
    assert "36个月" in changes[0].reason


def test_a_value_of_the_wrong_type_is_told_at_its_field_and_stays_typed(bureau: Bureau, scan: Path) -> None:
    shown = page_of(bureau)
    go(shown, "living_allowance", "daily_rate")
    shown.press(Qt.Key.Key_Return)
    fill(shown, scan, "三十")
    shown.control(Qt.Key.Key_Return)

    field = shown.page.form.values.fields[0]
    assert "金额不对" in field.problem.what
    assert field.text() == "三十"
    assert values_to_confirm(bureau["sign"]) == ()


def test_a_scan_that_is_no_document_is_told_at_its_field(bureau: Bureau, tmp_path: Path) -> None:
    text = tmp_path / "scan.txt"
    text.write_text("not a scan")
    shown = page_of(bureau)
    go(shown, "living_allowance", "daily_rate")
    shown.press(Qt.Key.Key_Return)
    fill(shown, text)
    shown.control(Qt.Key.Key_Return)

    assert "PDF、PNG 或 JPG" in shown.page.form.scan.problem.what
    assert shown.page.form.document.text() == "测试文号〔2025〕3号"


def test_a_scan_that_is_not_there_is_told_at_its_field(bureau: Bureau, tmp_path: Path) -> None:
    shown = page_of(bureau)
    go(shown, "living_allowance", "daily_rate")
    shown.press(Qt.Key.Key_Return)
    fill(shown, tmp_path / "missing.pdf")
    shown.control(Qt.Key.Key_Return)

    assert "读不出来" in shown.page.form.scan.problem.what


def test_an_end_before_the_start_is_told_at_its_field(bureau: Bureau, scan: Path) -> None:
    shown = page_of(bureau)
    go(shown, "living_allowance", "daily_rate")
    shown.press(Qt.Key.Key_Return)
    fill(shown, scan)
    shown.page.form.end.set_text("2010-01-01")
    shown.control(Qt.Key.Key_Return)

    assert "早于" in shown.page.form.end.problem.what


def test_a_weak_value_is_confirmed_as_it_stands(bureau: Bureau, scan: Path) -> None:
    shown = page_of(bureau)
    line = go(shown, "skill_upgrade", "yearly_max@2025-01-01")
    assert line.waiting is Waiting.CONFIRM
    shown.press(Qt.Key.Key_Return)
    form = shown.page.form
    assert form.as_it_stands()
    put(shown, form.document, "测试文号〔2025〕4号")
    put(shown, form.scan, str(scan))
    shown.control(Qt.Key.Key_Return)

    entry = values_to_confirm(bureau["sign"])[0]
    assert (entry.name, entry.value, entry.valid_from) == ("yearly_max@2025-01-01", None, date(2025, 1, 1))


def test_a_draft_version_is_entered_and_confirmed_as_a_whole(bureau: Bureau, scan: Path) -> None:
    shown = page_of(bureau)
    line = go(shown, "skill_upgrade", "2026")
    assert line.version is not None
    assert "整版" in shown.page.view.model.group(shown.page.view.model.group_rows()[0]).note
    shown.press(Qt.Key.Key_Return)
    put(shown, shown.page.form.document, "测试文号〔2026〕1号")
    put(shown, shown.page.form.scan, str(scan))
    shown.control(Qt.Key.Key_Return)
    second = page_of(bureau, "sign")
    go(second, "skill_upgrade", "2026")
    second.control(Qt.Key.Key_Return)

    assert values_to_confirm(bureau["sign"]) == ()
    assert not any(version.draft for version in second.page._rules.page.versions)


def test_a_seat_that_may_not_enter_is_told_so(bureau: Bureau) -> None:
    shown = page_of(bureau, "intake")
    go(shown, "living_allowance", "daily_rate")
    shown.press(Qt.Key.Key_Return)

    assert shown.page.form is None
    assert "席位" in shown.page.edit_action.reason
    assert "席位" in shown.said()


def test_leaving_the_form_keeps_nothing_and_gives_the_table_back(bureau: Bureau) -> None:
    shown = page_of(bureau)
    go(shown, "living_allowance", "daily_rate")
    shown.press(Qt.Key.Key_Return)
    shown.type("30")
    shown.press(Qt.Key.Key_Left, ALT)

    assert shown.page.form is None
    assert shown.focus() is shown.page.table


def test_what_is_typed_survives_a_lock_as_a_draft(bureau: Bureau) -> None:
    shown = page_of(bureau)
    go(shown, "living_allowance", "daily_rate")
    shown.press(Qt.Key.Key_Return)
    shown.type("30")
    kept = shown.page.draft()
    shown.page.leave_form()
    shown.page.restore(kept)

    assert shown.page.form.values.fields[0].text() == "30"


def test_another_page_opens_the_row_of_a_criterion(bureau: Bureau) -> None:
    shown = page_of(bureau)
    shown.window.go_to("rules", ("criterion", "skill_upgrade", "certificate_verified"))

    assert shown.page.view.current().name == "certificate_verified"


def test_checking_the_rules_shows_the_findings(bureau: Bureau) -> None:
    shown = page_of(bureau)
    shown.control(Qt.Key.Key_R)

    assert shown.modal().accessibleName() == "检查规则库"
    assert "检查完毕" in shown.said()


def test_trying_all_open_cases_says_when_none_changes(bureau: Bureau) -> None:
    shown = page_of(bureau)
    shown.control(Qt.Key.Key_T)

    assert "0 件" in shown.said()
    shown.press(Qt.Key.Key_Escape)
    assert shown.modal() is None


def test_the_rail_counts_what_this_person_must_confirm(bureau: Bureau, scan: Path) -> None:
    shown = page_of(bureau)
    go(shown, "living_allowance", "daily_rate")
    shown.press(Qt.Key.Key_Return)
    fill(shown, scan)
    shown.control(Qt.Key.Key_Return)
    second = page_of(bureau, "sign")

    assert second.window.rail.item("rules").count == 1
    assert shown.window.rail.item("rules").count == 0


def test_the_retirement_ages_are_entered_with_their_document_and_confirmed_by_a_second_person(
    bureau: Bureau, scan: Path
) -> None:
    shown = page_of(bureau)
    line = go(shown, "employment_reward", "hard_to_employ_retirement_ages@2025-01-01")
    shown.page.edit()
    form = shown.page.form
    form.how.set_text(NEW_VALUE)
    form._show_value_fields()
    form.values.set_value({**SCHEDULE, "m": [60, 65, 3]})
    form.document.set_text("测试文号〔2025〕9号")
    form.scan.set_text(str(scan))
    form.document.edited.emit("")
    shown.control(Qt.Key.Key_Return)
    assert "等第二人确认" in shown.said()
    second = page_of(bureau, "sign")
    go(second, "employment_reward", line.name)
    second.control(Qt.Key.Key_Return)
    assert "已确认" in second.said()
    with bureau["sign"].look("rules.read") as work:
        row = (
            work.rulebook.programmes["employment_reward"]
            .items["hard_to_employ_retirement_ages"]
            .row_on(date(2026, 1, 1))
        )
    assert row is not None
    assert row.value.groups["m"] == (60, 65, 3)
    assert row.clause.document == "测试文号〔2025〕9号"


def test_the_page_fits_the_design_size(bureau: Bureau) -> None:
    shown = page_of(bureau)
    hint = shown.page.minimumSizeHint()

    assert hint.width() <= 1366 - 80
    assert hint.height() <= 768 - 66
