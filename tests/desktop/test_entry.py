"""The entry of the program sends each command to its door."""

import pytest

from desktop.__main__ import main


@pytest.mark.parametrize("words", [[], ["practice"], ["gallery", "pictures"]])
def test_the_window_that_is_not_there_yet_is_refused_with_the_way_round(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "请用命令行办理" in said.err


def test_any_other_word_goes_to_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-rules"]) == 0
    assert "skill_upgrade" in capsys.readouterr().out
