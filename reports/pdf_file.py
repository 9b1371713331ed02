"""A PDF 1.7 file as numbered objects (ISO 32000-1), written the same for the same content: no time, no random id."""

from __future__ import annotations

import zlib
from collections.abc import Sequence


class PdfFile:
    """Collects objects; `finish` writes them with the cross-reference table."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def reserve(self) -> int:
        """A number for an object that is written later with `fill`."""
        self._objects.append(b"")
        return len(self._objects)

    def fill(self, number: int, body: str) -> None:
        self._objects[number - 1] = body.encode("ascii")

    def add(self, body: str) -> int:
        number = self.reserve()
        self.fill(number, body)
        return number

    def stream(self, data: bytes, entries: str = "", level: int = 6) -> int:
        """A compressed stream object."""
        packed = zlib.compress(data, level)
        head = f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode("ascii")
        self._objects.append(head + packed + b"\nendstream")
        return len(self._objects)

    def finish(self, root: int, info: int, identifier: str) -> bytes:
        """The whole file. `identifier` is 32 hex digits."""
        out = [b"%PDF-1.7\n%\xe4\xb8\xad\xe6\n"]
        at = len(out[0])
        places = []
        for number, body in enumerate(self._objects, 1):
            part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            places.append(at)
            out.append(part)
            at += len(part)
        out.append(_table(places))
        trailer = f"<</Size {len(places) + 1}/Root {root} 0 R/Info {info} 0 R/ID[<{identifier}><{identifier}>]>>"
        out.append(f"trailer\n{trailer}\nstartxref\n{at}\n%%EOF\n".encode("ascii"))
        return b"".join(out)


def pdf_text(text: str) -> str:
    """A text string as the file holds it (UTF-16 with byte order mark)."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def _table(places: Sequence[int]) -> bytes:
    lines = "".join(f"{place:010d} 00000 n \n" for place in places)
    return f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{lines}".encode("ascii")
