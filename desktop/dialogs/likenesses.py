"""Who may be the same person: look at them, say that they are not, or leave it for now; each answer is signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button
from desktop.widgets.fields import LineField
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.modal import Modal
from desktop.widgets.problem import Problem
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from models.likeness_answer import ANSWER_NAMES, Answer

if TYPE_CHECKING:
    from models.casework.likenesses import LikenessHint

Opened = Callable[["LikenessHint"], object]
Answered = Callable[[Mapping["LikenessHint", tuple[Answer, str]]], object]


class LikenessDialog(Modal):
    """`LikenessDialog(name, number, hints, opened, answered)`.

    是同一人 or 打开案件 goes there; Ctrl+Enter says 不是 of all, 先放着 (Esc) leaves all. A shared bank card has to be
    explained either way. `answered(answers)` gets each hint's answer with its note.
    """

    def __init__(
        self, name: str, number: str, hints: Sequence[LikenessHint], opened: Opened, answered: Answered
    ) -> None:
        self._hints, self._opened, self._answered = hints, opened, answered
        self.notes: dict[LikenessHint, LineField] = {}
        here = Text(self.tr("窗口这位：{name}（{number}）").format(name=name, number=number), Role.SMALL, Tone.TEXT2)
        cards = [self._card(place, hint) for place, hint in enumerate(hints, 1)]
        not_same = Action("Ctrl+Enter", self.tr("都不是，继续办"), partial(self._answer, Answer.DIFFERENT))
        super().__init__(
            self.tr("可能是同一人或重复申请"),
            column(here, *cards, gap=8),
            accept=not_same,
            remark=self.tr("由您判断，答复记名留存"),
            cancel_word=self.tr("先放着"),
        )

    def _card(self, place: int, hint: LikenessHint) -> Card:
        word = self.tr("打开案件") if hint.case_number else self.tr("是同一人")
        button = Button(word, handler=partial(self._open, hint))
        said = _said(hint)
        words = [Strong(f"{place}. {hint.name}　{hint.id_number}"), Text(hint.sentence, Role.SMALL, wrap=True)]
        words += [Text(said, Role.SMALL, Tone.TEXT2, wrap=True)] if said else []
        told = column(*words, gap=2)
        if hint.needs_note:
            note = self.notes[hint] = LineField(
                self.tr("情况说明（复核人会看到）"), placeholder=self.tr("例如：已核对银行卡，为本人所有")
            )
            note.set_text("" if hint.answer is None else hint.answer.note)
            told.addWidget(note)
        return Card(row((boxed(told), 1), boxed(column(STRETCH, button, STRETCH)), gap=12, margins=(16, 8, 12, 8)))

    def cancel(self) -> None:
        """先放着: kept as such where nothing has to be explained first; it shows again."""
        self._hand_on(Answer.LATER, [hint for hint in self._hints if hint not in self.notes or self._note_of(hint)])
        super().cancel()

    def _open(self, hint: LikenessHint) -> None:
        self.close()
        self._opened(hint)

    def _answer(self, answer: Answer) -> None:
        if self.is_composing():
            return
        for hint, field in self.notes.items():
            if not self._note_of(hint):
                field.set_problem(Problem(self.tr("收款卡号与他人相同，请写明情况；确是同一人的，请按“是同一人”。")))
                field.setFocus()
                return
        self.close()
        self._hand_on(answer, self._hints)

    def _hand_on(self, answer: Answer, hints: Sequence[LikenessHint]) -> None:
        self._answered({hint: (answer, self._note_of(hint)) for hint in hints})

    def _note_of(self, hint: LikenessHint) -> str:
        field = self.notes.get(hint)
        return "" if field is None else field.text().strip()


def _said(hint: LikenessHint) -> str:
    """The last answer, with who gave it."""
    if hint.answer is None:
        return ""
    note = f"：{hint.answer.note}" if hint.answer.note else ""
    return f"{hint.answered_by} {hint.answer.at:%Y-%m-%d}：{ANSWER_NAMES[hint.answer.answer]}{note}"
