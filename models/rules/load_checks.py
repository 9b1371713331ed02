"""What must hold of a programme as a whole before it is loaded: names, use, dates, parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from models.errors import RulebookError
from models.rules.kinds import items_named
from models.rules.load_parts import StatusSet
from models.rules.schema import OUTSIDE_VERSIONS, Criterion, Programme, Row, Version
from models.rules.source import Source


def walk(criteria: tuple[Criterion, ...]) -> Iterable[Criterion]:
    """Every criterion with its parts."""
    for criterion in criteria:
        yield criterion
        yield from walk(criterion.children)


def check_whole(programme: Programme, source: Source) -> None:
    """Raise RulebookError for the first thing that cannot be. A clause of a status set may serve only some of it."""
    _check_names(programme, source)
    _check_use(programme, source)
    for item in programme.items.values():
        for row in item.rows:
            _check_inside(programme, source, row)
    for criterion in walk(programme.criteria):
        _check_bounds(programme, source, criterion)
    for criterion in programme.criteria:
        _check_parts(programme, source, criterion, _item_rows(programme, criterion))
    _check_counted(programme, source)
    for version in programme.versions:
        if not any(_stands(programme, each, version) for each in programme.criteria):
            _fail_at(source, version.line, "这一版本没有任何条件，空的条件清单不能用")


def _stands(programme: Programme, criterion: Criterion, version: Version) -> bool:
    if criterion.item is None or not criterion.within(version.start):
        return False
    return programme.items[criterion.item].row_on(version.start) is not None


def _check_names(programme: Programme, source: Source) -> None:
    seen: set[str] = set()
    for criterion in walk(programme.criteria):
        if criterion.id in seen:
            _fail_at(source, criterion.line, f"条件“{criterion.id}”重复")
        seen.add(criterion.id)


def _check_use(programme: Programme, source: Source) -> None:
    """Every value and every clause must serve something; what no version sets serves the window."""
    used = {criterion.item for criterion in walk(programme.criteria)}
    for criterion in walk(programme.criteria):
        used |= items_named(criterion.params)
    if programme.amount:
        used |= items_named(programme.amount.params)
    for item in programme.items.values():
        if item.name not in used and item.type not in OUTSIDE_VERSIONS:
            source.fail(("values", item.name), f"数值“{item.name}”没有被任何条件或金额使用")
    cited = {row.source.id for item in programme.items.values() for row in item.rows}
    cited |= {version.source.id for version in programme.versions if version.source}
    named = {programme.basis} | {rule.clause for rule in programme.warnings}
    if programme.decide_within:
        named.add(programme.decide_within.clause)
    for clause in programme.clauses.values():
        if clause.id not in cited and clause.clause not in named:
            source.fail(("clauses", clause.id), f"条文“{clause.id}”没有被引用")


def _check_inside(programme: Programme, source: Source, row: Row) -> None:
    """A row begins and ends inside a version: a date outside every version could never matter."""
    ends = [row.start] if row.end is None else [row.start, row.end]
    for day in ends:
        if not any(version.covers(day) for version in programme.versions):
            _fail_at(source, row.line, f"{day.isoformat()}不在任何版本之内")
    if row.judged_from and row.judged_to and row.judged_to < row.judged_from:
        _fail_at(source, row.line, "judged_to早于judged_from")


def _check_bounds(programme: Programme, source: Source, criterion: Criterion) -> None:
    for day in (criterion.start, criterion.end):
        if day is not None and not any(version.covers(day) for version in programme.versions):
            _fail_at(source, criterion.line, f"{day.isoformat()}不在任何版本之内")


def _item_rows(programme: Programme, criterion: Criterion) -> tuple[Row, ...]:
    return programme.items[criterion.item].rows if criterion.item else ()


def _own_rows(programme: Programme, criterion: Criterion) -> tuple[Row, ...]:
    """The rows of a part that must lie within its whole; a value that serves elsewhere too may reach beyond."""
    uses = Counter(name for other in walk(programme.criteria) for name in _items_of(other))
    return tuple(row for name in _items_of(criterion) if uses[name] == 1 for row in programme.items[name].rows)


def _items_of(criterion: Criterion) -> set[str]:
    return items_named(criterion.params) | ({criterion.item} if criterion.item else set())


def _check_counted(programme: Programme, source: Source) -> None:
    """A rate for the rows that a criterion counts holds only while the criterion does."""
    rule = programme.amount
    if rule is None or rule.kind != "counted":
        return
    counting = next(each for each in walk(programme.criteria) if each.id == rule.params["criterion"])
    rows = _item_rows(programme, counting)
    for row in programme.items[rule.params["rate"]].rows:
        if not any(outer.covers(row.start) and outer.covers(row.end or row.start) for outer in rows):
            _fail_at(source, row.line, f"日期超出了“{counting.label}”的日期")


def _check_parts(programme: Programme, source: Source, criterion: Criterion, rows: tuple[Row, ...]) -> None:
    """The parts of a composite stand only while it stands, and it never stands without any."""
    for child in criterion.children:
        own = _own_rows(programme, child)
        for row in own:
            if not any(outer.covers(row.start) and outer.covers(row.end or row.start) for outer in rows):
                _fail_at(source, row.line, f"“{child.label}”的日期超出了“{criterion.label}”的日期")
        _check_parts(programme, source, child, own or rows)
    if not criterion.children:
        return
    for day in {edge for row in rows for edge in (row.start, row.end) if edge is not None}:
        if not any(_part_stands(programme, child, day) for child in criterion.children):
            _fail_at(source, criterion.line, f"“{criterion.label}”在{day.isoformat()}没有任何组成条件")


def _part_stands(programme: Programme, child: Criterion, on: date) -> bool:
    return child.within(on) and (child.item is None or programme.items[child.item].row_on(on) is not None)


def _fail_at(source: Source, line: int, message: str) -> None:
    raise RulebookError(f"{source.file}:{line}: {message}", source.file)


def check_set(found: StatusSet, source: Source) -> None:
    """What must hold of a status set: its names begin with its id, everything serves, parts stay within it."""
    criteria = list(walk(found.criteria))
    for name in (*found.items, *(criterion.id for criterion in criteria)):
        if not name.startswith(f"{found.id}_"):
            line = next((each.line for each in criteria if each.id == name), source.line(("values", name)))
            _fail_at(source, line, f"身份条件里的名称“{name}”须以“{found.id}_”开头")
    used = {found.standing.name, *(criterion.item for criterion in criteria)}
    used |= {name for criterion in criteria for name in items_named(criterion.params)}
    if idle := sorted(set(found.items) - used):
        source.fail(("values", idle[0]), f"数值“{idle[0]}”没有被任何条件使用")
    cited = {row.source.id for item in found.items.values() for row in item.rows}
    if idle := sorted(set(found.clauses) - cited):
        source.fail(("clauses", idle[0]), f"条文“{idle[0]}”没有被引用")
