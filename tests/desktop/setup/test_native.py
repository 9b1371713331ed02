"""Missing system libraries are found by asking the loader, not by believing Qt's message."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.setup.environment import Environment, SetupFailed
from desktop.setup.native import missing_libraries, prepare_display, prepare_offscreen

pytestmark = pytest.mark.skipif(sys.platform != "linux" or not shutil.which("ldd"), reason="asks the Linux loader")


@pytest.fixture
def lonely_library(tmp_path: Path) -> Path:
    """A library that needs one which is nowhere."""
    if not shutil.which("cc"):
        pytest.skip("no C compiler to make a library that misses another")
    for name, needs in (("libabsent.so", []), ("liblonely.so", ["-L.", "-labsent", "-Wl,--no-as-needed"])):
        command = ["cc", "-shared", "-x", "c", "/dev/null", "-o", name, *needs[2:], *needs[:2]]
        subprocess.run(command, cwd=tmp_path, check=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "libabsent.so").rename(tmp_path / "elsewhere" / "libabsent.so")
    return tmp_path / "liblonely.so"


def test_a_library_that_the_loader_misses_is_named_until_its_folder_is_on_the_path(lonely_library: Path) -> None:
    elsewhere = {"LD_LIBRARY_PATH": str(lonely_library.parent / "elsewhere")}
    assert missing_libraries([lonely_library], {"PATH": os.environ["PATH"]}) == ["libabsent.so"]
    assert missing_libraries([lonely_library], elsewhere | {"PATH": os.environ["PATH"]}) == []


def test_offscreen_is_chosen_only_where_the_user_chose_nothing(tmp_path: Path) -> None:
    environment = Environment(tmp_path)
    assert prepare_offscreen(environment, {})["QT_QPA_PLATFORM"] == "offscreen"
    assert prepare_offscreen(environment, {"QT_QPA_PLATFORM": "vnc"})["QT_QPA_PLATFORM"] == "vnc"


def test_libraries_unpacked_below_the_environment_come_before_the_users_path(tmp_path: Path) -> None:
    folder = tmp_path / ".venv" / "native" / "root" / "usr" / "lib"
    folder.mkdir(parents=True)
    (folder / "libEGL.so.1").touch()
    variables = prepare_offscreen(Environment(tmp_path), {"LD_LIBRARY_PATH": "/given"})
    assert variables["LD_LIBRARY_PATH"] == f"{folder}:/given"


def test_no_display_is_said_before_any_library_is_looked_for(tmp_path: Path) -> None:
    with pytest.raises(SetupFailed, match="没有找到显示器"):
        prepare_display(Environment(tmp_path), {}, offscreen=False)
