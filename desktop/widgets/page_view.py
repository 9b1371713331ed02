"""A PDF as it prints: pages on a desk, whole or as wide as the view, sharp at any scale."""

from __future__ import annotations

from collections import OrderedDict
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea

from desktop.theme.paint import colour, paint_words, smooth
from desktop.theme.sizes import scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, line_height, metrics
from desktop.theme.wrapped import lines_of
from desktop.widgets.painted import PaintedText
from desktop.widgets.pdf_images import PdfImages
from desktop.widgets.spoken import leafed

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARGIN = 16
_GAP = 16
_LINE = 440  # as wide as a sentence reads well
_POINTS_PER_PIXEL = 72 / 96


class Fit(Enum):
    PAGE = "page"  # 整页
    WIDTH = "width"  # 页宽


class PageView(QAbstractScrollArea):
    """`view.show_pdf(data)`, `view.set_fit(Fit.WIDTH)`; `view.say("…")` where there is nothing to show.

    Pages are rendered on white by a thread of their own and kept, at the screen's own resolution; `rendered` when a
    page that was asked for is there. The paper stays white in the dark scheme. Page Up and Down, Home and End scroll.
    """

    rendered = Signal()

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._images: PdfImages | None = None
        self._kept: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._words = ""
        self.fit = Fit.PAGE
        self.setAccessibleName(name or self.tr("文书预览"))
        self.setAccessibleDescription(leafed())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(40)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.forget)

    def show_pdf(self, data: bytes) -> None:
        """Show a document; raises pypdfium2.PdfiumError if it is none."""
        self.forget()
        self._images = PdfImages(data, self._arrived)
        # A view that goes down with its dialog gets no event of its own.
        self.destroyed.connect(self._images.close)
        self._lay_out()
        pages = self.tr("共 {n} 页").format(n=len(self._images.sizes))
        self.setAccessibleDescription(f"{pages}；{leafed()}")

    def say(self, words: str) -> None:
        """Show no document but a sentence."""
        self.forget()
        self._words = words
        self._lay_out()

    def forget(self) -> None:
        """Let go of the document; also on closing."""
        if self._images is not None:
            self.destroyed.disconnect(self._images.close)
            self._images.close()
        self._images, self._words = None, ""
        self._kept.clear()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DeferredDelete:
            self.forget()
        return super().event(event)

    def is_waiting(self) -> bool:
        """Whether a page that was asked for is still being rendered."""
        return self._images is not None and self._images.is_waiting()

    def page_count(self) -> int:
        """How many pages the shown document has."""
        return 0 if self._images is None else len(self._images.sizes)

    def set_fit(self, fit: Fit) -> None:
        """Whole page or page width."""
        self.fit = fit
        self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(480, 640)

    def shown_lines(self) -> tuple[str, ...]:
        """The sentence in place of a document, as long as the view is wide."""
        return lines_of(self._words, min(self.viewport().width() - 2 * _MARGIN, scaled(_LINE))) if self._words else ()

    def painted_texts(self) -> list[PaintedText]:
        """For the check for clipped text."""
        widths = [metrics(Role.BODY).horizontalAdvance(line) for line in self.shown_lines()]
        return [PaintedText(self._words, max(widths), self.viewport().width())] if widths else []

    def _scale(self) -> float:
        """Pixels of the view for one point of paper."""
        if self._images is None or not self._images.sizes:
            return 1
        widest = max(width for width, _ in self._images.sizes)
        highest = max(height for _, height in self._images.sizes)
        across = (self.viewport().width() - 2 * _MARGIN) / widest
        whole = min(across, (self.viewport().height() - 2 * _MARGIN) / highest)
        # A wide screen does not blow a letter up beyond 150 %.
        return max(0.1, whole if self.fit is Fit.PAGE else min(across, 1.5 / _POINTS_PER_PIXEL))

    def _places(self) -> Iterator[tuple[int, QRectF]]:
        """Each page and its rectangle in the view."""
        if self._images is None:
            return
        scale, y = self._scale(), float(_MARGIN - self.verticalScrollBar().value())
        for number, (width, height) in enumerate(self._images.sizes):
            x = (self.viewport().width() - width * scale) / 2
            yield number, QRectF(round(x), round(y), round(width * scale), round(height * scale))
            y += round(height * scale) + _GAP

    def _lay_out(self) -> None:
        sizes = self._images.sizes if self._images is not None else []
        total = sum(round(height * self._scale()) for _, height in sizes) + _GAP * max(0, len(sizes) - 1) + 2 * _MARGIN
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, round(total) - self.viewport().height()))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self.viewport()))
        painter.fillRect(self.viewport().rect(), colour(Tone.DESK))
        if self._words:
            rect, lines = QRectF(self.viewport().rect()), self.shown_lines()
            top = rect.center().y() - line_height() * (len(lines) - 1) / 2
            for below, line in enumerate(lines):
                x = (rect.width() - metrics(Role.BODY).horizontalAdvance(line)) / 2
                paint_words(painter, (x, top + below * line_height()), line, Tone.TEXT2)
        for number, place in self._places():
            if place.intersects(QRectF(self.viewport().rect())):
                self._paint_page(painter, number, place)

    def _paint_page(self, painter: QPainter, number: int, place: QRectF) -> None:
        _paint_shadow(painter, place)
        painter.fillRect(place, Qt.GlobalColor.white)
        image = self._image(number, round(place.width() * self.devicePixelRatioF()))
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, image)

    def _image(self, number: int, width: int) -> QImage | None:
        """The page at this width in device pixels; while it is rendered, the nearest one there is."""
        if (image := self._kept.get((number, width))) is not None:
            self._kept.move_to_end((number, width))
            return image
        if self._images is not None:
            self._images.ask(number, width)
        return next((kept for (page, _), kept in reversed(self._kept.items()) if page == number), None)

    def _arrived(self, number: int, width: int, image: QImage) -> None:
        self._kept[(number, width)] = image
        while len(self._kept) > 12:
            self._kept.popitem(last=False)
        self.viewport().update()
        self.rendered.emit()


def _paint_shadow(painter: QPainter, place: QRectF) -> None:
    painter.save()
    painter.setOpacity(0.012)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(Tone.SHADOW))
    for step in range(8):
        painter.drawRoundedRect(place.adjusted(step - 8, step - 7, 8 - step, 9 - step), 9 - step, 9 - step)
    painter.restore()
