"""What a widget that paints its own text tells the check for clipped text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class PaintedText:
    """One piece of text, and the room it needs and has, in device-independent pixels."""

    text: str
    needed: float
    available: float
    needed_height: float = 0
    available_height: float = 0

    @property
    def clipped(self) -> bool:
        """Whether a reader would miss a part of it; half a pixel is rounding."""
        return self.needed > self.available + 0.5 or self.needed_height > self.available_height + 0.5


@runtime_checkable
class PaintsText(Protocol):
    """A widget that can be measured."""

    def painted_texts(self) -> list[PaintedText]:
        """Every piece of text with the room it has; elided text with a tooltip counts as shown."""
        ...
