"""The pieces of the statistics page: a headline figure, the table's columns, the charts' data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.item_models.cells import Cell, Column
from desktop.theme.paint import PLAIN, MarkKind
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.button import Link
from desktop.widgets.charts import BarRow, Series
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.marks import Mark, Pill
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from models.casework.month_overview import MonthLine
from models.money import MINUS, format_yuan
from reports.month.checks import Check
from reports.month.sheet import Figure, MonthSheet
from reports.month.totals import Scope, SummaryLine, Tally

NOTHING = "—"


def tr(text: str) -> str:
    """The page's words in the window's language."""
    return QCoreApplication.translate("Statistics", text)


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of the table and the same line of the edition before, if there is one and it had it."""

    line: SummaryLine
    before: Tally | None
    total: bool = False


class FigureCard(Card):
    """`FigureCard("准予", "件", open)`: a large figure, its difference to the edition before, its cases."""

    def __init__(self, title: str, unit: str, handler: Callable[[], object]) -> None:
        self.title = title
        self.value, self.unit = Strong("", Role.FIGURE), Text(unit, Role.SMALL, Tone.TEXT2)
        self.change, self.note = Pill("", PLAIN), Text("", Role.CAPTION, Tone.TEXT2, elide=True)
        self.open = Link(tr("打开"), handler, Role.CAPTION)
        self.open.setAccessibleName(tr("打开“{title}”的案件").format(title=title))
        unit_box = column(STRETCH, self.unit, gap=0, margins=(0, 0, 0, 5))
        figure = row(self.value, unit_box, STRETCH, gap=6)
        below = row(self.change, (self.note, 1), self.open, gap=8)
        super().__init__(column(Text(title, Role.SMALL, Tone.TEXT2), figure, below, gap=0, margins=(16, 8, 16, 8)))

    def show_figure(self, value: str, change: str, note: str, *, opens: bool) -> None:
        """Show a figure; `change` "" where there is nothing to compare or nothing changed, which `note` says."""
        self.value.setText(value)
        self.change.setVisible(bool(change))
        self.change.show_word(change, PLAIN)
        self.note.setText(note)
        self.open.setVisible(opens)
        self.setAccessibleName(" ".join(part for part in (self.title, value, self.unit.text(), change, note) if part))


class ChecksLine(QWidget):
    """The arithmetic a month must pass, each with its mark; the figures on both sides on hover."""

    def __init__(self) -> None:
        super().__init__()
        self._row = row(gap=6)
        self.setLayout(self._row)

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show these."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for check in checks:
            mark, words = Mark(MarkKind.MET if check.agrees else MarkKind.NOT_MET, 14), Text(check.label, Role.CAPTION)
            words.set_tone(Tone.TEXT2 if check.agrees else Tone.BAD)
            for widget in (mark, words):
                widget.setToolTip(check.statement)
                self._row.addWidget(widget)
            words.setAccessibleDescription(check.statement)
            self._row.addSpacing(6)


def signed(change: int, *, money: bool = False) -> str:
    """A difference with its sign: +1, −2, −¥3,500.00; "" for none."""
    if not change:
        return ""
    sign = "+" if change > 0 else MINUS
    return f"{sign}{format_yuan(abs(change)) if money else f'{abs(change):,}'}"


def line_label(line: SummaryLine) -> str:
    """What a line is about: 技能提升补贴 · 准予 · 四级/中级工 · 东华门街道."""
    if line.scope is Scope.TOTAL:
        return tr("合计")
    return " · ".join(part for part in (line.programme, line.outcome, line.level, line.street) if part)


def table_columns() -> list[Column[TableLine]]:
    """The label and six counts and a sum, each with its difference behind it."""
    counts: list[tuple[str, Callable[[Tally], int | None]]] = [
        (tr("收件"), lambda tally: tally.received),
        (tr("准予"), lambda tally: tally.granted),
        (tr("不予"), lambda tally: tally.refused),
        (tr("办结"), lambda tally: tally.decided),
        (tr("办结人数"), lambda tally: tally.persons),
        (tr("发放"), lambda tally: tally.paid),
    ]
    columns = [Column(tr("项目"), _label_cell, elide=True)]
    for title, read in counts:
        persons = title == tr("办结人数")
        shown, sample = (_persons, "123 · 12 户") if persons else (_counted(read), "1,234")
        columns += [Column(title, shown, sample, right=True), Column("", _changed(read), "+12")]
    columns.append(Column(tr("发放金额"), _amount_cell, "¥1,385,000.00", right=True))
    return [*columns, Column("", _changed(lambda tally: tally.amount_fen, money=True), "−¥3,500.00")]


def _label_cell(shown: TableLine) -> Cell:
    return Cell(line_label(shown.line), strong=shown.total)


def _counted(read: Callable[[Tally], int | None]) -> Callable[[TableLine], Cell]:
    def cell(shown: TableLine) -> Cell:
        value = read(shown.line.tally)
        if value is None:
            return Cell(NOTHING, tone=Tone.TEXT3)
        return Cell(f"{value:,}", tone=Tone.TEXT if value else Tone.TEXT3, strong=shown.total)

    return cell


