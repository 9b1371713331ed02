"""What version 4 asks of a change to accounts, seats and the office on a shared server: that it is in the journal too.

There the windows share a role that may change these rows, and four eyes rest on them. So the commit refuses a change
without a journal entry of its own transaction, by an account that held the seat for it before. The embedded store has
no roles: who can open it at all holds its key.
"""

# ruff: noqa: S608  (the conditions are constants of this module)

from __future__ import annotations

from collections.abc import Iterator

_OWN = "pg_current_xact_id()::xid"
_LAST = 1000  # entries a transaction may add after the one that tells of the change


def tables(_dialect: str) -> tuple[str, ...]:
    """No table of its own."""
    return ()


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that create the checks at commit; SQLite has none."""
    if dialect == "sqlite":
        return ()
    return (
        *_told("account", "NEW.id", "INSERT OR UPDATE", "'account.add', 'account.close'", "security"),
        *_told("account_seat", "NEW.account_id", "INSERT", "'account.add', 'account.close'", "security"),
        *_told("account_seat", "OLD.account_id", "DELETE", "'account.add', 'account.close'", "security"),
        *_told("office", "", "INSERT OR UPDATE", "'office.change', 'office.steps', 'office.grounds'", "system"),
    )


def _told(table: str, account: str, event: str, acts: str, seat: str) -> Iterator[str]:
    name = f"{table}_{'removal' if event == 'DELETE' else 'change'}_told"
    subject = f"'account:' || {account}" if account else "'office'"
    held = f"SELECT 1 FROM account_seat s WHERE s.account_id = j.account_id AND s.seat = '{seat}' AND s.xmin <> {_OWN}"
    told = (
        f"SELECT 1 FROM journal j WHERE j.seq > (SELECT MAX(l.seq) FROM journal l) - {_LAST} AND j.xmin = {_OWN} "
        f"AND j.act IN ({acts}) AND j.subject = {subject} AND EXISTS ({held})"
    )
    # While an office is founded nobody is there yet who could tell of it; the owner could take the check away anyway.
    owner = "pg_has_role((SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'MEMBER')"
    asked = f"NOT {owner} AND EXISTS (SELECT 1 FROM journal j WHERE j.seq = 1 AND j.xmin <> {_OWN})"
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {asked} AND NOT EXISTS ({told}) "
        f"THEN RAISE EXCEPTION 'guard {name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'; END IF; "
        "RETURN NULL; END $$"
    )
    yield (
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
