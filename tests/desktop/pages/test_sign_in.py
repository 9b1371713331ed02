"""The sign-in screen by keys: who, the pass phrase, the delay, a lock."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.gallery.clipping import clipped_texts
from desktop.pages.sign_in import Occasion, Person, SignInScreen
from models.errors import MustWait, NotPermitted
from tests.builders.keys import compose, enter, press, show, type_text

pytestmark = pytest.mark.usefixtures("theme")
LONG = "阿卜杜热合曼·麦麦提图尔荪·艾则孜·吾斯曼江·努尔𬭎"
PEOPLE = (Person("赵文博", "受理"), Person("钱雨桐", "复核"), Person(LONG, "系统管理员 · 安全管理员"))


def screen_for(qtbot: QtBot, **changes: object) -> tuple[SignInScreen, list[tuple[str, str]]]:
    screen = SignInScreen(Occasion("登录", "登录", **changes))  # type: ignore[arg-type]
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    sent: list[tuple[str, str]] = []
    screen.submitted.connect(lambda name, phrase: sent.append((name, phrase)))
    show(screen)
    screen.focus_first()
    return screen, sent


def focused() -> object:
    return QApplication.focusWidget()


def test_name_enter_pass_phrase_enter_signs_in(qtbot: QtBot) -> None:
    screen, sent = screen_for(qtbot)
    assert focused() is screen.name.control
    type_text(screen.name.control, "赵文博")
    enter(screen.name.control)
    assert focused() is screen.passphrase.control
    type_text(screen.passphrase.control, "一句很长的话 2026")
    enter(screen.passphrase.control)
    assert sent == [("赵文博", "一句很长的话 2026")]


def test_while_it_is_checked_a_second_enter_does_nothing(qtbot: QtBot) -> None:
    screen, sent = screen_for(qtbot)
    screen.name.set_text("赵文博")
    screen.passphrase.set_text("something long")
    enter(screen.passphrase.control)
    enter(screen.passphrase.control)
    assert len(sent) == 1
    assert not screen.button.isEnabled()
    assert screen.button.reason == "正在核对口令……"


@pytest.mark.parametrize(
    ("name", "phrase", "said"), [("", "x", "请选择或输入自己的账号"), ("赵文博", "", "还没有口令")]
)
def test_what_is_missing_is_said_at_its_field(qtbot: QtBot, name: str, phrase: str, said: str) -> None:
    screen, sent = screen_for(qtbot)
    screen.name.set_text(name)
    screen.passphrase.set_text(phrase)
    screen.submit()
    wrong = screen.name if not name else screen.passphrase
    assert wrong.problem is not None
    assert wrong.problem.what.startswith(said)
    assert sent == []


def test_enter_while_the_input_method_composes_signs_nobody_in(qtbot: QtBot) -> None:
    screen, sent = screen_for(qtbot)
    screen.name.set_text("赵文博")
    screen.passphrase.set_text("kept")
    screen.passphrase.setFocus()
    compose(screen.passphrase.control, "zhao")
    enter(screen.passphrase.control)
    assert sent == []


def test_a_refusal_empties_the_pass_phrase_and_keeps_the_account(qtbot: QtBot) -> None:
    screen, _ = screen_for(qtbot)
    screen.name.set_text("赵文博")
    screen.passphrase.set_text("wrong")
    screen.submit()
    screen.refuse(NotPermitted("账号或口令不对，请重新输入。"))
    assert (screen.name.text(), screen.passphrase.text()) == ("赵文博", "")
    assert screen.passphrase.problem is not None
    assert screen.submit_action.enabled
    type_text(screen.passphrase.control, "a")
    assert screen.passphrase.problem is None


def test_the_delay_is_counted_down_and_ends(qtbot: QtBot) -> None:
    screen, sent = screen_for(qtbot)
    screen.name.set_text("赵文博")
    screen.passphrase.set_text("wrong")
    screen.submit()
    screen.refuse(MustWait("口令连续输错多次，请等待2秒后再试。", 2))
    assert screen.submit_action.reason == "还要等 2 秒。"
    screen.passphrase.set_text("right at last")
    enter(screen.passphrase.control)
    assert len(sent) == 1
    screen.tick()
    assert screen.submit_action.reason == "还要等 1 秒。"
    screen.tick()
    assert screen.submit_action.enabled
    enter(screen.passphrase.control)
    assert len(sent) == 2


def test_in_a_practice_office_one_digit_signs_in(qtbot: QtBot) -> None:
    screen, sent = screen_for(qtbot, people=PEOPLE, passphrase="practice-desk-only", practice=True)
    assert focused() is screen.tiles[0]
    press(screen.tiles[0], Qt.Key.Key_2, "2")
    assert sent == [("钱雨桐", "practice-desk-only")]


def test_elsewhere_the_digit_chooses_and_the_pass_phrase_is_asked(qtbot: QtBot) -> None:
    screen, sent = screen_for(qtbot, people=PEOPLE, leaves=True)
    press(screen.tiles[0], Qt.Key.Key_2, "2")
    assert sent == []
    assert focused() is screen.passphrase.control
    type_text(screen.passphrase.control, "12")
    assert (screen.name.text(), screen.passphrase.text()) == ("钱雨桐", "12")


@pytest.mark.parametrize(("leaves", "left"), [(True, 1), (False, 0)])
def test_escape_gives_up_only_where_there_is_something_to_go_back_to(qtbot: QtBot, leaves: bool, left: int) -> None:
    screen, _ = screen_for(qtbot, people=PEOPLE, leaves=leaves)
    gone: list[bool] = []
    screen.left.connect(lambda: gone.append(True))
    screen.passphrase.setFocus()
    press(screen.passphrase.control, Qt.Key.Key_Escape)
    assert len(gone) == left


def test_a_lock_offers_one_account_and_the_way_to_another(qtbot: QtBot) -> None:
    screen, _ = screen_for(qtbot, people=PEOPLE[:1], chosen="赵文博", only_chosen=True)
    asked: list[bool] = []
    screen.other_asked.connect(lambda: asked.append(True))
    assert focused() is screen.passphrase.control
    assert screen.tiles == []
    assert screen.name.control.isReadOnly()  # type: ignore[attr-defined]


def test_names_that_come_later_are_offered_without_losing_what_is_typed(qtbot: QtBot) -> None:
    screen, _ = screen_for(qtbot)
    type_text(screen.name.control, "钱")
    screen.show_people([Person("赵文博"), Person("钱雨桐")])
    assert screen.name.text() == "钱"


@pytest.mark.parametrize("people", [(), PEOPLE, tuple(Person(f"账号{n}") for n in range(30))])
def test_nothing_is_cut_off(qtbot: QtBot, people: tuple[Person, ...]) -> None:
    screen, _ = screen_for(qtbot, people=people, office="北京市东城区人力资源和社会保障局", folder="/data", note="说明")
    screen.refuse(MustWait("请等待30秒后再试。", 30))
    QApplication.processEvents()
    assert clipped_texts(screen) == []
    assert screen.minimumSizeHint().width() <= 1366
    assert screen.minimumSizeHint().height() <= 768
