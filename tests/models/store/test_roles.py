"""On a real server with real roles: what a window may not do, and that its owner could (the red control)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from builders.store import START, Clerks, Roles, bring_to_signature, database_url, decide, found_office, owned_database
from sqlalchemy.exc import DBAPIError

from models.case import Case
from models.casework.moving import prepare_server
from models.errors import InputError, StoreError, SubsidyDeskError
from models.store.engine import Store, connect_server, open_postgres
from models.store.guards import APPEND_ONLY
from models.store.repository import Repository
from models.store.roles import APPENDED, CHANGEABLE, READ_ONLY, REMOVABLE, grant, require_window, table_names
from models.store.server import Address
from models.store.standing import put_standing
from models.store.tally_schema import counted

pytestmark = pytest.mark.postgres

REWRITES = {
    "rewrite the journal": "UPDATE journal SET detail = '{}'",
    "cut the journal": "DELETE FROM journal",
    "empty the journal": "TRUNCATE journal CASCADE",
    "drop a guard": "DROP TRIGGER journal_unchanged ON journal",
    "put a guard aside": "ALTER TABLE journal DISABLE TRIGGER journal_unchanged",
    "replace a guard": "CREATE OR REPLACE FUNCTION journal_unchanged() RETURNS trigger LANGUAGE plpgsql "
    "AS $$ BEGIN RETURN NEW; END $$",
    "loosen a guard": "ALTER FUNCTION journal_unchanged() RESET search_path",
    "change a table": "ALTER TABLE decision DROP CONSTRAINT decision_separate_eyes",
    "drop a table": "DROP TABLE access_log",
    "make a table": "CREATE TABLE account_seat_too (account_id bigint, seat text)",
    "add a guard of its own": "CREATE TRIGGER mine BEFORE INSERT ON journal FOR EACH ROW "
    "EXECUTE FUNCTION journal_unchanged()",
    "change a decision": "UPDATE decision SET amount_fen = 1",
    "change a letter": "UPDATE letter SET amount_fen = 1",
    "falsify the tally of the lists": "UPDATE case_tally SET cases = 0",
    "add to the tally of the lists": "INSERT INTO case_tally VALUES ('at_window', 'all', 'x', 1)",
    "change who left a class": "UPDATE class_leaving SET kind = 'returned'",
    "change a property": "UPDATE property SET value = 'x'",
    "seal other keys": "INSERT INTO key_ring VALUES (1, '{}', 'x', 1)",
    "grant itself more": "GRANT UPDATE ON journal TO PUBLIC; UPDATE journal SET detail = '{}'",
    "drop what a guard does": "DROP FUNCTION journal_unchanged() CASCADE",
}


@dataclass(frozen=True, slots=True)
class Shared:
    """A store that the owner prepared, opened by a window."""

    window: Store
    owner: Store
    clerks: Clerks
    case: Case


@pytest.fixture(scope="module")
def database(roles: Roles) -> Iterator[str]:
    with owned_database(roles, f"subsidy_roles_{os.getpid()}") as name:
        yield name


@pytest.fixture(scope="module")
def shared(roles: Roles, database: str) -> Iterator[Shared]:
    prepare_server(Address(roles.owner_url(database)), [roles.window], lambda: START)
    owner = connect_server(roles.owner_url(database), None)
    with owner.writing() as rows:
        for name, value in (("created_at", "x"), ("store_id", "x"), ("salt", "00" * 32)):
            rows.add_property(name, value)
        for state in ("arriving", "in_force"):
            put_standing(owner.connection, state, "m", START)
    window = open_postgres(roles.window_url(database))
    clerks = found_office(window)
    with window.writing() as rows:
        decide(rows, clerks, bring_to_signature(rows, clerks, 1))
        case = bring_to_signature(rows, clerks, 2)
    yield Shared(window, owner, clerks, case)
    window.close()
    owner.close()


def attempt(store: Store, statement: str) -> str:
    """What the server says, "" when it was done; nothing is kept."""
    try:
        for part in statement.split("; ") if "$$" not in statement else [statement]:
            store.connection.exec_driver_sql(part.replace("%", "%%"))
    except DBAPIError as error:
        return str(error.orig)
    finally:
        store.connection.rollback()
    return ""


@pytest.mark.parametrize("statement", REWRITES.values(), ids=REWRITES.keys())
def test_a_window_cannot(shared: Shared, statement: str) -> None:
    said = attempt(shared.window, statement)
    assert "permission denied" in said or "must be owner" in said


@pytest.mark.parametrize("setting", ["session_replication_role = 'replica'", "ROLE desk_owner_none"])
def test_a_window_cannot_become_somebody_for_whom_no_guard_speaks(shared: Shared, setting: str) -> None:
    assert attempt(shared.window, f"SET {setting}")


def test_the_owner_can_take_the_guards_away_and_rewrite_the_journal(shared: Shared) -> None:
    """The red control: what keeps the window from it is its role alone."""
    assert "guard journal_unchanged" in attempt(shared.owner, REWRITES["rewrite the journal"])
    for name in ("put a guard aside", "drop a guard", "replace a guard", "change a table", "make a table"):
        assert attempt(shared.owner, REWRITES[name]) == ""
    assert attempt(shared.owner, "DROP TRIGGER journal_unchanged ON journal; UPDATE journal SET detail = '{}'") == ""


DECISION = (
    "INSERT INTO decision (case_id, round, assessment_id, outcome, amount_fen, accepted_by, reviewed_by, signed_by, "
    "decided_on, decided_at, separate_review_and_sign) VALUES ({case}, 1, {assessment}, 'granted', 1, {intake}, "
    "{review}, {signer}, '2026-03-02', '2026-03-02T01:00:00+00:00', {separate})"
)


def decision(shared: Shared, signer: int, separate: int = 1) -> str:
    clerks, case = shared.clerks, shared.case
    return DECISION.format(
        case=case.id, assessment=case.assessment_id, intake=clerks.intake.id, review=clerks.review.id, signer=signer,
        separate=separate,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("signer", "separate", "guard"),
    [
        ("review", 1, "decision_signer_seat"),
        ("review", 0, "decision_setting"),
        ("intake", 1, "decision_"),
        ("system", 1, "decision_signer_seat"),
    ],
)
def test_a_window_cannot_sign_for_two(shared: Shared, signer: str, separate: int, guard: str) -> None:
    assert guard in attempt(shared.window, decision(shared, getattr(shared.clerks, signer).id, separate))


def test_a_table_of_its_own_under_a_guard_fools_nobody(shared: Shared) -> None:
    """A temporary table is found before the real one, unless the guard's path says otherwise."""
    fool = (
        "CREATE TEMPORARY TABLE account_seat (account_id bigint, seat text); "
        f"INSERT INTO pg_temp.account_seat VALUES ({shared.clerks.review.id}, 'sign'), "
        f"({shared.clerks.review.id}, 'review'); " + decision(shared, shared.clerks.review.id)
    )
    assert "guard decision_s" in attempt(shared.window, fool)


