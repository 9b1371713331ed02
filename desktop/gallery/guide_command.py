"""`./run guide DIR`: the user guide as HTML and PDF, with pictures drawn now."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str]) -> int:
    """Build the guide into a folder, telling each file on stderr; 2 without a folder that can be written."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("请写明放手册的文件夹，例如：./run guide 手册\n")
        return 2
    folder = Path(arguments[0])
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        sys.stderr.write(f"这个文件夹建不了或写不进去，请换一个：{folder}\n")
        return 2
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if hasattr(os, "nice"):
        os.nice(10)  # the window may have asked for it while somebody works
    # Ended early, the practice offices it draws from go away with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    from desktop.gallery.__main__ import offscreen_theme
    from desktop.gallery.guide_build import build_guide

    theme = offscreen_theme()
    for path in build_guide(folder):
        sys.stderr.write(f"{path.name}\n")
    theme.deleteLater()
    sys.stdout.write(f"手册做好了：{folder / 'guide.html'}、{folder / 'guide.pdf'}\n")
    return 0
