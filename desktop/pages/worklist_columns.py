"""The columns and group headers of the worklist, of the list beside a case, and of the queues of review and signing."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from desktop.item_models.cells import Cell, Column, Group, PillWord
from desktop.item_models.result_pill import result_pill
from desktop.pages.case_words import due_tone, due_words, state_words, tr
from desktop.theme.paint import MarkKind
from desktop.theme.tokens import Tone
from models.assessment import Result
from models.casework.worklist import GROUP_NAMES, GroupHead, WorklistRow
from models.casework.worklist import Group as GroupKey
from models.id_number import mask_id
from models.money import format_yuan

NUMBER_PLACE = 0  # of the wide columns; its numbers have a sixth digit from the hundred-thousandth case of a year on
_LONG = "阿" * 26  # the longest name of a person, in medium weight
_FOLDED = frozenset({GroupKey.OTHER})
_NOTES = {
    GroupKey.SEVERE: "超过办结期限 5 个工作日以上",
    GroupKey.LATE: "超过 1–5 个工作日",
    GroupKey.SOON: "今天和下一个工作日到期",
    GroupKey.APPLICANT: "尚未受理，或政策未施行",
    GroupKey.CORRECTION: "已送达的决定正在更正、撤销或复议",
    GroupKey.PUBLICITY: "复核通过，等出名单或公示期满",
    GroupKey.SEAL: "已签发，等盖章",
    GroupKey.SERVE: "决定书已签发，还没有送达",
    GroupKey.PAY: "已送达，等财务拨付",
    GroupKey.OTHER: "期限更晚，或没有期限",
}
_LOOKS = {
    GroupKey.SEVERE: (MarkKind.NOT_MET, Tone.BAD),
    GroupKey.LATE: (MarkKind.NOT_MET, Tone.BAD),
    GroupKey.SOON: (MarkKind.WARN, Tone.WARN),
    GroupKey.APPLICANT: (MarkKind.INFO, Tone.TEXT),
    GroupKey.CORRECTION: (MarkKind.INFO, Tone.TEXT),
    GroupKey.PUBLICITY: (MarkKind.INFO, Tone.TEXT),
    GroupKey.SEAL: (MarkKind.INFO, Tone.TEXT),
    GroupKey.SERVE: (MarkKind.INFO, Tone.TEXT),
    GroupKey.PAY: (MarkKind.INFO, Tone.TEXT),
}


def columns() -> list[Column[WorklistRow]]:
    """Wide: every key column has its whole width, only the programme gives way."""
    return [
        Column(tr("案号"), lambda row: Cell(row.case.number, Tone.TEXT2), "2026-00012"),
        Column(
            tr("姓名"), lambda row: Cell(row.case.person_name, strong=True), "欧阳娜娜娜娜娜", wide=_LONG, elide=True
        ),
        Column(tr("证件号"), lambda row: Cell(mask_id(row.case.id_number), Tone.TEXT2), "110111********335X", drop=2),
        Column(tr("事项"), lambda row: _word(row.programme_name, Tone.TEXT)),
        Column(tr("状态"), lambda row: _word(state_words(row.case.state), Tone.TEXT2), "待申请人"),
        Column(tr("期限"), due_cell, "2026-09-14 超 88 个工作日"),
        Column(tr("结论"), lambda row: _pill(result_pill(row.result, stale=row.stale)), "待核算", pill=True, drop=1),
        Column(tr("经办"), lambda row: _word(row.last_actor, Tone.TEXT2), "欧阳娜", elide=True, drop=3),
    ]


def side_columns() -> list[Column[WorklistRow]]:
    """Two lines: name and programme, remainder and whose turn."""
    return [
        Column(tr("姓名"), lambda row: Cell(row.case.person_name, strong=True, sub=row.programme_name)),
        Column(tr("期限"), _side_due, "超 888 个工作日", right=True),
    ]


def queue_columns() -> list[Column[WorklistRow]]:
    """Two lines for a queue: name and programme, amount and result."""
    return [
        Column(tr("姓名"), lambda row: Cell(row.case.person_name, strong=True, sub=row.programme_name)),
        Column(tr("金额"), _queue_amount, "¥20,000.00", right=True),
    ]


def due_cell(row: WorklistRow) -> Cell:
    """The date with what is left of it."""
    return _due(row.case.due_on, row.working_days_left)


# The same few words, days and pills stand in most rows: each cell of them is made once.


@lru_cache(maxsize=256)
def _word(text: str, tone: Tone) -> Cell:
    return Cell(text, tone)


@lru_cache(maxsize=512)
def _due(due: date | None, left: int | None) -> Cell:
    if due is None:
        return Cell("—", Tone.TEXT3)
    return Cell(due.isoformat(), after=due_words(left), after_tone=due_tone(left))


@lru_cache(maxsize=16)
def _pill(pill: PillWord) -> Cell:
    return Cell(pill=pill)


def _side_due(row: WorklistRow) -> Cell:
    left = row.working_days_left
    words = due_words(left) or (row.case.due_on.isoformat() if row.case.due_on else tr("没有期限"))
    return Cell(words, due_tone(left), small=True, sub=f"{state_words(row.case.state)} {row.last_actor}")


def _queue_amount(row: WorklistRow) -> Cell:
    refused = row.result is Result.INELIGIBLE
    verdict = tr("不予") if refused else tr("准予") if row.result is Result.ELIGIBLE else tr("待核算")
    late = row.working_days_left is not None and row.working_days_left < 0
    sub = f"{verdict} · {due_words(row.working_days_left)}" if late else verdict
    tone = Tone.BAD if refused or late else Tone.TEXT3
    if row.amount_fen is None or refused:
        return Cell("—", Tone.TEXT3, small=True, sub=sub, sub_tone=tone)
    return Cell(format_yuan(row.amount_fen), small=True, sub=sub, sub_tone=tone)


def header(head: GroupHead, *, worst: bool, folded: bool, narrow: bool = False) -> Group:
    """The header of a group; only the worst has a filled count."""
    mark, tone = _LOOKS.get(head.group, (None, Tone.TEXT))
    earliest = tr("最早 {day}").format(day=head.earliest.isoformat()) if head.earliest else ""
    late = head.group in {GroupKey.SEVERE, GroupKey.LATE}
    return Group(
        GROUP_NAMES[head.group],
        head.count,
        mark,
        tone,
        solid=worst and late,
        note="" if narrow else tr(_NOTES[head.group]),
        tail=earliest if late and not narrow else "",
        folded=folded,
    )


def folded_at_first(group: GroupKey) -> bool:
    """Whether a group is folded until somebody opens it."""
    return group in _FOLDED
