"""Read a folder of rulebook files, one programme or status set each. Strict: what is not understood is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from models.errors import RulebookError
from models.rules.load_checks import check_set, walk
from models.rules.load_parts import Ground, StatusSet, read_clause, read_criterion, read_standing, read_value_item
from models.rules.load_programme import read_programme
from models.rules.rulebook import RuleBook
from models.rules.schema import Programme
from models.rules.source import Source, Table, parse, plain
from models.vocabulary import PROGRAMME_NAMES, shown

__all__ = ["build_rulebook", "load_rulebook", "walk"]
_SET_TABLES = frozenset({"set", "clauses", "values", "criteria"})


def load_rulebook(folder: Path | None = None) -> RuleBook:
    """The rulebook of a folder, or the shipped one.

    Raises RulebookError whose message begins `file:line:` and says what is wrong.
    """
    return _shipped() if folder is None else _read_all(_texts(folder))


@cache  # every sign-in asks for it, and nothing changes it while the program runs
def _shipped() -> RuleBook:
    data = resources.files("models.rules").joinpath("data")
    files = sorted((entry for entry in data.iterdir() if entry.name.endswith(".toml")), key=lambda each: each.name)
    return _read_all([(entry.name, entry.read_text("utf-8")) for entry in files])


def _read_all(texts: Iterable[tuple[str, str]]) -> RuleBook:
    return build_rulebook([parse(name, text) for name, text in texts])


def build_rulebook(sources: Iterable[Source]) -> RuleBook:
    """A rulebook of parsed files; the order of the files does not matter. Raises RulebookError."""
    given = list(sources)
    sets = _sets(source for source in given if "set" in source.data)
    programmes: dict[str, Programme] = {}
    for source in given:
        if "set" in source.data:
            continue
        programme = read_programme(source, sets)
        if programme.id in programmes:
            source.fail(("programme", "id"), f"补贴项目“{programme.id}”在两个文件里都有")
        programmes[programme.id] = programme
    order = list(PROGRAMME_NAMES)
    return RuleBook(
        MappingProxyType({name: programmes[name] for name in sorted(programmes, key=order.index)}), sets=sets
    )


def _texts(folder: Path) -> list[tuple[str, str]]:
    if not folder.is_dir():
        raise RulebookError(f"{shown(folder)}:1: 没有这个规则文件夹，请核对路径", "rules")
    found = sorted(folder.glob("*.toml"))
    if not found:
        raise RulebookError(f"{shown(folder)}:1: 这个文件夹里没有规则文件（.toml）", "rules")
    return [(path.name, _read(path)) for path in found]


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise RulebookError(f"{path.name}:1: 文件读不出来，应是UTF-8编码的文本", "rules") from None


def _sets(sources: Iterable[Source]) -> Mapping[str, StatusSet]:
    found: dict[str, StatusSet] = {}
    for source in sources:
        one = _status_set(source)
        if one.id in found:
            source.fail(("set", "id"), f"身份条件“{one.id}”在两个文件里都有")
        found[one.id] = one
    return MappingProxyType(found)


def _status_set(source: Source) -> StatusSet:
    """A file of criteria that programmes share; its names begin with its id, so that they clash with none."""
    top = Table(source, (), source.data)
    top.only(_SET_TABLES)
    head = top.table("set")
    name, label = head.text("id"), head.text("name")
    clauses = {each: read_clause(each, table) for each, table in top.named_tables("clauses").items()}
    standing = read_standing(f"{name}_conditions", f"符合{label}认定条件", head, clauses)
    items = {each: read_value_item(each, table, clauses) for each, table in top.named_tables("values").items()}
    ground = Ground(clauses, {**items, standing.name: standing})
    criteria = tuple(read_criterion(each, ground, nested=True) for each in top.tables("criteria", required=True))
    head.finish()
    found = StatusSet(
        name,
        label,
        standing,
        criteria,
        MappingProxyType(clauses),
        MappingProxyType(ground.items),
        content=plain(source.data),
    )
    check_set(found, source)
    return found
