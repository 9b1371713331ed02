"""The independent verifier is offered false journals (P8); without a printed head it must miss two of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders.drill import Drill
from builders.store import KEY, START, Clerks, fill, found_office

from desktop.verifier import Printed, read_heads, verify_journal
from models.journal import GENESIS, chain_hash
from models.office import Account
from models.store.engine import Store, create_store
from models.store.location import STORE_NAME


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three decided cases, and the guards of the journal taken away."""
    made = create_store(tmp_path / "office", key=KEY, created_at=START)
    fill(made, found_office(made), 3)
    run = made.connection.exec_driver_sql
    guards = run("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'journal'").fetchall()
    for (name,) in guards:
        run(f"DROP TRIGGER {name}")
    made.connection.rollback()
    yield made
    made.close()


def printed_heads(store: Store) -> tuple[Printed, ...]:
    with store.reading() as rows:
        return tuple(Printed(entry.seq, entry.hash[:16]) for entry in rows.entries())


def judged(store: Store, printed: tuple[Printed, ...] = ()) -> tuple[str, ...]:
    assert store.folder is not None
    return verify_journal(store.folder / STORE_NAME, KEY, printed).findings


def alter(store: Store, *statements: str) -> None:
    for statement in statements:
        store.connection.exec_driver_sql(statement)
    store.connection.rollback()


def cut_tail(store: Store) -> None:
    alter(store, "DELETE FROM journal WHERE seq = (SELECT MAX(seq) FROM journal)")


def rewrite(store: Store) -> None:
    """Every hash right, another story."""
    with store.reading() as rows:
        entries = rows.entries()
    previous = GENESIS
    for entry in entries:
        told = replace(entry, act=entry.act.replace("decided", "decidet"), previous=previous)
        digest = chain_hash(previous, told.seq, told.at, told.account_id, told.act, told.subject, told.detail)
        changes = f"act = '{told.act}', previous = '{previous}', hash = '{digest}'"
        alter(store, f"UPDATE journal SET {changes} WHERE seq = {told.seq}")
        previous = digest


def test_a_sound_journal_holds_every_head_ever_printed(store: Store) -> None:
    assert judged(store, (*printed_heads(store), Printed(99, GENESIS[:16]))) == ()


@pytest.mark.parametrize("harm", [cut_tail, rewrite])
def test_a_cut_tail_and_a_rewritten_chain_are_found_by_the_printed_head(
    store: Store, harm: Callable[[Store], None]
) -> None:
    printed = printed_heads(store)
    harm(store)
    assert any("被截断，或整条被重写过" in finding for finding in judged(store, printed))


@pytest.mark.parametrize("harm", [cut_tail, rewrite])
def test_the_control_without_the_printed_head_misses_both(store: Store, harm: Callable[[Store], None]) -> None:
    harm(store)
    assert judged(store) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET act = 'x' WHERE seq = 2",
        "UPDATE journal SET at = '2026-03-02T01:00:01+00:00' WHERE seq = 2",
        "UPDATE journal SET account_id = NULL WHERE seq = 2",
        "UPDATE journal SET detail = '{}' WHERE seq = 2",
        "UPDATE journal SET detail = '{' WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 1",
        "UPDATE journal SET seq = 99 WHERE seq = 2",
    ],
)
def test_a_change_inside_is_found_without_any_head(store: Store, statement: str) -> None:
    alter(store, statement)
    assert len(judged(store)) == 1


def test_a_wrong_key_and_a_missing_list_entry_are_told(store: Store) -> None:
    assert store.folder is not None
    assert "读不出流水" in verify_journal(store.folder / STORE_NAME, bytes(32)).findings[0]
    heads, wrong = read_heads("# letters\n\n东人社补〔2026〕1号 0123 4567 89AB cdef\nno head here\n")
    assert heads == (Printed(3, "0123456789abcdef"),)
    assert "第 4 行" in wrong[0]


