"""Crash reports without personal data: where it happened, never what was being handled."""

from __future__ import annotations

import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path


def keep(error: BaseException) -> Path:
    """Write a report and return its path. Messages are left out: they may quote a person's data."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(report_lines(error)) + "\n")
    return path


def report_lines(error: BaseException) -> list[str]:
    """The report: types and places along the chain of causes."""
    lines = [f"Python {sys.version.split()[0]} on {sys.platform}"]
    cause: BaseException | None = error
    while cause is not None:
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        for frame in traceback.extract_tb(cause.__traceback__):
            lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
        cause = cause.__cause__ or cause.__context__
    return lines


def _folder() -> Path:
    from platformdirs import user_log_path

    return user_log_path("subsidy-desk", appauthor=False)
