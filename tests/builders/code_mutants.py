"""The code of a package changed in one place, as slips of a programmer would: each change must make a test fail.

Comparisons turn or move by one, and/or change places, a `not` is lost, whole numbers are one off, yes and no are
swapped, plus and minus too, and a function returns nothing. Text, annotations and decorators are left alone.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


@dataclass(frozen=True)
class CodeMutant:
    """A file with one place changed: `place` names it, `number` is the node that `change` alters."""

    path: Path
    place: str
    number: int
    change: Callable[[ast.AST], None]

    @property
    def text(self) -> str:
        """The whole changed file; written only for the mutants that are tried."""
        tree = ast.parse(self.path.read_text("utf-8"))
        self.change(next(node for number, node in enumerate(_nodes(tree)) if number == self.number))
        return ast.unparse(ast.fix_missing_locations(tree))


Change = tuple[str, Callable[[ast.AST], None]]


def code_mutants(path: Path) -> Iterator[CodeMutant]:
    """Every change of one file."""
    tree = ast.parse(path.read_text("utf-8"))
    for number, node in enumerate(_nodes(tree)):
        for told, change in _changes(node):
            yield CodeMutant(path, f"{path.name}:{getattr(node, 'lineno', 0)}: {told}", number, change)


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """What runs: no annotations, no decorators, nothing of a class but its methods."""
    for name, value in ast.iter_fields(tree):
        if name in {"annotation", "returns", "decorator_list", "slice"}:
            continue
        # zip(…, strict=True) asserts what its callers hold to: nothing else depends on it.
        if isinstance(tree, ast.keyword) and tree.arg == "strict":
            continue
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, ast.AST):
                continue
            if isinstance(tree, ast.ClassDef) and not isinstance(each, ast.FunctionDef):
                continue
            yield each
            yield from _nodes(each)


def _changes(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in _COMPARISONS[type(operator)]:
                yield f"{type(operator).__name__} -> {other.__name__}", _replaced("ops", place, other())
    elif isinstance(node, ast.BoolOp):
        other_way: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield f"{type(node.op).__name__} turned", _set("op", other_way)
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _ARITHMETIC:
        yield f"{type(node.op).__name__} turned", _set("op", _ARITHMETIC[type(node.op)]())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not lost", _set("operand", ast.UnaryOp(ast.Not(), node.operand))
    elif isinstance(node, ast.Constant):
        yield from _other_constants(node)
    elif isinstance(node, ast.Return) and node.value is not None and not _is_nothing(node.value):
        yield "returns nothing", _set("value", ast.Constant(None))


def _other_constants(node: ast.Constant) -> Iterator[Change]:
    if isinstance(node.value, bool):
        yield f"{node.value} -> {not node.value}", _set("value", not node.value)
    elif isinstance(node.value, int):
        for other in (node.value + 1, node.value - 1):
            yield f"{node.value} -> {other}", _set("value", other)


def _is_nothing(node: ast.expr) -> bool:
    """What is as false as None: where only its truth is asked, the change is none."""
    if isinstance(node, ast.Tuple):
        return not node.elts
    return isinstance(node, ast.Constant) and not node.value


def _set(name: str, value: object) -> Callable[[ast.AST], None]:
    return lambda node: setattr(node, name, value)


def _replaced(name: str, place: int, value: ast.AST) -> Callable[[ast.AST], None]:
    def change(node: ast.AST) -> None:
        getattr(node, name)[place] = value

    return change
