"""A roster being taken over: what a row says, how it was judged, and what would be done with it. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from models.training_class import Attendance


class RosterField(StrEnum):
    """What a column of a roster can hold."""

    NAME = "name"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    GROUPS = "groups"
    GROUP_PROOF = "group_proof"
    HOUSEHOLD = "household"
    STREET = "street"
    ADDRESS = "address"
    BANK_CARD = "bank_card"
    BANK_NAME = "bank_name"
    DAYS_ATTENDED = "days_attended"
    DAYS_PLANNED = "days_planned"
    COMPLETED = "completed"


FIELD_NAMES: Mapping[RosterField, str] = {
    RosterField.NAME: "姓名",
    RosterField.ID_NUMBER: "身份证号",
    RosterField.PHONE: "联系电话",
    RosterField.GROUPS: "人员类别",
    RosterField.GROUP_PROOF: "类别凭据",
    RosterField.HOUSEHOLD: "户籍",
    RosterField.STREET: "街道（乡镇）",
    RosterField.ADDRESS: "联系地址",
    RosterField.BANK_CARD: "银行卡号",
    RosterField.BANK_NAME: "开户银行",
    RosterField.DAYS_ATTENDED: "出勤天数",
    RosterField.DAYS_PLANNED: "计划天数",
    RosterField.COMPLETED: "是否结业",
}


class Mark(StrEnum):
    """How a row stands: only a red one is not saved."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


MARK_NAMES: Mapping[Mark, str] = {Mark.GREEN: "可导入", Mark.AMBER: "请留意", Mark.RED: "不能导入"}


class RosterAct(StrEnum):
    """What saving would do with a row."""

    REGISTER = "register"  # a new person (and into the class)
    JOIN = "join"  # somebody registered, into the class
    COMPLETE = "complete"  # somebody known; something that was empty is filled in
    NOTHING = "nothing"  # all of it is there already
    REJECT = "reject"


ROSTER_ACT_NAMES: Mapping[RosterAct, str] = {
    RosterAct.REGISTER: "新登记",
    RosterAct.JOIN: "入班",
    RosterAct.COMPLETE: "补充资料",
    RosterAct.NOTHING: "已有，不动",
    RosterAct.REJECT: "不导入",
}


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row as it stands in the file or was corrected. `line` is its number there; `flaws` as the reader found them.

    `original` are all cells of the line, for giving a rejected row back.
    """

    line: int
    texts: Mapping[RosterField, str]
    flaws: Mapping[RosterField, str] = field(default_factory=lambda: MappingProxyType({}))
    original: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterNote:
    """One reason: `bad` makes the row red. `field` is the cell it belongs to, None for the row as a whole."""

    words: str
    bad: bool
    field: RosterField | None = None


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A row read to values, the same as the person card would read them.

    `values` holds `Person` fields by name; a key left out was not given. `name_as_typed` comes along with the name.
    """

    row: RosterRow
    values: Mapping[str, Any]
    groups: Mapping[str, str]
    attendance: Attendance
    notes: tuple[RosterNote, ...]


@dataclass(frozen=True, slots=True)
class StagedRow:
    """A row with its mark, its reasons and what saving would do. `person_id` where somebody has this ID number."""

    row: RosterRow
    mark: Mark
    act: RosterAct
    notes: tuple[RosterNote, ...]
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Staging:
    """A whole roster as it would be saved; `class_number` is "" where people are only registered."""

    class_number: str
    rows: tuple[StagedRow, ...]

    def count(self, mark: Mark) -> int:
        """How many rows have this mark."""
        return sum(row.mark is mark for row in self.rows)

    def acts(self, act: RosterAct) -> int:
        """How many rows saving would treat so."""
        return sum(row.act is act for row in self.rows)
