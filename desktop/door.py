"""How the threads of the window get into the office: the pass phrase opens it once and is forgotten."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from models.errors import NotPermitted
from models.moment import now

if TYPE_CHECKING:
    from models.casework.sign_ins import OpenedOffice
    from models.casework.unit_of_work import Clock, Desk
    from models.office import Account

# What the first command needs anyway, loaded while the clerk types the pass phrase.
_AHEAD = ("models.casework.sign_ins", "models.store.embedded", "argon2", "sqlcipher3", "sqlalchemy", "sqlmodel")
# What the first act would load while it holds the writers' lock, with every other window of the office waiting.
# The first letter asks for its fonts, its code to scan, its sum in capitals and the encoding of its title.
_ACTS = (
    "pypinyin",
    "chinese_calendar",
    "reports.issue",
    "pylopdf_fonts_zh_cn",
    "segno",
    "cn2an",
    "encodings.utf_16_be",
    "models.casework.taking_in",
    "models.casework.deciding",
)


def load_acts() -> None:
    """Load what the acts need, before the first of them, and draw what their letters are made of."""
    for name in _ACTS:
        import_module(name)
    from reports.specimen import draw_specimen

    draw_specimen()


class Door:
    """`door.offer(name, phrase)`, then `door.open` and `door.open_reading`, each on its own thread.

    `opened` is set once the pass phrase was right; until then every opening raises NotPermitted.
    """

    def __init__(self, folder: Path, clock: Clock = now) -> None:
        self.folder, self.clock = folder, clock
        self.opened: OpenedOffice | None = None
        self._offered: tuple[str, str] | None = None
        self._lock = Lock()

    def offer(self, name: str, passphrase: str) -> None:
        """What was typed; used by the next `open`."""
        self._offered = (name, passphrase)

    def open(self) -> Desk:
        """The writing desk. Without an offer it only loads ahead, and raises NotPermitted."""
        if self._offered is None and self.opened is None:
            for name in _AHEAD:
                import_module(name)
            raise NotPermitted("请先登录。")
        from models.casework.sign_ins import open_office

        with self._lock:
            if self.opened is not None:
                return self.opened.desk(self.clock)
            assert self._offered is not None
            (name, passphrase), self._offered = self._offered, None
            self.opened, desk = open_office(self.folder, name, passphrase, self.clock)
        return desk

    def open_reading(self) -> Desk:
        """The reading desk."""
        if self.opened is None:
            raise NotPermitted("请先登录。")
        return self.opened.desk(self.clock, read_only=True)

    @property
    def account(self) -> Account | None:
        """Who opened it."""
        return None if self.opened is None else self.opened.account
