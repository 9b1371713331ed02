"""The shared store on PostgreSQL: the same rows, one writer at a time through a transaction-level lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Engine

WRITER_LOCK = 0x53424453


def engine(url: str) -> Engine:
    """A SQLAlchemy engine for `postgresql://…`; raises StoreError for any other address."""
    from sqlalchemy import create_engine
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError
    from sqlalchemy.pool import NullPool

    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreError("共享服务器地址写法不对，应形如 postgresql://主机/数据库。") from error
    if address.get_backend_name() != "postgresql":
        raise StoreError("共享服务器只支持 PostgreSQL，地址应以 postgresql:// 开头。")
    return create_engine(
        address.set(drivername="postgresql+psycopg"),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"connect_timeout": 10, "application_name": "subsidy-desk"},
    )
