"""The one box (F2): what is typed decides what is looked for; the page gives the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.icons import draw_icon
from desktop.theme.paint import RADIUS, colour, paint_box, paint_words, smooth
from desktop.theme.sizes import mark_size, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role, line_height, metrics, text_width
from desktop.widgets.line_edit import LineEdit, is_plain_enter
from desktop.widgets.text import Text

_HIT = int(Qt.ItemDataRole.UserRole) + 1
_PAUSE_MILLISECONDS = 120


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: `id` for the page, two lines of text, a short word at the right (在办 1 件)."""

    id: str
    title: str
    detail: str = ""
    tail: str = ""
    icon: str = "person"


class SearchBox(LineEdit):
    """`search.asked.connect(look_up)`; answer with `search.show_hits([Hit(…)])`; `opened(hit.id)` when one is taken.

    `asked(text)` comes a moment after the last keystroke; `committed(text)` on Enter without an answer shown (a card
    reader types 18 digits and Enter). Esc clears and gives the focus back.
    """

    asked = Signal(str)
    committed = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__("", key="F2")
        self.setProperty("shape", "search")
        self.setPlaceholderText(self.tr("身份证 / 姓名 / 拼音首字母 / 电话 / 证书号 / 文号"))
        self.setAccessibleName(self.tr("查人查件"))
        self.setAccessibleDescription(self.placeholderText())
        self.setTextMargins(mark_size() + 8, 0, 0, 0)
        self._hits: _HitList | None = None
        self._asked = ""  # what the answers on their way are about
        self._current = False  # whether the answers shown are those to what is typed now
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(lambda: self._ask(self.asked))
        self.textEdited.connect(self._typed)
        self.left.connect(self.close_hits)

    def sizeHint(self) -> QSize:
        return QSize(scaled(440), scaled(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(200), scaled(28))

    def show_hits(self, hits: Sequence[Hit], *, more: bool = False) -> None:
        """Show the answers to what is typed now; none closes the list. `more` says that these are not all."""
        if not hits or not self.hasFocus():
            self.close_hits()
            return
        if self._hits is None:
            self._hits = _HitList(self)
            self._hits.clicked.connect(self._take)
        self._hits.show_hits(hits, self, more=more)
        self._current = self._asked == self.text()

    def close_hits(self) -> None:
        """Hide the answers."""
        if self._hits is not None:
            self._hits.hide()

    def _ask(self, question: SignalInstance) -> None:
        self._asked = self.text()
        question.emit(self._asked)

    def _typed(self, text: str) -> None:
        self._current = False
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.close_hits()

    def _take(self, index: QModelIndex) -> None:
        hit: Hit = index.data(_HIT)
        self.clear()
        self.close_hits()
        self.opened.emit(hit.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = self._hits is not None and self._hits.isVisible()
        if self.composing:
            super().keyPressEvent(event)
        elif shown and self._hits is not None and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._hits.step(1 if event.key() == Qt.Key.Key_Down else -1)
            self._pause.stop()
            self._current = True
        elif is_plain_enter(event):
            self._pause.stop()
            if shown and self._current and self._hits is not None and self._hits.currentIndex().isValid():
                self._take(self._hits.currentIndex())
            elif self.text().strip():
                self._ask(self.committed)
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.close_hits()
            self.retreated.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = mark_size()
        place = QRectF(8, (self.height() - size) / 2, size, size)
        draw_icon(smooth(QPainter(self)), "search", place, colour(Tone.TEXT2))


class _HitList(QListView):
    """The answers under the box; the focus stays in the box."""

    def __init__(self, box: SearchBox) -> None:
        super().__init__(box.window())
        self.setObjectName("hits")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_HitDelegate(self))
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self._more = Text(self.tr("还有更多没有列出，请再输入几个字。"), Role.CAPTION)
        self._more.setParent(self)
        self.hide()

    def show_hits(self, hits: Sequence[Hit], box: SearchBox, *, more: bool) -> None:
        chosen = self.currentIndex().data(_HIT) if self.isVisible() and self.currentIndex().row() > 0 else None
        self._model.clear()
        for hit in hits:
            item = QStandardItem(hit.title)
            item.setData(hit, _HIT)
            item.setData(" ".join((hit.title, hit.detail, hit.tail)), Qt.ItemDataRole.AccessibleTextRole)
            self._model.appendRow(item)
        place = next((n for n, hit in enumerate(hits) if chosen is not None and hit.id == chosen.id), 0)
        self.setCurrentIndex(self._model.index(place, 0))
        window = box.window()
        corner = box.mapTo(window, QPoint(0, box.height() + 4))
        note = self._more.sizeHint().height() + 10 if more else 0
        height = min(8, len(hits)) * self.sizeHintForRow(0) + 10
        self.setViewportMargins(0, 0, 0, note)
        self.setGeometry(QRect(corner, QSize(box.width(), height + note)))
        self._more.setGeometry(16 + mark_size(), height - 4, box.width() - 24 - mark_size(), max(note - 4, 0))
        self._more.setVisible(more)
        self.setAccessibleDescription(self._more.text() if more else "")
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        row = min(max(self.currentIndex().row() + by, 0), self._model.rowCount() - 1)
        self.setCurrentIndex(self._model.index(row, 0))


class _HitDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit: Hit = index.data(_HIT)
        rect = QRectF(option.rect)
        painter.save()
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current:
            paint_box(smooth(painter), rect, Tone.ACCENT_TINT, None, RADIUS)
        size = mark_size()
        draw_icon(painter, hit.icon, QRectF(rect.x() + 8, rect.y() + 8, size, size), colour(Tone.TEXT2))
        x, y = rect.x() + 16 + size, rect.y() + 5
        tail = rect.right() - 8 - text_width(hit.tail, Role.CAPTION)
        title = metrics(Role.BODY).elidedText(hit.title, Qt.TextElideMode.ElideRight, tail - x - 8)
        paint_words(painter, (x, y + metrics(Role.BODY).ascent()), title, Tone.TEXT, strong=True)
        paint_words(painter, (tail, y + metrics(Role.BODY).ascent()), hit.tail, Tone.TEXT2, Role.CAPTION)
        y += line_height()
        detail = metrics(Role.CAPTION).elidedText(hit.detail, Qt.TextElideMode.ElideRight, rect.right() - x - 8)
        paint_words(painter, (x, y + metrics(Role.CAPTION).ascent()), detail, Tone.TEXT2, Role.CAPTION)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(scaled(200), int(line_height() + line_height(Role.CAPTION)) + 12)
