"""The embedded store: SQLCipher, opened with settings that are read back, one long-lived connection."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import StoreError, Trouble
from models.store.location import private_files

if TYPE_CHECKING:
    from sqlalchemy import Engine

APPLICATION_ID = 0x53424453
KEY_BYTES = 32
SQLITE_FLOOR = (3, 51, 3)
BUSY_MILLISECONDS = 10_000
LOG_PAGES = 8_000

_PLAIN = b"SQLite format 3\x00"
_SETTINGS = (
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("secure_delete", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("busy_timeout", str(BUSY_MILLISECONDS), BUSY_MILLISECONDS),
    ("mmap_size", "0", 0),
    # A page costs more to decrypt than to find: 16 MB hold what a day's lists and searches come back to.
    ("cache_size", "-16384", -16384),
    # Folding the log into the file costs a decision ten times its usual time: done when idle, here only as a limit.
    ("wal_autocheckpoint", str(LOG_PAGES), LOG_PAGES),
)


def connect(path: Path, key: bytes, *, frozen: bool = False) -> Any:
    """A raw connection with the key and every setting in place; StoreError when the file or the key is wrong.

    `frozen` reads a file that nobody writes and makes no other file beside it. Raises StoreError as well when
    the SQLite library is older than 3.51.3 (its WAL can lose pages) or has no cipher.
    """
    from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

    if dbapi2.sqlite_version_info < SQLITE_FLOOR:
        raise StoreError(f"数据库组件版本过低（{dbapi2.sqlite_version}），可能损坏数据；请重新安装本程序。")
    if len(key) != KEY_BYTES:
        raise StoreError("数据密钥长度不对，无法打开数据库；请用恢复密钥或向管理员求助。")
    with private_files():
        try:
            address = f"{path.resolve().as_uri()}?immutable=1" if frozen else str(path)
            wait = BUSY_MILLISECONDS / 1000
            connection = dbapi2.connect(address, isolation_level=None, timeout=wait, uri=frozen)
        except dbapi2.Error as error:
            raise StoreError(f"无法打开数据库文件 {path}；请检查文件夹的读写权限和剩余空间。", Trouble.FULL) from error
        try:
            _configure(connection, key, frozen=frozen)
        except dbapi2.DatabaseError as error:
            connection.close()
            raise _opening_error(path, error) from error
        except BaseException:
            connection.close()
            raise
    return connection


def _configure(connection: Any, key: bytes, *, frozen: bool) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_memory_security = OFF")
    if connection.execute("PRAGMA cipher_version").fetchone() is None:
        raise StoreError("数据库组件不支持加密，为保护数据不予打开；请重新安装本程序。")
    connection.execute("PRAGMA application_id").fetchone()  # the first page alone: a wrong key fails here
    _read_schema(connection)
    for name, value, expected in _SETTINGS:
        connection.execute(f"PRAGMA {name} = {value}")
        _expect(connection, name, expected)
    if frozen:
        return
    connection.execute("PRAGMA journal_mode = WAL")
    _expect(connection, "journal_mode", "wal")


def _read_schema(connection: Any) -> None:
    from sqlcipher3 import dbapi2

    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except dbapi2.DatabaseError as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise StoreError(
                "密钥没有错，但数据库文件有损坏，已停止读写；请从最近的备份恢复。", Trouble.DAMAGED
            ) from error
        raise


def _expect(connection: Any, name: str, expected: object) -> None:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    if value != expected:
        raise StoreError(f"数据库安全设置 {name} 未能生效（现为 {value}），为保护数据不予打开；请重新安装本程序。")


def _opening_error(path: Path, error: Exception) -> StoreError:
    text = str(error)
    if "locked" in text or "busy" in text:
        return StoreError("数据库正被另一个程序占用，请稍候再试。", Trouble.BUSY)
    if "full" in text or "I/O" in text:
        return StoreError("磁盘已满或读写出错，数据库无法打开；请清理磁盘空间后再试。", Trouble.FULL)
    if "readonly" in text or "read-only" in text or "unable to open" in text:
        what = f"{path} 所在的文件夹只能读不能写，无法办理"
        words = f"{what}；先不要恢复，请检查文件夹的读写权限，磁盘是不是写保护。"
        return StoreError(words, Trouble.FULL)
    refuse_plain(path)
    words = f"无法打开 {path.name}：密钥不对，或文件已损坏、不是本程序的数据库；请核对口令，或从备份恢复。"
    return StoreError(words, Trouble.KEY)


def refuse_plain(path: Path) -> None:
    """Raise StoreError when the file carries a plain SQLite header although a key is set.

    Only for a file that no connection of this process has open: closing it here would drop SQLite's locks.
    """
    try:
        with path.open("rb") as stream:
            header = stream.read(len(_PLAIN))
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"无法读取数据库文件 {path}；请检查文件夹的读写权限。") from error
    if header == _PLAIN:
        raise StoreError(
            f"{path.name} 是未加密的数据库，不是本程序建立的；请核对数据文件夹，不要把它当作业务数据使用。",
            Trouble.FOREIGN,
        )


def engine(path: Path, key: bytes, *, frozen: bool = False) -> Engine:
    """A SQLAlchemy engine over exactly one connection; statements' values never enter error texts."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool
    from sqlcipher3 import dbapi2

    return create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key, frozen=frozen),
        poolclass=StaticPool,
        hide_parameters=True,
    )
