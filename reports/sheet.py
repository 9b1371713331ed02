"""What printed sheets share: the title block, wrapped lines and the foot. A sheet is no letter: no number, no seal."""

from __future__ import annotations

from collections.abc import Sequence

from reports import page_style as style
from reports.month.page_flow import HEAVY, LEFT, NOT_PRINTABLE, RIGHT, SIZE, SMALL, TEXT_GREY, THIN, Flow
from reports.typesetting import break_lines


def titled(flow: Flow, title: str, left: str, right: str) -> None:
    """The title with two small remarks below it, closed by a double rule."""
    for line in break_lines(title, int((RIGHT - LEFT) // (18 / 2))):
        flow.line(line.text, 18, "title", align=0.5)
    flow.space(2)
    flow.text(left, LEFT, SMALL, "body", colour=TEXT_GREY)
    flow.text(right, RIGHT, SMALL, "body", align=1.0, colour=TEXT_GREY)
    flow.space(14)
    flow.rule(HEAVY)
    flow.space(2)
    flow.rule(THIN / 2)


def lines_of(text: str) -> list[str]:
    """Running text in lines of the sheet's width."""
    return [line.text for line in break_lines(text, int((RIGHT - LEFT) // (SIZE / 2)))]


def foot(flow: Flow, texts: Sequence[str]) -> None:
    """The small print and the page number of every page; the QR code stands to the left of it."""
    flow.on_every_page(lambda page, number, pages: _foot(page, texts, number, pages), style.FOOT_RULE)


def _foot(flow: Flow, texts: Sequence[str], number: int, pages: int) -> None:
    flow.rule(THIN)
    flow.space(9)
    marked = f"有“{NOT_PRINTABLE}”处为本机字体不能打印的字。" if flow.gaps else ""
    for text in (*texts, marked):
        flow.text(text, LEFT + style.QR_SIZE + 4 * style.MM, SMALL, "body", colour=TEXT_GREY)
        flow.space(12)
    flow.space(-12)
    flow.text(f"第 {number} 页，共 {pages} 页", RIGHT, SMALL, "body", align=1.0, colour=TEXT_GREY)
