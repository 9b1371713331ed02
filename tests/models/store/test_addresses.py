"""Where a shared store is: what is encrypted, what is refused, and where a password may lie."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.certificates import Authority
from builders.store import database_url, run_on
from builders.wire import TlsFront, tls_front
from sqlalchemy.engine import make_url

from models.errors import Disconnected, InputError, StoreError
from models.store import joined, server
from models.store.engine import connect_server
from models.store.server import Address, address_of_parts, read_address, role_of, shown, with_role


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///desk",
        "postgresql://desk@localhost/desk",
        "postgresql://desk@127.0.0.1:5433/desk",
        "postgresql://desk@[::1]/desk",
        "postgresql://desk@/desk?host=/run/postgresql",
        "postgresql://desk@localhost/desk?sslmode=disable",
    ],
)
def test_on_this_machine_nothing_is_asked_of_tls(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PGHOST", "PGHOSTADDR", "PGSERVICE"):
        monkeypatch.delenv(name, raising=False)
    assert server._encryption(make_url(url), plain=False) == {}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://desk@db.example/desk",
        "postgresql://desk@10.1.2.3/desk",
        "postgresql://desk@/desk?host=localhost,db.example",
        "postgresql://desk@localhost/desk?hostaddr=10.1.2.3",
        "postgresql:///?service=desk",
        "postgresql://desk@db.example/desk?sslmode=verify-full",
    ],
)
def test_over_a_network_the_server_is_checked_by_name(url: str) -> None:
    assert server._encryption(make_url(url), plain=False) == {"sslmode": "verify-full"}


def test_a_host_of_the_environment_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example")
    assert server._encryption(make_url("postgresql:///desk"), plain=False) == {"sslmode": "verify-full"}


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca"])
def test_a_weaker_connection_over_a_network_needs_a_word_of_its_own(mode: str) -> None:
    url = f"postgresql://desk@db.example/desk?sslmode={mode}"
    with pytest.raises(StoreError, match="--plain-network"):
        read_address(url)
    assert read_address(url, plain=True).plain
    with pytest.raises(StoreError, match="没有连接"):
        connect_server(url, None)


@pytest.mark.parametrize("url", ["postgresql://desk:secret@db.example/desk", "postgresql:///desk?password=secret"])
def test_a_password_in_the_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(InputError, match="pgpass") as refused:
        read_address(url)
    assert "secret" not in refused.value.message


def test_an_address_is_shown_without_what_is_not_an_address(tmp_path: Path) -> None:
    root = tmp_path / "root.crt"
    with pytest.raises(InputError, match="根证书"):
        read_address("postgresql://desk@db.example:5433/desk", root_certificate=root)
    root.touch()
    address = read_address("postgresql://desk@db.example:5433/desk", root_certificate=root)
    assert (shown(address), role_of(address)) == ("desk@db.example:5433/desk", "desk")
    assert shown(with_role(address, "window")) == "window@db.example:5433/desk"
    assert make_url(with_role(address, "window").url).query["sslrootcert"] == str(root)


def test_what_is_kept_of_an_address_holds_no_password_and_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "window"
    joined.keep_password(folder, "pa:ss\\word")
    joined.keep_address(folder, Address("postgresql://desk@db.example/desk"))
    assert joined.joined(folder) == Address("postgresql://desk@db.example/desk", False, folder / "office.pgpass")
    assert "word" not in (folder / "office.server").read_text(encoding="utf-8")
    assert (folder / "office.pgpass").read_text(encoding="utf-8") == "*:*:*:*:pa\\:ss\\\\word\n"
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    (folder / "office.server").write_text("{}", encoding="utf-8")
    with pytest.raises(StoreError, match="重新加入"):
        joined.joined(folder)


@pytest.fixture
def asks_for_a_password(server: str) -> Iterator[str]:
    """A role that the server lets in with a password only."""
    url = database_url(server, "postgres")
    if not str(make_url(url).query.get("host", "")).startswith("/"):
        pytest.skip("the server's own files cannot be reached")
    role = f"desk_secret_{os.getpid()}"
    run_on(url, f"CREATE ROLE {role} LOGIN PASSWORD 'pa:ss''\\word'")
    rules = Path(str(make_url(url).query["host"])) / "pg_hba.conf"
    before = rules.read_text(encoding="utf-8")
    rules.write_text(f"local all {role} scram-sha-256\n{before}", encoding="utf-8")
    run_on(url, "SELECT pg_reload_conf()")
    yield make_url(url).set(username=role, password=None).render_as_string(hide_password=False)
    rules.write_text(before, encoding="utf-8")
    run_on(url, "SELECT pg_reload_conf()")
    run_on(url, f"DROP ROLE {role}")


@pytest.mark.postgres
def test_the_password_is_read_by_the_driver_from_its_file_alone(
    asks_for_a_password: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    with pytest.raises(StoreError, match="没有数据库密码"):
        connect_server(asks_for_a_password, None)
    passfile = tmp_path / joined.PASSWORD_NAME
    joined.keep_password(tmp_path, "wrong")
    with pytest.raises(StoreError, match="账号或密码不对"):
        connect_server(Address(asks_for_a_password, passfile=passfile), None)
    joined.keep_password(tmp_path, "pa:ss'\\word")
    store = connect_server(Address(asks_for_a_password, passfile=passfile), None)
    assert "word" not in str(store.connection.engine.url)
    store.close()
    monkeypatch.setenv("PGPASSFILE", str(passfile))
    connect_server(asks_for_a_password, None).close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def front(server: str, authority: Authority) -> Iterator[TlsFront]:
    """The tests' server with TLS before it, as `db.example`."""
    if not str(make_url(server).query.get("host", "")).startswith("/"):
        pytest.skip("the server of the tests has no socket on this machine")
    with tls_front(server, authority.issue("db.example")) as made:
        yield made


