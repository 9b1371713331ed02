"""Lines on the grid of 28: nothing lost, nothing too wide, no mark where it may not stand."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reports.typesetting import break_lines, width

HALVES, INDENT = 56, 4
# Written out here on purpose: the standard's marks, not the module's own table.
CLOSING = "，。；：！？、）》〉」』】〕”’…—"
OPENING = "（《〈「『【〔“‘¥"

han = st.sampled_from("我局于收到你提出的技能升补贴申请经审查现决定如下东城𬭎")
words = st.sampled_from(["2026", "12", "1,500.00", "A4", "Anna-Lena", "110102********0017", "x"])
marks = st.sampled_from([*CLOSING.replace("—", "").replace("…", ""), "——", "……", "）。", "。”", "》（", "：“"])
openings = st.sampled_from(list(OPENING))
paragraphs = st.lists(
    st.one_of(han, han, han, words, st.tuples(marks, han).map("".join), st.tuples(openings, han).map("".join)),
    min_size=1,
    max_size=150,
).map("".join)


@given(paragraphs)
def test_no_line_begins_or_ends_with_a_mark_that_may_not_stand_there(text: str) -> None:
    lines = break_lines(text, HALVES, INDENT)
    assert not [line.text for line in lines[1:] if line.text[0] in CLOSING]
    assert not [line.text for line in lines[:-1] if line.text[-1] in OPENING]


@given(paragraphs)
def test_nothing_is_lost_and_no_line_is_too_wide(text: str) -> None:
    lines = break_lines(text, HALVES, INDENT, stretch=6)
    assert "".join(line.text for line in lines) == text
    for place, line in enumerate(lines):
        room = HALVES - (INDENT if place == 0 else 0)
        assert line.halves == width(line.text) <= room
        assert line.short in (0, room - line.halves)
    assert lines[-1].short == 0


@given(paragraphs)
def test_numbers_words_and_pairs_of_dashes_stay_whole(text: str) -> None:
    lines = [line.text for line in break_lines(text, HALVES, INDENT)]
    for before, after in pairwise(lines):
        assert not (before[-1].isascii() and after[0].isascii())
        assert before[-1] + after[0] not in ("——", "……")


@given(st.text(alphabet="，。（“a1年 ", min_size=1, max_size=300))
def test_even_text_of_marks_alone_is_broken_without_loss(text: str) -> None:
    lines = break_lines(text, HALVES, INDENT)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(line.halves <= HALVES for line in lines)


def test_a_word_wider_than_a_line_is_split() -> None:
    assert [line.halves for line in break_lines("a" * 130, HALVES)] == [56, 56, 18]


def test_a_number_keeps_its_unit() -> None:
    text = "一" * 27 + "12号文"
    assert [line.text for line in break_lines(text, HALVES)] == ["一" * 27, "12号文"]


def test_a_space_at_a_break_is_not_printed() -> None:
    assert [line.text for line in break_lines("一" * 28 + " 二", HALVES)] == ["一" * 28, "二"]
