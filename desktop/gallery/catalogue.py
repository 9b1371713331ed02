"""Every widget in every state, on three sheets."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.gallery.sample_assessment import sample_assessment
from desktop.gallery.sample_intake import PAPERS, overdue
from desktop.gallery.sample_table import sample_table
from desktop.gallery.shots import Scene
from desktop.icons import names
from desktop.item_models.verdict_rows import OtherBenefit
from desktop.theme.paint import ACCENT, BAD, MET, PLAIN, TINT_OF_MARK, UNKNOWN, WARN, MarkKind
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.boxes import Banner, NextQuestion, Notice
from desktop.widgets.button import Button, IconButton, Kind, Link
from desktop.widgets.charts import BarChart, BarRow, ColumnChart, Legend, Series
from desktop.widgets.checklist import Checklist
from desktop.widgets.chips import Chips
from desktop.widgets.fields import ChoiceField, DateField, LineField, NumberField, SecretField, TextField, YesNoField
from desktop.widgets.fields import read_only_value as computed
from desktop.widgets.flow import Flow
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.marks import Icon, KeyCap, Mark, Pill, mark_word
from desktop.widgets.problem import Problem
from desktop.widgets.progress_line import ProgressLine
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.segments import Option
from desktop.widgets.surface import Card, NoteBox
from desktop.widgets.text import Strong, Text
from desktop.widgets.verdict_panel import VerdictPanel
from models.assessment import Result


def catalogue_scenes() -> list[Scene]:
    """The sheets."""
    return [
        Scene("catalogue", "controls", _controls),
        Scene("catalogue", "signs", _signs),
        Scene("catalogue", "verdicts", _verdicts),
        Scene("catalogue", "tables", _tables),
    ]


def _sheet(*columns: QWidget) -> QWidget:
    sheet = QWidget()
    sheet.setAutoFillBackground(True)
    body = row(*((part, 1) for part in columns), gap=12, margins=(24, 24, 24, 24))
    sheet.setLayout(column(Scrolling(body)))
    return sheet


def _card(*items: QWidget | int) -> Card:
    return Card(column(*items, STRETCH, gap=12, margins=(16, 12, 16, 12)))


def _controls() -> QWidget:
    left, right = FormGrid(2), FormGrid(2)
    focused = LineField("姓名", placeholder="如 欧阳𬭎")
    typed = LineField("超长少数民族姓名")
    typed.set_text("阿布都热西提·买买提依明·吾斯曼江·努尔买买提")
    proposed = ChoiceField("等级", [Option("五级", "5"), Option("四级", "4"), Option("三级", "3")])
    proposed.propose("四级")
    wrong = DateField("证书核发日")
    wrong.set_text("2025-09-08")
    wrong.set_problem(overdue())
    warned = NumberField("累计缴费", unit="个月", hint="须 ≥ 12")
    warned.set_text("12")
    warned.set_problem(Problem("恰好等于下限，请再核对一次。", warning=True))
    many = [Option(word) for word in ("电工", "钳工", "焊工", "养老护理员", "保育师")]
    yes, no = YesNoField("残疾人"), YesNoField("退役军人")
    yes.set_text("是")
    no.set_text("否")
    disabled = LineField("银行卡号", placeholder="材料 3 收到后填")
    disabled.setEnabled(False)
    secret = SecretField("口令", hint="至少 12 位")
    secret.set_text("correct horse")
    for field in (
        focused,
        typed,
        proposed,
        ChoiceField("职业（工种）", many),
        wrong,
        computed("申请截止", "2026-09-08"),
    ):
        left.add(field)
    left.add(TextField("说明", placeholder="写入决定卷"), span=2)
    for field in (yes, no, YesNoField("高校毕业生"), warned, disabled, secret):
        right.add(field)
    return _sheet(
        _card(Strong("字段", Role.SECTION), left), _card(Strong("是否、禁用、提醒", Role.SECTION), right, _buttons())
    )


def _buttons() -> QWidget:
    blocked = Button("受理", "Ctrl+Enter", kind=Kind.PRIMARY)
    blocked.block("缺收款卡")
    return boxed(
        Flow(
            [
                Button("受理", "Ctrl+Enter", kind=Kind.PRIMARY),
                blocked,
                Button("一次性告知", "F6"),
                Button("工作簿", icon="table"),
                Button("预览", "Ctrl+P", kind=Kind.QUIET, icon="print"),
                Button("作废", kind=Kind.DANGER),
                IconButton("left", "上一月"),
                IconButton("right", "下一月"),
                Link("核对核发日"),
            ],
            line_gap=8,
        )
    )


def _signs() -> QWidget:
    marks = [boxed(row(Mark(kind, 24), Mark(kind), Mark(kind, 14), Text(mark_word(kind)))) for kind in MarkKind]
    pills = [Pill(mark_word(kind), TINT_OF_MARK[kind], kind) for kind in MarkKind]
    tints = [Pill(word, tint) for word, tint in (("练习", PLAIN), ("未定", UNKNOWN), ("在办", ACCENT), ("准予", MET))]
    tints += [Pill("临界", WARN), Pill("超期", BAD)]
    keys = [KeyCap(key) for key in ("F2", "Enter", "Ctrl+Enter", "Space", "↑ ↓", "1")]
    roles = [Strong(f"{role.name} 经办台 ¥1,500.00", role) for role in Role]
    tones = [
        Text(f"{tone.value} 依据与结论", Role.BODY, tone) for tone in (Tone.TEXT, Tone.TEXT2, Tone.TEXT3, Tone.BAD)
    ]
    icons = [Icon(name, 20) for name in names()]
    banner = Banner(MarkKind.MET, "符合，可准予", "11 项符合 · 2 项临界", "电工 四级", "¥1,500.00")
    note = NoteBox(column(Text("系统已算出，不用填", Role.SMALL), margins=(12, 6, 12, 6)))
    why = Notice(MarkKind.WARN, "为什么超期", "08-26 送复核后停了 12 个工作日。法定 10 个工作日，09-01 届满。")
    ask = NextQuestion("在本市累计缴纳失业保险费多少个月？", "答完这一问就有结论")
    line = ProgressLine("正在导出 2026-08 月报")
    line.report(318, 412)
    checklist = Checklist(1)
    checklist.show_papers(PAPERS)
    parts = [boxed(Flow(signs, line_gap=8)) for signs in (marks, pills, tints, keys, icons)]
    return _sheet(_card(*parts, *roles, *tones), _card(banner, why, ask, note, line, checklist))


def _verdicts() -> QWidget:
    others = [OtherBenefit("free_training", MarkKind.UNKNOWN, "免费就业创业培训", "还差 1 问")]
    panels = []
    for result in (Result.INELIGIBLE, Result.CANNOT_TELL, Result.ELIGIBLE, Result.NOT_IN_FORCE):
        panel = VerdictPanel()
        panel.show_assessment(sample_assessment(result), others)
        panels.append(panel)
    return _sheet(*panels)


def _tables() -> QWidget:
    months = ColumnChart("近 12 个月")
    labels = ["25-09", "10", "11", "12", "26-01", "02", "03", "04", "05", "06", "07", "08"]
    received = Series("收件", (298, 251, 322, 367, 284, 203, 351, 376, 358, 391, 404, 412), Tone.CHART2)
    granted = Series("准予", (241, 214, 263, 301, 236, 162, 277, 305, 298, 312, 325, 318))
    months.show_series(labels, [received, granted])
    levels = BarChart("金额，按等级")
    levels.show_bars(
        [
            BarRow("五级", 6_400_000, 6_400_000, "¥64,000.00", "64 件"),
            BarRow("四级", 20_100_000, 20_250_000, "¥201,000.00", "134 件"),
            BarRow("三级", 12_000_000, 12_200_000, "¥120,000.00", "60 件"),
        ]
    )
    chips = Chips()
    chips.show_choices(
        [("all", "全部", 37), ("mine", "等我", 12), ("review", "等复核", 5), ("signing", "等签发", 6)], "all"
    )
    legend = Legend([("收件", Tone.CHART2, False), ("准予", Tone.CHART1, False), ("第 1 版", Tone.TEXT, True)])
    table = Card(column(sample_table(), margins=(1, 1, 1, 6)))
    charts = row((Card(column(legend, (months, 1), margins=(16, 10, 16, 6))), 3), (_card(levels), 2), gap=12)
    return _sheet(boxed(column(chips, (table, 1), charts, gap=12)))
