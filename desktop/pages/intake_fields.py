"""The fields of one form session as widgets, kept in step with it at every keystroke."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.pages.rows_field import RowsField
from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField, DateField, LineField, NumberField, YesNoField
from desktop.widgets.line_edit import TAKES_ID_NUMBER, LineEdit
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option
from forms.form import Field as Question
from forms.form import FieldKind
from forms.session import FormSession
from models.typed_text import fold_width
from models.vocabulary import LEVEL_NAMES, VOCABULARY

_MOST_SEGMENTS = 3
_FEW_LETTERS = 9  # a label longer than this leaves no room for a hint
_SHORT_WORDS = {
    "企业在职职工": "企业职工",
    "领取失业保险金人员": "领失业金",
    "联网查询一致": "一致",
    "联网查询不一致": "不一致",
    "联网查无": "查无",
}
# The label of a half-wide field; the whole question is its tooltip.
_SHORT_LABELS = {
    "certificate.occupation": "职业（工种）",
    "certificate.verified": "联网查询结果",
    "certificate.higher_held": "已持同职业更高等级证书",
    "certificate.occupation_matches_industry": "职业与所在企业行业一致",
    "insurance.unemployment_months": "在本市累计缴失业保险",
    "person.integrity_listed": "失信名单记录（只提示）",
    "training.occupation": "职业（工种）",
    "training.free_training_approved": "已获准免费培训",
}
_SHORT_HINTS = {
    "certificate.number": "22 位或 16 位",
    "certificate.level": "按数字",
    "training.occupation": "没有的填无",
    "training.level": "按数字，没有的按 -",
    "person.street": "拼音首字母",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the widgets offer beside the form's own choices."""

    today: date
    streets: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()


def question_widget(question: Question, known: Known) -> Field:
    """The widget that asks a question of a form."""
    made = _made(question, known)
    parts = (question.question, _proof(question), made.control.toolTip())
    made.control.setToolTip("\n".join(part for part in parts if part))
    return made


def short_label(question: Question) -> str:
    """The label as it stands above the field."""
    return _SHORT_LABELS.get(question.key, question.label)


def _made(question: Question, known: Known) -> Field:
    label, hint = short_label(question), _hint(question)
    if question.kind is FieldKind.LIST:
        return RowsField(VOCABULARY[question.key], label)
    if question.kind is FieldKind.YES_NO:
        return YesNoField(label, hint=hint)
    if question.kind is FieldKind.DATE:
        return DateField(label, hint=hint, today=lambda: known.today)
    if question.kind is FieldKind.INTEGER and not _levels(question):
        return NumberField(label, unit=question.unit, hint=hint)
    options = _options(question, known)
    if options or question.key.endswith(".occupation"):
        free = question.kind in (FieldKind.TEXT, FieldKind.GROUP)
        group = question.kind is FieldKind.GROUP
        # Grey, and worded as unknown: the proof itself would look like an answer.
        placeholder = QCoreApplication.translate("intake", "未知 · 1 是 · 0 否") if group else ""
        most = _MOST_SEGMENTS if question.kind is FieldKind.CHOICE else 0
        return ChoiceField(label, options, hint=hint, free=free, placeholder=placeholder, most_segments=most)
    return LineField(label, hint=hint)


def _options(question: Question, known: Known) -> list[Option]:
    if question.kind is FieldKind.CHOICE:
        texts = question.choices.values()
        return [Option(text, str(place), _SHORT_WORDS.get(text, "")) for place, text in enumerate(texts, 1)]
    if question.kind is FieldKind.STREET:
        return [Option(street) for street in known.streets]
    if question.kind is FieldKind.GROUP:
        return [Option(question.hint, "1"), Option(QCoreApplication.translate("intake", "否"), "0")]
    if _levels(question):
        levels = [Option(name, str(level)) for level, name in LEVEL_NAMES.items()]
        return [*levels, Option(_none(), "-")] if question.nullable else levels
    if question.key.endswith(".occupation"):
        return [Option(name) for name in known.occupations] + [Option(_none(), "-")] * question.nullable
    return []


def _none() -> str:
    return QCoreApplication.translate("intake", "无")


def _levels(question: Question) -> bool:
    return question.key in VOCABULARY and bool(VOCABULARY[question.key].allowed)


def _hint(question: Question) -> str:
    """The definition's own hint; what merely names the proof is a tooltip."""
    if len(short_label(question)) > _FEW_LETTERS or question.kind is FieldKind.GROUP:
        return ""
    if question.key in _SHORT_HINTS:
        return _SHORT_HINTS[question.key]
    return "" if question.hint == _proof(question) else question.hint


def _proof(question: Question) -> str:
    return VOCABULARY[question.key].proof if question.key in VOCABULARY else ""


@dataclass(slots=True)
class _Entry:
    question: Question
    widget: Field
    copied: bool = field(default=False)