def test_a_guard_without_its_path_is_fooled(shared: Shared, roles: Roles) -> None:
    """The red control of the pinned path."""
    clerks = shared.clerks
    with shared.owner.writing():
        for name in ("decision_signer_seat", "decision_setting"):
            shared.owner.connection.exec_driver_sql(f"ALTER FUNCTION {name}() RESET search_path")
    fool = (
        "CREATE TEMPORARY TABLE account_seat (account_id bigint, seat text); "
        f"INSERT INTO pg_temp.account_seat VALUES ({clerks.intake.id}, 'sign'), ({clerks.review.id}, 'sign'); "
        "CREATE TEMPORARY TABLE office (separate_review_and_sign bigint); INSERT INTO pg_temp.office VALUES (0); "
        + decision(shared, clerks.review.id, 0)
    )
    assert attempt(shared.window, fool) == ""
    with pytest.raises(StoreError, match="固定查找路径"):
        require_window(shared.window.connection)
    with shared.owner.writing():
        grant(shared.owner.connection, [roles.window])
    assert "guard decision_" in attempt(shared.window, fool)


def test_a_window_sees_that_it_is_one_and_the_owner_that_it_is_not(shared: Shared, roles: Roles, database: str) -> None:
    require_window(shared.window.connection)
    with pytest.raises(StoreError, match="能改动表结构"):
        require_window(shared.owner.connection)
    superuser = connect_server(database_url(roles.server, database), None)
    with pytest.raises(StoreError, match="超级用户"):
        require_window(superuser.connection)
    superuser.close()


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("GRANT UPDATE ON journal TO {window}", "journal 的权限"),
        ("GRANT UPDATE (hash) ON journal TO {window}", "journal 的权限"),
        ("GRANT TRUNCATE ON paper TO {window}", "paper 的权限"),
        ("REVOKE INSERT ON paper FROM {window}", "paper 的权限"),
        ("GRANT CREATE ON SCHEMA public TO {window}", "能改动表结构"),
        ("ALTER TABLE journal DISABLE TRIGGER journal_unchanged", "约束被关掉"),
    ],
)
def test_a_role_that_may_more_or_less_is_refused_until_prepared_again(
    shared: Shared, roles: Roles, statement: str, words: str
) -> None:
    with shared.owner.writing():
        shared.owner.connection.exec_driver_sql(statement.format(window=roles.window))
    with pytest.raises(StoreError, match=words):
        require_window(shared.window.connection)
    with shared.owner.writing():
        shared.owner.connection.exec_driver_sql("ALTER TABLE journal ENABLE TRIGGER journal_unchanged")
        shared.owner.connection.exec_driver_sql(f"REVOKE CREATE ON SCHEMA public FROM {roles.window}")
        grant(shared.owner.connection, [roles.window])
    require_window(shared.window.connection)


