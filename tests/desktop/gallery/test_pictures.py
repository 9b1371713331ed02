"""The pictures of the README are those that the gallery draws, small enough to load, each with words for it."""

import re
from pathlib import Path

import pytest

from desktop.gallery.readme_pictures import FOLDER, MOST_BYTES, PICTURES
from desktop.gallery.scenes import all_scenes

README = Path(__file__).parents[3] / "README.md"


@pytest.mark.parametrize("scene", PICTURES)
def test_a_picture_of_the_readme_is_a_scene_and_is_small(scene: str) -> None:
    assert scene in {found.name for found in all_scenes()}
    content = (FOLDER / f"{scene.partition('-')[0]}.png").read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    size = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    assert size == (1366, 768)
    assert len(content) <= MOST_BYTES


def test_the_readme_shows_each_of_them_with_chinese_words() -> None:
    shown = re.findall(r"!\[([^\]]*)\]\(desktop/gallery/pictures/(\w+)\.png\)", README.read_text(encoding="utf-8"))
    assert [name for _, name in shown] == [scene.partition("-")[0] for scene in PICTURES]
    for words, _ in shown:
        assert re.search(r"[\u4e00-\u9fff]", words)
