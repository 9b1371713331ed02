"""The day at the desk on the command line: a call, notes, taking over, the bundle, figures, a leaver."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop import cli
from tests.builders.desk import PHRASE, make_bureau

Run = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command of one account on a practice office with one accepted case; its JSON, or its one line of error."""
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    assert bureau.accepted() == "2025-00001"
    bureau.close()
    monkeypatch.setenv("SUBSIDY_DESK_PASSPHRASE", PHRASE)

    def command(account: str, *words: str) -> Any:
        monkeypatch.setenv("SUBSIDY_DESK_ACCOUNT", account)
        capsys.readouterr()
        code = cli.main([*words, "--data", str(tmp_path / "data")])
        said = capsys.readouterr()
        return json.loads(said.out) if code == 0 else said.err

    return command


def test_the_whole_day_goes_through_the_headless_door(run: Run, tmp_path: Path) -> None:
    case = "2025-00001"
    assert "待复核" in run("intake", "case", "status", case)["status"]
    note = run("review", "case", "note", case, "--text", "照片不清楚", "--paper", "居民身份证", "--waits")
    assert run("intake", "case", "notes", case)[0]["waits"] is True
    assert run("intake", "case", "settle-note", str(note["note"]), "--answer", "已核对")["waits"] is False
    assert "请写明原因" in run("second intake", "case", "take-over", case, "--reason", " ")
    assert run("second intake", "case", "take-over", case, "--reason", "休假")["to"] == "second intake"
    assert "请指定接办的同事" in run("system", "account", "close", "second intake")
    assert run("system", "account", "in-hand", "second intake")["cases"][0]["case"] == case
    gone = run("system", "account", "close", "second intake", "--to", "intake")
    assert (gone["active"], gone["handed_to"], gone["cases"][0]["case"]) == (False, "intake", case)
    assert {"act", "note", "letter"} <= {one["kind"] for one in run("review", "case", "timeline", case)}
    total = run("review", "to-date")["total"]
    assert (total["cases"], total["persons"], total["enterprises"]) == (0, 0, 0)


def test_a_bundle_is_written_for_its_owner_only_and_not_without_its_purpose(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert "--purpose" in run("review", "case", "bundle", "2025-00001", "--out", str(out))
    files = run("review", "case", "bundle", "2025-00001", "--out", str(out), "--purpose", "行政复议答复")["files"]
    assert [Path(name).suffix for name in files] == [".pdf", ".zip"]
    assert all(stat.S_IMODE(Path(name).stat().st_mode) == 0o600 for name in files)
    with zipfile.ZipFile(files[1]) as archive:
        assert {"清单.json", "SHA256SUMS"} <= set(archive.namelist())
