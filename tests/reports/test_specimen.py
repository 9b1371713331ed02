"""The page nobody reads: after it the first letter loads nothing more and draws next to nothing for the first time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypdfium2

from reports.specimen import draw_specimen

ROOT = Path(__file__).parents[2]
FIRST_LETTERS = """
import sys
from pathlib import Path
from desktop.door import load_acts
from reports.fonts_outline import Face
from tests.builders.desk import make_bureau

bureau = make_bureau(Path(sys.argv[1]))
bureau.confirm_values()
if sys.argv[2] == "ahead":
    load_acts()
drawn, draw = [], Face._draw
Face._draw = lambda face, character: drawn.append(character) or draw(face, character)
case = bureau.open(person=bureau.person(2))
from models.casework import deciding, intake
from reports.issue import render
intake.see_paper(bureau["intake"], case.number, "居民身份证")
intake.record_register_check(bureau["intake"], case.number, "查无已享受记录", ())
before = set(sys.modules)
intake.accept(bureau["intake"], case.number, render)
deciding.review(bureau["review"], case.number)
bureau.decide(case.number)
new = [name for name in set(sys.modules) - before if name.partition(".")[0] in ("cn2an", "segno", "proces")]
print(len(new), len(drawn))
bureau.close()
"""


def first_letters(folder: Path, how: str) -> tuple[int, int]:
    """Modules loaded and glyphs drawn while the first receipt and the first decision letter are made."""
    command = [sys.executable, "-c", FIRST_LETTERS, str(folder), how]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded, drawn = done.stdout.split()
    return int(loaded), int(drawn)


def test_after_the_specimen_the_first_letters_load_nothing_and_draw_few_characters_for_the_first_time(
    tmp_path: Path,
) -> None:
    loaded, drawn = first_letters(tmp_path / "ahead", "ahead")
    unprepared_loaded, unprepared_drawn = first_letters(tmp_path / "unprepared", "unprepared")
    assert loaded == 0
    assert unprepared_loaded > 0
    assert drawn * 3 < unprepared_drawn


def test_the_specimen_shows_the_characters_of_the_wording() -> None:
    pages = pypdfium2.PdfDocument(draw_specimen())
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    pages.close()
    assert all(character in text for character in "准予补贴复议诉讼壹贰叁肆")
