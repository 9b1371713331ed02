"""常用筛选 (Alt+H): take one by its digit, keep the one in force under a name, throw one away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication

from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.pages.worklist_saved import LONGEST_NAME, MOST, SavedFilter, with_added
from desktop.pages.worklist_source import Filter
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.layouts import column
from desktop.widgets.line_fields import LineField
from desktop.widgets.modal import Modal
from desktop.widgets.problem import Problem
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Text

Kept = Callable[[tuple[SavedFilter, ...]], object]
Words = Callable[[Filter], str]


def _tr(text: str) -> str:
    return QCoreApplication.translate("SavedFilters", text)


class SavedFiltersDialog(Modal):
    """`SavedFiltersDialog(saved, now, words, take, keep)`: `take(saved)` puts one in force, `keep(all)` stores them.

    `now` is the filter in force, `words(filter)` says what one shows.
    """

    def __init__(
        self, saved: Sequence[SavedFilter], now: Filter, words: Words, take: Callable[[SavedFilter], object], keep: Kept
    ) -> None:
        self._saved, self._now, self._words = tuple(saved), now, words
        self._take, self._keep = take, keep
        self.model: RowModel[SavedFilter] = RowModel(self._columns())
        self.table = Table(self.model, _tr("常用筛选"))
        self.model.setParent(self.table)
        self.table.setMinimumHeight(scaled(220))
        self.table.opened.connect(self._taken)
        self._card = Card(column((self.table, 1), margins=(1, 1, 1, 6)))
        self.none = Text(
            _tr("还没有常用筛选。先在待办里筛选，再到这里起个名字存下。"), Role.BODY, Tone.TEXT2, wrap=True
        )
        self.name = LineField(_tr("把现在的筛选存为"), hint=words(now), placeholder=_tr("起个名字，如 等我的补贴"))
        self.name.edited.connect(lambda _text: self._settle())
        # In the name a digit is typed: a line that takes text keeps it from the shortcuts.
        self._digits = [Action(str(n), "", partial(self._take_nth, n), shown=False) for n in range(1, MOST + 1)]
        self.drop_action = Action("Ctrl+Delete", _tr("删去"), self.drop)
        super().__init__(
            _tr("常用筛选"),
            column(self.none, (self._card, 1), self.name, gap=12),
            accept=Action("Ctrl+Enter", _tr("存下"), self.store),
            extra=[self.drop_action],
            width=640,
            cancel_word=_tr("关闭"),
            foot_note=_tr("只归本账号，换一台电脑也在"),
        )
        self._show()

    def actions_shown(self) -> list[Action]:
        """The digits take the filter of their place."""
        return [Action("1…9", _tr("用第几个")), *self._digits, *super().actions_shown()]

    def focus(self) -> None:
        """The list, or the name where there is none."""
        (self.table if self._saved else self.name.control).setFocus()

    def _show(self) -> None:
        self.model.show_rows(list(self._saved))
        self.none.setVisible(not self._saved)
        self._card.setVisible(bool(self._saved))
        if self._saved:
            self.table.select_first()
            self.drop_action.allow()
        else:
            self.drop_action.block(_tr("还没有常用筛选"))
        self._settle()

    def _settle(self) -> None:
        action, name = self.accept_action, self.name.text().strip()
        if action is None:
            return
        self.name.set_problem(None)
        if not self._now.in_force:
            action.block(_tr("现在没有筛选，先筛选再存"))
        elif not name:
            action.block(_tr("请起个名字"))
        elif len(self._saved) >= MOST and all(one.name != name for one in self._saved):
            action.block(_tr("最多 {n} 个，请先删去一个").format(n=MOST))
        else:
            action.allow()

    def store(self) -> None:
        """Keep the filter in force under the name typed; the same name is replaced."""
        name = self.name.text().strip()
        if len(name) > LONGEST_NAME:
            self.name.set_problem(Problem(_tr("名字最长 {n} 个字，请写短些。").format(n=LONGEST_NAME)))
            return
        self.close()
        self._keep(with_added(self._saved, SavedFilter(name, self._now)))

    def drop(self) -> None:
        """Throw the chosen one away."""
        chosen = self.table.current()
        if isinstance(chosen, SavedFilter):
            self._saved = tuple(one for one in self._saved if one is not chosen)
            self._keep(self._saved)
            self._show()
            self.focus()

    def _take_nth(self, place: int) -> None:
        if 0 < place <= len(self._saved):
            self._taken(self._saved[place - 1])

    def _taken(self, one: SavedFilter) -> None:
        self.close()
        self._take(one)

    def _columns(self) -> list[Column[SavedFilter]]:
        return [
            Column("", lambda one: Cell(str(self._saved.index(one) + 1), tone=Tone.TEXT3), "9"),
            Column(_tr("名称"), lambda one: Cell(one.name, strong=True), "等我的补贴等我的补贴", elide=True),
            Column(_tr("只看"), lambda one: Cell(self._words(one.filter), tone=Tone.TEXT2), elide=True),
        ]
