"""Signing in: who, and the pass phrase. The same screen starts the program, switches the account and unlocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.pages.front_card import brand
from desktop.theme.paint import PLAIN, MarkKind
from desktop.theme.sizes import MARGIN, PAD, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button, Kind, Link
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.line_fields import LineField, SecretField
from desktop.widgets.marks import Pill
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from models.errors import MustWait, SubsidyDeskError

if TYPE_CHECKING:
    from desktop.widgets.choice_fields import ChoiceField
    from desktop.widgets.field import Field
    from desktop.widgets.tile import Tile

MOST_TILES = 9  # one digit picks one
_WIDTH, _WIDE = 440, 600


@dataclass(frozen=True, slots=True)
class Person:
    """An account to choose, with its seats in words as far as they are known before signing in."""

    name: str
    seats: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why somebody signs in, and what is known already.

    `passphrase` is filled in for practice offices only. `chosen` is the account that is offered first; `only_chosen`
    leaves no other (a lock). `leaves` lets Esc give up (switching the account).
    """

    title: str
    word: str
    office: str = ""
    folder: str = ""
    people: tuple[Person, ...] = ()
    chosen: str = ""
    only_chosen: bool = False
    passphrase: str = ""
    practice: bool = False
    leaves: bool = False
    note: str = ""


