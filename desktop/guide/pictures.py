"""The guide's pictures for the window: drawn once behind the work from invented practice cases, then kept.

They lie in the user's cache folder, one folder a version of the program, or where SUBSIDY_DESK_CACHE points.
"""

from __future__ import annotations

import os
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess, Signal


def pictures_folder() -> Path:
    """Where the pictures of this version are kept."""
    from platformdirs import user_cache_path

    place = os.environ.get("SUBSIDY_DESK_CACHE")
    try:
        number = version("subsidy-desk")
    except PackageNotFoundError:
        number = "0"
    return (Path(place) if place else user_cache_path("subsidy-desk", appauthor=False)) / f"guide-{number}"


class GuidePictures(QObject):
    """`find(scene)`, None until they are there; `ask()` draws what is missing in a process of its own, then `drawn`."""

    drawn = Signal()

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder or pictures_folder()
        self._process: QProcess | None = None

    @property
    def complete(self) -> bool:
        """Whether all of them are there: the folder only gets its name when they are."""
        return self._folder.is_dir()

    @property
    def under_way(self) -> bool:
        """Whether they are being drawn now."""
        return self._process is not None

    def find(self, scene: str) -> Path | None:
        """The picture of a scene."""
        path = self._folder / "pictures" / f"{scene}.png"
        return path if path.is_file() else None

    def ask(self) -> None:
        """Begin to draw, unless they are there or being drawn; a failure leaves the guide without pictures."""
        if self.complete or self.under_way:
            return
        self._process = process = QProcess(self)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._failed)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._stop)
        process.start(sys.executable, ["-m", "desktop", "guide", str(self._unfinished())])

    def _unfinished(self) -> Path:
        return self._folder.with_name(f".{self._folder.name}.{os.getpid()}.part")

    def _ended(self, status: int) -> None:
        self._process = None
        if status == 0 and not self.complete:
            self._unfinished().rename(self._folder)
        shutil.rmtree(self._unfinished(), ignore_errors=True)
        self.drawn.emit()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._ended(1)

    def _stop(self) -> None:
        """The program ends before they are done: next time then."""
        if self._process is not None:
            self._process.terminate()
            self._process.waitForFinished(3000)
