"""The office from a backup: on a new computer, or over a data folder that does not open any more.

It opens with a pass phrase of the backup's day, or with the printed recovery key alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.pages.front_card import front_card
from desktop.pages.recovery_fields import RecoveryFields
from desktop.pages.set_up_folder import default_folder
from desktop.saving import ask_folder
from desktop.shortcuts import Shortcuts
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button, Kind
from desktop.widgets.choice_fields import ChoiceField
from desktop.widgets.field import Field
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.line_fields import LineField, SecretField
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option
from desktop.widgets.text import Strong, Text
from models.casework.maintenance import FoundBackup, look_for_backups, restore_backup, restore_with_recovery
from models.errors import InputError, NotPermitted, SubsidyDeskError
from models.moment import beijing_time, now
from models.store.backup import BACKUPS
from models.store.joined import is_office
from models.store.location import STORE_NAME, is_backup

_WIDTH = 760


class RestoreScreen(QWidget):
    """`RestoreScreen(folder)`, the data folder in trouble or None; `submitted(call)`, and `folder()` is opened then.

    A backup given as `folder` is what to restore from. `left` on Esc.
    """

    guide = "rescue"
    submitted = Signal(object)
    left = Signal()

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.setProperty("cancels_on_escape", True)
        self.found: dict[str, FoundBackup] = {}
        self._looked_at = ""
        self._make_fields()
        self.restore_action = Action("Ctrl+Enter", self.tr("恢复"), self.submit, parent=self)
        self.note = Text("", Role.SMALL, Tone.TEXT2, wrap=True)
        self._build()
        from_here = folder is not None and is_backup(folder)
        target = default_folder() if folder is None or from_here else folder
        self.target.set_text(str(target.absolute()))
        self.method.set_text(self._by_key)
        self._show_method()
        if folder is not None and (from_here or (folder / BACKUPS).is_dir()):
            self.source.set_text(str(folder.absolute()))
            self.look()
        self._note_target()

    def _make_fields(self) -> None:
        tr = self.tr
        self._by_phrase, self._by_key = tr("口令"), tr("恢复密钥")
        self.source = LineField(tr("备份在哪里"), hint=tr("U 盘、移动硬盘或其他文件夹"), icon="database")
        self.which = ChoiceField(
            tr("用哪一份"), [], hint=tr("最近的在前"), placeholder=tr("先写明备份在哪里"), most_segments=-1
        )
        self.target = LineField(tr("恢复到哪个文件夹"), hint=tr("在本机硬盘上，没有就新建"))
        self.method = ChoiceField(
            tr("用什么打开"), [Option(self._by_phrase), Option(self._by_key)], hint=tr("口令须是系统管理员的")
        )
        self.recovery = RecoveryFields()
        self._account_hint = self.recovery.account.hint.text()
        self.passphrase = SecretField(tr("口令"), hint=tr("做这份备份时的口令"))
        self.source.left.connect(self.look)
        self.source.edited.connect(lambda _text: self.source.set_problem(None))
        self.which.edited.connect(self._chosen)
        self.target.edited.connect(self._note_target)
        self.method.edited.connect(lambda _text: self._show_method())
        self.passphrase.edited.connect(lambda _text: self.passphrase.set_problem(None))

    def _build(self) -> None:
        back = Action("Esc", self.tr("返回"), self.left.emit, parent=self)
        words = self.tr("备份只读不改。恢复前逐字节校验；恢复到的文件夹里若已有数据，会另存在旁边，不会删除。")
        head = column(Strong(self.tr("从备份恢复"), Role.SECTION), Text(words, Role.BODY, Tone.TEXT2, wrap=True), gap=4)
        self.browse = Button(self.tr("选择位置"), "", self._browse)
        where = FormGrid(columns=1)
        where.add(self.source)
        self._grid = FormGrid(columns=2)
        recovery = self.recovery
        for field, span in (
            (self.which, 1), (self.target, 1), (self.method, 1), (recovery.account, 1), (self.passphrase, 1),
            (recovery.key, 2), (recovery.first, 1), (recovery.second, 1),
        ):  # fmt: skip
            self._grid.add(field, span)
        self.button, back_button = Button(action=self.restore_action, kind=Kind.PRIMARY), Button(action=back)
        foot = row((self.note, 1), back_button, self.button, gap=12)
        body = column(head, 4, where, row(self.browse, STRETCH), self._grid, foot, gap=12)
        self.setLayout(front_card(body, _WIDTH))
        # Enter walks through the fields to the button; what opens a dialog or leads back comes after it.
        QWidget.setTabOrder(self.button, back_button)
        QWidget.setTabOrder(back_button, self.browse)
        self._keys = Shortcuts(self)
        self._keys.bind([self.restore_action])

    # --- what is chosen -----------------------------------------------------------------------------------------------

    def folder(self) -> Path:
        """Where the office will lie, as typed."""
        return Path(self.target.text().strip()).expanduser()

    def focus_first(self) -> None:
        """Where typing begins."""
        (self.source if not self.found else self.which).setFocus()

    def look(self) -> None:
        """List the backups at the place as typed; again only when it was changed."""
        typed = self.source.text().strip()
        if typed == self._looked_at:
            return
        self._looked_at = typed
        self.found = {_label(one): one for one in (look_for_backups(Path(typed).expanduser()) if typed else ())}
        self.which.set_options([Option(label) for label in self.found])
        whole = next((label for label, one in self.found.items() if not one.row.damage), "")
        self.which.set_text(whole)
        self._chosen(whole)
        if typed and not self.found:
            what = self.tr("这里没有找到备份：备份是名称以 office- 开头的文件夹。请核对位置，U 盘没插好的接好后再选。")
            self.source.set_problem(Problem(what))

    def _chosen(self, label: str) -> None:
        self.which.set_problem(None)
        if label in self.found:
            self.recovery.account.set_options([Option(name) for name in self.found[label].accounts])

    def _browse(self) -> None:
        chosen = ask_folder(self, self.tr("备份在哪个文件夹"), self.source.text())
        if chosen is not None:
            self.source.set_text(str(chosen))
            self.source.set_problem(None)
            self.look()

    def _show_method(self) -> None:
        recovery, with_key = self.recovery, self.method.text() == self._by_key
        usual: set[Field] = {self.which, self.target, self.method, recovery.account}
        own: set[Field] = {recovery.key, recovery.first, recovery.second} if with_key else {self.passphrase}
        self._grid.show_only(usual | own)
        hint = self._account_hint if with_key else self.tr("系统管理员的，备份时在用")
        recovery.account.set_hint(hint)

    def _note_target(self) -> None:
        self.target.set_problem(None)
        here = self.folder()
        kept = is_office(here) or (here / STORE_NAME).exists()
        words = self.tr(
            "这个文件夹里已有数据：恢复后换成备份里的，现有的另存在 replaced- 开头的文件夹。请先关闭本局所有窗口。"
        )
        self.note.setText(words if kept else "")

    # --- doing it -----------------------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Restore what is chosen."""
        if not self.restore_action.enabled or not self._complete():
            return
        backup, folder, name = self.found[self.which.text()].row.path, self.folder(), self.recovery.name()
        call: Callable[[], object]
        if self.method.text() == self._by_key:
            key, phrase = self.recovery.key.text(), self.recovery.first.text()
            call = partial(restore_with_recovery, backup, folder, key, name, phrase, clock=now)
        else:
            call = partial(restore_backup, backup, folder, name, self.passphrase.text(), now)
        self.restore_action.block(self.tr("正在校验并恢复……"))
        self.note.setText(self.tr("正在校验并恢复，请不要关闭电脑。"))
        self.submitted.emit(call)

    def _complete(self) -> bool:
        self.look()
        wrong = self._first_wrong()
        if wrong is not None:
            field, words = wrong
            field.set_problem(Problem(words))
            field.setFocus()
            return False
        return self.method.text() != self._by_key or self.recovery.complete()

    def _first_wrong(self) -> tuple[Field, str] | None:
        tr, chosen = self.tr, self.found.get(self.which.text())
        by_phrase = self.method.text() != self._by_key
        checks: tuple[tuple[bool, Field, str], ...] = (
            (not self.found, self.source, tr("还没有找到备份，请先写明备份在哪里。")),
            (chosen is None, self.which, tr("请选一份备份。")),
            (chosen is not None and bool(chosen.row.damage), self.which, tr("这一份不完整，请换一份。")),
            (not self.folder().is_absolute(), self.target, tr("请写出完整的路径。")),
            (by_phrase and not self.recovery.name(), self.recovery.account, tr("请选择系统管理员的账号。")),
            (by_phrase and not self.passphrase.text(), self.passphrase, tr("还没有口令，请输入口令。")),
        )
        return next(((field, words) for wrong, field, words in checks if wrong), None)

    def refuse(self, error: SubsidyDeskError) -> None:
        """Say at its field why it was not restored; what is typed stays."""
        self.restore_action.allow()
        self._note_target()
        field = self._field_of(error)
        field.set_problem(Problem(error.message))
        field.setFocus()

    def _field_of(self, error: SubsidyDeskError) -> Field:
        about = (error.field or "") if isinstance(error, InputError) else ""
        named: dict[str, Field] = {
            "recovery_key": self.recovery.key,
            "name": self.recovery.account,
            "passphrase": self.recovery.first,
        }
        if about in named:
            return named[about]
        if isinstance(error, NotPermitted):
            return self.recovery.key if self.method.text() == self._by_key else self.passphrase
        return self.target

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _label(found: FoundBackup) -> str:
    """One line that tells a backup from the others; two of one second differ by their folder."""
    tr, made, path = QCoreApplication.translate, found.row.made_at, found.row.path
    if made is None:
        return tr("RestoreScreen", "{name}（不完整，不能用）").format(name=path.name)
    words = tr("RestoreScreen", "{at}（{cases} 件案，{letters} 份文书）")
    label = words.format(at=beijing_time(made), cases=found.row.cases, letters=found.row.letters)
    return label if path.name.endswith("Z") else f"{label} {path.name.rpartition('-')[2]}"
