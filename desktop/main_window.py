"""The frame of the program: top bar, rail, the pages, the right panel, the key line. It knows no page by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QStackedWidget, QWidget
from shiboken6 import isValid

from desktop.guide_link import guide_action
from desktop.page import Page
from desktop.page_shelf import PageMaker, PageShelf
from desktop.shortcuts import Shortcuts
from desktop.slots import Slot
from desktop.theme.appearance import in_force
from desktop.theme.paint import MarkKind
from desktop.theme.sizes import LIST_WIDTH, NARROW_WINDOW, PANEL_WIDTH, WIDE_WINDOW
from desktop.widgets.action import Action
from desktop.widgets.focus_ring import FocusRing
from desktop.widgets.key_line import KeyLine
from desktop.widgets.key_sheet import key_sheet
from desktop.widgets.layouts import boxed, column, row
from desktop.widgets.modal import Modal
from desktop.widgets.panel_strip import PanelStrip
from desktop.widgets.rail import Rail, RailEntry
from desktop.widgets.top_bar import TopBar
from desktop.workers.runner import Runner
from desktop.workers.window_runner import WindowRunner
from models.casework.changes import Changes
from models.errors import SubsidyDeskError
from models.office import Account


class MainWindow(QWidget):
    """`MainWindow(runner, [IntakePage, WorklistPage, …])`; it is the pages' `Host`.

    A page is made, with it as the host, when it is first wanted; Ctrl+1…8 and the rail switch between them; a page
    that wants what a command changed is refreshed when it is, or next comes, in front. `top_bar` is filled by the
    composition root. `cover(widget)` hides all work behind a sign-in or lock page, `uncover()` brings it back as it
    was. `lock_asked` on Ctrl+L, `switch_asked` on F11, `tour_asked` on Shift+F1. `blocked` names the pages that the
    account cannot use, with the reason; `first` is the page it begins with.
    """

    lock_asked = Signal()
    switch_asked = Signal()
    tour_asked = Signal()
    closing = Signal()

    def __init__(
        self,
        runner: Runner,
        pages: Sequence[PageMaker],
        *,
        account: Account | None = None,
        blocked: Mapping[str, str] | None = None,
        first: str = "",
    ) -> None:
        super().__init__()
        self.account = account
        self._blocked = dict(blocked or {})
        self.setAutoFillBackground(True)
        self._runner = WindowRunner(runner)
        self._stale: set[str] = set()
        self._modals: list[Modal] = []
        self._folded: bool | None = None
        self._cover: QWidget | None = None
        self._focus_before: QWidget | None = None
        self.top_bar, self.key_line = TopBar(), KeyLine()
        self.middle = QStackedWidget()
        self.pages = PageShelf(pages, self._make_page)
        kinds = self.pages.kinds
        self.rail = Rail([RailEntry(key, kind.word, kind.icon, kind.last) for key, kind in kinds.items()])
        self._list, self._panel, self.strip = Slot(), Slot(), PanelStrip()
        self._above: QWidget | None = None
        self._build()
        self._page_keys, self._modal_keys, self._window_keys, self._guide_keys = (
            Shortcuts(self, self._refuse) for _ in range(4)
        )
        self.window_actions = self._own_actions()
        self._window_keys.bind(self.window_actions)
        self._ring = FocusRing(self)
        runner.bus.listen(self._changed)
        self._stale.update(self.pages)
        for key, reason in self._blocked.items():
            self.rail.block(key, reason, hidden=kinds[key].own)
        usable = [key for key in self.pages if key not in self._blocked]
        if usable:
            self.go_to(first if first in usable else usable[0])

    def _make_page(self, maker: PageMaker) -> Page:
        page = maker(self)
        self.middle.addWidget(page)
        _adopt(page, page.panel(), page.side_list())
        page.actions_changed.connect(self._show_keys)
        page.panel_changed.connect(self._show_sides)
        return page

    def _build(self) -> None:
        self.middle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        body = row(self.rail, self._list, (self.middle, 1), self._panel, self.strip, gap=0)
        self._rows = column(self.top_bar, (body, 1), self.key_line, gap=0)
        self._work = boxed(self._rows)
        self._layers = QStackedLayout(self)
        self._layers.setContentsMargins(0, 0, 0, 0)
        self._layers.addWidget(self._work)
        self.rail.chosen.connect(self.go_to)
        self.strip.unfold_asked.connect(self.fold_panel)
        self.top_bar.search.retreated.connect(self._focus_page)
        self.top_bar.account_pressed.connect(self.switch_asked)

    def _own_actions(self) -> list[Action]:
        actions = [
            Action("F1", self.tr("本屏按键"), self._show_key_sheet, parent=self),
            Action("Shift+F1", self.tr("五分钟导览"), self.start_tour, parent=self),
            Action("F2", self.tr("查人查件"), self._focus_search, parent=self),
            Action("F7", self.tr("右栏"), self.fold_panel, parent=self),
            Action("F11", self.tr("换账号"), self.switch_asked.emit, parent=self),
            Action("Ctrl+L", self.tr("锁定"), self.lock_asked.emit, parent=self),
        ]
        for number, (key, kind) in enumerate(self.pages.kinds.items(), 1):
            actions.append(Action(f"Ctrl+{number}", kind.word, partial(self.go_to, key), parent=self))
        return actions

    def add_action(self, action: Action) -> None:
        """A key of the window itself, from somebody who works for it."""
        self.window_actions.append(action)
        self._window_keys.bind(self.window_actions)

    # --- what pages ask of their host ---------------------------------------------------------------------------

    @property
    def runner(self) -> Runner:
        """The way to the commands."""
        return self._runner

    def follow(self, begin: Callable[[], None], settled: Callable[[], None]) -> None:
        """Make a call, and another one when everything the first one set going has been answered."""
        self._runner.follow(begin, settled)

    def say(self, words: str, *, bad: bool = False) -> None:
        """One line at the bottom."""
        self.key_line.say(words, bad=bad)

    def _refuse(self, reason: str) -> None:
        """The key of an action that cannot be done now was pressed."""
        self.say(reason, bad=True)

    def tell(self, words: str) -> None:
        """One line at the bottom about what is still under way."""
        self.key_line.tell(words)

    def show_saved(self, words: str, kind: MarkKind = MarkKind.MET) -> None:
        """Whether the work is saved."""
        self.key_line.show_saved(words, kind)

    def show_others(self, words: str) -> None:
        """Who else has the case open."""
        self.key_line.show_others(words)

    def set_count(self, page: str, count: int) -> None:
        """How many things wait on a page."""
        self.rail.set_count(page, 0 if self.blocked_reason(page) else count)

    def go_to(self, page: str, target: object = None) -> None:
        """Show a page and, with a target, have it open something."""
        if reason := self.blocked_reason(page):
            self.say(reason, bad=True)
            return
        before, after = self.page(), self.pages[page]
        if self._modals or (before is not after and before is not None and not before.before_leaving()):
            self.rail.set_current(before.key if before is not None else page)
            return
        self.middle.setCurrentWidget(after)
        self.rail.set_current(page)
        self._show_keys()
        self._show_sides()
        if page in self._stale:
            self._stale.discard(page)
            after.refresh()
        if target is not None:
            after.open_target(target)
        after.activated()

    def panel_in_sight(self) -> QWidget:
        """The right panel, or the strip that stands for it."""
        return self.strip if self._panel.held is None else self._panel

    def start_tour(self) -> None:
        """Five minutes for a new colleague, unless something stands over the work."""
        if not self._modals and self._cover is None:
            self.tour_asked.emit()

    def show_above(self, widget: QWidget | None) -> None:
        """Put a strip between the top bar and the work, or take it away; it stays over every page."""
        if self._above is not None and self._above is not widget:
            self._rows.removeWidget(self._above)
            self._above.hide()
        self._above = widget
        if widget is not None:
            self._rows.insertWidget(1, widget)
            widget.show()

    def open_modal(self, modal: Modal) -> None:
        """Show a dialog over the middle; the keys of the page rest until it closes."""
        self._modals.append(modal)
        modal.closed.connect(lambda: self._modal_closed(modal))
        modal.actions_changed.connect(self._show_keys)
        modal.open_over(self.middle)
        self._show_keys()

    # --- what happens ---------------------------------------------------------------------------------------------

    def page(self) -> Page | None:
        """The page in front."""
        shown = self.middle.currentWidget()
        return shown if isinstance(shown, Page) and shown.key == self._current_key() else None

    def _current_key(self) -> str:
        return next((key for key in self.pages if self.rail.item(key).isChecked()), "")

    def _changed(self, changes: Changes) -> None:
        for key, page in self.pages.made().items():
            if not page.wants(changes):
                continue
            if page is self.page():
                page.news(changes) if changes.elsewhere else page.refresh()
            else:
                self._stale.add(key)

    def catch_up(self) -> None:
        """Ask again what could not be read while the server was away; what is typed stays."""
        for key, page in self.pages.made().items():
            if page is self.page():
                page.catch_up()
            elif page.asks_again:
                self._stale.add(key)

    def _modal_closed(self, modal: Modal) -> None:
        self._modals.remove(modal)
        # A dialog may also close because the window goes down with it.
        if isValid(self.middle):
            self._show_keys()

    def _show_keys(self) -> None:
        """The keys of what is in front: the cover, a dialog, the page."""
        page, modal = self.page(), self._modals[-1] if self._modals else None
        shown = modal.actions_shown() if modal is not None else page.page_actions() if page is not None else []
        self._modal_keys.bind([action for action in shown if modal is not None and action.key != "Esc"])
        self._page_keys.bind(page.page_actions() if page is not None else [])
        free = self._cover is None
        self._modal_keys.enable(free)
        self._page_keys.enable(free and modal is None)
        self._window_keys.enable(free and modal is None)
        self._bind_guide(shown if free and modal is not None else [])
        self.key_line.show_actions(shown)

    def _bind_guide(self, shown: Sequence[Action]) -> None:
        """F1 where the sheet of keys rests: under a dialog that has no F1 of its own, and under a cover."""
        page = self.page()
        anchor = getattr(self._cover, "guide", "") if self._cover is not None else "" if page is None else page.key
        rests = self._cover is not None or (bool(self._modals) and all(action.key != "F1" for action in shown))
        guide = guide_action(anchor) if rests else None
        self._guide_keys.bind([] if guide is None else [guide])

    def _show_sides(self) -> None:
        page = self.page()
        panel = page.panel() if page is not None else None
        wide = self.width() >= WIDE_WINDOW
        self._list.hold(page.side_list() if page is not None and wide else None, LIST_WIDTH)
        folded = self._folded if self._folded is not None else self.width() < NARROW_WINDOW
        # Half of what larger text would need: the panel wraps, the form beside it does not.
        width = round(PANEL_WIDTH * (1 + (in_force().factor - 1) / 2))
        self._panel.hold(None if folded else panel, width)
        self.strip.setVisible(folded and panel is not None)
        tally = getattr(panel, "tally", None)
        if tally is not None:
            self.strip.show_tally(tally())
            panel.changed.connect(self._tally, Qt.ConnectionType.UniqueConnection)  # type: ignore[union-attr]

    def _tally(self) -> None:
        page = self.page()
        panel = page.panel() if page is not None else None
        if panel is not None and hasattr(panel, "tally"):
            self.strip.show_tally(panel.tally())

    def fold_panel(self) -> None:
        """F7: fold the panel, or unfold it."""
        self._folded = self._panel.held is not None
        self._show_sides()

    def _focus_search(self) -> None:
        self.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.search.selectAll()

    def _focus_page(self) -> None:
        page = self.page()
        if page is not None:
            page.box_left()

    def _show_key_sheet(self) -> None:
        page = self.page()
        here = page.page_actions() if page is not None else []
        self.open_modal(key_sheet(here, self.window_actions, guide_action("" if page is None else page.key)))

    # --- sign-in and lock -------------------------------------------------------------------------------------------

    def cover(self, widget: QWidget) -> None:
        """Hide all work behind `widget`; what was typed stays typed."""
        self.uncover()
        self._focus_before = self.focusWidget()
        self._cover = widget
        for modal in self._modals:
            modal.set_aside(True)
        self._layers.addWidget(widget)
        self._layers.setCurrentWidget(widget)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_keys()

    def uncover(self) -> None:
        """Bring the work back as it was."""
        if self._cover is None:
            return
        self._layers.setCurrentWidget(self._work)
        self._layers.removeWidget(self._cover)
        self._cover.deleteLater()
        self._cover = None
        for modal in self._modals:
            modal.set_aside(False)
        if self._focus_before is not None and isValid(self._focus_before):
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_keys()

    # --- the window itself --------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(1366, 768)

    def minimumSizeHint(self) -> QSize:
        return QSize(960, 600)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:  # keys were moved (desktop/widgets/keyed_words.py)
            self._window_keys.bind(self.window_actions)
            self._show_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_sides()

    def is_covered(self) -> bool:
        """Whether a dialog or a sign-in stands before the page."""
        return bool(self._modals) or self._cover is not None

    def snapshot(self) -> Callable[[], None] | None:
        """How to bring back what is entered on the page in front."""
        page = self.page()
        return None if page is None else page.snapshot()

    def blocked_reason(self, page: str) -> str:
        """Why the account cannot use a page; "" when it can."""
        return self._blocked.get(page, "")

    def fail(self, error: SubsidyDeskError) -> None:
        """A failure that belongs to no page."""
        self.say(error.message, bad=True)

    def retire(self) -> None:
        """Another window takes over the same office: neither this one nor its pages hear of changes any more.

        Its dialogs belong to the shell and would outlive it, hidden, with everything they hold.
        """
        for modal in reversed(self._modals.copy()):
            modal.close()
        self._runner.retire()
        self._runner.bus.forget_all()

    def closeEvent(self, event: QCloseEvent) -> None:
        page = self.page()
        if page is not None and not page.before_leaving():
            event.ignore()
            return
        self.retire()
        self._runner.close()
        self.closing.emit()
        super().closeEvent(event)


def _adopt(page: Page, *beside: QWidget | None) -> None:
    """What may never be shown beside a page goes with it all the same: its slots keep the whole window alive."""
    for widget in beside:
        if widget is not None and widget.parent() is None:
            widget.setParent(page)
            widget.hide()
