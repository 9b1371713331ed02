"""Putting an appearance on the application, and following the system's."""

from __future__ import annotations

import os

from PySide6.QtCore import QLibraryInfo, QObject, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from desktop.theme.appearance import Appearance, Scheme, put_in_force
from desktop.theme.style_sheet import palette, style_sheet
from desktop.theme.type import Role, font, load_faces

_STYLE, _FUSION = "QT_STYLE_OVERRIDE", "fusion"


def before_application() -> None:
    """What must be set before the QApplication exists: input method, scale rounding.

    The wheels carry no fcitx plug-in; fcitx5 answers to ibus.
    """
    if os.environ.get("QT_IM_MODULE") in ("fcitx", "fcitx5"):
        os.environ["QT_IM_MODULE"] = "ibus"
    # Qt makes the style itself: asking for it here would load some 600 enumeration members before the first picture.
    os.environ[_STYLE] = _FUSION
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)


class Theme(QObject):
    """The look of one application: `Theme(app)` prepares it, `apply` changes it at any time without a restart.

    The choice is kept (`appearance`) so that 跟随系统 follows later changes of the system's scheme.
    """

    def __init__(self, application: QApplication, appearance: Appearance | None = None) -> None:
        super().__init__(application)
        self._application = application
        self.appearance = appearance or Appearance()
        load_faces()
        if os.environ.get(_STYLE) != _FUSION:
            application.setStyle(_FUSION)
        _translate_dialogs(application)
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.apply(self.appearance)

    def apply(self, appearance: Appearance) -> None:
        """Show this appearance from now on, in every window that is open."""
        self.appearance = appearance
        before = style_sheet()
        put_in_force(appearance, self._system_scheme())
        self._application.setFont(font(Role.BODY))
        self._application.setPalette(palette())
        for window in self._application.topLevelWidgets():
            if window.styleSheet() == before:
                dress(window)

    def _system_scheme(self) -> Scheme:
        hints = self._application.styleHints()
        accessibility = getattr(hints, "accessibility", None)  # since Qt 6.10
        if accessibility is not None and accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return Scheme.HIGH_CONTRAST
        return Scheme.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else Scheme.LIGHT

    def _follow_system(self) -> None:
        if self.appearance.scheme is Scheme.SYSTEM:
            self.apply(self.appearance)


def dress(window: QWidget) -> None:
    """Give a window its style sheet: whoever makes one calls this once, the theme at every change.

    The sheet is the window's and not the application's: with one of the application's, Qt restyles everything below a
    widget at each step of building a page, which took three quarters of the time of making the main window.
    """
    window.setStyleSheet(style_sheet())


def _translate_dialogs(application: QApplication) -> None:
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
