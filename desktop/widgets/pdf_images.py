"""Rendering the pages of a PDF off the GUI thread."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage
from shiboken6 import isValid

Arrived = Callable[[int, int, QImage], None]
_PATIENCE_SECONDS = 10.0
_WHITE = (255, 255, 255, 255)

PDFIUM = threading.Lock()
"""PDFium may be used by one thread at a time: whoever calls into it holds this, and never for long."""


class _Mailbox(QObject):
    """Owns the signal on the GUI thread; once closed it drops what is still on its way.

    A page of a document that was let go must never be taken for one of the next document.
    """

    arrived = Signal(int, int, object)

    def __init__(self, deliver: Arrived) -> None:
        super().__init__()
        self.deliver: Arrived | None = deliver
        self.arrived.connect(self._open, Qt.ConnectionType.QueuedConnection)

    def _open(self, page: int, width: int, image: QImage) -> None:
        if self.deliver is not None:
            self.deliver(page, width, image)


class PdfImages:
    """`PdfImages(data, arrived)`; `ask(page, width)` answers by `arrived(page, width, image)` on the GUI thread.

    `sizes` are the pages' sizes in points. PDFium is not thread-safe: all calls into it hold one lock.
    """

    def __init__(self, data: bytes, arrived: Arrived) -> None:
        import pypdfium2  # type: ignore[import-untyped]

        with PDFIUM:
            self._document = pypdfium2.PdfDocument(data)
            self.sizes: list[tuple[float, float]] = [
                self._document.get_page_size(page) for page in range(len(self._document))
            ]
        self._arrived = 0

        def deliver(page: int, width: int, image: QImage) -> None:
            self._arrived += 1
            arrived(page, width, image)

        self._mailbox = _Mailbox(deliver)
        self._asked: set[tuple[int, int]] = set()
        self._orders: queue.SimpleQueue[tuple[int, int] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def ask(self, page: int, width: int) -> None:
        """Have a page rendered at a width in pixels; the same order is not given twice."""
        if (page, width) in self._asked or width < 1:
            return
        self._asked.add((page, width))
        if self._thread is None:
            self._thread = threading.Thread(target=self._render, name="pdf-images", daemon=True)
            self._thread.start()
        self._orders.put((page, width))

    def is_waiting(self) -> bool:
        """Whether an order has not arrived yet."""
        return self._arrived < len(self._asked)

    def close(self) -> None:
        """Stop rendering and close the document; nothing arrives afterwards."""
        self._mailbox.deliver = None
        if self._thread is not None:
            self._orders.put(None)
            self._thread.join(_PATIENCE_SECONDS)
        with PDFIUM:
            self._document.close()
        if isValid(self._mailbox):  # at the end of the program Qt may have taken it first
            self._mailbox.deleteLater()

    def _render(self) -> None:
        while (order := self._orders.get()) is not None:
            page, width = order
            with PDFIUM:
                image = page_image(self._document, page, width)
            self._mailbox.arrived.emit(page, width, image)


def page_image(document: Any, page: int, width: int) -> QImage:
    """One page on white, `width` pixels wide; the PDF's own ground is transparent."""
    scale = width / document.get_page_size(page)[0]
    bitmap = document[page].render(scale=scale, fill_color=_WHITE, rev_byteorder=True, prefer_bgrx=True)
    form = QImage.Format.Format_RGBX8888
    # A copy: the bitmap's memory goes with the bitmap.
    return QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, form).copy()
