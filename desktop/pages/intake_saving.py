"""The draft of the applicant at the window: kept a moment after every change, and at once when asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
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

    Who was put down but could not be kept is not lost: `free` is called then, and `take_unkept()` gives them back.
    """

    def __init__(self, page: Page, work: Callable[[], Work | None], free: Callable[[], object]) -> None:
        super().__init__(page)
        self._host, self._work, self._free = page.host, work, free
        self._unsaved = self.held = False
        self._failed: Work | None = None
        self._unkept: list[Work] = []
        self._why = ""
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
        self._host.runner.run(keep, self._saved, partial(self._not_saved, work))

    def save_now(self) -> None:
        """Ctrl+S: also when nothing changed since."""
        self._unsaved = self._work() is not None
        self.save()

    def forget(self) -> None:
        """What was typed is handed in or thrown away: nothing is due."""
        self.timer.stop()
        self._unsaved, self._failed = False, None

    def put_down(self) -> None:
        """Somebody else is here, or nobody: nothing is due, but who could not be kept has to come back."""
        failed, now = self._failed, self._work()
        if failed is not None and (now is None or now.token != failed.token):
            self._unkept.append(failed)
        self.forget()

    def take_unkept(self) -> Work | None:
        """Who could not be kept, for the window that is free now."""
        return self._unkept.pop() if self._unkept else None

    def back(self) -> None:
        """Somebody who could not be kept stands at the window again: try again in a moment, and say why."""
        self.touch()
        self._host.show_saved(self.tr("没有存上"), MarkKind.NOT_MET)
        self._host.say(self.tr("草稿没有存上，这一位先留在窗口。{why}").format(why=self._why), bad=True)

    def _saved(self, time: str) -> None:
        self._failed = None
        self._host.show_saved(self.tr("已存 {time}").format(time=time))

    def _not_saved(self, work: Work, error: SubsidyDeskError) -> None:
        self._why, now = error.message, self._work()
        self._host.show_saved(self.tr("没有存上"), MarkKind.NOT_MET)
        self._host.say(error.message, bad=True)
        if now is work:
            self._unsaved, self._failed = True, work
        else:
            self._unkept.append(work)
            if now is None:
                self._free()
