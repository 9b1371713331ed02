"""No silent death: what nobody caught is kept as a report and told in one line."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler


class QtFailure(Exception):
    """Qt reported something serious; its words are left out, they may quote data."""


def _words(error: BaseException) -> str:
    from desktop.workers.runner import internal_error

    return internal_error(error).message


def watch_crashes(say: Callable[[str], None]) -> None:
    """Catch what nobody else did, on every thread and inside Qt, from now on; `say` on the GUI thread only."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        words = _words(error.with_traceback(trace))
        sys.stderr.write(words + "\n")
        if threading.current_thread() is threading.main_thread():
            say(words)

    def on_a_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            caught(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = caught
    threading.excepthook = on_a_thread
    qInstallMessageHandler(_told_by_qt)


def _told_by_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt's own words go to the console only: the report must not quote anything."""
    sys.stderr.write(f"{message}\n")
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        sys.stderr.write(_words(QtFailure(context.category)) + "\n")
