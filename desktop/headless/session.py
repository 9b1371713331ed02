"""Opening an office for one headless command, and the small manners all commands share."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import InputError, system_reason
from models.moment import now

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk

ACCOUNT = "SUBSIDY_DESK_ACCOUNT"
PASSPHRASE = "SUBSIDY_DESK_PASSPHRASE"  # noqa: S105


@contextlib.contextmanager
def open_desk(folder: Path, command: str) -> Iterator[Desk]:
    """Sign in to the office in `folder` as the environment says and close it afterwards.

    In a practice office an unset account stands for one that may run `command`; elsewhere it is bad input.
    """
    from models.casework.offices import sign_in, sign_in_to_practice

    require_folder(folder)
    phrase = passphrase()
    name = os.environ.get(ACCOUNT, "")
    desk = sign_in(folder, name, phrase, now) if name else sign_in_to_practice(folder, phrase, command, now)
    try:
        yield desk
    finally:
        desk.store.close()


def account_name() -> str:
    """The account of the environment. Raises InputError when it is not set."""
    name = os.environ.get(ACCOUNT, "")
    if not name:
        raise InputError(f"没有指明账号。请设置环境变量 {ACCOUNT}。", ACCOUNT)
    return name


def passphrase() -> str:
    """The pass phrase of the environment. Raises InputError when it is not set."""
    phrase = os.environ.get(PASSPHRASE, "")
    if not phrase:
        raise InputError(f"没有口令。请设置环境变量 {PASSPHRASE}。", PASSPHRASE)
    return phrase


def require_folder(folder: Path) -> None:
    """Raise InputError unless `folder` is a data folder of an office."""
    from models.store.joined import is_office

    if not is_office(folder):
        raise InputError(f"“{folder}”不是本程序的数据文件夹（没有 office.keys）。请核对 --data。", "--data")


def show(value: Any) -> None:
    """Print a result as JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object from a file (`-` is standard input). Raises InputError, also for a key given twice."""
    return read_json_text(read_text(path), str(path))


def read_text(path: Path) -> str:
    """Read a text file (`-` is standard input). Raises InputError naming the file and the reason."""
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"找不到文件“{path}”，请核对路径。", str(path)) from None
    except (OSError, UnicodeDecodeError):
        raise InputError(f"文件“{path}”读不出来：应为 UTF-8 编码的文本文件。", str(path)) from None


def read_json_text(text: str, name: str) -> dict[str, Any]:
    """Parse a JSON object strictly. Raises InputError with the line and column of a mistake."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        for key in keys:
            if keys.count(key) > 1:
                raise InputError(f"“{name}”里“{key}”出现了两次，请只保留一个。", key)
        return dict(pairs)

    try:
        data = json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise InputError(f"“{name}”不是合格的 JSON：第 {error.lineno} 行第 {error.colno} 列有误。", name) from None
    except RecursionError:
        raise InputError(f"“{name}”嵌套太深，读不出来。", name) from None
    if not isinstance(data, dict):
        raise InputError(f"“{name}”应为 JSON 对象。", name)
    return data


def read_bytes(path: Path) -> bytes:
    """Read a scan. Raises InputError naming the file."""
    try:
        return path.read_bytes()
    except OSError:
        raise InputError(f"文件“{path}”读不出来，请核对路径。", str(path)) from None


def media_type(path: Path) -> str:
    """The media type of a scan by its ending. Raises InputError for kinds that are not kept."""
    kinds = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
    try:
        return kinds[path.suffix.lower()]
    except KeyError:
        raise InputError(f"扫描件“{path.name}”应为 pdf、png 或 jpg 文件。", str(path)) from None


def write_file(path: Path, content: bytes) -> None:
    """Write wholly or not at all, readable by the owner only. Raises InputError when the place cannot be written."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError, UnboundLocalError):
            temporary.unlink()
        reason = system_reason(error)
        raise InputError(f"写不进“{path}”（{reason}）。请检查文件夹是否存在、可写、有空间。", str(path)) from None


def make_folder(path: Path) -> Path:
    """Make the output folder if need be. Raises InputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise InputError(f"建不了文件夹“{path}”，请核对路径。", str(path)) from None
    return path.resolve()


def iso_date(text: str) -> date:
    """A date on the command line, `2026-08-01`. Raises InputError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"“{text}”不是日期，应如 2026-08-01。", text) from None


def add_data(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Declare `--data DIR`."""
    parser.add_argument("--data", type=Path, required=required, metavar="DIR", help="本局的数据文件夹")


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act is done to, as it is named on the command line."""

    name: str
    metavar: str
    words: str
    kind: type = str


CASE = Subject("case", "CASE", "案件编号，如 2026-00012")


def add_action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    words: str,
    handler: Any,
    subject: Subject | None = CASE,
) -> argparse.ArgumentParser:
    """Declare one act of a group on a data folder; None where it is done to nothing in particular."""
    parser = actions.add_parser(name, help=words)
    if subject is not None:
        parser.add_argument(subject.name, metavar=subject.metavar, help=subject.words, type=subject.kind)
    add_data(parser)
    parser.set_defaults(handler=handler)
    return parser
