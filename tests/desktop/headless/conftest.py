import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop import cli
from models.casework.offices import NewAccount, create_office, office_from_json, seats_from_json
from models.moment import now
from tests.builders.desk import PHRASE
from tests.builders.headless import OFFICE, PHRASES, HeadlessOffice, Run, cheap_slots


@pytest.fixture(autouse=True)
def _cheap_slots() -> Iterator[None]:
    with cheap_slots():
        yield


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> HeadlessOffice:
    """A folder for an office; `create()` makes it."""
    return HeadlessOffice(tmp_path, monkeypatch, capsys)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("finance", "payment", "lines")` on an office made by `make_bureau`: its JSON, or the code and the error."""
    monkeypatch.setenv("SUBSIDY_DESK_PASSPHRASE", PHRASE)

    def command(account: str, *words: str) -> Any:
        monkeypatch.setenv("SUBSIDY_DESK_ACCOUNT", account)
        capsys.readouterr()
        code = cli.main([*words, "--data", str(tmp_path / "data")])
        printed = capsys.readouterr()
        return (code, printed.err) if code else json.loads(printed.out)

    return command


@pytest.fixture(scope="session")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real office without a case, closed: to be copied."""
    folder = tmp_path_factory.mktemp("office") / "data"
    listed: list[dict[str, object]] = OFFICE["accounts"]  # type: ignore[assignment]
    accounts = [
        NewAccount(str(one["name"]), seats_from_json(one["seats"]), PHRASES[str(one["name"])]) for one in listed
    ]
    with cheap_slots():
        create_office(folder, office_from_json(OFFICE), accounts, now)
    return folder
