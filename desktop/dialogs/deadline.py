"""期限: the small calendar of a case's deadline, with each counted, skipped and paused day and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.page import Host
from desktop.theme.paint import MarkKind
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.boxes import Notice
from desktop.widgets.day_sheet import DaySheet, ShownDay, shown_day
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.text import Strong, Text
from models.clock import DayKind
from models.errors import SubsidyDeskError

if TYPE_CHECKING:
    from models.casework.clocks import Deadline


def _tr(text: str) -> str:
    return QCoreApplication.translate("DeadlineDialog", text)


class DeadlineDialog(Modal):
    """`DeadlineDialog(found)`: arrows go through the days; the line below says why each counts or not."""

    def __init__(self, found: Deadline) -> None:
        self.found = found
        self.sheet = DaySheet()
        self.sentence = Strong("", Role.BODY)
        self.sheet.chosen.connect(self._tell)
        days = found.run.days
        self.sheet.show_days([shown_day(day, last=day.day == found.run.due) for day in days])
        body = column(*_notices(found), self.sheet, self.sentence, Text(counted(found), Role.SMALL, wrap=True), gap=10)
        super().__init__(
            found.about,
            body,
            subtitle=found.number,
            remark=found.clause,
            foot_note=_tr("方向键逐日查看"),
            cancel_word=_tr("关闭"),
        )

    def _tell(self, day: ShownDay | None) -> None:
        self.sentence.setText("" if day is None else day.sentence)
        paused = day is not None and day.kind is DayKind.PAUSED
        self.sentence.set_tone(Tone.WARN if paused else Tone.TEXT)


def counted(found: Deadline) -> str:
    """How many days of each kind."""
    numbers = {kind: sum(day.kind is kind for day in found.run.days) for kind in DayKind}
    words = _tr("{length} 个工作日：已列 {counted} 日计入，{rest} 日休息，{paused} 日停止计算。")
    return words.format(
        length=found.length,
        counted=numbers[DayKind.COUNTED],
        rest=numbers[DayKind.REST],
        paused=numbers[DayKind.PAUSED],
    )


def _notices(found: Deadline) -> list[Notice]:
    run, said = found.run, []
    if run.standing:
        words = _tr("等申请人补正，停止计算；补齐的次日起接着计算。")
        said.append(Notice(MarkKind.INFO, _tr("现在停止计算"), words))
    if run.unknown is not None:
        words = _tr("{year}年的放假安排还没有录入，只能算到上一年年底。录入并确认后可补算日期。")
        said.append(Notice(MarkKind.WARN, _tr("还没有日期"), words.format(year=run.unknown)))
    if found.promised is not None and run.due is not None and {found.due_on, found.promised} != {run.due}:
        said.append(Notice(MarkKind.WARN, _tr("不晚于已告知的日期"), _beside_promise(found).format(
            told=found.promised, due=found.due_on, computed=run.due
        )))  # fmt: skip
    return said


def _beside_promise(found: Deadline) -> str:
    """How the date to work to, the one that was told and the one that is counted differ."""
    if found.due_on is None or found.run.due is None or found.run.due > found.due_on:
        return _tr("已告知申请人 {told}，按 {due} 办；现在的工作日历算得 {computed}。")
    if found.run.due < found.due_on:
        return _tr("已告知申请人 {told}；自收到申请之日起算是 {computed}，请在工作台“时限和提请”里提前。")
    return _tr("已告知申请人 {told}；自收到申请之日起算是 {due}，按 {due} 办。")


def open_deadline(host: Host, number: str) -> None:
    """Ask for the deadline of a case and show it; where nothing is counted, say so."""

    def ask(desk: object) -> Deadline:
        from models.casework.clocks import deadline

        return deadline(desk, number)  # type: ignore[arg-type]

    def fail(error: SubsidyDeskError) -> None:
        host.say(error.message, bad=True)

    host.runner.read(ask, lambda found: host.open_modal(DeadlineDialog(found)), fail, latest="deadline")
