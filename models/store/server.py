"""The shared store on PostgreSQL: the same rows, one writer at a time through a transaction-level lock.

A connection over a network is encrypted and knows whom it talks to, unless somebody has said otherwise.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import Disconnected, InputError, StoreError, Trouble

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

WRITER_LOCK = 0x53424453
# Writers are served in their order: whoever gave up and asked again would only stand at the end of the queue. It is
# left after this long, when something is wrong.
QUEUE_SECONDS = 120
# A window that says nothing for this long in the middle of an act (its machine sleeps, its cable is out) loses it, so
# that the others get their turn.
SILENT_SECONDS = 60
DRIVER = "postgresql+psycopg"
DEFAULT_PORT = 5432
# A cable that was pulled is noticed within half a minute: https://www.postgresql.org/docs/current/libpq-connect.html
_MANNERS = {
    "client_encoding": "utf8",
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
# What libpq and the server say before a connection stands carries no code, and a server may say it in Chinese.
_TROUBLES = (
    (("password authentication failed", "认证失败"), "数据库账号或密码不对"),
    (
        ("no password supplied",),
        "没有数据库密码；请填写窗口密码，或写入本机的 ~/.pgpass（要有这台服务器、数据库和账号的一行，权限 0600）",
    ),
    (("does not match host name",), "服务器证书上的名称与地址不符，可能连到了别的服务器"),
    (
        ("signature failure", "certificate verify failed"),
        "服务器证书不是所信任的机构签发的，可能连到了别的服务器；请核对根证书文件",
    ),
    (
        ("could not read root certificate", "could not load root certificate"),
        "根证书文件读不出来，不能核对服务器身份；请核对是不是证书（PEM）",
    ),
    (("root certificate file",), "没有根证书文件，不能核对服务器身份；请填写根证书文件（命令里用 --root-certificate）"),
    (("does not support ssl",), "服务器没有开启加密连接；请服务器管理员开启 TLS"),
    (("pg_hba.conf",), "服务器不允许这个账号从这里连接；请服务器管理员核对 pg_hba.conf"),
    (("too many clients", "太多的客户"), "服务器的连接已满；请稍候再试，或请服务器管理员增加连接数"),
    (("remaining connection slots", "已保留的连接位置"), "服务器的连接已满；请稍候再试，或请服务器管理员增加连接数"),
    (("not permitted to log in", "进行登录"), "这个数据库账号不能登录；请服务器管理员核对账号"),
    (("role ", "角色 "), "服务器上没有这个数据库账号；请核对账号"),
    (('database "', '数据库 "', "访问数据库"), "服务器上没有这个数据库，或这个账号不能使用它；请核对数据库名称"),
    (("invalid connection option", "uri query parameter"), "地址里有不认识的参数；请核对问号后面的部分"),
    (
        ("port number", "port arguments", 'value for connection option "port"', 'value "port"'),
        "端口不对，应为 1 到 65535 的数字",
    ),
)
# What passes by itself, or may: whoever was connected goes on trying.
_PASSING = (
    (
        ("name or service not known", "name resolution", "could not translate host name", "failed to resolve host"),
        "找不到这个名称的服务器；请核对名称，看网络是否连着",
    ),
    (("connection refused",), "那里没有数据库在应答；请核对地址和端口，或请服务器管理员看数据库是否开着"),
    (
        ("timeout expired", "timed out", "no route to host", "network is unreachable"),
        "服务器没有应答；请核对地址，看网络是否连着",
    ),
    (("starting up", "启动中", "shutting down", "停止中"), "服务器正在启动或关闭；请稍候再试"),
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where the shared store is. `plain` allows a connection over a network without TLS, `passfile` holds a password
    in the form of ~/.pgpass; without one libpq looks in its usual places (PGPASSFILE, ~/.pgpass, a service file)."""

    url: str
    plain: bool = False
    passfile: Path | None = None


