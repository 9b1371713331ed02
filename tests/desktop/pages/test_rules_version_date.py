"""规则: which date selects the version of a programme is chosen like any other value, among the dates it has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.dialogs.rule_text import RuleTextDialog
from desktop.item_models.verdict_rows import verdict_rows
from desktop.pages.rules import RulesPage
from desktop.pages.rules_form import NEW_VALUE
from desktop.pages.rules_words import RuleLine, Waiting
from desktop.widgets.fields import ChoiceField
from desktop.widgets.text import Text
from models.assessment import Assessment
from models.casework.bureau_values import values_to_confirm
from models.errors import InputError
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau
from tests.builders.headless import PNG
from tests.builders.page_window import PageWindow

pytestmark = pytest.mark.usefixtures("theme")
CERTIFICATE = "certificate.issued_on"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data")
    yield bureau
    bureau.close()


def page_of(bureau: Bureau, account: str = "review") -> PageWindow:
    return PageWindow(bureau[account], RulesPage, "worklist")


def go(shown: PageWindow, programme: str) -> RuleLine:
    shown.window.go_to("rules", ("criterion", programme, "version_by"))
    line = shown.page.view.current()
    assert isinstance(line, RuleLine)
    return line


def words(shown: PageWindow) -> list[str]:
    view = shown.page.table.currentIndex().row()
    return [shown.page.view.model.cell(view, place).words() for place in range(len(shown.page.view.model.columns))]


def choose(shown: PageWindow, scan: Path, key: str) -> None:
    """By keys alone: a new value, the date, since when, 文号; the scan by F3."""
    shown.press(Qt.Key.Key_Return)
    shown.type("2")
    shown.press(Qt.Key.Key_Return)
    shown.type(key)
    shown.press(Qt.Key.Key_Return)
    shown.page.form.start.control.setFocus()
    shown.page.form.start.control.selectAll()
    shown.type("20250601")
    shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_Return)
    shown.type("测试文号〔2025〕7号")
    shown.page.ask_open = lambda _page, _title: scan
    shown.press(Qt.Key.Key_F3)
    shown.press(Qt.Key.Key_Return)


def offered(shown: PageWindow) -> tuple[list[str], str]:
    shown.page.edit()
    field = shown.page.form.values.fields[0]
    assert isinstance(field, ChoiceField)
    assert field.segments is not None
    found = [option.text for option in field.segments.options()], field.hint.text()
    shown.page.leave_form()
    return found


def test_the_shipped_line_says_the_day_of_application_without_a_document_and_waits_for_nothing(bureau: Bureau) -> None:
    shown = page_of(bureau)
    line = go(shown, "skill_upgrade")
    assert (line.label, line.waiting, line.in_draft) == ("规则版本按哪一天选定", Waiting.NOTHING, False)
    assert words(shown)[1] == "申请日"
    assert words(shown)[4] == "未见文号"
    assert "由已知内容推断" in shown.page.panel_view.about.text()


def test_only_the_dates_that_the_programme_has_are_offered(bureau: Bureau) -> None:
    shown = page_of(bureau)
    found = {}
    for programme in ("skill_upgrade", "free_training", "senior_title"):
        go(shown, programme)
        found[programme] = offered(shown)
    assert {name: options for name, (options, _) in found.items()} == {
        "skill_upgrade": ["申请日", "证书核发日"],
        "free_training": ["申请日", "开班日"],
        "senior_title": ["申请日"],
    }
    assert "申请不问开班日" in found["skill_upgrade"][1]


def test_the_choice_is_entered_by_keys_previewed_and_confirmed_by_a_second(bureau: Bureau, tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    scan.write_bytes(PNG)
    facts = {**ELIGIBLE_UPGRADE, CERTIFICATE: "2024-12-20", "certificate.higher_held": True}
    bureau.accepted(facts)
    shown = page_of(bureau)
    go(shown, "skill_upgrade")
    choose(shown, scan, "2")
    case = shown.page.panel_view.changes.model.row(0)
    assert case is not None
    assert case.reason.startswith("规则版本按证书核发日（2024年12月20日）选定。")
    shown.control(Qt.Key.Key_Return)
    (entry,) = values_to_confirm(bureau["sign"])
    assert (entry.name, entry.value, entry.valid_from.isoformat()) == ("version_by", CERTIFICATE, "2025-06-01")
    second = page_of(bureau, "sign")
    go(second, "skill_upgrade")
    second.control(Qt.Key.Key_Return)
    assert values_to_confirm(bureau["sign"]) == ()
    go(second, "skill_upgrade")
    assert words(second)[1] == "证书核发日"


def test_a_refusal_of_the_rulebook_stands_at_the_date(bureau: Bureau) -> None:
    shown = page_of(bureau)
    go(shown, "free_training")
    shown.page.edit()
    form = shown.page.form
    form.how.set_text(NEW_VALUE)
    form.how.edited.emit(NEW_VALUE)
    form.show_error(InputError("“免费就业创业培训”的申请不问“证书核发日期”，不能按证书核发日选定规则版本", "value"))
    assert "证书核发日" in form.values.fields[0].problem.what
    assert form.start.problem is None


def test_the_panel_and_f12_say_which_date_selected_the_version(bureau: Bureau) -> None:
    bureau.enter("skill_upgrade", "version_by", CERTIFICATE, bureau.moment.date(), None)
    number = bureau.accepted()
    case = bureau.case(number)
    assert case.assessment_id is not None
    with bureau["audit"].store.reading() as rows:
        found = Assessment.from_json(rows.assessment(case.assessment_id).receipt)
    told = "规则版本按证书核发日（2025年3月3日）选定。"
    assert [row.words() for row in verdict_rows(found) if told in row.words()] == [f"{told} 测试文号〔2025〕1号 一"]
    shown = page_of(bureau)
    dialog = RuleTextDialog(shown.window, found, found.criteria[0])
    assert f"{told}依据：测试文号〔2025〕1号 一" in [text.text() for text in dialog.findChildren(Text)]
    dialog.deleteLater()
