"""Where the slots of `office.keys` lie: in the file beside an embedded store, or in a row of the shared one."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import Any, Protocol

from models.errors import Conflict, StoreError, Trouble, system_reason
from models.store.joined import joined
from models.store.location import KEYS_NAME, write_private
from models.store.server import Address

_SEAL = b"subsidy-desk key ring"
_OVERTAKEN = "账号口令刚被另一个窗口更改，未保存；请重试。"


class KeyPlace(Protocol):
    """Reads the text, replaces it, and says whether a data key is the office's own."""

    def read(self) -> str:
        """The text. Raises FileNotFoundError, OSError, StoreError."""

    def write(self, content: bytes) -> None:
        """Replace it in one step."""

    def knows(self, data_key: bytes) -> bool:
        """Whether a slot that opened holds the key of this office."""


class FileKeys:
    """The file beside an embedded store: a wrong data key opens nothing there."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / KEYS_NAME
        self._seen: bytes | None = None

    def read(self) -> str:
        """The file's text, remembering it."""
        self._seen = self._path.read_bytes()
        return self._seen.decode()

    def write(self, content: bytes) -> None:
        """Put a new file in place of the one that was read. Raises Conflict when another window was first, StoreError
        where it cannot be written.
        """
        try:
            # Whoever waits for the store's writer holds what was read before that: another's new slot would be lost.
            if self._seen is not None and self._path.read_bytes() != self._seen:
                raise Conflict(_OVERTAKEN)
            write_private(self._path, content)
            self._seen = content
        except OSError as error:
            why = system_reason(error)
            raise StoreError(
                f"密钥文件 {KEYS_NAME} 写不进去（{why}），没有改；请检查磁盘空间和权限。", Trouble.FULL
            ) from error

    def knows(self, data_key: bytes) -> bool:  # noqa: ARG002 - the store itself asks
        """The store finds out by itself."""
        return True


class ServerKeys:
    """The row on the shared server. Nothing there is encrypted with the data key, so the row carries its seal."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._version: int = 0
        self._seal = ""

    def read(self) -> str:
        """The row's text, remembering which version of it this is."""
        row = self._run("SELECT content, seal, version FROM key_ring")
        if row is None:
            raise StoreError("共享服务器上没有本局的账号口令；请核对地址，或先把本局搬到共享服务器。")
        content, self._seal, self._version = row
        return str(content)

    def write(self, content: bytes) -> None:
        """Replace the version that was read. Raises Conflict when another window was first."""
        statement = (
            "UPDATE key_ring SET content = %s, version = version + 1 WHERE id = 1 AND version = %s RETURNING version"
        )
        row = self._run(statement, (content.decode(), self._version))
        if row is None:
            raise Conflict(_OVERTAKEN)
        self._version += 1

    def knows(self, data_key: bytes) -> bool:
        """Compare with the seal that only the owner writes."""
        return hmac.compare_digest(self._seal, seal(data_key))

    def _run(self, statement: str, values: tuple[object, ...] | None = None) -> tuple[Any, ...] | None:
        from sqlalchemy.exc import DBAPIError

        from models.store import server

        engine = server.engine(self._address)
        try:
            with engine.begin() as connection:
                row = connection.exec_driver_sql(statement, values).first()
                return None if row is None else tuple(row)
        except DBAPIError as error:
            raise server.unreachable(error, self._address) from error
        finally:
            engine.dispose()


def seal(data_key: bytes) -> str:
    """What proves a data key without telling it."""
    return hmac.new(data_key, _SEAL, hashlib.sha256).hexdigest()


def key_place(folder: Path) -> KeyPlace:
    """Where the keys of this data folder lie."""
    address = joined(folder)
    return FileKeys(folder) if address is None else ServerKeys(address)
