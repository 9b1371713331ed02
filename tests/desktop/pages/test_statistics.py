"""统计: drafts, editions and their differences, the cases behind every number, export and print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from desktop.dialogs.month_corrections import MonthCorrectionsDialog
from desktop.dialogs.to_date import to_date_words
from desktop.gallery.clipping import clipped_texts
from desktop.pages.statistics import StatisticsPage
from desktop.pages.statistics_parts import signed
from desktop.printing import PrintSetup
from desktop.theme.appearance import Appearance, Scheme, TextSize
from desktop.theme.apply import Theme
from models.calendar import BEIJING
from models.casework.month_overview import month_overview
from models.casework.months import publish_month, published_edition
from models.casework.to_date import GrantedLine, ToDate
from models.casework.undoing import undo_decision
from reports.month.issue import write
from reports.month.sheet import Figure
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau
from tests.builders.page_window import PageWindow

pytestmark = pytest.mark.usefixtures("theme")
ALT = Qt.KeyboardModifier.AltModifier


def other_trade(person: int) -> dict[str, object]:
    """Facts of a fifth-level certificate that only this person has."""
    return {**ELIGIBLE_UPGRADE, "certificate.number": f"Y00011100000122550{person:04d}", "certificate.level": 5}


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


@pytest.fixture
def decided(bureau: Bureau) -> str:
    """June 2025: one granted, one only received."""
    number = bureau.reviewed()
    bureau.decide(number)
    bureau.accepted(other_trade(2), person=bureau.person(2))
    return number


def page_of(bureau: Bureau, account: str = "sign") -> PageWindow:
    return PageWindow(bureau[account], StatisticsPage, "worklist")


def value(shown: PageWindow, figure: Figure) -> str:
    return str(shown.page.view.figures[figure].value.text())


def test_a_draft_shows_the_month_with_its_checks(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)

    assert shown.page.view.month.text() == "2025年6月"
    assert value(shown, Figure.RECEIVED) == "2"
    assert value(shown, Figure.GRANTED) == "1"
    assert value(shown, Figure.PAID) == "¥1,500.00"
    assert all(check.agrees for check in shown.page.shown.sheet.checks)
    QAbstractItemModelTester(shown.page.view.model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_publishing_says_what_becomes_unchangeable_and_twice_gives_two_editions(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    shown.control(Qt.Key.Key_Return)
    assert "第 1 版" in shown.modal().accessibleName()
    assert "不能修改或删除" in shown.page._consequences(1)
    shown.control(Qt.Key.Key_Return)

    assert shown.modal() is None
    assert "已发布2025年6月第 1 版" in shown.said()
    assert list(shown.page.view.editions.tiles) == [0, 1]
    # Nothing changed: a second edition would be the same.
    shown.press(Qt.Key.Key_Up, ALT)
    assert "没有差别" in shown.page.publish_action.reason

    bureau.decide(bureau.reviewed(other_trade(3), person=bureau.person(3)))
    shown.press(Qt.Key.Key_F5)
    assert shown.page.publish_action.enabled
    shown.control(Qt.Key.Key_Return)
    assert "与第 1 版有 1 件不同" in shown.page._consequences(2)
    shown.control(Qt.Key.Key_Return)

    assert list(shown.page.view.editions.tiles) == [0, 1, 2]
    assert published_edition(bureau["sign"], "2025-06", 2).totals.granted == 2
    assert published_edition(bureau["sign"], "2025-06", 1).totals.granted == 1


def test_an_edition_is_compared_with_the_one_before_to_the_case(bureau: Bureau, decided: str) -> None:
    publish_month(bureau["sign"], "2025-06", write)
    added = bureau.reviewed(other_trade(3), person=bureau.person(3))
    bureau.decide(added)
    shown = page_of(bureau)

    assert shown.page.view.figures[Figure.GRANTED].change.text == "比第 1 版 +1"
    assert shown.page.view.different.text() == "与第 1 版有 1 件不同"
    shown.page.open_differences()
    assert [one.case.number for one in shown.modal()._cases] == [added]
    assert shown.modal()._cases[0].before == "未列入"


def test_with_many_editions_at_the_largest_text_the_figures_scroll_and_nothing_is_cut(
    bureau: Bureau, decided: str, theme: Theme
) -> None:
    publish_month(bureau["sign"], "2025-06", write)
    theme.apply(Appearance(Scheme.HIGH_CONTRAST, TextSize.LARGEST))
    shown = page_of(bureau)
    line = next(line for line in month_overview(bureau["sign"]) if line.month == "2025-06")
    many = tuple(replace(line.editions[0], edition=number) for number in range(1, 13))
    shown.page.view.editions.show_month(replace(line, editions=many), 12)
    QApplication.processEvents()

    assert len({tile.y() for tile in shown.page.view.editions.tiles.values()}) > 1
    assert clipped_texts(shown.window) == []


def test_every_number_opens_its_cases_and_enter_opens_one(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_2, ALT)
    dialog = shown.modal()

    assert [one.case.number for one in dialog._cases] == [decided]
    assert "********" in dialog._cases[0].case.masked_id
    dialog.table.setFocus()
    shown.press(Qt.Key.Key_Return)
    assert shown.modal() is None
    assert shown.opened("worklist") == decided


def test_a_line_of_the_table_opens_its_cases(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    shown.page.view.table.setFocus()
    shown.press(Qt.Key.Key_Return)

    assert len(shown.modal()._cases) == 2
    shown.press(Qt.Key.Key_Escape)
    assert shown.modal() is None


def test_the_table_groups_by_programme_level_street_and_cell(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    labels = []
    for place in range(4):
        shown.page.view.scopes.pick(place)
        labels.append(shown.page.view.model.cell(0, 0).text)

    assert labels[0] == "技能提升补贴"
    assert labels[1] == "技能提升补贴 · 四级/中级工"
    assert labels[3].startswith("技能提升补贴 · 准予 · 四级/中级工 · ")
    assert shown.page.view.model.cell(shown.page.view.model.rowCount() - 1, 0).text == "合计"


def test_exported_files_of_an_edition_are_its_archived_bytes(bureau: Bureau, decided: str, tmp_path: Path) -> None:
    edition = publish_month(bureau["sign"], "2025-06", write).value
    folder = tmp_path / "out"
    folder.mkdir()
    shown = page_of(bureau)
    shown.page.ask_folder = lambda _page, _title: folder
    shown.press(Qt.Key.Key_Down, ALT)
    shown.control(Qt.Key.Key_E)

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        file.name: file.content for file in edition.files
    }
    assert f"已导出 {len(edition.files)} 个文件" in shown.said()


def test_a_draft_is_exported_under_its_own_names(bureau: Bureau, decided: str, tmp_path: Path) -> None:
    shown = page_of(bureau)
    shown.page.ask_folder = lambda _page, _title: tmp_path
    shown.control(Qt.Key.Key_E)

    assert (tmp_path / "2025-06-draft.xlsx").is_file()


def test_a_folder_that_cannot_be_written_is_told(bureau: Bureau, decided: str, tmp_path: Path) -> None:
    shown = page_of(bureau)
    shown.page.ask_folder = lambda _page, _title: tmp_path / "missing"
    shown.control(Qt.Key.Key_E)

    assert "没有保存" in shown.said()


def test_printing_draws_the_summary_sheet(bureau: Bureau, decided: str, tmp_path: Path) -> None:
    shown = page_of(bureau)
    shown.page.printer_names = lambda: ["练习打印机"]
    shown.page.setup = PrintSetup(file=tmp_path / "month.pdf")
    shown.control(Qt.Key.Key_P)
    shown.control(Qt.Key.Key_Return)

    with pypdfium2.PdfDocument((tmp_path / "month.pdf").read_bytes()) as document:
        assert document.get_metadata_dict()["Title"] == "2025-06"


def test_alt_and_arrows_go_through_months_and_stop_at_the_ends(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    shown.press(Qt.Key.Key_Right, ALT)
    assert shown.page.view.month.text() == "2025年6月"
    assert "本月" in shown.page.view.later.reason
    shown.press(Qt.Key.Key_Left, ALT)
    assert shown.page.view.month.text() == "2025年5月"
    assert value(shown, Figure.RECEIVED) == "0"
    for _ in range(20):
        shown.press(Qt.Key.Key_Left, ALT)
    assert shown.page.view.month.text() == "2024年7月"
    assert "更早" in shown.page.view.earlier.reason


def test_while_the_figures_of_another_month_are_on_their_way_nothing_of_the_last_one_is_opened_or_published(
    bureau: Bureau, decided: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = page_of(bureau)
    assert shown.page.publish_action.enabled
    late: list[Callable[[], None]] = []
    monkeypatch.setattr(
        shown.runner, "read", lambda call, done, failed, latest="": late.append(partial(done, call(bureau["sign"])))
    )
    shown.press(Qt.Key.Key_Left, ALT)
    assert "正在取" in shown.page.publish_action.reason
    assert "正在取" in shown.page.print_action.reason
    shown.press(Qt.Key.Key_2, ALT)
    shown.page.view.different.click()
    shown.control(Qt.Key.Key_Return)
    assert shown.modal() is None
    for answer in late:
        answer()
    assert shown.page.view.month.text() == "2025年5月"
    assert shown.page.publish_action.enabled


def test_a_wide_window_lists_the_months_beside(bureau: Bureau, decided: str) -> None:
    publish_month(bureau["sign"], "2025-06", write)
    shown = PageWindow(bureau["sign"], StatisticsPage, "worklist", size=(1920, 1080))
    months = shown.page.months

    assert months.isVisible()
    assert months.model.cell(0, 0).words() == "2025年6月 第 1 版"
    assert months.model.cell(1, 0).words() == "2025年5月 还没有发布"
    months.table.setFocus()
    shown.press(Qt.Key.Key_Down)
    assert shown.page.view.month.text() == "2025年5月"


def test_a_month_that_does_not_reconcile_names_its_cases_instead_of_figures(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    trouble = f"2025-06 的决定、文书与月度汇总对不上，未导出。请先核对这些案件：{decided}。"
    shown.page._show(type(shown.page.shown)("2025-06", 0, None, None, problem=trouble))

    links = [shown.page.view.trouble.itemAt(place).widget() for place in range(shown.page.view.trouble.count())]
    words = [link.text() for link in links if hasattr(link, "text")]
    assert words == [f"打开案件 {decided}"]
    assert not shown.page.view._numbers.isVisible()
    assert "对不上" in shown.page.publish_action.reason
    assert not shown.page.export_action.enabled


def test_a_seat_that_may_only_read_is_told_so(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau, "intake")

    assert "席位" in shown.page.publish_action.reason
    assert shown.page.view._instead.isVisible()


def test_a_reviewer_sees_figures_but_cannot_publish(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau, "review")

    assert value(shown, Figure.GRANTED) == "1"
    assert "签发或财务" in shown.page.publish_action.reason


def test_a_decision_elsewhere_refreshes_the_draft(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    number = bureau.reviewed(other_trade(4), person=bureau.person(4))
    from models.casework import deciding
    from reports.issue import render

    done = deciding.decide(bureau["sign"], number, render)
    shown.runner.bus.publish(done.changes)

    assert value(shown, Figure.GRANTED) == "2"


def test_a_difference_has_its_sign() -> None:
    assert signed(1) == "+1"
    assert signed(-2) == "−2"
    assert signed(-350_000, money=True) == "−¥3,500.00"
    assert signed(0) == ""


def test_the_page_fits_the_design_size(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    hint = shown.page.minimumSizeHint()

    assert hint.width() <= 1366 - 80
    assert hint.height() <= 768 - 66
    assert bureau.moment < datetime(2025, 6, 4, tzinfo=BEIJING)


def test_the_line_of_the_year_counts_enterprises_beside_the_people() -> None:
    day = datetime(2025, 6, 3, tzinfo=BEIJING).date()
    people = GrantedLine("", "合计", 12, 0, 15, 1_500_000)
    assert to_date_words(ToDate(day, day, (), people)) == "今年到昨天：12 人 · 15 件 · ¥15,000.00"
    both = GrantedLine("", "合计", 12, 3, 18, 1_500_000)
    assert to_date_words(ToDate(day, day, (), both)) == "今年到昨天：12 人、企业 3 户 · 18 件 · ¥15,000.00"


def test_the_corrections_of_a_month_are_listed_and_lead_to_their_cases(bureau: Bureau, decided: str) -> None:
    publish_month(bureau["sign"], "2025-06", write)
    assert not page_of(bureau).page.view.corrections.isVisible()
    bureau.moment = datetime(2025, 7, 2, 9, 0, tzinfo=BEIJING)
    undo_decision(bureau["sign"], decided, "等级录错，重新办理")
    shown = page_of(bureau)
    link = shown.page.view.corrections
    assert link.isVisible()
    link.setFocus()
    link.click()
    dialog = shown.modal()
    assert isinstance(dialog, MonthCorrectionsDialog)
    (line,) = [dialog.model.row(view) for view in range(dialog.model.rowCount())]
    assert (line.number, line.first_month, line.sign, line.fen) == (decided, "2025-06", -1, -150_000)
    dialog.table.setFocus()
    shown.press(Qt.Key.Key_Return)
    assert (shown.modal(), shown.opened("worklist")) == (None, decided)
