"""First step: where the office's data will lie."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.pages.set_up_step import Step
from desktop.saving import ask_folder
from desktop.theme.paint import MarkKind
from desktop.widgets.boxes import Notice
from desktop.widgets.button import Button
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.line_fields import LineField
from desktop.widgets.problem import Problem
from models.errors import StoreError
from models.store.joined import is_office


class FolderStep(Step):
    """`FolderStep(proposed)`: `step.folder()` once complete; without a proposal it begins with the usual place."""

    def __init__(self, proposed: Path | None = None) -> None:
        super().__init__()
        self.title = self.tr("数据文件夹")
        self.text = self.tr("本局的全部数据都加密存放在这里。放在这台电脑的本机硬盘上，不要放在网络盘或 U 盘。")
        self.field = LineField(self.tr("文件夹"), hint=self.tr("没有就新建"), icon="database")
        self.field.set_text(str((proposed or default_folder()).absolute()))
        self.field.edited.connect(lambda: self.field.set_problem(None))
        self.field.advance = self._on
        grid = FormGrid(columns=1)
        grid.add(self.field)
        browse = Button(self.tr("选择其他位置"), "", self._browse)
        note = Notice(
            MarkKind.INFO,
            self.tr("以后备份也很简单"),
            self.tr("每次关闭窗口和每 30 分钟自动备份一次，备份也是加密的；另存到哪里可在“设置”里选。"),
        )
        self.setLayout(column(grid, row(browse, STRETCH), 4, note, STRETCH, gap=12, margins=(4, 4, 4, 0)))

    def folder(self) -> Path:
        """The folder as typed."""
        return Path(self.field.text().strip()).expanduser()

    def first_input(self) -> QWidget:
        return self.field.control

    def _on(self) -> bool:
        # To the next step, not to another folder.
        self.filled.emit()
        return True

    def _browse(self) -> None:
        chosen = ask_folder(self, self.tr("数据放在哪个文件夹"), str(self.folder().parent))
        if chosen is not None:
            self.field.set_text(str(chosen))
            self.field.set_problem(None)

    def complete(self) -> bool:
        problem = self._problem()
        self.field.set_problem(problem)
        return problem is None

    def _problem(self) -> Problem | None:
        if not self.field.text().strip():
            return Problem(self.tr("还没有文件夹，请输入或选择一个。"))
        folder = self.folder()
        if not folder.is_absolute():
            return Problem(self.tr("请写出完整的路径，或用“选择其他位置”。"))
        if is_office(folder) or (folder / "office.db").exists():
            what = self.tr("这个文件夹里已经有一个局，不会覆盖。")
            return Problem(
                what, (self.tr("要继续用它：返回上一页，选“打开已有的数据文件夹”。要新建：换一个空文件夹。"),)
            )
        return _trouble_with(folder)


def default_folder() -> Path:
    """Where data usually goes on this machine."""
    from platformdirs import user_data_path

    return user_data_path("subsidy-desk", appauthor=False) / "office"


def _trouble_with(folder: Path) -> Problem | None:
    from models.store.location import refuse_network

    try:
        refuse_network(folder)
    except StoreError as error:
        return Problem(error.message)
    return None