def test_for_every_table_it_was_decided_what_a_window_may(shared: Shared) -> None:
    """A new table goes into one of the lists of `roles`; until then a window can only read it."""
    tables = set(table_names(shared.window.connection))
    shared.window.connection.rollback()
    assert tables == APPENDED | CHANGEABLE | REMOVABLE | READ_ONLY
    assert not APPENDED & (CHANGEABLE | REMOVABLE | READ_ONLY)


def test_a_table_nobody_decided_about_can_only_be_read(shared: Shared, roles: Roles) -> None:
    with shared.owner.writing():
        shared.owner.connection.exec_driver_sql("CREATE TABLE undecided (id bigint)")
        grant(shared.owner.connection, [roles.window])
    assert attempt(shared.window, "SELECT * FROM undecided") == ""
    assert "permission denied" in attempt(shared.window, "INSERT INTO undecided VALUES (1)")
    with shared.owner.writing():
        shared.owner.connection.exec_driver_sql("DROP TABLE undecided")


def test_the_tally_follows_what_a_window_does_though_it_may_not_write_it(shared: Shared) -> None:
    run = shared.window.connection.exec_driver_sql
    kept = set(run("SELECT state, kind, place, cases FROM case_tally WHERE cases > 0").all())
    assert kept == set(run(counted("postgresql")).all()) != set()
    shared.window.connection.rollback()


AT_COMMIT = "; SET CONSTRAINTS ALL IMMEDIATE"


