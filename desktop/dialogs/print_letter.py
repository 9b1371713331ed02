"""Printing a letter that was just issued: the archived bytes, once, right where it was issued."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.print_dialog import PrintDialog, PrintQuestion
from desktop.page import Host
from desktop.printing import PrintSetup, print_pdf, printers, setup_for
from models.letter import LETTER_NAMES, Letter

if TYPE_CHECKING:
    from desktop.workers.progress import Progress
    from models.casework.unit_of_work import Desk


def tr(text: str) -> str:
    """A text of printing."""
    return QCoreApplication.translate("PrintLetter", text)


def offer_print(host: Host, letter: Letter, content: bytes) -> None:
    """Ask where to print; looking for printers may take a while and so happens beside the window."""

    def fail(error: Exception) -> None:
        host.say(str(error), bad=True)

    host.runner.read(lambda _desk: printers(), partial(_ask, host, letter, content), fail)


def _ask(host: Host, letter: Letter, content: bytes, names: list[str]) -> None:
    title = tr("打印{kind}").format(kind=LETTER_NAMES[letter.kind])
    note = tr("打印的是刚存档的原样。以后再打印，在“文书”页重打，会留下记录。")
    question = PrintQuestion(title, letter.number, names, setup_for(letter.kind.value), note)
    host.open_modal(PrintDialog(question, partial(_print, host, letter, content)))


def _print(host: Host, letter: Letter, content: bytes, setup: PrintSetup) -> None:
    def send(_desk: Desk, progress: Progress) -> int:
        return print_pdf(content, letter.number, setup, progress.step)

    words = tr("已送打印：{number}").format(number=letter.number)

    def report(done: int, total: int, _words: str) -> None:
        host.say(tr("正在打印第 {done} 页，共 {total} 页").format(done=done, total=total))

    host.runner.work(send, lambda _pages: host.say(words), lambda error: host.say(error.message, bad=True), report)
