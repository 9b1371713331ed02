"""The words in which a class, its members and their cases are shown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.item_models.cells import Cell, PillWord
from desktop.theme.paint import MarkKind
from desktop.theme.tokens import Tone
from models.casework.classes import ClassMember, ClassRecord
from models.roster import MARK_NAMES, Mark
from models.training_class import BULK_NAMES, TrainingClass
from models.vocabulary import LEVEL_NAMES, PROGRAMME_NAMES

_KINDS = {"skill": "技能培训", "entrepreneurship": "创业培训"}
MARKS = {Mark.GREEN: MarkKind.MET, Mark.AMBER: MarkKind.WARN, Mark.RED: MarkKind.NOT_MET}


def tr(text: str) -> str:
    """A text of the pages of a class."""
    return QCoreApplication.translate("Classes", text)


def course_words(group: TrainingClass) -> str:
    """育婴员 五级/初级工, or the kind of course where it has no occupation."""
    level = "" if group.level is None else LEVEL_NAMES[group.level]
    return " ".join(part for part in (group.occupation or tr(_KINDS[group.kind]), level) if part)


def span_words(group: TrainingClass) -> str:
    """From when to when."""
    return tr("{start} 至 {end}").format(start=group.started_on, end=group.ended_on or tr("结课日未知"))


def known_words(group: TrainingClass) -> str:
    """What is known and what is not, of the facts that every member's case takes from the class."""
    days = tr("计划天数未知") if group.days_planned is None else tr("计划 {n} 天").format(n=group.days_planned)
    listed = _either(group.provider_listed, tr("机构在目录内"), tr("机构不在目录内"), tr("机构是否在目录：未知"))
    course = _either(group.in_catalogue, tr("课程在目录内"), tr("课程不在目录内"), tr("课程是否在目录：未知"))
    return " · ".join((days, listed, course))


def _either(value: bool | None, yes: str, no: str, unknown: str) -> str:
    return unknown if value is None else yes if value else no


def count_words(record: ClassRecord) -> str:
    """How many are in it, and how many left."""
    gone = sum(one.member.left is not None for one in record.members)
    here = tr("{n} 人").format(n=len(record.members) - gone)
    return here if not gone else tr("{here}，另有 {n} 人退出").format(here=here, n=gone)


def name_cell(one: ClassMember) -> Cell:
    """The name, and since when somebody is gone."""
    left = one.member.left
    if left is None:
        return Cell(one.person.name, strong=True)
    return Cell(one.person.name, Tone.TEXT3, after=tr("{on} 退出").format(on=f"{left.on:%m-%d}"), after_tone=Tone.TEXT2)


def mark_cell(mark: Mark) -> Cell:
    """可导入, 请留意 or 不能导入, as mark and word."""
    return Cell(pill=PillWord.verdict(MARKS[mark], tr(MARK_NAMES[mark])))


def attendance_cell(one: ClassMember, group: TrainingClass) -> Cell:
    """20/25, or that it is not known."""
    attendance = one.member.attendance
    if attendance.days_attended is None:
        return Cell(tr("未知"), Tone.TEXT3)
    planned = attendance.days_planned or group.days_planned
    return Cell(f"{attendance.days_attended}/{'—' if planned is None else planned}")


def completed_cell(one: ClassMember) -> Cell:
    """Whether the member completed the course."""
    done = one.member.attendance.completed
    return Cell(tr("未知"), Tone.TEXT3) if done is None else Cell(tr("是") if done else tr("否"))


def bulk_words(record: ClassRecord) -> str:
    """The newest bulk act, by whom and when, and whether it still can be undone."""
    if not record.bulk_acts:
        return tr("还没有批量办理过。")
    last = record.bulk_acts[-1]
    said = tr("{act}（{programme}），{name} {when}").format(
        act=tr(BULK_NAMES[last.kind]),
        programme=PROGRAMME_NAMES[last.programme],
        name=record.names.get(last.done_by, ""),
        when=last.done_at.astimezone().strftime("%m-%d %H:%M"),
    )
    if last.undone_at is not None:
        return tr("{act}；已撤销：{reason}").format(act=said, reason=last.undo_reason)
    return said if last.id in record.undoable else tr("{act}；之后又办过别的，不能一起撤销").format(act=said)
