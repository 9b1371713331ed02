"""The look of GB/T 9704-2012 in numbers. Lengths are points from the top left corner of the page.

The type area of 156 × 225 mm holds 22 lines of 28 characters: at 16 pt a line of 28 would be 158 mm wide, so the
character is 15.75 pt, which prints 28 of them in 155.6 mm.
"""

from __future__ import annotations

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
TOP, LEFT = 37 * MM, 28 * MM  # 天头, 订口
AREA_HEIGHT = 225 * MM  # 版心

EM = 15.75  # 3号
CELLS, LINES = 28, 22
HALVES = 2 * CELLS
HALF = EM / 2
GRID_WIDTH = CELLS * EM
RIGHT = LEFT + GRID_WIDTH
PITCH = (AREA_HEIGHT - EM) / (LINES - 1)
ASCENT = 0.88  # of the em box above the baseline, the same in 宋, 仿宋 and 黑

ISSUER_TOP = 30 * MM  # 信函格式: from the edge of the page
ISSUER_SIZE = 27.0
NUMBER_LINE = 1
RULE_GAP = 4 * MM  # below the number
RULE_WIDTH = 1.4
TITLE_LINE = 3
TITLE_SIZE = 22.0  # 2号
TITLE_HALVES = 2 * int(GRID_WIDTH // TITLE_SIZE)
BODY_LINE = 5  # with a title of one line
INDENT = 4  # half cells

SIGNATURE_LINES = 4  # blank, name, date, the lower part of the seal
TEXT_WITH_SIGNATURE = 2  # lines of text that go with it to a new page
DATE_INDENT, NAME_INDENT = 4, 2  # cells from the right edge
SEAL_NOTE_SIZE = 9.0

TABLE_LABEL = 10  # half cells
TABLE_PADDING = 1
TABLE_RULE = 0.5
STRETCH = 6  # half cells a line may be short of the margin and still be spread to it

FOOT_RULE = 266 * MM
FOOT_TOP = 268.5 * MM
FOOT_SIZE, FOOT_PITCH = 9.0, 12.6
FOOT_HEIGHT = 22 * MM  # more lines than fit are set smaller
QR_SIZE = 20 * MM
FOOT_TEXT_LEFT = LEFT + QR_SIZE + 4 * MM
FOOT_TEXT_HALVES = 64
PAGE_NUMBER_TOP = 269 * MM  # 7 mm below the type area
PAGE_NUMBER_SIZE = 14.0  # 4号

WATERMARK_SIZE = 170.0
WATERMARK_ANGLE = 32.0

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
RED: Colour = (0.784, 0.086, 0.114)
GREY: Colour = (0.62, 0.62, 0.62)
PALE: Colour = (0.925, 0.933, 0.95)

# A face of one weight is made heavier by a stroke of this width (part of the size) where the standard's own
# face (小标宋, 黑体) is not on the machine.
TITLE_WEIGHT = 0.030
HEADING_WEIGHT = 0.014


def line_top(line: int) -> float:
    """Upper edge of the characters of a grid line, counted from 0."""
    return TOP + line * PITCH


def baseline(line: int) -> float:
    """Baseline of a grid line."""
    return line_top(line) + ASCENT * EM


def band_top(line: float) -> float:
    """Upper edge of the band of a grid line: half the leading above its characters (table rules)."""
    return TOP + line * PITCH - (PITCH - EM) / 2
