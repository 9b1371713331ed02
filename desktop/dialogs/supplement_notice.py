"""补正告知: the items one by one, checked as a list before the letter is issued; and ticking off what arrives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.dialogs.act_dialog import ActDialog, Command, needed_date
from desktop.page import Host
from desktop.theme.paint import MarkKind
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.boxes import Notice
from desktop.widgets.button import Button, Kind
from desktop.widgets.checklist import Checklist, PaperRow, PaperState
from desktop.widgets.fields import ChoiceField, DateField, LineField
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.modal import Modal
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option
from desktop.widgets.surface import Card, Hairline
from desktop.widgets.text import Strong, Text
from models.errors import InputError, SubsidyDeskError
from models.notice import ITEM_KIND_NAMES, ItemKind, Wanted

if TYPE_CHECKING:
    from models.casework.dossiers import Dossier

Issue = Callable[[tuple[Wanted, ...], str], Command]
_WIDTH = 720


def _tr(text: str) -> str:
    return QCoreApplication.translate("SupplementNotice", text)


class NoticeDialog(Modal):
    """`NoticeDialog(host, subtitle, items, issue, done)`: Alt+A adds the item being typed, Ctrl+Enter issues all.

    `issue(items, reason)` gives the command. `further`: another account must approve, so the reason is asked.
    """

    def __init__(
        self,
        host: Host,
        subtitle: str,
        items: Sequence[Wanted],
        issue: Issue,
        done: Callable[[Any], object],
        *,
        further: bool = False,
    ) -> None:
        self._host, self._issue, self._done, self._further = host, issue, done, further
        self.items = list(items)
        kinds = [Option(ITEM_KIND_NAMES[kind], str(place)) for place, kind in enumerate(ItemKind, 1)]
        self.kind = ChoiceField(_tr("种类"), kinds)
        self.kind.set_text(ITEM_KIND_NAMES[ItemKind.PAPER])
        self.name = LineField(_tr("名称"), placeholder=_tr("例如：本人银行卡"))
        self.wrong = LineField(_tr("问题"), placeholder=_tr("例如：没有提交"))
        self.correct = LineField(_tr("怎样补正"), placeholder=_tr("例如：提交原件核对"))
        self.basis = LineField(_tr("要求的依据"), placeholder=_tr("文件、条文或办事指南"))
        self.reason = LineField(_tr("为什么没有一次告知"), hint=_tr("必填，告知书上会写明"))
        self.fields = {"name": self.name, "wrong": self.wrong, "correct": self.correct, "basis": self.basis}
        self.add_action = Action("Alt+A", _tr("加入这一项"), self.add, icon="plus")
        self.drop_action = Action("Alt+Z", _tr("去掉最后一项"), self.drop)
        word = _tr("提请批准") if further else _tr("出具并打印")
        self.issue_action = Action("Ctrl+Enter", word, self.issue, icon="print")
        self._listed = column(gap=0, margins=(1, 1, 1, 1))
        self._failure = column()
        self._shown: list[QWidget] = []
        self._failed: Notice | None = None
        super().__init__(
            _tr("提请再次告知") if further else _tr("一次性补正告知书"),
            self._body(),
            accept=self.issue_action,
            subtitle=subtitle,
            remark=_tr("须另一人批准") if further else _tr("一次说全，此后不得自行加项"),
            width=_WIDTH,
        )
        # A field that is not shown has no parent: what is connected to it would keep the dialog and its window.
        shown = [*self.fields.values(), *([self.reason] if further else [])]
        for field in shown:
            field.edited.connect(lambda _text, field=field: self._typed(field))
        self._show_items()

    def _body(self) -> Any:
        grid = FormGrid(columns=2)
        for field in (self.kind, self.name, self.wrong, self.correct):
            grid.add(field)
        grid.add(self.basis, span=2)
        if self._further:
            grid.add(self.reason, span=2)
        buttons = row(Button(action=self.add_action), Button(action=self.drop_action, kind=Kind.QUIET), STRETCH, gap=8)
        return column(Card(self._listed), grid, buttons, self._failure, gap=12)

    def actions_shown(self) -> list[Action]:
        return [self.add_action, self.drop_action, *super().actions_shown()]

    def _typed(self, field: Any) -> None:
        field.set_problem(None)
        self._judge()

    def _show_items(self) -> None:
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        lines: list[QWidget] = []
        for place, item in enumerate(self.items, 1):
            lines += [Hairline(tone=Tone.ROW_LINE)] if place > 1 else []
            lines.append(_line(place, item))
        if not lines:
            nothing = Text(_tr("还没有列出内容。写好一项按 Alt+A 加入。"), Role.SMALL, Tone.TEXT3)
            lines = [boxed(row(nothing, margins=(16, 10, 16, 10)))]
        for widget in lines:
            self._listed.addWidget(widget)
        self._shown = lines
        self._judge()

    def _judge(self) -> None:
        if self._typing() or self.items:
            self.issue_action.allow()
        else:
            self.issue_action.block(_tr("至少列出一项"))
        self.drop_action.allow() if self.items else self.drop_action.block(_tr("没有可去掉的项"))

    def _typing(self) -> bool:
        return any(field.text().strip() for field in self.fields.values())

    def add(self) -> bool:
        """Take the typed item into the list; what is missing is said at its field."""
        kind = next(kind for kind, word in ITEM_KIND_NAMES.items() if word == (self.kind.text() or "材料"))
        texts = {name: field.text() for name, field in self.fields.items()}
        try:
            item = Wanted(kind, **texts).checked(len(self.items) + 1)
        except InputError as error:
            field = self.fields[error.field or "name"]
            field.set_problem(Problem(error.message))
            field.setFocus()
            return False
        self.items.append(item)
        for field in self.fields.values():
            field.set_text("")
        self.name.setFocus()
        self._show_items()
        return True

    def drop(self) -> None:
        """Take the last item back into the fields."""
        if self.items and not self._typing():
            item = self.items.pop()
            self.kind.set_text(ITEM_KIND_NAMES[item.kind])
            for name, field in self.fields.items():
                field.set_text(getattr(item, name))
            self._show_items()

    def issue(self) -> None:
        """Ctrl+Enter: issue or propose; a failure leaves everything as typed."""
        if self.is_composing() or (self._typing() and not self.add()):
            return
        if self._further and not self.reason.text().strip():
            self.reason.set_problem(Problem(_tr("请写明为什么没有在第一次告知时一并告知。")))
            self.reason.setFocus()
            return
        self.issue_action.block(_tr("正在出具…"))
        command = self._issue(tuple(self.items), self.reason.text())
        self._host.runner.perform(command, self._succeeded, self._fail)

    def _succeeded(self, value: Any) -> None:
        self.close()
        self._done(value)

    def _fail(self, error: SubsidyDeskError) -> None:
        if not self.is_open:
            self._host.say(error.message, bad=True)
            return
        self.issue_action.allow()
        if self._failed is not None:
            self._failed.hide()
            self._failed.deleteLater()
        self._failed = Notice(MarkKind.NOT_MET, _tr("没有出具"), error.message)
        self._failure.addWidget(self._failed)


def _line(place: int, item: Wanted) -> QWidget:
    head = row(
        Strong(f"{place}. {item.name}"),
        Text(ITEM_KIND_NAMES[item.kind], Role.CAPTION, Tone.TEXT3),
        (Text(item.basis, Role.CAPTION, Tone.TEXT3, elide=True), 1),
        gap=8,
    )
    told = Text(f"{item.wrong.rstrip('。')}；{item.correct}", Role.SMALL, Tone.TEXT2, wrap=True)
    return boxed(column(head, told, gap=2, margins=(16, 8, 16, 8)))


class ArrivalDialog(ActDialog):
    """登记补正: Space ticks an item off, Ctrl+Enter records; a reason says that they are not needed any more."""

    def __init__(self, host: Host, dossier: Dossier, done: Callable[[Any], object]) -> None:
        notice = dossier.turns.notices[-1]
        self.checklist = Checklist(columns=1)
        self.ticked: set[int] = set()
        self._rows = [
            PaperRow(str(item.position), item.wanted.name, item.wanted.correct) for item in notice.outstanding
        ]
        self.checklist.show_papers(self._rows)
        self.checklist.seen_changed.connect(self._tick)
        self.on = DateField(_tr("收到日期"), hint=_tr("空着就是今天"), today=lambda: dossier.today)
        self.not_needed = LineField(_tr("不再需要的原因"), hint=_tr("收到的不填"))
        self._today, self._number = dossier.today, dossier.record.case.number
        whole = len(notice.items)
        about = _tr("告知 {n} 项，还差 {left} 项。按空格勾选收到的。").format(n=whole, left=len(notice.outstanding))
        super().__init__(
            host,
            _tr("登记补正"),
            {"on": self.on, "not_needed": self.not_needed},
            word=_tr("登记"),
            command=self._arrived,
            done=done,
            subtitle=f"{self._number} · {dossier.record.person.name}",
            about=about,
            above=[self.checklist],
            columns=2,
        )

    def _tick(self, position: str, seen: bool) -> None:
        (self.ticked.add if seen else self.ticked.discard)(int(position))
        states = {True: PaperState.SEEN, False: PaperState.MISSING}
        self.checklist.show_papers(
            [PaperRow(one.id, one.name, one.note, states[int(one.id) in self.ticked]) for one in self._rows]
        )

    def _arrived(self) -> Command:
        from models.casework.notices import settle_items

        if not self.ticked:
            raise InputError(_tr("请先勾选收到的项（方向键移动，空格勾选）。"), "items")
        typed = self.on.text().strip()
        day = needed_date(typed, self._today, "on", "") if typed else None
        chosen, reason = tuple(sorted(self.ticked)), self.not_needed.text()
        return partial(settle_items, number=self._number, positions=chosen, not_needed=reason, on=day)
