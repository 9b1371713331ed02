"""Mangled files at every door (P7): rows and errors, or one typed rejection; nothing half imported, nothing untyped."""

from __future__ import annotations

import io
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.headless.session import read_json_text
from forms import sheet_reader
from forms.fields import Setting
from forms.roster import read_roster
from forms.roster_columns import find_columns, roster_rows
from forms.spreadsheet import Sheet, SheetCell
from models.bank_template import CSV_TEMPLATE, template_from_json
from models.casework.classes import add_class
from models.casework.offices import office_from_json
from models.casework.rosters import save_roster, stage_roster
from models.errors import InputError, StoreError, SubsidyDeskError
from models.facts_file import facts_from_json
from models.payment_answer import csv_table, read_answer
from models.store.backup import MANIFEST, read_backup
from models.store.checks import check_store
from models.store.keys import KeyRing
from tests.builders.desk import make_bureau
from tests.builders.drill import Drill
from tests.builders.rosters import GROUP, STREETS, TODAY, roster_lines, text_file, workbook
from tests.forms.test_spreadsheet import mangled

SECONDS = 2.0
OFFICE = {
    "name": "练习局",
    "district": "110101",
    "streets": ["练习街道"],
    "letter_codes": {"receipt": "练受", "approval": "练补", "refusal": "练不"},
    "address": "练习路1号",
    "phone": "010-00000000",
}
FACTS = {"certificate.level": 4, "certificate.issued_on": "2025-03-03", "work.status_at_application": None}
TEMPLATE = {"name": "练习", "format": "csv", "columns": [["流水号", "serial"], ["户名", "payee"]]}
KEYS = {"format": "subsidy-desk-keys", "version": 1, "fast": True, "accounts": {"甲": {}}, "recovery": {}}
BACKUP = {
    "format": "subsidy-desk-backup",
    "made_at": "2026-03-02T01:00:00+00:00",
    "schema": 4,
    "journal": {"seq": 1, "hash": "0" * 64},
    "counts": {"person": 1},
    "files": {"office.db": "0" * 64},
}


def import_sheet(kind: str, content: bytes) -> None:
    """As `read_sheet` does, in this process: the reader's answer, the columns, every row to values or errors."""
    answer = sheet_reader.answer(kind, content)
    if "rejected" in answer:
        raise InputError("rejected", "file")
    sheet: Sheet = tuple(tuple(SheetCell(str(text), str(flaw)) for text, flaw in row) for row in answer["rows"])
    entries = read_roster(roster_rows(sheet, find_columns(sheet)), Setting(TODAY, STREETS), "练习核对")
    assert all(note.words for entry in entries for note in entry.notes)


def file_in(place: Path, name: str, read: Callable[[Path], object]) -> Callable[[bytes], None]:
    def importer(content: bytes) -> None:
        (place / name).write_bytes(content)
        read(place)

    return importer


