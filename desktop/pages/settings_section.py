"""What every section of the settings has, and what it may use beyond the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QWidget

from desktop.page import Host
from desktop.preference_keeper import PreferenceKeeper
from desktop.theme.sizes import PAD, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.layouts import STRETCH, Item, column
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from models.casework.changes import Changes
from models.errors import SubsidyDeskError

if TYPE_CHECKING:
    from desktop.theme.apply import Theme

_WIDEST = 1120

Restore = Callable[[Path, str], None]


@dataclass(frozen=True, slots=True)
class Services:
    """The data folder, the preferences, the theme; `restore(backup, passphrase)` closes the office and restores,
    `moved()` closes it after it moved, and asks to sign in again.

    `practice`: the office is one to practise in.
    """

    folder: Path
    keeper: PreferenceKeeper
    theme: Theme
    restore: Restore
    moved: Callable[[], None]
    practice: bool = False


class Section(QWidget):
    """One section: `key`, `title`, `about`, `icon`, and the command without which it stays closed (`needs`)."""

    key = ""
    icon = "settings"
    needs = "office.read"
    practice_only = False

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__()
        self.host, self.services = host, services
        self.title = ""
        self.about = ""

    def refresh(self) -> None:
        """Ask again; called whenever the section comes to the front and after wanted changes."""

    def news(self) -> None:
        """Another window changed what it shows, while it is in front. What is typed here stays."""
        self.refresh()

    def wants(self, changes: Changes) -> bool:
        """Whether these changes concern it."""
        return changes.office

    def may_leave(self) -> bool:
        """Whether the program may end now; says why not."""
        return True

    def section_actions(self) -> list[Action]:
        """Its keys."""
        return []

    def first_input(self) -> QWidget | None:
        """Where the focus goes."""
        return None

    def fail(self, error: SubsidyDeskError) -> None:
        """A failure that belongs to no field."""
        self.host.say(error.message, bad=True)


def remark(words: str) -> Text:
    """A sentence under a section's title."""
    return Text(words, Role.SMALL, Tone.TEXT2, wrap=True)


def block(title: str, *items: Item, note: str = "") -> Card:
    """A titled card of a section."""
    said = remark(note) if note else None
    return Card(column(Strong(title, Role.SECTION), said, *items, gap=12, margins=(PAD, 12, PAD, PAD)))


def page_of(*cards: Item) -> QLayout:
    """Cards one under the other, no wider than is readable, at the left of a wide window."""
    return column((_Readable(column(*cards, STRETCH, gap=12)), 1))


class _Readable(QWidget):
    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setLayout(layout)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        spare = self.width() - scaled(_WIDEST)
        self.layout().setContentsMargins(4, 0, max(PAD, spare), PAD)  # type: ignore[union-attr]
