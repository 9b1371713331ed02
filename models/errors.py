"""The errors a person can cause or must be told of; anything else is a bug.

Every message is one plain, polite Chinese line that says what, why and what to do, and never
contains personal data beyond what the clerk just typed into the very field it names.
"""

from __future__ import annotations


class SubsidyDeskError(Exception):
    """An expected error. `exit_code` is what the command line returns for it."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InputError(SubsidyDeskError):
    """Something typed or handed in is wrong; `field` names the place (a fact key, a JSON key)."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class RulebookError(InputError):
    """A rulebook that cannot be loaded; the message begins with file and line."""


class StoreError(SubsidyDeskError):
    """The data folder cannot be opened as asked (wrong key, newer schema, foreign file …)."""


class Refused(SubsidyDeskError):
    """A rule of the office forbids the act (state, four eyes, unconfirmed values …)."""

    exit_code = 3


class NotPermitted(Refused):
    """The account's seats do not allow the command."""


class MustWait(NotPermitted):
    """Too many wrong pass phrases in a row: not before `seconds` have passed."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class Conflict(Refused):
    """Somebody else acted first; the message says who, when and what, as far as known."""


class MissingGlyph(Refused):
    """No available font can print a character; the message names it with its code point."""


class Irreconcilable(Refused):
    """A month's totals disagree with its letters; the message lists the differing cases."""
