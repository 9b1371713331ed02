"""The dialog for files and folders: the system's own; where it has none, Qt's, in Chinese throughout.

Qt's translation (qtbase_zh_CN) leaves out two labels and names what a file is after the system's locale.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QFileInfo
from PySide6.QtWidgets import QFileDialog, QFileIconProvider, QHeaderView, QTreeView, QWidget

Mode = QFileDialog.FileMode


class FileDialog(QFileDialog):
    """`FileDialog(parent, title, Mode.ExistingFile, kinds="扫描件 (*.pdf)").chosen()`.

    `start` is the folder to begin in, or the name to save under.
    """

    def __init__(self, parent: QWidget | None, title: str, mode: Mode, *, start: str = "", kinds: str = "") -> None:
        super().__init__(parent, title, start, kinds)
        self.setFileMode(mode)
        if mode is Mode.AnyFile:
            self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            self.setDefaultSuffix(Path(start).suffix.removeprefix("."))
            self.selectFile(start)
        if mode is Mode.Directory:
            self.setOption(QFileDialog.Option.ShowDirsOnly)
        self.setLabelText(QFileDialog.DialogLabel.LookIn, _tr("位置(&I)："))
        self.setLabelText(QFileDialog.DialogLabel.FileType, _tr("文件类型(&T)："))
        self._kinds = _Kinds()
        self.setIconProvider(self._kinds)
        self._widen_columns()

    def _widen_columns(self) -> None:
        """Sizes and dates in full, the rest of the room for the names; the system's dialog has columns of its own."""
        view = self.findChild(QTreeView, "treeView")
        if view is None:
            return
        view.header().setStretchLastSection(False)
        view.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def chosen(self) -> Path | None:
        """Ask; None when the clerk gave up."""
        said = self.exec()
        files = self.selectedFiles() if said else []
        self.deleteLater()
        return Path(files[0]) if files else None


class _Kinds(QFileIconProvider):
    """What a file is: 文件夹, PDF 文件."""

    def type(self, info: QFileInfo) -> str:
        if info.isDir():
            return _tr("文件夹")
        return _tr("{kind} 文件").format(kind=info.suffix().upper()).strip()


def _tr(text: str) -> str:
    return QCoreApplication.translate("FileDialog", text)
