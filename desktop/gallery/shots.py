"""Drawing scenes into PNG files, offscreen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from desktop.gallery.clipping import Clipped, clipped_texts
from desktop.theme.appearance import Appearance, Density, Scheme, TextSize
from desktop.theme.apply import Theme, dress

Size = tuple[int, int]
DESIGN: Size = (1366, 768)
WIDE: Size = (1920, 1080)
BOTH_SCHEMES = (Scheme.LIGHT, Scheme.DARK)


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: the screen's name and state, what builds it, what happens once it is shown.

    `build` returns a window; `then` (focus a field, open a dialog) runs after it is shown. `dialog` names what makes
    the dialog in front, by its module in `desktop.dialogs`: `rounds.undo_dialog`.
    """

    screen: str
    state: str
    build: Callable[[], QWidget]
    then: Callable[[QWidget], object] | None = None
    size: Size | None = None
    dialog: str = ""

    @property
    def name(self) -> str:
        """Screen and state, as in the names of the files."""
        return f"{self.screen}-{self.state}"


@dataclass(frozen=True, slots=True)
class Shot:
    """One finished picture, and the text it cuts off."""

    path: Path
    clipped: tuple[Clipped, ...]


def shots(
    folder: Path,
    scenes: Sequence[Scene],
    sizes: Sequence[Size] = (DESIGN,),
    schemes: Sequence[Scheme] = BOTH_SCHEMES,
    text: TextSize = TextSize.MEDIUM,
) -> Iterator[Shot]:
    """Draw every scene in every size and scheme as `screen-state-scheme-size.png`, one after the other.

    A window is built once and then changes its size and its colours, as it does for a clerk.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for scene in scenes:
        with_sizes = [scene.size] if scene.size is not None else list(sizes)
        yield from _shoot(folder, scene, with_sizes, [Appearance(scheme, text, Density.STANDARD) for scheme in schemes])


def _shoot(folder: Path, scene: Scene, sizes: Sequence[Size], looks: Sequence[Appearance]) -> Iterator[Shot]:
    application = _application()
    theme = _theme(application)
    theme.apply(looks[0])
    window = open_scene(scene, sizes[0])
    for size in sizes:
        for look in looks:
            if theme.appearance != look:
                theme.apply(look)
            window.resize(*size)
            settle(application)
            yield _grab(window, folder / f"{scene.name}-{_words(look)}")
    close_window(window)


def open_scene(scene: Scene, size: Size = DESIGN) -> QWidget:
    """The scene's window, shown and come to rest; the caller closes it with `close_window`."""
    application = _application()
    window = scene.build()
    dress(window)
    window.resize(*size)
    window.show()
    window.activateWindow()
    settle(application)
    if scene.then is not None:
        scene.then(window)
        settle(application)
    return window


def close_window(window: QWidget) -> None:
    """Take it away with all it has."""
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _grab(window: QWidget, stem: Path) -> Shot:
    pixels = window.grab()
    path = stem.with_name(f"{stem.name}-{pixels.width()}x{pixels.height()}.png")
    if not pixels.save(str(path)):
        raise OSError(f"这张图写不进去：{path}")
    return Shot(path, tuple(clipped_texts(window)))


def _words(look: Appearance) -> str:
    return look.scheme.value if look.text is TextSize.MEDIUM else f"{look.scheme}-{look.text}"


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application


def _theme(application: QApplication) -> Theme:
    themes = [theme for theme in application.children() if isinstance(theme, Theme)]
    return themes[0] if themes else Theme(application)


def settle(application: QApplication) -> None:
    """Let layouts, focus and pictures come to rest."""
    for _ in range(4):
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
