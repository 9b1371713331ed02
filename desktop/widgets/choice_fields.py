"""Fields with given answers: segments, a filtered list, yes-no-unknown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.field import Field
from desktop.widgets.line_edit import mark_bad
from desktop.widgets.segments import Option, Segments

MOST_SEGMENTS = 4


class ChoiceField(Field):
    """`ChoiceField("等级", [Option("四级/中级工", "4", "四级"), …])`: segments up to four, else a filtered list.

    `text()` is the chosen option's text. `free=True` (always a list) accepts other texts too: occupations.
    Options without a key get 1, 2, 3 … as segments.
    """

    def __init__(
        self,
        label: str,
        options: Sequence[Option],
        *,
        hint: str = "",
        placeholder: str = "",
        free: bool = False,
        most_segments: int = MOST_SEGMENTS,
    ) -> None:
        hold = placeholder or QCoreApplication.translate("ChoiceField", "输入拼音首字母")
        few = len(options) <= most_segments and not free
        control = Segments(numbered(options)) if few else ChoiceBox(options, hold, free=free)
        super().__init__(label, control, hint)
        self.segments = control if isinstance(control, Segments) else None
        self.box = control if isinstance(control, ChoiceBox) else None
        answered = control.edited if isinstance(control, Segments) else control.chosen
        answered.connect(self.edited)
        control.left.connect(self.left)
        control.entered.connect(self.entered)
        control.advanced.connect(self._forward)
        control.retreated.connect(self._back)
        control.accepted_proposal.connect(self.take_proposal)
        control.picked_by_key.connect(self.answered_at_once)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other answers in the same kind of control."""
        if self.segments is not None:
            self.segments.set_options(numbered(options))
        elif self.box is not None:
            self.box.set_options(options)

    def text(self) -> str:
        """The chosen text, "" for none."""
        if self.segments is not None:
            return self.segments.text()
        return self.box.answer() if self.box is not None else ""

    def set_text(self, text: str) -> None:
        """Choose by text without `edited`."""
        if self.segments is not None:
            self.segments.set_text(text)
        elif self.box is not None and text != self.box.answer():
            self.box.set_answer(text)

    def _mark_bad(self, bad: bool) -> None:
        if self.segments is not None:
            self.segments.set_bad(bad)
        elif self.box is not None:
            mark_bad(self.box, bad)


class YesNoField(ChoiceField):
    """是, 否, and 未知 as a third state of its own: grey with a question mark, so that unknown never looks like no.

    Keys 1 and 0, or y and n by the input `forms` reads; Backspace makes it unknown again. `text()` is 是, 否 or "".
    """

    def __init__(self, label: str, *, hint: str = "") -> None:
        options = [
            Option(QCoreApplication.translate("YesNoField", "是"), "1"),
            Option(QCoreApplication.translate("YesNoField", "否"), "0"),
            Option(QCoreApplication.translate("YesNoField", "未知"), unknown=True),
        ]
        super().__init__(label, options, hint=hint)
        self.set_text("")


def numbered(options: Sequence[Option]) -> list[Option]:
    """Options with 1, 2, 3 … as keys, where none has a key of its own."""
    if any(option.key for option in options):
        return list(options)
    return [Option(option.text, str(place), option.word, option.unknown) for place, option in enumerate(options, 1)]
