"""Where, how often and on which paper to print; the choice is the caller's to remember."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from desktop.printing import PrintSetup, trays
from desktop.widgets.action import Action
from desktop.widgets.fields import ChoiceField, NumberField
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option
from desktop.widgets.text import Text

MOST_COPIES = 20

Confirmed = Callable[[PrintSetup], object]


def _tr(text: str) -> str:
    return QCoreApplication.translate("PrintDialog", text)


@dataclass(frozen=True, slots=True)
class PrintQuestion:
    """What is printed, where it can be printed, and what printing it means (这是第 2 次重打)."""

    title: str
    name: str
    printers: Sequence[str]
    setup: PrintSetup
    note: str


class PrintDialog(Modal):
    """`PrintDialog(question, confirmed)`: Ctrl+Enter calls `confirmed` with the setup; no printer is said in words."""

    def __init__(self, question: PrintQuestion, confirmed: Confirmed) -> None:
        self._question = question
        self._confirmed = confirmed
        accept = Action("Ctrl+Enter", _tr("打印"), self._accept, icon="print")
        self.printer = ChoiceField(_tr("打印机"), [Option(name) for name in question.printers], free=True)
        self.tray = ChoiceField(_tr("纸盒"), [Option(name) for name in trays()])
        self.copies = NumberField(_tr("份数"), unit=_tr("份"))
        self.sides = ChoiceField(_tr("单双面"), [Option(_tr("单面")), Option(_tr("双面"))])
        self._fill(question.printers, question.setup)
        grid = FormGrid(columns=2)
        grid.add(self.printer, span=2)
        for field in (self.tray, self.copies):
            grid.add(field)
        grid.add(self.sides)
        body = column(Text(question.note, wrap=True), grid, gap=12)
        super().__init__(question.title, body, accept=accept, subtitle=question.name, width=560)
        if not question.printers:
            accept.block(_tr("没有打印机，可另存为 PDF"))
            self.printer.set_problem(Problem(_tr("这台电脑没有装打印机。请先在系统里添加，或用“另存为 PDF”。")))
        for field in (self.printer, self.copies):
            field.edited.connect(lambda _text, field=field: field.set_problem(None))

    def _fill(self, names: Sequence[str], setup: PrintSetup) -> None:
        self.printer.set_text(setup.printer if setup.printer in names else next(iter(names), ""))
        self.tray.set_text(setup.tray or trays()[0])
        self.copies.set_text(str(setup.copies))
        self.sides.set_text(_tr("双面") if setup.both_sides else _tr("单面"))

    def _accept(self) -> None:
        typed = self.copies.text().strip()
        if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MOST_COPIES):
            words = _tr("份数要写 1 到 {most} 的整数，现在是“{typed}”。请改正后再打印。")
            self.copies.set_problem(Problem(words.format(most=MOST_COPIES, typed=typed)))
            self.copies.setFocus()
            return
        tray = self.tray.text()
        setup = replace(
            self._question.setup,
            printer=self.printer.text(),
            tray="" if tray == trays()[0] else tray,
            copies=int(typed),
            both_sides=self.sides.text() == _tr("双面"),
        )
        self.close()
        self._confirmed(setup)
