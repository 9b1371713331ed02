"""Breaks text into lines of half cells with 避头尾: no closing mark begins a line, no opening mark ends one."""

from __future__ import annotations

from dataclasses import dataclass

from reports.characters import NO_LINE_END, NO_LINE_START, cell_halves, joins


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, width in half cells, and by how many half cells it is short if it must be spread."""

    text: str
    halves: int
    short: int = 0


def width(text: str) -> int:
    """Width in half cells."""
    return sum(map(cell_halves, text))


def break_lines(text: str, halves: int, indent: int = 0, stretch: int = 0) -> list[Line]:
    """Lines no wider than `halves`; the first is `indent` shorter.

    A line that ends up to `stretch` half cells early, because a mark or a word had to move on, is to be spread to
    the margin; the last line is not. Words and numbers are kept whole unless one is wider than a line.
    """
    lines: list[Line] = []
    start, room = 0, halves - indent
    while start < len(text):
        end = _fill(text, start, room)
        if end < len(text):
            end = _retreat(text, start, end)
        shown = text[start:end].rstrip(" ")
        used = width(shown)
        short = room - used if end < len(text) and room - used <= stretch else 0
        lines.append(Line(shown, used, short))
        start = end + _spaces(text, end)
        room = halves
    return lines


def _fill(text: str, start: int, room: int) -> int:
    used, end = 0, start
    while end < len(text):
        used += cell_halves(text[end])
        if used > room:
            break
        end += 1
    return max(end, start + 1)


def _spaces(text: str, start: int) -> int:
    end = start
    while end < len(text) and text[end] == " ":
        end += 1
    return end - start


def _retreat(text: str, start: int, end: int) -> int:
    """The last place not after `end` where a line may break; `end` itself if there is none."""
    if text[end] == " ":
        return end
    at = end
    while at > start and joins(text[at - 1], text[at]):
        at -= 1
    if at > start:
        return at
    at = end  # a word wider than the line: split it, still minding the marks
    while at > start and (text[at] in NO_LINE_START or text[at - 1] in NO_LINE_END):
        at -= 1
    return at if at > start else end
