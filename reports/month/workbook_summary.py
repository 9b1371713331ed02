"""The first sheet: the month at a glance, by programme, level and street, with its checks and two charts.

All figures are values; the only formulas are the recalculations beside the checks, built from this module's own
cell addresses, so that whoever opens the workbook sees Excel itself come to the same sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.case import Outcome
from models.month import CorrectionRow, MonthContent
from reports.month.checks import checks, corrected_cases
from reports.month.ledgers import Cell, Kind, Ledger
from reports.month.totals import Summary, SummaryLine, Tally
from reports.month.words import capitals, on_time_rate
from reports.month.workbook_sheet import FIRST_ROW, HEAD_ROW, Pen, head_lines, set_up
from reports.month.workbook_style import BLUE, FACE, INK, PALE_BLUE, RULE, Chart, Workbook

NAME = "汇总"
_WIDTHS = (26.0, 15.0, *(10.0,) * 7, 16.0)
_COLUMNS = range(len(_WIDTHS))
Figures = tuple[int, int, int, int]
_TITLES = ("收件", "准予", "不予", "办结", "办结人数", "发放", "发放人数", "发放金额（元）")
_GRANTED, _REFUSED, _DECIDED, _MONEY = 3, 4, 5, 9
# One page at this scale, in points; the scale leaves room for the wider columns of machines without Calibri.
_SCALE, _PAGE_HEIGHT = 90, 540.0
_HEAD_LINES = 82.0
_CHART_ROWS, _FEWEST_CHART_ROWS, _CHART_ROW = 15, 10, 15.0


@dataclass(frozen=True, slots=True)
class Places:
    """Where things landed on the sheet (rows from 0), for charts and recalculation."""

    flow: int
    programmes: range
    streets: range
    total: int
    corrected: int | None = None


class SummarySheet:
    """Draws downwards; `_row` is the next free row."""

    def __init__(self, book: Workbook, pen: Pen) -> None:
        self._book = book
        self._pen = pen
        self._sheet = pen.sheet
        self._row = HEAD_ROW
        self._used = _HEAD_LINES

    def draw(self, content: MonthContent, summary: Summary, ledgers: Sequence[Ledger], lines: tuple[str, str]) -> None:
        """The whole sheet. `ledgers` are the acceptance, decision and payment ledgers of the same workbook."""
        set_up(self._sheet, content, NAME)
        self._sheet.set_print_scale(_SCALE)
        for column, width in enumerate(_WIDTHS):
            self._sheet.set_column(column, column, width)
        head_lines(self._pen, content, len(_WIDTHS), lines)
        self._figures(summary.total.tally)
        flow = self._flow(content, summary.total.tally)
        programmes = self._table("二、按事项", ("事项", ""), summary.programmes, summary.total)
        total = self._row - 1
        charts = self._leave_room() if summary.programmes else range(0)
        self._table("三、按事项和等级", ("事项", "等级"), summary.levels, summary.total)
        streets = self._table("四、按街道（乡镇）", ("街道（乡镇）", ""), summary.streets, summary.total)
        corrected = self._corrections(content)
        places = Places(flow, programmes, streets, total, corrected)
        self._checks(content, summary, places, ledgers)
        self._signatures()
        if summary.programmes:
            self._charts(places, charts)

    def _figures(self, tally: Tally) -> None:
        """Five large figures and the amount in capitals."""
        cards: tuple[tuple[int, int, str, int, str], ...] = (
            (0, 0, "收件", tally.received or 0, "figure_cases"),
            (1, 2, "准予", tally.granted, "figure_cases"),
            (3, 4, "不予", tally.refused, "figure_cases"),
            (
                5,
                6,
                f"办结人数（另 {tally.enterprises:,} 户）" if tally.enterprises else "办结人数",
                tally.persons,
                "figure_persons",
            ),
            (7, 9, f"发放金额（{tally.paid:,} 件）", tally.amount_fen, "figure_money"),
        )
        for first, last, label, figure, style in cards:
            self._span(self._row, first, last, label, "figure_label")
            self._span(self._row + 1, first, last, figure, style)
        self._next(18)
        self._next(28)
        self._line(f"发放金额大写：{capitals(tally.amount_fen)}", "subtitle", 22)

    def _flow(self, content: MonthContent, tally: Tally) -> int:
        self._section("一、收办情况", "单位：件")
        titles = ("期初在办", "收件", "办结", "撤回等", "期末在办", "超期办结", "按期率", "")
        self._heads(("", ""), titles)
        figures = (
            content.open_before,
            tally.received,
            tally.decided,
            content.withdrawn,
            content.open_after,
            content.decided_late,
        )
        self._pen.fill(self._row, _COLUMNS, "text")
        self._pen.put(self._row, 0, "全部事项", "text")
        for column, figure in enumerate(figures, 2):
            self._pen.put(self._row, column, figure, "number")
        self._pen.put(self._row, 8, on_time_rate(tally.decided, content.decided_late), "number")
        return self._next()

    def _table(self, title: str, names: tuple[str, str], lines: Sequence[SummaryLine], total: SummaryLine) -> range:
        """A section of the same eight figures, closed by the total; returns the rows of its lines."""
        self._section(title, "单位：件、人、元")
        self._heads(names, _TITLES)
        first = self._row
        for line in lines:
            labels = (line.street or line.programme, line.level)
            self._figures_row(labels, line.tally, ("text", "number", "money"))
        self._figures_row(("合计", ""), total.tally, ("total_text", "total_number", "total_money"))
        return range(first, first + len(lines))

    def _figures_row(self, labels: tuple[str, str], tally: Tally, styles: tuple[str, str, str]) -> None:
        counts = (tally.received, tally.granted, tally.refused, tally.decided, tally.persons)
        cells: tuple[Cell, ...] = (*labels, *counts, tally.paid, tally.paid_persons, tally.amount_fen)
        kinds = (styles[0],) * 2 + (styles[1],) * 7 + (styles[2],)
        for column, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
            self._pen.put(self._row, column, cell, kind)
        self._next()

    def _corrections(self, content: MonthContent) -> int | None:
        """The month's corrections, by kind, and its net; returns the row of their total, None where there are none."""
        if not content.corrections:
            return None
        self._section("五、更正", "单位：件、元")
        self._heads(("更正事由", ""), ("", "准予", "不予", "合计", "", "", "", "更正金额（元）"))
        by_kind: dict[str, list[CorrectionRow]] = {}
        for row in content.corrections:
            by_kind.setdefault(row.why, []).append(row)
        for why, rows in by_kind.items():
            self._correction_row(why, correction_figures(rows), ("text", "number", "money"))
        total = self._row
        look = ("total_text", "total_number", "total_money")
        self._correction_row("合计", correction_figures(content.corrections), look)
        sums = content.totals
        granted, refused = sums.granted + sums.corrected_granted, sums.refused + sums.corrected_refused
        net = (granted, refused, granted + refused, sums.amount_fen + sums.corrected_fen)
        self._correction_row("更正后净额", net, look)
        return total

    def _correction_row(self, label: str, figures: Figures, styles: tuple[str, str, str]) -> None:
        self._pen.fill(self._row, _COLUMNS, styles[0])
        self._pen.put(self._row, 0, label, styles[0])
        for column, figure in zip((_GRANTED, _REFUSED, _DECIDED), figures[:3], strict=True):
            self._pen.put(self._row, column, figure, styles[1])
        self._pen.put(self._row, _MONEY, figures[3], styles[2])
        self._next()

    def _checks(self, content: MonthContent, summary: Summary, places: Places, ledgers: Sequence[Ledger]) -> None:
        self._section("六、核对" if content.corrections else "五、核对")
        for column in _COLUMNS:
            title = {0: "项目", 1: "算式", 8: "结论", 9: "表内复算差"}.get(column, "")
            kind = Kind.MONEY if column == _MONEY else Kind.TEXT
            self._pen.head(self._row, column, title, kind)
        self._next(22)
        formulas = recalculations(places, ledgers)
        for check, formula in zip(checks(content, summary), formulas, strict=True):
            self._pen.fill(self._row, _COLUMNS, "text")
            self._pen.put(self._row, 0, check.label, "text")
            self._span(self._row, 1, 7, check.statement, "text")
            verdict, style = ("✓ 相符", "agrees") if check.agrees else ("✗ 不符", "differs")
            self._pen.put(self._row, 8, verdict, style)
            cached = _flow_difference(content, summary) if check.label == "件数平衡" else 0
            self._sheet.write_formula(self._row, _MONEY, formula, self._pen.styles["difference"], cached)
            self._next()

    def _signatures(self) -> None:
        self._row += 1
        for column, role in ((0, "制表："), (3, "复核："), (7, "负责人：")):
            self._pen.put(self._row, column, role, "signature")
        self._next(30)

    def _charts(self, places: Places, rows: range) -> None:
        height = (len(rows) * _CHART_ROW - 6) * 4 / 3
        outcomes = self._chart("bar", "准予与不予（件），按事项")
        for column, name, colour in ((_GRANTED, "准予", BLUE), (_REFUSED, "不予", PALE_BLUE)):
            outcomes.add_series(self._series(places.programmes, column, name, colour))
        outcomes.set_y_axis({"reverse": True, "num_font": _font(9), "line": {"color": RULE}, "major_tick_mark": "none"})
        outcomes.set_x_axis({**_VALUE_AXIS, "label_position": "high"})
        outcomes.set_legend({"position": "bottom", "font": _font(9)})
        self._place(outcomes, rows.start, 0, (436, height))
        amounts = self._chart("column", "发放金额（元），按街道（乡镇）")
        amounts.add_series(self._series(places.streets, _MONEY, "发放金额", BLUE))
        many = len(places.streets)
        names = {**_font(9 if many <= 20 else 7), **({"rotation": -90} if many > 8 else {})}
        labels = {"num_font": names, "interval_unit": 1, "line": {"color": RULE}, "major_tick_mark": "none"}
        amounts.set_x_axis(labels)
        amounts.set_y_axis(_VALUE_AXIS)
        amounts.set_legend({"none": True})
        self._place(amounts, rows.start, 4, (488, height))

    def _place(self, chart: Chart, row: int, column: int, size: tuple[float, float]) -> None:
        chart.set_size({"width": size[0], "height": size[1]})
        self._sheet.insert_chart(row, column, chart, {"x_offset": 2, "y_offset": 6, "object_position": 1})

    def _chart(self, shape: str, title: str) -> Chart:
        chart = self._book.add_chart({"type": shape, **({"subtype": "stacked"} if shape == "bar" else {})})
        chart.set_title({"name": title, "name_font": {**_font(11), "bold": True}, "overlay": False})
        chart.set_chartarea({"border": {"color": RULE}})
        return chart

    def _series(self, rows: range, column: int, name: str, colour: str) -> dict[str, object]:
        first, last = rows.start, rows.stop - 1
        return {
            "name": name,
            "categories": [NAME, first, 0, last, 0],
            "values": [NAME, first, column, last, column],
            "fill": {"color": colour},
            "gap": 60,
        }

    def _leave_room(self) -> range:
        """Rows for the charts: on the first page where it has room, else on the next; a new page follows."""
        room = int((_PAGE_HEIGHT - self._used) // _CHART_ROW)
        first = self._row
        count = min(room, _CHART_ROWS) if room >= _FEWEST_CHART_ROWS else _CHART_ROWS
        for _ in range(count):
            self._next(_CHART_ROW)
        self._sheet.set_h_pagebreaks([first if count > room else self._row])
        return range(first, self._row)

    def _section(self, title: str, unit: str = "") -> None:
        self._pen.put(self._row, _MONEY, unit, "unit")
        self._line(title, "section", 24)

    def _heads(self, names: tuple[str, str], titles: Sequence[str]) -> None:
        kinds = (Kind.TEXT,) * 2 + (Kind.NUMBER,) * 8
        for column, (title, kind) in enumerate(zip((*names, *titles), kinds, strict=True)):
            self._pen.head(self._row, column, title, kind)
        self._next(22)

    def _line(self, text: str, style: str, height: float) -> None:
        self._pen.put(self._row, 0, text, style)
        self._next(height)

    def _span(self, row: int, first: int, last: int, cell: Cell, style: str) -> None:
        if last > first:
            self._sheet.merge_range(row, first, row, last, "", self._pen.styles[style])
        self._pen.put(row, first, cell, style)

    def _next(self, height: float = 18) -> int:
        row, self._row = self._row, self._row + 1
        self._used += height
        self._sheet.set_row(row, height)
        return row


def recalculations(places: Places, ledgers: Sequence[Ledger]) -> tuple[str, ...]:
    """One formula a check, in their order; each comes to 0 when the check agrees."""
    accepted, decided, payment = ledgers
    flow, total = places.flow + 1, places.total + 1
    paid = _over("SUM", payment, "金额（元）")
    corrected = places.corrected + 1 if places.corrected is not None else None
    flowing = f"=C{flow}+D{flow}-E{flow}-F{flow}-G{flow}"
    found = (
        flowing if corrected is None else f"{flowing}-F{corrected}",
        f"=ROUND(J{total}-{paid},2)",
        f"=MAX(0,G{total}-F{total})+MAX(0,I{total}-H{total})",
        f"={_over('COUNTA', decided, '案号')}-F{total}",
        f"={_over('COUNTA', accepted, '案号')}-C{total}",
    )
    return found if corrected is None else (*found, f"=ROUND(J{total}+J{corrected}-J{corrected + 1},2)")


def correction_figures(rows: Sequence[CorrectionRow]) -> Figures:
    """Granted, refused, both, and money in fen that correction lines add, signed."""
    granted = sum(row.sign for row in rows if row.outcome is Outcome.GRANTED)
    refused = sum(row.sign for row in rows if row.outcome is Outcome.REFUSED)
    return granted, refused, granted + refused, sum(row.fen for row in rows)


def _over(function: str, ledger: Ledger, title: str) -> str:
    if not ledger.rows:
        return "0"
    from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

    column = xl_col_to_name(ledger.place(title))
    return f"{function}('{ledger.name}'!{column}{FIRST_ROW + 1}:{column}{FIRST_ROW + len(ledger.rows)})"


def _flow_difference(content: MonthContent, summary: Summary) -> int:
    tally = summary.total.tally
    left = content.open_before + (tally.received or 0)
    return left - tally.decided - corrected_cases(content) - content.withdrawn - content.open_after


def _font(size: int) -> dict[str, object]:
    return {"name": FACE, "size": size, "color": INK, "bold": False}


_VALUE_AXIS: Mapping[str, object] = {
    "num_font": _font(9),
    "num_format": "#,##0",
    "min": 0,
    "major_gridlines": {"visible": True, "line": {"color": "#E6E9EE"}},
    "line": {"none": True},
    "major_tick_mark": "none",
}
