"""A migration from each released schema killed at a random moment (P11): wholly at one version, and then it goes on."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from builders.drill import Drill
from builders.store import KEY, START
from sqlalchemy.engine import Connection as Database

from models.errors import StoreError
from models.store import migrations, versions
from models.store.engine import open_store, open_unchecked
from models.store.migrations import migrate
from models.store.verify import verify_folder
from models.store.versions import CURRENT, schema_version

DATABASES = Path(__file__).parents[2] / "databases"
RELEASED = range(1, CURRENT)


def migrate_and_tell(folder: Path, careless: bool, line: Connection) -> None:
    if careless:
        versions._apply = apply_by_statement  # type: ignore[assignment]
        migrations.backup = lambda *_: None  # type: ignore[assignment]
    line.send("begun")
    migrate(folder, key=KEY, at=START)
    line.send("done")


def apply_by_statement(connection: Database, version: int, migration: versions.Migration, at: object) -> None:
    """The known-bad control: every statement its own transaction, as SQLite does by default."""
    migration(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {version}")


def kill_once(kept: Path, folder: Path, seconds: float, *, careless: bool = False) -> bool:
    """Migrate a copy in a process of its own and kill it after so long; whether it had told that it was done."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(kept, folder)
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=migrate_and_tell, args=(folder, careless, there))
    process.start()
    there.close()
    assert here.recv() == "begun"
    time.sleep(seconds)  # the moment of the kill is what is being varied
    process.kill()
    process.join()
    process.close()
    told = []
    try:
        while here.poll():
            told.append(here.recv())
    except EOFError:
        pass
    here.close()
    return told == ["done"]


def whole_at(folder: Path) -> int:
    """The version the store is at; fails unless it is wholly there, and unless the migration then goes on."""
    assert verify_folder(folder, key=KEY) == ()
    store = open_unchecked(folder, key=KEY)
    version = schema_version(store.connection)
    store.close()
    assert migrate(folder, key=KEY, at=START) == (version, CURRENT)
    assert verify_folder(folder, key=KEY) == ()
    store = open_store(folder, key=KEY)
    with store.reading() as rows:
        assert (len(rows.cases()), len(rows.all_letters())) == (5, 5)
    store.close()
    return version


def usual_seconds(kept: Path, folder: Path) -> float:
    shutil.copytree(kept, folder)
    begun = time.monotonic()
    migrate(folder, key=KEY, at=START)
    return time.monotonic() - begun


def kill_migrations(released: int, place: Path, count: int, seed: int = 11) -> dict[int, int]:
    """How often the store was found at each version after a kill."""
    kept, chance = DATABASES / f"v{released}", random.Random(seed + released)
    usual = usual_seconds(kept, place / "usual")
    found: dict[int, int] = {}
    for number in range(count):
        # The backup before it takes most of the time: every second kill falls behind it.
        part = chance.uniform(0.0, 1.1) if number % 2 else chance.uniform(0.6, 1.1)
        done = kill_once(kept, place / "killed", part * usual)
        version = whole_at(place / "killed")
        assert released <= version <= CURRENT
        assert version == CURRENT or not done
        found[version] = found.get(version, 0) + 1
    return found


def half_migrated(place: Path, most: int) -> int:
    """The control: without its own transaction. The first kill that leaves neither the old nor the new; 0 for none."""
    kept, chance = DATABASES / "v1", random.Random(3)
    usual = usual_seconds(kept, place / "usual of the control")
    for number in range(1, most + 1):
        kill_once(kept, place / "half", chance.random() * usual, careless=True)
        try:
            if verify_folder(place / "half", key=KEY) != ():
                return number
        except StoreError:
            return number
    return 0


@pytest.mark.parametrize("released", RELEASED)
def test_a_killed_migration_leaves_the_store_wholly_at_one_version(released: int, tmp_path: Path) -> None:
    assert sum(kill_migrations(released, tmp_path, 4).values()) == 4


def test_the_control_without_a_transaction_of_its_own_is_left_half_migrated(tmp_path: Path) -> None:
    assert half_migrated(tmp_path, 60) > 0


@pytest.mark.drill
@pytest.mark.parametrize("released", RELEASED)
def test_100_killed_migrations_leave_the_store_wholly_at_one_version(
    released: int, tmp_path: Path, drill: Drill
) -> None:
    goal = 100
    count = drill.size(hour=100, goal=goal)
    found = kill_migrations(released, tmp_path, count)
    half = half_migrated(tmp_path, 200)
    assert half > 0
    at = ", ".join(f"{times} at {version}" for version, times in sorted(found.items()))
    control = f"default transactions: half migrated at kill {half}"
    drill.row("P11", f"migration from version {released} killed", count, goal, f"0 in between ({at})", control)
