"""How each kind of row of 依据与结论 is measured and painted."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.icons import draw_icon
from desktop.item_models.verdict_rows import BannerRow, EntryRow, LineRow, QuestionRow, TitleRow, VerdictRow
from desktop.theme.appearance import in_force
from desktop.theme.paint import (
    ACCENT,
    TINT_OF_MARK,
    UNKNOWN,
    MarkKind,
    colour,
    paint_box,
    paint_line,
    paint_mark,
    paint_words,
    smooth,
)
from desktop.theme.sizes import mark_size, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, line_height, metrics, text_width
from desktop.theme.wrapped import lines_of, packed_lines

_ELIDE = Qt.TextElideMode.ElideRight
_INDENT = 20
_BESIDE = 12  # between a clause and the remark at its right
_PAD = 12


def row_height_of(row: VerdictRow, width: float) -> int:
    """The height of a row with the gap below it."""
    return _row_height(row, width, in_force().factor)


@lru_cache(maxsize=256)
def _row_height(row: VerdictRow, width: float, _factor: float) -> int:
    # A list asks for the height of every row whenever one of them changes.
    if isinstance(row, LineRow):
        return ceil(_line_height(row, width))
    if isinstance(row, BannerRow):
        return ceil(_banner_height(row, width)) + 12
    if isinstance(row, QuestionRow):
        return ceil(_question_height(row, width)) + 10
    if isinstance(row, TitleRow):
        return ceil(line_height()) + 21
    return ceil(_entry_height(row, width)) + 4


def paint_row(painter: QPainter, rect: QRectF, row: VerdictRow) -> None:
    """Paint a row into its rectangle."""
    smooth(painter)
    if isinstance(row, LineRow):
        _paint_line(painter, rect, row)
    elif isinstance(row, BannerRow):
        _paint_banner(painter, rect, row)
    elif isinstance(row, QuestionRow):
        _paint_question(painter, rect, row)
    elif isinstance(row, TitleRow):
        _paint_title(painter, rect, row)
    else:
        _paint_entry(painter, rect, row)


def _write(
    painter: QPainter, at: tuple[float, float], lines: tuple[str, ...], tone: Tone, role: Role, *, strong: bool = False
) -> float:
    """Lines one under the other, `at` being the upper left corner; returns where the next thing begins."""
    x, y = at
    height, ascent = line_height(role), metrics(role).ascent()
    for line in lines:
        paint_words(painter, (x, y + ascent), line, tone, role, strong=strong)
        y += height
    return y


def _write_right(
    painter: QPainter, at: tuple[float, float], text: str, tone: Tone, role: Role, *, strong: bool = False
) -> None:
    """One line that ends at the upper right corner `at`."""
    begin = (at[0] - text_width(text, role), at[1] + metrics(role).ascent())
    paint_words(painter, begin, text, tone, role, strong=strong)


# --- the result ---------------------------------------------------------------------------------------------------


def _banner_lines(row: BannerRow, width: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    room = width - 2 * _PAD - mark_size(24) - 12
    return lines_of(row.word, room, Role.SECTION), packed_lines(row.counts, room, Role.CAPTION)


def _banner_height(row: BannerRow, width: float) -> float:
    words, counts = _banner_lines(row, width)
    height = 20 + len(words) * line_height(Role.SECTION) + len(counts) * line_height(Role.CAPTION) + 2
    return height + (line_height(Role.SECTION) + 17 if row.value else 0)


def _paint_banner(painter: QPainter, rect: QRectF, row: BannerRow) -> None:
    tint = TINT_OF_MARK[row.mark]
    box = rect.adjusted(0, 0, 0, -12)
    paint_box(painter, box, tint.ground, tint.edge)
    words, counts = _banner_lines(row, rect.width())
    size = mark_size(24)
    tall = len(words) * line_height(Role.SECTION) + len(counts) * line_height(Role.CAPTION) + 2
    paint_mark(painter, QRectF(box.x() + _PAD, box.y() + 10 + (tall - size) / 2, size, size), row.mark)
    x = box.x() + _PAD + size + 12
    y = _write(painter, (x, box.y() + 10), words, tint.text, Role.SECTION, strong=True)
    y = _write(painter, (x, y + 2), counts, Tone.TEXT2, Role.CAPTION) + 8
    if row.value:
        paint_line(painter, box.x() + _PAD, round(y), box.width() - 2 * _PAD, tint.edge)
        y += 8
        lower = y + metrics(Role.SECTION).ascent()
        paint_words(painter, (box.x() + _PAD, lower), row.label, Tone.TEXT2, Role.SMALL)
        _write_right(painter, (box.right() - _PAD, y), row.value, Tone.TEXT, Role.SECTION, strong=True)


# --- a criterion --------------------------------------------------------------------------------------------------


def _line_parts(row: LineRow, width: float) -> tuple[float, Role, tuple[str, ...]]:
    """Where its words begin, their role, the sentence in lines."""
    left = row.depth * _INDENT + mark_size(16 if row.depth == 0 else 14) + 8
    role = Role.BODY if row.depth == 0 else Role.SMALL
    room = width - left - text_width(row.word, Role.CAPTION) - 8
    if row.folded is not None:
        room -= scaled(14)
    lines = lines_of(row.shown, room, role)
    if row.most_lines and len(lines) > row.most_lines:
        rest = "".join(lines[row.most_lines - 1 :])
        lines = (*lines[: row.most_lines - 1], metrics(role).elidedText(rest, _ELIDE, room))
    return left, role, lines


def _line_height(row: LineRow, width: float) -> float:
    left, role, lines = _line_parts(row, width)
    below = len(_clause_lines(row, width - left)) if row.clause or row.remark else 0
    return len(lines) * line_height(role) + below * line_height(Role.CAPTION) + 5


def _clause_lines(row: LineRow, room: float) -> tuple[str, ...]:
    """The clause beside the remark; where both do not fit, its article stands below its document."""
    remark = text_width(row.remark, Role.CAPTION) + _BESIDE if row.remark else 0
    return packed_lines(row.clause.split(" "), room - remark, Role.CAPTION, " ")


def _paint_line(painter: QPainter, rect: QRectF, row: LineRow) -> None:
    left, role, lines = _line_parts(row, rect.width())
    size = mark_size(16 if row.depth == 0 else 14)
    high = line_height(role)
    paint_mark(painter, QRectF(rect.x() + row.depth * _INDENT, rect.y() + (high - size) / 2, size, size), row.mark)
    # A failed part of a composite decides nothing by itself: its mark is enough.
    failed = Tone.BAD if row.depth == 0 else Tone.TEXT
    tone = {MarkKind.NOT_MET: failed, MarkKind.UNKNOWN: Tone.TEXT2}.get(row.mark, Tone.TEXT)
    y = _write(painter, (rect.x() + left, rect.y()), lines, tone, role)
    right = rect.right()
    if row.folded is not None:
        side = scaled(14)
        place = QRectF(right - side, rect.y() + (high - side) / 2, side, side)
        draw_icon(painter, "right" if row.folded else "down", place, colour(Tone.TEXT2), 2)
        right -= side
    verdict = TINT_OF_MARK[row.mark].text
    lift = metrics(role).ascent() - metrics(Role.CAPTION).ascent()
    _write_right(painter, (right, rect.y() + lift), row.word, verdict, Role.CAPTION)
    loud = row.mark in (MarkKind.NOT_MET, MarkKind.WARN)
    _write_right(painter, (rect.right(), y), row.remark, verdict if loud else Tone.TEXT3, Role.CAPTION)
    clause = _clause_lines(row, rect.width() - left)
    _write(painter, (rect.x() + left, y), clause, Tone.TEXT3, Role.CAPTION)


# --- the next question --------------------------------------------------------------------------------------------


def _question_height(row: QuestionRow, width: float) -> float:
    lines = lines_of(row.question, width - 2 * _PAD, Role.BODY if row.key else Role.SMALL)
    if not row.key:
        return len(lines) * line_height(Role.SMALL) + 16
    below = line_height(Role.CAPTION) if row.why else 0
    return line_height(Role.SMALL) + len(lines) * line_height() + below + 20


def _paint_question(painter: QPainter, rect: QRectF, row: QuestionRow) -> None:
    box = rect.adjusted(0, 0, 0, -10)
    tint = ACCENT if row.key else UNKNOWN
    paint_box(painter, box, tint.ground, tint.edge)
    x, y = box.x() + _PAD, box.y() + 8
    if not row.key:
        _write(painter, (x, y), lines_of(row.question, rect.width() - 2 * _PAD, Role.SMALL), Tone.TEXT2, Role.SMALL)
        return
    size, high = mark_size(), line_height(Role.SMALL)
    draw_icon(painter, "arrow", QRectF(x, y + (high - size) / 2, size, size), colour(Tone.ACCENT_TEXT), 2)
    y = _write(painter, (x + size + 6, y), (row.title,), Tone.ACCENT_TEXT, Role.SMALL, strong=True) + 2
    y = _write(painter, (x, y), lines_of(row.question, rect.width() - 2 * _PAD, Role.BODY), Tone.TEXT, Role.BODY) + 1
    if row.why:
        _write(painter, (x, y), (row.why,), Tone.TEXT2, Role.CAPTION)


# --- blocks -------------------------------------------------------------------------------------------------------


def _paint_title(painter: QPainter, rect: QRectF, row: TitleRow) -> None:
    paint_line(painter, rect.x(), rect.y() + 5, rect.width())
    y = rect.y() + 14
    _write(painter, (rect.x(), y), (row.title,), Tone.TEXT, Role.BODY, strong=True)
    lift = metrics(Role.BODY).ascent() - metrics(Role.CAPTION).ascent()
    _write_right(painter, (rect.right(), y + lift), row.remark, Tone.TEXT3, Role.CAPTION)


def _entry_parts(row: EntryRow, width: float) -> tuple[float, tuple[str, ...]]:
    left = mark_size(14) + 8 if row.mark is not None else 0
    value = text_width(row.value, Role.BODY if row.strong else Role.SMALL) + 12 if row.value else 0
    return left, lines_of(row.label, width - left - value, Role.SMALL)


def _entry_height(row: EntryRow, width: float) -> float:
    _, lines = _entry_parts(row, width)
    return len(lines) * line_height(Role.SMALL) + (line_height(Role.CAPTION) if row.small else 0)


def _paint_entry(painter: QPainter, rect: QRectF, row: EntryRow) -> None:
    left, lines = _entry_parts(row, rect.width())
    if row.mark is not None:
        size = mark_size(14)
        middle = (line_height(Role.SMALL) - size) / 2
        paint_mark(painter, QRectF(rect.x(), rect.y() + middle, size, size), row.mark)
    tone = Tone.TEXT if row.mark is not None else Tone.TEXT2
    y = _write(painter, (rect.x() + left, rect.y()), lines, tone, Role.SMALL)
    role = Role.BODY if row.strong else Role.SMALL
    value_tone = Tone.TEXT3 if row.mark is not None else Tone.TEXT
    lift = metrics(Role.SMALL).ascent() - metrics(role).ascent()
    _write_right(painter, (rect.right(), rect.y() + lift), row.value, value_tone, role, strong=row.strong)
    if row.small:
        small = metrics(Role.CAPTION).elidedText(row.small, _ELIDE, rect.width() - left)
        _write(painter, (rect.x() + left, y), (small,), Tone.TEXT3, Role.CAPTION)
