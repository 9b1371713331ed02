"""Which typeface prints which character: the office's 仿宋, 小标宋 and 黑体 where the machine has them, else Noto.

A chain is asked for every character before anything is drawn; a character no face has is refused by name, so
that a letter never shows a blank where a name should stand.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from models.errors import MissingGlyph, StoreError
from reports.characters import name_character
from reports.fonts_outline import Face

FOLDERS_VARIABLE = "SUBSIDY_DESK_FONTS"

_FANGSONG = ("仿宋_gb2312.ttf", "fangsong_gb2312.ttf", "simfang.ttf", "fzfsk.ttf", "fzfangsong.ttf", "stfangsong.ttf")
_FANGSONG_MORE = ("stfangso.ttf", "fzfs_gbk.ttf", "fzfsjw.ttf")
_TITLE_SONG = ("方正小标宋简体.ttf", "方正小标宋_gbk.ttf", "fzxbsjw.ttf", "fzxbsk.ttf", "fzxbsjw--gb1-0.ttf")
_HEITI = ("simhei.ttf", "stheiti.ttf", "fzhtk.ttf")
_EXTENSION_B = ("simsunb.ttf", "simsunextg.ttf", "hanaminb.ttf", "hanaminb.otf", "babelstonehan.ttf", "mingliub.ttc")
_SUFFIXES = (".ttf", ".otf", ".ttc")


@dataclass(frozen=True)
class Chain:
    """Faces in order of preference. `styled` says whether the first one is the face the standard asks for."""

    faces: tuple[Face, ...]
    styled: bool
    _found: dict[str, Face] = field(default_factory=dict, compare=False, repr=False)

    def face_for(self, character: str) -> Face:
        """The first face that prints the character; raises MissingGlyph naming it."""
        known = self._found.get(character)
        if known is not None:
            return known
        for face in self.faces:
            if face.has(character):
                self._found[character] = face
                return face
        raise MissingGlyph(
            f"本机没有字体能打印 {name_character(character)}，文书未制作、未占文号。"
            "请安装含有该字的字体（如宋体-ExtB），或在设置中指定字体文件夹后再试。"
        )

    def assign(self, text: str, names: Sequence[str] = ()) -> list[Face]:
        """A face for every character of `text`; a whole name gets the first face that has all of it."""
        chosen = [self.face_for(character) for character in text]
        for name in names:
            faces = set(map(self.face_for, name))
            if len(faces) < 2:
                continue
            whole = next((face for face in self.faces if all(map(face.has, name))), None)
            start = text.find(name) if whole else -1
            while whole and start >= 0:
                chosen[start : start + len(name)] = [whole] * len(name)
                start = text.find(name, start + len(name))
        return chosen


@dataclass(frozen=True)
class Fonts:
    """The three chains of a letter."""

    body: Chain
    title: Chain
    heading: Chain


def load_fonts(folder: str = "") -> Fonts:
    """The chains of this machine. `folder` is the office's own font folder, searched first.

    Folders named in the variable SUBSIDY_DESK_FONTS come next. Raises StoreError when the packaged fonts are missing.
    """
    return _load(folder, os.environ.get(FOLDERS_VARIABLE, ""))


@lru_cache(maxsize=8)
def _load(folder: str, more: str) -> Fonts:
    found = _installed(tuple(part for part in (folder, *more.split(os.pathsep)) if part))
    serif, sans = (_packaged(name) for name in ("NotoSerifSC-Regular.otf", "NotoSansSC-Regular.otf"))
    rare = _faces(found, _EXTENSION_B)
    body, title, heading = (_faces(found, names)[:1] for names in (_FANGSONG + _FANGSONG_MORE, _TITLE_SONG, _HEITI))
    return Fonts(
        body=Chain((*body, serif, sans, *rare), bool(body)),
        title=Chain((*title, serif, sans, *rare), bool(title)),
        heading=Chain((*heading, sans, serif, *rare), bool(heading)),
    )


@lru_cache(maxsize=64)
def _face(path: Path) -> Face:
    return Face(path)


def _faces(found: Mapping[str, Path], names: Sequence[str]) -> list[Face]:
    faces = [_face(found[name]) for name in names if name in found]
    return [face for face in faces if face.readable]


def _packaged(name: str) -> Face:
    import pylopdf_fonts_zh_cn

    path = Path(pylopdf_fonts_zh_cn.__file__).with_name(name)
    if not path.is_file():
        raise StoreError(f"程序自带的字体 {name} 不在，请重新安装程序。")
    return _face(path)


def _installed(first: tuple[str, ...]) -> dict[str, Path]:
    """Font files by lower-case name; the folders named first win."""
    found: dict[str, Path] = {}
    for folder in (*map(Path, first), *_system_folders()):
        for root, _folders, files in os.walk(folder):
            for file in sorted(files):
                if file.lower().endswith(_SUFFIXES):
                    found.setdefault(file.lower(), Path(root) / file)
    return found


def _system_folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", str(home))) / "Microsoft" / "Windows" / "Fonts"
        return (Path(os.environ.get("WINDIR", "C:\\Windows")) / "Fonts", local)
    if sys.platform == "darwin":
        return (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    return (home / ".local/share/fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))
