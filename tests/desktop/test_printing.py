"""Printing archived bytes: true size, every page, no personal data in the job."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops
from PySide6.QtPrintSupport import QPrinterInfo

from desktop.printing import PrintError, PrintSetup, page_strips, print_pdf
from desktop.workers.progress import Cancelled, Progress
from reports.issue import render
from reports.month.issue import write
from tests.builders.letters import NUMBER, make_order
from tests.builders.months import make_busy_month

pytestmark = pytest.mark.usefixtures("theme")


@pytest.fixture(scope="module")
def letter() -> bytes:
    return render(make_order(), NUMBER).content


@pytest.fixture(scope="module")
def two_pages() -> bytes:
    return next(file.content for file in write(make_busy_month()) if file.name.endswith(".pdf"))


def _picture(content: bytes, page: int = 0, scale: float = 2) -> Image.Image:
    with pypdfium2.PdfDocument(content) as document:
        return document[page].render(scale=scale).to_pil().convert("L")


def _blocks(picture: Image.Image) -> Image.Image:
    whole = picture.crop((0, 0, 1184, 1680))
    return whole.resize((148, 210), Image.Resampling.BOX)


def test_a_letter_printed_to_a_file_has_its_true_size_and_looks_as_archived(letter: bytes, tmp_path: Path) -> None:
    file = tmp_path / "out.pdf"

    assert print_pdf(letter, NUMBER, PrintSetup(file=file)) >= 1

    printed = file.read_bytes()
    with pypdfium2.PdfDocument(letter) as before, pypdfium2.PdfDocument(printed) as after:
        assert len(before) == len(after)
        # Qt writes the paper in whole points.
        assert after[0].get_size() == pytest.approx(before[0].get_size(), abs=0.6)
    # Edges are smoothed differently; over blocks of eight pixels (1.4 mm) the ink must be the same.
    old, new = (_blocks(_picture(content)) for content in (letter, printed))
    assert ImageChops.difference(old, new).getextrema()[1] < 48


def test_every_page_is_printed_and_counted(two_pages: bytes, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []

    pages = print_pdf(two_pages, "2026-08", PrintSetup(file=tmp_path / "out.pdf"), lambda *step: steps.append(step))

    assert pages == len(steps)
    assert steps[-1] == (pages, pages)


def test_strips_make_exactly_the_whole_page(letter: bytes) -> None:
    scale = 300 / 72
    whole = _picture(letter, scale=scale)
    sheet = Image.new("L", whole.size, 0)
    with pypdfium2.PdfDocument(letter) as document:
        for top, strip in page_strips(document, 0, scale):
            data = bytes(strip.constBits())
            size = (strip.width(), strip.height())
            picture = Image.frombuffer("RGB", size, data, "raw", "RGBX", strip.bytesPerLine(), 1)
            sheet.paste(picture.convert("L"), (0, top))

    unlike = ImageChops.difference(sheet, whole).histogram()
    assert sum(unlike[2:]) < 100  # a few smoothed edges where strips meet


def test_the_job_is_named_by_the_number_and_holds_no_name(letter: bytes, tmp_path: Path) -> None:
    file = tmp_path / "out.pdf"
    print_pdf(letter, NUMBER, PrintSetup(file=file))

    with pypdfium2.PdfDocument(file.read_bytes()) as document:
        told = document.get_metadata_dict()

    assert told["Title"] == NUMBER
    assert not told["Author"]
    assert make_order().person.name not in " ".join(told.values())


def test_stopping_leaves_no_finished_print(two_pages: bytes, tmp_path: Path) -> None:
    progress = Progress(lambda *_: progress.cancel())

    with pytest.raises(Cancelled):
        print_pdf(two_pages, "2026-08", PrintSetup(file=tmp_path / "out.pdf"), progress.step)


def test_bytes_that_are_no_pdf_are_told_and_not_printed(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match="不是完整的 PDF"):
        print_pdf(b"%PDF-1.7 torn", NUMBER, PrintSetup(file=tmp_path / "out.pdf"))
    assert not (tmp_path / "out.pdf").exists()


def test_a_printer_that_is_not_there_is_named(letter: bytes) -> None:
    with pytest.raises(PrintError, match="找不到打印机“没有这台”"):
        print_pdf(letter, NUMBER, PrintSetup(printer="没有这台"))


def test_without_any_printer_the_way_out_is_told(letter: bytes) -> None:
    if QPrinterInfo.availablePrinterNames():
        pytest.skip("this machine has printers")
    with pytest.raises(PrintError, match="另存为 PDF"):
        print_pdf(letter, NUMBER, PrintSetup())


def test_a_picture_is_composited_on_white(letter: bytes) -> None:
    with pypdfium2.PdfDocument(letter) as document:
        _, strip = next(page_strips(document, 0, 1.0))
    assert strip.pixelColor(1, 1).name() == "#ffffff"
    assert letter[:5] == b"%PDF-"
