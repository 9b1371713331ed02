"""Where the system has no dialog of its own for files, Qt's one speaks Chinese: every label, button, tip and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders.keys import show
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from desktop.file_dialog import FileDialog, Mode
from desktop.saving import ask_existing, ask_file, ask_folder

pytestmark = pytest.mark.usefixtures("theme")
SPOKEN = ("text", "toolTip", "statusTip", "whatsThis", "accessibleName", "accessibleDescription", "placeholderText")
# The letter to press beside its word, kinds of files by their endings, and how files of a kind are called everywhere.
NO_WORDS = re.compile(r"\(&?[A-Z]\)|\(\*[^)]*\)|PDF|Esc|Ctrl\+\w|Alt\+\w+")
LATIN = re.compile(r"[A-Za-z]{2,}")


def said(thing: QObject) -> Iterator[str]:
    for name in SPOKEN:
        value = getattr(thing, name, lambda: "")
        if isinstance(told := value(), str) and told and not isinstance(thing, QLineEdit | QComboBox):
            yield told


def texts(dialog: FileDialog) -> set[str]:
    """Everything to be read in it but the names of files and folders."""
    found = {dialog.windowTitle()}
    for thing in (*dialog.findChildren(QWidget), *dialog.findChildren(QAction)):
        found |= set(said(thing))
    for header in dialog.findChildren(QHeaderView):
        model = header.model()
        if model is not None and header.orientation() is Qt.Orientation.Horizontal:
            found |= {str(model.headerData(n, Qt.Orientation.Horizontal)) for n in range(model.columnCount())}
    for box in dialog.findChildren(QComboBox):
        if box.objectName() == "fileTypeCombo":
            found |= {box.itemText(place) for place in range(box.count())}
    return {text for text in found if text}


def foreign(found: set[str]) -> set[str]:
    return {text for text in found if LATIN.search(NO_WORDS.sub("", text))}


def opened(mode: Mode, folder: Path, kinds: str = "") -> FileDialog:
    dialog = FileDialog(None, "选扫描件", mode, start=str(folder), kinds=kinds)
    show(dialog)
    return dialog


@pytest.mark.parametrize("mode", [Mode.ExistingFile, Mode.Directory, Mode.AnyFile])
def test_every_label_button_and_tip_is_chinese(mode: Mode, tmp_path: Path) -> None:
    dialog = opened(mode, tmp_path, "扫描件 (*.pdf *.png)")
    found = texts(dialog)
    assert {"位置(&I)：", "取消", "名称", "修改日期", "新建文件夹(&N)", "显示隐藏文件(&H)"} <= found
    assert len(found) > 20
    assert foreign(found) == set()


def test_the_list_says_in_chinese_what_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "material").mkdir()
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    (tmp_path / "plain").write_bytes(b"x")
    dialog = opened(Mode.ExistingFile, tmp_path)
    view = next(each for each in dialog.findChildren(QAbstractItemView) if each.objectName() == "treeView")
    kinds = rows(dialog, view)
    assert kinds == {"material": "文件夹", "scan.pdf": "PDF 文件", "plain": "文件"}


def rows(dialog: FileDialog, view: QAbstractItemView) -> dict[str, str]:
    """The names listed and what they are said to be, once the folder was read."""
    model: Any = view.model()
    while model.rowCount(view.rootIndex()) < 3:
        QApplication.processEvents()
    listed = [model.index(place, 0, view.rootIndex()) for place in range(model.rowCount(view.rootIndex()))]
    return {str(each.data()): str(each.siblingAtColumn(2).data()) for each in listed}


def test_saving_over_a_file_asks_in_chinese_and_a_name_without_its_ending_gets_it(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"%PDF")
    asked: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.extend([box.text(), *(button.text() for button in box.buttons())])
            box.button(QMessageBox.StandardButton.Yes).click()
        elif isinstance(box, QFileDialog):
            QTimer.singleShot(0, box, answer)
            edit = box.findChild(QLineEdit, "fileNameEdit")
            assert isinstance(edit, QLineEdit)
            edit.setText(str(tmp_path / "letter"))
            box.accept()

    parent = QWidget()
    show(parent)
    QTimer.singleShot(0, parent, answer)
    assert ask_file(parent, "存为 PDF", "文书.pdf") == tmp_path / "letter.pdf"
    assert "已存在" in asked[0]
    assert foreign({text.replace("letter.pdf", "") for text in asked}) == set()


def test_giving_up_chooses_nothing_and_leaves_no_dialog(tmp_path: Path) -> None:
    parent = QWidget()
    show(parent)

    def give_up() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FileDialog)
        dialog.reject()

    QTimer.singleShot(0, parent, give_up)
    assert ask_folder(parent, "数据放在哪个文件夹", str(tmp_path)) is None
    QTimer.singleShot(0, parent, give_up)
    assert ask_existing(parent, "导入放假安排", "放假安排 (*.json)") is None
