"""Random bits of the file flipped (P9): every one is found; a plain SQLite file of the same content hides many."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest
from builders.drill import Drill
from builders.store import KEY, bring_to_signature, decide, found_office

from models.store.engine import open_store
from models.store.location import STORE_NAME
from models.store.verify import verify_folder


def prepared(folder: Path) -> bytes:
    store = open_store(folder, key=KEY)
    clerks = found_office(store)
    with store.writing() as repository:
        for number in range(1, 9):
            decide(repository, clerks, bring_to_signature(repository, clerks, number), content=bytes(range(256)) * 64)
    store.close()
    assert verify_folder(folder, key=KEY) == ()
    return (folder / STORE_NAME).read_bytes()


def flip(folder: Path, sound: bytes, count: int) -> None:
    """Each of `count` single flips is a finding."""
    chance = random.Random(20260302)
    places = [0, 15, 16, 4095, len(sound) - 1, *(chance.randrange(len(sound)) for _ in range(count - 5))]
    for place in places:
        damaged = bytearray(sound)
        damaged[place] ^= 1 << chance.randrange(8)
        (folder / STORE_NAME).write_bytes(damaged)
        assert verify_folder(folder, key=KEY), f"the flip at {place} was not found"


def plain_copy(folder: Path, target: Path) -> bytes:
    """The same content in a plain SQLite file, as sqlcipher_export writes it."""
    store = open_store(folder, key=KEY)
    run = store.connection.exec_driver_sql
    run(f"ATTACH DATABASE '{target}' AS plain KEY ''")
    run("SELECT sqlcipher_export('plain')").fetchall()
    store.connection.rollback()
    run("DETACH DATABASE plain")
    store.close()
    return target.read_bytes()


def missed(sound: bytes, place: Path, count: int) -> int:
    """The control: how many single flips in the plain file SQLite's own checks do not see."""
    chance, unseen = random.Random(7), 0
    for _ in range(count):
        damaged = bytearray(sound)
        damaged[chance.randrange(len(sound))] ^= 1 << chance.randrange(8)
        place.write_bytes(damaged)
        try:
            connection = sqlite3.connect(place)
            try:
                unseen += connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            finally:
                connection.close()
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            continue
    return unseen


def test_every_flipped_bit_of_the_file_is_found(folder: Path) -> None:
    flip(folder, prepared(folder), 40)


def test_the_control_without_encryption_misses_flipped_bits(folder: Path, tmp_path: Path) -> None:
    prepared(folder)
    assert missed(plain_copy(folder, tmp_path / "plain.db"), tmp_path / "flipped.db", 40) > 0


@pytest.mark.drill
def test_20000_flipped_bits_of_the_file_are_found(folder: Path, tmp_path: Path, drill: Drill) -> None:
    goal = 20_000
    count = drill.size(hour=4_000, goal=goal)
    sound = prepared(folder)
    plain = plain_copy(folder, tmp_path / "plain.db")
    flip(folder, sound, count)
    unseen = missed(plain, tmp_path / "flipped.db", 500)
    assert unseen > 0
    control = f"plain SQLite: {unseen / 5:.0f} % of 500 missed"
    drill.row("P9", "one random bit of the store flipped", count, goal, "100 % found", control)
