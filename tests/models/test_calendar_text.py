"""A year's notice as typed: read whole, or refused with what could not be read."""

from __future__ import annotations

from datetime import date

import pytest

from models.calendar_text import text_of_year, year_of_text
from models.errors import InputError

OFF = "1-1→1-3 元旦\n2月8日 春节"


@pytest.mark.parametrize(
    "work", ["1-9 2-14", "1月9日、2月14日", "1/9，2/14", "1月9日（周六） 2月14日(周日)", "1-9\n2-14"]
)
def test_the_days_worked_instead_are_read_however_they_are_set_apart(work: str) -> None:
    table = year_of_text("2027", OFF, work)
    assert table.work == frozenset({date(2027, 1, 9), date(2027, 2, 14)})
    assert text_of_year(table)[1] == "1-9 2-14"


@pytest.mark.parametrize("work", ["1-9 二月十四日", "1-9 2-14 待定", "1-9→1-10", "待定"])
def test_what_cannot_be_read_among_the_days_worked_is_never_passed_over(work: str) -> None:
    with pytest.raises(InputError, match="调休上班日读不出来") as caught:
        year_of_text("2027", OFF, work)
    assert caught.value.field == "work"


def test_a_year_may_be_typed_in_full_width_like_its_days() -> None:
    table = year_of_text("２０２７", "１-１→１-３ 元旦", "")
    assert (table.year, len(table.off)) == (2027, 3)
