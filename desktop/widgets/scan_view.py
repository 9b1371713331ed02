"""A scanned paper, whatever it was scanned to: PDF pages, or a picture as wide as the view."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from desktop.theme.paint import colour, smooth
from desktop.theme.tokens import Tone
from desktop.widgets.page_view import Fit, PageView

_MARGIN = 16
_PDF = "application/pdf"


class _Picture(QWidget):
    """One image, whole, on the desk."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        painter.fillRect(self.rect(), colour(Tone.DESK))
        if self.image.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        size = self.image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        x = room.x() + (room.width() - size.width()) / 2
        painter.drawImage(QRectF(x, room.y(), size.width(), size.height()), self.image)


class ScanView(QStackedWidget):
    """`view.show_scan(content, media_type)`; what cannot be drawn says so in words."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.pages, self.picture = PageView(name), _Picture()
        self.pages.set_fit(Fit.WIDTH)
        self.picture.setAccessibleName(name)
        self.addWidget(self.pages)
        self.addWidget(self.picture)

    def forget(self) -> None:
        """Show nothing."""
        self.pages.forget()
        self.picture.image = QImage()
        self.picture.update()

    def show_scan(self, content: bytes, media_type: str) -> None:
        """Show the bytes of a scan."""
        if media_type == _PDF:
            self._show_pdf(content)
            return
        self.pages.forget()
        self.picture.image = QImage.fromData(content)
        if self.picture.image.isNull():
            self._say()
            return
        self.setCurrentWidget(self.picture)
        self.picture.update()

    def _show_pdf(self, content: bytes) -> None:
        from pypdfium2 import PdfiumError  # type: ignore[import-untyped]

        try:
            self.pages.show_pdf(content)
        except PdfiumError:
            self._say()
            return
        self.setCurrentWidget(self.pages)

    def _say(self) -> None:
        self.pages.say(self.tr("这份扫描件画不出来，请另附一份。"))
        self.setCurrentWidget(self.pages)

    def sizeHint(self) -> QSize:
        return QSize(420, 600)
