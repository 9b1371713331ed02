"""What the user chose: colour scheme, text size, density. The choice in force is read while painting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens


class Scheme(StrEnum):
    SYSTEM = "system"  # 跟随系统
    LIGHT = "light"  # 浅色
    DARK = "dark"  # 深色
    HIGH_CONTRAST = "high_contrast"  # 高对比


class TextSize(StrEnum):
    SMALL = "small"  # 小
    MEDIUM = "medium"  # 中
    LARGE = "large"  # 大
    LARGEST = "largest"  # 特大


class Density(StrEnum):
    """Only heights change with it, never the type."""

    COMFORTABLE = "comfortable"  # 舒适
    STANDARD = "standard"  # 标准
    COMPACT = "compact"  # 紧凑


FACTORS = {TextSize.SMALL: 0.9, TextSize.MEDIUM: 1.0, TextSize.LARGE: 1.15, TextSize.LARGEST: 1.3}
_TOKENS = {Scheme.LIGHT: LIGHT, Scheme.DARK: DARK, Scheme.HIGH_CONTRAST: HIGH_CONTRAST}


@dataclass(frozen=True, slots=True)
class Appearance:
    """A choice as it is saved. `SYSTEM` is resolved to one of the other schemes when it is applied."""

    scheme: Scheme = Scheme.LIGHT
    text: TextSize = TextSize.MEDIUM
    density: Density = Density.STANDARD

    @property
    def factor(self) -> float:
        """By how much text, and what holds text, is larger than at 中."""
        return FACTORS[self.text]


_in_force = Appearance()


def in_force() -> Appearance:
    """The appearance now shown; its scheme is never SYSTEM."""
    return _in_force


def tokens() -> Tokens:
    """The colours of the scheme in force."""
    return _TOKENS[_in_force.scheme]


def put_in_force(appearance: Appearance, system: Scheme) -> None:
    """Make `appearance` the one that painting reads; `system` stands in for `Scheme.SYSTEM`."""
    global _in_force  # noqa: PLW0603 - one window, one appearance
    scheme = system if appearance.scheme is Scheme.SYSTEM else appearance.scheme
    _in_force = replace(appearance, scheme=scheme)