def read_address(typed: str, *, plain: bool = False, root_certificate: Path | None = None) -> Address:
    """An address as typed. Raises InputError for a password in it, StoreError for what cannot be an address."""
    url = _url(typed)
    if url.password or "password" in url.query:
        raise InputError(
            "地址里不能写密码：命令行和进程列表人人可见。请去掉密码，写入本机的 ~/.pgpass（权限 0600），"
            "或在窗口里加入共享服务器时填写。",
            "url",
        )
    if root_certificate is not None:
        if not root_certificate.is_file():
            raise InputError(f"找不到根证书文件“{root_certificate}”，请核对路径。", "root_certificate")
        url = url.update_query_dict({"sslrootcert": str(root_certificate.resolve())})
    _encryption(url, plain=plain)
    return Address(_text(url.set(password=None)), plain)


def address_of_parts(host: str, database: str, role: str, *, root_certificate: Path | None = None) -> Address:
    """An address from what is typed into fields: a name, `name:port`, or several that stand in for each other.

    Of several the one that takes writing is used, so that a window follows a failover. Raises InputError, StoreError.
    """
    from sqlalchemy import URL

    places = [_place(part.strip()) for part in host.replace("，", ",").split(",") if part.strip()]
    parts = {"username": role.strip() or None, "database": database.strip()}
    if len(places) == 1 and not places[0][0].startswith("/"):
        url = URL.create("postgresql", host=places[0][0], port=places[0][1], **parts)  # type: ignore[arg-type]
    else:
        query: dict[str, str] = {}
        if places:
            query["host"] = ",".join(name for name, _ in places)
            query["port"] = ",".join(str(port or DEFAULT_PORT) for _, port in places)
        if len(places) > 1:
            query["target_session_attrs"] = "read-write"
        url = URL.create("postgresql", query=query, **parts)  # type: ignore[arg-type]
    return read_address(url.render_as_string(hide_password=False), root_certificate=root_certificate)


def _place(typed: str) -> tuple[str, int | None]:
    if "//" in typed or any(sign.isspace() for sign in typed):
        raise InputError("这里只填服务器名称，或名称:端口，不填 postgresql:// 开头的地址。", "host")
    if typed.startswith("/") or (typed.count(":") != 1 and "]:" not in typed):
        return typed.strip("[]"), None
    name, _, port = typed.rpartition(":")
    if not port.isdecimal() or not 0 < int(port) < 65_536:
        raise InputError(f"端口“{port}”不对，应为 1 到 65535 的数字。", "host")
    return name.strip("[]"), int(port)


def role_of(address: Address) -> str:
    """The role an address signs in as, "" when libpq finds it elsewhere."""
    return _url(address.url).username or ""


def with_role(address: Address, role: str) -> Address:
    """The same server and database for another role."""
    return Address(_text(_url(address.url).set(username=role)), address.plain)


def shown(address: Address) -> str:
    """Server and database in words a person reads: `desk_window@db.example:5432/desk`, never a password."""
    url = _url(address.url)
    host = ",".join(_hosts(url)) or "localhost"
    port = f":{url.port}" if url.port else ""
    return f"{url.username + '@' if url.username else ''}{host}{port}/{url.database or ''}"


