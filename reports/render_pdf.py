"""Draws the pages of a letter as a PDF: equal documents give equal bytes, every font used is embedded.

Text is set by character identifiers of our own font subsets, so no text of a user is ever read as markup, and
the ToUnicode map carries each character in UTF-16, rare ones as surrogate pairs, so that it copies out right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from math import cos, radians, sin

from reports import page_style as style
from reports.document import Document
from reports.fonts import Fonts
from reports.fonts_cff import cff_font, font_box
from reports.fonts_outline import HALF_CELL, Face, Glyph
from reports.layout import Page, PlacedQr, Rule, Text, lay_out
from reports.pdf_file import PdfFile, pdf_text

_FONT_LEVEL = 1  # outlines shrink little and slowly
_BLOCK = 100  # most entries a ToUnicode block may hold


def render_pdf(document: Document, fonts: Fonts) -> tuple[bytes, tuple[str, ...]]:
    """The file and the names of the typefaces in it. Raises MissingGlyph for a character that no face has."""
    return draw_pages(lay_out(document, fonts), document.title, document.content_sha256()[:32])


def draw_pages(pages: Sequence[Page], title: str, identifier: str) -> tuple[bytes, tuple[str, ...]]:
    """Placed pages as a file, and its typefaces. `identifier` is 32 hex digits; all pages bear the first one's code."""
    subsets = _subsets(pages)
    pdf = PdfFile()
    names = {face: f"F{place}" for place, face in enumerate(subsets, 1)}
    embedded = "".join(f"/{names[face]} {_embed(pdf, face, cids)} 0 R" for face, cids in subsets.items())
    resources = f"/Font<<{embedded}>>/XObject<</Qr {_qr_form(pdf, pages[0].qr)} 0 R>>"
    tree = pdf.reserve()
    kids = [_page(pdf, page, tree, resources, _Ink(subsets, names)) for page in pages]
    refs = " ".join(f"{kid} 0 R" for kid in kids)
    pdf.fill(tree, f"<</Type/Pages/Count {len(kids)}/Kids[{refs}]>>")
    entries = f"/Type/Catalog/Pages {tree} 0 R/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>"
    root = pdf.add(f"<<{entries}>>")
    info = pdf.add(f"<</Title {pdf_text(title)}/Producer(Subsidy Desk)>>")
    content = pdf.finish(root, info, identifier)
    return content, tuple(face.name for face in subsets)


Subset = dict[str, int]  # character → CID


def _subsets(pages: Sequence[Page]) -> dict[Face, Subset]:
    used: dict[Face, set[str]] = {}
    for page in pages:
        for text in page.texts:
            for face, string in text.runs:
                used.setdefault(face, set()).update(string)
    return {face: {c: cid for cid, c in enumerate(sorted(chars), 1)} for face, chars in used.items()}


def _embed(pdf: PdfFile, face: Face, cids: Subset) -> int:
    glyphs = [_glyph(face, character) for character in cids]
    tag = hashlib.sha256("".join(cids).encode()).digest()
    name = "".join(chr(65 + byte % 26) for byte in tag[:6]) + "+" + face.name
    program = pdf.stream(cff_font(name, glyphs), "/Subtype/CIDFontType0C", _FONT_LEVEL)
    box = " ".join(map(str, font_box(glyphs)))
    metrics = f"/Flags 4/FontBBox[{box}]/ItalicAngle 0/StemV 80/CapHeight 733"
    heights = f"/Ascent {face.ascent}/Descent {face.descent}"
    described = pdf.add(f"<</Type/FontDescriptor/FontName/{name}{metrics}{heights}/FontFile3 {program} 0 R>>")
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    kind = f"/Type/Font/Subtype/CIDFontType0/BaseFont/{name}"
    widths = _widths(glyphs)
    descendant = pdf.add(f"<<{kind}{system}/FontDescriptor {described} 0 R/DW 1000/W[{widths}]>>")
    unicode_map = pdf.stream(_to_unicode(cids))
    kind = f"/Type/Font/Subtype/Type0/BaseFont/{name}-Identity-H/Encoding/Identity-H"
    return pdf.add(f"<<{kind}/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode_map} 0 R>>")


