"""What became of a transaction whose commit was not answered: the server remembers, by the transaction's own name.

https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT (pg_xact_status)
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from models.errors import Disconnected

if TYPE_CHECKING:
    from sqlalchemy import Engine

_LOOKS, _PAUSE_SECONDS = 10, 0.1
UNKNOWN = (
    "与共享服务器的连接中断，还不能确定这一步是否已保存；连上后会查明并告诉您。"
    "填写的内容还在，请先不要关闭窗口，也不要重办。"
)


def outcome(engine: Engine, name: str) -> bool:
    """Whether the transaction is in the store. Raises Disconnected when the server cannot say (yet)."""
    from sqlalchemy.exc import DBAPIError

    try:
        with engine.connect() as connection:
            for _ in range(_LOOKS):
                found = connection.exec_driver_sql("SELECT pg_xact_status(%s::xid8)", (name,)).scalar_one()
                connection.rollback()
                if found != "in progress":
                    return bool(found == "committed")
                time.sleep(_PAUSE_SECONDS)
    except DBAPIError as error:
        raise Disconnected(UNKNOWN) from error
    raise Disconnected(UNKNOWN)
