"""What other processes do to a store in the races and kills: importable, so that a fresh process can run it."""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path

from builders.store import KEY, START, Clerks, decide

from models.case import Act, State
from models.errors import Conflict
from models.store.engine import Store, open_postgres, open_store


def processes() -> BaseContext:
    """Processes that have imported everything already, where the system can do that."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    ours = ["builders.store_processes", "builders.command_races", "models.store.repository"]
    context.set_forkserver_preload([*ours, "sqlcipher3", "psycopg"])
    return context


def open_place(folder: Path, url: str | None) -> Store:
    return open_postgres(url) if url else open_store(folder, key=KEY)


def race(folder: Path, url: str | None, clerks: Clerks, signer: int, line: Connection) -> None:
    """Read every waiting case, wait for the word, then try to move each: the wins and the losers' messages."""
    store = open_place(folder, url)
    with store.reading() as repository:
        cases = [repository.case(row.case_id) for row in repository.cases({State.FOR_SIGNATURE})]
    line.send("ready")
    line.recv()
    won, lost = [], []
    for case in cases:
        try:
            with store.writing() as repository:
                repository.move_case(case, State.TO_SERVE)
                repository.add_act(case.id, case.round, Act.SIGNED, signer, START)
                repository.append(
                    "case.decided", f"case:{case.id}", {"n": repository.next_serial("n", 1)}, signer, START
                )
            won.append(case.id)
        except Conflict as conflict:
            lost.append(conflict.message)
    store.close()
    line.send((won, lost))


def careless_race(folder: Path, url: str | None, clerks: Clerks, signer: int, line: Connection) -> None:
    """The known-bad control: read, look, write."""
    store = open_place(folder, url)
    with store.reading() as repository:
        cases = [repository.case(row.case_id) for row in repository.cases({State.FOR_SIGNATURE})]
    line.send("ready")
    line.recv()
    won = []
    for case in cases:
        if case.state is State.FOR_SIGNATURE:
            with store.writing():
                statement = f"UPDATE case_file SET state = 'to_serve', version = version + 1 WHERE id = {case.id}"
                won.append(case.id) if store.connection.exec_driver_sql(statement).rowcount == 1 else None
    store.close()
    line.send((won, []))


def decide_all(folder: Path, url: str | None, clerks: Clerks, careless: bool, line: Connection) -> None:
    """Decide the waiting cases one by one and acknowledge each after its commit."""
    store = open_place(folder, url)
    with store.reading() as repository:
        waiting = [row.case_id for row in repository.cases({State.FOR_SIGNATURE})]
    line.send(0)
    for case_id in waiting:
        (decide_in_pieces if careless else decide_whole)(store, clerks, case_id)
        line.send(case_id)


def decide_whole(store: Store, clerks: Clerks, case_id: int) -> None:
    with store.writing() as repository:
        decide(repository, clerks, repository.case(case_id), content=bytes(40_000))


def decide_in_pieces(store: Store, clerks: Clerks, case_id: int) -> None:
    """The known-bad control: two statements without one transaction."""
    with store.writing() as repository:
        case = repository.move_case(repository.case(case_id), State.TO_SERVE)
    with store.writing() as repository:
        repository.add_act(case.id, case.round, Act.SIGNED, clerks.sign.id, START)


def keep_writing(folder: Path, line: Connection) -> None:
    """Append to the journal, with a scan each time, until killed; each number is told after its commit."""
    store = open_store(folder, key=KEY)
    while True:
        with store.writing() as repository:
            repository.add_attachment("image/png", bytes(2_000))
            entry = repository.append("练习", "office", {}, None, START)
        line.send(entry.seq)
        time.sleep(0.005)  # a busy office, not a flood: the store stays small enough to be copied often
