"""One transaction, one actor, one clock: every write of the program goes through here."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from models.calendar import WorkCalendar, beijing_date, default_calendar
from models.casework.permissions import require
from models.errors import NotPermitted
from models.office import Account, Office
from models.rules.rulebook import RuleBook
from models.store.engine import Store
from models.store.repository import Repository

Clock = Callable[[], datetime]
_DIGEST = "hmac-sha256:"


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    """What a command works with, inside its transaction. `head` is the journal head before the act."""

    command: str
    rows: Repository
    actor: Account
    office: Office
    now: datetime
    rulebook: RuleBook
    calendar: WorkCalendar
    head: str

    @property
    def today(self) -> date:
        """The Beijing date of the act."""
        return beijing_date(self.now)

    def record(self, subject: str, detail: Mapping[str, Any]) -> None:
        """Write the act into the journal; `detail` must hold no personal values (use `digest`)."""
        self.rows.append(self.command, subject, detail, self.actor.id, self.now)

    def step(self, command: str) -> UnitOfWork:
        """The same transaction under another command's name; the account must be permitted that one too."""
        require(self.actor, command)
        _, head = self.rows.head()
        return replace(self, command=command, head=head)

    def digest(self, value: str) -> str:
        """A salted, tagged digest that proves a value later without containing it."""
        return _DIGEST + hmac.new(self.rows.salt(), value.encode(), hashlib.sha256).hexdigest()


def is_digest(value: object) -> bool:
    """Whether a journal detail is what `UnitOfWork.digest` made, which tells a reader nothing."""
    return isinstance(value, str) and value.startswith(_DIGEST)


@dataclass(slots=True)
class Desk:
    """An open office with one signed-in account. Commands take it as their first argument.

    `calendar` holds the years that ship with the program; a unit of work has the office's own ones over them.
    """

    store: Store
    account: Account
    clock: Clock
    shipped: RuleBook
    calendar: WorkCalendar = field(default_factory=default_calendar)
    _rulebooks: dict[tuple[int, ...], RuleBook] = field(default_factory=dict)
    _calendars: dict[tuple[int, ...], WorkCalendar] = field(default_factory=dict)

    @contextmanager
    def perform(self, command: str) -> Iterator[UnitOfWork]:
        """Open the command's transaction after checking the account as it stands in the store *now*."""
        with self.store.writing() as rows:
            yield self._work(command, rows)

    @contextmanager
    def note(self, command: str) -> Iterator[UnitOfWork]:
        """The same for what is no act (a draft, who has a case open, a look): on a server it waits for none."""
        with self.store.noting() as rows:
            yield self._work(command, rows)

    @contextmanager
    def look(self, command: str) -> Iterator[UnitOfWork]:
        """The same for a command that only reads."""
        with self.store.reading() as rows:
            yield self._work(command, rows)

    def _work(self, command: str, rows: Repository) -> UnitOfWork:
        actor = rows.account(self.account.id)
        if actor.name != self.account.name:
            raise NotPermitted("账号信息与登录时不一致，请重新登录。")
        require(actor, command)
        _, head = rows.head()
        rulebook, calendar = self._rulebook_in_force(rows), self._calendar_in_force(rows)
        return UnitOfWork(command, rows, actor, rows.office(), self.clock(), rulebook, calendar, head)

    def _rulebook_in_force(self, rows: Repository) -> RuleBook:
        key = rows.rulebook_key()
        if key not in self._rulebooks:
            self._rulebooks = {key: self.shipped.with_bureau(rows.bureau_entries(confirmed_only=True))}
        return self._rulebooks[key]

    def _calendar_in_force(self, rows: Repository) -> WorkCalendar:
        """The shipped years with the confirmed ones of the office over them."""
        key = rows.calendar_key()
        if not key:
            return self.calendar
        if key not in self._calendars:
            calendar = self.calendar
            for entry in rows.calendar_entries(confirmed_only=True):
                calendar = calendar.with_year(entry.table)
            self._calendars = {key: calendar}
        return self._calendars[key]
