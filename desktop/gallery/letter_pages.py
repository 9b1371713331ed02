"""The letters of the practice office as pictures of their pages: what an applicant holds in the hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.gallery.practice_desk import practice_desk
from desktop.widgets.pdf_images import PDFIUM, page_image
from models.letter import LetterKind

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk

_WIDTH = 1240  # A4 at 150 dpi
_READER = "孙立群"


def letter_names() -> list[str]:
    """`letter-approval-skill_upgrade` …: every kind of letter for every programme that the office wrote it for."""
    return sorted(f"letter-{kind}-{programme}" for kind, programme in _newest(practice_desk(_READER)))


def draw_letters(folder: Path, names: list[str]) -> Iterator[Path]:
    """Draw all pages of the letters with these names."""
    folder.mkdir(parents=True, exist_ok=True)
    desk = practice_desk(_READER)
    for (kind, programme), letter in sorted(_newest(desk).items()):
        name = f"letter-{kind}-{programme}"
        if name in names:
            yield from _draw(desk, letter, folder / name)


def _newest(desk: Desk) -> dict[tuple[LetterKind, str], int]:
    """For each kind and programme the letter to the person with the longest name."""
    with desk.store.reading() as rows:
        cases = sorted(rows.cases(None), key=lambda case: len(case.person_name))
        return {
            (letter.kind, case.programme): letter.id
            for case in cases
            for letter in rows.letters(rows.case_numbered(case.number).id)
        }


def _draw(desk: Desk, letter: int, stem: Path) -> Iterator[Path]:
    import pypdfium2  # type: ignore[import-untyped]

    with desk.store.reading() as rows:
        content = rows.letter_content(letter)
    with PDFIUM:
        document = pypdfium2.PdfDocument(content)
        images = [page_image(document, page, _WIDTH) for page in range(len(document))]
        document.close()
    for page, image in enumerate(images, 1):
        path = stem.with_name(f"{stem.name}_page{page}-light-{image.width()}x{image.height()}.png")
        image.save(str(path))
        yield path
