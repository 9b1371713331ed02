"""Archived PDF bytes onto paper: each page drawn from pdfium at the printer's own resolution.

Nothing is rendered anew: what is printed is what was archived. Job names are a 文号 or a month, never a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop.preferences import LETTERS, REPORTS
from desktop.settings_table import TRAYS
from desktop.widgets.pdf_images import PDFIUM
from models.errors import SubsidyDeskError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage  # type: ignore[import-untyped]

# Above this a letter does not become sharper, only slower.
_MOST_DOTS_PER_INCH = 600
# Pages are drawn in strips: a whole A4 page at 600 dpi would take 140 MB.
_STRIP_PIXELS = 512
_WHITE = (255, 255, 255, 255)
_POINTS_PER_INCH = 72
_MM_PER_POINT = 25.4 / 72

Stepped = Callable[[int, int], None]


class PrintError(SubsidyDeskError):
    """The paper did not come; nothing of the case is touched."""


@dataclass(frozen=True, slots=True)
class PrintSetup:
    """How to print. "" is the machine's default printer or tray; with `file` a PDF is written instead of paper."""

    printer: str = ""
    tray: str = ""
    copies: int = 1
    both_sides: bool = False
    file: Path | None = None


_papers: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {})


def use_papers(printers_by_use: Mapping[str, str], trays_by_use: Mapping[str, str]) -> None:
    """The printer and the tray chosen in the settings for each use hold from now on."""
    global _papers  # noqa: PLW0603 - one machine, one choice
    _papers = (dict(printers_by_use), dict(trays_by_use))


def setup_for(use: str) -> PrintSetup:
    """How a kind of letter (or `report`) is printed: its own printer and tray, else those of all letters.

    A tray that no driver knows any more is the printer's own choice.
    """
    printer, tray = (_chosen(table, use) for table in _papers)
    return PrintSetup(printer=printer, tray=tray if tray in _TRAYS else "")


def _chosen(table: Mapping[str, str], use: str) -> str:
    return table.get(use, "") or ("" if use == REPORTS else table.get(LETTERS, ""))


def printers() -> list[str]:
    """The printers of this machine: that of all letters first, then the default."""
    names = QPrinterInfo.availablePrinterNames()
    first, default = _chosen(_papers[0], LETTERS), QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: (name != first, name != default, name))


def trays() -> list[str]:
    """The trays a driver may know; which of them a printer has, only its driver can tell."""
    return list(TRAYS)


def print_pdf(content: bytes, job: str, setup: PrintSetup, stepped: Stepped | None = None) -> int:
    """Print all pages in their true size; how many there were. `job` names the job in the queue: 文号 or month.

    `stepped(done, pages)` is called after each page and may raise to stop. Raises PrintError with what to do.
    Runs on any thread.
    """
    with PDFIUM:
        document = _opened(content)
        sizes = [document.get_page_size(number) for number in range(len(document))]
    try:
        return _print(document, _printer(job, setup, sizes[0]), stepped)
    finally:
        with PDFIUM:
            document.close()


def _opened(content: bytes) -> PdfDocument:
    # Lazy: pdfium takes 60 ms to load, and only a preview or a print needs it.
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(content)
    except PdfiumError:
        raise PrintError("这份文件不是完整的 PDF，不能打印。请在“设置”里校验数据，或从备份恢复。") from None
    if not len(document):
        raise PrintError("这份文件没有内容，不能打印。请在“设置”里校验数据。")
    return document


def _printer(job: str, setup: PrintSetup, size: tuple[float, float]) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if setup.file is not None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(setup.file))
    else:
        _choose(printer, setup)
    printer.setResolution(min(printer.resolution(), _MOST_DOTS_PER_INCH))
    printer.setDocName(job)
    printer.setCreator("")
    printer.setFullPage(True)
    # In millimetres: Qt rounds a size in points to whole points.
    paper = QPageSize(QSizeF(*(side * _MM_PER_POINT for side in size)), QPageSize.Unit.Millimeter)
    printer.setPageLayout(QPageLayout(paper, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    printer.setCopyCount(max(1, setup.copies))
    if setup.both_sides:
        printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    return printer


def _choose(printer: QPrinter, setup: PrintSetup) -> None:
    name = setup.printer or QPrinterInfo.defaultPrinterName()
    if not name:
        raise PrintError("这台电脑没有装打印机，没有打印。请先在系统里添加打印机，或另存为 PDF。")
    if name not in QPrinterInfo.availablePrinterNames():
        raise PrintError(f"找不到打印机“{name}”，没有打印。请检查它是否开机联网，或在打印窗口另选一台。")
    printer.setPrinterName(name)
    if setup.tray:
        printer.setPaperSource(_TRAYS[setup.tray])


def _print(document: PdfDocument, printer: QPrinter, stepped: Stepped | None) -> int:
    pages = len(document)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrintError("打印机没有接受这份文件，没有打印。请检查打印机，或另存为 PDF 后打印。")
    try:
        for number in range(pages):
            if number and not printer.newPage():
                raise PrintError(f"打印到第 {number + 1} 页时中断。请检查打印机里的纸，再打印一次。")
            for top, strip in page_strips(document, number, printer.resolution() / _POINTS_PER_INCH):
                painter.drawImage(0, top, strip)
            if stepped is not None:
                stepped(number + 1, pages)
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    return pages


def page_strips(document: PdfDocument, number: int, scale: float) -> Iterator[tuple[int, QImage]]:
    """A page at `scale` pixels a point, as strips on white with the pixel row each begins at."""
    _, height = document.get_page_size(number)
    rows = ceil(height * scale)
    for top in range(0, rows, _STRIP_PIXELS):
        below = max(0, rows - top - _STRIP_PIXELS)
        with PDFIUM:
            strip = _strip(document[number], scale, below, top)
        yield top, strip


def _strip(page: PdfPage, scale: float, below: int, above: int) -> QImage:
    # pypdfium2 rounds what it crops up to whole pixels: half a pixel less is the pixel meant.
    crop = (0, max(0.0, below - 0.5) / scale, 0, max(0.0, above - 0.5) / scale)
    bitmap = page.render(scale=scale, crop=crop, fill_color=_WHITE, rev_byteorder=True, prefer_bgrx=True)
    form = QImage.Format.Format_RGBX8888
    # A copy: the bitmap's memory goes with the bitmap.
    image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, form).copy()
    bitmap.close()
    page.close()
    return image


_SOURCES = (
    QPrinter.PaperSource.Auto,
    QPrinter.PaperSource.Upper,
    QPrinter.PaperSource.Middle,
    QPrinter.PaperSource.Lower,
    QPrinter.PaperSource.LargeCapacity,
    QPrinter.PaperSource.Manual,
)
_TRAYS = dict(zip(TRAYS, _SOURCES, strict=True))