def _glyph(face: Face, character: str) -> Glyph:
    glyph = face.glyph(character)
    if glyph is None:
        raise KeyError(character)
    return glyph


def _widths(glyphs: Iterable[Glyph]) -> str:
    return " ".join(f"{cid} {cid} {HALF_CELL}" for cid, glyph in enumerate(glyphs, 1) if glyph.width == HALF_CELL)


def _to_unicode(cids: Subset) -> bytes:
    lines = [f"<{cid:04X}> <{character.encode('utf-16-be').hex().upper()}>" for character, cid in cids.items()]
    blocks = [lines[at : at + _BLOCK] for at in range(0, len(lines), _BLOCK)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def _page(pdf: PdfFile, page: Page, tree: int, resources: str, ink: _Ink) -> int:
    parts = [ink.text(text) for text in page.texts]
    parts += [ink.rule(rule) for rule in page.rules]
    parts.append(_qr(page.qr))
    contents = pdf.stream("\n".join(parts).encode("ascii"))
    box = f"/MediaBox[0 0 {_n(style.PAGE_WIDTH)} {_n(style.PAGE_HEIGHT)}]"
    return pdf.add(f"<</Type/Page/Parent {tree} 0 R{box}/Resources<<{resources}>>/Contents {contents} 0 R>>")


def _qr_form(pdf: PdfFile, qr: PlacedQr) -> int:
    """The modules as one path in a form of one unit a module, drawn once for all pages."""
    side = qr.code.side
    modules = " ".join(f"{x} {side - 1 - y} {length} 1 re" for x, y, length in qr.code.runs)
    return pdf.stream(f"0 g {modules} f".encode("ascii"), f"/Type/XObject/Subtype/Form/BBox[0 0 {side} {side}]")


def _qr(qr: PlacedQr) -> str:
    unit = f"{qr.size / qr.code.side:.5f}"
    return f"q {unit} 0 0 {unit} {_n(qr.x)} {_y(qr.y + qr.size)} cm /Qr Do Q"


class _Ink:
    """Placed items as PDF operators; y turns upward."""

    def __init__(self, subsets: dict[Face, Subset], names: dict[Face, str]) -> None:
        self._subsets = subsets
        self._names = names

    def text(self, text: Text) -> str:
        weight = f"2 Tr {_n(text.stroke)} w {_rgb(text.colour)} RG " if text.stroke else ""
        state = f"q {_rgb(text.colour)} rg {weight}BT {_n(text.spacing)} Tc "
        shown = " ".join(
            f"/{self._names[face]} {_n(text.size)} Tf <{self._codes(face, string)}> Tj" for face, string in text.runs
        )
        return f"{state}{_matrix(text)} Tm {shown} ET Q"

    def rule(self, rule: Rule) -> str:
        ends = f"{_n(rule.x0)} {_y(rule.y0)} m {_n(rule.x1)} {_y(rule.y1)} l"
        return f"{_rgb(rule.colour)} RG {_n(rule.width)} w {ends} S"

    def _codes(self, face: Face, string: str) -> str:
        cids = self._subsets[face]
        return "".join([f"{cids[character]:04X}" for character in string])


def _matrix(text: Text) -> str:
    if not text.angle:
        return f"1 0 0 1 {_n(text.x)} {_y(text.baseline)}"
    turn = radians(text.angle)
    axes = " ".join(f"{value:.5f}" for value in (cos(turn), sin(turn), -sin(turn), cos(turn)))
    return f"{axes} {_n(text.x)} {_y(text.baseline)}"


def _rgb(colour: style.Colour) -> str:
    return " ".join(f"{part:g}" for part in colour)


def _n(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _y(value: float) -> str:
    return _n(style.PAGE_HEIGHT - value)
