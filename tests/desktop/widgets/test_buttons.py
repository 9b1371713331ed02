"""Buttons and actions: a disabled one says why."""

import pytest
from builders.keys import enter, show
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from desktop.widgets.action import Action
from desktop.widgets.boxes import Foot
from desktop.widgets.button import Button, IconButton
from desktop.widgets.flow import Flow
from desktop.widgets.layouts import boxed
from desktop.widgets.text import Text

pytestmark = pytest.mark.usefixtures("theme")


def test_a_blocked_action_disables_its_button_and_says_why_in_three_ways() -> None:
    done: list[int] = []
    action = Action("Ctrl+Enter", "受理", lambda: done.append(1))
    foot = Foot(action)
    foot.resize(900, 48)
    show(foot)
    (button,) = foot.findChildren(Button)
    action.block("缺收款卡，暂不能受理")
    assert not button.isEnabled()
    assert button.toolTip() == button.accessibleDescription() == foot.reason.text() == "缺收款卡，暂不能受理"
    action.trigger()
    assert done == []
    action.allow()
    assert button.isEnabled()
    assert (foot.reason.text(), button.accessibleDescription()) == ("", "按 Enter 或空格，快捷键 Ctrl+Enter")
    enter(button)
    assert done == [1]


def test_a_reason_without_room_beside_the_buttons_stands_above_them() -> None:
    action = Action("Ctrl+Enter", "受理", lambda: None)
    foot = Foot(action, [Action("F6", "一次性告知", lambda: None), Action("Ctrl+S", "存草稿", lambda: None)])
    action.block("还缺居民身份证、职业资格证书或职业技能等级证书")
    below = []
    for width in (900, 460):
        foot.resize(width, 90)
        show(foot)
        middle = foot.reason.mapTo(foot, foot.reason.rect().center()).y()
        below.append(all(middle < button.y() for button in foot.findChildren(Button)))
    assert below == [False, True]


def test_widgets_of_one_line_stand_in_its_middle() -> None:
    high, low = Text("高"), Text("低")
    high.setFixedHeight(32)
    low.setFixedHeight(20)
    line = boxed(Flow([high, low]))
    line.resize(200, 32)
    show(line)
    assert (high.y(), low.y()) == (0, 6)


def test_an_action_cannot_be_blocked_without_a_reason() -> None:
    with pytest.raises(ValueError, match="why"):
        Action("F9", "通过", lambda: None).block("")


def test_enter_in_a_key_means_both_enter_keys() -> None:
    wanted = [QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")]
    assert Action("Ctrl+Enter", "受理", lambda: None).sequences() == wanted
    assert Action("Enter", "下一项").sequences() == []


def test_a_button_without_a_word_has_a_name() -> None:
    button = IconButton("left", "上一月")
    assert button.accessibleName() == "上一月"
    button.block("已是最早的一月")
    assert button.toolTip() == "已是最早的一月"


def test_a_text_elides_only_with_the_whole_text_to_be_had() -> None:
    label = Text("北京市西城区人力资源和社会保障局", elide=True)
    label.resize(80, 24)
    assert label.is_elided()
    assert label.shown_lines()[0].endswith("…")
    assert label.text() == "北京市西城区人力资源和社会保障局"


def test_a_wrapped_text_is_as_high_as_its_lines() -> None:
    label = Text("须在证书核发之日起十二个月内提出申请，最后一日为休息日的顺延。", wrap=True)
    assert label.heightForWidth(2000) * 3 <= label.heightForWidth(120)


def test_text_is_never_markup() -> None:
    label = Text("<b>欧阳</b>")
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.shown_lines() == ("<b>欧阳</b>",)
