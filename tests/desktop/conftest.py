"""What every test of the window starts from. Qt is only loaded by tests that ask for it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from desktop.theme.apply import Theme


@pytest.fixture(scope="session")
def _theme_of_the_session(qapp: Any) -> "Theme":
    from desktop.theme.apply import Theme

    return Theme(qapp)


@pytest.fixture
def theme(_theme_of_the_session: "Theme") -> Iterator["Theme"]:
    """The look of the window, light and medium again after the test; no widget outlives it."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from desktop.theme.appearance import Appearance

    yield _theme_of_the_session
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    if _theme_of_the_session.appearance != Appearance():
        _theme_of_the_session.apply(Appearance())
