"""The worklist itself: heading, the filter that always says what it hides, and the table."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.page import Host
from desktop.pages.worklist_columns import columns, side_columns
from desktop.pages.worklist_feed import FedTable, Feed
from desktop.pages.worklist_source import TURN_OF_SEAT, Answer, Filter
from desktop.theme.sizes import MARGIN, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button, Kind
from desktop.widgets.chips import Chips
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.line_edit import LineEdit
from desktop.widgets.list_or_note import ListOrNote
from desktop.widgets.segments import Option
from desktop.widgets.surface import Bar, Card
from desktop.widgets.text import EmptyNote, Strong, Text
from models.casework.worklist import TURN_NAMES, Group, Turn, WorklistRow
from models.vocabulary import PROGRAMME_NAMES

_ALL, _MINE = "all", "mine"


class WorklistList(QWidget):
    """`WorklistList(host, saved)`; `saved` opens the kept filters.

    `list.opened(row)` on Enter, `list.current_changed(row)`; `clear_filter` takes every filter away.
    """

    opened = Signal(object)
    current_changed = Signal(object)
    filter_changed = Signal()

    def __init__(self, host: Host, saved: Action) -> None:
        super().__init__()
        self.feed = Feed(host, self)
        self._named: tuple[Filter, str] = (Filter(), "")
        self.wide = FedTable(columns(), self.tr("待办"))
        self.side = FedTable(side_columns(), self.tr("待办"), narrow=True)
        for fed in (self.wide, self.side):
            self.feed.add(fed)
        self.clear = Action("Esc", self.tr("清除筛选"), self.clear_filter, parent=self)
        self.total = Text("", Role.BODY, Tone.TEXT2)
        self.state = Text("", Role.SMALL, Tone.TEXT2, elide=True)
        self.clear_button = Button(action=self.clear, kind=Kind.QUIET)
        self.saved_button = Button(action=saved)
        self.chips = Chips()
        self.programme = ChoiceBox([Option(name) for name in PROGRAMME_NAMES.values()], self.tr("全部事项"))
        self.words = LineEdit(self.tr("姓名、拼音、案号"), icon="filter")
        self.nothing = EmptyNote()
        self.side_panel = self._side()
        self.side_panel.setParent(self)
        self.side_panel.hide()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.programme.setAccessibleName(self.tr("按事项筛选"))
        self.words.setAccessibleName(self.tr("按文字筛选"))
        self.programme.setFixedWidth(scaled(168))
        self.words.setFixedWidth(scaled(208))
        head = row(
            Strong(self.tr("待办"), Role.NAME),
            self.total,
            8,
            (self.state, 1),
            self.clear_button,
            self.saved_button,
            gap=8,
        )
        filters = row((boxed(row((self.chips, 1), margins=(0, 2, 0, 2))), 1), self.programme, self.words, gap=8)
        empty_place = boxed(row(STRETCH, self.nothing, STRETCH, margins=(16, 48, 16, 48)))
        self._shown = ListOrNote(self.wide.table, self.nothing, empty_place)
        card = Card(column((self.wide.table, 1), empty_place, gap=0, margins=(1, 1, 1, 6)))
        self.setLayout(column(head, filters, (card, 1), gap=12, margins=(MARGIN, 12, MARGIN, 16)))
        empty_place.hide()
        self.clear_button.hide()

    def _side(self) -> QWidget:
        self.side_total = Text("", Role.SMALL, Tone.TEXT2)
        head = row(Strong(self.tr("待办"), Role.SECTION), self.side_total, STRETCH, gap=8, margins=(16, 12, 16, 12))
        return Bar(column(head, (self.side.table, 1), gap=0, margins=(0, 0, 1, 0)), Tone.SURFACE, "right")

    def _connect(self) -> None:
        self.feed.answered.connect(self._answered)
        self.chips.chosen.connect(self._filter)
        self.programme.chosen.connect(self._filter)
        self.words.textChanged.connect(self._filter)
        for line in (self.words, self.programme):
            line.advanced.connect(self.focus_table)
        for fed in (self.wide, self.side):
            fed.table.opened.connect(self.opened)
        self.wide.table.current_changed.connect(self.current_changed)

    def focus_table(self) -> None:
        """Where work goes on: the list, or the note that says why it is empty."""
        self._shown.take_focus()

    def current(self) -> WorklistRow | None:
        """The chosen row."""
        found = self.wide.table.current()
        return found if isinstance(found, WorklistRow) else None

    def mark(self, number: str) -> None:
        """Put the cursor on this case, wherever it was opened from, so that the list beside it shows which it is."""
        for fed in (self.wide, self.side):
            fed.select_case(number)

    def step_behind(self, number: str) -> WorklistRow | None:
        """The row after this case, or the one that took its place; None at the end."""
        return self.wide.step_behind(number)

    def clear_filter(self) -> None:
        """Show everything again."""
        self.show_filter(Filter())

    def show_filter(self, chosen: Filter, name: str = "") -> None:
        """Put a filter in force, under the name it is kept by."""
        self.words.blockSignals(True)
        self.words.setText(chosen.text)
        self.words.blockSignals(False)
        self.programme.set_answer(PROGRAMME_NAMES.get(chosen.programme, ""))
        self.feed.filter, self._named = chosen, (chosen, name)
        self.feed.ask()
        self.focus_table()

    def filter_words(self, chosen: Filter) -> str:
        """What a filter shows, in words; "" for one that shows all."""
        parts = [TURN_NAMES[chosen.turn] if chosen.turn else "", self.tr("等我") if chosen.mine else ""]
        parts += [PROGRAMME_NAMES.get(chosen.programme, ""), f"“{chosen.text}”" if chosen.text else ""]
        return " · ".join(part for part in parts if part)

    def _filter(self) -> None:
        chosen, name = self.chips.current(), self.programme.answer()
        turn = Turn(chosen) if chosen in set(Turn) else None
        programme = next((key for key, value in PROGRAMME_NAMES.items() if value == name), "")
        made = Filter(turn, chosen == _MINE, programme, self.words.text().strip())
        if made != self.feed.filter:
            self.feed.filter = made
            self.feed.ask()

    def count_of(self, group: Group) -> int:
        """How many cases a group holds under the filter in force."""
        answer = self.feed.answer
        return 0 if answer is None else sum(head.count for head in answer.extent.heads if head.group is group)

    def _answered(self, answer: Answer) -> None:
        everything, shown = answer.totals[None], sum(head.count for head in answer.extent.heads)
        self.total.setText(self.tr("共 {n} 件").format(n=everything))
        filtered = self.feed.filter.in_force
        beside = self.tr("已筛选，{n} / {all} 件") if filtered else self.tr("{n} 件")
        self.side_total.setText(beside.format(n=shown, all=everything))
        self.side_total.set_tone(Tone.WARN if filtered else Tone.TEXT2)
        self._show_chips(answer)
        self._show_state(everything, shown)
        empty = not shown
        hidden = self.tr("没有符合筛选的案件。按 Esc 清除筛选，看全部 {n} 件。").format(n=everything)
        self.nothing.setText(hidden if everything else self.tr("没有待办的案件。"))
        self._shown.show(empty=empty)
        self.filter_changed.emit()

    def _show_chips(self, answer: Answer) -> None:
        mine = {TURN_OF_SEAT[seat] for seat in answer.seats if seat in TURN_OF_SEAT}
        choices = [(_ALL, self.tr("全部"), answer.totals[None])]
        if mine:
            choices.append((_MINE, self.tr("等我"), sum(answer.totals[turn] for turn in mine)))
        choices += [(turn.value, TURN_NAMES[turn], answer.totals[turn]) for turn in Turn]
        turn, chosen = self.feed.filter.turn, self.feed.filter.mine
        self.chips.show_choices(choices, turn.value if turn else _MINE if chosen else _ALL)

    def _show_state(self, everything: int, shown: int) -> None:
        chosen = self.feed.filter
        self.clear_button.setVisible(chosen.in_force)
        if not chosen.in_force:
            self.state.setText(self.tr("未筛选，没有隐藏的行"))
            self.state.set_tone(Tone.TEXT2)
            return
        words = self.tr("已筛选，显示 {shown} 件，隐藏 {hidden} 件：{what}")
        what, (known, name) = self.filter_words(chosen), self._named
        if name and known == chosen:
            what = self.tr("{name}（{what}）").format(name=name, what=what)
        self.state.setText(words.format(what=what, shown=shown, hidden=everything - shown))
        self.state.set_tone(Tone.WARN)
