"""How a bank wants its payment file, declared: columns, separator, encoding, heading, rows per file, answer columns.

No standard of the contracted banks was found (FACTS B7), so that each is written down here by the office, without code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from models.errors import InputError

FORMATS = {"csv": "逗号分隔（csv）", "txt": "文本（txt）", "xlsx": "工作簿（xlsx）"}
ENCODINGS = {"utf-8-sig": "UTF-8（带签名）", "utf-8": "UTF-8", "gb18030": "GB18030", "gbk": "GBK"}
FIELDS = {
    "serial": "流水号",
    "place": "序号",
    "payee": "户名",
    "card": "账号",
    "bank": "开户行",
    "amount": "金额",
    "id_number": "证件号",
    "case": "案件编号",
    "purpose": "用途",
    "run": "清单号",
    "date": "日期",
}
_NEEDED = ("serial", "payee", "card", "amount")
_PLACES = frozenset({"run", "date", "count", "total", "office", "part", "parts"})
_PLACE = re.compile(r"\{([^{}]*)\}")
ANSWERS = ("serial", "outcome", "on", "amount", "words")


@dataclass(frozen=True, slots=True)
class BankTemplate:
    """`columns` pairs a heading with a field of `FIELDS` (or `=text` for a constant).

    `first_line` is a line above everything, its cells with {run} {date} {count} {total} {office} {part} {parts};
    `titles` puts the headings above the rows. `rows_per_file` 0 means one file. `separator` serves csv and txt.
    `answer_columns` name the columns of the bank's return file, `paid_words` and `rejected_words` its outcomes.
    """

    name: str
    format: str
    columns: tuple[tuple[str, str], ...]
    separator: str = ","
    encoding: str = "utf-8-sig"
    titles: bool = True
    first_line: tuple[str, ...] = ()
    rows_per_file: int = 0
    file_name: str = "{run}-{part}"
    answer_columns: Mapping[str, str] = None  # type: ignore[assignment]
    paid_words: tuple[str, ...] = ("成功", "已入账", "已发放", "paid")
    rejected_words: tuple[str, ...] = ("失败", "退票", "退回", "rejected")

    def __post_init__(self) -> None:
        if self.answer_columns is None:
            object.__setattr__(self, "answer_columns", dict(_DEFAULT_ANSWER))
        _check(self)

    def to_json(self) -> dict[str, Any]:
        """As it is stored and typed."""
        return asdict(self) | {"columns": [list(pair) for pair in self.columns], "first_line": list(self.first_line)}


_DEFAULT_ANSWER = {"serial": "流水号", "outcome": "处理结果", "on": "处理日期", "amount": "金额", "words": "原因"}


def template_from_json(data: object) -> BankTemplate:
    """Read a declaration. Raises InputError naming the part that is wrong."""
    if not isinstance(data, Mapping):
        raise InputError("银行模板应为 JSON 对象。", "template")
    if unknown := set(data) - set(BankTemplate.__dataclass_fields__):
        raise InputError(f"银行模板不认识这些项：{'、'.join(sorted(map(str, unknown)))}。", "template")
    if missing := {"name", "format", "columns"} - set(data):
        raise InputError(f"银行模板缺少：{'、'.join(sorted(missing))}。", "template")
    values: dict[str, Any] = {key: _plain(key, value) for key, value in data.items()}
    columns = data["columns"]
    if not _pairs(columns):
        raise InputError('“columns”应为成对的名单，如 [["流水号", "serial"], ["户名", "payee"]]。', "columns")
    values["columns"] = tuple((str(title), str(field)) for title, field in columns)
    return BankTemplate(**values)


def _plain(key: str, value: object) -> Any:
    lists = ("first_line", "paid_words", "rejected_words")
    if key in lists:
        if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, str) for one in value):
            raise InputError(f"银行模板的“{key}”应为文字名单。", key)
        return tuple(value)
    kinds: dict[str, type] = {"titles": bool, "rows_per_file": int, "answer_columns": Mapping, "columns": Sequence}
    if not isinstance(value, kinds.get(key, str)):
        raise InputError(f"银行模板的“{key}”写法不对，请核对。", key)
    return value


def _pairs(columns: object) -> bool:
    if not isinstance(columns, Sequence) or isinstance(columns, str) or not columns:
        return False
    return all(isinstance(pair, Sequence) and not isinstance(pair, str) and len(pair) == 2 for pair in columns)


def _check(template: BankTemplate) -> None:
    if not template.name.strip():
        raise InputError("请给银行模板起个名字。", "name")
    if template.format not in FORMATS:
        raise InputError(f"文件格式“{template.format}”不支持，可用：{'、'.join(FORMATS)}。", "format")
    if template.encoding not in ENCODINGS:
        raise InputError(f"编码“{template.encoding}”不支持，可用：{'、'.join(ENCODINGS)}。", "encoding")
    if template.format != "xlsx" and (len(template.separator) != 1 or template.separator in "\"'\r\n0123456789."):
        raise InputError("分隔符应为一个字符，不能是引号、数字、小数点或换行。", "separator")
    if template.rows_per_file < 0 or isinstance(template.rows_per_file, bool):
        raise InputError("每个文件的笔数应为 0（不限）或正整数。", "rows_per_file")
    _check_columns(template)
    for text in (template.file_name, *template.first_line):
        if unknown := set(_PLACE.findall(text)) - _PLACES:
            raise InputError(
                f"不认识占位 {{{'、'.join(sorted(unknown))}}}，可用：{'、'.join(sorted(_PLACES))}。", "first_line"
            )
    if re.search(r'[\\/:*?"<>|\r\n]', template.file_name):
        raise InputError('文件名里不能有 \\ / : * ? " < > | 。', "file_name")
    if unknown := set(template.answer_columns) ^ set(ANSWERS):
        raise InputError(
            f"回单列应正好写明：{'、'.join(ANSWERS)}（差：{'、'.join(sorted(unknown))}）。", "answer_columns"
        )


def _check_columns(template: BankTemplate) -> None:
    fields = [field for _, field in template.columns]
    for field in fields:
        if field not in FIELDS and not field.startswith("="):
            raise InputError(f"没有“{field}”这个栏目，可用：{'、'.join(FIELDS)}，固定文字写成 =文字。", "columns")
    if missing := [FIELDS[field] for field in _NEEDED if field not in fields]:
        raise InputError(f"银行文件至少要有流水号、户名、账号、金额，缺少：{'、'.join(missing)}。", "columns")


DEFAULT_TEMPLATE = BankTemplate(
    name="通用",
    format="xlsx",
    columns=(
        ("序号", "place"),
        ("流水号", "serial"),
        ("户名", "payee"),
        ("账号", "card"),
        ("开户行", "bank"),
        ("金额", "amount"),
        ("用途", "purpose"),
    ),
    first_line=("清单号", "{run}", "日期", "{date}", "笔数", "{count}", "总金额", "{total}"),
)
CSV_TEMPLATE = BankTemplate(
    name="通用文本",
    format="csv",
    columns=DEFAULT_TEMPLATE.columns,
    first_line=DEFAULT_TEMPLATE.first_line,
    encoding="gb18030",
    rows_per_file=1000,
)
SHIPPED_TEMPLATES = (DEFAULT_TEMPLATE, CSV_TEMPLATE)
