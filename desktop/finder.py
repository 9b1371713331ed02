"""The one box at work: asks as is typed, and opens what is chosen on the page where it belongs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from desktop.card_reader import CardReader
from desktop.main_window import MainWindow
from desktop.type_ahead import TypeAhead
from desktop.widgets.search_box import Hit
from models.case import State
from models.casework.permissions import may
from models.casework.queries import case_state
from models.casework.searching import Hit as Found
from models.casework.searching import HitKind, search
from models.errors import SubsidyDeskError
from models.id_number import normalise_id
from models.identity_document import IdentityDocument
from models.office import Account

_LIMIT = 20
_ASKED = _LIMIT + 1  # one more than is shown tells that there are more
_ID_LENGTH = 18
_OTHER_DOCUMENT = re.compile(r"[A-Z]{1,2}[0-9]{6,9}|[A-Z]{3}[0-9]{12}")
_ICONS = {HitKind.PERSON: "person", HitKind.CASE: "worklist", HitKind.LETTER: "letters"}
_PAGE_OF_STATE = {State.FOR_REVIEW: "review", State.FOR_SIGNATURE: "sign"}


class Finder(QObject):
    """`Finder(window)` wires the box of its top bar; without a case seat the box says why it is closed."""

    def __init__(self, window: MainWindow, account: Account) -> None:
        super().__init__(window)
        self._window = window
        self._box = window.top_bar.search
        self._keys = TypeAhead(window)
        self._keys.given_up.connect(lambda: window.say(self.tr("还没有打开，其间按的键没有执行。"), bad=True))
        self._found: dict[str, Found] = {}
        if not may(account, "person.search"):
            self._box.setEnabled(False)
            self._box.setPlaceholderText(self.tr("管理席位不查人查件"))
            self._box.setToolTip(
                self.tr("“{name}”没有办案席位，不能查人查件。可按 F11 换账号。").format(name=account.name)
            )
            self._box.setAccessibleDescription(self._box.toolTip())
            return
        self._box.asked.connect(self.ask)
        self._box.committed.connect(self.commit)
        self._box.opened.connect(self.open)
        self.reader = CardReader(window, window.snapshot, window.is_covered)
        self.reader.read.connect(self._card_read)

    def ask(self, text: str) -> None:
        """Look up what is typed so far; an older question is forgotten."""
        self._window.runner.read(lambda desk: search(desk, text, _ASKED), self._show, self._failed, latest="find")

    def commit(self, text: str) -> None:
        """Enter before the answer came (a card reader): open the only one there is, or offer the choice."""
        answer = partial(self._answer, text)
        self._hold_keys(
            lambda: self._window.runner.read(
                lambda desk: search(desk, text, _ASKED), answer, self._failed, latest="find"
            )
        )

    def _card_read(self, number: str) -> None:
        """A card read anywhere is a person who comes: the box takes it, what the digits did elsewhere is undone."""
        self._window.say(self.tr("读到身份证，已交给“查人查件”。"))
        self.commit(number)

    def _hold_keys(self, begin: Callable[[], None]) -> None:
        """What is typed before the page is filled is meant for what is being opened, not for what is still shown."""
        self._keys.hold()
        self._window.follow(begin, self._keys.release)

    def _show(self, found: tuple[Found, ...]) -> None:
        self._found = {_key(hit): hit for hit in found[:_LIMIT]}
        self._box.show_hits([shown(hit) for hit in self._found.values()], more=len(found) > _LIMIT)

    def _answer(self, text: str, found: tuple[Found, ...]) -> None:
        if len(found) == 1:
            self._found = {_key(found[0]): found[0]}
            self._box.clear()
            self._open(found[0])
        elif found:
            self._keys.drop()  # a choice is to be made first, and it has to be seen
            self._show(found)
        elif _looks_like_id(text) and self._can_open("intake"):
            self._new_person(text)
        else:
            words = self.tr("没有找到“{text}”。可换一种说法：姓名、拼音首字母、证件号前六位或后四位、电话、文号。")
            self._say_not_opened(words.format(text=_printable(text)[:30]))

    def _new_person(self, text: str) -> None:
        """A number that nobody here has: to the intake, if it is one."""
        try:
            number = IdentityDocument.parse(text).number
        except SubsidyDeskError as error:
            self._failed(error)
            return
        self._box.clear()
        self._window.go_to("intake", ("id_number", number))

    def open(self, key: str) -> None:
        """Open a hit on its page."""
        hit = self._found.get(key)
        if hit is not None:
            self._hold_keys(partial(self._open, hit))

    def _open(self, hit: Found) -> None:
        if hit.kind is HitKind.PERSON:
            self._window.go_to("intake", ("person", hit.person_id))
        elif hit.kind is HitKind.LETTER:
            self._window.go_to("letters", hit.letter_id)
        elif hit.case_number is not None:
            number = hit.case_number
            self._window.runner.read(
                lambda desk: case_state(desk, number), partial(self._open_case, number), self._failed, latest="open"
            )

    def _open_case(self, number: str, state: State) -> None:
        page = _PAGE_OF_STATE.get(state, "worklist")
        self._window.go_to(page if self._can_open(page) else "worklist", number)

    def _can_open(self, page: str) -> bool:
        return page in self._window.pages and not self._window.blocked_reason(page)

    def _failed(self, error: SubsidyDeskError) -> None:
        self._say_not_opened(error.message)

    def _say_not_opened(self, words: str) -> None:
        dropped = self._keys.drop()
        self._window.say(words + (self.tr("其间按的键没有执行。") if dropped else ""), bad=True)


def _key(hit: Found) -> str:
    return f"{hit.kind.value}:{hit.person_id}:{hit.case_number}:{hit.letter_id}"


def shown(hit: Found) -> Hit:
    """A hit as the box shows it."""
    return Hit(_key(hit), hit.title, hit.subtitle, hit.why, _ICONS[hit.kind])


def _looks_like_id(text: str) -> bool:
    number = normalise_id(text)
    if _OTHER_DOCUMENT.fullmatch(number):
        return True
    return len(number) == _ID_LENGTH and number[:-1].isascii() and number[:-1].isdigit()


def _printable(text: str) -> str:
    """A direction mark in the answer would turn the whole line round."""
    return "".join(character for character in text.strip() if character.isprintable())
