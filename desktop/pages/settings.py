"""设置: the office, this window, accounts, the own pass phrase, backups, checks, the journal."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from desktop.page import Host, Page
from desktop.pages.settings_access import AccessSection
from desktop.pages.settings_accounts import AccountsSection
from desktop.pages.settings_backup import BackupSection
from desktop.pages.settings_calendar import CalendarSection
from desktop.pages.settings_check import CheckSection
from desktop.pages.settings_journal import JournalSection
from desktop.pages.settings_keys import KeysSection
from desktop.pages.settings_look import LookSection, PrintSection, TableSection
from desktop.pages.settings_office import OfficeSection
from desktop.pages.settings_own import OwnSection
from desktop.pages.settings_practice import PracticeSection
from desktop.pages.settings_section import Section, Services
from desktop.pages.settings_server import ServerSection
from desktop.settings_table import said
from desktop.theme.sizes import MARGIN, PAD, scaled
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.segments import Option
from desktop.widgets.text import Strong
from desktop.widgets.tile import Tile
from models.casework.changes import Changes
from models.casework.permissions import PERMISSIONS, may
from models.office import SEAT_NAMES, Seat

SECTIONS: tuple[type[Section], ...] = (
    LookSection,
    PrintSection,
    KeysSection,
    OwnSection,
    OfficeSection,
    CalendarSection,
    AccountsSection,
    BackupSection,
    ServerSection,
    CheckSection,
    JournalSection,
    AccessSection,
    PracticeSection,
)
_LIST = 232
_RING = 4  # the sections and their names keep so much room for the focus
# A table takes the whole height.
_FULL = frozenset({"accounts", "calendar", "backup", "journal", "access", "keys", "practice"})


class _Listed(Scrolling):
    """The names of the sections; the arrows choose among them and do not scroll, the focus does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class SettingsPage(Page):
    """The sections at the left, the chosen one beside it. `go_to("settings", "backup")` opens one by its key."""

    key, word, icon, last = "settings", "设置", "settings", True
    asks_again = False

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host)
        kinds = [kind for kind in SECTIONS if services.practice or not kind.practice_only]
        self.sections = {kind.key: kind(host, services) for kind in kinds}
        self.tiles = {key: self._tile(section) for key, section in self.sections.items()}
        self._stack = QStackedWidget()
        for section in self.sections.values():
            self._stack.addWidget(section if section.key in _FULL else Scrolling(column(section)))
        self.search = ChoiceBox([Option(words) for words in self._found_by()], self.tr("找设置 · 拼音首字母"))
        self.search.setAccessibleName(self.tr("找设置"))
        self.search.advanced.connect(self._go_to_found)
        listed = _Listed(column(*self.tiles.values(), STRETCH, gap=0, margins=(_RING, _RING, _RING, _RING)))
        title = boxed(row(Strong(self.word, Role.NAME), STRETCH, gap=0))
        for part in (title, self.search):
            part.setFixedWidth(scaled(_LIST))
        listed.setFixedWidth(scaled(_LIST) + 2 * _RING)
        head = row(title, self.search, STRETCH, gap=MARGIN + _RING, margins=(_RING, 0, 0, 0))
        body = row(listed, (self._stack, 1), gap=MARGIN - _RING)
        self.setLayout(column(head, (body, 1), gap=12, margins=(MARGIN - _RING, PAD, 8, 0)))
        self._current = ""
        self.show_section(next(iter(self.sections)))

    def _tile(self, section: Section) -> Tile:
        tile = Tile(section.title, section.about, partial(self.open_target, section.key), icon=section.icon, plain=True)
        tile.setCheckable(True)
        account = self.host.account
        if account is not None and not may(account, section.needs):
            seats = [SEAT_NAMES[seat] for seat in Seat if seat in PERMISSIONS[section.needs]]
            tile.block(self.tr("需要席位：{seats}").format(seats="、".join(seats)))
            words = self.tr("需要{seat}等席位") if len(seats) > 1 else self.tr("需要{seat}")
            tile.show_detail(words.format(seat=seats[0]))
        return tile

    def _found_by(self) -> dict[str, tuple[str, str]]:
        """Every setting under its section, name and other names: what is typed in the search finds it."""
        found = {section.title: (key, "") for key, section in self.sections.items() if self.tiles[key].isEnabled()}
        for key, section in self.sections.items():
            for one in section.rows if isinstance(section, TableSection) else ():
                name = " · ".join(dict.fromkeys((section.title, said(one.group), said(one.label))))
                found[f"{name}（{said(one.search)}）" if one.search not in name else name] = (key, one.key)
        return found

    def _go_to_found(self) -> None:
        """Enter in the search: the section, and the field itself."""
        key, field = self._found_by().get(self.search.answer(), ("", ""))
        self.search.set_answer("")
        if not key:
            return
        self.open_target(key)
        section = self.section()
        target = section.field(field).control if isinstance(section, TableSection) and field else section.first_input()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def section(self) -> Section:
        """The one in front."""
        return self.sections[self._current]

    def show_section(self, key: str) -> None:
        """Bring a section to the front."""
        self._current = key
        self._stack.setCurrentIndex(list(self.sections).index(key))
        for name, tile in self.tiles.items():
            tile.setChecked(name == key)
        self.actions_changed.emit()

    # --- what the window asks ----------------------------------------------------------------------------------------

    def page_actions(self) -> list[Action]:
        return [Action("↑ ↓", self.tr("选一节")), *self.section().section_actions()]

    def wants(self, changes: Changes) -> bool:
        return self.section().wants(changes)

    def before_leaving(self) -> bool:
        return all(section.may_leave() for section in self.sections.values())

    def news(self, changes: Changes) -> None:  # noqa: ARG002 - the section was asked what it wants
        self.section().news()

    def refresh(self) -> None:
        self.section().refresh()

    def activated(self) -> None:
        self.tiles[self._current].setFocus(Qt.FocusReason.OtherFocusReason)

    def open_target(self, target: object) -> None:
        if isinstance(target, str) and target in self.sections and self.tiles[target].isEnabled():
            self.show_section(target)
            self.section().refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()), 0)
        if step and any(tile.hasFocus() for tile in self.tiles.values()):
            self._step(step)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        usable = [key for key, tile in self.tiles.items() if tile.isEnabled()]
        place = min(max(usable.index(self._current) + by, 0), len(usable) - 1)
        self.open_target(usable[place])
        self.tiles[usable[place]].setFocus(Qt.FocusReason.OtherFocusReason)
