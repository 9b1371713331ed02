"""The folder of a practice day: gone at its end, swept up after a crash, left alone while in use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from desktop.practice.throw_away import ThrowAwayFolder, sweep

CRASHES = """
import os, sys
from pathlib import Path
from desktop.practice.throw_away import ThrowAwayFolder
folder = ThrowAwayFolder(Path(sys.argv[1]))
folder.office.mkdir()
(folder.office / "office.db").write_text("left behind")
os.kill(os.getpid(), 9)
"""


def test_closing_removes_everything_and_may_be_done_twice(tmp_path: Path) -> None:
    folder = ThrowAwayFolder(tmp_path)
    folder.office.mkdir()
    folder.close()
    folder.close()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_practice_left_is_swept_up(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", CRASHES, str(tmp_path)], check=False, timeout=60)
    assert len(list(tmp_path.glob("*/office/office.db"))) == 1
    assert sweep(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_practice_that_is_running_is_left_alone(tmp_path: Path) -> None:
    folder = ThrowAwayFolder(tmp_path)
    try:
        assert sweep(tmp_path) == 0
        assert folder.path.exists()
    finally:
        folder.close()


def test_other_folders_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "somebody-elses").mkdir()
    assert sweep(tmp_path) == 0
    assert (tmp_path / "somebody-elses").exists()
