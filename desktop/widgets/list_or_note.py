"""A list, or in its place a note that says why it is empty; the focus stays there whichever of the two is shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop.widgets.text import EmptyNote


@dataclass(frozen=True, slots=True)
class ListOrNote:
    """`show(empty=…)` shows one of the two; `note` lies in `place`, which is shown and hidden with it."""

    table: QWidget
    note: EmptyNote
    place: QWidget

    def show(self, *, empty: bool) -> None:
        """Show the note where there is nothing to list; who was in the one is in the other afterwards."""
        focused = self.table.hasFocus() or self.note.hasFocus()
        self.place.setVisible(empty)
        self.table.setVisible(not empty)
        if focused:
            self.take_focus()

    def take_focus(self) -> None:
        """Where work goes on: the list, or the note that says why it is empty."""
        (self.note if self.table.isHidden() else self.table).setFocus()
