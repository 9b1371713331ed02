"""Moments as people read them: Beijing time (UTC+8, no daylight saving)."""

from __future__ import annotations

from datetime import UTC, datetime

from models.calendar import BEIJING


def beijing_time(at: datetime) -> str:
    """`2026-08-01 13:05` for a moment; one without a zone is UTC, as the store keeps it."""
    aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return aware.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def now() -> datetime:
    """The system clock, in UTC."""
    return datetime.now(UTC)
