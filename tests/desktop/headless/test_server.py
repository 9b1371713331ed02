"""An office on a server by commands alone, in the order of the README: prepare, move in, join, look, move out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from builders.store import Roles

from desktop import cli
from tests.builders.desk import PHRASE, make_bureau

pytestmark = pytest.mark.postgres
Command = Callable[..., str]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command as the system account and gives what it printed, or what it said when `code` was expected."""
    monkeypatch.setenv("SUBSIDY_DESK_ACCOUNT", "system")
    monkeypatch.setenv("SUBSIDY_DESK_PASSPHRASE", PHRASE)

    def run(*words: str | Path, code: int = 0) -> str:
        capsys.readouterr()
        assert cli.main([str(word) for word in words]) == code
        said = capsys.readouterr()
        return said.out if code == 0 else said.err

    return run


def test_an_office_is_shared_and_taken_back_as_the_readme_says(
    command: Command, roles: Roles, owned: str, tmp_path: Path
) -> None:
    office, second = tmp_path / "office", tmp_path / "second"
    make_bureau(office).close()
    owner, window = roles.owner_url(owned), roles.window_url(owned)
    assert "没有角色" in command("server", "prepare", "--url", owner, "--window", "desk_windw", code=2)
    assert "没有本程序的业务数据" in command("server", "join", "--data", second, "--url", window, code=2)
    assert json.loads(command("server", "prepare", "--url", owner, "--window", roles.window))["state"] == "empty"
    assert "还没有搬进来" in command("server", "join", "--data", second, "--url", window, code=2)
    command("server", "move-in", "--data", office, "--url", owner, "--window", roles.window)
    assert "system" in json.loads(command("server", "join", "--data", second, "--url", window))["accounts"]
    for folder in (office, second):
        assert f"{roles.window}@" in json.loads(command("server", "show", "--data", folder))["server"]
        assert json.loads(command("verify", "--data", folder)) == {"ok": True, "findings": []}
    command("server", "move-out", "--data", office)
    assert json.loads(command("server", "show", "--data", office))["server"] is None
    assert "已经从这里搬走" in command("to-date", "--data", second, code=2)


def test_what_is_done_where_the_server_stands_is_told_to_who_tries_it_here(
    command: Command, roles: Roles, prepared: str, tmp_path: Path
) -> None:
    office = tmp_path / "office"
    make_bureau(office).close()
    command("server", "move-in", "--data", office, "--url", roles.owner_url(prepared), "--window", roles.window)
    heads = tmp_path / "heads"
    heads.touch()
    assert "--head 逐个核对" in command("verify", "--data", office, "--heads", heads, code=3)
    assert "由服务器统一备份" in command("backup", "--data", office, code=2)
    assert "server prepare" in command("migrate", "--data", office, code=3)
    kept = next(office.glob("moved-*"))
    assert "不能用本机的备份替换" in command("restore", "--data", office, "--from", kept, code=3)
