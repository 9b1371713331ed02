"""`./run gallery DIR [--only PATTERN | --readme]`: every screen and every letter as PNG files, without a display.

The scale of the screen is fixed when Qt starts, so the pictures at 200 % are drawn by a second process.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from fnmatch import fnmatchcase
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from desktop.theme.apply import Theme

_SINGLE, _DOUBLE, _LETTERS = "1366×768、1920×1080", "3840×2160（200%）", "文书"
_README = "README"
_NOISE = "does not support propagateSizeHints"


class _Parser(argparse.ArgumentParser):
    """One Chinese line instead of a usage text."""

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"请写明放图片的文件夹，例如：./run gallery 图片 --only review（{message}）\n")
        raise SystemExit(2)


def main(arguments: Sequence[str]) -> int:
    """Draw the scenes whose `screen-state` matches; text that is cut off is told on stderr. 2 if nothing matches."""
    parser = _Parser(prog="gallery", add_help=False)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--only", default="*", metavar="PATTERN")
    chosen = parser.parse_args(list(arguments))
    try:
        chosen.folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        sys.stderr.write(f"这个文件夹建不了或写不进去，请换一个：{chosen.folder}\n")
        return 2
    start = time.monotonic()
    drawn = draw(chosen.folder, "*", _README) if chosen.readme else _draw_all(chosen.folder.resolve(), chosen.only)
    if not drawn:
        sys.stderr.write(f"没有一屏的名字符合“{chosen.only}”，请换一个写法，例如：review 或 sign-*。\n")
        return 2
    sys.stdout.write(f"画好 {drawn} 张，用时 {time.monotonic() - start:.0f} 秒：{chosen.folder}\n")
    return 0


def matches(name: str, pattern: str) -> bool:
    """Whether a scene is meant by a pattern of `*` and `?`; a bare word is looked for anywhere in the name."""
    return fnmatchcase(name, pattern) or pattern in name


def _draw_all(folder: Path, only: str) -> int:
    """A process for each scale and one for the letters, the longest first."""
    # Each wants a Qt of its own, started with its own scale.
    pool = ProcessPoolExecutor(os.cpu_count() or 1, get_context("spawn"), max_tasks_per_child=1)
    with pool:
        works = [pool.submit(draw, folder, only, what) for what in (_DOUBLE, _SINGLE, _LETTERS)]
        return sum(work.result() for work in as_completed(works))


def draw(folder: Path, only: str, what: str) -> int:
    """Draw one part in this process, with progress on stderr; how many pictures were made."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if what == _DOUBLE:
        os.environ["QT_SCALE_FACTOR"] = "2"
    if what == _LETTERS:
        pictures = _letters(folder, only)
    elif what == _README:
        pictures = _readme(folder)
    else:
        pictures = _screens(folder, only, double=what == _DOUBLE)
    made = 0
    for words in pictures:
        made += 1
        sys.stderr.write(f"{what}  {words}\n")
    return made


def _screens(folder: Path, only: str, *, double: bool) -> Iterator[str]:
    from desktop.gallery.scenes import all_scenes
    from desktop.gallery.shots import DESIGN, WIDE, shots

    theme = offscreen_theme()
    scenes = [scene for scene in all_scenes() if matches(scene.name, only)]
    for place, scene in enumerate(scenes, 1):
        for shot in shots(folder, [scene], [WIDE] if double else [DESIGN, WIDE]):
            cuts = "".join(f"；文字没有放全：{cut.widget}“{cut.text}”" for cut in shot.clipped)
            yield f"{place}/{len(scenes)} {shot.path.name}{cuts}"
    theme.deleteLater()


def _readme(folder: Path) -> Iterator[str]:
    from desktop.gallery.readme_pictures import draw_readme_pictures

    theme = offscreen_theme()
    for path in draw_readme_pictures(folder):
        yield path.name
    theme.deleteLater()


def offscreen_theme() -> Theme:
    """Qt, started without a display, in the look of the program."""
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from desktop.theme.apply import Theme, before_application

    # Without a display Qt says for every window that nobody manages its size.
    qInstallMessageHandler(lambda _kind, _place, words: _NOISE in words or sys.stderr.write(f"{words}\n"))
    before_application()
    application = QApplication([])
    application.setCursorFlashTime(0)
    return Theme(application)


def _letters(folder: Path, only: str) -> Iterator[str]:
    from desktop.gallery.letter_pages import draw_letters, letter_names

    names = [name for name in letter_names() if matches(name, only)] if matches_letters(only) else []
    for path in draw_letters(folder, names):
        yield path.name


def matches_letters(only: str) -> bool:
    """Whether a pattern can mean a letter, so that no office is made where it cannot."""
    return only.startswith(("*", "?", "letter")) or not only.isascii()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
