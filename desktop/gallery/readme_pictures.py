"""The pictures of the README, from the gallery: `./run gallery --readme` draws them again.

Few colours are enough for a window; the rarest are kept too, for red and green carry meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

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
_EXACT, _OTHERS = 64, 96


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
            few = _in_few_colours(drawn.convert("RGB"))
        few.save(path, optimize=True)
        shot.path.unlink()
        yield path


def _in_few_colours(picture: Image.Image) -> Image.Image:
    """The colours of the surfaces exactly; for the rest, edges of letters and rare signs, those that span it best."""
    from PIL import Image

    counted = Counter(zip(*[iter(picture.tobytes())] * 3, strict=True))
    exact = [part for colour, _ in counted.most_common(_EXACT) for part in colour]
    others = picture.quantize(_OTHERS, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette(exact + others[: 3 * _OTHERS])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)
