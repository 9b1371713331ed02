from pathlib import Path

import pytest

from models.casework.offices import NewAccount, create_office, office_from_json, seats_from_json
from models.moment import now
from tests.builders.headless import OFFICE, PHRASES, HeadlessOffice


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> HeadlessOffice:
    """A folder for an office; `create()` makes it."""
    return HeadlessOffice(tmp_path, monkeypatch, capsys)


@pytest.fixture(scope="session")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real office without a case, closed: to be copied, since good keys take their time to make."""
    folder = tmp_path_factory.mktemp("office") / "data"
    listed: list[dict[str, object]] = OFFICE["accounts"]  # type: ignore[assignment]
    accounts = [
        NewAccount(str(one["name"]), seats_from_json(one["seats"]), PHRASES[str(one["name"])]) for one in listed
    ]
    create_office(folder, office_from_json(OFFICE), accounts, now)
    return folder
