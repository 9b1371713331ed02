"""The checks of an open store: every finding as one Chinese line, never an exception, however damaged it is."""

# ruff: noqa: S608  (table names and whole numbers only)

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from models.errors import SubsidyDeskError
from models.store import consistency
from models.store.engine import Store
from models.store.rows import json_text, json_value, time_value

if TYPE_CHECKING:
    from sqlalchemy import Connection

Check = Callable[["Connection"], Iterator[str]]
# Both columns are read once: asked for each letter, the embedded store would read the whole journal each time.
UNKNOWN_HEADS = (
    f"SELECT number FROM letter WHERE head IN (SELECT head FROM letter WHERE head <> '{'0' * 16}' EXCEPT "
    "SELECT substr(hash, 1, 16) FROM journal)"
)
_PAGE = 500
_MOST = 50


def check_store(store: Store, heads: Collection[str] = (), *, thorough: bool = True) -> tuple[str, ...]:
    """What is wrong with an open store; empty when nothing is.

    `heads` are journal heads as printed on letters and month summaries (16 or more hex digits): one that is not
    in the chain shows a cut tail or a rewritten chain. Not `thorough` leaves out the archived bytes.
    """
    checks: list[tuple[str, Check]] = [
        ("结构", _structure),
        ("外键", _foreign_keys),
        ("日志", lambda connection: _journal(connection, heads)),
        ("业务", consistency.findings),
    ]
    if store.embedded:
        _fold(store)
        checks[:0] = [("文件", _file)]
    if thorough:
        checks.append(("存档", _archive))
    return tuple(finding for name, check in checks for finding in _run(store, name, check))


def _fold(store: Store) -> None:
    """Fold the log into the file: the cipher's check reads the file alone, and where power failed while the log was
    being folded its pages are torn although the log holds them whole.
    """
    from sqlalchemy.exc import DBAPIError

    with suppress(DBAPIError):
        store.checkpoint()


def _run(store: Store, name: str, check: Check) -> list[str]:
    """A check on one view of the store, its findings cut after fifty, its troubles turned into findings."""
    found: list[str] = []
    try:
        with store.reading():
            for finding in check(store.connection):
                if len(found) == _MOST:
                    found.append(f"{name}：还有更多问题，未逐一列出。")
                    break
                found.append(f"{name}：{finding}")
    except SubsidyDeskError:
        found.append(f"{name}：读取时遇到损坏的数据，检查未能完成；请从最近的备份恢复。")
    except (ValueError, KeyError, TypeError):
        found.append(f"{name}：有记录的内容不成形，检查未能完成；请从最近的备份恢复。")
    return found