def engine(address: Address | str) -> Engine:
    """A SQLAlchemy engine for `postgresql://…`; raises StoreError for any other address, and for a plain connection
    over a network that nobody allowed."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    place = address if isinstance(address, Address) else Address(address)
    url = _url(place.url)
    arguments: dict[str, Any] = {**_MANNERS, "application_name": "subsidy-desk", **_encryption(url, plain=place.plain)}
    if place.passfile is not None and place.passfile.is_file():
        arguments["passfile"] = str(place.passfile)
    return create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=arguments)


def renew_if_cut(connection: Connection) -> None:
    """Give up a connection that was cut while nothing was said on it: the next statement makes a new one.

    Nothing was sent on the cut one, so nothing can have been done twice.
    """
    from psycopg import OperationalError

    driver: Any = connection.connection.dbapi_connection
    try:
        for _ in range(2):  # a server that stops says so first, and hangs up after it
            driver.pgconn.consume_input()
    except OperationalError:
        connection.invalidate()
        connection.rollback()


def choose_begin(connection: Connection, *, look: bool) -> None:
    """How the next transaction begins: with one consistent view that cannot write, or for writing.

    The driver says it together with BEGIN, so that it costs no journey of its own.
    """
    from psycopg import IsolationLevel

    driver: Any = connection.connection.dbapi_connection
    level = IsolationLevel.REPEATABLE_READ if look else None
    if driver.isolation_level is not level:
        driver.isolation_level, driver.read_only = level, look or None


def begin_plainly(connection: Connection) -> None:
    """Take back what `choose_begin` chose for a look: what else uses this connection may write."""
    from psycopg.pq import TransactionStatus

    driver: Any = connection.connection.dbapi_connection
    if driver.read_only and driver.info.transaction_status == TransactionStatus.IDLE:
        driver.isolation_level, driver.read_only = None, None


def be_patient(connection: Connection) -> None:
    """Let this transaction be silent as long as it likes: what moves or checks a whole office works elsewhere."""
    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def turn_statement() -> str:
    """Waits for the writers' lock, in one journey with its limits; answers with the transaction's name and the time."""
    return (
        "WITH limits AS MATERIALIZED ("  # noqa: S608  (numbers of this module)
        f"SELECT set_config('lock_timeout', '{QUEUE_SECONDS}s', true), "
        f"set_config('idle_in_transaction_session_timeout', '{SILENT_SECONDS}s', true)) "
        f"SELECT pg_advisory_xact_lock({WRITER_LOCK}, hashtext(current_schema())), pg_current_xact_id()::text, "
        "clock_timestamp() FROM limits"
    )


def unreachable(error: BaseException, address: Address | str) -> StoreError:
    """Why a server could not be reached, as far as it said, and which: account, server and database."""
    text = str(getattr(error, "orig", None) or error).lower()
    where = f"连不上共享服务器（{shown(address if isinstance(address, Address) else Address(address))}）"
    if why := _first(_PASSING, text):
        return Disconnected(f"{where}：{why}。")
    if why := _first(_TROUBLES, text):
        return StoreError(f"{where}：{why}。", Trouble.SERVER)
    return Disconnected(f"{where}，请检查网络、地址和数据库账号后再试。")


def _first(known: Iterable[tuple[tuple[str, ...], str]], text: str) -> str:
    return next((words for signs, words in known if any(sign in text for sign in signs)), "")


def _url(text: str) -> URL:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise StoreError("共享服务器地址写法不对，应形如 postgresql://主机/数据库。") from error
    if url.get_backend_name() != "postgresql":
        raise StoreError("共享服务器只支持 PostgreSQL，地址应以 postgresql:// 开头。")
    return url.set(drivername=DRIVER)


def _text(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _encryption(url: URL, *, plain: bool) -> Mapping[str, str]:
    """What libpq is told about TLS beyond the address. Raises StoreError for a weak mode that nobody allowed."""
    if all(_is_local(host) for host in _hosts(url)):
        return {}
    mode = url.query.get("sslmode")
    if plain:
        return {} if mode else {"sslmode": "prefer"}
    if mode not in (None, "verify-full"):
        raise StoreError(
            f"地址里的 sslmode={mode} 不能防止窃听和冒充，没有连接；请去掉它并用根证书核对服务器，"
            "确实只在可信内网使用的，加 --plain-network。"
        )
    return {"sslmode": "verify-full"}


def _hosts(url: URL) -> tuple[str, ...]:
    """Every host the address may lead to, as libpq would find it."""
    named = [url.host] if url.host else []
    for key in ("host", "hostaddr"):
        given = url.query.get(key, ())
        named += [given] if isinstance(given, str) else list(given)
    if "service" in url.query and not named:
        named.append("service")
    if not named:
        named += [os.environ[key] for key in ("PGHOST", "PGHOSTADDR", "PGSERVICE") if os.environ.get(key)]
    return tuple(_single(named))


def _single(named: list[str]) -> Iterator[str]:
    for text in named:
        for host in text.split(","):
            name, colon, port = host.rpartition(":")
            yield name if colon and port.isdigit() and ":" not in name else host


def _is_local(host: str) -> bool:
    if host.startswith(("/", "@")) or host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
