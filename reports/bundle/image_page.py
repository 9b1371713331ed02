"""A scanned picture as one PDF page of A4, its pixels untouched: JPEG as it is, PNG by its own compressed rows."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

PAGE_WIDTH, PAGE_HEIGHT = 595.276, 841.89
_MARGIN, _TOP = 28.0, 56.0
_LARGEST = 2.0  # points a pixel: a small picture is not blown up to the page
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_SPACES = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_PNG_COLOURS = {0: 1, 2: 3, 3: 1}


class NotShowable(Exception):
    """The picture cannot stand in a PDF as it is; the original is given beside it."""


@dataclass(frozen=True, slots=True)
class _Picture:
    width: int
    height: int
    dictionary: str
    data: bytes


def image_pdf(content: bytes) -> bytes:
    """The page. Raises NotShowable for what is no JPEG or whole PNG, or has transparency or interlacing."""
    try:
        if content.startswith(_JPEG):
            return _page(_jpeg(content))
        if content.startswith(_PNG):
            return _page(_png(content))
    except (struct.error, IndexError):
        raise NotShowable from None
    raise NotShowable


def _jpeg(content: bytes) -> _Picture:
    at = 2
    while True:
        marker, length = struct.unpack_from(">xBH", content, at)
        if marker in _FRAMES:
            bits, height, width, colours = struct.unpack_from(">BHHB", content, at + 4)
            if colours not in _SPACES or not width or not height:
                raise NotShowable
            # Four colours from a camera's program are stored inverted.
            decode = " /Decode [1 0 1 0 1 0 1 0]" if colours == 4 else ""
            told = f"/ColorSpace {_SPACES[colours]} /BitsPerComponent {bits} /Filter /DCTDecode{decode}"
            return _Picture(width, height, told, content)
        at += 2 + length


def _png(content: bytes) -> _Picture:
    width, height, bits, colour, _, _, interlaced = struct.unpack_from(">IIBBBBB", content, 16)
    if colour not in _PNG_COLOURS or interlaced or not width or not height:
        raise NotShowable
    chunks = list(_chunks(content))
    kinds = {kind for kind, _body in chunks}
    if b"tRNS" in kinds or not {b"IDAT", b"IEND"} <= kinds:
        raise NotShowable
    data = b"".join(body for kind, body in chunks if kind == b"IDAT")
    count = _PNG_COLOURS[colour]
    space = _SPACES[count]
    if colour == 3:
        palette = next((body for kind, body in chunks if kind == b"PLTE"), b"")
        if not palette:
            raise NotShowable
        space = f"[/Indexed /DeviceRGB {len(palette) // 3 - 1} <{palette.hex()}>]"
    rows = f"<< /Predictor 15 /Colors {count} /BitsPerComponent {bits} /Columns {width} >>"
    told = f"/ColorSpace {space} /BitsPerComponent {bits} /Filter /FlateDecode /DecodeParms {rows}"
    return _Picture(width, height, told, data)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        yield kind, content[at + 8 : at + 8 + length]
        at += 12 + length


def _page(picture: _Picture) -> bytes:
    room_x, room_y = PAGE_WIDTH - 2 * _MARGIN, PAGE_HEIGHT - _MARGIN - _TOP
    scale = min(room_x / picture.width, room_y / picture.height, _LARGEST)
    across, up = picture.width * scale, picture.height * scale
    x, y = (PAGE_WIDTH - across) / 2, PAGE_HEIGHT - _TOP - up
    drawn = f"q {across:.3f} 0 0 {up:.3f} {x:.3f} {y:.3f} cm /P Do Q".encode()
    size = f"/Width {picture.width} /Height {picture.height}"
    image = f"/Type /XObject /Subtype /Image {size} {picture.dictionary}"
    box = f"[0 0 {PAGE_WIDTH} {PAGE_HEIGHT}]"
    return _file(
        (
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents 4 0 R "
            f"/Resources << /XObject << /P 5 0 R >> >> >>".encode(),
            _stream("", drawn),
            _stream(image, picture.data),
        )
    )


def _stream(dictionary: str, data: bytes) -> bytes:
    return f"<< {dictionary} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: tuple[bytes, ...]) -> bytes:
    parts, places = [b"%PDF-1.7\n"], []
    for number, body in enumerate(objects, 1):
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = sum(map(len, parts))
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % count + table)
    parts.append(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start))
    return b"".join(parts)
