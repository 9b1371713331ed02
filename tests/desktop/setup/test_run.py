"""./run from outside: a small program with a lock of its own, set up for real in a folder with a space in its name."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = "import json, os, sys\nimport tally\nprint(json.dumps([sys.argv[1:], dict(os.environ), tally.__file__]))\n"
PATIENCE_SECONDS = 120.0

pytestmark = pytest.mark.skipif(os.name == "nt", reason="./run is for POSIX shells")


def tiny_wheel(folder: Path, content: str = "") -> str:
    """Write the wheel of a one-line library into the folder and return its line for a lock."""
    folder.mkdir(exist_ok=True)
    file = folder / "tally-1.0-py3-none-any.whl"
    information = {
        "METADATA": "Metadata-Version: 2.1\nName: tally\nVersion: 1.0\n",
        "WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "",
    }
    with zipfile.ZipFile(file, "w") as wheel:
        wheel.writestr("tally.py", content)
        for name, text in information.items():
            wheel.writestr(f"tally-1.0.dist-info/{name}", text)
    return f"tally==1.0 \\\n    --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"


class Desk:
    """A checkout of the set-up alone, with a program that prints what it was given."""

    def __init__(self, home: Path) -> None:
        self.wheels = home / "wheels"
        self.root = home / "a folder"
        shutil.copytree(ROOT / "desktop" / "setup", self.root / "desktop" / "setup")
        shutil.copy(ROOT / "run", self.root / "run")
        (self.root / "desktop" / "__init__.py").touch()
        (self.root / "desktop" / "__main__.py").write_text(PROGRAM, encoding="utf-8")
        self.lock(tiny_wheel(self.wheels))

    def lock(self, content: str) -> None:
        for name in ("requirements.lock", "requirements-dev.lock"):
            (self.root / name).write_text(content, encoding="utf-8")

    def command(self, *words: str) -> list[str]:
        return [str(self.root / "run"), "--offline", str(self.wheels), *words]

    def variables(self, **more: str) -> dict[str, str]:
        path = {"PATH": os.environ["PATH"], "HOME": str(self.root.parent), "SUBSIDY_DESK_PYTHON": sys.executable}
        return path | more

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), env=self.variables(**more), cwd="/", stdin=subprocess.DEVNULL, capture_output=True,
            text=True, check=False, timeout=PATIENCE_SECONDS,
        )  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, subprocess.CompletedProcess[str]]:
    """A new desk, and what its first run said."""
    fresh = Desk(tmp_path_factory.mktemp("desk"))
    words = ("letter", "a b", "--out", "甲.pdf")
    return fresh, fresh.run(*words, GREETING="您好", PYTHONPATH="/nowhere", PIP_NO_INDEX="maybe")


@pytest.fixture
def ready_desk(first_run: tuple[Desk, subprocess.CompletedProcess[str]]) -> Desk:
    """A desk that is set up; tests that use it leave it ready."""
    ready, run = first_run
    assert run.returncode == 0, run.stderr
    return ready


def wait_until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_the_first_run_sets_up_in_silence_on_stdout_and_keeps_words_and_variables(
    first_run: tuple[Desk, subprocess.CompletedProcess[str]],
) -> None:
    desk, first = first_run
    assert first.returncode == 0, first.stderr
    words, variables, library = json.loads(first.stdout)
    assert words == ["letter", "a b", "--out", "甲.pdf"]
    assert variables["GREETING"] == "您好"
    assert "PYTHONPATH" not in variables
    assert Path(library).is_relative_to(desk.root / ".venv")
    assert "运行环境已就绪" in first.stderr


def test_a_run_with_nothing_to_do_says_nothing_and_works_through_a_link(ready_desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(ready_desk.root / "run")
    again = subprocess.run([str(tmp_path / "link"), "y"], env=ready_desk.variables(), capture_output=True, check=True)
    assert json.loads(again.stdout)[0] == ["y"]
    assert again.stderr == b""


def test_a_folder_named_like_a_module_in_the_working_directory_is_not_imported(
    ready_desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)", encoding="utf-8")
    run = [str(ready_desk.root / "run"), "y"]
    assert (
        subprocess.run(run, env=ready_desk.variables(), cwd=tmp_path, capture_output=True, check=False).returncode == 0
    )


def test_an_environment_that_was_moved_is_made_again(ready_desk: Desk, tmp_path: Path) -> None:
    moved = Desk(tmp_path)
    shutil.copytree(ready_desk.root / ".venv", moved.root / ".venv", symlinks=True)
    run = moved.run("x")
    assert run.returncode == 0, run.stderr
    assert Path(json.loads(run.stdout)[2]).is_relative_to(moved.root)


def test_an_environment_that_another_installer_took_over_is_made_again(ready_desk: Desk) -> None:
    site = next((ready_desk.root / ".venv").glob("lib/*/site-packages"))
    (site / "subsidy_desk-0.1.0.dist-info").mkdir()
    assert "正在准备运行环境" in ready_desk.run("x").stderr
    assert ready_desk.run("x").stderr == ""


def test_a_set_up_killed_half_way_is_repaired_by_the_next_run(desk: Desk) -> None:
    silence = subprocess.DEVNULL
    begun = subprocess.Popen(
        desk.command("x"), env=desk.variables(), start_new_session=True, stdin=silence, stdout=silence, stderr=silence
    )
    wait_until((desk.root / ".venv" / "bin" / "python").exists)
    os.killpg(begun.pid, signal.SIGKILL)
    begun.wait()
    assert not (desk.root / ".venv" / "installed").exists()
    repaired = desk.run("x")
    assert repaired.returncode == 0, repaired.stderr


def test_two_first_runs_at_once_both_work(desk: Desk) -> None:
    both = [
        subprocess.Popen(
            desk.command("x"), env=desk.variables(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    finished = [run.communicate(timeout=PATIENCE_SECONDS) for run in both]
    assert [run.returncode for run in both] == [0, 0], finished
    assert sum("正在安装" in stderr for _, stderr in finished) == 1


def test_a_wheel_with_another_hash_is_refused_and_a_changed_lock_is_installed(desk: Desk) -> None:
    planted = tiny_wheel(desk.wheels, "planted = True")
    refused = desk.run("x")
    assert refused.returncode == 2
    assert "请检查安装包文件夹" in refused.stderr
    assert refused.stdout == ""
    desk.lock(planted)
    assert desk.run("x").returncode == 0


def test_a_checkout_that_cannot_be_written_is_refused_in_one_line(desk: Desk) -> None:
    # A folder in the place of the set-up's first file: root, who may write everywhere, cannot open it either.
    (desk.root / ".venv.lock").mkdir()
    refused = desk.run("x")
    assert refused.returncode == 2
    assert refused.stderr.startswith("程序所在的文件夹不能写入")


def test_every_check_is_run_though_the_ones_before_it_failed(ready_desk: Desk) -> None:
    checked = ready_desk.run("test")
    assert checked.returncode == 1
    titles = ("format", "lint", "types", "import contracts", "sizes")
    assert all(f"== {title}: FAILED" in checked.stdout for title in titles), checked.stdout
    assert "== failed before the tests: format, lint, types, import contracts, sizes" in checked.stdout
    assert "No module named pytest" in checked.stderr


def test_an_offline_folder_that_is_missing_is_bad_input(ready_desk: Desk) -> None:
    run = subprocess.run(
        [str(ready_desk.root / "run"), "--offline", "nowhere"],
        env=ready_desk.variables(),
        capture_output=True,
        check=False,
    )
    assert run.returncode == 2
    assert "--offline 后面要写存放安装包的文件夹" in run.stderr.decode()


def test_a_window_without_a_display_is_refused_with_the_reason(ready_desk: Desk) -> None:
    run = ready_desk.run("practice")
    assert run.returncode == 2
    assert run.stderr.startswith("没有找到显示器")
