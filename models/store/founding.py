"""A new office comes into its folder whole or not at all: its keys and its store together, by the way of a restore."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from models.errors import StoreError, Trouble, system_reason
from models.store.joined import is_office
from models.store.location import (
    KEYS_NAME,
    RESTORE_SUFFIX,
    STORE_NAME,
    finish_restore,
    make_private,
    move_database,
    private_files,
    refuse_network,
    write_private,
)

MAKING_FOLDER = ".making"
STANDS = "磁盘出错，本局的数据已经写下，但恢复密钥没有来得及显示"


@contextmanager
def founding(folder: Path) -> Iterator[Path]:
    """Where to make the keys and the store of an office; when the block ends they are in force in `folder`.

    A crash leaves the folder as it was, but for a place that the next attempt clears; so does an error. Raises
    StoreError when the folder holds an office, lies on a network path or cannot be written.
    """
    refuse_network(folder)
    if is_office(folder) or (folder / STORE_NAME).exists():
        raise StoreError(f"数据文件夹 {folder} 中已有一个局的数据，不会覆盖；请直接打开，或换一个空文件夹。")
    place = folder / MAKING_FOLDER
    try:
        make_private(folder)
        shutil.rmtree(place, ignore_errors=True)
        yield place
        with private_files():
            _bring(place, folder)
    except OSError as error:
        raise _unmade(folder, error) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _bring(place: Path, folder: Path) -> None:
    ready, keys = folder / (STORE_NAME + RESTORE_SUFFIX), folder / (KEYS_NAME + RESTORE_SUFFIX)
    try:
        write_private(keys, (place / KEYS_NAME).read_bytes())
        move_database(place / STORE_NAME, ready)
        finish_restore(folder)
    except (OSError, StoreError) as error:
        # Nobody has seen its recovery key: an office that may or may not stand is taken back.
        with suppress(OSError):
            for path in (ready, keys, folder / STORE_NAME, folder / KEYS_NAME):
                path.unlink(missing_ok=True)
        raise _unmade(folder, error) from error


def _unmade(folder: Path, error: OSError | StoreError) -> StoreError:
    if is_office(folder) or (folder / STORE_NAME).exists():
        return StoreError(f"{STANDS}（{folder}）；请删去这个文件夹，检查磁盘后重新建一次。", Trouble.FULL)
    why = system_reason(error) if isinstance(error, OSError) else "磁盘没有确认写入"
    words = "没有建成，什么也没有留下；请检查路径、磁盘空间和权限后再试。"
    return StoreError(f"{folder} 写不进去（{why}）：{words}", Trouble.FULL)
