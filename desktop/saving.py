"""Files the clerk asked for: where to, and written wholly or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.file_dialog import FileDialog, Mode
from models.errors import SubsidyDeskError, system_reason

# O_BINARY exists on Windows only; without it line ends would be changed there.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


class SaveError(SubsidyDeskError):
    """A file could not be written; what was there before is still there."""


def ask_file(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where to save; None when the clerk gave up."""
    kinds = _tr("PDF 文件 (*.pdf)") if name.endswith(".pdf") else ""
    return FileDialog(parent, title, Mode.AnyFile, start=name, kinds=kinds).chosen()


def ask_folder(parent: QWidget, title: str, start: str = "") -> Path | None:
    """Ask for a folder; None when the clerk gave up."""
    return FileDialog(parent, title, Mode.Directory, start=start).chosen()


def ask_answer(parent: QWidget, title: str) -> Path | None:
    """Ask for the bank's return file; None when the clerk gave up."""
    return ask_existing(parent, title, _tr("银行回单 (*.xlsx *.csv *.txt)"))


def ask_open(parent: QWidget, title: str) -> Path | None:
    """Ask for a scanned document; None when the clerk gave up."""
    return ask_existing(parent, title, _tr("扫描件 (*.pdf *.png *.jpg *.jpeg)"))


def ask_sheet(parent: QWidget, title: str) -> Path | None:
    """Ask for a spreadsheet; None when the clerk gave up."""
    return ask_existing(parent, title, _tr("表格 (*.xlsx *.csv)"))


def ask_existing(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Ask for a file of these kinds, as Qt's filters name them; None when the clerk gave up."""
    return FileDialog(parent, title, Mode.ExistingFile, kinds=kinds).chosen()


def write_file(path: Path, content: bytes) -> None:
    """Write a file so that it is whole or not there, readable by its owner only from the first byte on.

    What is saved names people. Raises SaveError with what to do.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(temporary, _NEW, 0o600), "wb") as file:
            file.write(content)
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        why = system_reason(error)
        raise SaveError(f"不能写入“{path.name}”（{why}），没有保存。请换一个文件夹，或检查磁盘空间和权限。") from None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Saving", text)
