"""One application, its appearance changed while it runs."""

import os

import pytest
from builders.keys import show
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontInfo, QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.icons import names
from desktop.theme.appearance import Appearance, Density, Scheme, TextSize, in_force
from desktop.theme.apply import Theme, before_application
from desktop.theme.paint import MarkKind, colour, paint_mark
from desktop.theme.sizes import field_height, row_height
from desktop.theme.tokens import Tone
from desktop.theme.type import SANS, Role, font, metrics
from desktop.theme.wrapped import lines_of, packed_lines
from desktop.widgets.fields import LineField
from desktop.widgets.text import Text

pytestmark = pytest.mark.usefixtures("theme")


def test_the_window_is_set_in_the_packaged_face() -> None:
    assert QFontInfo(font()).family() == SANS
    assert QFontInfo(QApplication.font()).family() == SANS


@pytest.mark.parametrize("role", list(Role))
def test_digits_of_every_role_have_one_width(role: Role) -> None:
    assert len({round(metrics(role).horizontalAdvance(digit), 3) for digit in "0123456789"}) == 1


def test_another_scheme_recolours_a_widget_that_is_already_shown(theme: Theme) -> None:
    label = Text("依据与结论")
    label.setAutoFillBackground(True)
    label.show()
    light = label.grab().toImage()
    theme.apply(Appearance(Scheme.DARK))
    QApplication.processEvents()
    dark = label.grab().toImage()
    assert light.pixelColor(0, 0).lightness() > 200 > 60 > dark.pixelColor(0, 0).lightness()


def test_larger_text_makes_shown_widgets_larger(theme: Theme) -> None:
    field = LineField("姓名")
    show(field)
    before = field.sizeHint().height(), field.label.sizeHint().width()
    theme.apply(Appearance(text=TextSize.LARGEST))
    QApplication.processEvents()
    after = field.sizeHint().height(), field.label.sizeHint().width()
    assert after[0] > before[0] * 1.2
    assert after[1] > before[1] * 1.2


def test_density_changes_heights_and_not_the_type(theme: Theme) -> None:
    heights, types = [], []
    for density in (Density.COMPACT, Density.STANDARD, Density.COMFORTABLE):
        theme.apply(Appearance(density=density))
        heights.append((field_height(), row_height()))
        types.append(font().pixelSize())
    assert heights == [(28, 28), (32, 32), (36, 40)]
    assert set(types) == {14}


def test_following_the_system_shows_one_of_the_schemes(theme: Theme) -> None:
    theme.apply(Appearance(Scheme.SYSTEM))
    assert in_force().scheme in (Scheme.LIGHT, Scheme.DARK, Scheme.HIGH_CONTRAST)
    assert theme.appearance.scheme is Scheme.SYSTEM


def test_the_dialogs_of_qt_speak_chinese() -> None:
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_fcitx_is_reached_through_ibus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_IM_MODULE", "fcitx")
    before_application()
    assert os.environ["QT_IM_MODULE"] == "ibus"


def test_the_marks_differ_without_their_colours() -> None:
    shapes = {kind: _grey(kind) for kind in MarkKind}
    assert len(set(shapes.values())) == len(MarkKind)


def _grey(kind: MarkKind) -> bytes:
    image = QImage(48, 48, QImage.Format.Format_ARGB32)
    image.fill(colour(Tone.SURFACE))
    painter = QPainter(image)
    paint_mark(painter, image.rect().toRectF(), kind)
    painter.end()
    # Only whether something is there: the outline, blind to its tone.
    bits = [image.pixelColor(x, y).lightness() < 200 for x in range(0, 48, 2) for y in range(0, 48, 2)]
    return bytes(bits)


def test_every_icon_can_be_drawn() -> None:
    from PySide6.QtCore import QByteArray
    from PySide6.QtSvg import QSvgRenderer

    from desktop.icons import svg

    broken = [name for name in names() if not QSvgRenderer(QByteArray(svg(name, "#1D4F91").encode())).isValid()]
    assert broken == []
    assert len(names()) > 30


def test_lines_break_without_losing_a_character_beyond_the_basic_plane() -> None:
    text = "欧阳𬭎，居住在北京市西城区。申请技能提升补贴，证书等级四级。"
    lines = lines_of(text, 100)
    assert len(lines) > 2
    assert "".join(lines) == text
    assert not any(line.startswith(("，", "。")) for line in lines)


def test_packed_parts_are_never_broken_inside() -> None:
    parts = ["1 项不符合", "1 项未知", "1 项需判断", "5 项符合"]
    lines = packed_lines(parts, 160, Role.CAPTION)
    assert len(lines) > 1
    assert " · ".join(lines) == " · ".join(parts)
