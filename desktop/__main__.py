"""Entry of the program: headless commands go to the command line, the others open the window."""

import sys

WINDOW_COMMANDS = {"practice", "gallery"}


def main(argv: list[str] | None = None) -> int:
    """Run one command line (without the program's name) and return its exit status.

    Qt is not loaded for a headless command.
    """
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments or arguments[0] in WINDOW_COMMANDS:
        print(
            "窗口界面将在下一版本提供。现在请用命令行办理，例如：./run check-rules；各命令的用法见 README。",
            file=sys.stderr,
        )
        return 2
    from desktop import cli

    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
