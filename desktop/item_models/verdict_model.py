"""The rows of 依据与结论 as a list model that changes only what changed, so that nothing flickers while typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.item_models.verdict_rows import VerdictRow

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_WORDS = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
VERDICT_ROW = int(Qt.ItemDataRole.UserRole) + 1


class VerdictModel(QAbstractListModel):
    """`model.show_rows(verdict_rows(assessment))`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[VerdictRow] = []

    def show_rows(self, rows: Sequence[VerdictRow]) -> None:
        """Show these rows."""
        before, common = self._rows, min(len(self._rows), len(rows))
        changed = [place for place in range(common) if before[place] != rows[place]]
        if len(rows) < len(before):
            self.beginRemoveRows(_NOWHERE, common, len(before) - 1)
            self._rows = before[:common]
            self.endRemoveRows()
        self._rows[:common] = rows[:common]
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
        if len(rows) > common:
            self.beginInsertRows(_NOWHERE, common, len(rows) - 1)
            self._rows = list(rows)
            self.endInsertRows()

    def row(self, place: int) -> VerdictRow | None:
        """The row at a place."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role in _WORDS:
            return row.words()
        return row if role == VERDICT_ROW else None
