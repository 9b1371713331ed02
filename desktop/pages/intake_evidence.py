"""What the application rests on: the register check, the papers with their scans, and telling what is missing."""

from __future__ import annotations

import mimetypes
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from desktop.camera_file import CameraFile, remove_stored
from desktop.dialogs.oral_notice import NoticePaper, oral_notice, wanted_of
from desktop.dialogs.receipt import PaperDialog
from desktop.dialogs.register_check import RegisterCheckDialog
from desktop.dialogs.supplement_notice import NoticeDialog
from desktop.pages import intake_operations as operations
from desktop.pages.intake_form import FOUND, NOTHING
from desktop.pages.intake_work import Check, Scan
from desktop.saving import ask_open
from desktop.widgets.action import Action
from models.errors import InputError, system_reason
from models.vocabulary import PROGRAMME_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.dialogs.act_dialog import Command
    from desktop.pages.intake_view import IntakeView
    from models.casework.taking_in import TakenIn
    from models.notice import Wanted

_MOST_SCAN_BYTES = 20 << 20


class EvidenceActs(QObject):
    """F6, F9, and the papers, for one intake page."""

    def __init__(self, page: IntakeView) -> None:
        super().__init__(page)
        self.page, self.host = page, page.host
        self.notice_action = Action("F6", self.tr("一次性告知"), self.give_notice, parent=self)
        self.register_action = Action("F9", self.tr("登记查询"), self.ask_register, parent=self)

    def register_answered(self, text: str) -> None:
        """The segment was chosen: nothing found is recorded at once, rows are asked for, none means not checked."""
        work, form = self.page.work, self.page.form
        if work is None or form is None:
            return
        if text == NOTHING:
            self._record_check(self.tr("查无已享受记录"), ())
        elif text == FOUND:
            self.ask_register()
        elif work.check is not None and work.check.recorded:
            form.show_check()
            self.host.say(self.tr("查询已记录在案，不能取消；可按 F9 再查一次。"), bad=True)
        else:
            work.check = None
            work.show_awards()
            self._checked()

    def ask_register(self) -> None:
        """F9: the rows that were found."""
        work = self.page.work
        if work is None or work.person is None or self.page.form is None:
            return
        awards = () if work.check is None else work.check.awards
        today = work.arrival.ground.today
        dialog = RegisterCheckDialog(work.person.name, today, awards, self._record_check)
        dialog.offer(self.page.occupations)
        dialog.closed.connect(self._checked)
        self.host.open_modal(dialog)

    def _record_check(self, result: str, awards: tuple[Mapping[str, Any], ...]) -> None:
        """At once, not by a question to the store: Ctrl+Enter may be the very next key."""
        work = self.page.work
        if work is not None:
            ground = work.arrival.ground
            work.record_check(Check(ground.clerk.name, ground.clock(), result, awards))
            self._checked()

    def _checked(self) -> None:
        form = self.page.form
        if form is not None:
            form.show_check()
            form.changed.emit()

    def ask_scan(self, paper: str) -> None:
        """Insert: choose a scan for a paper."""
        if (path := ask_open(self.page, self.tr("附上扫描件"))) is not None:
            self.attach(paper, path)

    def attach(self, paper: str, path: Path) -> None:
        """Hang a file on a paper; what cannot be read or is too large is told in full."""
        work, form = self.page.work, self.page.form
        if work is None or form is None:
            return
        kind = mimetypes.guess_type(path.name)[0] or ""
        try:
            content = path.read_bytes()
        except OSError as error:
            reason = system_reason(error)
            self.host.say(self.tr("扫描件读不出来：{reason}。").format(reason=reason), bad=True)
            return
        if kind not in ("application/pdf", "image/png", "image/jpeg") or not content:
            self.host.say(self.tr("扫描件应为 pdf、png 或 jpg 文件，“{name}”不是。").format(name=path.name), bad=True)
        elif len(content) > _MOST_SCAN_BYTES:
            self.host.say(self.tr("“{name}”超过 20 MB，请降低扫描分辨率后再附。").format(name=path.name), bad=True)
        else:
            work.attach(paper, Scan(content, kind, path.name))
            form.show_papers()
            form.changed.emit()

    def read_stored(self, attachment: int) -> None:
        """A scan on record of the case, to stand beside the fields."""
        from models.casework.case_scans import paper_scan

        work, form = self.page.work, self.page.form
        if work is None or form is None:
            return
        number, give = work.number, form.scan.give
        self.host.runner.run(
            lambda desk: paper_scan(desk, number, attachment),
            lambda found: give(attachment, *found) if self.page.form is form else None,
            self.page.fail,
            latest="intake scan",
        )

    def _write_notice(self, paper: NoticePaper) -> None:
        """The numbered notice: the application is taken down and told of in one step, and printed at once."""
        work = self.page.work
        if work is None:
            return
        try:
            application = work.application()
        except InputError as error:
            self.host.say(error.message, bad=True)
            return

        def issue(items: tuple[Wanted, ...], _reason: str) -> Command:
            return operations.notify(application, items)

        items = wanted_of(paper.items, paper.programme)
        subtitle = f"{paper.person} · {paper.programme}"
        self.host.open_modal(NoticeDialog(self.host, subtitle, items, issue, self._noticed))

    def _noticed(self, taken: TakenIn) -> None:
        letter = taken.letter
        if letter is None:
            return
        self.stored({} if self.page.work is None else dict(self.page.work.scans))
        self.page.drafts.forget()
        words = self.tr("已出具补正告知书：{letter}，案件 {number} 等申请人补正")
        self.host.say(words.format(letter=letter.number, number=taken.case.number))
        dialog = PaperDialog(
            self.host,
            self.tr("一次性补正告知书"),
            taken.person.name,
            taken.content,
            letter.number,
            word=self.tr("下一位"),
            then=lambda: None,
            remark=letter.number,
            use=letter.kind.value,
        )
        dialog.closed.connect(self.page.finish)
        self.host.open_modal(dialog)

    def take_scans(self, files: Sequence[Path]) -> bool:
        """Offer scans of the document camera for a paper of the application; False where none is being typed."""
        work, form = self.page.work, self.page.form
        if work is None or form is None or work.session is None:
            return False
        from desktop.dialogs.camera_scan import attach_dialog

        papers = {paper.name: paper.id for paper in work.session.form.papers}

        def attached(file: CameraFile, name: str) -> None:
            work.attach(papers[name], Scan(file.content, file.media_type, file.path.name, file))
            form.show_papers()
            form.changed.emit()

        self.host.open_modal(attach_dialog(self.host, files, list(papers), attached))
        return True

    def stored(self, scans: Mapping[str, list[Scan]]) -> None:
        """What was attached is kept now: the camera's files may go."""
        files = [scan.source for found in scans.values() for scan in found if scan.source is not None]
        if [file for file in files if not remove_stored(file)]:
            self.host.say(self.tr("有扫描件还在高拍仪文件夹里，请自行移走。"), bad=True)

    def give_notice(self) -> None:
        """F6: everything that is missing or wrong, once and whole."""
        work, form = self.page.work, self.page.form
        if work is None or form is None or work.person is None:
            return
        form.fields.show_errors()
        ground = work.arrival.ground
        paper = NoticePaper(
            ground.office,
            ground.clerk.name,
            work.person.name,
            PROGRAMME_NAMES[work.programme],
            ground.today,
            form.notice_items(),
        )
        can = work.accepted_on is None
        dialog = oral_notice(self.host, paper, partial(self._write_notice, paper) if can else None)
        if dialog is None:
            self.host.say(self.tr("材料齐全，没有要告知的。"))
        else:
            self.host.open_modal(dialog)
