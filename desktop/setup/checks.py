"""./run test, drill and bench: every check is run even when one before it fails, and each says how long it took."""

import subprocess
import sys
import time
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
    if name != "bench":
        variables = prepare_virtual_display(environment, variables)
    session = _Session(environment, variables)
    if name == "bench":
        return session.call("tests/bench/run_all.py", *arguments)
    if name == "drill":
        return session.call("-m", "pytest", "-m", "drill", "--report", *arguments)
    if arguments:
        return session.call("-m", "pytest", *arguments)
    failed = [check.title for check in STATIC_CHECKS if not session.passes(check)]
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
        begun = time.monotonic()
        passed = self.call(*check.command) == 0
        print(f"== {check.title}: {'ok' if passed else 'FAILED'} ({time.monotonic() - begun:.1f} s)", flush=True)
        return passed
