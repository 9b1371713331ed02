"""The folder of a throw-away practice office: made at the start, gone at the end, swept up after a crash."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QLockFile

from desktop.practice.office import PracticeOffice, make_practice_office
from desktop.workers.progress import Progress
from models.calendar import beijing_date
from models.letter import LetterOrder, Render, RenderedLetter
from models.moment import now

CASES = 120
_PREFIX = "subsidy-desk-practice-"
_LOCK = "in-use"
_OFFICE = "office"
# Receipts and decisions of 120 cases: enough to show how far it is, never shown as more than the whole.
_LETTERS_A_CASE = 1.5


class ThrowAwayFolder:
    """`folder.office` is where the office goes; `close()` removes everything.

    Its lock tells a folder left by a crash from one that is in use beside this program.
    """

    def __init__(self, below: Path | None = None) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=below))
        self._lock = _lock(self.path)
        self._lock.tryLock(0)

    @property
    def office(self) -> Path:
        """The data folder inside."""
        return self.path / _OFFICE

    def close(self) -> None:
        """Remove it. Safe to call twice."""
        self._lock.unlock()
        shutil.rmtree(self.path, ignore_errors=True)


def sweep(below: Path | None = None) -> int:
    """Remove what crashed practice days left behind; how many there were."""
    swept = 0
    for path in (below or Path(tempfile.gettempdir())).glob(f"{_PREFIX}*"):
        lock = _lock(path)
        if path.is_dir() and lock.tryLock(0):
            lock.unlock()
            shutil.rmtree(path, ignore_errors=True)
            swept += 1
    return swept


def fill(folder: Path, progress: Progress, words: str, cases: int | None = None) -> PracticeOffice:
    """Make the practice office in `folder`, telling the letters written so far. Raises Cancelled."""
    from reports.issue import render

    yesterday, cases = beijing_date(now()) - timedelta(days=1), CASES if cases is None else cases
    return make_practice_office(folder, cases, 1, yesterday, _counted(render, progress, words, cases))


def _counted(render: Render, progress: Progress, words: str, cases: int) -> Render:
    written, expected = 0, round(cases * _LETTERS_A_CASE)

    def counted(order: LetterOrder, number: str) -> RenderedLetter:
        nonlocal written
        written += 1
        progress.step(min(written, expected), expected, words)
        return render(order, number)

    return counted


def _lock(path: Path) -> QLockFile:
    lock = QLockFile(str(path / _LOCK))
    lock.setStaleLockTime(0)
    return lock
