"""Start to first usable paint, against an empty PySide6 window with the same font: each in a process of its own.

They take turns, so that a busy machine slows all alike; the ratio of the medians is what counts. The empty window
imports the `Qt` namespace, as every program does that names a key or an alignment (PySide makes its enumerations then,
about 13 ms); the bare label beside it does not even that, and is shown for comparison.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

LIMIT = 1.35
ROUNDS = 15

_EMPTY = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel
from pylopdf_fonts_zh_cn import sans_path, serif_path
application = QApplication([])
for path in (sans_path(), serif_path()):
    QFontDatabase.addApplicationFont(str(path))
font = QFont("Noto Sans SC")
font.setPixelSize(14)
application.setFont(font)

class Window(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: application.exit(0))

window = Window("培训补贴经办台")
window.resize(1366, 768)
window.show()
application.exec()
sys.stdout.write(repr(time.time()))
"""
_EMPTY_WITH_QT = _EMPTY.replace("from PySide6.QtCore import QTimer", "from PySide6.QtCore import Qt, QTimer")
# As desktop/__main__.py begins, ended by the first picture.
_PROGRAM = """
import gc, sys, time
gc.disable()
from pathlib import Path
from PySide6.QtWidgets import QApplication
from desktop import app
from desktop.arguments import Arguments
app.before_application()
application = QApplication([])
keeper = app.PreferenceKeeper(Path(sys.argv[1]) / "preferences.json")
theme = app.Theme(application, keeper.now.appearance)
garbage = app.GarbageCollector(application)
program = app.Program(Arguments(folder=Path(sys.argv[1]) / "data"), theme, keeper)
painted = []
program.shell.painted.disconnect()
program.shell.painted.connect(lambda: (painted.append(time.time()), application.exit(0)))
program.begin()
application.exec()
program.shell.close()
sys.stdout.write(repr(painted[0]))
"""


def measure(code: str, folder: str) -> float:
    """Milliseconds from starting the process to its first picture; modules are compiled already, as at any start."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    begun = time.time()
    command = [sys.executable, "-c", code, folder]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=60, cwd=ROOT)
    return (float(ended.stdout) - begun) * 1000


def main() -> int:
    """Print both medians and their ratio; 1 when it is over the limit."""
    from builders.desk import make_bureau

    with tempfile.TemporaryDirectory() as folder:
        make_bureau(Path(folder) / "data").close()
        codes = {"bare label": _EMPTY, "empty window": _EMPTY_WITH_QT, "sign-in page": _PROGRAM}
        times: dict[str, list[float]] = {name: [] for name in codes}
        for code in codes.values():
            measure(code, folder)
        for _ in range(ROUNDS):
            for name, code in codes.items():
                times[name].append(measure(code, folder))
    middle = {name: statistics.median(values) for name, values in times.items()}
    ratio = middle["sign-in page"] / middle["empty window"]
    best = min(times["sign-in page"]) / min(times["empty window"])
    print(", ".join(f"{name} {value:.0f} ms" for name, value in middle.items()))
    print(f"ratio to the empty window {ratio:.2f} (fastest {best:.2f}), limit {LIMIT}")
    print(f"ratio to the bare label {middle['sign-in page'] / middle['bare label']:.2f}")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
