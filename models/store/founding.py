"""A new office comes into its folder whole or not at all: its keys and its store together, by the way of a restore."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
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
    restore_is_decided,
    write_private,
)

MAKING_FOLDER = ".making"


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
    write_private(folder / (KEYS_NAME + RESTORE_SUFFIX), (place / KEYS_NAME).read_bytes())
    ready = folder / (STORE_NAME + RESTORE_SUFFIX)
    try:
        move_database(place / STORE_NAME, ready)
    except OSError:
        ready.unlink(missing_ok=True)
        raise
    finish_restore(folder)


def _unmade(folder: Path, error: OSError) -> StoreError:
    if restore_is_decided(folder):
        words = "本局已经建在这里，但恢复密钥没有来得及显示；请删去这个文件夹，检查磁盘后重新建一次。"
        return StoreError(f"{folder} 写到一半磁盘出错：{words}", Trouble.FULL)
    words = "没有建成，什么也没有留下；请检查路径、磁盘空间和权限后再试。"
    return StoreError(f"{folder} 写不进去（{system_reason(error)}）：{words}", Trouble.FULL)
