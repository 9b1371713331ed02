"""What the window is started with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.errors import InputError

USAGE = "用法：./run [practice] [--data 文件夹]"


@dataclass(frozen=True, slots=True)
class Arguments:
    """`practice` for a practice day; `folder` as given with --data."""

    practice: bool = False
    folder: Path | None = None


def read_arguments(words: Sequence[str]) -> Arguments:
    """Read `[practice] [--data DIR]`. Raises InputError for anything else."""
    rest = list(words)
    practice = bool(rest) and rest[0] == "practice"
    if practice:
        rest.pop(0)
    if not rest:
        return Arguments(practice)
    if len(rest) == 1 and rest[0].startswith("--data="):
        rest = ["--data", rest[0].removeprefix("--data=")]
    if len(rest) != 2 or rest[0] != "--data" or not rest[1]:
        raise InputError(f"命令写法不对：{' '.join(words)}。{USAGE}")
    return Arguments(practice, Path(rest[1]))
