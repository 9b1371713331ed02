"""The guide in a window of its own, beside the work: chapters and a search at the left, the text at the right."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QUrl
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from desktop.guide.chapters import Chapter, chapter_for, chapters, search
from desktop.guide.page import chapter_html
from desktop.guide.pictures import GuidePictures
from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.theme.apply import dress
from desktop.theme.paint import colour
from desktop.theme.sizes import MARGIN, PAD, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import SANS, Role, font
from desktop.widgets.focus_ring import FocusRing
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.line_edit import LineEdit
from desktop.widgets.spoken import leafed
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text

_LIST = 280
_SIZE = (1180, 760)
_WIDEST = 920  # of the card with the text: a longer line is lost on the way back to the next one
_EDGES = 24  # beside a picture, for the bar and the margins of the text


def tr(text: str) -> str:
    """A text of this window."""
    return QCoreApplication.translate("guide", text)


class GuideText(QTextBrowser):
    """One chapter; arrows and Page Up and Down scroll, Tab goes on."""

    def __init__(self, pictures: GuidePictures) -> None:
        super().__init__()
        self.pictures, self.chapter = pictures, chapters()[0]
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setOpenLinks(False)
        self.setAccessibleName(tr("手册正文"))
        self.setAccessibleDescription(leafed())

    def show_chapter(self, chapter: Chapter) -> None:
        """Show it from its beginning, in the size and the colours in force."""
        self.chapter = chapter
        self.document().setDefaultFont(font(Role.BODY))
        self.document().setDefaultStyleSheet(
            f"h2,h3,p,li{{font-family:'{SANS}';color:{colour(Tone.TEXT).name()};line-height:150%}}"
            f".key{{background-color:{colour(Tone.SUNKEN).name()};color:{colour(Tone.TEXT2).name()}}}"
            ".picture{line-height:100%}"  # of the picture itself: more leaves a gap under it
            f".under{{color:{colour(Tone.TEXT2).name()}}}"
        )
        self.setHtml(chapter_html(chapter, self._picture))

    def _picture(self, scene: str) -> str:
        if self.pictures.find(scene) is not None:
            return f'<img src="{scene}">'
        return escape(tr("（图正在画，画好就出现在这里）")) if self.pictures.under_way else ""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture as wide as the text, drawn down smoothly."""
        found = self.pictures.find(name if isinstance(name, str) else name.toString())
        if found is None:
            return super().loadResource(kind, name)
        ratio = self.devicePixelRatioF()
        wide = round((self.viewport().width() - _EDGES) * ratio)
        picture = QImage(str(found))
        if picture.width() > wide:
            picture = picture.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
        return picture

    def show_again(self) -> None:
        """The same chapter with the pictures there are now, at the same place."""
        place = self.verticalScrollBar().value()
        self.show_chapter(self.chapter)
        self.verticalScrollBar().setValue(place)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.show_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.show_again()


class GuideWindow(QWidget):
    """`GuideWindow()`, then `open(anchor)`. Its pictures are drawn behind it when it is first opened."""

    def __init__(self, pictures: GuidePictures | None = None) -> None:
        super().__init__()
        self.pictures = pictures or GuidePictures()
        self.pictures.setParent(self)
        self.setWindowTitle(tr("使用手册"))
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAutoFillBackground(True)
        dress(self)
        self.model: RowModel[Chapter] = RowModel([Column("", lambda one: Cell(one.title))], self)
        self.list = Table(self.model, tr("手册的各章"), headless=True)
        self.list.current_changed.connect(self._show)
        self.box = LineEdit(tr("在手册里找"), icon="search")
        self.box.setAccessibleName(tr("在手册里找"))
        self.box.textEdited.connect(self._find)
        self.box.advanced.connect(self.list.setFocus)
        self.count = Text("", Role.CAPTION, Tone.TEXT3)
        self.text = GuideText(self.pictures)
        self.pictures.drawn.connect(self.text.show_again)
        left = boxed(column(self.box, self.count, (Card(column((self.list, 1), margins=(1, 1, 1, 6))), 1), gap=8))
        left.setFixedWidth(scaled(_LIST))
        right = Card(column((self.text, 1), margins=(PAD, 12, 8, 8)))
        right.setMaximumWidth(scaled(_WIDEST))
        # The text takes the room up to its greatest width, what is left over stays empty at its right.
        body = row(left, (right, 1000), STRETCH, gap=MARGIN)
        self.setLayout(column(Strong(tr("使用手册"), Role.NAME), (body, 1), gap=12, margins=(MARGIN, PAD, MARGIN, PAD)))
        self._ring = FocusRing(self)
        self.resize(*_SIZE)
        self._list_them(chapters())

    def open(self, anchor: str = "") -> None:
        """Show the chapter that answers for a page."""
        self.box.clear()
        self.pictures.ask()
        self._list_them(chapters(), chapter_for(anchor))
        self.show()
        self.raise_()
        self.activateWindow()
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _find(self, text: str) -> None:
        self._list_them(search(text))

    def _list_them(self, found: tuple[Chapter, ...], current: Chapter | None = None) -> None:
        self.model.show_rows(found)
        told = tr("{n} 章").format(n=len(found)) if found else tr("没有找到，请换一个词，例如按键的名字。")
        self.count.setText(told)
        if found:
            self.list.select_number(found.index(current) if current in found else 0)

    def _show(self, chapter: Chapter | None) -> None:
        if chapter is not None:
            self.text.show_chapter(chapter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_F2:
            self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)


_shown: list[GuideWindow] = []


def show_guide(anchor: str) -> GuideWindow:
    """The one window of the guide, opened at a chapter."""
    if not _shown:
        _shown.append(GuideWindow())
        _shown[0].destroyed.connect(_shown.clear)
    _shown[0].open(anchor)
    return _shown[0]
