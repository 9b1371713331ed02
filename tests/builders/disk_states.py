"""What a disk may hold after the power failed, rebuilt from the recorded system calls of the shipped library.

What was written before the last sync of its file is there. Of what was written after it each write is there, is not,
or is torn at 512 bytes; a length that was not synced may be the old one, a name that was not synced may be missing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

SECTOR = 512
RECORDED = ("pwrite64", "ftruncate", "fsync", "fdatasync", "unlink", "openat")
ACKNOWLEDGED = "acknowledged"

_CALL = re.compile(r"^\d+ +(\w+)\((.*)\) += (\d+)", re.MULTILINE)
_ON_FILE = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})+)>")
_BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Write:
    name: str
    at: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    """The content of a file, or with an empty name the names of the folder."""

    name: str


@dataclass(frozen=True, slots=True)
class Unlink:
    name: str


@dataclass(frozen=True, slots=True)
class Create:
    name: str


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The program said that this is saved."""

    number: int


Change: TypeAlias = Write | Truncate | Create | Unlink
Event: TypeAlias = Change | Sync | Acknowledge
Reached: TypeAlias = tuple[int, int]
"""The place of a pending call, and how many sectors of it got to the disk."""
WHOLE = -1


def events(trace: str, folder: Path) -> Iterator[Event]:
    """The recorded calls on files of the folder, in order; strace was asked for `-y -xx` and whole strings."""
    for call, arguments, result in _CALL.findall(trace):
        on = _descriptor(arguments)
        if call == "openat":
            found = re.match(r"AT_FDCWD(?:<[^>]*>)?, ", arguments)
            path = Path(_decoded(arguments[found.end() :])) if found else None
            if path is not None and path.parent == folder and "O_CREAT" in arguments:
                yield Create(path.name)
        elif call == "unlink":
            path = Path(_decoded(arguments))
            if path.parent == folder:
                yield Unlink(path.name)
        elif on == folder and call in {"fsync", "fdatasync"}:
            yield Sync("")
        elif on is not None and on.parent == folder:
            yield from _on_file(call, on.name, arguments, int(result))


def _on_file(call: str, name: str, arguments: str, result: int) -> Iterator[Event]:
    if name.endswith("-shm"):
        return
    if call == "pwrite64":
        content = _raw(arguments)
        assert len(content) == result, "a write was recorded in part"
        at = int(arguments.rsplit(", ", 1)[1])
        yield Acknowledge(at // 4) if name == ACKNOWLEDGED else Write(name, at, content)
    elif call == "ftruncate":
        yield Truncate(name, int(arguments.rsplit(", ", 1)[1]))
    else:
        yield Sync(name)


def _descriptor(arguments: str) -> Path | None:
    found = _ON_FILE.match(arguments)
    return None if found is None else Path(bytes.fromhex(found.group(1).replace("\\x", "")).decode())


def _raw(arguments: str) -> bytes:
    found = _BYTES.search(arguments)
    assert found is not None
    return bytes.fromhex(found.group(1).replace("\\x", ""))


def _decoded(arguments: str) -> str:
    return _raw(arguments).decode()


@dataclass
class Disk:
    """The files as they are for certain, and what may or may not have reached them."""

    honest: bool = True
    files: dict[str, bytearray] = field(default_factory=dict)
    pending: list[Change] = field(default_factory=list)
    syncs: int = 0

    def happen(self, event: Event) -> None:
        """One recorded call. A disk that is not `honest` forgets that it was asked to sync."""
        if isinstance(event, Sync):
            if self.honest:
                self._settle(event.name)
        elif not isinstance(event, Acknowledge):
            self.pending.append(event)

    def _settle(self, name: str) -> None:
        left = []
        for event in self.pending:
            names = isinstance(event, Create | Unlink)
            # A synced file has its name on every file system in use; a removed name waits for the folder.
            if event.name == name or (names and not name):
                apply(self.files, event)
            else:
                left.append(event)
        self.pending = left
        self.syncs += 1

    def reached(self, chance: random.Random) -> tuple[Reached, ...]:
        """What of the pending calls got to the disk when the power failed."""
        bias = chance.choice((0.0, 0.2, 0.5, 0.8, 1.0))
        found = []
        for place, event in enumerate(self.pending):
            if chance.random() < bias:
                found.append((place, WHOLE))
            elif isinstance(event, Write) and chance.random() < 0.5:
                found.append((place, chance.randrange(-(-len(event.content) // SECTOR) + 1)))
        return tuple(found)

    def with_these(self, reached: tuple[Reached, ...]) -> dict[str, bytearray]:
        """The files that a power loss leaves when these calls got to the disk."""
        files = {name: bytearray(content) for name, content in self.files.items()}
        for place, sectors in reached:
            event = self.pending[place]
            if sectors == WHOLE:
                apply(files, event)
            elif isinstance(event, Write) and event.name in files:
                apply(files, torn(event, sectors))
        return files


def torn(event: Write, sectors: int) -> Write:
    """The beginning of a write, as many sectors of it as had been reached."""
    return Write(event.name, event.at, event.content[: sectors * SECTOR])


def apply(files: dict[str, bytearray], event: Change) -> None:
    """What a call does to the files when it reaches the disk."""
    if isinstance(event, Unlink):
        files.pop(event.name, None)
    elif isinstance(event, Create):
        files.setdefault(event.name, bytearray())
    elif isinstance(event, Truncate):
        content = files.setdefault(event.name, bytearray())
        del content[event.size :]
        content.extend(bytes(event.size - len(content)))
    else:
        content = files.setdefault(event.name, bytearray())
        content.extend(bytes(max(0, event.at - len(content))))
        content[event.at : event.at + len(event.content)] = event.content


@dataclass(frozen=True, slots=True)
class PowerLoss:
    """A state after the power failed, and the highest number acknowledged before.

    `files` holds good until the next state is asked for; states with the same `likeness` have the same files.
    """

    disk: Disk
    reached: tuple[Reached, ...]
    acknowledged: int

    @property
    def likeness(self) -> tuple[int, tuple[Reached, ...]]:
        """What the files follow from: the syncs that were made, and what reached the disk after them."""
        return self.disk.syncs, self.reached

    def files(self) -> dict[str, bytearray]:
        """What stands on the disk."""
        return self.disk.with_these(self.reached)


def power_losses(
    start: Mapping[str, bytes], recorded: Sequence[Event], count: int, chance: random.Random, *, honest: bool = True
) -> Iterator[PowerLoss]:
    """`count` states, at moments spread over the whole recording."""
    moments = sorted(chance.randrange(len(recorded) + 1) for _ in range(count))
    disk, acknowledged, done = Disk(honest, {name: bytearray(content) for name, content in start.items()}), 0, 0
    for moment in moments:
        for event in recorded[done:moment]:
            disk.happen(event)
            if isinstance(event, Acknowledge):
                acknowledged = event.number
        done = moment
        yield PowerLoss(disk, disk.reached(chance), acknowledged)
