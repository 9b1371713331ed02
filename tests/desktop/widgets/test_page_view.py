"""A letter on the screen is the letter that prints."""

from io import BytesIO

import pytest
from builders.keys import show
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop.widgets.page_view import Fit, PageView

pytestmark = pytest.mark.usefixtures("theme")


@pytest.fixture(scope="module")
def two_pages() -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for _ in range(2):
        document.new_page(595, 842)
    out = BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def test_pages_are_shown_on_white_in_the_proportions_of_the_paper(two_pages: bytes, qtbot: QtBot) -> None:
    view = PageView()
    view.resize(700, 900)
    show(view)
    view.show_pdf(two_pages)
    with qtbot.waitSignal(view.rendered, timeout=10_000):
        view.grab()
    (_, first), (_, second) = list(view._places())
    assert first.width() / first.height() == pytest.approx(595 / 842, rel=0.01)
    assert second.top() > first.bottom()
    middle = view.grab().toImage().pixelColor(first.center().toPoint())
    assert middle == QColor("white")
    view.forget()


def test_page_width_is_wider_and_scrolls(two_pages: bytes) -> None:
    view = PageView()
    view.resize(700, 400)
    show(view)
    view.show_pdf(two_pages)
    whole = view.verticalScrollBar().maximum()
    view.set_fit(Fit.WIDTH)
    assert view.verticalScrollBar().maximum() > whole
    view.forget()


def test_a_long_sentence_in_place_of_a_document_is_wrapped_and_shown_whole() -> None:
    view = PageView()
    view.resize(420, 300)
    show(view)
    words = "案件不能作出决定：所依据的政策数值尚未经本局确认（培训课程在目录内）。请先录入文号并由第二人确认。"
    view.say(words)
    assert len(view.shown_lines()) > 1
    assert "".join(view.shown_lines()) == words
    assert all(text.needed <= text.available for text in view.painted_texts())


def test_without_a_document_it_says_so(two_pages: bytes) -> None:
    view = PageView()
    view.show_pdf(two_pages)
    view.say("还没有文书")
    assert list(view._places()) == []
