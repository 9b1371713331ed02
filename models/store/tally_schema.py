"""What version 4 keeps so that a worklist of a million cases is counted and entered anywhere without reading it.

`case_tally` holds how many cases of a state stand at each place of its list: a due date where a decision is due, else
a block of ids. Triggers keep it in the transaction of every change of a case; nothing else writes it.
"""

# ruff: noqa: S608  (the expressions are constants of this module)

from __future__ import annotations

from models.store import schema

BLOCK = 1024  # ids that share a place in a list without due dates

_TABLES = (
    """CREATE TABLE case_tally (
    state {text} NOT NULL,
    kind {text} NOT NULL CONSTRAINT case_tally_known CHECK (kind IN ('due', 'undated', 'not_accepted', 'all')),
    place {text} NOT NULL,
    cases {int} NOT NULL CONSTRAINT case_tally_amount CHECK (cases >= 0),
    PRIMARY KEY (state, kind, place)){keyed}""",
)
_DECIDING = "('at_window', 'for_review', 'for_signature')"
_BLOCKS = {
    "sqlite": f"printf('%08d', {{row}}.id / {BLOCK})",
    "postgresql": f"lpad(({{row}}.id / {BLOCK})::text, 8, '0')",
}


def tables(dialect: str) -> tuple[str, ...]:
    """The statements that create its table and count what stands already."""
    return (*schema.spelled(_TABLES, dialect), f"INSERT INTO case_tally {counted(dialect)}")


def counted(dialect: str) -> str:
    """The query that counts every case anew, as the table should hold it."""
    return (
        f"SELECT c.state, {_kind('c')}, {_place('c', dialect)}, COUNT(*) FROM case_file c "
        f"GROUP BY c.state, {_kind('c')}, {_place('c', dialect)}"
    )


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that keep it."""
    out = f"UPDATE case_tally SET cases = cases - 1 WHERE {_is('OLD', dialect)};"
    into = (
        f"INSERT INTO case_tally (state, kind, place, cases) VALUES (NEW.state, {_kind('NEW')}, "
        f"{_place('NEW', dialect)}, 1) ON CONFLICT (state, kind, place) DO UPDATE SET cases = case_tally.cases + 1;"
    )
    added, moved = "AFTER INSERT ON case_file", "AFTER UPDATE OF state, due_on, accepted_on ON case_file"
    if dialect == "sqlite":
        return (
            f"CREATE TRIGGER case_counted {added} BEGIN {into} END",
            f"CREATE TRIGGER case_recounted {moved} BEGIN {out} {into} END",
        )
    # A window may not write the table itself: the functions do it as their owner, on the path that `roles` pins.
    each, made = "FOR EACH ROW EXECUTE FUNCTION", "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS"
    return (
        f"CREATE FUNCTION case_counted() {made} $$ BEGIN {into} RETURN NULL; END $$",
        f"CREATE TRIGGER case_counted {added} {each} case_counted()",
        f"CREATE FUNCTION case_recounted() {made} $$ BEGIN {out} {into} RETURN NULL; END $$",
        f"CREATE TRIGGER case_recounted {moved} {each} case_recounted()",
    )


def _kind(row: str) -> str:
    return (
        f"CASE WHEN {row}.state NOT IN {_DECIDING} THEN 'all' WHEN {row}.due_on IS NOT NULL THEN 'due' "
        f"WHEN {row}.accepted_on IS NOT NULL THEN 'undated' ELSE 'not_accepted' END"
    )


def _place(row: str, dialect: str) -> str:
    block = _BLOCKS[dialect].format(row=row)
    return f"CASE WHEN {row}.state IN {_DECIDING} AND {row}.due_on IS NOT NULL THEN {row}.due_on ELSE {block} END"


def _is(row: str, dialect: str) -> str:
    return f"state = {row}.state AND kind = {_kind(row)} AND place = {_place(row, dialect)}"
