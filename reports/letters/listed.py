"""Who on an enterprise's list does not meet a condition, by row, with the reason; nobody's whole number is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models.assessment import Line, Verdict
from models.id_number import mask_id
from models.letter import LetterOrder
from reports.document import Block, Item, Paragraph
from reports.letters.findings import assessed, bare
from reports.letters.wording import ordinal

_ROW = re.compile(r"\[(\d+)\]$")
_SINCE = re.compile(r"（自\d+年\d+月\d+日起执行）")
_WORKERS, _ID_NUMBER = "enterprise.workers", "worker.id_number"


def listed_blocks(order: LetterOrder) -> list[Block]:
    """One item for each row that falls short; none where nobody does."""
    rows: dict[int, list[str]] = {}
    for line in _rows(assessed(order).criteria):
        found = _ROW.search(line.id)
        if found is not None:
            rows.setdefault(int(found[1]), []).extend(_reasons(line))
    if not rows:
        return []
    workers = _workers(order)
    items: list[Block] = [
        Item(f"{ordinal(place)}{_who(workers, number)}：{'；'.join(dict.fromkeys(rows[number]))}。")
        for place, number in enumerate(sorted(rows), 1)
    ]
    return [Paragraph("你提交的名单中，下列人员有不符合的条件："), *items]


def _rows(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        if _ROW.search(line.id) and line.verdict is Verdict.NOT_MET:
            yield line
        yield from _rows(line.children)


def _reasons(line: Line) -> Iterator[str]:
    """The innermost conditions that the row does not meet."""
    failed = [part for part in line.children if part.verdict is Verdict.NOT_MET]
    for part in failed:
        if part.children:
            yield from _reasons(part)
        else:
            yield _SINCE.sub("", bare(part.sentence)).removesuffix("，不符合条件")


def _workers(order: LetterOrder) -> Sequence[Mapping[str, Any]]:
    given = assessed(order).facts.get("facts", {}).get(_WORKERS, {})
    rows: Sequence[Mapping[str, Any]] = given.get("list", [])
    return rows


def _who(workers: Sequence[Mapping[str, Any]], number: int) -> str:
    told = f"名单第{number}名"
    known = workers[number - 1].get(_ID_NUMBER) if number <= len(workers) else None
    return f"{told}（证件号码{mask_id(str(known))}）" if known else told
