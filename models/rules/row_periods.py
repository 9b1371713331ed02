"""Rows of a value in time: what of them overlaps a period, rows without it, rows with another laid over them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from models.rules.schema import Row

_DAY = timedelta(days=1)


def overlap(row: Row, start: date, end: date | None) -> tuple[date, date | None] | None:
    """The first and last day that a row shares with a period; None where it shares none."""
    first = max(row.start, start)
    ends = [day for day in (row.end, end) if day is not None]
    last = min(ends) if ends else None
    return None if last is not None and last < first else (first, last)


def clip(rows: tuple[Row, ...], start: date, end: date | None) -> tuple[Row, ...]:
    """The rows as far as they lie within a period."""
    shared = ((row, overlap(row, start, end)) for row in rows)
    return tuple(replace(row, start=found[0], end=found[1]) for row, found in shared if found is not None)


def cut(rows: tuple[Row, ...], start: date, end: date | None) -> tuple[Row, ...]:
    """The rows without a period."""
    kept: list[Row] = []
    for row in rows:
        if overlap(row, start, end) is None:
            kept.append(row)
            continue
        if row.start < start:
            kept.append(replace(row, end=start - _DAY))
        if end is not None and (row.end is None or end < row.end):
            kept.append(replace(row, start=end + _DAY))
    return tuple(kept)


def overlay(rows: tuple[Row, ...], new: Row) -> tuple[Row, ...]:
    """The rows with the new one over its period, in order."""
    return tuple(sorted([*cut(rows, new.start, new.end), new], key=lambda row: row.start))
