"""Numbered schema versions: each a small function, run in its own transaction and recorded in it.

Works on a bare connection of either dialect. `user_version` and `application_id` mark the embedded file.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from models.errors import StoreError, Trouble
from models.store.commits import commit
from models.store.refusals import in_words
from models.store.rows import time_text

if TYPE_CHECKING:
    from sqlalchemy import Connection


def first_schema(connection: Connection) -> None:
    """Version 1: every table, index and guard."""
    from models.store.guards import triggers
    from models.store.schema import tables

    dialect = connection.dialect.name
    for statement in (*tables(dialect), *triggers(dialect)):
        connection.exec_driver_sql(statement)


def search_drafts_and_pins(connection: Connection) -> None:
    """Version 2: search terms (filled for what stands already), drafts, signing PINs, the access log, due dates."""
    from models.store.search_index import fill
    from models.store.second_schema import tables, triggers

    dialect = connection.dialect.name
    for statement in (*tables(dialect), *triggers(dialect)):
        connection.exec_driver_sql(statement)
    fill(connection)


def whole_life_of_a_case(connection: Connection) -> None:
    """Version 3: every state, act and letter of a case, and the tables of each matter beside it."""
    from models.store.third_schema import apply

    apply(connection)


def shared_and_mended(connection: Connection) -> None:
    """Version 4: what sharing a store between windows and the first months of real cases asked for."""
    from models.store.fourth_schema import apply
    from models.store.search_index import fill_sounds

    apply(connection)
    fill_sounds(connection)


Migration = Callable[["Connection"], None]
MIGRATIONS: tuple[Migration, ...] = (first_schema, search_drafts_and_pins, whole_life_of_a_case, shared_and_mended)
CURRENT = len(MIGRATIONS)


@in_words()
def schema_version(connection: Connection) -> int:
    """The version recorded in a store, 0 for an empty one."""
    try:
        if connection.dialect.name == "sqlite":
            return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        found = connection.exec_driver_sql("SELECT to_regclass('migration')").scalar_one()
        if found is None:
            return 0
        return int(connection.exec_driver_sql("SELECT COALESCE(MAX(version), 0) FROM migration").scalar_one())
    finally:
        connection.rollback()


def check_version(connection: Connection) -> None:
    """Raise StoreError unless the store is this program's and of this program's schema version."""
    refuse_foreign(connection)
    version = schema_version(connection)
    if version > CURRENT:
        raise StoreError(
            f"数据库由更新版本的程序建立（版本 {version}，本程序支持到 {CURRENT}）；请升级本程序后再打开。",
            Trouble.NEWER,
        )
    if version == 0:
        raise StoreError("这个数据库中没有本程序的业务数据；请核对地址，或先建立单位。", Trouble.FOREIGN)
    if version < CURRENT:
        words = f"数据是旧版本程序建立的（版本 {version}，现为 {CURRENT}），要先升级才能打开；请先关闭其他窗口，"
        how = "由系统管理员升级数据库，升级前会自动备份。"
        if connection.dialect.name != "sqlite":
            how = "请服务器管理员先备份，再由数据库的属主执行 ./run server prepare。"
        raise StoreError(words + how, Trouble.OLDER)


def require_room(connection: Connection) -> None:
    """Raise StoreError unless a server's database is this program's, or empty and able to hold Chinese."""
    if schema_version(connection) != 0:
        return
    encoding = str(connection.exec_driver_sql("SHOW server_encoding").scalar_one())
    found = connection.exec_driver_sql(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'p', 'm', 'f') "
        "AND relnamespace = current_schema()::regnamespace ORDER BY relname LIMIT 1"
    ).scalar()
    connection.rollback()
    if encoding != "UTF8":
        raise StoreError(
            f"这个数据库的编码是 {encoding}，存不了汉字，没有动它；"
            "请服务器管理员另建：CREATE DATABASE … OWNER … ENCODING 'UTF8' TEMPLATE template0。",
            Trouble.FOREIGN,
        )
    if found is not None:
        raise StoreError(f"这个数据库里已有别的数据（“{found}”），没有动它；请换一个空的数据库。", Trouble.FOREIGN)


@in_words()
def refuse_foreign(connection: Connection) -> None:
    """Raise StoreError for an embedded file that another program made."""
    from models.store.embedded import APPLICATION_ID

    if connection.dialect.name != "sqlite":
        return
    found = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    connection.rollback()
    if found != APPLICATION_ID:
        raise StoreError("这个数据库文件不是本程序建立的；请核对数据文件夹。", Trouble.FOREIGN)


def apply_all(connection: Connection, at: datetime, migrations: tuple[Migration, ...] = MIGRATIONS) -> tuple[int, int]:
    """Run every migration the store lacks; returns the versions before and after.

    Each runs in one transaction with its record, so that a crash leaves the store wholly at one version.
    """
    before = schema_version(connection)
    for version in range(before + 1, len(migrations) + 1):
        _apply(connection, version, migrations[version - 1], at)
    return before, max(before, len(migrations))


def _apply(connection: Connection, version: int, migration: Migration, at: datetime) -> None:
    embedded = connection.dialect.name == "sqlite"
    try:
        if embedded:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        migration(connection)
        if embedded:
            _mark(connection, version)
        record = "INSERT INTO migration (version, name, applied_at) VALUES (?, ?, ?)"
        connection.exec_driver_sql(
            record if embedded else record.replace("?", "%s"), (version, migration.__name__, time_text(at))
        )
        commit(connection)
    finally:
        connection.rollback()


def _mark(connection: Connection, version: int) -> None:
    from models.store.embedded import APPLICATION_ID

    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {version}")
