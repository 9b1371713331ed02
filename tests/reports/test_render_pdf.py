"""The finished file, read back by a PDF library: words, positions, fonts, pixels, bytes."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from PIL import Image
from reportlab import rl_config  # type: ignore[import-untyped]

from models.letter import LetterKind, LetterOrder
from reports import page_style as style
from reports.issue import compose, render
from reports.render_text import render_text
from tests.builders.letters import NUMBER, make_office, make_order, named, refused_assessment

RARE_NAME = "欧阳𬭎㛃䶮𠅤"
MM = 72 / 25.4


def content(order: LetterOrder) -> bytes:
    return render(order, NUMBER).content


def text_of(data: bytes) -> str:
    pdf = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in pdf)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def picture(data: bytes, page: int = 0, dpi: int = 72) -> Image.Image:
    return pypdfium2.PdfDocument(data)[page].render(scale=dpi / 72).to_pil().convert("RGB")


def colours(image: Image.Image) -> set[object]:
    return {colour for _count, colour in image.getcolors(maxcolors=image.width * image.height) or ()}


def objects(data: bytes) -> list[bytes]:
    return re.findall(rb"(?<=\n)\d+ 0 obj\n(.*?)endobj\n", data, re.DOTALL)


def streams(data: bytes) -> list[bytes]:
    parts = [part.partition(b">>\nstream\n") for part in objects(data)]
    lengths = [(re.search(rb"/Length (\d+)", head), body) for head, between, body in parts if between]
    return [zlib.decompress(body[: int(found[1])]) for found, body in lengths if found]


@pytest.mark.parametrize("kind", LetterKind)
def test_the_words_of_the_file_are_the_words_of_the_document(kind: LetterKind) -> None:
    order = make_order(kind)
    if kind is LetterKind.REFUSAL:
        order = make_order(kind, assessment=refused_assessment(12, 3))
    pdf = pypdfium2.PdfDocument(content(order))
    shown = [page.get_textpage().get_text_range().rpartition("联系人：") for page in pdf]
    told, _between, foot = render_text(compose(order, NUMBER)).rpartition("联系人：")
    assert squeezed("".join(body for body, _between, _foot in shown)) == squeezed(told) + "（加盖印章）"
    for _body, _between, shown_foot in shown:
        assert all(part in squeezed(shown_foot) for part in foot.split())


def test_the_same_order_gives_the_same_bytes() -> None:
    assert content(make_order()) == content(make_order())


def test_settings_of_the_pdf_library_do_not_reach_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = content(make_order())
    changes = {"useA85": 1, "invariant": 0, "pdfComments": 1, "pdfMultiLine": 1, "canvas_baseColor": (1, 0, 0)}
    for name, value in {
        **changes,
        "pageCompression": 0,
        "documentLang": "en",
        "canvas_basefontname": "Courier",
    }.items():
        monkeypatch.setattr(rl_config, name, value)
    assert content(make_order()) == usual
    assert b"ASCII85" not in usual


def test_two_letters_of_one_title_have_different_file_identifiers() -> None:
    one, other = (re.findall(rb"/ID *\n?\[<(\w+)>", content(make_order(person=named(name)))) for name in "甲乙")
    assert len(one) == len(other) == 1
    assert one != other


def test_the_file_holds_no_time_and_no_personal_data_beside_the_page() -> None:
    data = content(make_order(person=named("练习丁")))
    assert b"Date" not in data
    assert pypdfium2.PdfDocument(data).get_metadata_dict(skip_empty=True) == {
        "Title": "技能提升补贴准予决定书",
        "Producer": "Subsidy Desk",
    }


def test_characters_stand_inside_the_type_area_from_28_millimetres_on() -> None:
    data = content(make_order(LetterKind.REFUSAL, assessment=refused_assessment(12, 3)))
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        text_page = page.get_textpage()
        lines: dict[float, list[tuple[float, float, str]]] = {}
        for index in range(text_page.count_chars()):
            character = chr(pdfium.FPDFText_GetUnicode(text_page.raw, index))
            size = pdfium.FPDFText_GetFontSize(text_page.raw, index)
            if size == style.EM and not character.isspace():
                left, bottom, right, _top = text_page.get_charbox(index, loose=True)
                lines.setdefault(round(bottom), []).append((left, right, character))
        assert lines
        assert all(len(line) <= 56 for line in lines.values())
        assert min(left for line in lines.values() for left, _right, _c in line) >= 28 * MM - 1
        assert max(right for line in lines.values() for _left, right, _c in line) <= 184 * MM + 1
        assert min(lines) >= 35 * MM - 4


def test_the_first_line_of_a_page_starts_37_millimetres_below_its_edge() -> None:
    data = content(make_order(LetterKind.REFUSAL, assessment=refused_assessment(12, 3)))
    shown = picture(data, page=1, dpi=254).convert("L")
    top = next(y for y in range(shown.height) if min(shown.crop((0, y, shown.width, y + 1)).tobytes()) < 128)
    assert 365 <= top <= 385  # tenths of a millimetre


def test_rare_characters_print_and_copy_out() -> None:
    data = content(make_order(person=named(RARE_NAME)))
    assert RARE_NAME in text_of(data)
    text_page = pypdfium2.PdfDocument(data)[0].get_textpage()
    shown = picture(data, dpi=144).convert("L")
    codes = [pdfium.FPDFText_GetUnicode(text_page.raw, place) for place in range(text_page.count_chars())]
    index = codes.index(ord("㛃"))
    left, bottom, right, top = text_page.get_charbox(index)
    box = [round(value * 2) for value in (left, style.PAGE_HEIGHT - top, right, style.PAGE_HEIGHT - bottom)]
    dark = [pixel for pixel in shown.crop((box[0], box[1], box[2], box[3])).tobytes() if pixel < 128]
    assert len(dark) > 40


def test_the_unicode_map_writes_rare_characters_as_surrogate_pairs() -> None:
    maps = b"".join(part for part in streams(content(make_order(person=named(RARE_NAME)))) if b"beginbfchar" in part)
    pairs = dict(re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", maps.split(b"endcodespacerange")[1]))
    read = {bytes.fromhex(value.decode()).decode("utf-16-be") for value in pairs.values()}
    assert set(RARE_NAME) <= read
    assert b"D872DF4E" in pairs.values()


def test_every_font_is_embedded_and_there_is_no_other() -> None:
    data = content(make_order())
    fonts = [part for part in objects(data) if re.search(rb"/Type /Font\b", part)]
    kinds = [kind for part in fonts for kind in re.findall(rb"/Subtype /(\w+)", part)]
    assert len(kinds) == len(fonts)
    assert sorted(set(kinds)) == [b"CIDFontType0", b"Type0"]
    assert data.count(b"/FontFile3 ") == data.count(b"/Type /FontDescriptor") == kinds.count(b"CIDFontType0")
    assert b"Helvetica" not in data


def test_the_fonts_used_are_recorded() -> None:
    names = render(make_order(), NUMBER).fonts
    assert len(names) >= 1
    data = content(make_order())
    assert all(f"+{name}".encode() in data for name in names)


def test_the_watermark_is_there_in_practice_offices_only() -> None:
    practice = make_order(LetterKind.RECEIPT, office=make_office(practice=True))
    real = make_order(LetterKind.RECEIPT, person=named("王某"), contact="李某", office=make_office(address="某街1号"))
    pale = tuple(round(part * 255) for part in style.PALE)
    assert pale in colours(picture(content(practice)))
    assert pale not in colours(picture(content(real)))
    assert "练习" not in text_of(content(real))


def test_the_watermark_is_on_every_page_and_lighter_than_the_text() -> None:
    order = make_order(LetterKind.REFUSAL, office=make_office(practice=True), assessment=refused_assessment(12, 3))
    pdf = pypdfium2.PdfDocument(content(order))
    assert all(page.get_textpage().get_text_range().startswith("练习") for page in pdf)
    assert min(style.PALE) > 0.9


@pytest.mark.parametrize("code", ["东人社补", "北京市某某区人力资源和社会保障局职业能力建设科补贴类决定" * 3])
def test_the_qr_code_reads_as_number_date_and_content_hash(code: str) -> None:
    number = f"{code}〔2025〕12号"
    letter = render(make_order(), number)
    found = zxingcpp.read_barcodes(picture(letter.content, dpi=200))
    assert [barcode.text for barcode in found] == [f"{number}|2025-09-09|sha256:{letter.content_sha256}"]


def test_the_qr_code_stands_upright() -> None:
    shown = picture(content(make_order(LetterKind.RECEIPT)), dpi=288).convert("L")
    unit = style.QR_SIZE * 4 / 53  # a version 9 symbol has 53 modules a side

    def is_dark(column: int, row: int) -> bool:
        x, y = style.LEFT * 4 + (column + 0.5) * unit, style.FOOT_TOP * 4 + (row + 0.5) * unit
        return shown.crop((int(x), int(y), int(x) + 1, int(y) + 1)).tobytes() < b"\x80"

    def is_position_mark(left: int, top: int) -> bool:
        rings = [max(abs(c - 3), abs(r - 3)) for r in range(7) for c in range(7)]
        dark = [is_dark(left + c, top + r) for r in range(7) for c in range(7)]
        return dark == [ring != 2 for ring in rings]

    corners = [is_position_mark(*corner) for corner in ((0, 0), (46, 0), (0, 46), (46, 46))]
    assert corners == [True, True, True, False]


def test_the_cross_reference_table_points_at_every_object() -> None:
    data = content(make_order())
    at = int(data.rpartition(b"startxref\n")[2].split()[0])
    places = re.findall(rb"(\d{10}) 00000 n ", data[at:])
    assert data[at:].startswith(b"xref\n0 %d\n" % (len(places) + 1))
    for number, place in enumerate(places, 1):
        assert data[int(place) :].startswith(b"%d 0 obj\n" % number)


def test_the_journal_head_and_the_content_hash_are_printed_small() -> None:
    letter = render(make_order(), NUMBER)
    shown = text_of(letter.content)
    assert f"流水校验：{make_order().head}" in shown
    assert f"内容校验：{letter.content_sha256[:16]}" in shown


def test_a_name_of_25_characters_with_dots_prints_whole() -> None:
    name = "阿卜杜拉·买买提·吐尔逊江·艾合买提·阿布都热依木"
    assert len(name) == 25
    assert name in squeezed(text_of(content(make_order(person=named(name)))))


def test_markup_in_a_name_is_printed_as_it_stands() -> None:
    name = "<b>王</b>&amp;(%s)\\"
    assert name in text_of(content(make_order(person=named(name))))


def test_a_file_of_a_different_case_differs_in_bytes_and_hash() -> None:
    one, other = render(make_order(), NUMBER), render(replace(make_order(), head="f" * 16), NUMBER)
    assert one.sha256 != other.sha256
    assert one.content_sha256 != other.content_sha256
