"""The bank's return file as it arrives: what cannot be read is told, never raised as anything else."""

from __future__ import annotations

from datetime import date

import pytest

from models.bank_template import CSV_TEMPLATE
from models.errors import InputError
from models.payment_answer import csv_table, read_answer


def test_a_cell_beyond_every_size_is_told_as_a_wrong_file() -> None:
    with pytest.raises(InputError, match="读不出来") as caught:
        csv_table(b'"' + b"1" * 200_000 + b'"\n')
    assert caught.value.field == "file"


def test_a_row_whose_amount_has_thousands_of_digits_is_unreadable_and_the_others_are_read() -> None:
    lines = ["流水号,处理结果,处理日期,金额,原因", f"1,成功,2026-09-01,{'9' * 5_000},", "2,成功,2026-09-01,15.00,"]
    first, second = read_answer(csv_table("\n".join(lines).encode()), CSV_TEMPLATE, date(2026, 9, 2))
    assert "金额不对" in first.problem
    assert (second.serial, second.amount_fen, second.problem) == ("2", 1_500, "")
