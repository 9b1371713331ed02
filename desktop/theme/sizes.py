"""Heights and distances in device-independent pixels, by density and text size (grid 8, half step 4)."""

from __future__ import annotations

from desktop.theme.appearance import Density, in_force

MARGIN = 24  # left and right of a screen
PAD = 16  # inside cards and the panel
STEP = 8  # between sibling controls
PANEL_WIDTH = 320
LIST_WIDTH = 320
DIALOG_WIDTH = 744
WIDE_WINDOW = 1920  # from here on the list stands beside the case
NARROW_WINDOW = 1366  # below, the panel becomes a strip

_ROW = {Density.COMFORTABLE: 40, Density.STANDARD: 32, Density.COMPACT: 28}
_FIELD = {Density.COMFORTABLE: 36, Density.STANDARD: 32, Density.COMPACT: 28}


def scaled(pixels: float) -> int:
    """A length that holds text, at the text size in force."""
    return round(pixels * in_force().factor)


def at_least(pixels: float) -> int:
    """The same, but never smaller than drawn: bars keep their height at 小."""
    return max(round(pixels), scaled(pixels))


def field_height() -> int:
    """Height of a field, button or segment."""
    return scaled(_FIELD[in_force().density])


def row_height() -> int:
    """Height of a one-line table row."""
    return scaled(_ROW[in_force().density])


def two_line_row_height() -> int:
    """Height of a table row with a second, smaller line."""
    return scaled(_ROW[in_force().density] + 16)


def mark_size(pixels: int = 16) -> int:
    """A mark keeps pace with the text beside it."""
    return scaled(pixels)
