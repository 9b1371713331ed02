"""到场人: the applicant, a proxy with the authorisation, or a guardian with the proof."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop.theme.type import Role as TextRole
from desktop.widgets.action import Action
from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField, DateField, LineField
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option
from desktop.widgets.text import Text
from models.attendant import ROLE_NAMES, Attendant, Role, read_attendant
from models.errors import InputError, SubsidyDeskError
from models.identity_document import DOCUMENT_NAMES

_PROXY_ONLY = ("authorised_on", "scope")
_WIDTH = 640


class AttendantDialog(Modal):
    """`AttendantDialog(attendant, today, keep, name="…")`: `keep(attendant)` takes what was read, or raises.

    Only what the chosen role needs is asked. Nothing typed is lost on an error.
    """

    def __init__(
        self, before: Attendant, today: date, keep: Callable[[AttendantDialog, Attendant], object], *, name: str
    ) -> None:
        self._today, self._keep = today, keep
        self.fields = _fields(today)
        self._grid = FormGrid(2)
        for key, field in self.fields.items():
            self._grid.add(field, 2 if key in {"role", "scope"} else 1)
        _fill(self.fields, before)
        self.run_action = Action("Ctrl+Enter", _tr("记下"), self.run)
        about = Text(
            _tr("本人到场是默认记录。代办人照授权书登记，凭此打印在受理通知书上，并决定谁能领取决定书。"),
            TextRole.SMALL,
            wrap=True,
        )
        super().__init__(
            _tr("到场人"), column(about, self._grid, gap=12), accept=self.run_action, subtitle=name, width=_WIDTH
        )
        self.fields["role"].edited.connect(lambda _text: self._follow())
        for field in self.fields.values():
            field.edited.connect(lambda _text, field=field: field.set_problem(None))
        self._follow()

    def run(self) -> None:
        """Ctrl+Enter: read it and hand it on."""
        if self.is_composing():
            return
        texts = {key: field.text().strip() for key, field in self.fields.items()}
        try:
            day = self._day()
            read = read_attendant(texts, day, self._today)
        except InputError as error:
            self.fail(error)
            return
        self._keep(self, read)

    def fail(self, error: SubsidyDeskError) -> None:
        """Show an error at its field."""
        key = error.field if isinstance(error, InputError) else None
        field = self.fields.get(key or "", self.fields["role"])
        field.set_problem(Problem(error.message))
        field.setFocus()

    def _day(self) -> date | None:
        field = self.fields["authorised_on"]
        if not isinstance(field, DateField) or self.fields["role"].text() != Role.PROXY.value:
            return None
        try:
            return field.date()
        except InputError as error:
            raise InputError(error.message, "authorised_on") from None

    def _follow(self) -> None:
        role = self.fields["role"].text()
        shown = {"role"}
        if role in {Role.PROXY.value, Role.GUARDIAN.value}:
            shown = set(self.fields) - ({"relation"} if role == Role.PROXY.value else set(_PROXY_ONLY))
        self._grid.show_only({field for key, field in self.fields.items() if key in shown})


def _fields(today: date) -> dict[str, Field]:
    roles = [Option(role.value, str(place), _tr(ROLE_NAMES[role])) for place, role in enumerate(Role, 1)]
    kinds = [Option(kind.value, "", _tr(name)) for kind, name in DOCUMENT_NAMES.items()]
    powers = [Option("yes", "1", _tr("可以")), Option("no", "0", _tr("不可以"))]
    return {
        "role": ChoiceField(_tr("谁在窗口"), roles),
        "name": LineField(_tr("姓名")),
        "phone": LineField(_tr("联系电话")),
        "id_kind": ChoiceField(_tr("证件种类"), kinds, placeholder=_tr("号码看得出的不用选"), most_segments=0),
        "id_number": LineField(_tr("证件号码")),
        "relation": LineField(_tr("与申请人的关系"), placeholder=_tr("例如：父亲")),
        "paper": LineField(_tr("授权书或监护证明"), placeholder=_tr("例如：授权委托书")),
        "authorised_on": DateField(_tr("授权日期"), today=lambda: today),
        "scope": LineField(_tr("授权范围"), placeholder=_tr("照授权书，例如：代为申请、代为签收决定书")),
        "signs": ChoiceField(_tr("代为签字"), powers),
        "collects": ChoiceField(_tr("代领决定书"), powers),
    }


def _fill(fields: dict[str, Field], before: Attendant) -> None:
    fields["role"].set_text(before.role.value)
    if before.role is Role.SELF:
        return
    for key in ("name", "phone", "id_kind", "id_number", "relation", "paper", "scope"):
        fields[key].set_text(str(getattr(before, key)))
    fields["signs"].set_text("yes" if before.signs else "no")
    fields["collects"].set_text("yes" if before.collects else "no")
    if before.authorised_on is not None:
        fields["authorised_on"].set_text(before.authorised_on.isoformat())


def _tr(text: str) -> str:
    return QCoreApplication.translate("AttendantDialog", text)
