"""Every repository test runs on the embedded store and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from builders.store import KEY, START, Clerks, database_url, found_office, run_on

from models.store.engine import Store, create_postgres, create_store, open_postgres, open_store

KINDS = ("sqlcipher", pytest.param("postgresql", marks=pytest.mark.postgres))
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def template(server: str) -> Iterator[str]:
    name = f"subsidy_test_{os.getpid()}"
    run_on(server, f"CREATE DATABASE {name}")
    create_postgres(database_url(server, name), created_at=START).close()
    yield name
    run_on(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an embedded store as it was made: nobody opens it, the stores of the tests are copies."""
    path = tmp_path_factory.mktemp("made") / "office"
    create_store(path, key=KEY, created_at=START).close()
    return path


@dataclass(frozen=True, slots=True)
class Place:
    """Where one test's store lies, so that further connections and processes can open it."""

    folder: Path
    url: str | None

    def open(self) -> Store:
        return open_postgres(self.url) if self.url else open_store(self.folder, key=KEY)


@pytest.fixture
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Place]]:
    """Makes fresh stores of a kind, closed."""
    made: list[str] = []

    def make(kind: str) -> Place:
        number = next(_NUMBERS)
        if kind == "sqlcipher":
            copied: Path = shutil.copytree(request.getfixturevalue("made"), tmp_path / f"office-{number}")
            return Place(copied, None)
        server, template = request.getfixturevalue("server"), request.getfixturevalue("template")
        made.append(f"{template}_{number}")
        run_on(server, f"CREATE DATABASE {made[-1]} TEMPLATE {template} STRATEGY file_copy")
        return Place(tmp_path, database_url(server, made[-1]))

    yield make
    for name in made:
        run_on(request.getfixturevalue("server"), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, places: Callable[[str], Place]) -> Place:
    """A fresh store of each kind, closed."""
    return places(request.param)


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """A fresh open store of each kind."""
    opened = place.open()
    yield opened
    opened.close()


@pytest.fixture
def clerks(store: Store) -> Clerks:
    """The office in that store."""
    return found_office(store)


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A folder with an embedded store, closed."""
    return shutil.copytree(made, tmp_path / "office")


@pytest.fixture
def embedded(folder: Path) -> Iterator[Store]:
    """An open embedded store."""
    opened = open_store(folder, key=KEY)
    yield opened
    opened.close()
