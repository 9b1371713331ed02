"""A page of the window: what every page has, and what it may ask of the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.theme.paint import MarkKind
from desktop.widgets.action import Action
from desktop.widgets.modal import Modal
from desktop.workers.runner import Runner
from models.casework.changes import Changes
from models.errors import SubsidyDeskError
from models.office import Account


class Host(Protocol):
    """What a page may ask of the window; tests give it a small one."""

    @property
    def runner(self) -> Runner:
        """The way to the commands."""
        ...

    @property
    def account(self) -> Account | None:
        """Who is signed in; None where nobody needs to be (pictures)."""
        ...

    def open_modal(self, modal: Modal) -> None:
        """Show a dialog over the middle."""
        ...

    def say(self, words: str, *, bad: bool = False) -> None:
        """One line at the bottom: the place for success, and for a failure that belongs to no field."""
        ...

    def show_saved(self, words: str, kind: MarkKind = MarkKind.MET) -> None:
        """Whether the work is saved (已存 14:02:11)."""
        ...

    def show_others(self, words: str) -> None:
        """Who else has this open."""
        ...

    def set_count(self, page: str, count: int) -> None:
        """How many things wait on a page, on the rail."""
        ...

    def show_above(self, widget: QWidget | None) -> None:
        """Put a strip over the work of every page, or take it away."""
        ...

    def start_tour(self) -> None:
        """Show a new colleague round the window."""
        ...

    def go_to(self, page: str, target: object = None) -> None:
        """Show a page, and have it open something (a case number, a person's id): pages never call each other."""
        ...


class Page(QWidget):
    """Base of all pages.

    A page sets `key`, `word`, `icon` (`last` for the lower end of the rail, `own` to be hidden from others), builds its
    widgets in `__init__`, and overrides what it needs:

        class LettersPage(Page):
            key, word, icon = "letters", "文书", "letters"

            def __init__(self, host):
                super().__init__(host)
                self.print_action = Action("Ctrl+P", "打印", self.print)
                …
            def page_actions(self): return [self.print_action]
            def wants(self, changes): return bool(changes.letters)
            def refresh(self): self.host.runner.run(letter_rows, self._show, self.fail)

    Emit `actions_changed` when `page_actions()` gives other ones, `panel_changed` when `panel()` or `side_list()` does.
    """

    key = ""
    word = ""
    icon = ""
    last = False
    own = False
    asks_again = True  # after the server was away; not where that would write over what is typed

    actions_changed = Signal()
    panel_changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host

    def page_actions(self) -> list[Action]:
        """The keys of this screen, in the order of the key line."""
        return []

    def panel(self) -> QWidget | None:
        """What stands at the right; the same widget every time."""
        return None

    def side_list(self) -> QWidget | None:
        """What stands left of the page in a window of 1920 or more; the same widget every time."""
        return None

    def wants(self, changes: Changes) -> bool:  # noqa: ARG002 - a page may want nothing
        """Whether what it shows may be out of date after these changes."""
        return False

    def news(self, changes: Changes) -> None:  # noqa: ARG002 - most pages just ask again
        """Another window changed what this page, in front, shows. What is typed here stays."""
        self.refresh()

    def refresh(self) -> None:
        """Ask again and show the answer; called when shown for the first time and after wanted changes."""

    def catch_up(self) -> None:
        """The server, which was away, is back, and this page is in front. What is typed here stays."""
        if self.asks_again:
            self.refresh()

    def activated(self) -> None:
        """The page came to the front: put the focus where work begins."""

    def box_left(self) -> None:
        """Esc in the one box: put the focus on the page, also where work begins in the box itself."""
        self.activated()

    def before_leaving(self) -> bool:
        """The page is about to go to the back; False keeps it, after saying why."""
        return True

    def open_target(self, target: object) -> None:
        """Open what `go_to` named."""

    def case_number(self) -> str:
        """The case that is open in it, "" for none."""
        return ""

    def take_scans(self, files: Sequence[Path]) -> bool:  # noqa: ARG002 - a page may take none
        """Offer scans of the document camera for what is open; False where nothing is open that takes one."""
        return False

    def snapshot(self) -> Callable[[], None] | None:
        """How to bring back what is entered now, after keys that were not meant for it; None where nothing is."""
        return None

    def draft(self) -> Mapping[str, str]:
        """Everything typed and not yet saved, by name; kept (encrypted) at a lock and by Ctrl+S."""
        return {}

    def restore(self, draft: Mapping[str, str]) -> None:
        """Show a draft again."""

    def fail(self, error: SubsidyDeskError) -> None:
        """The usual answer to a failure that belongs to no field."""
        self.host.say(error.message, bad=True)
