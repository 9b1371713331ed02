"""Draws the pages of a letter as a PDF: equal documents give equal bytes, every font used is embedded.

Text is set by character identifiers of our own font subsets, so no text of a user is ever read as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from math import cos, radians, sin
from typing import Any

from reportlab import rl_config  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfdoc  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from reports import page_style as style
from reports.document import Document
from reports.embedded_font import registered
from reports.fonts import Fonts
from reports.fonts_outline import Face
from reports.layout import Page, PlacedQr, Rule, Text, lay_out

_QR = "Qr"


def render_pdf(document: Document, fonts: Fonts) -> tuple[bytes, tuple[str, ...]]:
    """The file and the names of the typefaces in it. Raises MissingGlyph for a character that no face has."""
    return draw_pages(lay_out(document, fonts), document.title, document.content_sha256()[:32])


def draw_pages(pages: Sequence[Page], title: str, identifier: str) -> tuple[bytes, tuple[str, ...]]:
    """Placed pages as a file, and its typefaces. `identifier` tells files apart; the first QR code is on all pages."""
    faces = tuple(dict.fromkeys(face for page in pages for text in page.texts for face, _string in text.runs))
    canvas = _open(title, identifier, faces[0])
    if pages[0].qr is not None:
        _define_qr(canvas, pages[0].qr)
    for page in pages:
        for text in page.texts:
            _draw_text(canvas, text)
        for rule in page.rules:
            _draw_rule(canvas, rule)
        if page.qr is not None:
            _place_qr(canvas, page.qr)
        canvas.showPage()
    content: bytes = canvas.getpdfdata()
    return content, tuple(face.name for face in faces)


class _Info(pdfdoc.PDFInfo):  # type: ignore[misc]
    """Title and producer; reportlab would add an author, a subject and two dates."""

    producer = "Subsidy Desk"

    def format(self, document: Any) -> bytes:
        entries = {"Title": pdfdoc.PDFString(self.title), "Producer": pdfdoc.PDFString(self.producer)}
        told: bytes = pdfdoc.PDFDictionary(entries).format(document)
        return told


def _open(title: str, identifier: str, face: Face) -> Any:
    # reportlab reads these from the module while it writes, and lets files and variables of the user change them.
    rl_config.useA85, rl_config.invariant = 0, 1
    rl_config.pdfComments, rl_config.pdfMultiLine = 0, 0
    rl_config.canvas_baseColor = None
    canvas = Canvas(
        BytesIO(),
        pagesize=(round(style.PAGE_WIDTH, 3), round(style.PAGE_HEIGHT, 3)),
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 7),
        initialFontName=registered(face),  # the default would list Helvetica, not embedded, in every file
        lang="zh-CN",
    )
    document = canvas._doc
    document.info = _Info()
    document.updateSignature(identifier)  # without it all letters of one title would bear one file identifier
    canvas.setTitle(title)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _draw_text(canvas: Any, text: Text) -> None:
    if text.stroke:
        canvas.saveState()
        canvas.setLineWidth(_n(text.stroke))
        canvas.setStrokeColorRGB(*text.colour)
    line = canvas.beginText()
    line.setTextTransform(*_direction(text.angle), _n(text.x), _y(text.baseline))
    line.setTextRenderMode(2 if text.stroke else 0)
    line.setFillColorRGB(*text.colour)
    line.setCharSpace(_n(text.spacing))
    for face, string in text.runs:
        line.setFont(registered(face), _n(text.size))
        line.textOut(string)
    canvas.drawText(line)
    if text.stroke:
        canvas.restoreState()


def _draw_rule(canvas: Any, rule: Rule) -> None:
    canvas.setStrokeColorRGB(*rule.colour)
    canvas.setLineWidth(_n(rule.width))
    canvas.line(_n(rule.x0), _y(rule.y0), _n(rule.x1), _y(rule.y1))


def _define_qr(canvas: Any, qr: PlacedQr) -> None:
    """The modules as one path in a form of one unit a module, drawn once for all pages."""
    side = qr.code.side
    canvas.beginForm(_QR, 0, 0, side, side)
    canvas.setFillColorRGB(*style.BLACK)
    modules = canvas.beginPath()
    for x, y, length in qr.code.runs:
        modules.rect(x, side - 1 - y, length, 1)
    canvas.drawPath(modules, stroke=0, fill=1)
    canvas.endForm()


def _place_qr(canvas: Any, qr: PlacedQr) -> None:
    unit = round(qr.size / qr.code.side, 5)
    canvas.saveState()
    canvas.transform(unit, 0, 0, unit, _n(qr.x), _y(qr.y + qr.size))
    canvas.doForm(_QR)
    canvas.restoreState()


def _direction(angle: float) -> tuple[float, float, float, float]:
    if not angle:
        return 1, 0, 0, 1
    turn = radians(angle)
    across, up = round(cos(turn), 5), round(sin(turn), 5)
    return across, up, -up, across


def _n(points: float) -> float:
    """To a thousandth of a point: finer figures only make the file larger."""
    return round(points, 3)


def _y(value: float) -> float:
    """y turns upward in a PDF."""
    return _n(style.PAGE_HEIGHT - value)
