"""Measured texts."""

import pytest
from PySide6.QtGui import QFontMetricsF

from desktop.theme.type import Role, font, text_width

pytestmark = pytest.mark.usefixtures("theme")


@pytest.mark.parametrize("role", Role)
def test_a_width_taken_from_another_text_is_the_text_s_own(role: Role) -> None:
    face = QFontMetricsF(font(role))
    texts = [f"{digit}{sign}{digit}" for digit in range(10) for sign in (*"-*/.,:X年", "")]
    texts += [
        "110105********002X",
        "2026-100047",
        "欧阳娜",
        "囍龘齉",
        "阿依古丽·买买提",
        "第1期",
        "𬭎",
        "ABC",
        "",
        "1,500.00",
    ]
    for text in texts:
        assert text_width(text, role) == face.horizontalAdvance(text) + 1, text
