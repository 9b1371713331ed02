"""A process whose system calls are counted, recorded, made to fail or made its last: strace on a forked process.

The process is forked with everything imported, waits until strace holds it, and only then does its act. What it tells
lies in shared memory, so that the calls counted are those of the act alone.
"""

from __future__ import annotations

import json
import mmap
import multiprocessing
import re
import resource
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

WRITES = ("pwrite64", "write", "sendfile", "copy_file_range", "ftruncate")
SYNCS = ("fsync", "fdatasync")
NAMES = ("rename", "link", "unlink", "unlinkat", "mkdir", "rmdir")
CHANGES = (*WRITES, *SYNCS, *NAMES)

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is not installed (Debian, Ubuntu: apt-get install strace)"
)


class Board:
    """Where a process tells what it has done: memory that outlives it."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 1 << 16)
        self._said: list[str] = []

    def tell(self, words: str) -> None:
        """Add a word; from now on it counts as acknowledged."""
        self._said.append(words)
        content = json.dumps(self._said).encode()
        self._memory[4 : 4 + len(content)] = content
        self._memory[:4] = len(content).to_bytes(4, "big")

    def told(self) -> tuple[str, ...]:
        """What was told."""
        length = int.from_bytes(self._memory[:4], "big")
        return tuple(json.loads(self._memory[4 : 4 + length])) if length else ()


@dataclass(frozen=True, slots=True)
class Ended:
    """What the process told before its end, and the lines strace wrote."""

    told: tuple[str, ...]
    trace: str


def run_traced(act: Callable[..., None], arguments: tuple[Any, ...], *options: str, read: bool = False) -> Ended:
    """Run `act(*arguments, board)` in a process of its own under strace with these options."""
    board = Board()
    with tempfile.NamedTemporaryFile(suffix=".trace") as trace, _waiting(act, (*arguments, board)) as (process, line):
        command = ["strace", "-f", "-q", "-p", str(process.pid), "-o", trace.name if read else "/dev/null", *options]
        tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert tracer.stderr is not None
        _attached(process.pid, tracer)
        line.send("go")
        process.join()
        tracer.wait()
        tracer.stderr.close()
        return Ended(board.told(), Path(trace.name).read_text(encoding="utf-8", errors="replace") if read else "")


@contextmanager
def _waiting(act: Callable[..., None], arguments: tuple[Any, ...]) -> Iterator[tuple[Any, Any]]:
    # Forked, not from a fresh server: everything is imported, the rulebook and the fonts are read.
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=_when_told, args=(act, arguments, there))
    process.start()
    there.close()
    assert here.recv() == "ready"
    try:
        yield process, here
    finally:
        if process.is_alive():
            process.kill()
            process.join()
        here.close()
        process.close()


def _when_told(act: Callable[..., None], arguments: tuple[Any, ...], line: Connection) -> None:
    line.send("ready")
    line.recv()
    act(*arguments)


def _attached(pid: int, tracer: subprocess.Popen[str]) -> None:
    """Wait until the kernel says that the process is traced."""
    status = Path(f"/proc/{pid}/status")
    while "TracerPid:\t0" in status.read_text(encoding="ascii"):
        if tracer.poll() is not None:
            raise RuntimeError(f"strace could not hold the process: {tracer.stderr and tracer.stderr.read()}")


def run_with_little_room(act: Callable[..., None], arguments: tuple[Any, ...], most: int) -> tuple[str, ...]:
    """What `act(*arguments, board)` told in a process of its own where no file can be written beyond `most` bytes."""
    board = Board()
    with _waiting(_limited, (most, act, *arguments, board)) as (process, line):
        line.send("go")
        process.join()
    return board.told()


def _limited(most: int, act: Callable[..., None], *arguments: Any) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    act(*arguments)


def count_calls(act: Callable[..., None], arguments: tuple[Any, ...], calls: tuple[str, ...] = CHANGES) -> Counter[str]:
    """How often the undisturbed act makes each of these calls."""
    ended = run_traced(act, arguments, "-e", f"trace={','.join(calls)}", read=True)
    return Counter(re.findall(r"^\d+ +(\w+)\(", ended.trace, re.MULTILINE))


def kill_at(call: str, number: int) -> tuple[str, ...]:
    """The options that make the n-th such call the last thing the process does."""
    return ("-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}")


def fail_at(call: str, number: int, error: str, *, for_ever: bool) -> tuple[str, ...]:
    """The options that make the n-th such call, or every one from it on, fail with this error."""
    return ("-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={number}{'+' if for_ever else ''}")
