"""A page that nobody reads, drawn while nobody waits, so that the first letter of a window takes no longer than others.

What a letter loads and draws for the first time takes half a second; done at the first act it would be done while that
act holds the writers' lock, with every other window of the office in the queue behind it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from types import CodeType
from typing import Any

from models.errors import MissingGlyph
from models.letter import LETTER_NAMES
from reports import letters
from reports.document import Document, Footer, Paragraph
from reports.fonts import Chain, load_fonts
from reports.letters.wording import money
from reports.render_pdf import render_pdf

_ISSUER, _SAMPLE_FEN = "人力资源和社会保障局", 123_456


def draw_specimen(folder: str = "") -> bytes:
    """Draw every character of the letters' wording once; the page, for who wants to look at it.

    `folder` is the office's own font folder. Raises StoreError when the packaged fonts are missing.
    """
    fonts = load_fonts(folder)
    words = "".join(sorted(set("".join(_wording())) - {"\n"}))
    printable = "".join(character for character in words if character.isprintable() and _has(fonts.body, character))
    document = Document(
        kind="specimen",
        title="".join(sorted(set("".join(LETTER_NAMES.values())))),
        number="〔0123456789〕号",
        issuer=_ISSUER,
        addressee=_ISSUER,
        blocks=(Paragraph(printable), Paragraph(money(_SAMPLE_FEN))),
        signature=_ISSUER,
        date=date.min,
        footer=Footer("", "", "", "", "0123456789abcdef"),
        watermark="练习预览",
    )
    return render_pdf(document, fonts)[0]


def _has(chain: Chain, character: str) -> bool:
    try:
        return chain.face_for(character) is not None
    except MissingGlyph:
        return False


def _wording() -> Iterator[str]:
    """The texts in the modules that word the letters, as they were compiled: a bundle ships no sources."""
    for found in pkgutil.iter_modules(letters.__path__, f"{letters.__name__}."):
        loader: Any = import_module(found.name).__loader__
        yield from _texts(loader.get_code(found.name))


def _texts(code: CodeType) -> Iterator[str]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _texts(constant)
        elif isinstance(constant, str):
            yield constant
