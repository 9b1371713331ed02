"""Building the guide: `guide.html` with its pictures and `guide.pdf`, drawn from the scenes of the gallery."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from desktop.gallery.scenes import all_scenes
from desktop.gallery.shots import DESIGN, shots
from desktop.guide.chapters import chapters
from desktop.guide.page import PAPER_STYLE, SCREEN_STYLE, TITLE, whole_page
from desktop.theme.appearance import Scheme

_PICTURES = "pictures"
_PAPER_WIDTH = 580  # of the 643 pixels, 96 to the inch, of a page between its margins
_PAPER_MARGIN = 2 / 2.54 * 96  # what Qt leaves round a page that it numbers itself
_MOST_BREAKS = 60


def build_guide(folder: Path) -> Iterator[Path]:
    """Draw the pictures, then write both; each file as it is done. Raises OSError."""
    drawn: dict[str, str] = {}
    for path in _draw(folder / _PICTURES):
        drawn[path.stem] = f"{_PICTURES}/{path.name}"
        yield path

    def image(scene: str, width: str = "") -> str:
        return f'<img src="{drawn[scene]}" alt="{scene}"{width}>'

    page = folder / "guide.html"
    page.write_text(whole_page(chapters(), image, SCREEN_STYLE), encoding="utf-8")
    yield page
    paper = whole_page(chapters(), lambda scene: image(scene, f' width="{_PAPER_WIDTH}"'), PAPER_STYLE)
    yield _print(folder, paper)


def _draw(folder: Path) -> Iterator[Path]:
    """One picture a scene, light, at the design size."""
    wanted = dict.fromkeys(scene for chapter in chapters() for scene in chapter.scenes())
    scenes = {scene.name: scene for scene in all_scenes()}
    for name in wanted:
        (shot,) = shots(folder, [scenes[name]], [DESIGN], [Scheme.LIGHT])
        yield shot.path.replace(folder / f"{name}.png")


def _print(folder: Path, html: str) -> Path:
    path = folder / "guide.pdf"
    writer = QPdfWriter(str(path))
    writer.setTitle(TITLE)
    writer.setResolution(96)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    document = QTextDocument()
    # A document that is printed without a view fetches nothing by itself.
    for picture in (folder / _PICTURES).glob("*.png"):
        kept = QUrl(f"{_PICTURES}/{picture.name}")
        document.addResource(QTextDocument.ResourceType.ImageResource.value, kept, QImage(str(picture)))
    document.setHtml(html)
    paginate(document, writer)
    _paint(document, writer)
    return path


def paginate(document: QTextDocument, writer: QPagedPaintDevice) -> None:
    """Lay it out in pages, and begin one before a heading or a picture that would be parted from what follows it."""
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    frame = document.rootFrame().frameFormat()
    frame.setMargin(_PAPER_MARGIN)
    document.rootFrame().setFrameFormat(frame)
    for _ in range(_MOST_BREAKS):
        number = next(parted(document), None)
        if number is None:
            return
        cursor = QTextCursor(document.findBlockByNumber(number))
        form = cursor.blockFormat()
        form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        cursor.setBlockFormat(form)
        # Else the rest is only shifted, and some of it not laid out at all.
        document.markContentsDirty(0, document.characterCount())
        document.pageCount()


def _paint(document: QTextDocument, writer: QPdfWriter) -> None:
    """The pages as they were laid out, with their numbers: Qt's own printing lays out once more, and otherwise."""
    painter = QPainter(writer)
    size = document.pageSize()
    number_place = QRectF(0, size.height() - _PAPER_MARGIN, size.width() - _PAPER_MARGIN, _PAPER_MARGIN / 2)
    for page in range(document.pageCount()):
        if page:
            writer.newPage()
        painter.save()
        painter.translate(0, -page * size.height())
        document.drawContents(painter, QRectF(0, page * size.height(), size.width(), size.height()))
        painter.restore()
        painter.drawText(number_place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(page + 1))
    painter.end()


def parted(document: QTextDocument) -> Iterator[int]:
    """The numbers of the blocks that belong to the next one, whose first line stands on another page."""
    high = document.pageSize().height()
    block = document.begin()
    while block.next().isValid():
        following = block.next()
        belongs = block.blockFormat().headingLevel() or "\N{OBJECT REPLACEMENT CHARACTER}" in block.text()
        begins = block.blockFormat().pageBreakPolicy() == QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
        if belongs and not begins and _last_line(block) // high != _first_line(following) // high:
            yield block.blockNumber()
        block = following


def _first_line(block: QTextBlock) -> float:
    """Where its first line begins, from the head of the first page."""
    layout = block.layout()
    return layout.position().y() + layout.lineAt(0).y() if layout.lineCount() else layout.position().y()


def _last_line(block: QTextBlock) -> float:
    layout = block.layout()
    return layout.position().y() + (layout.lineAt(layout.lineCount() - 1).y() if layout.lineCount() else 0)
