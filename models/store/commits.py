"""A commit after which one knows whether it is in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.errors import StoreError, Trouble

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.exc import DBAPIError

_DISK_ERROR = "SQLITE_IOERR"  # a failed sync among others; a full disk is told apart: then the mark was not written
NOT_CERTAIN = (
    "磁盘读写出错，还不能确定这一步是否已保存。请先检查磁盘，再办一次，不会重复；"
    "如果这期间程序关过，请先看这一步是不是已经在了。"
)


def commit(connection: Connection) -> None:
    """Commit; a transaction of the embedded store whose sync failed is made void before its error is told.

    By then SQLite has written its pages into the log, the mark of a commit with them. This process goes on without
    them, but whoever opens the store after a crash would find them in force
    (https://www.sqlite.org/walformat.html#recovery). Another frame in the place of the first breaks the chain of
    check sums, and none behind it counts any more.

    Raises the database's own error when the transaction is not in the store, StoreError when the disk takes nothing
    any more: the log may hold it or not, until something is saved in its place.
    """
    from sqlalchemy.exc import DBAPIError

    try:
        connection.commit()
    except DBAPIError as error:
        if _may_stand(error) and not _made_void(connection):
            raise StoreError(NOT_CERTAIN, Trouble.FULL) from error
        raise


def _may_stand(error: DBAPIError) -> bool:
    return str(getattr(error.orig, "sqlite_errorname", "")).startswith(_DISK_ERROR)


def _made_void(connection: Connection) -> bool:
    """Write the first page as it is: the smallest transaction there is."""
    from sqlalchemy.exc import DBAPIError

    run = connection.exec_driver_sql
    try:
        connection.rollback()
        run("BEGIN IMMEDIATE")
        run(f"PRAGMA user_version = {run('PRAGMA user_version').scalar_one()}")
        connection.commit()
    except DBAPIError:
        return False
    return True
