"""What a screen reader is told."""

from types import SimpleNamespace

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from desktop.widgets import spoken

pytestmark = pytest.mark.usefixtures("theme")


def test_words_are_announced_and_only_a_refusal_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []

    reader = SimpleNamespace(
        AnnouncementPoliteness=QAccessible.AnnouncementPoliteness,
        updateAccessibility=lambda event: heard.append((event.message(), event.politeness())),
    )
    monkeypatch.setattr(spoken, "QAccessible", reader)
    widget = QWidget()
    spoken.announce(widget, "已存")
    spoken.announce(widget, "缺收款卡", urgent=True)
    polite, assertive = QAccessible.AnnouncementPoliteness.Polite, QAccessible.AnnouncementPoliteness.Assertive
    assert heard == [("已存", polite), ("缺收款卡", assertive)]
