"""移出、退出: a member is taken off the roll, noted as gone before the end, or put back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.act_dialog import ActDialog, Command, needed_date
from desktop.page import Host
from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField, DateField, TextField
from desktop.widgets.segments import Option
from models.casework.classes import ClassMember, ClassRecord
from models.errors import InputError

Done = Callable[[str], object]


def tr(text: str) -> str:
    """A text of these dialogs."""
    return QCoreApplication.translate("ClassLeaving", text)


def leaving_dialog(host: Host, record: ClassRecord, one: ClassMember, done: Done) -> ActDialog:
    """What can be said about this member's place in the class now; `done(words)` tells what was recorded."""
    if one.member.left is not None:
        return _back_dialog(host, record, one, done)
    return _gone_dialog(host, record, one, done)


def _gone_dialog(host: Host, record: ClassRecord, one: ClassMember, done: Done) -> ActDialog:
    left, removed = tr("中途退出"), tr("录错了，移出")
    number, person, today = record.group.number, one.person, record.today
    fields: dict[str, Field] = {}
    if not one.had_cases:
        fields["kind"] = ChoiceField(tr("是哪一种"), [Option(left), Option(removed)])
    fields["on"] = DateField(tr("退出日期"), hint=tr("今天按 0；移出的不填"), today=lambda: today)
    fields["reason"] = TextField(tr("原因"), placeholder=tr("例如：机构来函，8月3日起不再参加"))
    if one.had_cases:
        fields["on"].set_hint(tr("今天按 0"))

    def command() -> Command:
        from models.casework.class_leaving import leave_class, remove_member

        kind = fields["kind"].text() if "kind" in fields else left
        words = fields["reason"].text()
        if not kind:
            raise InputError(tr("请选是中途退出，还是录错了要移出。"), "kind")
        if kind == removed:
            return lambda desk: remove_member(desk, number, person.id, words)
        day = needed_date(fields["on"].text(), today, "on", tr("请填写哪天退出的，今天按 0。"))
        return lambda desk: leave_class(desk, number, person.id, day, words)

    def finished(_member: object) -> None:
        out = "kind" in fields and fields["kind"].text() == removed
        words = tr("{name} 已移出本班") if out else tr("{name} 已记为退出")
        done(words.format(name=person.name))

    about = (
        tr("此人在本班已有案件，只能记为退出：案件、出勤和经过都保留，批量收件、受理不再办此人。")
        if one.had_cases
        else tr("中途退出的留在名册里，记明日期和原因；录错了的从名册移出。两种都记入流水，之后还能恢复。")
    )
    return ActDialog(
        host, tr("移出、退出"), fields, word=tr("记下"), command=command, done=finished,
        subtitle=person.name, about=about,
    )  # fmt: skip


def _back_dialog(host: Host, record: ClassRecord, one: ClassMember, done: Done) -> ActDialog:
    reason = TextField(tr("为什么恢复"), placeholder=tr("例如：机构更正，此人一直在学"))
    number, person, gone = record.group.number, one.person, one.member.left

    def command() -> Command:
        from models.casework.class_leaving import return_to_class

        words = reason.text()
        return lambda desk: return_to_class(desk, number, person.id, words)

    words = tr("{name} 已恢复在班").format(name=person.name)
    told = "" if gone is None else tr("已记 {on} 退出：{reason}").format(on=gone.on, reason=gone.reason)
    return ActDialog(
        host, tr("退出记错了"), {"reason": reason}, word=tr("恢复在班"), command=command,
        done=lambda _member: done(words), subtitle=person.name, about=told,
    )  # fmt: skip
