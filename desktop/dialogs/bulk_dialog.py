"""An act on all cases of a class: first the dry run, person by person, then the act itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent

from desktop.dialogs.act_dialog import needed_date
from desktop.item_models.cells import LONG_NAME, Cell, Column, PillWord
from desktop.item_models.result_pill import result_pill
from desktop.item_models.rows import RowModel
from desktop.page import Host
from desktop.theme.paint import PLAIN, MarkKind
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField, DateField, LineField
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option
from desktop.widgets.spoken import marked
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Text
from models.casework.bulk_plans import BulkLine, BulkOrder, BulkPlan, plan_bulk
from models.casework.classes import CLASS_PROGRAMMES, ClassRecord
from models.errors import InputError, SubsidyDeskError
from models.training_class import BULK_NAMES, BulkKind
from models.vocabulary import PROGRAMME_NAMES

if TYPE_CHECKING:
    from models.casework.bulk_acts import BulkDone
    from models.casework.changes import Done
    from models.casework.unit_of_work import Desk

_WIDTH = 1120
_WAYS = ("直接送达", "邮寄送达", "电子送达", "留置送达", "公告送达")


def tr(text: str) -> str:
    """A text of this dialog."""
    return QCoreApplication.translate("BulkDialog", text)


class PlanTable(Table):
    """The lines of a dry run: Space takes a person out or in, 0 notes the register as checked with nothing found."""

    toggled = Signal(object)
    register_checked = Signal(object)

    def how(self) -> str:
        return marked()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.current()
        if line is not None and event.key() == Qt.Key.Key_Space:
            self.toggled.emit(line)
        elif line is not None and event.key() == Qt.Key.Key_0:
            self.register_checked.emit(line)
        else:
            super().keyPressEvent(event)


class BulkDialog(Modal):
    """`BulkDialog(host, record, BulkKind.OPEN, done)`; `done(BulkDone)`.

    The dry run is made anew whenever something above the list changes; Ctrl+Enter does what the list shows.
    """

    def __init__(self, host: Host, record: ClassRecord, kind: BulkKind, done: Callable[[BulkDone], object]) -> None:
        self._host, self._record, self.kind, self._done = host, record, kind, done
        self.plan: BulkPlan | None = None
        self.checked: set[int] = set()
        self.left_out: set[int] = set()
        self.fields = self._make_fields()
        grid = FormGrid(3)
        for field in self.fields.values():
            grid.add(field)
        self.model: RowModel[BulkLine] = RowModel(_columns(self))
        self.table = PlanTable(self.model, tr("预演：每个人会怎样"))
        self.table.setMinimumHeight(scaled(340))
        self.table.toggled.connect(self._toggle)
        self.table.register_checked.connect(self._check_one)
        self.summary = Text("", Role.BODY, Tone.TEXT2, wrap=True)
        self.run_action = Action("Ctrl+Enter", BULK_NAMES[kind], self.run)
        self.all_action = Action("Alt+A", tr("全部已查，查无"), self.check_all)
        card = Card(column((self.table, 1), margins=(1, 1, 1, 6)))
        extra = [] if kind is BulkKind.SERVE else [self.all_action]
        super().__init__(
            tr("{act}：先预演").format(act=BULK_NAMES[kind]),
            column(grid, self.summary, (card, 1), gap=12),
            accept=self.run_action,
            extra=extra,
            subtitle=f"{record.group.number} · {record.group.school}",
            width=_WIDTH,
        )
        self._connect()
        self.ask()

    def _make_fields(self) -> dict[str, Field]:
        today = self._record.today
        options = [Option(PROGRAMME_NAMES[name], str(place)) for place, name in enumerate(CLASS_PROGRAMMES, 1)]
        fields: dict[str, Field] = {"programme": ChoiceField(tr("项目"), options)}
        if self.kind is BulkKind.OPEN:
            fields["on"] = DateField(tr("申请日期"), hint=tr("今天按 0"), today=lambda: today)
            fields["papers"] = LineField(tr("每人都交了的材料"), hint=tr("用、隔开；没有的留空"))
        elif self.kind is BulkKind.SERVE:
            fields["how"] = ChoiceField(tr("送达方式"), [Option(way) for way in _WAYS], most_segments=0)
            fields["on"] = DateField(tr("送达日期"), hint=tr("今天按 0"), today=lambda: today)
        return fields

    def _connect(self) -> None:
        for field in self.fields.values():
            field.edited.connect(lambda _text, field=field: field.set_problem(None))
            field.left.connect(self.ask)
        self.fields["programme"].edited.connect(lambda _text: self.ask())

    def actions_shown(self) -> list[Action]:
        """The keys of the list stand beside those of the dialog."""
        keys = [Action("Space", tr("办或不办此人"))]
        if self.kind is not BulkKind.SERVE:
            keys.append(Action("0", tr("此人已查，查无")))
        return [*keys, *super().actions_shown()]

    # --- the dry run ----------------------------------------------------------------------------------------------

    def order(self) -> BulkOrder:
        """What is wanted, as the fields say. Raises InputError at a field."""
        names = {PROGRAMME_NAMES[name]: name for name in CLASS_PROGRAMMES}
        programme = names.get(self.fields["programme"].text(), "")
        if not programme:
            raise InputError(tr("请选项目，按 1 或 2。"), "programme")
        how = self.fields["how"].text() if "how" in self.fields else ""
        if "how" in self.fields and not how:
            raise InputError(tr("请选择怎样送达的。"), "how")
        papers = self.fields["papers"].text() if "papers" in self.fields else ""
        return BulkOrder(
            class_number=self._record.group.number,
            kind=self.kind,
            programme=programme,
            on=self._day(),
            how=how,
            papers=tuple(name.strip() for name in papers.replace(",", "、").split("、") if name.strip()),
            checked=frozenset(self.checked),
            left_out=frozenset(self.left_out),
        )

    def _day(self) -> date:
        if "on" not in self.fields:
            return self._record.today
        field = self.fields["on"]
        return needed_date(field.text(), self._record.today, "on", tr("请填写日期，今天按 0。"))

    def ask(self) -> None:
        """Make the dry run anew, once everything that it needs is there."""
        try:
            order = self.order()
        except InputError as error:
            self._show(None, error.message)
            return
        self._host.runner.read(lambda desk: plan_bulk(desk, order), self._planned, self._failed, latest="bulk plan")

    def _planned(self, plan: BulkPlan) -> None:
        if self.is_open:
            self._show(plan, "")

    def _failed(self, error: SubsidyDeskError) -> None:
        if not self.is_open:
            return
        self._show(None, error.message)
        field = self.fields.get(error.field or "") if isinstance(error, InputError) else None
        if field is not None:
            field.set_problem(Problem(error.message))

    def _show(self, plan: BulkPlan | None, words: str) -> None:
        self.plan = plan
        chosen = self.table.current()
        lines: Sequence[BulkLine] = () if plan is None else plan.lines
        self.model.show_rows(lines)
        numbers = [line.person_id for line in lines]
        if numbers:
            self.table.select_number(numbers.index(chosen.person_id) if chosen and chosen.person_id in numbers else 0)
        self.summary.setText(words if plan is None else _summary(plan))
        if plan is None:
            self.run_action.block(words)
        elif not plan.going:
            self.run_action.block(tr("没有一个人可以办理，请看每人后面的原因。"))
        else:
            self.run_action.allow()

    def _toggle(self, line: BulkLine) -> None:
        self.left_out ^= {line.person_id}
        self.ask()

    def _check_one(self, line: BulkLine) -> None:
        if self.kind is not BulkKind.SERVE:
            self.checked ^= {line.person_id}
            self.ask()

    def check_all(self) -> None:
        """Alt+A: the clerk looked all of them up, and nothing was found for anybody."""
        self.checked = {one.person.id for one in self._record.members}
        self.ask()

    # --- the act ----------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Ctrl+Enter: do what the list shows; a second press while it runs does nothing."""
        if self.is_composing() or self.plan is None:
            return
        plan, wanted = self.plan, None
        try:
            wanted = self.order()
        except InputError as error:
            self._failed(error)
        if wanted != plan.order:
            self.ask()  # something was typed after the dry run: it is shown first
            return
        self.run_action.block(tr("正在办理…"))
        self._host.runner.perform(lambda desk: _perform(desk, plan), self._succeeded, self._refused)

    def _succeeded(self, done: BulkDone) -> None:
        self.close()
        self._done(done)

    def _refused(self, error: SubsidyDeskError) -> None:
        self._host.say(error.message, bad=True)
        if self.is_open:
            self.run_action.allow()
            self.ask()
            self.summary.setText(error.message)


