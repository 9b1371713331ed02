"""The dialog for files and folders: the system's own; where it has none, Qt's, in Chinese throughout.

Qt's translation (qtbase_zh_CN) leaves out two labels and names what a file is after the system's locale.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QFileInfo
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QFileIconProvider, QHeaderView, QTreeView, QWidget

from desktop.theme.paint import colour
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone

Mode = QFileDialog.FileMode
_PLACES = 120  # holds 计算机 with its icon


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
        self._say_what_is_what(mode)

    def _say_what_is_what(self, mode: Mode) -> None:
        """Names for a screen reader, and why the first button waits; Qt's controls have neither."""
        told = {
            "lookInCombo": (_tr("位置"), _tr("现在列出的文件夹；用上下键回到上一级或常用的文件夹。")),
            "fileNameEdit": (_tr("名称"), _tr("写文件或文件夹的名称，或在列表里选。")),
            "fileTypeCombo": (_tr("文件类型"), _tr("只列出这些类型的文件。")),
            "treeView": (_tr("文件列表"), _tr("用上下键选，按回车打开。")),
            "listView": (_tr("文件列表"), _tr("用方向键选，按回车打开。")),
            "sidebar": (_tr("常用位置"), _tr("用上下键选，按回车打开。")),
        }
        for name, words in told.items():
            _name(self.findChild(QWidget, name), *words)
        places = self.findChild(QWidget, "sidebar")
        if places is not None:
            # Qt paints its focus on the chosen place alone, and at first none is chosen.
            places.setMinimumWidth(scaled(_PLACES))
            places.setStyleSheet(f"QListView:focus {{ border: 2px solid {colour(Tone.ACCENT).name()}; }}")
        word = {Mode.AnyFile: _tr("保存"), Mode.Directory: _tr("选择")}.get(mode, _tr("打开"))
        box = self.findChild(QDialogButtonBox)
        if box is None:
            return
        for button in box.buttons():
            if box.buttonRole(button) is QDialogButtonBox.ButtonRole.RejectRole:
                _name(button, _tr("取消"), _tr("什么也不选，回到原来的画面；Esc 也是。"))
            else:
                _name(button, word, _tr("先在列表里选一项，或写出名称。"))
                button.setToolTip(_tr("先在列表里选一项，或写出名称。"))

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


def _name(control: QWidget | None, name: str, description: str) -> None:
    if control is not None:
        control.setAccessibleName(name)
        control.setAccessibleDescription(description)


def _tr(text: str) -> str:
    return QCoreApplication.translate("FileDialog", text)
