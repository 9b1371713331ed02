"""A scanned picture as a page: what stands there as it is, and what is given beside it instead."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from reports.bundle.image_page import NotShowable, image_pdf


def picture(mode: str, colour: int | tuple[int, ...], form: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (40, 20), colour).save(out, form, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "colour"),
    [
        (picture("RGB", (200, 30, 30)), (200, 30, 30)),
        (picture("L", 90), (90, 90, 90)),
        (picture("P", 3), None),
        (picture("RGB", (200, 30, 30), "JPEG", quality=95), (200, 30, 30)),
    ],
)
def test_a_whole_picture_is_a_page_of_its_own_colours(content: bytes, colour: tuple[int, ...] | None) -> None:
    page = pypdfium2.PdfDocument(image_pdf(content))[0].render(scale=1).to_pil().convert("RGB")
    found = page.getpixel((page.width // 2, 76))
    assert isinstance(found, tuple)
    if colour is not None:
        assert all(abs(one - other) <= 4 for one, other in zip(found, colour, strict=True))


@pytest.mark.parametrize(
    "content",
    [
        picture("RGBA", (200, 30, 30, 0)),
        picture("RGB", (200, 30, 30), transparency=(200, 30, 30)),
        picture("P", 3, transparency=3),
        picture("RGB", (1, 2, 3), "GIF"),
        picture("RGB", (1, 2, 3))[:30],
        b"",
    ],
)
def test_what_is_transparent_cut_short_or_no_scan_is_not_shown(content: bytes) -> None:
    with pytest.raises(NotShowable):
        image_pdf(content)