def spelled(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def changed(source: random.Random, value: object) -> bytes:
    """A JSON value with one part of another kind, gone, or nested; then perhaps mangled as bytes."""
    whole = json.loads(json.dumps(value))
    place = whole
    while isinstance(place, dict) and place:
        key = source.choice(sorted(place))
        if isinstance(place[key], dict) and place[key] and source.random() < 0.5:
            place = place[key]
            continue
        place[key] = source.choice((None, -1, 1e300, "", "\u202e", [], {}, [[]] * 3, True, "9" * 400, {"": [None]}))
        break
    content = spelled(whole)
    return mangled(source, content) if source.random() < 0.5 else content


Door = tuple[Callable[[random.Random], bytes], Callable[[bytes], object]]


def doors(place: Path) -> dict[str, Door]:
    """For each kind of file: how a hostile one is made, and what reads it."""
    book, text = workbook(roster_lines(3)), text_file(roster_lines(3), "gb18030")
    answer = "流水号,结果,原因,金额,日期\n2026000101,成功,,1500.00,2026-03-02\n".encode()

    def json_of(read: Callable[[dict[str, object]], object]) -> Callable[[bytes], object]:
        return lambda content: read(read_json_text(content.decode("utf-8", errors="replace"), "练习.json"))

    def keys(folder: Path) -> object:
        return KeyRing.load(folder).fits(bytes(32))

    return {
        "xlsx": (lambda source: mangled(source, book), lambda content: import_sheet("xlsx", content)),
        "csv": (lambda source: mangled(source, text), lambda content: import_sheet("csv", content)),
        "bank answer": (
            lambda source: mangled(source, answer),
            lambda content: read_answer(csv_table(content), CSV_TEMPLATE, TODAY),
        ),
        "facts": (lambda source: changed(source, {"facts": FACTS}), json_of(facts_from_json)),
        "office": (lambda source: changed(source, OFFICE), json_of(office_from_json)),
        "bank template": (lambda source: changed(source, TEMPLATE), json_of(template_from_json)),
        "backup": (lambda source: changed(source, BACKUP), file_in(place, MANIFEST, read_backup)),
        "keys": (lambda source: changed(source, KEYS), file_in(place, "office.keys", keys)),
    }


def fuzz(place: Path, count: int, seed: int = 7) -> Counter[str]:
    """Offer `count` hostile files, the kinds in turn; how many were read and how many rejected in a typed way."""
    source, found = random.Random(seed), Counter[str]()
    every = doors(place)
    for number in range(count):
        name = list(every)[number % len(every)]
        make, read = every[name]
        content = make(source)
        begun = time.process_time()
        try:
            read(content)
            found["read"] += 1
        except (InputError, StoreError):
            found["rejected"] += 1
        except Exception as error:
            raise AssertionError(f"{name}, file {number}: untyped {type(error).__name__}: {error}") from error
        # Time of the processor, which a busy machine does not lengthen: the limit of the reader's own process.
        assert time.process_time() - begun < SECONDS, f"{name}, file {number} took too long"
    return found


def bare_openpyxl(count: int) -> Counter[str]:
    """The control: the same workbooks read by openpyxl itself; the kinds of errors that come out."""
    import openpyxl  # type: ignore[import-untyped]

    source, book, errors = random.Random(7), workbook(roster_lines(3)), Counter[str]()
    for _ in range(count):
        try:
            for row in openpyxl.load_workbook(io.BytesIO(mangled(source, book)), read_only=True).active.iter_rows():
                assert row is not None
        except Exception as error:
            errors[type(error).__name__] += 1
    return errors


def partial_imports(place: Path, count: int) -> tuple[int, int]:
    """Mangled rosters taken over into a real office: how many were saved whole, and how many left it as it was."""
    bureau, source = make_bureau(place / "office"), random.Random(9)
    desk, saved, rejected = bureau["intake"], 0, 0
    group = add_class(desk, GROUP).value
    for _ in range(count):
        content = mangled(source, text_file(roster_lines(3)))
        with desk.store.reading() as rows:
            before = rows.head()
        try:
            answer = sheet_reader.answer("csv", content)
            sheet = tuple(tuple(SheetCell(*cell) for cell in row) for row in answer.get("rows", ()))
            entries = read_roster(roster_rows(sheet, find_columns(sheet)), Setting(TODAY, STREETS), "练习核对")
            save_roster(desk, entries, stage_roster(desk, entries, group.number))
            saved += 1
        except SubsidyDeskError:
            rejected += 1
            with desk.store.reading() as rows:
                assert rows.head() == before, "a rejected file left something behind"
    assert check_store(desk.store) == ()
    bureau.close()
    return saved, rejected


def test_hostile_files_at_every_door_are_read_or_rejected_in_a_typed_way(tmp_path: Path) -> None:
    found = fuzz(tmp_path, 2_000)
    assert min(found["read"], found["rejected"]) > 100


def test_a_mangled_roster_is_taken_over_whole_or_leaves_the_office_as_it_was(tmp_path: Path) -> None:
    saved, rejected = partial_imports(tmp_path, 40)
    assert min(saved, rejected) > 0


def test_the_control_of_bare_openpyxl_fails_in_many_untyped_ways() -> None:
    assert len(bare_openpyxl(60)) > 1


@pytest.mark.drill
def test_1000000_hostile_files_are_read_or_rejected_in_a_typed_way(tmp_path: Path, drill: Drill) -> None:
    goal = 1_000_000
    count = drill.size(hour=200_000, goal=goal)
    found = fuzz(tmp_path, count, seed=11)
    saved, rejected = partial_imports(tmp_path, 200)
    errors = bare_openpyxl(500)
    assert len(errors) > 1
    told = f"{found['read']:,} read, {found['rejected']:,} rejected, 0 untyped, 0 over 2 s"
    told += f"; 0 of {saved + rejected} rosters in part"
    control = f"bare openpyxl: {errors.total()} of 500 fail in {len(errors)} untyped ways"
    drill.row("P7", "hostile xlsx, csv, bank answer, json, backup, keys", count, goal, told, control)
