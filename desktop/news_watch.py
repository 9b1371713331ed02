"""Shows what other windows did, and tells when the shared server cannot be reached, when it can again, and when an act
has to wait for those of other windows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from desktop.main_window import MainWindow
from models.casework.news import News, Place, news_since
from models.casework.unit_of_work import Desk
from models.errors import Disconnected, SubsidyDeskError

_EVERY_MILLISECONDS = 1_500
_WORTH_A_WORD = 2.0  # seconds in the queue that nobody has to be told of


class NewsWatch(QObject):
    """`NewsWatch(window)`; `look()` asks now; `stop()` before another window takes over.

    It asks on the thread that writes, so that it knows what this window wrote itself; one question at a time.
    `back` after the server was lost and found again.
    """

    back = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._place: Place | None = None
        self._asking = self.lost = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Ask what is new, unless a question is still under way; say so when an act is in the queue."""
        waited = self._window.runner.waited()
        if waited >= _WORTH_A_WORD:
            self._window.tell(queue_words(waited))
        if not self._asking:
            self._asking = True
            place = self._place
            self._window.runner.run(lambda desk: _ask(desk, place), self._heard, self._failed)

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def resume(self) -> None:
        """The window stays after all."""
        self._timer.start()

    def _heard(self, answer: tuple[bool | None, News]) -> None:
        saved, news = answer
        self._asking, self._place = False, news.place
        if self.lost or saved is not None:
            self.lost = False
            self._window.say(self._words(saved))
            self.back.emit()
        if news.changes is not None:
            self._window.runner.bus.publish(news.changes)

    def _words(self, saved: bool | None) -> str:
        if saved is None:
            return self.tr("已重新连上共享服务器，可以接着办。")
        if saved:
            return self.tr("已重新连上共享服务器：刚才那一步已经保存，请不要重办。")
        return self.tr("已重新连上共享服务器：刚才那一步没有保存，请再办一次。")

    def _failed(self, error: SubsidyDeskError) -> None:
        self._asking = False
        if isinstance(error, Disconnected) and not self.lost:
            self.lost = True
            self._window.say(
                self.tr("与共享服务器的连接断了。填的内容都还在，请不要关闭窗口；连上后会在这里告诉您。"), bad=True
            )


def queue_words(waited: float) -> str:
    """What is said of an act that has waited for so many seconds for those of other windows."""
    words = QCoreApplication.translate(
        "NewsWatch", "其他窗口正在保存，这一步排队等了 {seconds} 秒，轮到后自动办完，不用重办。"
    )
    return words.format(seconds=round(waited))


def _ask(desk: Desk, place: Place | None) -> tuple[bool | None, News]:
    return desk.store.settle(), news_since(desk, place)
