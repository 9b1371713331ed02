"""规则, a whole version: opened, changed by keys, sent, read by the second person and put in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.pages.rules import RulesPage
from desktop.pages.rules_version import VersionEditor, _subtitle
from models.bureau import BureauKind
from models.casework.bureau_values import values_to_confirm
from models.rules.notices import notice_of
from tests.builders.desk import Bureau, make_bureau
from tests.builders.headless import PNG
from tests.builders.page_window import PageWindow

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


def opened(bureau: Bureau, account: str, programme: str, name: str) -> PageWindow:
    """The editor over a line of the page."""
    shown = PageWindow(bureau[account], RulesPage, "worklist")
    shown.window.go_to("rules", ("value", programme, name))
    shown.press(Qt.Key.Key_V, ALT)
    assert isinstance(shown.page.version, VersionEditor)
    return shown


def put(shown: PageWindow, field: Any, text: str) -> None:
    """Type into a field over what it holds, and leave it."""
    field.control.setFocus()
    if hasattr(field.control, "selectAll"):
        field.control.selectAll()
    shown.type(text)
    shown.press(Qt.Key.Key_Return)


def stand_on(shown: PageWindow, label: str) -> Any:
    """The form of a condition."""
    editor = shown.page.version
    place = next(n for n, line in enumerate(editor.notice.lines()) if line.label == label)
    editor.table.setFocus()
    editor.table.setCurrentIndex(editor.model.index(place, 0))
    QApplication.processEvents()
    return editor.form


def rest_on(shown: PageWindow, scan: Path, document: str = "测试文号〔2026〕5号") -> None:
    """The notice and its scan."""
    put(shown, shown.page.version.head.document, document)
    shown.page.ask_open = lambda _page, _title: scan
    shown.press(Qt.Key.Key_F3)


def test_the_shipped_draft_is_opened_changed_sent_read_by_a_second_person_and_in_force(
    bureau: Bureau, scan: Path
) -> None:
    shown = opened(bureau, "review", "skill_upgrade", "2026")
    head = shown.page.version.head
    assert [head.name.text(), head.start.text(), head.end.text()] == ["2026", "2026-01-01", "2026-12-31"]
    put(shown, stand_on(shown, "累计缴纳失业保险费月数").fields["value"], "24")
    rest_on(shown, scan)
    assert "没有一件会改变" in shown.page.version.changes.summary
    shown.control(Qt.Key.Key_Return)
    assert "等第二人确认" in shown.said()

    entry = values_to_confirm(bureau["sign"])[0]
    assert (entry.kind, entry.name, entry.document) == (BureauKind.VERSION, "2026", "测试文号〔2026〕5号")
    second = opened(bureau, "sign", "skill_upgrade", "2026")
    assert second.page.version.read_only
    assert any("24个月" in line.words for line in second.page.version.notice.lines())
    second.press(Qt.Key.Key_Left, ALT)
    second.control(Qt.Key.Key_Return)
    assert "已确认" in second.said()
    with bureau["sign"].look("rules.read") as work:
        rules = work.rulebook.programmes["skill_upgrade"]
        version = rules.version_on(date(2026, 6, 1))
        assert version is not None
        assert notice_of(rules, version)["values"]["min_months"]["value"] == 24


def test_a_condition_is_added_by_keys_from_the_closed_kinds_and_the_vocabulary(bureau: Bureau) -> None:
    shown = opened(bureau, "review", "skill_upgrade", "window_months")
    editor = shown.page.version
    assert editor.head.name.text() == ""
    stand_on(shown, "证书核发日期")
    shown.press(Qt.Key.Key_A, ALT)
    put(shown, editor.form.fields["label"], "不在编")
    put(shown, editor.form.fields["fact"], "机关事业单位在编人员")
    editor.form.fields["expected"].control.setFocus()
    shown.type("2")
    shown.press(Qt.Key.Key_Return)
    added = editor.notice.content()["criteria"][1]
    assert added == {
        "id": "yes_no", "kind": "yes_no", "label": "不在编", "fact": "person.public_payroll", "expected": False,
    }  # fmt: skip
    assert editor.notice.lines()[1].words == "“机关事业单位在编人员”为“否”"

    put(shown, editor.form.fields["kind"], "年龄")
    put(shown, editor.form.fields["fact"], "出生日期")
    editor.form.fields["op"].control.setFocus()
    shown.type("1")
    put(shown, editor.form.fields["value"], "16")
    content = editor.notice.content()
    assert content["values"][content["criteria"][1]["value"]]["value"] == 16
    shown.press(Qt.Key.Key_D, ALT)
    assert len(editor.notice.content()["criteria"]) == len(content["criteria"]) - 1
    assert content["criteria"][1]["value"] not in editor.notice.content()["values"]


def test_a_slip_is_refused_at_the_condition_and_field_it_lies_in(bureau: Bureau, scan: Path) -> None:
    shown = opened(bureau, "review", "skill_upgrade", "window_months")
    editor = shown.page.version
    for field, text in ((editor.head.name, "2027"), (editor.head.start, "20270101")):
        put(shown, field, text)
    rest_on(shown, scan)
    put(shown, stand_on(shown, "证书种类").fields["choices"], "国家职业资格证书、外国证书")
    assert "没有“外国证书”" in editor.form.fields["choices"].problem.what
    shown.control(Qt.Key.Key_Return)
    assert "填得不对" in shown.said()
    put(shown, editor.form.fields["choices"], "国家职业资格证书")

    editor.add()
    put(shown, editor.form.fields["label"], "没有填完")
    stand_on(shown, "证书种类")
    shown.control(Qt.Key.Key_Return)
    assert editor.form.path == next(line.path for line in editor.notice.lines() if line.label == "没有填完")
    assert editor.form.fields["fact"].problem is not None
    editor.remove()
    put(shown, editor.head.start, "20251201")
    shown.control(Qt.Key.Key_Return)
    assert "重叠" in editor.head.start.problem.what
    put(shown, editor.head.end, "20251101")
    shown.control(Qt.Key.Key_Return)
    assert "早于" in editor.head.end.problem.what
    assert values_to_confirm(bureau["sign"]) == ()


@pytest.mark.parametrize("programme", ["free_training", "consolidation_training", "apprenticeship", "skill_upgrade"])
def test_every_condition_of_a_programme_can_be_stood_on_and_left_as_it_is(bureau: Bureau, programme: str) -> None:
    with bureau["review"].look("rules.read") as work:
        name = next(iter(work.rulebook.programmes[programme].items))
    shown = opened(bureau, "review", programme, name)
    editor = shown.page.version
    before = editor.notice.content()
    for place in range(len(editor.notice.lines())):
        editor.table.setCurrentIndex(editor.model.index(place, 0))
        for field in editor.form.fields.values():
            field.control.setFocus()
        editor.table.setFocus()
        assert not editor.form.problems()
    assert editor.notice.content() == before


def test_what_is_typed_survives_a_lock(bureau: Bureau) -> None:
    shown = opened(bureau, "review", "skill_upgrade", "window_months")
    put(shown, shown.page.version.head.name, "2027")
    put(shown, stand_on(shown, "累计缴纳失业保险费月数").fields["value"], "18")
    kept = shown.page.draft()
    other = PageWindow(bureau["review"], RulesPage, "worklist")
    other.page.restore(kept)
    assert other.page.version.head.name.text() == "2027"
    assert other.page.draft() == kept


def test_an_account_that_may_not_enter_is_told_so(bureau: Bureau) -> None:
    shown = PageWindow(bureau["intake"], RulesPage, "worklist")
    shown.window.go_to("rules", ("value", "skill_upgrade", "window_months"))
    shown.press(Qt.Key.Key_V, ALT)
    assert shown.page.version is None
    assert "不能录入" in shown.said()


def test_the_editor_fits_the_design_size(bureau: Bureau) -> None:
    hint = opened(bureau, "review", "skill_upgrade", "2026").page.minimumSizeHint()
    assert hint.width() <= 1366 - 80
    assert hint.height() <= 768 - 66


def test_a_version_in_force_is_opened_corrected_and_replaced_by_two_people(bureau: Bureau, scan: Path) -> None:
    for months, title in (("24", "整版录入"), ("12", "更正 2026 版")):
        shown = opened(bureau, "review", "skill_upgrade", "2026")
        assert title in subtitle(shown)
        put(shown, stand_on(shown, "累计缴纳失业保险费月数").fields["value"], months)
        rest_on(shown, scan)
        shown.control(Qt.Key.Key_Return)
        assert "等第二人确认" in shown.said()
        second = PageWindow(bureau["sign"], RulesPage, "worklist")
        second.window.go_to("rules", ("value", "skill_upgrade", "2026"))
        second.control(Qt.Key.Key_Return)
        assert "已确认" in second.said()
    shown = PageWindow(bureau["review"], RulesPage, "worklist")
    shown.window.go_to("rules", ("value", "skill_upgrade", "2026"))
    assert "第 1 号录入（整个版本，12 项条件；review 录入，sign 确认）已被更正" in shown.page.panel_view.about.text()
    with bureau["sign"].look("rules.read") as work:
        rules = work.rulebook.programmes["skill_upgrade"]
        version = rules.version_on(date(2026, 6, 1))
        assert version is not None
        assert notice_of(rules, version)["values"]["min_months"]["value"] == 12
    shown.page.table.setFocus()
    shown.press(Qt.Key.Key_Return)
    assert isinstance(shown.page.version, VersionEditor)


def subtitle(shown: PageWindow) -> str:
    return _subtitle(shown.page.version.opened)
