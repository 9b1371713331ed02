"""An environment that is only linked to belongs to another copy of the program: it is used, never made anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.setup.environment import Environment, SetupFailed


def linked(tmp_path: Path, *, whole: bool) -> Environment:
    theirs = tmp_path / "theirs"
    environment = Environment(tmp_path / "ours")
    environment.root.mkdir()
    theirs.mkdir()
    (theirs / "kept").write_text("kept", encoding="utf-8")
    environment.folder.symlink_to(theirs)
    if whole:
        environment.python.parent.mkdir(parents=True)
        environment.python.touch()
    return environment


@pytest.mark.parametrize("development", [True, False])
def test_a_linked_environment_is_used_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], development: bool
) -> None:
    environment = linked(tmp_path, whole=True)
    environment.prepare(development=development)
    assert environment.folder.is_symlink()
    assert (tmp_path / "theirs" / "kept").exists()
    assert "照原样使用" in capsys.readouterr().err


def test_a_link_to_nothing_usable_is_refused_and_left_alone(tmp_path: Path) -> None:
    environment = linked(tmp_path, whole=False)
    with pytest.raises(SetupFailed, match="是一个链接"):
        environment.prepare()
    assert environment.folder.is_symlink()
    assert (tmp_path / "theirs" / "kept").exists()
