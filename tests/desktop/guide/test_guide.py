"""The guide never ages: its keys, words and pictures are those of the program; it is found, read and built."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pypdfium2
import pytest
from builders.keys import press, show, type_text
from PySide6.QtCore import QProcess, Qt, QUrl
from PySide6.QtGui import QImage, QPdfWriter, QTextBlock, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import guide
from desktop.gallery import guide_build
from desktop.gallery.scenes import all_scenes
from desktop.guide.chapters import Chapter, Kind, chapter_for, chapters, read_chapter, search
from desktop.guide.page import SCREEN_STYLE, inline, whole_page
from desktop.guide.pictures import GuidePictures, pictures_folder
from desktop.guide.reader import GuideWindow, show_guide
from desktop.page_list import ENTRIES
from desktop.theme.appearance import Appearance, Scheme
from desktop.theme.apply import Theme
from desktop.theme.paint import colour
from desktop.theme.tokens import Tone

SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted(Path(guide.__file__).parents[1].rglob("*.py"))
    if "guide" not in path.parts
)
# Keys that widgets read themselves (Qt.Key_…), each with its name on the keyboard.
WIDGET_KEYS = {"Enter": "is_plain_enter", "Esc": "Key_Escape", "Space": "Key_Space", "Insert": "Key_Insert"}
ANSWERS = {"1", "0"}  # 是 and 否 of `YesNoField`


def unknown_keys(chapter: Chapter) -> list[str]:
    """Keys of a chapter that no action and no widget of the program has."""
    known = {key for key, mark in WIDGET_KEYS.items() if mark in SOURCE} | ANSWERS | {"./run practice"}
    return [key for key in chapter.key_names() if key not in known and f'"{key}"' not in SOURCE]


@pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.name)
def test_a_chapter_names_only_keys_words_and_pictures_the_program_has(chapter: Chapter) -> None:
    scenes = {scene.name for scene in all_scenes()}
    assert unknown_keys(chapter) == []
    assert [word for word in chapter.screen_words() if f'"{word}"' not in SOURCE] == []
    assert [scene for scene in chapter.scenes() if scene not in scenes] == []
    assert all(block.text for block in chapter.blocks)


def test_the_check_sees_a_key_and_a_word_that_are_gone() -> None:
    aged = read_chapter("# 旧 {old}\n按 `Ctrl+Alt+F12` 打开「没有这个按钮」。\n")
    assert unknown_keys(aged) == ["Ctrl+Alt+F12"]
    assert [word for word in aged.screen_words() if f'"{word}"' not in SOURCE] == ["没有这个按钮"]


def test_every_page_of_the_window_has_its_chapter() -> None:
    for entry in ENTRIES:
        assert entry.key in chapter_for(entry.key).anchors
    names = [anchor for chapter in chapters() for anchor in chapter.anchors]
    assert len(names) == len(set(names))


def test_a_line_without_a_title_is_told() -> None:
    with pytest.raises(ValueError, match="begins with"):
        read_chapter("没有标题\n")


def test_the_search_finds_chapters_by_key_and_by_word() -> None:
    assert [one.name for one in search("Alt+D")] == ["intake"]
    assert "review" in {one.name for one in search("存疑 退回")}
    assert search("没有这样的词") == ()
    assert search("") == chapters()


def test_the_page_links_every_chapter_shows_every_picture_and_marks_keys() -> None:
    page = whole_page(chapters(), lambda scene: f'<img src="{scene}.png">', SCREEN_STYLE)
    for chapter in chapters():
        assert f'href="#{chapter.name}"' in page
        assert f'id="{chapter.name}"' in page
    pictures = sum(block.kind is Kind.PICTURE for chapter in chapters() for block in chapter.blocks)
    assert page.count("<img") == pictures
    assert inline("按 `F2` <b>") == '按 <span class="key">&nbsp;F2&nbsp;</span> &lt;b&gt;'


def test_both_files_are_built_with_their_pictures(
    tmp_path: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = (read_chapter("# 登录 {sign-in}\n选账号。\n! welcome-typical 第一次打开\n"),)
    monkeypatch.setattr(guide_build, "chapters", lambda: few)
    made = [path.name for path in guide_build.build_guide(tmp_path)]
    assert made == ["welcome-typical.png", "guide.html", "guide.pdf"]
    assert 'src="pictures/welcome-typical.png"' in (tmp_path / "guide.html").read_text(encoding="utf-8")
    assert (tmp_path / "guide.pdf").read_bytes()[:5] == b"%PDF-"
    with pypdfium2.PdfDocument(tmp_path / "guide.pdf") as printed:
        images = [one for page in printed for one in page.get_objects() if isinstance(one, pypdfium2.PdfImage)]
        assert max(one.get_px_size()[0] for one in images) > 600


@pytest.mark.parametrize("before", range(8, 48, 3))
def test_no_heading_ends_a_page_and_no_picture_is_parted_from_the_line_under_it(
    before: int, tmp_path: Path, theme: Theme
) -> None:
    writer = QPdfWriter(str(tmp_path / "guide.pdf"))
    writer.setResolution(96)
    document = QTextDocument()
    picture = QImage(300, 500, QImage.Format.Format_RGB32)
    document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl("p.png"), picture)
    some = "".join(f"<h3>题 {n}</h3><ul><li>一行</li></ul><p><img src='p.png'></p><p>图下</p>" for n in range(9))
    document.setHtml("<p>话</p>" * before + some)
    guide_build.paginate(document, writer)

    assert list(guide_build.parted(document)) == []
    last = document.documentLayout().blockBoundingRect(document.lastBlock())
    assert document.pageCount() == last.bottom() // document.pageSize().height() + 1 > 3


@pytest.mark.parametrize(("before", "share"), [(4, 1), (14, 0.8), (30, 1)])
def test_a_picture_that_nearly_fits_is_made_smaller_instead_of_leaving_half_a_page_white(
    before: int, share: float, tmp_path: Path, theme: Theme
) -> None:
    document = QTextDocument()
    picture = QImage(300, 500, QImage.Format.Format_RGB32)
    document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl("p.png"), picture)
    document.setHtml("<p>话</p>" * before + "<p><img src='p.png'></p><p>图下</p>")
    writer = QPdfWriter(str(tmp_path / "guide.pdf"))
    writer.setResolution(96)
    guide_build.paginate(document, writer)

    shown = document.findBlockByNumber(before).layout().lineAt(0)
    assert shown.naturalTextWidth() == pytest.approx(300 * share, rel=0.1 if share < 1 else 0.001)
    assert document.pageCount() == (2 if before == 30 else 1)


def test_every_page_is_printed_as_it_was_laid_out(
    tmp_path: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "".join(f"第{n}行。\n" for n in range(120))
    monkeypatch.setattr(guide_build, "chapters", lambda: (read_chapter(f"# 登录 {{sign-in}}\n{words}"),))
    list(guide_build.build_guide(tmp_path))
    with pypdfium2.PdfDocument(tmp_path / "guide.pdf") as printed:
        texts = ["".join(normalize("NFKC", page.get_textpage().get_text_range()).split()) for page in printed]
    assert len(texts) > 2
    assert "第0行" in texts[0]
    assert "第119行" in texts[-1]
    assert all(text.endswith(str(number)) for number, text in enumerate(texts, 1))


def blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def drawn_before(place: Path, monkeypatch: pytest.MonkeyPatch) -> GuidePictures:
    """The pictures of the reader as an earlier opening left them: one, and the folder in its place."""
    monkeypatch.setenv("SUBSIDY_DESK_CACHE", str(place))
    pictures = pictures_folder() / "pictures"
    pictures.mkdir(parents=True)
    picture = QImage(1366, 768, QImage.Format.Format_RGB32)
    picture.fill(0x1D4F91)
    assert picture.save(str(pictures / "review-unusual.png"))
    return GuidePictures()


def shown_pictures(window: GuideWindow) -> list[int]:
    """How wide the pictures of the chapter stand in the text."""
    document, found = window.text.document(), []
    block = document.begin()
    while block.isValid():
        for part in block:
            image = part.fragment().charFormat().toImageFormat()
            if image.isValid():
                found.append(window.text.loadResource(2, QUrl(image.name())).deviceIndependentSize().width())
        block = block.next()
    return found


def test_a_picture_stands_in_the_window_as_wide_as_the_text(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = GuideWindow(drawn_before(tmp_path, monkeypatch))
    window.open("review")
    show(window)
    (wide,) = shown_pictures(window)
    assert 0.9 < wide / window.text.viewport().width() <= 1
    window.resize(1000, 700)
    QApplication.processEvents()
    assert shown_pictures(window)[0] < wide
    window.open("worklist")  # its pictures are not there
    assert shown_pictures(window) == []


def test_an_open_guide_follows_another_colour_scheme(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = GuideWindow(drawn_before(tmp_path, monkeypatch))
    window.open("review")
    show(window)
    light = colour(Tone.TEXT).name()
    theme.apply(Appearance(Scheme.DARK))
    QApplication.processEvents()
    assert colour(Tone.TEXT).name() != light
    assert f"color:{colour(Tone.TEXT).name()}" in window.text.toHtml()
    assert f"color:{light}" not in window.text.toHtml()


def test_a_wide_window_does_not_make_the_lines_longer_than_can_be_read(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = GuideWindow(drawn_before(tmp_path, monkeypatch))
    window.resize(1000, 700)
    show(window)
    narrow = window.text.viewport().width()
    window.resize(1920, 1080)
    QApplication.processEvents()
    assert narrow < window.text.viewport().width() <= 920


def test_the_line_under_a_picture_stands_right_under_it(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = GuideWindow(drawn_before(tmp_path, monkeypatch))
    show(window)
    window.open("review")
    document = window.text.document()
    shown = next(block for block in blocks(document) if guide_build.is_picture(block))
    layout = document.documentLayout()
    height = (window.text.viewport().width() - 24) * 768 / 1366
    top, under = layout.blockBoundingRect(shown).top(), layout.blockBoundingRect(shown.next()).top()
    assert height < under - top < height + 40


def test_the_pictures_are_drawn_behind_the_window_when_it_is_first_opened_and_kept(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    draw = "import pathlib, sys; (pathlib.Path(sys.argv[1]) / 'pictures').mkdir(parents=True)"
    start = QProcess.start
    asked: list[list[str]] = []

    def instead(process: QProcess, program: str, words: list[str]) -> None:
        asked.append(words[:-1])
        start(process, program, ["-c", draw, words[-1]])

    monkeypatch.setattr(QProcess, "start", instead)
    pictures = GuidePictures(tmp_path / "guide")
    window = GuideWindow(pictures)
    with qtbot.waitSignal(pictures.drawn):
        window.open("review")
        assert "图正在画" in window.text.toPlainText()
    assert "图正在画" not in window.text.toPlainText()
    assert (pictures.complete, [path.name for path in tmp_path.iterdir()]) == (True, ["guide"])
    window.open("review")
    assert asked == [["-m", "desktop", "guide"]]


def test_a_drawing_that_fails_leaves_the_words_and_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    pictures = GuidePictures(tmp_path / "guide")
    with qtbot.waitSignal(pictures.drawn):
        pictures.ask()
    assert (pictures.complete, pictures.under_way, list(tmp_path.iterdir())) == (False, False, [])


def test_the_window_opens_at_the_page_is_searched_by_keys_and_closed_with_escape(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn_before(tmp_path, monkeypatch)
    guide.open_guide("review")
    window = show_guide("review")
    show(window)
    assert "先看不一样的地方" in window.text.toPlainText()
    press(window, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is window.box
    type_text(window.box, "Alt+D")
    assert (window.model.rowCount(), window.count.text()) == (1, "1 章")
    assert "代办人" in window.text.toPlainText()
    window.box.setText("")
    window._find("没有这样的词")
    assert "没有找到" in window.count.text()
    press(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert isinstance(window, GuideWindow)
    window.deleteLater()
