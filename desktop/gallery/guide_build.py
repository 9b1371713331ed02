"""Building the guide: `guide.html` with its pictures and `guide.pdf`, drawn from the scenes of the gallery."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor
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
_MOST_CHANGES = 120
_LEAST_SHARE = 0.6  # of the width of a picture, where its words can still be made out in print
_GAPS = 3 * 14  # above a picture, between it and the line under it, and to spare


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
    """Lay it out in pages: a picture that nearly fits is made smaller, as it would leave half a page white.

    Before a heading or a picture that would be parted from what follows it, a page is begun.
    """
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    frame = document.rootFrame().frameFormat()
    frame.setMargin(_PAPER_MARGIN)
    document.rootFrame().setFrameFormat(frame)
    smaller: set[int] = set()
    for _ in range(_MOST_CHANGES):
        number = next(parted(document), None)
        misfit = next((one for one in _misfits(document) if one[0].blockNumber() not in smaller), None)
        if misfit is not None and (number is None or misfit[0].blockNumber() <= number + 1):
            _shrink(*misfit)
            smaller.add(misfit[0].blockNumber())
        elif number is None:
            return
        else:
            _begin_page(document.findBlockByNumber(number))
        # Else the rest is only shifted, and some of it not laid out at all.
        document.markContentsDirty(0, document.characterCount())
        document.pageCount()


def _begin_page(block: QTextBlock) -> None:
    form = block.blockFormat()
    form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    QTextCursor(block).setBlockFormat(form)


def _misfits(document: QTextDocument) -> Iterator[tuple[QTextBlock, float]]:
    """Pictures that leave the foot of a page white, each with the share of its size at which it and its line fit."""
    high, layout = document.pageSize().height(), document.documentLayout()
    block = document.begin().next()
    while block.next().isValid():
        before, under = layout.blockBoundingRect(block.previous()), layout.blockBoundingRect(block.next())
        page = _last_line(block.previous()) // high
        if is_picture(block) and _first_line(block.next()) // high > page:
            room = (page + 1) * high - _PAPER_MARGIN - before.bottom() - under.height() - _GAPS
            share = room / block.layout().lineAt(0).height()
            if _LEAST_SHARE <= share < 1:
                yield block, share
        block = block.next()


def _shrink(block: QTextBlock, share: float) -> None:
    cursor = QTextCursor(block)
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
    form = cursor.charFormat().toImageFormat()
    form.setWidth(floor(block.layout().lineAt(0).naturalTextWidth() * share))
    cursor.setCharFormat(form)


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
        belongs = block.blockFormat().headingLevel() or is_picture(block)
        begins = block.blockFormat().pageBreakPolicy() == QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
        if belongs and not begins and _last_line(block) // high != _first_line(following) // high:
            yield block.blockNumber()
        block = following


def is_picture(block: QTextBlock) -> bool:
    """Whether a block is a picture."""
    return "\N{OBJECT REPLACEMENT CHARACTER}" in block.text()


def _first_line(block: QTextBlock) -> float:
    """Where its first line begins, from the head of the first page."""
    layout = block.layout()
    return layout.position().y() + layout.lineAt(0).y() if layout.lineCount() else layout.position().y()


def _last_line(block: QTextBlock) -> float:
    layout = block.layout()
    return layout.position().y() + (layout.lineAt(layout.lineCount() - 1).y() if layout.lineCount() else 0)
