"""Every setting of this machine, declared once: where it is stored, how it is asked, what may stand in it.

The pages, the file and the search of the settings are made from these rows. A row without a `section` is kept, but not
asked: the program notes it itself, or a page of its own does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.preferences import LETTERS, LONGEST_IDLE, REPORTS, Preferences
from desktop.theme.appearance import Density, Scheme, TextSize

CONTEXT = "settings"
TRAYS = ("自动选择", "上纸盒", "中纸盒", "下纸盒", "大容量纸盒", "手动进纸")


class Kind(StrEnum):
    """How a setting is asked."""

    CHOICE = "choice"
    TEXT = "text"
    NUMBER = "number"
    FOLDER = "folder"
    PRINTER = "printer"
    TRAY = "tray"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row. `place` is its path in the file; `choices` are (word, stored value); `search` are other names for it.

    `read` and `put` go between the preferences and the stored value; `most` is the largest number.
    """

    place: tuple[str, ...]
    kind: Kind = Kind.TEXT
    section: str = ""
    group: str = ""
    label: str = ""
    hint: str = ""
    placeholder: str = ""
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    most: int = 0
    search: str = ""
    own: Callable[[Any], bool] | None = None

    @property
    def key(self) -> str:
        """Its name: the end of its place, with the one before where a table is stored."""
        return ".".join(self.place)

    def read(self, preferences: Preferences) -> Any:
        """The value as stored; "" for what a table does not name."""
        found: Any = preferences
        for part in self.place:
            found = found.get(part, "") if isinstance(found, Mapping) else getattr(found, part)
        return found.value if isinstance(found, StrEnum) else found

    def put(self, preferences: Preferences, value: Any) -> Preferences:
        """The preferences with another value."""
        name, *inner = self.place
        new: dict[str, Any] = {name: value}
        before = getattr(preferences, name)
        if inner and isinstance(before, Mapping):
            others = {key: kept for key, kept in before.items() if key != inner[0]}
            new[name] = {**others, inner[0]: value} if value else others
        elif inner:
            kinds: Mapping[str, type[StrEnum]] = {"scheme": Scheme, "text": TextSize, "density": Density}
            look: dict[str, Any] = {inner[0]: kinds[inner[0]](value)}
            new[name] = replace(before, **look)
        return replace(preferences, **new)

    def fits(self, value: object) -> bool:
        """Whether a stored value is one that can be put."""
        if self.own is not None:
            return self.own(value)
        if self.kind is Kind.NUMBER:
            return type(value) is int and 0 <= value <= self.most
        if self.kind is Kind.CHOICE:
            return value in {stored for _, stored in self.choices}
        return isinstance(value, str)

    def refusal(self, typed: str) -> str:
        """Why a typed text cannot be the value; "" when it can."""
        if self.kind is Kind.NUMBER:
            whole = typed.isascii() and typed.isdigit() and len(typed) < 4
            if not whole or int(typed) > self.most:
                words = said("“{typed}”不行：应为 0 到 {n} 的整数（{unit}）。{hint}。")
                return words.format(typed=typed, n=self.most, unit=said(self.unit), hint=said(self.hint))
        if self.kind is Kind.TRAY and typed and typed not in TRAYS:
            return said("没有“{typed}”这种纸盒，请从列出的里选；空着由打印机自动选择。").format(typed=typed)
        if self.kind is Kind.FOLDER and typed and not (Path(typed).is_absolute() and Path(typed).is_dir()):
            return said("没有这个文件夹：请填写完整路径，例如 D:\\扫描；没有就空着。")
        return ""

    def value_of(self, typed: str) -> Any:
        """The stored value of a typed text that is not refused."""
        return int(typed) if self.kind is Kind.NUMBER else typed.strip()


def said(words: str) -> str:
    """A text of the table, in the language of the window."""
    return QCoreApplication.translate(CONTEXT, words)


def _noop(words: str) -> str:
    return str(QT_TRANSLATE_NOOP(CONTEXT, words))


