"""The text of the guide, read from plain files: one chapter each, in the order of their names.

# title {anchors}      ## part      - item      ! scene words under the picture
`F2` is a key, 「发布」 a word on the screen; everything else is a paragraph. A test holds them against the program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

_TEXT = Path(__file__).parent / "text"
_TITLE = re.compile(r"# (.+) \{([a-z -]+)\}")
_KEY, _WORD = re.compile(r"`([^`]+)`"), re.compile(r"「([^」]+)」")


class Kind(StrEnum):
    PART = "part"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a chapter; `scene` names the gallery's picture, whose words are `text`."""

    kind: Kind
    text: str
    scene: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """`anchors` are the pages and matters it answers for, the first its own name."""

    title: str
    anchors: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        """The name to link to."""
        return self.anchors[0]

    def words(self) -> str:
        """All its words, to search in."""
        return "\n".join([self.title, *(block.text for block in self.blocks)])

    def key_names(self) -> list[str]:
        """Every key it names."""
        return [key for block in self.blocks for key in _KEY.findall(block.text)]

    def screen_words(self) -> list[str]:
        """Every word on the screen it names."""
        return [word for block in self.blocks for word in _WORD.findall(block.text)]

    def scenes(self) -> list[str]:
        """The pictures it shows."""
        return [block.scene for block in self.blocks if block.scene]


@cache
def chapters() -> tuple[Chapter, ...]:
    """All of them. Raises ValueError for a line that is none of the above."""
    return tuple(read_chapter(path.read_text(encoding="utf-8")) for path in sorted(_TEXT.glob("*.txt")))


def read_chapter(text: str) -> Chapter:
    """One chapter from its text."""
    first, *lines = text.strip().splitlines()
    found = _TITLE.fullmatch(first)
    if found is None:
        raise ValueError(f"a chapter begins with “# title {{anchors}}”: {first}")
    blocks = tuple(_block(line.strip()) for line in lines if line.strip())
    return Chapter(found[1], tuple(found[2].split()), blocks)


def _block(line: str) -> Block:
    if line.startswith("## "):
        return Block(Kind.PART, line[3:])
    if line.startswith("- "):
        return Block(Kind.ITEM, line[2:])
    if line.startswith("! "):
        scene, _, words = line[2:].partition(" ")
        return Block(Kind.PICTURE, words, scene)
    return Block(Kind.PARAGRAPH, line)


def chapter_for(anchor: str) -> Chapter:
    """The chapter that answers for a page; the first where none does."""
    return next((one for one in chapters() if anchor in one.anchors), chapters()[0])


def search(text: str) -> tuple[Chapter, ...]:
    """The chapters in which all the words occur; all of them for none."""
    wanted = text.casefold().split()
    return tuple(one for one in chapters() if all(word in one.words().casefold() for word in wanted))
