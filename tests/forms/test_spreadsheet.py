"""Spreadsheets as they arrive: every encoding read, every hostile file rejected by name, whatever is mangled."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date

import pytest
import xlsxwriter

from forms import sheet_reader
from forms.spreadsheet import SheetCell, read_sheet
from models.errors import InputError
from tests.builders.rosters import roster_lines, text_file, workbook


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_text_file_is_read_in_the_encodings_that_offices_use(encoding: str, delimiter: str) -> None:
    rows = sheet_reader.answer("csv", text_file(roster_lines(2), encoding, delimiter))["rows"]
    assert [cell[0] for cell in rows[0]][:3] == ["序号", "姓名", "身份证号码"]
    assert rows[2][1][0] == roster_lines(2)[1]["姓名"]


def test_a_workbook_is_read_with_its_numbers_dates_and_flaws() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["甲", 13800138000, 110101199003071234, 2.5, True])
        sheet.write_datetime(1, 0, date(2026, 3, 2), book.add_format({"num_format": "yyyy-mm-dd"}))  # type: ignore[arg-type]
        sheet.write_formula(1, 1, "=HYPERLINK(A1)")

    rows = read_sheet(target.getvalue(), "名册.xlsx")

    assert [cell.text for cell in (*rows[0][:2], *rows[0][3:])] == ["甲", "13800138000", "2.5", "是"]
    assert rows[0][2].flaw == "digits"
    assert rows[1] == (SheetCell("2026-03-02"), SheetCell("", "formula"))


def test_digits_that_a_text_file_protects_are_kept_and_those_it_lost_are_told() -> None:
    rows = sheet_reader.answer("csv", '姓名,证件\n甲,"=""110101199003071234"""\n乙,1.10101E+17\n丙,=A1\n'.encode())[
        "rows"
    ]
    assert [row[1] for row in rows[1:]] == [("110101199003071234", ""), ("1.10101E+17", "digits"), ("", "formula")]


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b" " * (80 << 20))
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "名册.csv", "没有内容"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "名册.xlsx", "密码"),
        (b"<html></html>", "名册.xlsx", "不是 xlsx"),
        (b"\x81\x00\xff" * 9, "名册.csv", "编码"),
        (b"a\0b,c", "名册.csv", "不是文本"),
        (b"1\n" * 3001, "名册.csv", "3000 行"),
        (b"x", "名册.xls", "xlsx 或 csv"),
    ],
)
def test_a_file_that_is_no_roster_is_rejected_in_one_line(content: bytes, name: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as rejected:
        read_sheet(content, name)
    assert rejected.value.field == "file"


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(InputError, match="过大"):
        read_sheet(bomb(), "名册.xlsx")


def test_mangled_files_give_rows_or_one_word_and_never_anything_else() -> None:
    source = random.Random(7)
    good = [("xlsx", workbook(roster_lines(6))), ("csv", text_file(roster_lines(6), "gb18030"))]
    answers = set()
    for number in range(300):
        kind, content = good[number % 2]
        found = sheet_reader.answer(kind, mangled(source, content))
        assert set(found) in ({"rows"}, {"rejected"})
        answers.add(found.get("rejected", "rows"))
        if "rows" in found:
            assert all(isinstance(text, str) and isinstance(flaw, str) for row in found["rows"] for text, flaw in row)
    assert {"rows", "damaged"} <= answers


def mangled(source: random.Random, content: bytes) -> bytes:
    """Bytes flipped, cut out, doubled, or the end missing; sometimes inside a part of the package."""
    data = bytearray(content)
    for _ in range(source.randint(1, 12)):
        at = source.randrange(len(data))
        kind = source.randrange(4)
        if kind == 0:
            data[at] = source.randrange(256)
        elif kind == 1:
            del data[at : at + source.randint(1, 40)]
        elif kind == 2:
            data[at:at] = data[at : at + source.randint(1, 40)]
        else:
            del data[len(data) - source.randint(1, len(data) // 3 + 1) :]
        if not data:
            return b""
    return repacked(source, content) if source.random() < 0.4 and content[:2] == b"PK" else bytes(data)


def repacked(source: random.Random, content: bytes) -> bytes:
    """The package is whole, one of its parts is not: what an XML reader gets to see."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        victim = source.choice(old.namelist())
        for name in old.namelist():
            part = bytearray(old.read(name))
            if name == victim:
                for _ in range(8):
                    part[source.randrange(len(part))] = source.randrange(256)
            new.writestr(name, bytes(part))
    return target.getvalue()


def test_the_reader_runs_in_a_process_with_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, tuple[int, int]]] = []
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "setrlimit", lambda what, limits: asked.append((what, limits)))
    sheet_reader.limit_process()
    assert (resource.RLIMIT_AS, (512 << 20, 512 << 20)) in asked
    assert (resource.RLIMIT_CPU, (2, 3)) in asked
