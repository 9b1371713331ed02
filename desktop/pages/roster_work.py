"""A roster while it is being checked: the file's rows, the clerk's corrections, and how they stand now. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from models.roster import Mark, RosterEntry, RosterField, RosterRow, Staging

if TYPE_CHECKING:
    from forms.roster_columns import Columns
    from forms.spreadsheet import Sheet
    from models.casework.unit_of_work import Desk


@dataclass(frozen=True, slots=True)
class RosterWork:
    """`corrections` holds the cells the clerk changed, by line; they survive another mapping of the columns."""

    name: str
    class_number: str
    sheet: Sheet
    columns: Columns
    proof: str = ""
    street: str = ""
    corrections: Mapping[int, Mapping[RosterField, str]] = field(default_factory=lambda: MappingProxyType({}))

    def corrected(self, line: int, cell: RosterField, text: str) -> RosterWork:
        """With one cell changed; what was wrong with it in the file no longer counts."""
        changed = {**self.corrections.get(line, {}), cell: text}
        return replace(self, corrections={**self.corrections, line: changed})

    def rows(self) -> tuple[RosterRow, ...]:
        """The rows as they stand."""
        from forms.roster_columns import roster_rows

        return tuple(self._row(row) for row in roster_rows(self.sheet, self.columns))

    def _row(self, row: RosterRow) -> RosterRow:
        changed = self.corrections.get(row.line, {})
        texts = {cell: text for cell, text in {**row.texts, **changed}.items() if text}
        flaws = {cell: flaw for cell, flaw in row.flaws.items() if cell not in changed}
        return replace(row, texts=texts, flaws=flaws)


@dataclass(frozen=True, slots=True)
class Checked:
    """How a roster stands beside the register."""

    work: RosterWork
    entries: tuple[RosterEntry, ...]
    staging: Staging

    @property
    def savable(self) -> int:
        """How many rows can be saved."""
        return len(self.staging.rows) - self.staging.count(Mark.RED)


def opened(name: str, content: bytes, class_number: str) -> RosterWork:
    """A file just chosen. Raises InputError for one that is no roster."""
    from forms.roster_columns import find_columns
    from forms.spreadsheet import read_sheet

    sheet = read_sheet(content, name)
    return RosterWork(name, class_number, sheet, find_columns(sheet))


def checked(desk: Desk, work: RosterWork) -> Checked:
    """Every row judged; nothing is saved."""
    from forms.fields import Setting
    from forms.roster import read_roster
    from models.calendar import beijing_date
    from models.casework.rosters import stage_roster

    with desk.look("class.roster") as look:
        setting = Setting(beijing_date(desk.clock()), look.office.streets)
    entries = read_roster(work.rows(), setting, work.proof, work.street)
    return Checked(work, entries, stage_roster(desk, entries, work.class_number))
