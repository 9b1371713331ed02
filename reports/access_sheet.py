"""What the auditor takes out of the access log, as a workbook: who looked at what, when, what for."""

from __future__ import annotations

from collections.abc import Iterable

from models.casework.access_log import AccessRow
from models.moment import beijing_time
from reports.text_table import text_table

_COLUMNS = (
    *(("时间", 18.0), ("账号", 14.0), ("做了什么", 16.0)),
    *(("内容", 34.0), ("案件", 20.0), ("用途", 40.0), ("序号", 10.0)),
)


def access_workbook(rows: Iterable[AccessRow]) -> bytes:
    """The xlsx of these entries in their order."""
    return text_table("查阅记录", _COLUMNS, map(_cells, rows), wrapped={5})


def _cells(row: AccessRow) -> tuple[str, ...]:
    return (beijing_time(row.at), row.account, row.act, row.detail, row.case, row.purpose, str(row.id))
