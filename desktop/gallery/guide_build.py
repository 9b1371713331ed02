"""Building the guide: `guide.html` with its pictures and `guide.pdf`, drawn from the scenes of the gallery."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QMarginsF, QUrl
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from desktop.gallery.scenes import all_scenes
from desktop.gallery.shots import DESIGN, shots
from desktop.guide.chapters import chapters
from desktop.guide.page import PAPER_STYLE, SCREEN_STYLE, TITLE, whole_page
from desktop.theme.appearance import Scheme

_PICTURES = "pictures"
_PAPER_WIDTH = 640  # of the 96 dpi pixels of a page between its margins


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
    document.print_(writer)
    return path
