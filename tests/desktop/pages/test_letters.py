"""文书: the register, the archived letter, printing and saving it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.pages.letters import LettersPage
from desktop.printing import PrintSetup
from models.casework import closing
from models.casework.letter_lists import LetterStanding, archived, letter_list, letter_rows
from models.letter import LetterKind
from tests.builders.desk import Bureau, make_bureau
from tests.builders.page_window import PageWindow

pytestmark = pytest.mark.usefixtures("theme")
LONG_NAME = "阿卜杜热合曼·麦麦提图尔荪·艾则孜·吾斯曼江·努尔𬭎"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


@pytest.fixture
def decided(bureau: Bureau) -> str:
    """One granted case: a receipt and a decision letter."""
    number = bureau.reviewed()
    bureau.decide(number)
    return number


def page_of(bureau: Bureau, account: str = "review") -> PageWindow:
    return PageWindow(bureau[account], LettersPage, "worklist")


def numbers(shown: PageWindow) -> list[str]:
    model = shown.page.view.model
    return [model.cell(view, 0).text for view in range(model.rowCount())]


def test_every_number_is_listed_newest_first_with_masked_id(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    model = shown.page.view.model

    assert len(numbers(shown)) == 2
    assert numbers(shown)[0].startswith("东人社补〔2025〕")
    assert numbers(shown)[1].startswith("东人社受〔2025〕")
    person = model.cell(0, 1)
    assert "********" in person.sub
    assert model.cell(0, 2).text == decided
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_the_archived_bytes_are_shown_with_their_hash_and_never_rendered_anew(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    letter = shown.page._shown

    stored = archived(bureau["review"], letter.letter_id)
    assert letter.content == stored.content
    assert shown.page.sheet.digest.text() == f"SHA-256 {hashlib.sha256(stored.content).hexdigest()}"
    assert shown.page.sheet.verdict.text() == "存档与登记一致"


def test_arrows_go_through_the_letters_and_enter_opens_the_case(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    first = shown.page._shown.letter_id
    shown.press(Qt.Key.Key_Down)

    assert shown.page._shown.letter_id != first
    shown.press(Qt.Key.Key_Return)
    assert shown.opened("worklist") == decided


def test_printing_asks_then_counts_the_reprint_and_prints_the_archived_pages(
    bureau: Bureau, decided: str, tmp_path: Path
) -> None:
    shown = page_of(bureau)
    file = tmp_path / "printed.pdf"
    shown.page.printer_names = lambda: ["练习打印机"]
    letter = shown.page._shown.letter_id
    shown.page.setups[shown.page.table.current().kind] = PrintSetup(file=file)

    shown.control(Qt.Key.Key_P)
    assert "第 1 次重打" in shown.modal()._question.note
    shown.control(Qt.Key.Key_Return)

    assert shown.modal() is None
    with pypdfium2.PdfDocument(file.read_bytes()) as document:
        assert len(document) >= 1
    assert letter_rows(bureau["review"], [letter])[0].reprints == 1
    assert shown.page.view.model.cell(0, 2).sub.endswith("重打 1 次")
    assert "已送打印" in shown.said()


def test_a_number_of_copies_that_is_none_is_told_at_its_field(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    shown.page.printer_names = lambda: ["练习打印机"]
    shown.control(Qt.Key.Key_P)
    dialog = shown.modal()
    dialog.copies.control.setFocus()
    dialog.copies.control.selectAll()
    shown.type("很多")
    shown.control(Qt.Key.Key_Return)

    assert shown.modal() is dialog
    assert "现在是“很多”" in dialog.copies.problem.what
    assert dialog.copies.text() == "很多"


def test_without_a_printer_the_dialog_says_what_to_do(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    shown.page.printer_names = list
    shown.control(Qt.Key.Key_P)

    assert "另存为 PDF" in shown.modal().accept_action.reason


def test_saving_writes_exactly_the_archived_bytes_and_counts(bureau: Bureau, decided: str, tmp_path: Path) -> None:
    shown = page_of(bureau)
    file = tmp_path / "letter.pdf"
    shown.page.ask_file = lambda _page, _title, _name: file
    letter = shown.page._shown
    shown.control(Qt.Key.Key_S)

    assert file.read_bytes() == letter.content
    assert hashlib.sha256(file.read_bytes()).hexdigest() == letter.sha256
    assert letter_rows(bureau["review"], [letter.letter_id])[0].reprints == 1
    assert "letter.pdf" in shown.said()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["letter.pdf"]


def test_a_file_that_cannot_be_written_is_told(bureau: Bureau, decided: str, tmp_path: Path) -> None:
    shown = page_of(bureau)
    shown.page.ask_file = lambda _page, _title, _name: tmp_path / "missing" / "letter.pdf"
    shown.control(Qt.Key.Key_S)

    assert "没有保存" in shown.said()


def test_giving_up_the_file_dialog_counts_nothing(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    shown.page.ask_file = lambda _page, _title, _name: None
    letter = shown.page._shown.letter_id
    shown.control(Qt.Key.Key_S)

    assert letter_rows(bureau["review"], [letter])[0].reprints == 0


def test_a_seat_that_may_not_reprint_reads_and_is_told_why(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau, "finance")

    assert len(numbers(shown)) == 2
    assert "席位" in shown.page.print_action.reason
    told = shown.page.sheet.reason
    assert (told.text(), told.isVisible()) == (shown.page.print_action.reason, True)
    assert told.height() >= told.heightForWidth(told.width()) > 0
    shown.control(Qt.Key.Key_P)
    assert shown.modal() is None


def test_typing_filters_by_number_name_and_case(bureau: Bureau, decided: str) -> None:
    other = bureau.accepted(person=bureau.person(7, name=LONG_NAME))
    shown = page_of(bureau)
    shown.control(Qt.Key.Key_F)
    shown.type("努尔𬭎")

    assert [shown.page.view.model.cell(view, 2).text for view in range(len(numbers(shown)))] == [other]
    assert shown.page.view.count.text() == "筛出 1 份"
    shown.press(Qt.Key.Key_Escape)
    assert len(numbers(shown)) == 3


def test_a_percent_sign_is_looked_for_and_is_no_pattern(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    shown.control(Qt.Key.Key_F)
    shown.type("%")

    assert numbers(shown) == []
    assert "没有符合筛选条件" in shown.page.view.empty.text()
    assert shown.page.view.show_all.isVisible()
    assert "先在左边选" in shown.page.print_action.reason


def test_kinds_and_months_are_counted_and_filter(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    found = letter_list(bureau["review"], LetterKind.RECEIPT, "2025-06")

    assert found.counts == {LetterKind.RECEIPT: 1, LetterKind.APPROVAL: 1}
    assert len(found.ids) == 1
    assert found.months == ("2025-06",)
    shown.page.filters.kinds._chips[1].click()
    assert numbers(shown)[0].startswith("东人社受")
    assert len(numbers(shown)) == 1


def test_a_served_decision_is_shown_as_served(bureau: Bureau, decided: str) -> None:
    closing.serve(bureau["intake"], decided, "直接送达", date(2025, 6, 3))
    shown = page_of(bureau)

    assert shown.page.table.current().standing is LetterStanding.SERVED
    assert "已送达" in shown.page.view.model.cell(0, 2).words()


def test_an_office_without_letters_says_how_they_come(bureau: Bureau) -> None:
    shown = page_of(bureau)

    assert shown.page.view.count.text() == "0 份"
    assert "还没有文书" in shown.page.view.empty.text()
    assert shown.page.print_action.reason
    shown.page.ask_print()
    assert shown.modal() is None


def test_a_letter_named_by_another_page_is_selected(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    receipt = letter_list(bureau["review"], LetterKind.RECEIPT).ids[0]
    shown.window.go_to("letters", receipt)

    assert shown.page.table.current().id == receipt


def test_the_page_fits_the_design_size(bureau: Bureau, decided: str) -> None:
    shown = page_of(bureau)
    hint = shown.page.minimumSizeHint()

    assert hint.width() <= 1366 - 80
    assert hint.height() <= 768 - 66
