"""What is typed and not handed in, kept encrypted every few seconds, so that neither a lock nor a crash loses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer

from desktop.main_window import MainWindow
from desktop.pages.roster_drafts import KeptRoster, kept_rosters
from desktop.workers.runner import Failed
from models.casework.drafts import discard_draft, drafts, save_draft
from models.casework.unit_of_work import Desk
from models.errors import Disconnected, SubsidyDeskError

_EVERY_MILLISECONDS = 3000
_PREFIX = "page:"

Content = Mapping[str, str]


class DraftKeeper(QObject):
    """`keeper.restore()` once after signing in; `keeper.save(then)` before the account leaves.

    Each page's `draft()` is the account's own and is found again by the page's key. An empty one is thrown away.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._kept: dict[str, Content] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.save)

    def restore(self) -> None:
        """Show what the account left unfinished, and watch from then on."""
        self._window.runner.run(_kept_drafts, self._restored, self._lost)

    def _restored(self, kept: tuple[dict[str, Content], tuple[KeptRoster, ...]]) -> None:
        found, rosters = kept
        words = []
        for key, content in found.items():
            page = self._window.pages.get(key)
            if page is None or not content:
                continue
            self._kept[key] = content
            page.restore(content)
            words.append(page.word)
        if words:
            said = self.tr("已恢复上次没有提交的内容：{pages}").format(pages="、".join(words))
            self._window.say(said)
        elif rosters:
            said = self.tr("有没导入完的名册（{file} → 班 {number}），在“受理”按 Ctrl+B 接着核对")
            self._window.say(said.format(file=rosters[0].file, number=rosters[0].class_number))
        self._timer.start()

    def save(self, then: Callable[[], None] | None = None, unkept: Failed | None = None) -> None:
        """Keep what changed since the last time, then call `then`; `unkept` instead of it where that could not be."""
        changed = {key: content for key, content in self._typed().items() if content != self._kept.get(key, {})}
        if not changed:
            if then is not None:
                then()
            return
        self._kept.update(changed)

        def kept(_answer: object) -> None:
            if then is not None:
                then()

        def lost(error: SubsidyDeskError) -> None:
            for key in changed:
                self._kept.pop(key, None)
            self._lost(error)
            if unkept is not None:
                unkept(error)
            else:
                kept(None)

        self._window.runner.run(lambda desk: _keep(desk, changed), kept, lost)

    def _typed(self) -> dict[str, Content]:
        return {key: dict(page.draft()) for key, page in self._window.pages.made().items()}

    def _lost(self, error: SubsidyDeskError) -> None:
        # Of a lost server the window tells by itself; it was no step of the clerk's that was not saved.
        if not isinstance(error, Disconnected):
            self._window.say(error.message, bad=True)


def _kept_drafts(desk: Desk) -> tuple[dict[str, Content], tuple[KeptRoster, ...]]:
    found = (draft for draft in drafts(desk) if draft.key.startswith(_PREFIX))
    pages: dict[str, Content] = {
        draft.key.removeprefix(_PREFIX): draft.content for draft in found if isinstance(draft.content, dict)
    }
    return pages, kept_rosters(desk)


def _keep(desk: Desk, changed: Mapping[str, Content]) -> None:
    for key, content in changed.items():
        if content:
            save_draft(desk, _PREFIX + key, dict(content))
        else:
            discard_draft(desk, _PREFIX + key)
