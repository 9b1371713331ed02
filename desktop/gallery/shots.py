"""Drawing scenes into PNG files, offscreen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from desktop.gallery.clipping import Clipped, clipped_texts
from desktop.theme.appearance import Appearance, Density, Scheme, TextSize
from desktop.theme.apply import Theme

Size = tuple[int, int]
DESIGN: Size = (1366, 768)
WIDE: Size = (1920, 1080)


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: the screen's name and state, what builds it, what happens once it is shown.

    `build` returns a window; `then` (focus a field, open a dialog) runs after it is shown.
    """

    screen: str
    state: str
    build: Callable[[], QWidget]
    then: Callable[[QWidget], object] | None = None
    size: Size | None = None


@dataclass(frozen=True, slots=True)
class Shot:
    """One finished picture, and the text it cuts off."""

    path: Path
    clipped: tuple[Clipped, ...]


def shots(
    folder: Path,
    scenes: Sequence[Scene],
    sizes: Sequence[Size] = (DESIGN,),
    schemes: Sequence[Scheme] = (Scheme.LIGHT, Scheme.DARK),
    text: TextSize = TextSize.MEDIUM,
) -> list[Shot]:
    """Draw every scene in every scheme and size as `screen-state-scheme-size.png`."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    themes = [theme for theme in application.children() if isinstance(theme, Theme)]
    theme = themes[0] if themes else Theme(application)
    made = []
    for scheme in schemes:
        theme.apply(Appearance(scheme, text, Density.STANDARD))
        for scene in scenes:
            for size in [scene.size] if scene.size is not None else sizes:
                large = "" if text is TextSize.MEDIUM else f"-{text.value}"
                made.append(_shoot(application, scene, size, folder / f"{scene.screen}-{scene.state}-{scheme}{large}"))
    return made


def _shoot(application: QApplication, scene: Scene, size: Size, stem: Path) -> Shot:
    window = scene.build()
    window.resize(*size)
    window.show()
    window.activateWindow()
    settle(application)
    if scene.then is not None:
        scene.then(window)
        settle(application)
    pixels = window.grab()
    path = stem.with_name(f"{stem.name}-{pixels.width()}x{pixels.height()}.png")
    pixels.save(str(path))
    clipped = tuple(clipped_texts(window))
    window.close()
    window.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return Shot(path, clipped)


def settle(application: QApplication) -> None:
    """Let layouts, focus and pictures come to rest."""
    for _ in range(4):
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
