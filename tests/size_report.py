"""How large modules and functions are; too large a one fails the checks, for it no longer has one purpose."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("models", "forms", "reports", "desktop", "tests")
MODULE_LIMIT = 500
FUNCTION_LIMIT = 60
LISTED = 5


class Size(NamedTuple):
    """Lines of one module or function, and where it is."""

    lines: int
    place: str


def module_sizes(root: Path) -> list[Size]:
    """Every module below the source folders, largest first."""
    return sorted((Size(_lines(file), _place(file, root)) for file in _modules(root)), reverse=True)


def function_sizes(root: Path) -> list[Size]:
    """Every function and method below the source folders, longest first; decorators and docstring count."""
    return sorted((size for file in _modules(root) for size in _functions(file, root)), reverse=True)


def main() -> int:
    """Print the largest; 1 if a module or function is over its limit."""
    modules, functions = module_sizes(ROOT), function_sizes(ROOT)
    over = 0
    for title, sizes, limit in (("modules", modules, MODULE_LIMIT), ("functions", functions, FUNCTION_LIMIT)):
        median = sizes[len(sizes) // 2].lines
        print(f"{len(sizes)} {title}, median {median} lines, limit {limit}; the largest:")
        too_large = [size for size in sizes if size.lines > limit]
        for size in too_large or sizes[:LISTED]:
            print(f"  {size.lines:4} {size.place}{'  TOO LARGE' if size.lines > limit else ''}")
        over += len(too_large)
    return int(over > 0)


def _modules(root: Path) -> Iterator[Path]:
    return (file for source in SOURCES for file in sorted((root / source).rglob("*.py")))


def _lines(file: Path) -> int:
    return file.read_text(encoding="utf-8").count("\n")


def _place(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix()


def _functions(file: Path, root: Path) -> Iterator[Size]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            yield Size((node.end_lineno or first) - first + 1, f"{_place(file, root)}:{first} {node.name}")


if __name__ == "__main__":
    sys.exit(main())