def over_tls(server: str, front: TlsFront, host: str, root: Path | None) -> str:
    url = make_url(server).set(host=host, port=front.port, password=None, query={"hostaddr": "127.0.0.1"})
    asked = {"sslrootcert": str(root)} if root is not None else {}
    return url.update_query_dict(asked).render_as_string(hide_password=False)


@pytest.mark.postgres
def test_a_server_with_the_right_certificate_is_spoken_to_encrypted(
    server: str, front: TlsFront, authority: Authority
) -> None:
    store = connect_server(over_tls(server, front, "db.example", authority.root), None)
    assert store.connection.exec_driver_sql("SELECT 1").scalar_one() == 1
    store.close()
    assert front.encrypted == 1


@pytest.mark.postgres
def test_another_certificate_another_name_and_no_certificate_are_refused(
    server: str, front: TlsFront, authority: Authority, tmp_path: Path
) -> None:
    other = Authority(tmp_path)
    with pytest.raises(StoreError, match="不是所信任的机构"):
        connect_server(over_tls(server, front, "db.example", other.root), None)
    with pytest.raises(StoreError, match="名称与地址不符"):
        connect_server(over_tls(server, front, "other.example", authority.root), None)
    with pytest.raises(StoreError, match="没有根证书文件"):
        connect_server(over_tls(server, front, "db.example", tmp_path / "missing.crt"), None)
    assert front.through == 0


@pytest.mark.postgres
def test_a_server_without_tls_is_refused_and_spoken_to_only_when_that_was_said(
    server: str, authority: Authority
) -> None:
    with tls_front(server, None) as plain:
        url = over_tls(server, plain, "db.example", authority.root)
        with pytest.raises(StoreError, match="没有开启加密连接"):
            connect_server(url, None)
        connect_server(Address(url, plain=True), None).close()


