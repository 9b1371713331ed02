"""A worklist of invented people, to look at the table."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.item_models.cells import Cell, Column, Group, PillWord
from desktop.item_models.rows import RowModel
from desktop.theme.paint import MarkKind
from desktop.theme.tokens import Tone
from desktop.widgets.table import Table


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One case of the sample."""

    number: str
    name: str
    id_number: str
    programme: str
    waiting: str
    due: str
    left: str
    amount: str
    tone: Tone = Tone.TEXT3
    verdict: tuple[MarkKind, str] = (MarkKind.UNKNOWN, "未知")


COLUMNS: list[Column[SampleRow]] = [
    Column("案号", lambda row: Cell(row.number, Tone.TEXT2), "2026-00791"),
    Column("申请人", lambda row: Cell(row.name, strong=True), "欧阳建国"),
    Column("证件号", lambda row: Cell(row.id_number, Tone.TEXT2), "110111********335X"),
    Column("事项", lambda row: Cell(row.programme)),
    Column("等谁", lambda row: Cell(row.waiting, Tone.TEXT2), "申请人 转业证"),
    Column("期限", lambda row: Cell(row.due, after=row.left, after_tone=row.tone), "2026-09-14 还有 12 个工作日"),
    Column("结论", lambda row: Cell(pill=PillWord.verdict(*row.verdict)), "不符合", pill=True),
    Column("金额", lambda row: Cell(row.amount, Tone.TEXT if row.amount[0] == "¥" else Tone.TEXT3), "¥20,000.00", True),
]

_MET, _NOT_MET = (MarkKind.MET, "符合"), (MarkKind.NOT_MET, "不符合")
_JUDGE, _UNKNOWN = (MarkKind.JUDGEMENT, "需判断"), (MarkKind.UNKNOWN, "未知")
_FIELDS = """
2026-00791|魏建国|110111********3358|技能提升补贴|复核 钱雨桐|2026-09-01|超 8 个工作日|¥2,000.00
2026-00802|罗思敏|110102********4264|免费就业创业培训|经办 赵文博|2026-09-03|超 6 个工作日|—
2026-00851|周启明|110102********1417|技能提升补贴|签发 孙立群|2026-09-11|今天|¥1,500.00
2026-00853|董亚楠|110105********2521|技能提升补贴|复核 钱雨桐|2026-09-11|今天|—
2026-00860|邵明辉|110107********0838|培训期间生活费补贴|市局 标准|2026-09-14|还有 1 个工作日|标准未定
"""
_TONES = (Tone.BAD, Tone.BAD, Tone.WARN, Tone.WARN, Tone.WARN)
ROWS = [
    replace(SampleRow(*line.split("|")), tone=tone, verdict=verdict)  # type: ignore[arg-type]
    for line, tone, verdict in zip(
        _FIELDS.split("\n")[1:-1], _TONES, (_MET, _JUDGE, _MET, _NOT_MET, _UNKNOWN), strict=True
    )
]


def sample_table() -> Table:
    """The table with three groups, the first row chosen."""
    model = RowModel(COLUMNS)
    late = Group(
        "严重超期",
        2,
        MarkKind.NOT_MET,
        Tone.BAD,
        solid=True,
        note="超过法定时限 5 个工作日以上",
        tail="最早 2026-09-01",
    )
    today = Group("今明到期", 3, MarkKind.WARN, Tone.WARN, note="今天 09-11 周五 · 下一个工作日 09-14 周一")
    others = Group("其他", 5, note="期限在 2026-09-15 之后", tail="按 → 展开", folded=True)
    model.show_groups([(late, ROWS[:2]), (today, ROWS[2:]), (others, ROWS)])
    table = Table(model, "待办")
    model.setParent(table)
    table.select_first()
    return table
