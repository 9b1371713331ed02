"""Waiting for the thread that draws the pages of a PDF, before a picture is taken."""

from __future__ import annotations

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from desktop.widgets.page_view import PageView

_PATIENCE_MILLISECONDS = 5000


def drawn(view: PageView) -> None:
    """Until every page that was asked for is there."""
    view.grab()  # pages are asked for when they are painted
    deadline = QDeadlineTimer(_PATIENCE_MILLISECONDS)
    while view.is_waiting() and not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 100)