def test_a_server_that_is_not_there_is_told_as_such() -> None:
    with pytest.raises(Disconnected, match=r"desk@127\.0\.0\.1:1/desk.*没有数据库在应答"):
        connect_server("postgresql://desk@127.0.0.1:1/desk", None)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('FATAL:  password authentication failed for user "desk"', "账号或密码不对"),
        ('致命错误:  用户 "desk" Password 认证失败', "账号或密码不对"),
        ('FATAL:  database "desk" does not exist', "没有这个数据库"),
        ('致命错误:  数据库 "desk" 不存在', "没有这个数据库"),
        ('致命错误:  访问数据库"desk"的权限不够', "不能使用它"),
        ('FATAL:  role "desk" does not exist', "没有这个数据库账号"),
        ('致命错误:  角色 "desk" 不存在', "没有这个数据库账号"),
        ('致命错误:  不允许角色"desk" 进行登录', "不能登录"),
        ("致命错误:  对不起, 已经有太多的客户", "连接已满"),
        ('could not read root certificate file "x": no certificate or crl found', "读不出来"),
        ('root certificate file "x" does not exist', "没有根证书文件"),
    ],
)
def test_what_a_server_says_in_english_or_chinese_is_told_with_what_to_do(said: str, words: str) -> None:
    refusal = server.unreachable(RuntimeError(said), "postgresql://desk@db.example/desk")
    assert words in refusal.message
    assert refusal.message.startswith("连不上共享服务器（desk@db.example/desk）：")
    assert not isinstance(refusal, Disconnected)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("[Errno -2] Name or service not known", "找不到这个名称"),
        ("connection timeout expired", "没有应答"),
        ("FATAL:  the database system is starting up", "正在启动"),
        ("致命错误:  数据库系统停止中", "正在启动或关闭"),
    ],
)
def test_what_may_pass_by_itself_is_no_wrong_address(said: str, words: str) -> None:
    refusal = server.unreachable(RuntimeError(said), "postgresql://desk@db.example/desk")
    assert words in refusal.message
    assert isinstance(refusal, Disconnected)


@pytest.mark.parametrize("tail", ["?sslmod=require", "?port=99999", "?port=no"])
def test_an_address_that_the_driver_does_not_understand_is_told_and_no_bug(tail: str) -> None:
    with pytest.raises(StoreError, match=r"不认识的参数|端口不对"):
        connect_server(f"postgresql://desk@localhost/desk{tail}", None)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("db.example", {"host": "db.example"}),
        ("db.example:5433", {"host": "db.example", "port": 5433}),
        ("::1", {"host": "::1"}),
        ("[::1]:5433", {"host": "::1", "port": 5433}),
        ("/run/postgresql", {"host": "/run/postgresql", "port": "5432"}),
        ("a:5433， b", {"host": "a,b", "port": "5433,5432", "target_session_attrs": "read-write"}),
        ("", {}),
    ],
)
def test_what_is_typed_into_the_fields_reaches_the_driver_as_it_is_meant(typed: str, found: dict[str, object]) -> None:
    address = address_of_parts(typed, "de/sk?", "de:sk@窗口")
    driven = server.engine(address)
    arguments = driven.dialect.create_connect_args(driven.url)[1]
    del arguments["context"]
    assert arguments == {"dbname": "de/sk?", "user": "de:sk@窗口", **found}
    assert role_of(address) == "de:sk@窗口"


@pytest.mark.parametrize("typed", ["db.example:no", "db.example:0", "db.example:99999", "postgresql://db", "db 5432"])
def test_what_cannot_be_a_server_is_told_at_its_field(typed: str) -> None:
    with pytest.raises(InputError, match=r"端口|只填服务器名称") as refused:
        address_of_parts(typed, "desk", "desk")
    assert refused.value.field == "host"


@pytest.mark.postgres
def test_of_two_servers_the_one_that_takes_writing_is_used(server: str) -> None:
    there = make_url(server)
    socket = str(there.query.get("host", ""))
    if not socket.startswith("/"):
        pytest.skip("the server of the tests has no socket on this machine")
    store = connect_server(address_of_parts(f"127.0.0.1:1,{socket}", "postgres", str(there.username)), None)
    assert store.connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "off"
    store.close()
