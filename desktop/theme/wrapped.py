"""Text broken into lines at a width, by the rules for Chinese punctuation that Qt follows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtGui import QTextLayout, QTextOption

from desktop.theme.appearance import in_force
from desktop.theme.type import Role, font, text_width


def lines_of(text: str, width: float, role: Role = Role.BODY, *, serif: bool = False) -> tuple[str, ...]:
    """The lines of `text` at the text size in force; a newline ends a line."""
    return _lines(text, round(width), role, serif, in_force().factor)


def packed_lines(parts: Sequence[str], width: float, role: Role = Role.BODY, joint: str = " · ") -> tuple[str, ...]:
    """Parts joined as many to a line as fit, never broken inside (unless one alone is too wide)."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{joint}{part}" if lines else part
        if lines and text_width(longer, role) <= width:
            lines[-1] = longer
        else:
            lines += lines_of(part, width, role)
    return tuple(lines)


@lru_cache(maxsize=512)
def _lines(text: str, width: int, role: Role, serif: bool, _factor: float) -> tuple[str, ...]:
    return tuple(line for part in text.split("\n") for line in _broken(part, width, role, serif))


def _broken(text: str, width: int, role: Role, serif: bool) -> list[str]:
    if not text:
        return [""]
    layout = QTextLayout(text, font(role, serif=serif))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    # QTextLayout counts UTF-16 units: a character beyond the basic plane is two of them.
    units = text.encode("utf-16-le")
    found = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        start, length = line.textStart(), line.textLength()
        found.append(units[2 * start : 2 * (start + length)].decode("utf-16-le").rstrip())
    layout.endLayout()
    return found
