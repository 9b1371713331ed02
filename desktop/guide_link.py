"""The way from the key sheet to the user guide: `desktop.guide.open_guide(anchor)`, where this copy has one."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from importlib.util import find_spec

from PySide6.QtCore import QCoreApplication

from desktop.widgets.action import Action

_GUIDE = "desktop.guide"


def guide_action(anchor: str) -> Action | None:
    """Opens the guide at a page of the window; None without a guide."""
    if find_spec(_GUIDE) is None:
        return None
    return Action("F1", QCoreApplication.translate("guide", "使用手册"), partial(_open, anchor))


def _open(anchor: str) -> None:
    import_module(_GUIDE).open_guide(anchor)
