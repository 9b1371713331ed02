"""The one way a log line is spelled: what happened and where, nothing about whom.

A filter is not enough: the traceback is spelled after it. So the formatter spells everything, and leaves out what may
quote a person: the values put into a message, the words of an exception, and every longer number.
"""

from __future__ import annotations

import logging
import re
import sys
from types import TracebackType
from typing import TypeAlias

from desktop.crash_report import report_lines

Raised: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_NUMBER = re.compile(r"[0-9０-９](?:[-\s]?[0-9０-９Xx]){5,}")
_PLACE = re.compile(r"%(?:\([^)]*\))?[-#0 +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[a-zA-Z]")


class RedactingFormatter(logging.Formatter):
    """Level, logger and the message as it stands in the code, then the places of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and one line for each place of an exception."""
        template = _PLACE.sub("…", str(record.msg)) if isinstance(record.msg, str) else type(record.msg).__name__
        lines = [f"{record.levelname} {record.name}: {_NUMBER.sub('…', template)}"]
        if record.exc_info:
            lines.append(self.formatException(record.exc_info))
        return "\n".join(lines)

    def formatException(self, ei: Raised) -> str:
        """Types and places along the chain of causes, as in a crash report."""
        return "" if ei[1] is None else "\n".join(report_lines(ei[1])[1:])


class _Console(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(self.format(record) + "\n")


def log_redacted() -> None:
    """From now on everything that is logged, by other packages too, goes to the console in these words only."""
    console = _Console(logging.WARNING)
    console.setFormatter(RedactingFormatter())
    logging.getLogger().handlers[:] = [console]
    logging.captureWarnings(True)
