"""The office's time in this window: on a server it is the server's, however this machine's own clock stands.

Acts are dated by the server; what a page offers as today must be the same day, also at midnight. `FrameStatus` measures
every minute how far the two clocks are apart, and this machine's clock runs it on between two answers.
"""

from __future__ import annotations

from datetime import date, timedelta

from models.calendar import beijing_date
from models.moment import now

_ahead = timedelta()


def put_ahead(ahead: timedelta) -> None:
    """How much the office's clock is ahead of this machine's; nothing in an office of one's own folder."""
    global _ahead  # noqa: PLW0603 - one office is open
    _ahead = ahead


def office_today() -> date:
    """The office's Beijing date."""
    return beijing_date(now() + _ahead)
