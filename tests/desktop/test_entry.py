"""The entry of the program sends each command to its door."""

import subprocess
import sys

import pytest

from desktop.__main__ import main


@pytest.mark.parametrize("words", [["practice", "--fast"], ["--data"], ["practice", "--data"], ["--data="]])
def test_a_window_started_in_a_wrong_way_says_the_right_one(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "./run [practice] [--data" in said.err


def test_any_other_word_goes_to_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-rules"]) == 0
    assert "skill_upgrade" in capsys.readouterr().out


def test_a_headless_command_never_loads_qt() -> None:
    probe = "import sys; from desktop.__main__ import main; main(['check-rules']); sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], capture_output=True, check=False).returncode == 0