def test_a_line_copied_from_a_letter_gives_its_head_and_not_the_digest_of_its_content() -> None:
    heads, wrong = read_heads("内容校验：7f35aef4e4dbb03d　流水校验：89745a1090f2171e\n流水校验：f192 b615 f4ea 76b7")
    assert heads == (Printed(1, "89745a1090f2171e"), Printed(2, "f192b615f4ea76b7"))
    assert wrong == ()


def test_the_verifier_knows_nothing_of_the_store() -> None:
    import desktop.verifier

    text = Path(desktop.verifier.__file__).read_text(encoding="utf-8")
    assert "from models" not in text
    assert "import models" not in text


def variants(text: str) -> list[str]:
    """The text with each of its characters changed, one after the other."""
    return [text[:at] + ("x" if one != "x" else "y") + text[at + 1 :] for at, one in enumerate(text)]


def tamper_everywhere(store: Store, most: int) -> int:
    """Every character of every cell changed, each row deleted, doubled and swapped; how many, all of them found."""
    with store.reading() as rows:
        entries = rows.entries()
    done = 0
    for entry in entries:
        row = store.connection.exec_driver_sql(f"SELECT * FROM journal WHERE seq = {entry.seq}").mappings().one()
        store.connection.rollback()
        for column in ("at", "act", "subject", "detail", "previous", "hash"):
            for text in variants(str(row[column])):
                if done == most:
                    return done
                change(store, column, text, entry.seq)
                assert judged(store), (entry.seq, column, text)
                change(store, column, str(row[column]), entry.seq)
                done += 1
    assert judged(store) == ()
    return done + rows_moved(store, len(entries))


def change(store: Store, column: str, text: str, seq: int) -> None:
    store.connection.exec_driver_sql(f"UPDATE journal SET {column} = ? WHERE seq = ?", (text, seq))
    store.connection.rollback()


def rows_moved(store: Store, count: int) -> int:
    """Each row but the last deleted, each two neighbours swapped, each row doubled at the end: all found."""
    with store.reading() as rows:
        printed = tuple(Printed(entry.seq, entry.hash[:16]) for entry in rows.entries())
    for seq in range(1, count):
        for statements in (
            (f"UPDATE journal SET seq = seq + 100000 WHERE seq = {seq}",),
            (
                f"UPDATE journal SET seq = -1 WHERE seq = {seq}",
                f"UPDATE journal SET seq = {seq} WHERE seq = {seq + 1}",
                f"UPDATE journal SET seq = {seq + 1} WHERE seq = -1",
            ),
        ):
            alter(store, *statements)
            assert judged(store), statements
            back = (f"UPDATE journal SET seq = {seq} WHERE seq = {seq + 100_000}",)
            alter(store, *(back if len(statements) == 1 else statements))
            assert judged(store, printed) == ()
    return 2 * (count - 1)


def test_every_character_of_an_entry_changed_is_found_by_the_second_program(store: Store) -> None:
    assert tamper_everywhere(store, 150) == 150


@pytest.mark.drill
def test_every_character_changed_and_every_row_moved_is_found_by_the_second_program(
    tmp_path: Path, store: Store, drill: Drill
) -> None:
    fill(store, Clerks(*accounts(store)), 20, first=10)
    goal = sum(len(str(cell)) for entry in entries_of(store) for cell in entry) + 2 * (len(entries_of(store)) - 1)
    done = tamper_everywhere(store, drill.size(hour=12_000, goal=1_000_000))
    printed = printed_heads(store)
    misses = 0
    for harm in (rewrite, cut_tail):
        harm(store)
        assert any("被截断，或整条被重写过" in finding for finding in judged(store, printed)), harm
        misses += judged(store) == ()
    assert misses == 2
    control = "without the printed head: cut tail and rewritten chain both missed"
    drill.row("P8", "journal tampered with, second program", done, goal, "100 % found", control)


def accounts(store: Store) -> tuple[Account, ...]:
    with store.reading() as rows:
        return rows.accounts()


def entries_of(store: Store) -> list[tuple[str, ...]]:
    found = store.connection.exec_driver_sql("SELECT at, act, subject, detail, previous, hash FROM journal").fetchall()
    store.connection.rollback()
    return [tuple(map(str, row)) for row in found]
