"""The folder of the document camera: what arrives is offered for what is open, never taken by itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from desktop.camera_file import SUFFIXES, is_whole
from desktop.main_window import MainWindow
from desktop.widgets.action import Action


class CameraFolder(QObject):
    """`CameraFolder(window, place)`; `watch(place)` another one, "" none; `waiting()` what is whole, the newest first.

    A file that is still being written is looked at again at its next change: nobody waits for a fixed time.
    """

    arrived = Signal(str)

    def __init__(self, window: MainWindow, place: str = "") -> None:
        super().__init__(window)
        self._window, self._place = window, ""
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _path: self._look())
        self._watcher.fileChanged.connect(lambda _path: self._look())
        self._known: set[Path] = set()
        self.action = Action("Alt+P", self.tr("附高拍仪扫描件"), self.offer, parent=self)
        window.add_action(self.action)
        self.watch(place)

    def watch(self, place: str) -> None:
        """Watch this folder from now on; what lies in it already is only offered when asked for."""
        if watched := [*self._watcher.directories(), *self._watcher.files()]:
            self._watcher.removePaths(watched)
        self._place = place
        self._known = set()
        if not place:
            self.action.block(self.tr("还没有设高拍仪文件夹，请在“设置 · 窗口与外观”里填写。"))
            return
        self.action.allow()
        if not Path(place).is_dir() or not self._watcher.addPath(place):
            self.action.block(self.tr("高拍仪文件夹不存在或打不开，请在“设置 · 窗口与外观”里核对。"))
            return
        self._known = set(self.waiting())

    def waiting(self) -> list[Path]:
        """The whole files in the folder, the newest first."""
        files = [path for path in self._files() if is_whole(path)]
        return sorted(files, key=lambda path: path.lstat().st_mtime_ns, reverse=True)

    def _files(self) -> list[Path]:
        try:
            found = list(Path(self._place).iterdir()) if self._place else []
        except OSError:
            return []
        return [path for path in found if path.suffix.lower() in SUFFIXES and not path.name.startswith(".")]

    def _look(self) -> None:
        """Something changed: name what became whole, keep an eye on what is not."""
        whole = self.waiting()
        if growing := [str(path) for path in self._files() if path not in set(whole)]:
            self._watcher.addPaths(growing)
        fresh = [path for path in whole if path not in self._known]
        self._known = set(whole)
        if not fresh:
            return
        name = fresh[0].name
        words = self.tr("高拍仪来了 {n} 份扫描件（{name}），按 Alt+P 附到材料")
        self._window.say(words.format(n=len(fresh), name=name))
        self.arrived.emit(name)

    def offer(self) -> None:
        """Alt+P: let the page in front take one."""
        files, page = self.waiting(), self._window.page()
        if not files:
            self._window.say(self.tr("高拍仪文件夹里没有扫描件。"))
        elif page is None or not page.take_scans(files):
            self._window.say(self.tr("请先打开一件还在窗口的案件，或开始一份收件，再附扫描件。"), bad=True)