def _file(connection: Connection) -> Iterator[str]:
    for (text,) in connection.exec_driver_sql("PRAGMA cipher_integrity_check"):
        yield f"加密校验不符（{text}），文件有损坏。"
    for (text,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if text != "ok":
            yield f"数据库页有损坏（{text}）。"


def _structure(connection: Connection) -> Iterator[str]:
    from models.store.structure import altered_parts
    from models.store.versions import CURRENT, schema_version

    version = schema_version(connection)
    if not 0 < version <= CURRENT:
        yield f"数据库版本为 {version}，本程序支持 1 到 {CURRENT}。"
        return
    for name in altered_parts(connection, version):
        yield f"表或约束“{name}”被改动、增添或删除。"


def _foreign_keys(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"表 {table} 第 {row} 行指向的 {parent} 记录不存在。"


def _journal(connection: Connection, heads: Collection[str]) -> Iterator[str]:
    from models.journal import GENESIS

    previous, last_at, missing = GENESIS, "", set(heads)
    seen_letters: dict[str, str] = {}
    for expected, row in enumerate(_rows(connection, "journal", "seq"), start=1):
        problem = _entry_problem(row, expected, previous, last_at)
        if problem:
            yield f"第 {row.seq} 条{problem}"
            return
        previous, last_at = row.hash, row.at
        missing = {head for head in missing if not row.hash.startswith(head)}
        _remember(seen_letters, row)
    for head in sorted(missing):
        if not GENESIS.startswith(head):
            yield f"打印件上的日志首码 {head} 不在日志中，日志可能被截断或改写。"
    yield from _unjournalled(connection, seen_letters)


def _entry_problem(row: Any, expected: int, previous: str, last_at: str) -> str:
    from models.journal import chain_hash

    if row.seq != expected:
        return f"应为第 {expected} 条，中间有缺失。"
    if row.previous != previous:
        return "与上一条不衔接，日志被改动、调换或截断。"
    at, detail = time_value(row.at), json_value(row.detail)
    spelled = at.isoformat() == row.at and json_text(detail) == row.detail
    if not spelled or row.at < last_at:
        return "的时间或内容被改动。"
    if chain_hash(row.previous, row.seq, at, row.account_id, row.act, row.subject, detail) != row.hash:
        return "的内容与校验码不符，日志被改动。"
    return ""


def _remember(letters: dict[str, str], row: Any) -> None:
    detail = json_value(row.detail)
    if "letter" in detail and "sha256" in detail:
        letters[str(detail["letter"])] = str(detail["sha256"])


def _unjournalled(connection: Connection, journalled: dict[str, str]) -> Iterator[str]:
    """Every letter's number and hash stand in the chain, and every head it prints."""
    for row in _rows(connection, "letter", "id"):
        if journalled.pop(row.number, None) != row.sha256:
            yield f"文书 {row.number} 与日志中的登记不符。"
    for number in journalled:
        yield f"日志中登记的文书 {number} 不在文书登记簿中。"
    for (number,) in connection.exec_driver_sql(UNKNOWN_HEADS):
        yield f"文书 {number} 上印的日志首码不在日志中，日志可能被截断或改写。"


def _archive(connection: Connection) -> Iterator[str]:
    for number, stored, content in _joined(connection):
        if hashlib.sha256(bytes(content)).hexdigest() != stored:
            yield f"文书 {number} 的存档内容与校验码不符。"
    yield from _missing_content(connection)
    for row in _rows(connection, "attachment", "id", page=1):
        if hashlib.sha256(bytes(row.content)).hexdigest() != row.sha256:
            yield f"附件 {row.id} 的内容与校验码不符。"
    yield from _editions(connection)
    yield from _payment_files(connection)


def _payment_files(connection: Connection) -> Iterator[str]:
    if int(connection.exec_driver_sql("SELECT COALESCE(MAX(version), 0) FROM migration").scalar_one()) < 3:
        return
    statement = (
        "SELECT r.number, f.name, f.sha256, f.content FROM payment_file f JOIN payment_run r ON r.id = f.run_id "
        "ORDER BY f.run_id, f.place"
    )
    for number, name, stored, content in connection.exec_driver_sql(statement):
        if hashlib.sha256(bytes(content)).hexdigest() != stored:
            yield f"付款清单 {number} 的银行文件 {name} 与校验码不符。"


def _joined(connection: Connection) -> Iterator[tuple[str, str, bytes]]:
    for row in _rows(connection, "letter", "id"):
        statement = f"SELECT content FROM letter_content WHERE letter_id = {int(row.id)}"
        for (content,) in connection.exec_driver_sql(statement):
            yield row.number, row.sha256, content


def _missing_content(connection: Connection) -> Iterator[str]:
    statement = "SELECT number FROM letter WHERE id NOT IN (SELECT letter_id FROM letter_content)"
    for (number,) in connection.exec_driver_sql(statement):
        yield f"文书 {number} 的存档内容不见了。"


def _editions(connection: Connection) -> Iterator[str]:
    for edition in _rows(connection, "edition", "id"):
        digests = []
        statement = (
            f"SELECT name, sha256, content FROM edition_file WHERE edition_id = {int(edition.id)} ORDER BY position"
        )
        for name, stored, content in connection.exec_driver_sql(statement):
            digest = hashlib.sha256(bytes(content))
            digests.append(digest.digest())
            if digest.hexdigest() != stored:
                yield f"{edition.month} 第 {edition.edition} 版的文件 {name} 与校验码不符。"
        if hashlib.sha256(b"".join(digests)).hexdigest() != edition.sha256:
            yield f"{edition.month} 第 {edition.edition} 版的文件与发布时的校验码不符。"


def _rows(connection: Connection, table: str, key: str, page: int = _PAGE) -> Iterator[Any]:
    """Every row of a table in the order of its key, in pages, so that memory stays flat."""
    after = -1
    while True:
        statement = f"SELECT * FROM {table} WHERE {key} > {after} ORDER BY {key} LIMIT {page}"
        found = connection.exec_driver_sql(statement).fetchall()
        yield from found
        if len(found) < page:
            return
        after = int(getattr(found[-1], key))
