"""The receipt that was just issued, as it prints; Enter calls the next person."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from desktop.dialogs.print_dialog import PrintDialog, PrintQuestion
from desktop.page import Host
from desktop.preferences import LETTERS
from desktop.printing import PrintSetup, print_pdf, printers, setup_for
from desktop.saving import SaveError, ask_file, write_file
from desktop.theme.sizes import scaled
from desktop.widgets.action import Action
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.page_view import Fit, PageView
from models.errors import SubsidyDeskError

_HEIGHT = 470


class PaperDialog(Modal):
    """`PaperDialog(host, title, name, content, job, then)`: any PDF with 打印, 存为 PDF and Enter for `then`.

    `use` names the printer and tray that the settings give it.
    """

    def __init__(
        self,
        host: Host,
        title: str,
        name: str,
        content: bytes,
        job: str,
        *,
        word: str,
        then: Callable[[], object],
        remark: str = "",
        note: str = "",
        use: str = LETTERS,
    ) -> None:
        self._use = use
        self._host, self._content, self._job, self._then = host, content, job, then
        self.page = PageView(title)
        self.page.show_pdf(content)
        self.page.set_fit(Fit.WIDTH)
        self.page.setMinimumHeight(scaled(_HEIGHT))
        self.print_action = Action("Ctrl+P", self.tr("打印"), self.ask_printer, icon="print")
        self.save_action = Action("Ctrl+E", self.tr("存为 PDF"), self.save)
        self.next_action = Action("Enter", word, self.go_on)
        super().__init__(
            title,
            column(self.page),
            accept=self.next_action,
            extra=[self.save_action, self.print_action],
            subtitle=name,
            remark=remark,
            foot_note=note,
            cancel_word=self.tr("关闭"),
        )

    def go_on(self) -> None:
        """Enter: close and go on."""
        self.close()
        self._then()

    def ask_printer(self) -> None:
        """Where and how often; looking for printers may take a while and so happens beside the window."""
        self._host.runner.read(lambda _desk: printers(), self._ask_how, partial(_tell, self._host))

    def _ask_how(self, names: list[str]) -> None:
        if not self.is_open:
            return
        question = PrintQuestion(
            self.tr("打印"),
            self._job,
            names,
            setup_for(self._use),
            self.tr("打印一份交申请人。"),
        )
        self._host.open_modal(PrintDialog(question, self.print_to))

    def print_to(self, setup: PrintSetup) -> None:
        """Print, and say so at the bottom."""
        content, job = self._content, self._job
        said = self.tr("已打印 {job}").format(job=job)
        if setup.file is not None:
            said = self.tr("已存为 {file}").format(file=setup.file.name)
        self._host.runner.work(
            lambda _desk, progress: print_pdf(content, job, setup, progress.step),
            lambda _pages: self._host.say(said),
            partial(_tell, self._host),
            lambda _done, _total, _words: None,
        )

    def save(self) -> None:
        """Keep the very bytes as a file."""
        if (path := ask_file(self, self.tr("存为 PDF"), f"{self._job}.pdf")) is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write the bytes; a failure is told in full."""
        try:
            write_file(path, self._content)
        except SaveError as error:
            _tell(self._host, error)
            return
        self._host.say(self.tr("已存为 {file}").format(file=path.name))


def _tell(host: Host, error: SubsidyDeskError) -> None:
    host.say(error.message, bad=True)
