"""Verification finds what somebody with the key and a database tool could do (P8)."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders.store import KEY, START, Clerks, bring_to_signature, decision_of, fill

from models.case import Act, State
from models.journal import GENESIS, JournalEntry, chain_hash
from models.month import Edition, MonthFile, MonthTotals
from models.store.backup import backup
from models.store.checks import UNKNOWN_HEADS
from models.store.engine import Store
from models.store.location import STORE_NAME
from models.store.verify import verify, verify_folder


@contextmanager
def unguarded(store: Store, table: str) -> Iterator[Callable[[str], None]]:
    """What somebody who can also take the guards away and put them back could do to one table."""
    run = store.connection.exec_driver_sql
    if not store.embedded:
        run(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield lambda statement: run(statement) and None
        run(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
        store.connection.commit()
        return
    guards = run(f"SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}'").fetchall()
    run("PRAGMA foreign_keys = OFF")
    for name, _ in guards:
        run(f"DROP TRIGGER {name}")
    yield lambda statement: run(statement) and None
    for _, text in guards:
        run(text)
    run("PRAGMA foreign_keys = ON")
    store.connection.rollback()


def tamper(store: Store, table: str, *statements: str) -> None:
    with unguarded(store, table) as run:
        for statement in statements:
            run(statement)


@pytest.fixture
def filled(store: Store, clerks: Clerks) -> Store:
    """Four decided cases, a scan and a published month, all sound."""
    fill(store, clerks, 4)
    files = (MonthFile("a.csv", b"a"), MonthFile("b.pdf", b"b"))
    digest = hashlib.sha256(b"".join(hashlib.sha256(file.content).digest() for file in files)).hexdigest()
    with store.writing() as repository:
        repository.add_attachment("image/png", b"scan")
        totals = MonthTotals(4, 4, 0, 4, 600_000)
        repository.add_edition(Edition(0, "2026-03", 1, totals, GENESIS, files, digest, clerks.sign.id, START))
    assert verify(store) == ()
    return store


def found(store: Store, words: str, heads: tuple[str, ...] = ()) -> None:
    findings = verify(store, heads)
    assert any(words in finding for finding in findings), findings


@pytest.mark.parametrize(
    "change",
    [
        "at = '2026-03-02T01:02:01+00:00'",
        "at = '2026-03-02T09:02:00+08:00'",
        "at = 'x'",
        "account_id = 1",
        "account_id = NULL",
        "act = 'case.decidee'",
        "subject = 'case:9'",
        "detail = replace(detail, 'decision', 'decisioo')",
        "detail = replace(detail, ':', ': ')",
        "detail = 'x'",
        "detail = '[]'",
        "previous = replace(previous, substr(previous, 1, 1), 'z')",
        "hash = replace(hash, substr(hash, 64, 1), 'z')",
    ],
)
def test_a_changed_entry_is_found(filled: Store, change: str) -> None:
    tamper(filled, "journal", f"UPDATE journal SET {change} WHERE seq = 3")
    found(filled, "日志")


def test_every_single_changed_byte_of_an_entry_is_found(embedded: Store) -> None:
    with embedded.writing() as repository:
        repository.append("case.decided", "case:1", {"decision": 7, "letter": "练"}, None, START)
        repository.append("case.served", "case:1", {}, None, START)
    columns = ("at", "act", "subject", "detail", "previous", "hash")
    row = embedded.connection.exec_driver_sql(f"SELECT {', '.join(columns)} FROM journal WHERE seq = 1").one()
    tried = 0
    for column, text in zip(columns, row, strict=True):
        for place, character in enumerate(text):
            changed = text[:place] + ("0" if character != "0" else "1") + text[place + 1 :]
            tamper(embedded, "journal", f"UPDATE journal SET {column} = '{changed}' WHERE seq = 1")
            assert any("日志" in finding for finding in verify(embedded)), (column, place)
            tried += 1
        tamper(embedded, "journal", f"UPDATE journal SET {column} = '{text}' WHERE seq = 1")
    assert verify(embedded) == ()
    assert tried > 180


def test_a_deleted_first_middle_and_swapped_entry_are_found(filled: Store) -> None:
    tamper(filled, "journal", "UPDATE journal SET seq = 99 WHERE seq = 2", "UPDATE journal SET seq = 2 WHERE seq = 3")
    found(filled, "日志")
    tamper(filled, "journal", "UPDATE journal SET seq = 3 WHERE seq = 99")
    found(filled, "日志：第 2 条")
    tamper(filled, "journal", "DELETE FROM journal WHERE seq = 2")
    found(filled, "应为第 2 条，中间有缺失")
    tamper(filled, "journal", "DELETE FROM journal WHERE seq = 1")
    found(filled, "应为第 1 条")


def last_entries(store: Store) -> tuple[str, str]:
    """Two more acts, of which no letter tells; the hashes before and after the last."""
    with store.writing() as repository:
        at = START + timedelta(hours=1)
        first = repository.append("case.served", "case:1", {}, None, at)
        return first.hash, repository.append("case.paid", "case:1", {}, None, at).hash


def test_a_cut_tail_is_found_by_the_printed_head_and_by_it_alone(filled: Store) -> None:
    kept, printed = last_entries(filled)
    assert verify(filled, (kept[:16], printed[:16])) == ()
    tamper(filled, "journal", "DELETE FROM journal WHERE seq = 7")
    assert verify(filled, (kept[:16],)) == ()
    found(filled, "可能被截断或改写", (kept[:16], printed[:16]))


def rewrite(store: Store) -> None:
    """A whole new chain, every hash right, that tells another story."""
    with store.reading() as repository:
        entries = repository.entries()
    previous, changed = GENESIS, []
    for entry in entries:
        act = entry.act.replace("served", "closed")
        digest = chain_hash(previous, entry.seq, entry.at, entry.account_id, act, entry.subject, entry.detail)
        changed.append(replace(entry, act=act, previous=previous, hash=digest))
        previous = digest
    tamper(store, "journal", *(f"UPDATE journal SET {assignments(entry)} WHERE seq = {entry.seq}" for entry in changed))


def assignments(entry: JournalEntry) -> str:
    return f"act = '{entry.act}', previous = '{entry.previous}', hash = '{entry.hash}'"


def test_a_rewritten_chain_is_found_by_the_printed_head(filled: Store) -> None:
    _, printed = last_entries(filled)
    rewrite(filled)
    assert verify(filled) == ()
    found(filled, "可能被截断或改写", (printed,))


def test_a_chain_cut_before_a_letter_is_found_by_the_head_the_letter_prints(filled: Store) -> None:
    tamper(filled, "journal", "DELETE FROM journal WHERE seq > 3")
    found(filled, "印的日志首码不在日志中")
    found(filled, "与日志中的登记不符")


@pytest.mark.parametrize(
    ("table", "statement", "words"),
    [
        ("letter_content", "UPDATE letter_content SET content = X WHERE letter_id = 2", "的存档内容与校验码不符"),
        ("letter_content", "DELETE FROM letter_content WHERE letter_id = 2", "存档内容不见了"),
        ("letter", f"UPDATE letter SET sha256 = '{GENESIS}' WHERE id = 2", "与日志中的登记不符"),
        ("letter", "UPDATE letter SET amount_fen = 1 WHERE id = 2", "种类或金额与决定不一致"),
        ("letter", "UPDATE letter SET kind = 'refusal' WHERE id = 2", "种类或金额与决定不一致"),
        ("letter", "UPDATE letter SET serial = 9 WHERE id = 4", "序号有缺号"),
        ("attachment", "UPDATE attachment SET content = X", "附件 1 的内容与校验码不符"),
        ("edition_file", "UPDATE edition_file SET content = X WHERE position = 1", "文件 b.pdf 与校验码不符"),
        ("edition_file", "DELETE FROM edition_file WHERE position = 1", "与发布时的校验码不符"),
        ("edition", "UPDATE edition SET edition = 2", "版次有缺号"),
        ("bucket", "UPDATE bucket SET amount_fen = 149999 WHERE id = 1", "没有计入月报，或计入的内容不一致"),
        ("bucket", "UPDATE bucket SET month = '2026-04' WHERE id = 1", "没有计入月报，或计入的内容不一致"),
        ("bucket", "DELETE FROM bucket WHERE id = 1", "没有计入月报"),
        ("decision", "UPDATE decision SET amount_fen = 1 WHERE id = 1", "不一致"),
        ("decision", "UPDATE decision SET signed_by = 4 WHERE id = 1", "缺少受理、复核、签发记录"),
        ("decision", "UPDATE decision SET separate_review_and_sign = 0, signed_by = 2 WHERE id = 1", "违反两人以上"),
        ("case_act", "DELETE FROM case_act WHERE act = 'reviewed' AND case_id = 1", "缺少受理、复核、签发记录"),
        ("case_file", "UPDATE case_file SET state = 'for_review' WHERE id = 1", "状态却在决定之前"),
        ("case_file", "UPDATE case_file SET number = '2026-00009' WHERE id = 4", "申请编号有缺号"),
        ("account_seat", "INSERT INTO account_seat VALUES (1, 'audit')", "兼任管理员"),
        ("counter", "UPDATE counter SET value = 9 WHERE series = 'letter.approval'", "计数与已发出的编号不一致"),
    ],
)
def test_what_no_longer_agrees_is_found(filled: Store, table: str, statement: str, words: str) -> None:
    blob = "x'00'" if filled.embedded else "'\\x00'::bytea"
    tamper(filled, table, statement.replace("= X", f"= {blob}"))
    found(filled, words)


def test_a_decided_state_without_a_decision_is_found(filled: Store, clerks: Clerks) -> None:
    with filled.writing() as repository:
        repository.move_case(bring_to_signature(repository, clerks, 9), State.TO_SERVE)
    found(filled, "却没有有效的决定")


def test_a_decision_without_its_letter_is_found(filled: Store, clerks: Clerks) -> None:
    with filled.writing() as repository:
        case = bring_to_signature(repository, clerks, 9)
        repository.add_decision(decision_of(case, clerks))
        repository.move_case(case, State.TO_SERVE)
        repository.add_act(case.id, 1, Act.SIGNED, clerks.sign.id, START)
    found(filled, "没有决定书")


def test_a_guard_that_was_taken_away_is_found(filled: Store) -> None:
    suffix = "" if filled.embedded else " ON decision"
    with filled.writing():
        filled.connection.exec_driver_sql(f"DROP TRIGGER decision_unchanged{suffix}")
    found(filled, "decision_unchanged")


def test_a_disabled_guard_is_found_on_the_server(filled: Store) -> None:
    statement = "ALTER TABLE decision DISABLE TRIGGER decision_unchanged"
    if filled.embedded:
        statement = "DROP INDEX case_opened"
    with filled.writing():
        filled.connection.exec_driver_sql(statement)
    found(filled, "被改动、增添或删除")


def test_a_dangling_reference_is_found(embedded: Store, folder: Path) -> None:
    run = embedded.connection.exec_driver_sql
    run("PRAGMA foreign_keys = OFF")
    run("INSERT INTO account_seat VALUES (77, 'sign')")
    run("PRAGMA foreign_keys = ON")
    found(embedded, "外键")


def test_a_torn_file_and_a_missing_one_are_findings_not_errors(folder: Path, tmp_path: Path) -> None:
    whole = (folder / STORE_NAME).read_bytes()
    (folder / STORE_NAME).write_bytes(whole[: len(whole) // 2 + 100])
    assert verify_folder(folder, key=KEY)
    (folder / STORE_NAME).unlink()
    assert any("没有数据库文件" in finding for finding in verify_folder(folder, key=KEY))


def test_a_damaged_newest_backup_is_a_finding(embedded: Store) -> None:
    made = backup(embedded, None, START)
    assert verify(embedded) == ()
    with (made / STORE_NAME).open("r+b") as stream:
        stream.seek(5000)
        stream.write(b"damage")
    found(embedded, "最近的备份")


def test_verifying_leaves_the_store_usable(filled: Store) -> None:
    verify(filled)
    with filled.writing() as repository:
        assert repository.next_serial("case", 2030) == 1


def test_the_words_of_a_finding_name_no_person(filled: Store) -> None:
    tamper(filled, "decision", "UPDATE decision SET amount_fen = 1")
    with filled.reading() as repository:
        names = {repository.person(number).name for number in range(1, 5)}
    text = json.dumps(verify(filled), ensure_ascii=False)
    assert not [name for name in names if name in text]


def test_a_copy_of_the_folder_verifies_like_the_folder(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    assert verify_folder(tmp_path / "copy", key=KEY) == ()


def test_the_heads_of_all_letters_are_looked_for_in_one_reading_of_the_journal(store: Store) -> None:
    if not store.embedded:
        assert store.connection.exec_driver_sql(UNKNOWN_HEADS).all() == []
        return
    plan = [row[3] for row in store.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {UNKNOWN_HEADS}")]
    assert any("SCAN journal" in step for step in plan)
    assert not any("CORRELATED" in step for step in plan), "a million letters would read it a million times"
