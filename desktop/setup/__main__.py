"""Entry of ./run and run.cmd: prepare what the command needs, then become the command."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[0] = str(ROOT)

from desktop.setup.environment import Environment, SetupFailed, start  # noqa: E402 (the path had to be set first)

DEVELOPMENT = {"test", "drill", "bench", "wheels", "gallery"}
WINDOW = {"practice", "gallery", "guide"}
DRAWN = {"gallery", "guide"}  # without a display


def main(argv: list[str]) -> int:
    """Run one command line of ./run; returns its exit status where it does not replace this process."""
    try:
        wheels, command = _offline_folder(argv)
        return _run(Environment(ROOT, wheels), command)
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _offline_folder(argv: list[str]) -> tuple[Path | None, list[str]]:
    if argv[:1] != ["--offline"]:
        return None, argv
    if len(argv) < 2 or not Path(argv[1]).is_dir():
        raise SetupFailed("--offline 后面要写存放安装包的文件夹，例如：./run --offline 安装包 test")
    return Path(argv[1]).resolve(), argv[2:]


def _run(environment: Environment, command: list[str]) -> int:
    name = command[0] if command else ""
    if name == "lock":
        from desktop.setup.wheels import relock

        return relock(environment)
    environment.prepare(development=name in DEVELOPMENT)
    if name == "wheels":
        from desktop.setup.wheels import collect

        return collect(environment, command[1:])
    if name in {"test", "drill", "bench"}:
        from desktop.setup import checks

        return checks.run(environment, name, command[1:])
    variables = environment.variables()
    if not name or name in WINDOW:
        from desktop.setup.native import prepare_display

        variables = prepare_display(environment, variables, offscreen=name in DRAWN)
    return start([*environment.python_module("desktop"), *command], variables)


if __name__ == "__main__":
    # Windows consoles of the offices speak GBK; a sentence that one cannot show must not stop the set-up.
    sys.stderr.reconfigure(errors="replace")  # type: ignore[union-attr]
    os.umask(0o022)
    sys.exit(main(sys.argv[1:]))