def _persons(shown: TableLine) -> Cell:
    """Persons, and behind them the enterprises that applied."""
    tally = shown.line.tally
    if not tally.enterprises:
        return _counted(lambda one: one.persons)(shown)
    companies = tr("{n} 户").format(n=f"{tally.enterprises:,}")
    return Cell(f"{tally.persons:,} · {companies}" if tally.persons else companies, strong=shown.total)


def _changed(read: Callable[[Tally], int | None], *, money: bool = False) -> Callable[[TableLine], Cell]:
    """The difference to the edition before, in a column of its own so that the figures stay under each other."""

    def cell(shown: TableLine) -> Cell:
        value = read(shown.line.tally)
        before = None if shown.before is None else read(shown.before)
        if value is None or before is None:
            return Cell()
        return Cell(signed(value - before, money=money), tone=Tone.ACCENT_TEXT, small=True)

    return cell


def _amount_cell(shown: TableLine) -> Cell:
    tally = shown.line.tally
    if not tally.paid:
        return Cell(NOTHING, tone=Tone.TEXT3)
    return Cell(format_yuan(tally.amount_fen), strong=shown.total)


def table_lines(sheet: MonthSheet, before: MonthSheet | None, scope: Scope) -> list[TableLine]:
    """The lines of one grouping with the total last; a line only the edition before had is shown as 0."""
    lines = _of(sheet, scope)
    old = {line_label(line): line for line in _of(before, scope)} if before is not None else {}
    empty = Tally(0, 0, 0, 0, 0, 0, 0)
    shown = [TableLine(line, _before(old.get(line_label(line)), empty, before)) for line in lines]
    known = {line_label(line) for line in lines}
    gone = [line for label, line in old.items() if label not in known]
    shown += [TableLine(_emptied(line), line.tally) for line in gone]
    total = None if before is None else before.summary.total.tally
    return [*shown, TableLine(sheet.summary.total, total, total=True)]


def _before(line: SummaryLine | None, empty: Tally, before: MonthSheet | None) -> Tally | None:
    if before is None:
        return None
    return empty if line is None else line.tally


def _emptied(line: SummaryLine) -> SummaryLine:
    received = None if line.tally.received is None else 0
    return SummaryLine(
        line.scope, Tally(received, 0, 0, 0, 0, 0, 0), line.programme, line.outcome, line.level, line.street
    )


def _of(sheet: MonthSheet, scope: Scope) -> Sequence[SummaryLine]:
    summary = sheet.summary
    by = {Scope.PROGRAMME: summary.programmes, Scope.LEVEL: summary.levels, Scope.STREET: summary.streets}
    return by.get(scope, summary.cells)


def month_series(lines: Sequence[MonthLine]) -> tuple[list[str], list[Series]]:
    """The last months, oldest first, as labels and two series."""
    ordered = list(reversed(lines))
    labels = [_short(line.month, first=not place) for place, line in enumerate(ordered)]
    received = Series(tr("收件"), tuple(line.live.received for line in ordered), Tone.CHART2)
    granted = Series(tr("准予"), tuple(line.live.granted for line in ordered))
    return labels, [received, granted]


def _short(month: str, *, first: bool) -> str:
    year, number = month.split("-")
    return f"{year[2:]}-{number}" if first or number == "01" else number


def amount_bars(sheet: MonthSheet, before: MonthSheet | None) -> list[BarRow]:
    """What was granted in money, by programme and level, the largest first; the edition before as a tick."""
    old = {line_label(line): line.tally for line in _of(before, Scope.LEVEL)} if before is not None else {}
    paid = [line for line in sheet.summary.levels if line.tally.paid]
    paid.sort(key=lambda line: -line.tally.amount_fen)
    return [
        BarRow(
            _bar_label(line),
            line.tally.amount_fen,
            old[line_label(line)].amount_fen if line_label(line) in old else None,
            format_yuan(line.tally.amount_fen),
            tr("{n} 件").format(n=f"{line.tally.paid:,}"),
        )
        for line in paid[:5]
    ]


def _bar_label(line: SummaryLine) -> str:
    short = line.level.split("/")[0]
    return f"{line.programme} {short}" if short.endswith("级") else line.programme


FIGURES: tuple[tuple[Figure, str, str], ...] = (
    (Figure.RECEIVED, "收件", "件"),
    (Figure.GRANTED, "准予", "件"),
    (Figure.REFUSED, "不予", "件"),
    (Figure.PERSONS, "办结人数", "人"),
    (Figure.PAID, "发放金额", ""),
)


def figure_value(sheet: MonthSheet, figure: Figure) -> int:
    """The headline figure: a count, or fen for what was paid."""
    totals = sheet.totals
    return {
        Figure.RECEIVED: totals.received,
        Figure.GRANTED: totals.granted,
        Figure.REFUSED: totals.refused,
        Figure.PERSONS: totals.persons,
        Figure.PAID: totals.amount_fen,
    }[figure]