class SessionFields(QObject):
    """`fields = SessionFields(session, known)`; `fields.widgets()` go into grids in the page's order.

    Every keystroke goes to the session, then `changed`; `entered(key)` when a field gets the focus. A field that is
    left shows its error in full; what is typed stays typed. `remark(key)` adds a problem of the page's own (a failed
    criterion at the date it rests on); `advance(key)` is what Enter does, `retreat(key)` what Esc does.
    """

    changed = Signal()
    entered = Signal(str)

    def __init__(self, session: FormSession, known: Known, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._entries = {each.key: _Entry(each, question_widget(each, known)) for each in session.form.fields()}
        self.remark: Callable[[str], Problem | None] = lambda _key: None
        self.advance: Callable[[str], bool] = lambda _key: False
        self.retreat: Callable[[str], bool] = lambda _key: False
        for key, entry in self._entries.items():
            entry.widget.edited.connect(partial(self._typed, key))
            entry.widget.left.connect(partial(self._left, key))
            entry.widget.entered.connect(partial(self.entered.emit, key))
            entry.widget.advance = partial(self._advance, key)
            entry.widget.retreat = partial(self._retreat, key)
            control = entry.widget.control
            if isinstance(control, LineEdit):
                control.leaves_undo = True
                control.setProperty(TAKES_ID_NUMBER, entry.question.kind is FieldKind.ID_NUMBER)
            entry.widget.answered_at_once.connect(partial(self._go_on, key))
        self.show_texts()

    def widget(self, key: str) -> Field:
        """The widget of a key."""
        return self._entries[key].widget

    def widgets(self) -> Mapping[str, Field]:
        """All widgets by their key."""
        return {key: entry.widget for key, entry in self._entries.items()}

    def shown(self) -> set[Field]:
        """The widgets that are asked now."""
        return {self._entries[each.key].widget for each in self.session.visible()}

    def use(self, session: FormSession) -> None:
        """Go on with another session of the same form."""
        self.session = session
        self.show_texts()

    def show_texts(self) -> None:
        """Show what the session holds."""
        for key, entry in self._entries.items():
            entry.widget.set_text(_widget_text(entry.question, self.session.text(key)))
        self.settle()

    def copy(self, texts: Mapping[str, str]) -> None:
        """Fill in the texts of another applicant; each counts as unanswered until it is confirmed."""
        for key, text in texts.items():
            entry = self._entries.get(key)
            if entry is not None and text and not self.session.text(key).strip():
                self.session.type(key, text)
                entry.widget.set_text(_widget_text(entry.question, text))
                self._mark_copied(entry, True)
        self.settle()
        self.changed.emit()

    def confirm_copied(self) -> None:
        """Somebody looked at everything that was filled in so."""
        for entry in self._entries.values():
            self._mark_copied(entry, False)
        self.changed.emit()

    def copied(self) -> tuple[str, ...]:
        """The keys whose copied texts nobody has confirmed yet."""
        visible = {each.key for each in self.session.visible()}
        return tuple(key for key, entry in self._entries.items() if entry.copied and key in visible)

    def show_errors(self, keys: Iterable[str] | None = None) -> tuple[str, ...]:
        """Treat fields as left, so that their errors show; the keys that have one."""
        for key in self._entries if keys is None else keys:
            self.session.leave(key)
        self.settle()
        return tuple(self.session.errors())

    def settle(self) -> None:
        """Show proposals, warnings and errors as the session has them now."""
        errors, warnings, proposals = self.session.errors(), self.session.warnings(), self.session.proposals()
        for key, entry in self._entries.items():
            proposal = proposals.get(key)
            entry.widget.propose("" if proposal is None else _widget_text(entry.question, proposal.text))
            entry.widget.set_problem(self._problem(key, errors, warnings))

    def _problem(self, key: str, errors: Mapping[str, str], warnings: Mapping[str, Sequence[str]]) -> Problem | None:
        if key in errors:
            return Problem(errors[key])
        if (remark := self.remark(key)) is not None:
            return remark
        odd = warnings.get(key)
        return Problem(odd[0], tuple(odd[1:]), warning=True) if odd and not self._has_focus(key) else None

    def _has_focus(self, key: str) -> bool:
        return self._entries[key].widget.control.hasFocus()

    def _typed(self, key: str, text: str) -> None:
        entry = self._entries[key]
        self.session.type(key, _meant(entry.question, text))
        self._mark_copied(entry, False)
        self.settle()
        self.changed.emit()

    def _left(self, key: str) -> None:
        entry = self._entries[key]
        box = getattr(entry.widget, "box", None)
        if box is not None and box.text() and not entry.widget.text():
            self.session.type(key, box.text())  # typed but on no list: an error, not nothing
        if entry.question.kind is FieldKind.GROUP:
            entry.widget.set_text(self.session.text(key))
        self.session.leave(key)
        self.settle()
        self.changed.emit()

    def _go_on(self, key: str) -> None:
        if key in self.session.values():
            self._entries[key].widget.walk_on()

    def _advance(self, key: str) -> bool:
        self._mark_copied(self._entries[key], False)
        return self.advance(key)

    def _retreat(self, key: str) -> bool:
        return self.retreat(key)

    def _mark_copied(self, entry: _Entry, copied: bool) -> None:
        if entry.copied != copied:
            entry.copied = copied
            entry.widget.set_hint(self.tr("照抄的，Enter 确认") if copied else _hint(entry.question))


def _meant(question: Question, text: str) -> str:
    """A group's key stands for its proof, or for no."""
    if question.kind is FieldKind.GROUP and text in ("0", "1"):
        return question.hint if text == "1" else QCoreApplication.translate("intake", "否")
    return text


def _widget_text(question: Question, text: str) -> str:
    """The text as the widget names it: a code or a number that stands for a listed answer is written out."""
    plain = fold_width(text)
    if question.kind is FieldKind.CHOICE:
        return question.choices.get(plain, text)
    if _levels(question) and plain.isdecimal():
        return LEVEL_NAMES.get(int(plain), text)
    return text
