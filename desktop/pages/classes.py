"""班, inside 受理: the list, one class, and the staging grid of its roster; one of them at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.dialogs.bulk_dialog import BulkDialog
from desktop.dialogs.class_dialogs import ColumnsDialog, attendance_dialog, class_dialog, undo_dialog
from desktop.dialogs.class_leaving import leaving_dialog
from desktop.office_clock import office_today
from desktop.page import Host
from desktop.pages.class_list import ClassList
from desktop.pages.class_sheet import ClassSheet
from desktop.pages.roster_grid import RosterGrid
from desktop.pages.roster_keeping import RosterKeeping
from desktop.pages.roster_work import Checked, RosterWork, checked, opened
from desktop.saving import ask_file, ask_sheet, write_file
from desktop.widgets.action import Action
from desktop.widgets.boxes import Foot
from desktop.widgets.layouts import column
from desktop.widgets.modal import question
from models.casework.classes import ClassLine, ClassMember, ClassRecord, class_lines, class_record
from models.casework.rosters import RosterSaved, save_roster
from models.errors import InputError, SubsidyDeskError
from models.roster import Mark, RosterField
from models.training_class import BULK_NAMES, BulkKind, TrainingClass

if TYPE_CHECKING:
    from models.casework.bulk_acts import BulkDone


class ClassDesk(QWidget):
    """`desk.refresh()`, `desk.open_class(number)`; `left` when the clerk goes back to 受理."""

    actions_changed = Signal()
    left = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self.number = ""
        self._make_actions()
        self.list, self.sheet, self.grid = ClassList(), ClassSheet(self.leaver_action), RosterGrid(self.later_action)
        self.keeping = RosterKeeping(host)
        self.stack = QStackedWidget()
        for view in (self.list, self.sheet, self.grid):
            self.stack.addWidget(view)
        self.feet: dict[QWidget, Foot] = {
            self.list: Foot(self.new_action),
            self.sheet: Foot(self.import_action, [*self._bulk_actions(), self.undo_action, self.edit_action]),
            self.grid: Foot(self.save_action, [self.red_action, self.columns_action, self.export_action]),
        }
        self.setLayout(column(self.keeping, (self.stack, 1), *self.feet.values(), gap=0))
        for view in (self.sheet, self.grid):
            self.feet[view].hide()
        self.list.opened.connect(self.open_class)
        self.sheet.opened.connect(self.edit_attendance)
        self.grid.corrected.connect(self._corrected)
        self.grid.options_changed.connect(self._options_changed)
        self.sheet.table.current_changed.connect(lambda _one: self._judge_leaver())
        self.keeping.resumed.connect(self.resume_roster)
        self.keeping.failed.connect(self._fail)
        self.keeping.changed.connect(self._kept_shown)

    def _make_actions(self) -> None:
        act = partial(Action, parent=self)
        self.new_action = act("Ctrl+N", self.tr("建班"), self.add_class)
        self.leave_action = act("Esc", self.tr("回到受理"), self.left.emit)
        self.back_action = act("Esc", self.tr("回到班的列表"), self.close_class)
        self.drop_action = act("Esc", self.tr("不导入"), self.ask_to_drop)
        self.import_action = act("Ctrl+I", self.tr("导入名册"), self.choose_roster)
        self.open_action = act("Alt+1", self.tr("批量收件"), partial(self.bulk, BulkKind.OPEN))
        self.accept_action = act("Alt+2", self.tr("批量受理"), partial(self.bulk, BulkKind.ACCEPT))
        self.serve_action = act("Alt+3", self.tr("批量送达"), partial(self.bulk, BulkKind.SERVE))
        self.undo_action = act("Ctrl+Z", self.tr("撤销上一次批量"), self.undo)
        self.leaver_action = act("Ctrl+Delete", self.tr("移出、退出"), self.let_go)
        self.edit_action = act("Ctrl+E", self.tr("改班的信息"), self.edit_class)
        self.save_action = act("Ctrl+Enter", self.tr("导入"), self.save)
        self.columns_action = act("Alt+L", self.tr("列的对应"), self.map_columns)
        self.red_action = act("F8", self.tr("下一个不能导入的"), self.next_red)
        self.export_action = act("Alt+X", self.tr("另存不能导入的行"), self.export_rejected)
        self.later_action = act("Ctrl+S", self.tr("先放着"), self.lay_aside)
        self.again_action = act("F5", self.tr("刷新"), self.refresh)

    def _bulk_actions(self) -> list[Action]:
        return [self.open_action, self.accept_action, self.serve_action]

    def actions_shown(self) -> list[Action]:
        """The keys of what is in front."""
        front = self.stack.currentWidget()
        kept = [self.keeping.resume_action] if self.keeping.waiting else []
        if front is self.list:
            return [Action("Enter", self.tr("打开")), self.new_action, *kept, self.again_action, self.leave_action]
        if front is self.sheet:
            middle = [*self._bulk_actions(), self.undo_action, self.leaver_action, self.edit_action]
            return [
                Action("Enter", self.tr("出勤、结业")),
                self.import_action,
                *kept,
                *middle,
                self.again_action,
                self.back_action,
            ]
        keys = [Action("← → ↑ ↓", self.tr("选格")), Action("Enter", self.tr("改这一格"))]
        middle = [self.save_action, self.red_action, self.columns_action, self.export_action]
        return [*keys, *middle, self.later_action, self.drop_action]

    def focus(self) -> None:
        """Where work begins."""
        front = self.stack.currentWidget()
        if isinstance(front, ClassList | ClassSheet | RosterGrid):
            front.focus()

    def refresh(self) -> None:
        """Ask again for what is in front; a roster that is being checked is judged anew."""
        front = self.stack.currentWidget()
        if front is self.grid and self.grid.checked is not None:
            self._check(self.grid.checked.work)
            return
        self.keeping.ask()
        if front is self.sheet:
            number = self.number
            self.host.runner.read(lambda desk: class_record(desk, number), self._shown, self._fail, latest="class")
        else:
            self.host.runner.read(class_lines, self._listed, self._fail, latest="classes")

    def _fail(self, error: SubsidyDeskError) -> None:
        self.host.say(error.message, bad=True)

    def _listed(self, lines: tuple[ClassLine, ...]) -> None:
        self.list.show_lines(lines)
        if self.isVisible() and self.stack.currentWidget() is self.list and lines:
            self.list.focus()

    def _kept_shown(self) -> None:
        self.keeping.setVisible(bool(self.keeping.waiting) and self.stack.currentWidget() is not self.grid)
        self.actions_changed.emit()

    def _front(self, view: QWidget) -> None:
        self.stack.setCurrentWidget(view)
        self.keeping.setVisible(bool(self.keeping.waiting) and view is not self.grid)
        for shown, foot in self.feet.items():
            foot.setVisible(shown is view)
        self.actions_changed.emit()
        self.focus()

    # --- one class ----------------------------------------------------------------------------------------------------

    def open_class(self, number: str) -> None:
        """Show a class in place of the list."""
        if self.sheet.record is not None and self.sheet.record.group.number != number:
            self.sheet.show_nothing(number)
            for action in (*self._bulk_actions(), self.undo_action, self.leaver_action, self.edit_action):
                action.block(self.tr("正在打开这个班，请稍候。"))
        self.number = number
        self._front(self.sheet)
        self.refresh()

    def close_class(self) -> None:
        """Esc: back to the list."""
        self._front(self.list)
        self.refresh()

    def _shown(self, record: ClassRecord) -> None:
        self.sheet.show_record(record)
        self._judge_leaver()
        self.edit_action.allow()
        last = record.bulk_acts[-1] if record.bulk_acts else None
        if last is None or last.id not in record.undoable:
            self.undo_action.block(self.tr("没有可以撤销的批量办理"))
        else:
            self.undo_action.allow()
        for action in self._bulk_actions():
            if record.members:
                action.allow()
            else:
                action.block(self.tr("还没有学员，请先导入名册（Ctrl+I）"))
        if self.stack.currentWidget() is self.sheet and self.isVisible():
            self.sheet.focus()

    def add_class(self) -> None:
        """Ctrl+N."""
        self.host.open_modal(class_dialog(self.host, office_today(), None, self._added, self.list.groups()))

    def _added(self, group: TrainingClass) -> None:
        self.host.say(self.tr("班 {number} 已建，请导入名册").format(number=group.number))
        self.open_class(group.number)

    def edit_class(self) -> None:
        """Ctrl+E."""
        if (record := self.sheet.record) is not None:
            others, done = self.list.groups(), self._corrected_class
            self.host.open_modal(class_dialog(self.host, record.today, record.group, done, others))

    def _corrected_class(self, group: TrainingClass) -> None:
        self.host.say(self.tr("班 {number} 已改").format(number=group.number))
        self.open_class(group.number)

    def edit_attendance(self, one: ClassMember) -> None:
        """Enter on a member."""
        words = self.tr("{name} 的出勤已记").format(name=one.person.name)
        self.host.open_modal(attendance_dialog(self.host, self.number, one, lambda _done: self._said(words)))

    def let_go(self) -> None:
        """Ctrl+Delete: off the roll, gone before the end, or back again."""
        record, one = self.sheet.record, self.sheet.table.current()
        if record is not None and one is not None:
            self.host.open_modal(leaving_dialog(self.host, record, one, self._said))

    def _judge_leaver(self) -> None:
        if self.sheet.record is None or not self.sheet.record.members:
            self.leaver_action.block(self.tr("还没有学员"))
        else:
            self.leaver_action.allow()

    def _said(self, words: str) -> None:
        self.host.say(words)
        self.refresh()

    # --- acts on all of them -----------------------------------------------------------------------------------

    def bulk(self, kind: BulkKind) -> None:
        """Alt+1, 2, 3: the dry run."""
        if self.sheet.record is not None:
            self.host.open_modal(BulkDialog(self.host, self.sheet.record, kind, self._done))

    def _done(self, done: BulkDone) -> None:
        words = self.tr("{act} {n} 件；没有再办别的以前可以撤销（Ctrl+Z）")
        self._said(words.format(act=BULK_NAMES[done.bulk.kind], n=len(done.cases)))

    def undo(self) -> None:
        """Ctrl+Z: the newest bulk act, as one."""
        record = self.sheet.record
        if record is not None and record.bulk_acts:
            words = self.tr("{act}已撤销").format(act=BULK_NAMES[record.bulk_acts[-1].kind])
            self.host.open_modal(undo_dialog(self.host, record.bulk_acts[-1], lambda _bulk: self._said(words)))

    # --- the roster --------------------------------------------------------------------------------------------

    def choose_roster(self) -> None:
        """Ctrl+I: which file."""
        if (path := ask_sheet(self, self.tr("选择名册"))) is not None:
            self.open_roster(path)

    def open_roster(self, path: Path) -> None:
        """Read a file and judge its rows; what is read stays in this window until it is imported."""
        number = self.number
        self.keeping.begin(number)

        def read(desk: Any) -> Checked:
            try:
                content = path.read_bytes()
            except OSError:
                raise InputError(f"“{path.name}”读不出来，请核对文件是否还在、是否有权限。", "file") from None
            return checked(desk, opened(path.name, content, number))

        self.host.say(self.tr("正在读取名册…"))
        self.host.runner.read(read, self.show_roster, self._fail, latest="roster")

    def show_roster(self, found: Checked) -> None:
        """A roster just read, in the grid."""
        self._staged(found)
        self._front(self.grid)
        red = found.staging.count(Mark.RED)
        self.host.say(self.tr("{n} 行，{red} 行不能导入").format(n=len(found.staging.rows), red=red), bad=bool(red))

    def resume_roster(self, found: Checked) -> None:
        """Alt+R: a roster kept from before, in the grid again."""
        self.number = found.work.class_number
        self.show_roster(found)

    def lay_aside(self) -> None:
        """Ctrl+S: back to the class; the roster waits there until it is taken up again."""
        self.host.say(self.tr("名册先放着，按 Alt+R 接着核对"))
        self._leave_grid()

    def _check(self, work: RosterWork) -> None:
        self.host.runner.read(lambda desk: checked(desk, work), self._judged, self._fail, latest="roster")

    def _judged(self, found: Checked) -> None:
        """Judged anew; one that was imported or put away meanwhile is not taken up again."""
        if self.grid.checked is not None:
            self._staged(found)

    def _staged(self, found: Checked) -> None:
        self.keeping.keep(found.work)
        self.grid.show_checked(found)
        red = found.staging.count(Mark.RED)
        self.save_action.word = self.tr("导入 {n} 行").format(n=found.savable)
        self.save_action.changed.emit()
        if found.savable:
            self.save_action.allow()
        else:
            self.save_action.block(self.tr("没有可以导入的行"))
        for action in (self.red_action, self.export_action):
            if red:
                action.allow()
            else:
                action.block(self.tr("没有不能导入的行"))
        self.actions_changed.emit()

    def _corrected(self, line: int, field: RosterField, text: str) -> None:
        if self.grid.checked is not None:
            self._check(self.grid.checked.work.corrected(line, field, text))

    def _options_changed(self, proof: str, street: str) -> None:
        if self.grid.checked is not None:
            self._check(replace(self.grid.checked.work, proof=proof, street=street))

    def map_columns(self) -> None:
        """Alt+L: what each column holds."""
        if (found := self.grid.checked) is not None:
            columns = found.work.columns
            self.host.open_modal(ColumnsDialog(columns.headings, dict(columns.fields), self._mapped))

    def _mapped(self, fields: dict[int, RosterField]) -> str:
        from forms.roster_columns import mapped

        if (found := self.grid.checked) is None:
            return ""
        try:
            columns = mapped(found.work.columns, fields)
        except InputError as error:
            return error.message
        self._check(replace(found.work, columns=columns))
        return ""

    def next_red(self) -> None:
        """F8."""
        self.grid.next_red()

    def export_rejected(self) -> None:
        """Alt+X: the red rows, to give back to the school."""
        found = self.grid.checked
        path = None if found is None else ask_file(self, self.tr("另存不能导入的行"), "未导入.xlsx")
        if found is not None and path is not None:
            self.write_rejected(path, found)

    def write_rejected(self, path: Path, found: Checked) -> None:
        """Write them there."""
        from reports.roster_sheet import rejected_rows

        try:
            write_file(path, rejected_rows(found.staging, found.work.columns.headings))
        except SubsidyDeskError as error:
            self._fail(error)
            return
        self.host.say(self.tr("已存 {name}").format(name=path.name))

    def save(self) -> None:
        """Ctrl+Enter: all rows that are not red, in one act."""
        found = self.grid.checked
        if found is None:
            return
        entries, staging = found.entries, found.staging
        self.save_action.block(self.tr("正在导入…"))
        self.host.runner.perform(lambda desk: save_roster(desk, entries, staging), self._saved, self._not_saved)

    def _saved(self, saved: RosterSaved) -> None:
        words = self.tr("新登记 {new}，入班 {joined}，补充 {more}，原已有 {same}")
        said = words.format(new=saved.registered, joined=saved.joined, more=saved.completed, same=saved.unchanged)
        if saved.rejected:
            # The red rows stay in sight until they are corrected, exported or dropped.
            self.host.say(
                self.tr("{said}；{n} 行没有导入，还列在这里").format(said=said, n=len(saved.rejected)), bad=True
            )
            self.refresh()
            return
        self.host.say(said)
        self._leave_roster()

    def _not_saved(self, error: SubsidyDeskError) -> None:
        self._fail(error)
        self.refresh()

    def ask_to_drop(self) -> None:
        """Esc: leave the roster, asking first where something was corrected."""
        found = self.grid.checked
        if found is None or not found.work.corrections:
            self._leave_roster()
            return

        def drop() -> None:
            asked.close()
            self._leave_roster()

        words = self.tr("在这里改过的格不会保存，原文件不变。")
        asked = question(self.tr("不导入了吗"), words, self.tr("不导入"), drop, danger=True)
        self.host.open_modal(asked)

    def _leave_roster(self) -> None:
        """Imported, or not wanted: it is kept no longer."""
        if self.grid.checked is not None:
            self.keeping.drop()
        self._leave_grid()

    def _leave_grid(self) -> None:
        self.grid.checked = None
        self.open_class(self.number)
