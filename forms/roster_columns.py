"""Which column of a roster holds what: the usual Chinese headings, recognised; the clerk may correct the result."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms.spreadsheet import Sheet
from models.errors import InputError
from models.roster import FIELD_NAMES, RosterField, RosterRow
from models.typed_text import fold_width

FIELD = "columns"
_HEAD_WITHIN = 15  # a title and remarks may stand above the headings
_NOTES = re.compile(r"[（(【\[].*?[)）】\]]|[\s:：*＊_/\\、.]+")

_HEADINGS: Mapping[RosterField, tuple[str, ...]] = {
    RosterField.NAME: ("姓名", "学员姓名", "学员", "申请人", "申请人姓名", "本人姓名", "名字", "人员姓名"),
    RosterField.ID_NUMBER: (
        *("身份证号", "身份证号码", "公民身份号码", "身份证", "证件号码", "证件号", "有效证件号码", "居民身份证号"),
        *("居民身份证号码", "学员身份证号", "身份号码"),
    ),
    RosterField.PHONE: ("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", "本人电话"),
    RosterField.GROUPS: (
        "人员类别",
        "人员类型",
        "人员身份",
        "类别",
        "身份类别",
        "补贴对象类别",
        "学员类别",
        "对象类别",
    ),
    RosterField.GROUP_PROOF: ("类别凭据", "类别证明", "认定材料", "证明材料", "类别依据", "认定依据"),
    RosterField.HOUSEHOLD: ("户籍", "户口", "户籍性质", "户口性质", "户籍类别", "户籍类型", "户口类别"),
    RosterField.STREET: ("街道", "街道乡镇", "所属街道", "乡镇", "所在街道", "街镇", "街乡", "街乡镇"),
    RosterField.ADDRESS: ("联系地址", "地址", "住址", "家庭住址", "现住址", "居住地址", "通讯地址"),
    RosterField.BANK_CARD: (
        *("银行卡号", "银行卡", "卡号", "银行账号", "银行帐号", "账号", "帐号", "社保卡号", "社会保障卡号", "收款账号"),
        *("银行卡账号", "个人银行账号", "本人银行卡号"),
    ),
    RosterField.BANK_NAME: ("开户银行", "开户行", "银行名称", "开户行名称", "所属银行", "银行"),
    RosterField.DAYS_ATTENDED: ("出勤天数", "实际出勤天数", "实际出勤", "出勤", "出勤日数", "到课天数", "参训天数"),
    RosterField.DAYS_PLANNED: ("计划天数", "应出勤天数", "计划培训天数", "应出勤", "培训天数", "应到天数"),
    RosterField.COMPLETED: ("是否结业", "结业", "是否合格", "是否完成", "是否完成培训", "完成培训", "结业情况"),
}
_BY_HEADING: Mapping[str, RosterField] = {name: known for known, names in _HEADINGS.items() for name in names}


@dataclass(frozen=True, slots=True)
class Columns:
    """`fields` maps the place of a column (from 0) to what it holds; `headings` are all the words of line `head`."""

    head: int
    headings: tuple[str, ...]
    fields: Mapping[int, RosterField]

    def place(self, wanted: RosterField) -> int | None:
        """Where a field stands, None when no column holds it."""
        return next((place for place, held in self.fields.items() if held is wanted), None)


def find_columns(sheet: Sheet) -> Columns:
    """The headings of a sheet. Raises InputError when no line near the top names both a name and an ID number."""
    best: Columns | None = None
    for line, cells in enumerate(sheet[:_HEAD_WITHIN]):
        found = _recognised([cell.text for cell in cells])
        if best is None or len(found) > len(best.fields):
            best = Columns(line, tuple(cell.text for cell in cells), found)
    if best is None or not best.fields:
        raise InputError("没有找到表头。请在表格上方写一行列名，至少有“姓名”和“身份证号”，一列一项，再导入。", FIELD)
    return best


def _recognised(headings: Sequence[str]) -> dict[int, RosterField]:
    found: dict[int, RosterField] = {}
    for place, heading in enumerate(headings):
        known = _BY_HEADING.get(_NOTES.sub("", fold_width(heading)))
        if known is not None and known not in found.values():
            found[place] = known
    return found


def mapped(columns: Columns, fields: Mapping[int, RosterField]) -> Columns:
    """The columns as the clerk corrected them. Raises InputError for one field named twice or an ID number missing."""
    for known in RosterField:
        if sum(held is known for held in fields.values()) > 1:
            raise InputError(f"有两列都对应“{FIELD_NAMES[known]}”，请只留一列。", FIELD)
    result = Columns(columns.head, columns.headings, dict(fields))
    require_columns(result)
    return result


def require_columns(columns: Columns) -> None:
    """Raise InputError unless a name and an ID number have a column each."""
    for needed in (RosterField.NAME, RosterField.ID_NUMBER):
        if columns.place(needed) is None:
            raise InputError(f"不知道哪一列是“{FIELD_NAMES[needed]}”，请指定后再导入。", FIELD)


def roster_rows(sheet: Sheet, columns: Columns) -> tuple[RosterRow, ...]:
    """The rows under the headings that say anything in a column that is used."""
    require_columns(columns)
    rows = []
    for line, cells in enumerate(sheet[columns.head + 1 :], start=columns.head + 2):
        used = {known: cells[place] for place, known in columns.fields.items() if place < len(cells)}
        texts = {known: cell.text for known, cell in used.items() if cell.text}
        flaws = {known: cell.flaw for known, cell in used.items() if cell.flaw}
        if texts or flaws:
            rows.append(RosterRow(line, texts, flaws, tuple(cell.text for cell in cells)))
    return tuple(rows)
