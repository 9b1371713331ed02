"""One of our typefaces as a dynamic font of reportlab: a subset of its own for each file, embedded as CFF.

reportlab's own TrueType fonts take no CFF outlines and write ToUnicode wrong above U+FFFF. This class answers the
same calls, gives each character of a file the next free CID, and adds a Type 0 font with Identity-H encoding whose
ToUnicode map holds UTF-16, rare characters as surrogate pairs, so that they copy out right (ISO 32000-1, 9.10.3).
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics  # type: ignore[import-untyped]

from reports.fonts_cff import cff_font, font_box
from reports.fonts_outline import HALF_CELL, Face, Glyph
from reports.typesetting import width

_FONT_LEVEL = 1  # outlines shrink little and slowly
_BLOCK = 100  # most entries a ToUnicode block may hold

Subset = dict[str, int]  # character → CID, in the order of CIDs


@cache
def registered(face: Face) -> str:
    """The name under which a canvas finds the typeface; it does not appear in the file."""
    font = EmbeddedFont(face)
    pdfmetrics.registerFont(font)
    return font.fontName


class EmbeddedFont:
    """What reportlab asks of a dynamic font. The names of the methods are reportlab's."""

    _dynamicFont = True
    _multiByte = False
    shapable = False

    def __init__(self, face: Face) -> None:
        self._typeface = face
        self._subsets: WeakKeyDictionary[Any, Subset] = WeakKeyDictionary()
        # Two files may hold faces of one name, and the register takes those for the same font.
        self.name = self.fontName = f"{face.name}-{id(face)}"

    @property
    def face(self) -> EmbeddedFont:
        """The register asks a dynamic font for its face, and the face for its name."""
        return self

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """In points."""
        return width(text) / 2 * size

    def splitString(self, text: str, doc: Any) -> list[tuple[int, bytes]]:
        """The text as CIDs of two bytes in the one subset of the file."""
        cids = self._subsets.setdefault(doc, {})
        codes = [cids.setdefault(character, len(cids) + 1) for character in text]
        return [(0, struct.pack(f">{len(codes)}H", *codes))]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:
        """The name of the font in the page resources; the first call has the font added when the file is written."""
        names: dict[str, str] = doc.fontMapping
        if self.fontName not in names:
            names[self.fontName] = f"/F{len(names) + 1}"
            doc.delayedFonts.append(self)
        return names[self.fontName]

    def addObjects(self, doc: Any) -> None:
        """Add the font and its parts to the file. Raises KeyError for a character the typeface lacks."""
        cids = self._subsets.pop(doc)
        glyphs = [_glyph(self._typeface, character) for character in cids]
        tag = hashlib.sha256("".join(cids).encode()).digest()
        name = "".join(chr(65 + byte % 26) for byte in tag[:6]) + "+" + self._typeface.name
        font = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": pdfdoc.PDFName(f"{name}-Identity-H"),
            "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([self._descendant(doc, name, glyphs)]),
            "ToUnicode": doc.Reference(_stream(_to_unicode(cids))),
        }
        fonts = doc.idToObject[pdfdoc.BasicFonts].dict
        fonts[self.getSubsetInternalName(0, doc)[1:]] = doc.Reference(pdfdoc.PDFDictionary(font))

    def _descendant(self, doc: Any, name: str, glyphs: list[Glyph]) -> Any:
        system = {"Registry": "(Adobe)", "Ordering": "(Identity)", "Supplement": 0}
        font = {
            "Type": "/Font",
            "Subtype": "/CIDFontType0",
            "BaseFont": pdfdoc.PDFName(name),
            "CIDSystemInfo": pdfdoc.PDFDictionary(system),
            "FontDescriptor": self._descriptor(doc, name, glyphs),
            "DW": 1000,
            "W": pdfdoc.PDFArray(_widths(glyphs)),
        }
        return doc.Reference(pdfdoc.PDFDictionary(font))

    def _descriptor(self, doc: Any, name: str, glyphs: list[Glyph]) -> Any:
        program = _stream(cff_font(name, glyphs), _FONT_LEVEL)
        program.dictionary["Subtype"] = "/CIDFontType0C"
        entries = {
            "Type": "/FontDescriptor",
            "FontName": pdfdoc.PDFName(name),
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArray(font_box(glyphs)),
            "ItalicAngle": 0,
            "StemV": 80,
            "CapHeight": 733,
            "Ascent": self._typeface.ascent,
            "Descent": self._typeface.descent,
            "FontFile3": doc.Reference(program),
        }
        return doc.Reference(pdfdoc.PDFDictionary(entries))


def _glyph(face: Face, character: str) -> Glyph:
    glyph = face.glyph(character)
    if glyph is None:
        raise KeyError(character)
    return glyph


def _widths(glyphs: Iterable[Glyph]) -> list[int]:
    """Ranges of CIDs and their width, for those that differ from the default."""
    narrow = [cid for cid, glyph in enumerate(glyphs, 1) if glyph.width == HALF_CELL]
    return [number for cid in narrow for number in (cid, cid, HALF_CELL)]


def _stream(content: bytes, level: int = 6) -> Any:
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary({"Filter": "/FlateDecode"}), zlib.compress(content, level))


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