def _perform(desk: Desk, plan: BulkPlan) -> Done[BulkDone]:
    from models.casework.bulk_acts import perform_bulk
    from reports.issue import render

    return perform_bulk(desk, plan, render)


def _summary(plan: BulkPlan) -> str:
    going, open_questions = plan.going, sum(1 for line in plan.lines if line.goes and line.unknown)
    words = tr("会办 {n} 人，不办 {m} 人。").format(n=going, m=len(plan.lines) - going)
    if open_questions:
        words += tr("其中 {n} 人还有没问到的，仍按未知；可以先办，复核前要补齐。").format(n=open_questions)
    return words


def _columns(dialog: BulkDialog) -> list[Column[BulkLine]]:
    def register(line: BulkLine) -> Cell:
        return Cell(tr("查无")) if line.person_id in dialog.checked else Cell(tr("—"), Tone.TEXT3)

    columns: list[Column[BulkLine]] = [
        Column(tr("办"), _goes_cell, "不办", pill=True),
        Column(tr("姓名"), lambda line: Cell(line.name, strong=True), "欧阳娜娜娜", wide=LONG_NAME, elide=True),
        Column(tr("证件号"), lambda line: Cell(line.id_number, Tone.TEXT2), "110111********335X", drop=2),
        Column(tr("案号"), lambda line: Cell(line.case_number or "—", Tone.TEXT2), "2026-00012"),
    ]
    if dialog.kind is not BulkKind.SERVE:
        columns.append(Column(tr("登记查询"), register, "查无"))
        columns.append(Column(tr("现在的结论"), _result_cell, "还不能判断", pill=True))
    columns.append(Column(tr("会怎样，或为什么不办"), _words_cell))
    return columns


def _goes_cell(line: BulkLine) -> Cell:
    if line.goes:
        return Cell(pill=PillWord.verdict(MarkKind.MET, tr("办")))
    return Cell(pill=PillWord(tr("不办"), PLAIN))


def _result_cell(line: BulkLine) -> Cell:
    return Cell("—", Tone.TEXT3) if line.result is None else Cell(pill=result_pill(line.result, stale=False))


def _words_cell(line: BulkLine) -> Cell:
    if not line.goes:
        return Cell(line.stop, Tone.TEXT2)
    unknown = tr("、").join(line.unknown)
    return Cell(line.words, after=tr("未知：{names}").format(names=unknown) if unknown else "", after_tone=Tone.TEXT2)
