"""Any text at all, in any file of a month: it stays text, it stays on its line, and it reads back."""

from __future__ import annotations

import csv
import io

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.month.csv_file import csv_bytes
from reports.month.issue import write
from reports.month.ledgers import accepted_ledger
from reports.month.words import plain
from tests.builders.months import make_accepted, make_content, make_decided

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=24)
STARTS = st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "'", "＝", "{=", "=HYPERLINK("])
HOSTILE = st.builds(lambda start, rest: start + rest, STARTS, ANY_TEXT)


@given(HOSTILE)
def test_plain_text_is_one_printable_line_of_the_same_length(text: str) -> None:
    shown = plain(text)
    assert len(shown) == len(text)
    assert len(shown.splitlines()) <= 1
    assert shown.encode().decode() == shown
    assert plain(shown) == shown


@given(st.lists(HOSTILE, min_size=1, max_size=8))
def test_any_names_read_back_from_the_csv_file(names: list[str]) -> None:
    rows = tuple(make_accepted(number, person_name=name) for number, name in enumerate(names, 1))
    text = csv_bytes(accepted_ledger(make_content(accepted=rows))).decode("utf-8-sig")
    read = [line[2] for line in csv.reader(io.StringIO(text, newline=""), strict=True)][1:]
    assert [field.removeprefix("'") for field in read] == [plain(name) for name in names]
    assert not any(field.lstrip().startswith(tuple("=+-@＝")) for field in read)


@settings(max_examples=40)
@given(st.lists(HOSTILE, min_size=1, max_size=8))
def test_any_text_in_every_field_leaves_all_files_whole_and_free_of_formulas(texts: list[str]) -> None:
    decided = tuple(
        make_decided(number, person_name=text, street=text, occupation=text, bank_name=text, letter_number=text)
        for number, text in enumerate(texts, 1)
    )
    content = make_content(decided, office_name=texts[0], made_by=texts[-1], streets=tuple(texts))
    book, *_tables, _printed = write(content)
    read = openpyxl.load_workbook(io.BytesIO(book.content))
    for name in read.sheetnames[1:]:
        assert not [cell for row in read[name].iter_rows() for cell in row if cell.data_type == "f"]
    names = [read["发放台账"].cell(row, 3).value or "" for row in range(5, 5 + len(texts))]
    assert names == [plain(text) for text in texts]
