"""Draw the whole gallery: `python -m desktop.gallery DIR`.

The scale of a screen is fixed when Qt starts, so the pictures at 200 % are drawn by a second process.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

DOUBLE = "--double"


def main(arguments: list[str]) -> int:
    """Draw all scenes into a folder; 1 if any text is cut off (each is listed)."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = Path(arguments[0])
    if DOUBLE in arguments:
        os.environ["QT_SCALE_FACTOR"] = "2"
    found = _draw(folder, double=DOUBLE in arguments)
    if DOUBLE not in arguments:
        command = [sys.executable, "-m", "desktop.gallery", str(folder), DOUBLE]
        found = subprocess.run(command, check=False).returncode or found  # noqa: S603 - this program itself
    return found


def _draw(folder: Path, *, double: bool) -> int:
    from PySide6.QtWidgets import QApplication

    from desktop.gallery.scenes import all_scenes
    from desktop.gallery.shots import DESIGN, WIDE, shots
    from desktop.theme.apply import Theme, before_application

    before_application()
    application = QApplication([])
    application.setCursorFlashTime(0)
    theme = Theme(application)
    scenes = all_scenes()
    made = shots(folder, scenes, [WIDE] if double else [DESIGN, WIDE])
    theme.deleteLater()
    for shot in made:
        for cut in shot.clipped:
            line = f"{shot.path.name}: {cut.widget} cuts off “{cut.text}” ({cut.needed:.0f} of {cut.available:.0f} px)"
            sys.stderr.write(line + "\n")
    return int(any(shot.clipped for shot in made))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
