"""Files the clerk asked for: where to, and written wholly or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from models.errors import SubsidyDeskError, system_reason

# O_BINARY exists on Windows only; without it line ends would be changed there.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


class SaveError(SubsidyDeskError):
    """A file could not be written; what was there before is still there."""


def ask_file(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where to save; None when the clerk gave up."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name, "PDF (*.pdf)" if name.endswith(".pdf") else "")
    return Path(chosen) if chosen else None


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder; None when the clerk gave up."""
    chosen = QFileDialog.getExistingDirectory(parent, title)
    return Path(chosen) if chosen else None


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


def ask_answer(parent: QWidget, title: str) -> Path | None:
    """Ask for the bank's return file; None when the clerk gave up."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, "", "XLSX, CSV (*.xlsx *.csv *.txt)")
    return Path(chosen) if chosen else None


def ask_open(parent: QWidget, title: str) -> Path | None:
    """Ask for a scanned document; None when the clerk gave up."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, "", "PDF, PNG, JPG (*.pdf *.png *.jpg *.jpeg)")
    return Path(chosen) if chosen else None


def ask_sheet(parent: QWidget, title: str) -> Path | None:
    """Ask for a spreadsheet; None when the clerk gave up."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, "", "XLSX, CSV (*.xlsx *.csv)")
    return Path(chosen) if chosen else None
