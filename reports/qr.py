"""The QR code of a letter as rows of dark runs, made with a fixed mask so that equal letters are equal bytes."""

from __future__ import annotations

from dataclasses import dataclass

from models.errors import InputError

_MASK = 3
# Versions at error correction M and the bytes each holds (ISO/IEC 18004, table 7).
_CAPACITY = ((9, 180), (11, 251), (14, 362), (20, 666))


@dataclass(frozen=True, slots=True)
class QrCode:
    """`side` modules square; `runs` are (column, row, length) of dark modules."""

    side: int
    runs: tuple[tuple[int, int, int], ...]


def encode(payload: str) -> QrCode:
    """The code of `payload` in UTF-8. Raises InputError when it is too long for the largest version used."""
    import segno

    data = payload.encode()
    version = next((version for version, most in _CAPACITY if len(data) <= most), None)
    if version is None:
        raise InputError("文号过长，二维码放不下，请缩短机关代字。", "letter_codes")
    code = segno.make_qr(data, error="m", version=version, mask=_MASK, mode="byte", boost_error=False)
    return QrCode(len(code.matrix), tuple(_runs(code.matrix)))


def _runs(matrix: tuple[bytearray, ...]) -> list[tuple[int, int, int]]:
    runs = []
    for y, row in enumerate(matrix):
        bits = bytes(row)
        start = bits.find(1)
        while start >= 0:
            end = bits.find(0, start)
            end = len(bits) if end < 0 else end
            runs.append((start, y, end - start))
            start = bits.find(1, end)
    return runs
