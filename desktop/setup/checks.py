"""./run test, drill and bench: every check is run even when one before it fails, and each says how long it took."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.setup.environment import Environment

WORKERS = 2
SOURCES = ("models", "forms", "reports", "desktop", "tests")
MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it)
ROOM_BYTES = 3 << 30  # all tests leave about a third of it behind


@dataclass(frozen=True)
class Check:
    """One step of ./run test: its headline and the command line after the environment's interpreter."""

    title: str
    command: tuple[str, ...]


STATIC_CHECKS = (
    Check("format", ("-m", "ruff", "format", "--check", "--quiet", *SOURCES)),
    Check("lint", ("-m", "ruff", "check", "--quiet", *SOURCES)),
    Check("types", ("-m", "mypy")),
    Check("import contracts", ("-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-logo")),
    Check("rulebook", ("-m", "desktop", "check-rules")),
    Check("sizes", ("tests/size_report.py",)),
)


def run(environment: Environment, name: str, arguments: list[str]) -> int:
    """Run ``test``, ``drill`` or ``bench``; returns the exit status.

    Without arguments ``test`` runs everything; with arguments only pytest runs, and gets them.
    """
    from desktop.setup.native import prepare_offscreen, prepare_virtual_display

    variables = prepare_offscreen(environment, environment.variables())
    # What is imported a second time, here or by a program that a test starts, is not compiled a second time.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    if name != "bench":
        variables = prepare_virtual_display(environment, variables)
    session = _Session(environment, variables)
    if name == "bench":
        return session.call("tests/bench/run_all.py", *arguments)
    if name == "drill":
        return session.call("-m", "pytest", "-m", "drill", "--report", *arguments)
    if arguments:
        return session.call("-m", "pytest", *arguments)
    with ThreadPoolExecutor(WORKERS) as pool:
        passed = list(pool.map(session.passes, STATIC_CHECKS))
    failed = [check.title for check, good in zip(STATIC_CHECKS, passed, strict=True) if not good]
    if failed:
        print(f"== failed before the tests: {', '.join(failed)}", flush=True)
    print("== tests", flush=True)
    with scratch_in_memory(variables) as places:
        suite = _Session(environment, places)
        status = suite.call("-m", "pytest", "-q", "-n", str(WORKERS), "--dist", "worksteal")
    return status or int(bool(failed))


@contextmanager
def scratch_in_memory(variables: Mapping[str, str], memory: Path = MEMORY) -> Iterator[Mapping[str, str]]:
    """The variables with which all tests keep their offices and databases in memory, where it has room for them.

    Every commit and every database of a test waits for the disk, and there are tens of thousands. What is proved of a
    kill holds in memory too; lost power is replayed from recorded writes, and the drills stay on the disk. What was
    written is gone afterwards: a chosen test keeps its folder on the disk, as pytest does.
    """
    if variables.get("TMPDIR") or not _has_room(memory):
        yield variables
        return
    with tempfile.TemporaryDirectory(prefix="subsidy-desk-", dir=memory, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as an account of its own where the tests run as root
        yield {**variables, "TMPDIR": folder}


def _has_room(memory: Path) -> bool:
    if sys.platform != "linux" or not os.access(memory, os.W_OK):
        return False
    # Containers often have a small one, and one from which the programs that the tests set up cannot be started.
    may_run = not os.statvfs(memory).f_flag & os.ST_NOEXEC
    told = re.search(r"^MemAvailable: +(\d+) kB$", Path("/proc/meminfo").read_text(encoding="ascii"), re.MULTILINE)
    available = int(told[1]) << 10 if told else 0
    return may_run and min(available, shutil.disk_usage(memory).free) >= ROOM_BYTES


@dataclass(frozen=True)
class _Session:
    environment: Environment
    variables: Mapping[str, str]

    def call(self, *command: str) -> int:
        return subprocess.call(
            [str(self.environment.python), *command], cwd=self.environment.root, env=self.variables,
            stdin=None if sys.stdin and sys.stdin.isatty() else subprocess.DEVNULL,
        )  # fmt: skip

    def passes(self, check: Check) -> bool:
        """Run a check beside others: what it says is kept together, and comes when it has ended."""
        begun = time.monotonic()
        ended = subprocess.run(
            [str(self.environment.python), *check.command], cwd=self.environment.root, env=self.variables,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        verdict = "ok" if ended.returncode == 0 else "FAILED"
        said = ended.stdout.decode(errors="replace")
        print(f"{said}== {check.title}: {verdict} ({time.monotonic() - begun:.1f} s)\n", end="", flush=True)
        return ended.returncode == 0
