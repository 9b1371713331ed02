"""常用筛选 (Alt+H): take one by its digit, keep the one in force under a name, rename one, throw one away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication

from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.pages.worklist_saved import LONGEST_NAME, MOST, SavedFilter, with_added, with_renamed
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

Words = Callable[[Filter], str]


@dataclass(frozen=True, slots=True)
class FilterActs:
    """What the page does for the dialog: put one in force, store them all, open a dialog over this one."""

    take: Callable[[SavedFilter], object]
    keep: Callable[[tuple[SavedFilter, ...]], object]
    open_modal: Callable[[Modal], object]


def _tr(text: str) -> str:
    return QCoreApplication.translate("SavedFilters", text)


class SavedFiltersDialog(Modal):
    """`SavedFiltersDialog(saved, now, words, acts)`: `now` is the filter in force, `words(filter)` what one shows."""

    def __init__(self, saved: Sequence[SavedFilter], now: Filter, words: Words, acts: FilterActs) -> None:
        self._saved, self._now, self._words, self._acts = tuple(saved), now, words, acts
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
        # By the mouse; Enter on its row is the key.
        self.use_action = Action("", _tr("使用"), self.use)
        self.rename_action = Action("Ctrl+E", _tr("改名"), self.rename)
        self.drop_action = Action("Ctrl+Delete", _tr("删去"), self.drop)
        super().__init__(
            _tr("常用筛选"),
            column(self.none, (self._card, 1), self.name, gap=12),
            accept=Action("Ctrl+Enter", _tr("存下"), self.store),
            extra=[self.use_action, self.rename_action, self.drop_action],
            width=760,
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
        for action in (self.use_action, self.rename_action, self.drop_action):
            if self._saved:
                action.allow()
            else:
                action.block(_tr("还没有常用筛选"))
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
        self._acts.keep(with_added(self._saved, SavedFilter(name, self._now)))

    def use(self) -> None:
        """Put the chosen one in force."""
        chosen = self.table.current()
        if isinstance(chosen, SavedFilter):
            self._taken(chosen)

    def rename(self) -> None:
        """Ctrl+E: another name for the chosen one."""
        chosen = self.table.current()
        if isinstance(chosen, SavedFilter):
            others = [one.name for one in self._saved if one is not chosen]
            self._acts.open_modal(RenameDialog(chosen.name, others, partial(self._renamed, chosen.name)))

    def _renamed(self, old: str, new: str) -> None:
        place = self.table.currentIndex().row()
        self._put(with_renamed(self._saved, old, new), place)

    def drop(self) -> None:
        """Throw the chosen one away."""
        chosen = self.table.current()
        if isinstance(chosen, SavedFilter):
            self._put(tuple(one for one in self._saved if one is not chosen), 0)

    def _put(self, saved: tuple[SavedFilter, ...], place: int) -> None:
        self._saved = saved
        self._acts.keep(saved)
        self._show()
        if saved:
            self.table.select_number(place)
        self.focus()

    def _take_nth(self, place: int) -> None:
        if 0 < place <= len(self._saved):
            self._taken(self._saved[place - 1])

    def _taken(self, one: SavedFilter) -> None:
        self.close()
        self._acts.take(one)

    def _columns(self) -> list[Column[SavedFilter]]:
        return [
            Column("", lambda one: Cell(str(self._saved.index(one) + 1), tone=Tone.TEXT3), "9"),
            Column(_tr("名称"), lambda one: Cell(one.name, strong=True), "等我的补贴等我的补贴", elide=True),
            Column(_tr("只看"), lambda one: Cell(self._words(one.filter), tone=Tone.TEXT2), elide=True),
        ]


class RenameDialog(Modal):
    """`RenameDialog(name, others, done)`: `done(name)` with a name that none of the others has."""

    def __init__(self, name: str, others: Sequence[str], done: Callable[[str], object]) -> None:
        self._old, self._others, self._done = name, tuple(others), done
        self.name = LineField(_tr("新的名字"))
        self.name.set_text(name)
        self.name.edited.connect(lambda _text: self._settle())
        accept = Action("Ctrl+Enter", _tr("改名"), self._accept)
        super().__init__(_tr("给常用筛选改名"), column(self.name), accept=accept, subtitle=name, width=480)
        self.name.line.selectAll()
        self._settle()

    def _settle(self) -> None:
        name, action = self.name.text().strip(), self.accept_action
        reason = ""
        if not name:
            reason = _tr("请写一个名字")
        elif name == self._old:
            reason = _tr("还是原来的名字")
        elif len(name) > LONGEST_NAME:
            reason = _tr("名字最长 {n} 个字，请写短些").format(n=LONGEST_NAME)
        elif name in self._others:
            reason = _tr("已有一个叫这个名字，请另起一个")
        if action is not None and reason:
            action.block(reason)
        elif action is not None:
            action.allow()

    def _accept(self) -> None:
        self.close()
        self._done(self.name.text().strip())
