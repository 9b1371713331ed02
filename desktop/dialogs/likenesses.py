"""Who may be the same person: look at them, say that they are not, or leave it for now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.modal import Modal
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text

if TYPE_CHECKING:
    from models.casework.likenesses import LikenessHint

Opened = Callable[["LikenessHint"], object]


class LikenessDialog(Modal):
    """`LikenessDialog(name, number, hints, opened, dismissed)`: 打开 goes there, 都不是 takes the hints away."""

    def __init__(
        self, name: str, number: str, hints: Sequence[LikenessHint], opened: Opened, dismissed: Callable[[], object]
    ) -> None:
        self._opened, self._dismissed = opened, dismissed
        here = Text(self.tr("窗口这位：{name}（{number}）").format(name=name, number=number), Role.SMALL, Tone.TEXT2)
        cards = [self._card(place, hint) for place, hint in enumerate(hints, 1)]
        not_same = Action("Ctrl+Enter", self.tr("都不是，继续办"), self._not_same)
        super().__init__(
            self.tr("可能是同一人或重复申请"),
            column(here, *cards, gap=8),
            accept=not_same,
            remark=self.tr("只是提示，由您判断"),
            cancel_word=self.tr("先放着"),
        )

    def _card(self, place: int, hint: LikenessHint) -> Card:
        word = self.tr("打开案件") if hint.case_number else self.tr("是同一人，打开")
        button = Button(word, handler=partial(self._open, hint))
        words = column(
            Strong(f"{place}. {hint.name}　{hint.id_number}"), Text(hint.sentence, Role.SMALL, wrap=True), gap=2
        )
        return Card(row((boxed(words), 1), boxed(column(STRETCH, button, STRETCH)), gap=12, margins=(16, 8, 12, 8)))

    def _open(self, hint: LikenessHint) -> None:
        self.close()
        self._opened(hint)

    def _not_same(self) -> None:
        self.close()
        self._dismissed()
