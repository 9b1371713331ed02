"""Tests run again and again while the code changes: each run is a fork of one process that holds every library.

`python fork_tests.py` in a tree reads one line of pytest arguments (JSON) at a time and answers with the exit status.
What may change lies in the tree and is imported anew in every fork. `python fork_tests.py once FILE…` runs the same
without a fork. Either way a run is bounded in memory and time, and what goes beyond counts as a failure.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

LONGEST = 90  # seconds of processor time; a loop without an end is noticed too
STILL = 900  # seconds by the clock after which a fork is given up; a busy machine is no reason
LARGEST = 2 * 2**30  # bytes of memory that one run may take; a whole healthy run takes a tenth of it
# What is imported before pytest starts cannot be rewritten, and needs not be.
_SILENT = ["-q", "-x", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
# Of the tree itself only what stands beside the rules and takes long to import.
_BESIDE = ("models.store.repository", "models.facts_file")


class ForkedTests:
    """The process that is forked, in its tree; `files` are those it gets ready for."""

    def __init__(self, tree: Path, files: list[str]) -> None:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        self._tree = tree
        self._environment = {**environment, "PYTHONDONTWRITEBYTECODE": "1"}
        # One whole run writes the bytecode; no later one may.
        ready = subprocess.run(
            [sys.executable, __file__, "libraries", *files],
            cwd=tree, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, __file__, "serve", ready.stdout.splitlines()[-1]],
            cwd=tree, env=self._environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def pass_(self, files: list[str]) -> bool:
        """Whether every test of the files passes."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(files), file=self._process.stdin, flush=True)
        status = int(self._process.stdout.readline())
        return self._pass_anew(files) if status == -signal.SIGALRM else status == 0

    def _pass_anew(self, files: list[str]) -> bool:
        # A fork that stands still may owe it to the fork: an interpreter of its own decides.
        run = subprocess.run(
            [sys.executable, __file__, "once", *files],
            cwd=self._tree, env=self._environment, capture_output=True, check=False,
        )  # fmt: skip
        return run.returncode == 0

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def _libraries(files: list[str]) -> list[str]:
    """What the tests import from outside the tree."""
    import pytest

    with contextlib.redirect_stdout(sys.stderr):
        pytest.main([*_SILENT, "--collect-only", *files])
    return [name for name, module in list(sys.modules.items()) if _is_library(getattr(module, "__file__", None))]


def _is_library(place: str | None) -> bool:
    return place is not None and (not place.startswith(f"{Path.cwd()}/") or "site-packages" in place)


def _serve(libraries: list[str]) -> None:
    for name in libraries:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for name in _BESIDE:
        importlib.import_module(name)
    assert not any(name.startswith("models.rules") for name in sys.modules), "what changes would not be read again"
    # What every fork shares is never collected, and so is not copied.
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _run(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(files: list[str]) -> None:
    import pytest

    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    signal.alarm(STILL)
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST, LARGEST))
    # No core file of a run that was ended for taking too much.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    status = 1
    try:
        status = int(pytest.main([*_SILENT, *files]))
    finally:
        os._exit(status)


if __name__ == "__main__":
    # As `python -m pytest` has it, and not the folder of this file.
    sys.path[0] = str(Path.cwd())
    if sys.argv[1] == "libraries":
        print(json.dumps(_libraries(sys.argv[2:])))
    elif sys.argv[1] == "once":
        _run(sys.argv[2:])
    else:
        _serve(json.loads(sys.argv[2]))
