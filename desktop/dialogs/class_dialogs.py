"""The short forms of a class: what it is, one member's attendance, which column is what, and an undo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.act_dialog import ActDialog, Command
from desktop.page import Host
from desktop.widgets.action import Action
from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField, DateField, LineField, NumberField, TextField, YesNoField
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option
from models.casework.classes import ClassMember
from models.errors import InputError
from models.roster import FIELD_NAMES, RosterField
from models.training_class import BULK_NAMES, Attendance, BulkAct, TrainingClass
from models.vocabulary import LEVEL_NAMES, PROGRAMME_NAMES

Done = Callable[[Any], object]
_WIDTH = 720


def tr(text: str) -> str:
    """A text of these dialogs."""
    return QCoreApplication.translate("ClassDialogs", text)


def class_dialog(
    host: Host, today: date, before: TrainingClass | None, done: Done, others: Sequence[TrainingClass] = ()
) -> ActDialog:
    """建班, or the changes of a class that is there; the `others` offer schools and occupations by initials."""
    fields = _class_fields(today, others)
    if before is not None:
        for name, text in _texts_of(before).items():
            fields[name].set_text(text)

    def command() -> Command:
        from forms.fields import Setting
        from forms.training_class import read_class
        from models.casework.classes import add_class, correct_class

        draft = read_class({name: field.text() for name, field in fields.items()}, Setting(today), before)
        return (lambda desk: add_class(desk, draft)) if before is None else (lambda desk: correct_class(desk, draft))

    about = tr("这些内容会成为每名学员案件的事实。不知道的留空，就是未知；结论里会列出要问什么。")
    title = tr("建班") if before is None else tr("修改班的信息")
    return ActDialog(
        host, title, fields, word=tr("建班") if before is None else tr("保存"), command=command, done=done,
        subtitle="" if before is None else before.number, about=about, columns=2,
    )  # fmt: skip


def _class_fields(today: date, others: Sequence[TrainingClass]) -> dict[str, Field]:
    schools = _most_frequent(one.school for one in others)
    occupations = _most_frequent(one.occupation for one in others if one.occupation)
    kinds = [Option("技能培训", "1"), Option("创业培训", "2")]
    levels = [Option(name, str(level)) for level, name in LEVEL_NAMES.items()]
    return {
        "number": LineField(tr("培训编号（开班备案号）")),
        "school": ChoiceField(tr("培训机构"), schools, free=True),
        "kind": ChoiceField(tr("培训类型"), kinds),
        "occupation": ChoiceField(tr("职业（工种）"), occupations, hint=tr("没有的填“无”"), free=True),
        "level": ChoiceField(tr("等级"), [*levels, Option("无", "w")], hint=tr("没有的选“无”")),
        "started_on": DateField(tr("开班日期"), today=lambda: today),
        "ended_on": DateField(tr("结课日期"), hint=tr("未定的留空"), today=lambda: today),
        "days_planned": NumberField(tr("计划培训天数"), unit=tr("天"), hint=tr("不知道的留空")),
        "provider_listed": YesNoField(tr("培训机构在目录内")),
        "in_catalogue": YesNoField(tr("培训课程在目录内")),
    }


def _most_frequent(names: Iterable[str]) -> list[Option]:
    return [Option(name) for name, _ in Counter(names).most_common()]


def _texts_of(group: TrainingClass) -> dict[str, str]:
    either = {None: "", True: "是", False: "否"}
    return {
        "number": group.number,
        "school": group.school,
        "kind": {"skill": "技能培训", "entrepreneurship": "创业培训"}[group.kind],
        "occupation": group.occupation or "无",
        "level": "无" if group.level is None else LEVEL_NAMES[group.level],
        "started_on": group.started_on.isoformat(),
        "ended_on": "" if group.ended_on is None else group.ended_on.isoformat(),
        "days_planned": "" if group.days_planned is None else str(group.days_planned),
        "provider_listed": either[group.provider_listed],
        "in_catalogue": either[group.in_catalogue],
    }


def attendance_dialog(host: Host, number: str, one: ClassMember, done: Done) -> ActDialog:
    """出勤 and 结业 of one member; of all at once by the roster."""
    kept = one.member.attendance
    fields: dict[str, Field] = {
        "days_attended": NumberField(tr("实际出勤"), unit=tr("天")),
        "days_planned": NumberField(tr("本人的计划天数"), unit=tr("天"), hint=tr("与全班相同的留空")),
        "completed": YesNoField(tr("是否结业")),
    }
    fields["days_attended"].set_text("" if kept.days_attended is None else str(kept.days_attended))
    fields["days_planned"].set_text("" if kept.days_planned is None else str(kept.days_planned))
    fields["completed"].set_text({None: "", True: "是", False: "否"}[kept.completed])

    def command() -> Command:
        from models.casework.classes import record_attendance

        completed = {"是": True, "否": False}.get(fields["completed"].text())
        attended = _days(fields["days_attended"].text(), "days_attended")
        planned = _days(fields["days_planned"].text(), "days_planned")
        after = Attendance(attended, planned, completed)
        return lambda desk: record_attendance(desk, number, one.person.id, after)

    about = tr("全班的出勤可以随名册导入：表里有“出勤天数”“是否结业”两列就行。留空是未知，不是没有。")
    return ActDialog(
        host, tr("出勤和结业"), fields, word=tr("保存"), command=command, done=done,
        subtitle=one.person.name, about=about,
    )  # fmt: skip


def _days(text: str, name: str) -> int | None:
    from models.typed_text import fold_width, is_digits

    plain = fold_width(text)
    if not plain:
        return None
    if not is_digits(plain) or len(plain) > 4:
        raise InputError(tr("天数应是整数，请只填数字。"), name)
    return int(plain)


def undo_dialog(host: Host, bulk: BulkAct, done: Done) -> ActDialog:
    """撤销 of a whole bulk act, with the reason."""
    reason = TextField(tr("为什么撤销"), hint=tr("写入每件案件"), placeholder=tr("例如：申请日期填错，改正后重新收件"))

    def command() -> Command:
        from models.casework.bulk_acts import undo_bulk

        words = reason.text()
        return lambda desk: undo_bulk(desk, bulk.id, words)

    what = {
        "open": tr("这次收的案件全部撤回，记明原因，编号保留；之后可以重新收件。"),
        "accept": tr("这次受理的案件全部退回窗口，办结时限取消；已取的受理文号保留、不再使用，请收回已交的通知书。"),
        "serve": tr("这次登记的送达全部取消，案件回到待送达。"),
    }
    name = BULK_NAMES[bulk.kind]
    return ActDialog(
        host, tr("撤销{act}").format(act=name), {"reason": reason}, word=tr("撤销{act}").format(act=name),
        command=command, done=done, subtitle=PROGRAMME_NAMES[bulk.programme],
        about=what[bulk.kind.value], danger=True,
    )  # fmt: skip


class ColumnsDialog(Modal):
    """`ColumnsDialog(headings, fields, confirmed)`: what each column of the file holds; `confirmed(fields)`."""

    def __init__(
        self,
        headings: tuple[str, ...],
        fields: dict[int, RosterField],
        confirmed: Callable[[dict[int, RosterField]], str],
    ) -> None:
        self._confirmed = confirmed
        options = [Option(tr("不用")), *(Option(name) for name in FIELD_NAMES.values())]
        self.choices: dict[int, ChoiceField] = {}
        grid = FormGrid(3)
        for place, heading in enumerate(headings):
            if heading:
                choice = ChoiceField(heading, options)
                choice.set_text(FIELD_NAMES[fields[place]] if place in fields else tr("不用"))
                choice.edited.connect(lambda _text, choice=choice: choice.set_problem(None))
                self.choices[place] = choice
                grid.add(choice)
        accept = Action("Ctrl+Enter", tr("照此对应"), self.accept)
        about = tr("表头的每一列对应什么")
        super().__init__(tr("列的对应"), column(grid, gap=12), accept=accept, subtitle=about, width=_WIDTH)

    def accept(self) -> None:
        """Ctrl+Enter: take the mapping over, or say what is wrong with it."""
        known = {name: field for field, name in FIELD_NAMES.items()}
        fields = {place: known[choice.text()] for place, choice in self.choices.items() if choice.text() in known}
        if wrong := self._confirmed(fields):
            next(iter(self.choices.values())).set_problem(Problem(wrong))
            return
        self.close()
