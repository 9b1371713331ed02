"""What a document says beside its number; a mistyped number corrected; two registrations made one; the second look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.act_dialog import ActDialog, Command
from desktop.page import Host
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField, DateField, LineField, TextField
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import boxed, column, row
from desktop.widgets.modal import Modal
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from forms.identity import IdentityPart, read_identity
from models.errors import InputError
from models.id_number import mask_id
from models.identity_change import ChangeKind, IdentityChange
from models.identity_document import DOCUMENT_NAMES, DocumentKind
from models.person import Person
from models.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from models.casework.changes import Done
    from models.casework.unit_of_work import Desk


class IdentityDialog(Modal):
    """`IdentityDialog(part, today, keep, name=…, shown=…)`: kind, expiry, birth date, sex, former names.

    `keep(dialog, part)` takes what was read; `fail(error)` shows an error at its field. `locked` for a registered
    number: its kind is changed together with the number only.
    """

    def __init__(
        self,
        part: IdentityPart,
        today: date,
        keep: Callable[[IdentityDialog, IdentityPart], object],
        *,
        name: str,
        locked: bool,
    ) -> None:
        self._today, self._keep, self._part, self._locked = today, keep, part, locked
        self.fields = _document_fields(today)
        grid = FormGrid(2)
        for key, field in self.fields.items():
            if not (locked and key == "id_kind"):
                grid.add(field, 2 if key in {"id_kind", "former_names"} else 1)
        _fill(self.fields, part)
        self.run_action = Action("Ctrl+Enter", _tr("记下"), self.run)
        about = Text(_tr("18位号码看得出证件种类、出生日期和性别，不用填。"), Role.SMALL, Tone.TEXT2, wrap=True)
        body = column(about, grid, gap=12)
        super().__init__(_tr("证件与曾用名"), body, accept=self.run_action, subtitle=name, width=600)
        for field in self.fields.values():
            field.edited.connect(lambda _text, field=field: field.set_problem(None))

    def run(self) -> None:
        """Ctrl+Enter: read it and hand it on."""
        if self.is_composing():
            return
        texts = {key: field.text().strip() for key, field in self.fields.items()}
        if self._locked:
            texts["id_kind"] = "" if self._part.kind is None else self._part.kind.value
        try:
            self._keep(self, read_identity(texts, self._today))
        except InputError as error:
            self.fail(error)

    def fail(self, error: InputError) -> None:
        """Show an error at its field."""
        key = (error.field or "").removeprefix("person.")
        field = self.fields.get(key, self.fields["former_names"])
        field.set_problem(Problem(error.message))
        field.setFocus()


def _document_fields(today: date) -> dict[str, Field]:
    sexes = [Option("m", "1", _tr("男")), Option("f", "2", _tr("女"))]
    return {
        "id_kind": kind_field(),
        "id_expires_on": DateField(_tr("证件有效期至"), hint=_tr("长期有效的留空"), today=lambda: today, ahead=True),
        "birth_date": DateField(_tr("出生日期"), hint=_tr("号码不含的照证件填"), today=lambda: today),
        "sex": ChoiceField(_tr("性别"), sexes),
        "former_names": LineField(_tr("曾用名"), placeholder=_tr("几个之间用顿号")),
    }


def kind_field() -> ChoiceField:
    """The kinds of documents, by their digit."""
    kinds = [Option(kind.value, str(place), _tr(name)) for place, (kind, name) in enumerate(DOCUMENT_NAMES.items(), 1)]
    return ChoiceField(_tr("证件种类"), kinds, hint=_tr("号码看得出的不用选"))


def _fill(fields: dict[str, Field], part: IdentityPart) -> None:
    fields["id_kind"].set_text("" if part.kind is None else part.kind.value)
    fields["id_expires_on"].set_text("" if part.expires_on is None else part.expires_on.isoformat())
    fields["birth_date"].set_text("" if part.birth_date is None else part.birth_date.isoformat())
    fields["sex"].set_text(part.sex)
    fields["former_names"].set_text("、".join(part.former_names))


def number_dialog(
    host: Host, person: Person, done: Callable[[IdentityChange | Person], object], typed: str = ""
) -> ActDialog:
    """更正证件号码: `done` gets the change, or the person who has the right number already."""
    number = LineField(_tr("正确的证件号码"), hint=_tr("对照证件原件"))
    number.set_text(typed)
    kind = kind_field()
    reason = TextField(_tr("原因"), hint=_tr("写入案卷"), placeholder=_tr("例如：录入时末两位颠倒，已核对身份证原件"))

    def command() -> Command:
        text, why = number.text().strip(), reason.text().strip()
        shown = DocumentKind(kind.text()) if kind.text() else None
        return lambda desk: _corrected(desk, person.id, text, why, shown)

    return ActDialog(
        host,
        _tr("更正证件号码"),
        {"person.id_number": number, "person.id_kind": kind, "reason": reason},
        word=_tr("更正"),
        command=command,
        done=done,
        subtitle=f"{person.name} {mask_id(person.id_number)}",
        about=_tr("已发出的文书保持原样，在办案件带上新号码重新核算。此人已有决定的，须由另一人核对后才生效。"),
    )


def _corrected(desk: Desk, person_id: int, text: str, why: str, kind: DocumentKind | None) -> Done[Any]:
    from models.casework.changes import Changes, Done
    from models.casework.identities import correct_number, number_holder

    holder = number_holder(desk, text, kind)
    if holder is not None and holder.id != person_id:
        return Done(holder, Changes())
    return correct_number(desk, person_id, text, why, kind)


def merge_dialog(
    host: Host, present: Person, other: Person, done: Callable[[IdentityChange], object], reason: str = ""
) -> ActDialog:
    """合并登记: two registrations side by side, which number is right, and why they are one person."""
    options = [
        Option(str(other.id), "1", mask_id(other.id_number)),
        Option(str(present.id), "2", mask_id(present.id_number)),
    ]
    kept = ChoiceField(_tr("哪一份的号码是对的（留下这一份）"), options)
    why = TextField(_tr("原因"), hint=_tr("写入案卷"), placeholder=_tr("例如：同一人，另一窗口录错号码"))
    why.set_text(reason)

    def command() -> Command:
        from models.casework.identities import merge

        words = why.text().strip()
        if not kept.text():
            raise InputError(_tr("请选哪一份的号码与证件原件一致。"), "kept")
        into = int(kept.text())
        gone = present.id if into == other.id else other.id
        return lambda desk: merge(desk, gone, into, words)

    sides = row((_side("1", other), 1), (_side("2", present), 1), gap=12)
    return ActDialog(
        host,
        _tr("合并登记"),
        {"kept": kept, "reason": why},
        word=_tr("合并"),
        command=command,
        done=done,
        about=_tr("两份登记的案件、文书和享受记录并到留下的一份；已发出的文书保持原样。另一份仍可查到，注明已并入。"),
        above=[boxed(sides)],
        danger=True,
    )


def _side(key: str, person: Person) -> Card:
    sex = VOCABULARY["person.sex"].choices.get(person.sex, "")
    about = f"{DOCUMENT_NAMES[person.document]} · {sex} · {person.street}"
    lines = (Strong(f"{key}. {person.name}"), Text(mask_id(person.id_number)), Text(about, Role.SMALL, Tone.TEXT2))
    return Card(column(*lines, gap=2, margins=(16, 8, 16, 8)))


def confirm_dialog(host: Host, change: IdentityChange, by: str, done: Callable[[IdentityChange], object]) -> ActDialog:
    """The second look at a correction or merge: carry it out, or drop it with a reason."""
    answers = [Option("yes", "1", _tr("属实，办理")), Option("no", "2", _tr("不予更正"))]
    answer = ChoiceField(_tr("核对结果"), answers)
    reason = TextField(_tr("不予更正的原因"), hint=_tr("办理的不用填"), rows=2)

    def command() -> Command:
        from models.casework.identities import confirm_change, drop_change

        said, why = answer.text(), reason.text().strip()
        if not said:
            raise InputError(_tr("请选核对结果。"), "answer")
        if said == "yes":
            return lambda desk: confirm_change(desk, change.id)
        return lambda desk: drop_change(desk, change.id, why)

    merging = change.kind is ChangeKind.MERGE
    what = _tr("两份登记合并为一份") if merging else _tr("更正证件号码")
    words = _tr("{by} 提请{what}：由 {old} 改为 {new}。\n原因：{reason}").format(
        by=by, what=what, old=mask_id(change.old_number), new=mask_id(change.new_number), reason=change.reason
    )
    return ActDialog(
        host,
        _tr("核对号码更正"),
        {"answer": answer, "reason": reason},
        word=_tr("记下核对结果"),
        command=command,
        done=done,
        about=words,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("IdentityDialogs", text)
