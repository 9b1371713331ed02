"""A scanned document as it was kept: a PDF by its pages, a picture fitted to the dialog."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.theme.paint import colour, smooth
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.page_view import Fit, PageView
from desktop.widgets.spoken import pictured

PDF = "application/pdf"


def _tr(text: str) -> str:
    return QCoreApplication.translate("ScanDialog", text)


class PictureView(QWidget):
    """A picture on a desk, as large as fits and never larger than it is."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__()
        self.image = QImage.fromData(content)
        self.setAccessibleName(name)
        self.setAccessibleDescription(pictured())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, rect = smooth(QPainter(self)), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(rect, colour(Tone.DESK))
        if self.image.isNull():
            painter.setPen(colour(Tone.TEXT2))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, _tr("这张图片读不出来。"))
            return
        wide, high = self.image.width(), self.image.height()
        scale = min((rect.width() - 32) / wide, (rect.height() - 32) / high, 4.0)
        shown = QRectF(0, 0, wide * scale, high * scale)
        shown.moveCenter(rect.center())
        painter.drawImage(shown, self.image)


class ScanDialog(Modal):
    """`ScanDialog("京人社能发〔2026〕8号", "application/pdf", content)`."""

    def __init__(self, name: str, media_type: str, content: bytes) -> None:
        title = _tr("依据文件扫描件")
        self.pages = PageView(title) if media_type == PDF else None
        shown: QWidget = self.pages if self.pages is not None else PictureView(content, title)
        shown.setMinimumHeight(scaled(460))
        super().__init__(title, column((shown, 1)), subtitle=name, width=860, cancel_word=_tr("关闭"))
        if self.pages is not None:
            self.pages.set_fit(Fit.WIDTH)
            self.pages.show_pdf(content)
            self.closed.connect(self.pages.forget)
