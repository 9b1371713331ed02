"""The system's own lock and sleep, told on a bus of the test's own."""

import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.system_lock import SystemLock

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("dbus-daemon") is None, reason="no D-Bus on this machine"
)


@pytest.fixture
def address() -> Iterator[str]:
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


@pytest.mark.parametrize(
    ("service", "path", "interface", "name"),
    [
        ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged"),
        ("org.kde.screensaver", "/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged"),
        (
            "org.freedesktop.login1",
            "/org/freedesktop/login1",
            "org.freedesktop.login1.Manager",
            "PrepareForSleep",
        ),
    ],
)
def test_a_locked_screen_and_a_sleeping_machine_are_noticed_and_waking_is_not(
    address: str, qtbot: QtBot, service: str, path: str, interface: str, name: str
) -> None:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    hears, tells = (QDBusConnection.connectToBus(address, f"{part} {service}") for part in ("hears", "tells"))
    assert tells.registerService(service)
    lock, times = SystemLock(), list[str]()
    lock.watch(hears, hears)
    lock.locked.connect(lambda: times.append("locked"))
    with qtbot.waitSignal(lock.locked, timeout=5000):
        for begins in (False, True):
            signal = QDBusMessage.createSignal(path, interface, name)
            signal.setArguments([begins])
            assert tells.send(signal)
    assert times == ["locked"]
    for part in ("hears", "tells"):
        QDBusConnection.disconnectFromBus(f"{part} {service}")
