"""Fills `v<n>` beside this file with a store of the current schema: once per release, never again for an old one."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from builders.store import KEY, START, fill, found_office  # noqa: E402

from models.store.engine import create_store  # noqa: E402
from models.store.versions import CURRENT  # noqa: E402


def main() -> None:
    """Make the fixture of the current version, with five decided cases."""
    folder = Path(__file__).resolve().parent / f"v{CURRENT}"
    shutil.rmtree(folder, ignore_errors=True)
    store = create_store(folder, key=KEY, created_at=START)
    fill(store, found_office(store), 5)
    store.close()


if __name__ == "__main__":
    main()