def _texts_by_name(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(name, str) for pair in value.items() for name in pair)


_LOOK = _noop("外观")
_HERE = _noop("本窗口")
_SCHEMES = tuple(zip(("浅色", "深色", "高对比", "跟随系统"), ("light", "dark", "high_contrast", "system"), strict=True))
_SIZES = tuple(zip(("小", "中", "大", "特大"), ("small", "medium", "large", "largest"), strict=True))
_DENSITIES = tuple(zip(("舒适", "标准", "紧凑"), ("comfortable", "standard", "compact"), strict=True))

_LOOK_ROWS = (
    Setting(
        ("appearance", "scheme"),
        Kind.CHOICE,
        "look",
        _LOOK,
        "配色",
        "跟随系统时，系统变暗这里也变暗",
        choices=_SCHEMES,
        search="颜色 深色 夜间 高对比 主题",
    ),
    Setting(
        ("appearance", "text"),
        Kind.CHOICE,
        "look",
        _LOOK,
        "文字大小",
        "与系统缩放无关",
        choices=_SIZES,
        search="字号 放大 字体",
    ),
    Setting(
        ("appearance", "density"),
        Kind.CHOICE,
        "look",
        _LOOK,
        "密度",
        "只变行高，不变字号",
        choices=_DENSITIES,
        search="行高 紧凑",
    ),
    Setting(
        ("window",),
        Kind.TEXT,
        "look",
        _HERE,
        "本窗口的名称",
        "显示在左上角",
        placeholder="如 3号窗口",
        search="窗口号",
    ),
    Setting(
        ("idle_minutes",),
        Kind.NUMBER,
        "look",
        _HERE,
        "无人操作多久后锁定",
        "0 为不自动锁定，最长 120",
        unit="分钟",
        most=LONGEST_IDLE,
        search="锁屏 离开",
    ),
    Setting(
        ("camera_folder",),
        Kind.FOLDER,
        "look",
        _HERE,
        "高拍仪文件夹",
        "新扫描件按 Alt+P 附到材料",
        placeholder="没有高拍仪就空着",
        search="扫描 相机",
    ),
)


def _paper_rows() -> tuple[Setting, ...]:
    """A printer and a tray for every letter, for each kind of it, and for reports."""
    # The kinds bring the models along; the first picture does without both.
    from models.letter import LETTER_NAMES

    uses = {LETTERS: _noop("所有文书"), **{kind.value: name for kind, name in LETTER_NAMES.items()}}
    uses[REPORTS] = _noop("月报和名单")
    rows = []
    for use, name in uses.items():
        general = use in (LETTERS, REPORTS)
        rows.append(
            Setting(
                ("printers", use),
                Kind.PRINTER,
                "print",
                name,
                _noop("打印机"),
                placeholder=_noop("系统默认打印机") if general else _noop("同“所有文书”"),
                search=name,
            )
        )
        rows.append(
            Setting(
                ("trays", use),
                Kind.TRAY,
                "print",
                name,
                _noop("纸盒"),
                placeholder=_noop("自动选择") if general else _noop("同“所有文书”"),
                search=name,
            )
        )
    return tuple(rows)


_UNASKED = (
    *(Setting((name,)) for name in ("folder", "office_name", "backup_folder", "second_backup_folder")),
    Setting(("tour_offered",), own=lambda value: isinstance(value, bool)),
    Setting(("keys",), own=_texts_by_name),
)
_TABLES = (Setting(("printers",), own=_texts_by_name), Setting(("trays",), own=_texts_by_name))
KEPT: tuple[Setting, ...] = (*_LOOK_ROWS, *_TABLES, *_UNASKED)
"""The rows as they are stored: a table of printers is one entry."""


@cache
def asked() -> tuple[Setting, ...]:
    """Every setting that a page asks, in order."""
    return (*_LOOK_ROWS, *_paper_rows())


def asked_in(section: str) -> tuple[Setting, ...]:
    """The settings of one section of the page, in order."""
    return tuple(row for row in asked() if row.section == section)
