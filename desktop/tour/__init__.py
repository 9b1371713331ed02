"""Five minutes for a new colleague: what is where in the window, one card after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


def show_round(window: MainWindow) -> None:
    """Begin the tour over a window."""
    from desktop.tour.overlay import Tour

    Tour(window).begin()
