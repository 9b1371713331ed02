"""Tables over pages: nothing reaches into the foot, no heading is alone, and a row no page can hold is all there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reports.fonts import load_fonts
from reports.layout import Page
from reports.month.page_flow import BOTTOM, LINE, ROW, TOP, Flow, TableColumn, TableRow

COLUMNS = [TableColumn("序号", 60, figures=False), TableColumn("内容", 120, figures=False)]
A_LINE = 12  # Chinese characters that fit into the second column
PAGE_LINES = int((BOTTOM - TOP) // LINE)


def words(number: int, lines: int) -> str:
    """So many lines of their own characters."""
    return "".join(chr(ord("一") + number * 100 + line) * A_LINE for line in range(lines))


def texts(page: Page) -> Iterator[tuple[float, str]]:
    for text in page.texts:
        yield text.baseline, "".join(part for _face, part in text.runs)


def printed(pages: list[Page]) -> list[str]:
    """The lines of the second column, page after page."""
    return [text for page in pages for _y, text in texts(page) if len(text) == A_LINE]


def table(lines: list[int], start: float = 0.0, total: bool = False) -> Flow:
    flow = Flow(load_fonts(), None, "")
    flow.space(start)
    rows = [TableRow((str(number), words(number, count))) for number, count in enumerate(lines)]
    flow.table(COLUMNS, rows, ("合计", "") if total else ())
    return flow


def pages_of_row(pages: list[Page], number: int) -> set[int]:
    own = set(words(number, 100))
    return {place for place, page in enumerate(pages) for _y, text in texts(page) if set(text) & own}


def assert_whole(pages: list[Page], lines: list[int]) -> None:
    asked = [words(number, count) for number, count in enumerate(lines)]
    assert "".join(printed(pages)) == "".join(asked)
    assert max(y for page in pages for y, _text in texts(page)) < BOTTOM
    assert max(rule.y1 for page in pages for rule in page.rules) <= BOTTOM + 0.01


@pytest.mark.parametrize("left", range(0, 300, 7))
def test_a_tall_row_moves_to_the_next_page_where_it_is_whole(left: int) -> None:
    lines = [1, 16, 1, 12, 9, 1]
    pages = table(lines, start=BOTTOM - TOP - 40 - left).pages
    assert_whole(pages, lines)
    assert [len(pages_of_row(pages, number)) for number in range(len(lines))] == [1] * len(lines)


@pytest.mark.parametrize("lines", [PAGE_LINES + 5, 2 * PAGE_LINES + 1, 3 * PAGE_LINES])
@pytest.mark.parametrize("left", [30, 200, 600])
def test_a_row_no_page_can_hold_goes_over_as_many_as_it_needs(lines: int, left: int) -> None:
    rows = [1, lines, 2]
    pages = table(rows, start=BOTTOM - TOP - left).pages
    assert_whole(pages, rows)
    assert len(pages_of_row(pages, 1)) >= 2


@pytest.mark.parametrize("left", range(60, 260, 9))
def test_the_total_is_never_alone_on_a_page(left: int) -> None:
    lines = [3, 6, 4]
    pages = table(lines, start=BOTTOM - TOP - left, total=True).pages
    assert_whole(pages, lines)
    last = [text for _y, text in texts(pages[-1])]
    assert last.index("合计") > 0
    assert pages_of_row(pages, 2) == {len(pages) - 1}


@pytest.mark.parametrize("left", range(30, 300, 9))
def test_a_heading_stands_on_the_page_of_its_first_row(left: int) -> None:
    flow = Flow(load_fonts(), None, "")
    flow.space(BOTTOM - TOP - left)
    flow.section("标题", COLUMNS, [TableRow(("0", words(0, 14)))])
    place = next(n for n, page in enumerate(flow.pages) for _y, text in texts(page) if text == "标题")
    assert pages_of_row(flow.pages, 0) == {place}
    assert max(rule.y1 for page in flow.pages for rule in page.rules) <= BOTTOM + 0.01


def test_short_rows_fill_a_page_to_its_end() -> None:
    fitting = int((BOTTOM - TOP - ROW) // ROW)
    assert len(table([1] * fitting).pages) == 1
    assert len(table([1] * (fitting + 1)).pages) == 2
