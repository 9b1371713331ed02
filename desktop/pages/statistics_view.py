"""What the statistics page shows: month and editions above, figures, two charts, the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from desktop.item_models.rows import RowModel
from desktop.pages.statistics_parts import (
    FIGURES,
    ChecksLine,
    FigureCard,
    TableLine,
    amount_bars,
    figure_value,
    month_series,
    signed,
    table_columns,
    table_lines,
    tr,
)
from desktop.pages.statistics_source import LIVE, Shown
from desktop.theme.paint import MarkKind
from desktop.theme.sizes import MARGIN, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.boxes import Notice
from desktop.widgets.button import Button, IconButton, Kind, Link
from desktop.widgets.charts import BarChart, ColumnChart, Legend
from desktop.widgets.flow import Flow
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.segments import Option, Segments
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from desktop.widgets.tile import Tile
from models.calendar import BEIJING
from models.casework.month_overview import MonthLine
from models.money import format_yuan
from reports.month.sheet import Figure, MonthSheet
from reports.month.totals import Scope
from reports.month.words import month_name

_SCOPES = (Scope.PROGRAMME, Scope.LEVEL, Scope.STREET, Scope.CELL)
_SCOPE_WORDS = {
    Scope.PROGRAMME: "按事项",
    Scope.LEVEL: "按等级",
    Scope.STREET: "按街道",
    Scope.CELL: "逐类明细",
}


class EditionTiles(QWidget):
    """The month as it stands and its editions; `chosen(edition)`."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._flow = Flow(gap=8)
        self.setLayout(self._flow)
        self.tiles: dict[int, Tile] = {}
        self._group = QButtonGroup(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_month(self, line: MonthLine, current: int) -> None:
        """Show what there is of a month."""
        for tile in self.tiles.values():
            self._group.removeButton(tile)
            self._flow.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        newest = line.editions[-1].edition if line.editions else LIVE
        self.tiles = {LIVE: self._tile(LIVE, tr("草稿"), _live_words(line))}
        for head in line.editions:
            day = head.published_at.astimezone(BEIJING).strftime("%m-%d %H:%M")
            standing = tr("现行") if head.edition == newest else tr("存档")
            words = f"{day} {head.published_by} · {standing}"
            self.tiles[head.edition] = self._tile(head.edition, tr("第 {n} 版").format(n=head.edition), words)
        if current in self.tiles:
            self.tiles[current].setChecked(True)
        self.updateGeometry()

    def _tile(self, edition: int, title: str, words: str) -> Tile:
        tile = Tile(title, words, partial(self.chosen.emit, edition))
        tile.setCheckable(True)
        tile.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group.addButton(tile)
        self._flow.addWidget(tile)
        return tile


def _live_words(line: MonthLine) -> str:
    if not line.editions:
        return tr("还没有发布过")
    return tr("与现行版一致") if line.still_equal else tr("与现行版不同")


class StatisticsView(QWidget):
    """Built once; `show_months`, `show_month` fill it."""

    figure_asked = Signal(object)
    differences_asked = Signal()
    corrections_asked = Signal()
    to_date_asked = Signal()
    scope_chosen = Signal()

    def __init__(self, actions: Sequence[Action], publish: Action, step: Callable[[int], object]) -> None:
        super().__init__()
        self.month = Strong("", Role.SECTION)
        self.earlier = IconButton("left", tr("上一月"), partial(step, 1), "Alt+←")
        self.later = IconButton("right", tr("下一月"), partial(step, -1), "Alt+→")
        self.editions, self.checks = EditionTiles(), ChecksLine()
        self.different = Link("", self.differences_asked.emit)
        self.corrections = Link("", self.corrections_asked.emit)
        self.to_date = Link("", self.to_date_asked.emit)
        self.to_date.hide()
        self.figures = {
            figure: FigureCard(tr(title), tr(unit), partial(self.figure_asked.emit, figure))
            for figure, title, unit in FIGURES
        }
        self.months_chart, self.amounts = (
            ColumnChart(tr("近 12 个月收件和准予")),
            BarChart(tr("发放金额，按事项和等级")),
        )
        scopes = [Option(scope.value, word=tr(_SCOPE_WORDS[scope])) for scope in _SCOPES]
        self.scopes = Segments(scopes, always=True)
        self.scopes.set_text(Scope.PROGRAMME.value)
        self.scopes.setAccessibleName(tr("分组"))
        self.scopes.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.scopes.edited.connect(self.scope_chosen)
        self.model: RowModel[TableLine] = RowModel(table_columns(), self)
        self.table = Table(self.model, tr("分项"))
        self.trouble = column(gap=12)
        self._numbers, self._instead = self._figures_box(), boxed(self.trouble)
        buttons = [Button(action=action) for action in actions]
        self.reason = Text("", Role.SMALL, Tone.TEXT2, elide=True, align=Qt.AlignmentFlag.AlignRight)
        publish.changed.connect(lambda: self.reason.setText(publish.reason))
        title = Strong(tr("统计"), Role.NAME)
        head = row(title, 8, self.earlier, self.month, self.later, (self.reason, 1), *buttons, gap=8)
        head.addWidget(Button(action=publish, kind=Kind.PRIMARY))
        # In two lines: beside one long line the editions would not fit in one of theirs at the largest text.
        of_the_month = row(STRETCH, self.corrections, self.different, gap=12)
        links = column(STRETCH, row(STRETCH, self.to_date), of_the_month, STRETCH, gap=0)
        second = row((self.editions, 1), links, gap=12)
        parts = column(head, second, self._instead, (self._numbers, 1), gap=12, margins=(MARGIN, 12, MARGIN, 12))
        self.setLayout(parts)
        parts.addStretch(0)
        self._instead.hide()

    def _figures_box(self) -> QWidget:
        cards = row(*((card, 3 if figure is Figure.PAID else 2) for figure, card in self.figures.items()), gap=12)
        legend = Legend([(tr("收件"), Tone.CHART2, False), (tr("准予"), Tone.CHART1, False)])
        self.legend = Legend([(tr("本版"), Tone.CHART1, False), (tr("前一版"), Tone.TEXT, True)])
        title = row(Strong(tr("近 12 个月")), STRETCH, legend)
        months = Card(column(title, (self.months_chart, 1), gap=4, margins=(16, 8, 16, 6)))
        title = row(Strong(tr("发放金额，按事项和等级")), STRETCH, self.legend)
        self.nothing_paid = Text(tr("这个月还没有发放金额。"), Role.SMALL, Tone.TEXT2)
        amounts = Card(column(title, self.nothing_paid, (self.amounts, 1), gap=4, margins=(16, 8, 16, 8)))
        head = row(self.scopes, STRETCH, self.checks, gap=12, margins=(15, 8, 15, 6))
        table = Card(column(head, (self.table, 1), gap=0, margins=(1, 1, 1, 6)))
        self.table.setMinimumHeight(scaled(98))
        for chart in (self.months_chart, self.amounts):
            chart.setMinimumHeight(scaled(84))
        charts = row((months, 3), (amounts, 2), gap=12)
        return Scrolling(column(cards, (charts, 3), (table, 4), gap=12))

    def show_months(self, lines: Sequence[MonthLine], line: MonthLine, edition: int) -> None:
        """The chart of all months and which one is shown."""
        self.months_chart.show_series(*month_series(lines))
        self.month.setText(month_name(line.month))
        place = lines.index(line)
        _bound(self.earlier, place + 1 < len(lines), tr("没有更早的月份。"))
        _bound(self.later, place > 0, tr("这已经是本月。"))
        self.editions.show_month(line, edition)

    def show_to_date(self, words: str) -> None:
        """What stands as granted this year, a way to its lines."""
        self.to_date.setText(words)
        self.to_date.setAccessibleName(words)
        self.to_date.updateGeometry()
        self.to_date.show()

    def show_month(self, shown: Shown, count_differences: int) -> None:
        """The figures, or instead of them why there are none."""
        sheet, before = shown.sheet, shown.before
        self._numbers.setVisible(sheet is not None)
        self._instead.setVisible(sheet is None)
        self.different.setVisible(bool(count_differences))
        self._show_corrections(sheet)
        if sheet is None:
            return
        name = "" if before is None else tr("第 {n} 版").format(n=before.edition)
        words = tr("与{edition}有 {n} 件不同").format(edition=name, n=f"{count_differences:,}")
        self.different.setText(words)
        self.different.setAccessibleName(self.different.text())
        self.different.updateGeometry()
        for figure, card in self.figures.items():
            _fill(card, figure, sheet, before)
        bars = amount_bars(sheet, before)
        self.amounts.show_bars(bars)
        self.nothing_paid.setVisible(not bars)
        self.legend.setVisible(before is not None and bool(bars))
        self.checks.show_checks(sheet.checks)
        self.show_lines(sheet, before)

    def _show_corrections(self, sheet: MonthSheet | None) -> None:
        """What the month takes back, and its net; a way to the lines."""
        self.corrections.setVisible(sheet is not None and bool(sheet.corrections))
        if sheet is None or not sheet.corrections:
            return
        total = sheet.totals
        words = tr("更正 {n} 行 {fen}，净额 {net}").format(
            n=len(sheet.corrections),
            fen=format_yuan(total.corrected_fen),
            net=format_yuan(total.amount_fen + total.corrected_fen),
        )
        self.corrections.setText(words)
        self.corrections.setAccessibleName(words)
        self.corrections.updateGeometry()

    def show_lines(self, sheet: MonthSheet, before: MonthSheet | None) -> None:
        """The table in the grouping chosen."""
        number = self.table.currentIndex().row()
        self.model.show_rows(table_lines(sheet, before, Scope(self.scopes.text())))
        if 0 <= number < self.model.rowCount():
            self.table.select_number(number)
        else:
            self.table.select_first()

    def show_trouble(self, message: str, cases: Sequence[str], open_case: Callable[[str], object]) -> None:
        """Say why there are no figures, with the way to each case that differs."""
        while (item := self.trouble.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.trouble.addWidget(Notice(MarkKind.NOT_MET, tr("这个月的数字现在不能显示"), message))
        for number in cases:
            self.trouble.addWidget(Link(tr("打开案件 {number}").format(number=number), partial(open_case, number)))
        self.trouble.addStretch(1)


def _bound(button: IconButton, possible: bool, why: str) -> None:
    if possible:
        button.allow()
    else:
        button.block(why)


def _fill(card: FigureCard, figure: Figure, sheet: MonthSheet, before: MonthSheet | None) -> None:
    money = figure is Figure.PAID
    value = figure_value(sheet, figure)
    shown = format_yuan(value) if money else f"{value:,}"
    paid = tr("{n} 件").format(n=f"{sheet.summary.total.tally.paid:,}") if money else ""
    if figure is Figure.PERSONS:
        companies = sheet.totals.enterprises
        card.unit.setText(tr("人，另 {n} 户").format(n=f"{companies:,}") if companies else tr("人"))
    if before is None:
        card.show_figure(shown, "", paid, opens=bool(value))
        return
    change = value - figure_value(before, figure)
    same = tr("与第 {n} 版相同").format(n=before.edition)
    words = tr("比第 {n} 版 {change}").format(n=before.edition, change=signed(change, money=money))
    card.show_figure(shown, words if change else "", paid if change else same, opens=bool(value))
