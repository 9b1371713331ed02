"""The pages of the window in the order of the rail, and which account may open which."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QCoreApplication

from desktop.page_shelf import PageMaker
from models.casework.permissions import PERMISSIONS, may
from models.office import SEAT_NAMES, Account, Seat


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its key, where its class is, and the command without which it would be empty.

    A page with `own` stands on the rail only of accounts that may use it.
    """

    key: str
    module: str
    name: str
    needs: str
    own: bool = False


ENTRIES = (
    Entry("intake", "desktop.pages.intake", "IntakePage", "person.read"),
    Entry("worklist", "desktop.pages.worklist", "WorklistPage", "case.read"),
    Entry("review", "desktop.pages.review", "ReviewPage", "case.review"),
    Entry("sign", "desktop.pages.sign", "SignPage", "case.decide"),
    Entry("letters", "desktop.pages.letters", "LettersPage", "letter.read"),
    Entry("statistics", "desktop.pages.statistics", "StatisticsPage", "month.read"),
    Entry("rules", "desktop.pages.rules", "RulesPage", "rules.read"),
    Entry("settings", "desktop.pages.settings", "SettingsPage", "office.read"),
    Entry("payments", "desktop.pages.payments", "PaymentsPage", "payment.read", own=True),
)
# Where a seat's day begins.
_FIRST = (
    (Seat.INTAKE, "intake"),
    (Seat.REVIEW, "review"),
    (Seat.SIGN, "sign"),
    (Seat.FINANCE, "payments"),
    (Seat.SYSTEM, "settings"),
    (Seat.SECURITY, "settings"),
    (Seat.AUDIT, "letters"),
)


def page_makers() -> list[PageMaker]:
    """The classes of the pages, imported now."""
    return [getattr(import_module(entry.module), entry.name) for entry in ENTRIES]


def blocked_pages(account: Account) -> dict[str, str]:
    """The pages the account's seats cannot use, each with the reason in words."""
    return {entry.key: _reason(account, entry.needs) for entry in ENTRIES if not may(account, entry.needs)}


def first_page(account: Account) -> str:
    """Where this account's work begins."""
    return next((page for seat, page in _FIRST if seat in account.seats), "settings")


def seat_words(account: Account) -> str:
    """The account's seats in words: 受理 · 复核."""
    return " · ".join(SEAT_NAMES[seat] for seat in Seat if seat in account.seats)


def _reason(account: Account, command: str) -> str:
    seats = "、".join(SEAT_NAMES[seat] for seat in Seat if seat in PERMISSIONS[command])
    words = QCoreApplication.translate("page_list", "“{account}”的席位不办这一项，需要：{seats}。可按 F11 换账号。")
    return words.format(account=account.name, seats=seats)
