"""Folders of wheels for computers without a network, and the hash locks they are made from."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

from desktop.setup.environment import DEVELOPMENT_LOCK, RUNTIME_LOCK, Environment, SetupFailed, say

COMPILE = ("pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--quiet")


def collect(environment: Environment, arguments: list[str]) -> int:
    """Download every wheel of both locks into a folder; further arguments go to ``pip download``.

    The wheels fit the Python and the system this runs on, unless ``--platform`` and ``--python-version`` say otherwise.
    """
    if not arguments or arguments[0].startswith("-"):
        raise SetupFailed("请写明存放安装包的文件夹，例如：./run wheels 安装包")
    folder = Path(arguments[0]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    environment.pip("download", "--dest", str(folder), "-r", str(environment.root / DEVELOPMENT_LOCK), *arguments[1:])
    say(f"安装包已存入 {folder}。把程序和这个文件夹一起带去，运行：./run --offline {shlex.quote(folder.name)}")
    return 0


def relock(environment: Environment) -> int:
    """Resolve pyproject.toml afresh into both locks with uv; the locks hold hashes and no host.

    :raises SetupFailed: uv is missing or found no solution, or a lock came out with an address in it.
    """
    uv = shutil.which("uv")
    if uv is None:
        raise SetupFailed("更新锁定文件需要 uv：请先安装 uv，再运行 ./run lock。")
    groups = {RUNTIME_LOCK: (), DEVELOPMENT_LOCK: ("--group", "dev", "--constraints", RUNTIME_LOCK)}
    for lock, options in groups.items():
        command = [
            uv,
            *COMPILE,
            "--no-annotate",
            "--no-header",
            "--upgrade",
            *options,
            "--output-file",
            lock,
            "pyproject.toml",
        ]
        if subprocess.call(command, cwd=environment.root, env={**os.environ, "UV_NO_CONFIG": "1"}, stdout=2):
            raise SetupFailed(f"没有生成 {lock}，原因见上面的信息。")
        if re.search(r"://|^-|file:", (environment.root / lock).read_text(encoding="utf-8"), re.MULTILINE):
            raise SetupFailed(f"{lock} 中出现了下载地址，不能提交。")
    return 0