@pytest.mark.parametrize(
    ("statement", "guard"),
    [
        ("INSERT INTO account_seat VALUES ({review}, 'sign')", "account_seat_change_told"),
        ("DELETE FROM account_seat WHERE account_id = {review}", "account_seat_removal_told"),
        ("UPDATE account SET active = 0 WHERE id = {review}", "account_change_told"),
        ("INSERT INTO account (name, active, version) VALUES ('x', 1, 1)", "account_change_told"),
        ("UPDATE office SET separate_review_and_sign = 0", "office_change_told"),
    ],
)
def test_what_four_eyes_rest_on_cannot_be_changed_past_the_journal(shared: Shared, statement: str, guard: str) -> None:
    said = attempt(shared.window, statement.format(review=shared.clerks.review.id) + AT_COMMIT)
    assert f"guard {guard}" in said


def test_the_owner_can_change_them_so_only_the_role_of_the_window_keeps_it(shared: Shared) -> None:
    """The red control."""
    assert attempt(shared.owner, "UPDATE office SET separate_review_and_sign = 0" + AT_COMMIT) == ""


class Discard(Exception):
    """Ends a transaction that is not to be kept."""


def at_commit(shared: Shared, work: Callable[[Repository], object]) -> str:
    """What the clerk would be told at the commit of `work`; nothing is kept."""
    try:
        with shared.window.writing() as rows:
            work(rows)
            shared.window.connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
            raise Discard
    except Discard:
        return ""
    except SubsidyDeskError as error:
        return error.message


def change_the_office(shared: Shared, act: str, subject: str, actor: int) -> str:
    """What is said of a change of the setting that the journal tells like this."""

    def work(rows: Repository) -> None:
        rows.put_office(replace(rows.office(), separate_review_and_sign=False))
        rows.append(act, subject, {}, actor, START)

    return at_commit(shared, work)


def test_only_an_entry_of_the_seat_for_it_lets_the_office_be_changed(shared: Shared) -> None:
    clerks = shared.clerks
    assert change_the_office(shared, "office.change", "office", clerks.system.id) == ""
    for act, subject, actor in (
        ("office.change", "office", clerks.review.id),
        ("office.read", "office", clerks.system.id),
        ("office.change", "account:1", clerks.system.id),
    ):
        assert "没有同时记入流水" in change_the_office(shared, act, subject, actor)


def test_nobody_tells_of_a_change_with_a_seat_given_in_it(shared: Shared) -> None:
    """The administrator of the system makes themself one of the security, and says so in the same breath."""
    system = shared.clerks.system.id

    def work(rows: Repository) -> None:
        shared.window.connection.exec_driver_sql("INSERT INTO account_seat VALUES (%s, 'security')", (system,))
        rows.append("account.add", f"account:{system}", {}, system, START)

    assert "没有同时记入流水" in at_commit(shared, work)


def test_what_may_change_is_what_no_guard_keeps() -> None:
    assert not (CHANGEABLE | REMOVABLE) & set(APPEND_ONLY)


@pytest.mark.usefixtures("shared")
def test_only_a_role_that_exists_and_is_not_the_owner_can_be_a_window(roles: Roles, database: str) -> None:
    for name in ("nobody_at_all", roles.owner):
        with pytest.raises(InputError):
            prepare_server(Address(roles.owner_url(database)), [name], lambda: START)


def test_a_prepared_server_is_not_yet_an_office(roles: Roles, owned: str) -> None:
    first = prepare_server(Address(roles.owner_url(owned)), [roles.window], lambda: START)
    again = prepare_server(Address(roles.owner_url(owned)), [roles.window], lambda: START)
    assert (first.state, again.state, again.before) == ("empty", "empty", first.after)
    with pytest.raises(StoreError, match="还没有搬进来"):
        open_postgres(roles.window_url(owned))


def test_an_office_that_was_left_takes_no_more_acts(shared: Shared) -> None:
    with shared.window.writing() as rows:
        put_standing(shared.window.connection, "left", "away", START)
        with pytest.raises(DBAPIError, match="journal_in_force"):
            rows.append("x", "office", {}, None, START)
        shared.window.connection.rollback()
