"""The user guide: one text, shown beside the work without internet, and built as HTML and PDF with pictures."""

from __future__ import annotations


def open_guide(anchor: str = "") -> None:
    """Show the guide in a window of its own, at the chapter for a page of the program (`intake`, `settings` …)."""
    from desktop.guide.reader import show_guide

    show_guide(anchor)
