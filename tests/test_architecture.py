"""The shape of the house (who may import whom) and the floors under it (versions with a reason)."""

import json
import pkgutil
import subprocess
import sys
from graphlib import TopologicalSorter
from importlib import metadata
from pathlib import Path

import grimp
import pytest
import sqlcipher3

ROOT = Path(__file__).resolve().parent.parent
HOUSES = ("models", "forms", "reports", "desktop")
HEADLESS = ("models", "forms", "reports", "desktop.cli", "desktop.headless")
HEAVY = ("sqlalchemy", "sqlmodel", "reportlab", "openpyxl", "xlsxwriter", "pypinyin", "psycopg", "fontTools")


def loaded_after(statements: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after these statements."""
    report = "import json, sys; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    command = [sys.executable, "-c", f"{statements}\n{report}"]
    return set(json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout))


def modules_below(package: str) -> list[str]:
    folder = ROOT.joinpath(*package.split("."))
    found = pkgutil.walk_packages([str(folder)], prefix=f"{package}.")
    return [package, *(module.name for module in found)]


def version(distribution: str) -> tuple[int, ...]:
    return tuple(int(part) for part in metadata.version(distribution).split(".")[:3])


def test_no_headless_module_loads_qt() -> None:
    names = [name for package in HEADLESS for name in modules_below(package)]
    assert len(names) > 50
    assert "PySide6" not in loaded_after("\n".join(f"import {name}" for name in names))


def test_the_probe_for_loaded_modules_would_see_qt() -> None:
    assert "PySide6" in loaded_after("import PySide6")


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    assert not loaded_after("import desktop.__main__, desktop.cli").intersection(HEAVY)


def test_modules_import_each_other_without_a_cycle_even_inside_functions() -> None:
    graph = grimp.build_graph(*HOUSES, cache_dir=None)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert len(list(TopologicalSorter(imports).static_order())) == len(imports)


def test_the_embedded_database_is_free_of_the_wal_reset_bug() -> None:
    assert sqlcipher3.sqlite_version_info >= (3, 51, 3)


def test_the_window_library_keeps_its_references_to_none() -> None:
    assert (6, 8, 3) <= version("pyside6-essentials") < (6, 12)


@pytest.mark.parametrize("distribution", ["defusedxml", "sqlcipher3", "cryptography"])
def test_the_libraries_that_protect_the_store_are_present(distribution: str) -> None:
    assert metadata.version(distribution)
