"""The dialog for files where the system has none of its own, on a folder of invented scans."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QDateTime, QDeadlineTimer, QEventLoop, QFile, QIODevice, Qt
from PySide6.QtWidgets import QApplication, QTreeView, QWidget

from desktop.file_dialog import FileDialog, Mode
from desktop.gallery.practice_desk import TODAY
from desktop.gallery.shots import Scene
from desktop.widgets.layouts import column

_SCANS = {"身份证-练习甲.pdf": 180_000, "技能等级证书-练习甲.png": 420_000, "退出现役证-练习甲.jpg": 310_000}
_SIZE = (900, 560)


def file_scenes() -> list[Scene]:
    """Choosing a scan, saving a letter, choosing a folder."""
    return [
        Scene("files", "open", lambda: _shown(Mode.ExistingFile), _listed, size=_SIZE),
        Scene("files", "save", lambda: _shown(Mode.AnyFile), _listed, size=_SIZE),
        Scene("files", "folder", lambda: _shown(Mode.Directory), _listed, size=_SIZE),
    ]


@cache
def _folder() -> Path:
    holder = TemporaryDirectory(prefix="subsidy-desk-gallery-")
    atexit.register(holder.cleanup)
    folder = Path(holder.name) / "练习扫描件"
    (folder / "2026-09").mkdir(parents=True)
    for name, size in _SCANS.items():
        file = QFile(str(folder / name))
        file.open(QIODevice.OpenModeFlag.WriteOnly)
        file.resize(size)
        noon = QDateTime(TODAY.year, TODAY.month, TODAY.day, 9, 12, 0)
        file.setFileTime(noon, QFile.FileTime.FileModificationTime)
        file.close()
    return folder


def _shown(mode: Mode) -> QWidget:
    start = str(_folder() / "准予决定书.pdf") if mode is Mode.AnyFile else str(_folder())
    kinds = {Mode.ExistingFile: "扫描件 (*.pdf *.png *.jpg *.jpeg)", Mode.AnyFile: "PDF 文件 (*.pdf)"}
    dialog = FileDialog(None, "附上扫描件", mode, start=start, kinds=kinds.get(mode, ""))
    dialog.setWindowFlags(Qt.WindowType.Widget)
    window = QWidget()
    window.setLayout(column(dialog))
    dialog.show()
    return window


def _listed(window: QWidget) -> None:
    """Wait until the folder was read."""
    view, deadline = window.findChild(QTreeView, "treeView"), QDeadlineTimer(5000)
    while view is not None and view.model().rowCount(view.rootIndex()) == 0 and not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
