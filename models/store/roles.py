"""What the role of the windows may do on a shared server, and the look whether a connection can do more.

The owner makes the tables and grants; a window's role appends, and changes only what its work changes. Neither may it
replace a guard nor slip its own tables under one: every guard looks for its tables in the owner's schema first. A table
that stands in none of the lists below can only be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from models.errors import InputError, StoreError
from models.store.refusals import in_words

if TYPE_CHECKING:
    from sqlalchemy import Connection

CHANGEABLE = frozenset(
    {"account", "bulk_act", "bureau_entry", "calendar_year", "case_file", "class_group", "class_member", "counter"}
    | {"draft", "identity_change", "office", "payment_line", "payment_run", "person", "person_identity", "presence"}
    | {"proposal", "repayment_order", "signing_pin", "standing"}
)
"""Tables whose rows a window changes, each change watched by a guard or a version."""

REMOVABLE = frozenset({"account_seat", "case_term", "draft", "person_term", "presence"})
"""Tables whose rows come and go."""

APPENDED = frozenset(
    {"access_log", "assessment", "attachment", "attendant", "bucket", "bulk_act_case", "case_act", "case_note"}
    | {
        "class_case",
        "class_leaving",
        "company_account",
        "decision",
        "decision_change",
        "decision_void",
        "due_change",
        "edition",
    }
    | {"edition_file", "fact_set", "journal", "letter", "letter_content", "letter_void", "likeness_answer"}
    | {"month_reversal", "note_settlement", "notice", "notice_arrival", "notice_item", "objection_finding", "paper"}
    | {"passing_on", "payment_export", "payment_file", "payment_result", "payment_template", "publicity_entry"}
    | {"publicity_file", "publicity_list", "publicity_objection", "register_check", "repayment_instalment"}
    | {"repayment_receipt", "round_opening", "serving", "serving_undone"}
)
"""Tables that only grow."""

READ_ONLY = frozenset({"case_tally", "key_ring", "migration", "property", "standing"})
"""Tables into which a window puts no row: what the owner or the triggers of other tables write."""

_GROWING = (APPENDED | CHANGEABLE | REMOVABLE) - READ_ONLY
_COLUMNS = {"key_ring": ("content", "version")}
_OURS = (
    "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace "
    "ORDER BY c.relname"
)
_GUARDS = (
    "SELECT DISTINCT p.oid::regprocedure::text, COALESCE(array_to_string(p.proconfig, ';'), '') FROM pg_trigger t "
    "JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
)
_PREPARE = "请数据库属主重新执行 ./run server prepare。"


def grant(connection: Connection, windows: Iterable[str]) -> None:
    """Give the named roles what a window needs and take everything else from them and from everybody.

    As the owner, inside the caller's transaction. Raises InputError for a role that the server does not know.
    """
    run = connection.exec_driver_sql
    schema = str(run("SELECT quote_ident(current_schema())").scalar_one())
    for function, _ in run(_GUARDS).fetchall():
        run(f"ALTER FUNCTION {function} SET search_path = {schema}, pg_temp")
        run(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    run(f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC")
    run(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC")
    for window in windows:
        role = _quoted(connection, window)
        run(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}")
        run(f"REVOKE ALL ON SCHEMA {schema} FROM {role}")
        run(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
        for statement in _grants(table_names(connection), role):
            run(statement)


def _grants(tables: Iterable[str], role: str) -> Iterator[str]:
    for table in tables:
        powers = ["SELECT"]
        if table in _GROWING:
            powers.append("INSERT")
        if table in CHANGEABLE:
            powers.append("UPDATE")
        if table in REMOVABLE:
            powers.append("DELETE")
        if table in _COLUMNS:
            powers.append(f"UPDATE ({', '.join(_COLUMNS[table])})")
        yield f"GRANT {', '.join(powers)} ON {table} TO {role}"


def table_names(connection: Connection) -> tuple[str, ...]:
    """The tables of the store."""
    return tuple(str(name) for (name,) in connection.exec_driver_sql(_OURS))


def require_roles(connection: Connection, windows: Iterable[str]) -> None:
    """Raise InputError for a role that the server does not know, or that is the owner's own."""
    try:
        for window in windows:
            _quoted(connection, window)
    finally:
        connection.rollback()


def _quoted(connection: Connection, window: str) -> str:
    found = connection.exec_driver_sql(
        "SELECT quote_ident(rolname), rolname = current_user FROM pg_roles WHERE rolname = %s", (window,)
    ).first()
    if found is None:
        raise InputError(f"服务器上没有角色“{window}”；请数据库管理员先执行 CREATE ROLE {window} LOGIN。", "window")
    if found[1]:
        raise InputError("窗口账号不能就是建表的属主；请另建一个只供窗口登录的角色。", "window")
    return str(found[0])


@in_words()
def require_window(connection: Connection) -> None:
    """Raise StoreError unless this connection can do no more, and no less, than a window needs."""
    try:
        trouble = next(_troubles(connection), "")
    finally:
        connection.rollback()
    if trouble:
        raise StoreError(trouble)


def _troubles(connection: Connection) -> Iterator[str]:
    run = connection.exec_driver_sql
    if run(
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication FROM pg_roles WHERE rolname = current_user"
    ).scalar_one():
        yield "这个数据库账号是超级用户或有管理权限，不能用来日常办公；请改用窗口账号。"
    owned = "SELECT bool_or(pg_has_role(relowner, 'MEMBER')) FROM pg_class WHERE relkind = 'r' AND relnamespace = "
    if (
        run(owned + "current_schema()::regnamespace").scalar_one()
        or run("SELECT has_schema_privilege(current_schema(), 'CREATE')").scalar_one()
    ):
        yield "这个数据库账号能改动表结构，不能用来日常办公；请改用窗口账号。"
    yield from _too_much(connection)
    setting = "SELECT has_parameter_privilege('session_replication_role', 'SET')"
    if _version(connection) >= 150_000 and run(setting).scalar_one():
        yield "这个数据库账号能绕过触发器，不能用来日常办公；请改用窗口账号。"
    for _, settings in run(_GUARDS):
        if not settings.startswith("search_path=") or not settings.endswith(", pg_temp"):
            yield f"服务器上有约束没有固定查找路径。{_PREPARE}"
    off = "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgenabled <> 'O' AND "
    if run(off + "c.relnamespace = current_schema()::regnamespace").scalar_one():
        yield "服务器上有约束被关掉，为保护数据不予打开；请联系数据库管理员。"


def _too_much(connection: Connection) -> Iterator[str]:
    """Tables on which the role's powers are not those of a window."""
    statement = (
        "SELECT c.relname, has_table_privilege(c.oid, 'SELECT'), has_table_privilege(c.oid, 'INSERT'), "
        "has_table_privilege(c.oid, 'UPDATE'), has_table_privilege(c.oid, 'DELETE'), "
        "has_table_privilege(c.oid, 'TRUNCATE') OR has_table_privilege(c.oid, 'TRIGGER'), "
        "has_any_column_privilege(c.oid, 'UPDATE') FROM pg_class c WHERE c.relkind = 'r' "
        "AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname"
    )
    for table, reads, inserts, updates, deletes, more, columns in connection.exec_driver_sql(statement):
        changes = table in CHANGEABLE
        expected = (True, table in _GROWING, changes, table in REMOVABLE, False, changes or table in _COLUMNS)
        if (reads, inserts, updates, deletes, more, columns) != expected:
            yield f"数据库账号对表 {table} 的权限与窗口账号不符。{_PREPARE}"


def _version(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
