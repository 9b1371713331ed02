"""The draft of the applicant at the window: kept a moment after every change, and at once when asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.page import Page
from desktop.pages import intake_operations as operations
from desktop.theme.paint import MarkKind

if TYPE_CHECKING:
    from desktop.pages.intake_work import Work
    from models.errors import SubsidyDeskError

_SAVE_AFTER_MILLISECONDS = 3000


class IntakeDrafts(QObject):
    """`drafts.touch()` after a change, `drafts.save()` before the applicant is left, `drafts.forget()` once handed in.

    `drafts.held` says that what is typed is being handed in at this moment: that takes the draft along, and one
    written now would outlive it.
    """

    def __init__(self, page: Page, work: Callable[[], Work | None]) -> None:
        super().__init__(page)
        self._host, self._work = page.host, work
        self._unsaved = self.held = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(_SAVE_AFTER_MILLISECONDS)
        self.timer.timeout.connect(self.save)

    def touch(self) -> None:
        """Something changed; the draft is due in a moment."""
        self._unsaved = True
        self.timer.start()

    def save(self) -> None:
        """Keep the draft; what is typed meanwhile is saved a moment later."""
        work = self._work()
        self.timer.stop()
        if work is None or not self._unsaved or self.held:
            return
        self._unsaved = False
        keep = operations.keep_draft(work.draft_key(), work.to_json())
        self._host.runner.run(keep, self._saved, self._not_saved)

    def save_now(self) -> None:
        """Ctrl+S: also when nothing changed since."""
        self._unsaved = self._work() is not None
        self.save()

    def forget(self) -> None:
        """What was typed is handed in, or somebody else is here: nothing is due."""
        self.timer.stop()
        self._unsaved = False

    def _saved(self, time: str) -> None:
        self._host.show_saved(self.tr("已存 {time}").format(time=time))

    def _not_saved(self, error: SubsidyDeskError) -> None:
        self._unsaved = True
        self._host.show_saved(self.tr("没有存上"), MarkKind.NOT_MET)
        self._host.say(error.message, bad=True)
