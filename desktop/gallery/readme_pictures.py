"""The pictures of the README, from the gallery: `./run gallery --readme` draws them again.

Few colours are enough for a window (128, chosen by the picture), which keeps each file small.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

PICTURES = {
    "intake-full": "受理",
    "worklist-typical": "待办",
    "review-unusual": "复核",
    "sign-typical": "签发",
    "statistics-draft": "统计",
    "rules-typical": "规则",
}
FOLDER = Path(__file__).parent / "pictures"
MOST_BYTES = 120_000
_COLOURS = 128


def draw_readme_pictures(folder: Path = FOLDER) -> Iterator[Path]:
    """Draw them, one after the other, as `screen.png`."""
    from PIL import Image

    from desktop.gallery.scenes import all_scenes
    from desktop.gallery.shots import DESIGN, shots
    from desktop.theme.appearance import Scheme

    scenes = {scene.name: scene for scene in all_scenes() if scene.name in PICTURES}
    for name in PICTURES:
        (shot,) = shots(folder, [scenes[name]], [DESIGN], [Scheme.LIGHT])
        path = folder / f"{name.partition('-')[0]}.png"
        with Image.open(shot.path) as drawn:
            few = drawn.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
        shot.path.unlink()
        yield path
