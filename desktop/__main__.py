"""Entry of the program: headless commands go to the command line, the others open the window."""

import gc
import sys

from models.errors import SubsidyDeskError


def main(argv: list[str] | None = None) -> int:
    """Run one command line (without the program's name) and return its exit status.

    Qt is not loaded for a headless command.
    """
    arguments = sys.argv[1:] if argv is None else argv
    if argv is None:
        from desktop.log_format import log_redacted

        log_redacted()
    if arguments and arguments[0] == "gallery":
        return _gallery(arguments[1:])
    if arguments and arguments[0] == "guide":
        return _guide(arguments[1:])
    if not arguments or arguments[0] == "practice" or arguments[0].startswith("--data"):
        return _window(arguments)
    from desktop import cli

    return cli.main(arguments)


def _window(arguments: list[str]) -> int:
    # The window collects garbage by itself (desktop/workers/garbage.py); one automatic round delays its first picture.
    gc.disable()
    from desktop.app import run

    try:
        return run(arguments)
    except SubsidyDeskError as error:
        print(error.message, file=sys.stderr)
        return error.exit_code


def _gallery(arguments: list[str]) -> int:
    from desktop.gallery.__main__ import main as draw

    return draw(arguments)


def _guide(arguments: list[str]) -> int:
    from desktop.gallery.guide_command import main as build

    return build(arguments)


if __name__ == "__main__":
    sys.exit(main())
