"""Where things stand on the page: GB/T 9704 in millimetres, and what may stand alone on a page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.letter import LetterKind, LetterOrder
from reports import page_style as style
from reports.fonts import load_fonts
from reports.issue import compose
from reports.layout import Page, Row, Text, break_title, lay_out, paginate
from reports.typesetting import Line, width
from tests.builders.letters import (
    NUMBER,
    make_assessment,
    make_case,
    make_line,
    make_office,
    make_order,
    named,
    refused_assessment,
)

MM = 72 / 25.4


def pages_of(order: LetterOrder) -> list[Page]:
    return lay_out(compose(order, NUMBER), load_fonts())


def body(page: Page) -> list[Text]:
    """The text of the type area, without head, foot and watermark."""
    return [text for text in page.texts if text.size == style.EM and text.baseline < style.FOOT_RULE]


def right_end(text: Text) -> float:
    return text.x + width(text.string) / 2 * text.size + text.spacing * (len(text.string) - 1)


def orders() -> list[LetterOrder]:
    return [
        make_order(LetterKind.RECEIPT),
        make_order(LetterKind.APPROVAL),
        make_order(LetterKind.REFUSAL),
        make_order(LetterKind.REFUSAL, assessment=refused_assessment(12, 3)),
    ]


def test_the_type_area_is_the_one_of_the_standard() -> None:
    assert pytest.approx(37 * MM) == style.TOP
    assert pytest.approx(28 * MM) == style.LEFT
    assert pytest.approx(156 * MM, abs=0.5 * MM) == style.GRID_WIDTH
    last_line_bottom = style.line_top(style.LINES - 1) + style.EM
    assert last_line_bottom - style.TOP == pytest.approx(225 * MM)


@pytest.mark.parametrize("place", range(4))
def test_every_line_stays_in_the_type_area_on_its_grid_with_at_most_28_characters(place: int) -> None:
    for page in pages_of(orders()[place]):
        for text in body(page):
            assert text.x >= style.LEFT - 0.01
            assert right_end(text) <= style.RIGHT + 0.01
            assert width(text.string) <= 56
            line = (text.baseline - style.baseline(0)) / style.PITCH
            assert line == pytest.approx(round(line), abs=1e-6)
            assert 0 <= round(line) < style.LINES


def test_a_line_that_a_mark_or_number_left_early_is_spread_to_the_margin() -> None:
    spread = [text for order in orders() for page in pages_of(order) for text in body(page) if text.spacing]
    assert len(spread) > 10
    assert all(right_end(text) == pytest.approx(style.RIGHT) for text in spread)
    assert max(text.spacing for text in spread) < style.EM / 4


def test_paragraphs_are_indented_by_two_characters_and_the_addressee_is_not() -> None:
    lines = body(pages_of(make_order(person=named("练习丁")))[0])
    addressee = next(text for text in lines if text.string == "练习丁：")
    opening = next(text for text in lines if text.string.startswith("我局于"))
    assert addressee.x == pytest.approx(style.LEFT)
    assert opening.x == pytest.approx(style.LEFT + 2 * style.EM)


def test_the_head_has_a_red_name_a_centred_number_and_a_red_rule_four_millimetres_below() -> None:
    page = pages_of(make_order())[0]
    issuer = next(text for text in page.texts if text.colour == style.RED)
    number = next(text for text in page.texts if text.string == NUMBER)
    rule = next(rule for rule in page.rules if rule.colour == style.RED)
    assert issuer.string == make_office().name
    middle = style.LEFT + style.GRID_WIDTH / 2
    assert (number.x + right_end(number)) / 2 == pytest.approx(middle)
    number_bottom = number.baseline + (1 - style.ASCENT) * style.EM
    assert rule.y0 - number_bottom == pytest.approx(4 * MM)
    assert rule.x1 - rule.x0 == pytest.approx(style.GRID_WIDTH)


def test_only_the_first_page_has_a_head_and_every_page_has_a_foot_and_its_number() -> None:
    pages = pages_of(make_order(LetterKind.REFUSAL, assessment=refused_assessment(12, 3)))
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        strings = [text.string for text in page.texts]
        assert f"— {number} —" in strings
        assert f"案号：2026-00012　本文书共{len(pages)}页" in strings
        assert (NUMBER in strings) is (number == 1)


def test_the_page_number_stands_seven_millimetres_below_the_type_area_in_size_four() -> None:
    text = next(text for text in pages_of(make_order())[0].texts if text.string == "— 1 —")
    top = text.baseline - style.ASCENT * text.size
    assert top - (style.TOP + style.AREA_HEIGHT) == pytest.approx(7 * MM)
    assert text.size == 14


def test_name_and_date_stand_at_the_right_with_room_for_the_seal() -> None:
    page = pages_of(make_order())[-1]
    name = next(text for text in body(page) if text.string == make_office().name)
    date = next(text for text in body(page) if text.string == "2025年9月9日")
    assert right_end(name) == pytest.approx(style.RIGHT - 2 * style.EM)
    assert (date.x + right_end(date)) / 2 == pytest.approx((name.x + right_end(name)) / 2)
    assert date.baseline - name.baseline == pytest.approx(style.PITCH)


def test_a_short_office_name_is_centred_over_a_date_four_characters_in() -> None:
    page = pages_of(make_order(office=make_office(name="测试局")))[-1]
    name = next(text for text in body(page) if text.string == "测试局")
    date = next(text for text in body(page) if text.string == "2025年9月9日")
    assert right_end(date) == pytest.approx(style.RIGHT - 4 * style.EM)
    assert (date.x + right_end(date)) / 2 == pytest.approx((name.x + right_end(name)) / 2)


@given(st.integers(min_value=3, max_value=120), st.integers(min_value=5, max_value=17))
def test_the_signature_has_room_and_never_stands_without_text(count: int, first: int) -> None:
    rows = [Row(((0, Line(str(number), 2)),), heading=number % 7 == 3) for number in range(count)]
    pages = paginate(rows, first, style.LINES)
    assert [row for page in pages for row in page] == rows
    rooms = [first] + [style.LINES] * (len(pages) - 1)
    assert all(len(page) <= room for page, room in zip(pages, rooms, strict=True))
    assert len(pages[-1]) + style.SIGNATURE_LINES <= rooms[-1]
    if len(pages) > 1:
        assert len(pages[-1]) >= style.TEXT_WITH_SIGNATURE


@pytest.mark.parametrize("headings", [{9}, {8, 9}])
def test_a_heading_is_never_the_last_line_of_a_page(headings: set[int]) -> None:
    rows = [Row(((0, Line(str(number), 2)),), heading=number in headings) for number in range(20)]
    first, *_others = paginate(rows, 10, style.LINES)
    assert first == rows[: min(headings)]


def test_a_heading_is_not_left_with_the_first_line_of_a_paragraph_alone() -> None:
    def row(at: int, text: str, *, heading: bool = False) -> Row:
        return Row(((at, Line(text, 2)),), heading)

    rows = [*(row(0, str(number)) for number in range(8)), row(style.INDENT, "四、权利告知", heading=True)]
    whole = [*rows, row(style.INDENT, "如不服"), row(0, "向"), row(0, "之日")]
    first, *_others = paginate(whole, 12, style.LINES)
    assert first == rows[:8]
    short = [*rows, row(style.INDENT, "如不服"), row(style.INDENT, "另一段"), row(0, "之日")]
    first, *_others = paginate(short, 12, style.LINES)
    assert first == short[:10]


def test_a_long_title_is_broken_into_lines_of_about_the_same_length() -> None:
    lines = break_title("疏解企业高技能人才配偶、子女免费职业指导和培训准予决定书")
    assert len(lines) == 2
    assert abs(width(lines[0]) - width(lines[1])) <= 8
    assert break_title("技能提升补贴受理通知书") == ["技能提升补贴受理通知书"]


def test_a_long_title_moves_the_body_down() -> None:
    order = make_order(
        programme_name="疏解企业高技能人才配偶、子女免费职业指导和培训",
        case=make_case(programme="family_guidance"),
        assessment=make_assessment(amount_fen=None),
    )
    addressee = next(text for text in pages_of(order)[0].texts if text.string.endswith("："))
    assert addressee.baseline == pytest.approx(style.baseline(style.BODY_LINE + 1))


def test_a_table_is_ruled_on_all_sides_also_where_a_page_ends() -> None:
    papers = tuple(f"第{number}号材料的名称写得相当长以便占满表格的一整行" for number in range(1, 25))
    pages = pages_of(make_order(LetterKind.RECEIPT, papers=papers))
    assert len(pages) > 1
    for page in pages[:2]:
        upright = [rule for rule in page.rules if rule.x0 == rule.x1]
        across = {round(rule.y0, 3) for rule in page.rules if rule.width == style.TABLE_RULE and rule.y0 == rule.y1}
        assert {round(min(rule.y0 for rule in upright), 3), round(max(rule.y1 for rule in upright), 3)} <= across


def test_a_receipt_with_the_usual_papers_fits_on_one_page() -> None:
    assert len(pages_of(make_order(LetterKind.RECEIPT))) == 1
    waiting = make_order(LetterKind.RECEIPT, in_force=False, due_on=None, case=make_case(accepted_on=None))
    assert len(pages_of(waiting)) == 1


def test_a_very_long_address_is_set_smaller_instead_of_leaving_the_page() -> None:
    order = make_order(office=make_office(address="北京市东城区很长的街道名称" * 20))
    for page in pages_of(order):
        assert max(text.baseline for text in page.texts) < style.PAGE_HEIGHT - 5 * MM


def test_no_line_of_a_real_letter_breaks_the_rules_for_marks() -> None:
    for order in orders():
        for page in pages_of(order):
            lines = sorted(body(page), key=lambda text: text.baseline)
            assert not [b.string for _a, b in pairwise(lines) if b.string[0] in "，。；：、！？）》〉」』】〕”’"]
            assert not [a.string for a, _b in pairwise(lines) if a.string[-1] in "（《〈「『【〔“‘¥"]


def test_met_criteria_with_long_sentences_are_not_cut() -> None:
    sentence = "参加" + "失业保险" * 60 + "，符合条件。"
    order = make_order(assessment=make_assessment(criteria=(make_line(0, sentence=sentence),)))
    strings = "".join(text.string for page in pages_of(order) for text in page.texts)
    assert sentence.removesuffix("，符合条件。") in strings
