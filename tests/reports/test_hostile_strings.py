"""Hostile strings through every letter, bank file and search (P16): they stay text, load nothing, and match literally.

The files of a month have their own test (tests/reports/month/test_hostile_text.py).
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from models.bank_template import CSV_TEMPLATE, DEFAULT_TEMPLATE
from models.casework.searching import search
from models.errors import SubsidyDeskError
from models.letter import LetterKind
from models.payment import PaymentSheet, SheetLine
from reports.issue import compose, render
from reports.month.csv_file import csv_bytes
from reports.month.ledgers import accepted_ledger
from reports.payment_file import payment_files
from reports.render_text import render_text
from tests.builders.desk import Bureau, make_bureau
from tests.builders.drill import Drill
from tests.builders.letters import NUMBER, make_case, make_office, make_order, named
from tests.builders.months import make_accepted, make_content
from tests.builders.people import make_card

STARTS = (
    *("", "=", "+", "-", "@", "%", "_", "\t", "'", "＝", "{=", '=HYPERLINK("http://x","y")', "=cmd|'/c calc'!A0"),
    *("<img src=http://x/y>", "<script>", "<b>", "&amp;", "]]>", "${jndi:ldap://x}", "{0}", "%s", "' OR 1=1 --", "*"),
)
REST = "练习甲𬭎𠮷·OTest阿 1%_\\\u200b\u202e\u2066\ud800\udfff\x00\x07\x1b\ufeff\ufffe\u0301"


def hostile(source: random.Random) -> str:
    """A beginning that something might obey, and any characters behind it."""
    return source.choice(STARTS) + "".join(source.choices(REST, k=source.randrange(12)))


def through_letter(text: str, kind: LetterKind) -> bool:
    """Whether a letter with the text as its name, address and occupation is made; a typed refusal is as good."""
    order = make_order(kind, person=named(text, address=text, bank_name=text), case=make_case(), office=make_office())
    try:
        words = render_text(compose(order, NUMBER))
        assert "\x00" not in words
    except SubsidyDeskError:
        return False
    return True


def drawn_letter_loads_nothing(text: str) -> None:
    order = make_order(LetterKind.APPROVAL, person=named(text, address=text))
    try:
        content = render(order, NUMBER).content
    except SubsidyDeskError:
        return
    for word in (b"/URI", b"/JavaScript", b"/Launch", b"/GoToR", b"/SubmitForm", b"/EmbeddedFile"):
        assert word not in content, word


def through_bank_file(text: str) -> None:
    line = SheetLine(1, "202600010001", "2026-00001", text, "", text, make_card(), 150_000, text)
    for template in (DEFAULT_TEMPLATE, CSV_TEMPLATE):
        try:
            files = payment_files(PaymentSheet("付2026-0001", date(2026, 3, 2), "练习局", template, (line,)))
        except SubsidyDeskError:
            continue
        for file in files:
            assert not formulas(file.content, file.name), (template.format, text)


def formulas(content: bytes, name: str) -> list[object]:
    """What a spreadsheet would run when the file is opened."""
    if name.endswith(".xlsx"):
        sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        return [cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    cells = [cell for line in content.decode("gb18030").splitlines() for cell in line.split(",")]
    return [cell for cell in cells if cell.strip('"').lstrip().startswith(tuple("=+-@＝"))]


def through_ledger(text: str) -> None:
    rows = (make_accepted(1, person_name=text, street=text),)
    assert csv_bytes(accepted_ledger(make_content(accepted=rows))).decode("utf-8-sig")


def through_search(bureau: Bureau, text: str) -> None:
    """Never an exception; a wildcard finds nobody who does not carry it."""
    for hit in search(bureau["intake"], text):
        assert text.strip("%_*") or not hit, (text, hit)


def pass_through(bureau: Bureau, count: int, seed: int = 16) -> int:
    """`count` strings through every way out and the search; how many letters were made."""
    source, made = random.Random(seed), 0
    for number in range(count):
        text = hostile(source)
        made += through_letter(text, list(LetterKind)[number % len(LetterKind)])
        through_search(bureau, text)
        through_ledger(text)
        if number % 4 == 0:
            through_bank_file(text)
        if number % 25 == 0:
            drawn_letter_loads_nothing(text)
    return made


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = make_bureau(tmp_path / "office")
    for number in range(1, 20):
        made.person(number)
    yield made
    made.close()


def percent_matches(bureau: Bureau) -> int:
    """The control: the same word put into LIKE as it is."""
    with bureau["intake"].store.reading():
        run = bureau["intake"].store.connection.exec_driver_sql
        return int(run("SELECT COUNT(*) FROM person WHERE name LIKE ?", ("%",)).scalar_one())


def write_runs() -> int:
    """The control: `write()` of the same library makes formulas of what begins with an equals sign."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, text in enumerate(STARTS):
            sheet.write(row, 0, text)
    return len(formulas(target.getvalue(), "x.xlsx"))


def test_hostile_strings_pass_through_letters_files_and_search_as_text(bureau: Bureau) -> None:
    assert pass_through(bureau, 400) > 80


def test_the_controls_obey_what_they_are_given(bureau: Bureau) -> None:
    assert percent_matches(bureau) == 19
    assert search(bureau["intake"], "%") == ()
    assert write_runs() > 0


@pytest.mark.drill
def test_100000_hostile_strings_pass_through_everything_as_text(bureau: Bureau, drill: Drill) -> None:
    goal = 100_000
    count = drill.size(hour=20_000, goal=goal)
    made = pass_through(bureau, count, seed=17)
    control = f"raw % in LIKE finds all {percent_matches(bureau)}; write() makes {write_runs()} formulas"
    assert write_runs() > 0
    found = f"0 exceptions, 0 formulas, 0 loads ({made:,} letters made, the others refused in words)"
    drill.row("P16", "hostile strings through letters, bank and month files, search", count, goal, found, control)
