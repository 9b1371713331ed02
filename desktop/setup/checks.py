"""./run test, drill and bench: every check is run even when one before it fails, and each says how long it took."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from desktop.setup.environment import Environment

WORKERS = 2
SOURCES = ("models", "forms", "reports", "desktop", "tests")


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
    status = session.call("-m", "pytest", "-q", "-n", str(WORKERS), "--dist", "worksteal")
    return status or int(bool(failed))


@dataclass(frozen=True)
class _Session:
    environment: Environment
    variables: dict[str, str]

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
