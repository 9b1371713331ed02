"""Noticing that the system locks its screen or goes to sleep, where a desktop says so on D-Bus (Linux).

Windows tells it to native windows only, macOS to nobody Qt knows: there Ctrl+L and the idle time lock.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

_LOGIN = "org.freedesktop.login1"
# KDE and others speak the first, GNOME the second; a desktop without either says nothing.
_SCREEN_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")


class SystemLock(QObject):
    """`locked` when the screen is being locked or the machine goes to sleep. `watch(session_bus, system_bus)`."""

    locked = Signal()

    def watch(self, session_bus: QDBusConnection, system_bus: QDBusConnection) -> None:
        """Listen on both buses; one that is not there is left out."""
        slot: Any = SLOT("_begins(bool)")  # a text, whatever the stub says
        if session_bus.isConnected():
            for name in _SCREEN_SAVERS:
                session_bus.connect("", "", name, "ActiveChanged", self, slot)
        if system_bus.isConnected():
            path = "/" + _LOGIN.replace(".", "/")
            system_bus.connect(_LOGIN, path, f"{_LOGIN}.Manager", "PrepareForSleep", self, slot)

    @Slot(bool)
    def _begins(self, begins: bool) -> None:
        if begins:
            self.locked.emit()


def watch_system(parent: QObject) -> SystemLock:
    """The watch of this machine."""
    lock = SystemLock(parent)
    if sys.platform.startswith("linux"):
        from PySide6.QtDBus import QDBusConnection

        lock.watch(QDBusConnection.sessionBus(), QDBusConnection.systemBus())
    return lock