class SignInScreen(QWidget):
    """It is the first picture of the program: the list of names and the tiles are loaded when there are any.

    `submitted(name, passphrase)`; answer with `refuse(error)`, or take the screen away.

    `left` on Esc where the occasion allows it; `other_asked` for another account (a lock), `folder_asked` for another
    data folder and `recovery_asked` for the printed key (the start).
    """

    guide = "sign-in"
    submitted = Signal(str, str)
    left = Signal()
    other_asked = Signal()
    folder_asked = Signal()
    recovery_asked = Signal()

    def __init__(self, occasion: Occasion) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.setProperty("cancels_on_escape", occasion.leaves)
        self.occasion = occasion
        self.submit_action = Action("Enter", occasion.word, self.submit, parent=self)
        self.tiles: list[Tile] = []
        self._tile_grid = QGridLayout()
        self.name: LineField | ChoiceField = LineField(self.tr("账号"), placeholder=self.tr("输入或选择账号"))
        self.passphrase = SecretField(self.tr("口令"))
        self.passphrase.line.advanced.disconnect()
        self.passphrase.line.advanced.connect(self.submit)
        self.passphrase.edited.connect(lambda: self.passphrase.set_problem(None))
        self._wait = 0
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self.tick)
        self._build()
        self.show_people(occasion.people)
        self.passphrase.set_text(occasion.passphrase)

    # --- how it looks ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        wide = self._with_tiles(self.occasion.people)
        self.button = Button(action=self.submit_action, kind=Kind.PRIMARY)
        self._grid = FormGrid(columns=1)
        self._tile_box = boxed(self._tile_grid)
        self._tile_grid.setContentsMargins(0, 0, 0, 4)
        self._tile_grid.setSpacing(8)
        for side in (0, 1):
            self._tile_grid.setColumnStretch(side, 1)
        self._grid.add(self.name)
        self._grid.add(self.passphrase)
        parts = column(
            *self._head(), self._tile_box, self._grid, 4, row(*self._ways_out(), self.button, gap=PAD), gap=12
        )
        parts.setContentsMargins(MARGIN + 8, MARGIN, MARGIN + 8, MARGIN)
        card = Card(parts)
        card.setFixedWidth(scaled(_WIDE if wide else _WIDTH))
        office = Text(self.occasion.office, Role.BODY, Tone.TEXT2) if self.occasion.office else None
        under = row(STRETCH, office, self._practice_pill(), STRETCH, gap=8)
        middle = column(brand(), under, 8, row(STRETCH, card, STRETCH), gap=8)
        self.setLayout(column(STRETCH, middle, STRETCH, self._place(), gap=0, margins=(MARGIN, MARGIN, MARGIN, PAD)))

    def _head(self) -> list[QWidget | None]:
        title = Strong(self.occasion.title, Role.SECTION)
        return [title, self._note()]

    def _note(self) -> QWidget | None:
        if not self.occasion.note:
            return None
        from desktop.widgets.boxes import Notice

        return Notice(MarkKind.INFO, "", self.occasion.note)

    def _practice_pill(self) -> Pill | None:
        return Pill(self.tr("练习"), PLAIN) if self.occasion.practice else None

    def _ways_out(self) -> list[QWidget | int]:
        found: list[QWidget | int] = []
        if self.occasion.only_chosen:
            found.append(Link(self.tr("换账号登录"), self.other_asked.emit))
        elif self.occasion.folder and not self.occasion.practice:
            found.append(Link(self.tr("打开其他数据文件夹"), self.folder_asked.emit))
            found.append(Link(self.tr("忘记口令"), self.recovery_asked.emit))
        if self.occasion.leaves:
            found.append(Button(self.tr("返回"), "Esc", self.left.emit))
        return [*found, STRETCH] if not self.occasion.leaves else [STRETCH, *found]

    def _place(self) -> Text:
        words = self.tr("数据文件夹：{folder}").format(folder=self.occasion.folder) if self.occasion.folder else ""
        return Text(words, Role.CAPTION, Tone.TEXT3, elide=True, align=Qt.AlignmentFlag.AlignHCenter)

    def _with_tiles(self, people: Sequence[Person]) -> bool:
        known = bool(people) and all(person.seats for person in people)
        return known and len(people) <= MOST_TILES and not self.occasion.only_chosen

    # --- who --------------------------------------------------------------------------------------------------------

    def show_people(self, people: Sequence[Person]) -> None:
        """Offer these accounts: as tiles when their seats are known, else in the list of the field."""
        for tile in self.tiles:
            tile.deleteLater()
        self.tiles = []
        tiled = self._with_tiles(people)
        if tiled:
            self._show_tiles(people)
        self._tile_box.setVisible(tiled)
        self.name.setVisible(not tiled)
        self.name.set_text(self.name.text() or self.occasion.chosen or (people[0].name if len(people) == 1 else ""))
        if self.occasion.only_chosen and isinstance(self.name, LineField):
            self.name.line.setReadOnly(True)
        elif people and not tiled:
            self._offer([person.name for person in people])
        self._mark_chosen()

    def _show_tiles(self, people: Sequence[Person]) -> None:
        from desktop.widgets.tile import Tile

        for place, person in enumerate(people):
            tile = Tile(person.name, person.seats, icon="person", key=str(place + 1))
            tile.setCheckable(True)
            tile.clicked.connect(lambda _checked=False, name=person.name: self.choose(name))
            self._tile_grid.addWidget(tile, place // 2, place % 2)
            self.tiles.append(tile)

    def _offer(self, names: Sequence[str]) -> None:
        """Turn the field into a list of names; what is typed stays, and so does the focus."""
        from desktop.widgets.choice_fields import ChoiceField
        from desktop.widgets.segments import Option

        options, plain = [Option(name) for name in names], self.name
        if isinstance(plain, ChoiceField):
            plain.set_options(options)
            return
        focused = plain.control.hasFocus()
        hold = plain.line.placeholderText()
        self.name = ChoiceField(plain.label.text(), options, placeholder=hold, free=True)
        self.name.set_text(plain.text())
        self._grid.replace(plain, self.name)
        if focused:
            self.name.setFocus()

    def choose(self, name: str) -> None:
        """Take an account; in a practice office that is all there is to do."""
        self.name.set_text(name)
        self._mark_chosen()
        self.passphrase.set_problem(None)
        if self.occasion.passphrase:
            self.passphrase.set_text(self.occasion.passphrase)
            self.submit()
        else:
            self.passphrase.set_text("")
            self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark_chosen(self) -> None:
        for tile in self.tiles:
            tile.setChecked(tile.text() == self.name.text())

    def focus_first(self) -> None:
        """Put the focus where the next key belongs."""
        if self.tiles:
            chosen = [tile for tile in self.tiles if tile.isChecked()]
            (chosen or self.tiles)[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.name.text():
            self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
            self.passphrase.line.selectAll()
        else:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what happens ---------------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Hand over what is typed, unless something is missing or is being checked."""
        if not self.submit_action.enabled:
            return
        self.name.set_problem(None)
        self.passphrase.set_problem(None)
        if not self.name.text().strip():
            box = getattr(self.name, "box", None)  # what is on no list is typed all the same
            typed = "" if box is None else box.text().strip()
            unknown = self.tr("没有叫“{name}”的账号，请从列表里选自己的账号。").format(name=typed)
            _say(self.name, unknown if typed else self.tr("请选择或输入自己的账号。"))
            self.focus_first()
        elif not self.passphrase.text():
            _say(self.passphrase, self.tr("还没有口令，请输入口令。"))
            self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.submit_action.block(self.tr("正在核对口令……"))
            self.submitted.emit(self.name.text().strip(), self.passphrase.text())

    def refuse(self, error: SubsidyDeskError) -> None:
        """Say at the field why not; the account stays, the pass phrase is to be typed again."""
        self.submit_action.allow()
        self.passphrase.set_text(self.occasion.passphrase)
        _say(self.passphrase, error.message)
        if isinstance(error, MustWait):
            self._wait = error.seconds
            self._second.start()
            self._show_wait()
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def tick(self) -> None:
        """One second of the delay has passed."""
        self._wait -= 1
        if self._wait > 0:
            self._show_wait()
            return
        self._second.stop()
        self.passphrase.set_problem(None)
        self.submit_action.allow()

    def _show_wait(self) -> None:
        words = self.tr("还要等 {n} 秒。").format(n=self._wait)
        self.submit_action.block(words)
        again = self.tr("口令连续输错多次；忘记口令请找安全管理员重设，或用恢复密钥。")
        _say(self.passphrase, words, again)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.occasion.leaves:
            self.left.emit()
        elif event.text() and event.text() in "123456789"[: len(self.tiles)]:
            self.tiles[int(event.text()) - 1].click()
        else:
            super().keyPressEvent(event)


def _say(field: Field, what: str, *why: str) -> None:
    from desktop.widgets.problem import Problem

    field.set_problem(Problem(what, why))
