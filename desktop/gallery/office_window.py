"""The real frame round one page, filled as on a day of work, for one account of the practice office."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import cast

from desktop.frame_status import FrameStatus
from desktop.gallery.practice_desk import CASES, TODAY, office_folder, practice_desk
from desktop.main_window import MainWindow
from desktop.page import Page
from desktop.page_list import ENTRIES, blocked_pages, seat_words
from desktop.page_shelf import PageMaker
from desktop.theme.paint import MarkKind
from desktop.workers.inline import InlineRunner


def office_window(
    account: str, page: str, cases: int = CASES, maker: PageMaker | None = None, *, own: str = "", on: date = TODAY
) -> MainWindow:
    """A page in front, made by `maker` if it needs more than a host; the others only have their place on the rail."""
    desk = practice_desk(account, cases, own, on)
    makers: list[PageMaker] = []
    for entry in ENTRIES:
        kind = cast("type[Page]", getattr(import_module(entry.module), entry.name))
        makers.append((maker or kind) if entry.key == page else _place_of(kind))
    window = MainWindow(
        InlineRunner(desk), makers, account=desk.account, blocked=blocked_pages(desk.account), first=page
    )
    window.top_bar.show_office("东城区 · 3号窗口", practice=True)
    window.top_bar.show_account(desk.account.name, seat_words(desk.account))
    FrameStatus(window, office_folder(cases, own), lambda: None, practice=True)
    window.top_bar.show_backup(MarkKind.MET, "备份 12:40")
    return window


def _place_of(kind: type[Page]) -> type[Page]:
    """A page that shows nothing, for the other page's place on the rail."""
    marks = {"key": kind.key, "word": kind.word, "icon": kind.icon, "last": kind.last, "own": kind.own}
    return cast("type[Page]", type(kind.__name__, (Page,), marks))
