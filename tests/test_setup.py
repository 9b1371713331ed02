"""The set-up's promises: a lock without hosts, one environment for all, a tree without strangers."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
TOP_LEVEL = {
    ".ci", ".editorconfig", ".gitattributes", ".gitignore", "LICENSE", "README.md", "desktop", "forms", "models",
    "pyproject.toml", "reports", "requirements-dev.lock", "requirements.lock", "run", "run.cmd", "tests",
}  # fmt: skip
# Spelled in two parts so that this file does not contain what it looks for.
MACHINE_PATHS = re.compile(
    "|".join(("/ro" + "ot/", "/ho" + r"me/\w\w+/", "/wo" + "rk/main", r"C:\\Us" + "ers", "/Us" + r"ers/\w"))
)
REGISTRY_HOSTS = re.compile(
    r"\b(?:py" + r"pi\.\w+|pythonhosted\.\w+|reg" + r"istry\.npm\w+\.\w+|deb\.deb" + r"ian\.\w+)"
)
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ; (.*?))? \\$", re.MULTILINE)


def committed_files() -> list[str]:
    # The tree may belong to someone else, as in a container.
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    return [name for name in listed.decode().split("\0") if name]


def committed_texts() -> Iterator[tuple[str, str]]:
    for name in committed_files():
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue


def pins(lock: str) -> dict[tuple[str, str], str]:
    """Version by name and marker."""
    return {(name, marker): release for name, release, marker in PIN.findall((ROOT / lock).read_text(encoding="utf-8"))}


needs_git = pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="no git checkout")


@needs_git
def test_the_top_of_the_tree_holds_only_what_belongs_there() -> None:
    assert {name.split("/")[0] for name in committed_files()} <= TOP_LEVEL


@needs_git
def test_no_committed_text_names_a_machine_path_or_a_package_registry() -> None:
    texts = list(committed_texts())
    assert len(texts) > 50
    assert [name for name, text in texts if MACHINE_PATHS.search(text) or REGISTRY_HOSTS.search(text)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_versions_and_hashes_and_nothing_else(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    allowed = re.compile(r"[a-z0-9-]+==[\w.+!-]+( ; [^/:]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert [line for line in lines if not allowed.fullmatch(line)] == []


def test_the_development_lock_repeats_every_runtime_pin() -> None:
    runtime, development = pins("requirements.lock"), pins("requirements-dev.lock")
    assert len(runtime) > 20
    assert {name: release for (name, _), release in runtime.items()}.items() <= {
        name: release for (name, _), release in development.items()
    }.items()


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {re.split(r"[\[<>=; ]", text)[0] for text in project["project"]["dependencies"]}
    assert names <= {name for name, _ in pins("requirements.lock")}


def test_no_installed_library_takes_a_name_of_ours() -> None:
    ours = {"models", "forms", "reports", "desktop"}
    takers = {name: metadata.packages_distributions().get(name, []) for name in ours}
    assert {name for name, owners in takers.items() if set(owners) - {"subsidy-desk"}} == set()


def test_the_size_report_finds_a_function_that_is_too_long(tmp_path: Path) -> None:
    report = tmp_path / "tests" / "size_report.py"
    report.parent.mkdir()
    report.write_text((ROOT / "tests" / "size_report.py").read_text(encoding="utf-8"), encoding="utf-8")
    long = tmp_path / "models" / "long.py"
    long.parent.mkdir()
    long.write_text("def long() -> None:\n" + "    pass\n" * 60, encoding="utf-8")
    run = subprocess.run([sys.executable, str(report)], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "61 models/long.py:1 long  TOO LARGE" in run.stdout
