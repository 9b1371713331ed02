"""附高拍仪扫描件: which file, to which paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.camera_file import CameraFile, read_camera_file, remove_stored
from desktop.dialogs.act_dialog import ActDialog, Command
from desktop.page import Host
from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField
from desktop.widgets.segments import Option
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk
from models.errors import InputError


def tr(text: str) -> str:
    """A text of this dialog."""
    return QCoreApplication.translate("CameraScan", text)


def attach_dialog(
    host: Host, files: Sequence[Path], papers: Sequence[str], done: Callable[[CameraFile, str], object]
) -> ActDialog:
    """For an application that is being typed: `done(file, paper)`; the file stays until the application is kept."""

    def run(file: CameraFile, paper: str) -> Done[tuple[CameraFile, str]]:
        return Done((file, paper), Changes())

    about = tr("收件保存或受理后，文件才从高拍仪文件夹里移走。")
    return _dialog(
        host,
        files,
        papers,
        about=about,
        run=lambda _desk, file, paper: run(file, paper),
        done=lambda got: done(*got),
    )


def case_scan_dialog(
    host: Host, number: str, files: Sequence[Path], papers: Sequence[str], done: Callable[[bool], object]
) -> ActDialog:
    """For a case at the window: stored at once, then removed from the folder; `done(removed)`."""

    def run(desk: Desk, file: CameraFile, paper: str) -> Done[bool]:
        from models.casework.intake import see_paper

        seen = see_paper(desk, number, paper, file.content, file.media_type)
        return Done(remove_stored(file), seen.changes)

    about = tr("存入案卷后，文件从高拍仪文件夹里移走。")
    return _dialog(host, files, papers, about=about, run=run, done=done, subtitle=number, free=True)


def _dialog(
    host: Host,
    files: Sequence[Path],
    papers: Sequence[str],
    *,
    about: str,
    run: Callable[[Desk, CameraFile, str], Done[Any]],
    done: Callable[[Any], object],
    subtitle: str = "",
    free: bool = False,
) -> ActDialog:
    by_name = {path.name: path for path in files}
    file = ChoiceField(tr("扫描件"), [Option(name) for name in by_name], hint=tr("最新的在前"), most_segments=0)
    file.set_text(next(iter(by_name)))
    paper = ChoiceField(tr("附到哪份材料"), [Option(name) for name in papers], free=free, most_segments=0)

    def command() -> Command:
        path, name = by_name.get(file.text()), paper.text().strip()
        if path is None:
            raise InputError(tr("请选一份扫描件。"), "file")
        if not name:
            raise InputError(tr("请选附到哪份材料。"), "paper")
        scan = read_camera_file(path)
        return lambda desk: run(desk, scan, name)

    fields: dict[str, Field] = {"file": file, "paper": paper}
    title, word = tr("附高拍仪扫描件"), tr("附上")
    return ActDialog(host, title, fields, word=word, command=command, done=done, subtitle=subtitle, about=about)
