"""Building the guide: `guide.html` with its pictures and `guide.pdf`, drawn from the scenes of the gallery."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF, QUrl
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPdfWriter, QTextCursor, QTextDocument, QTextFormat

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
    _keep_together(document, writer)
    document.print_(writer)
    return path


def _keep_together(document: QTextDocument, writer: QPdfWriter) -> None:
    """Begin a page before a heading or a picture that would be parted from what follows it."""
    for _ in range(_MOST_BREAKS):
        laid_out = document.clone(document)  # a child finds the pictures
        laid_out.documentLayout().setPaintDevice(writer)
        laid_out.setPageSize(QSizeF(writer.width(), writer.height()))
        frame = laid_out.rootFrame().frameFormat()
        frame.setMargin(_PAPER_MARGIN)
        laid_out.rootFrame().setFrameFormat(frame)
        parted = next(_parted(laid_out), None)
        if parted is None:
            return
        cursor = QTextCursor(document.findBlockByNumber(parted))
        form = cursor.blockFormat()
        form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        cursor.setBlockFormat(form)


def _parted(document: QTextDocument) -> Iterator[int]:
    """The numbers of the blocks that belong to the next one, which stands on another page."""
    layout, high = document.documentLayout(), document.pageSize().height()
    block = document.begin()
    while block.next().isValid():
        following = block.next()
        belongs = block.blockFormat().headingLevel() or "\N{OBJECT REPLACEMENT CHARACTER}" in block.text()
        page = layout.blockBoundingRect(block).bottom() // high
        away = page != layout.blockBoundingRect(following).bottom() // high
        if (
            belongs
            and away
            and block.blockFormat().pageBreakPolicy() != QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
        ):
            yield block.blockNumber()
        block = following
