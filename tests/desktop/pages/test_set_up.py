"""Setting up an office: step by step, each refusal at its field, the key proved on paper."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.dialogs.recovery_sheet import _told, _wrapped, paint_recovery_sheet
from desktop.gallery.clipping import clipped_texts
from desktop.pages.set_up import SetUpScreen, make_office
from desktop.pages.set_up_accounts import AccountsStep, case_workers, missing_seats
from desktop.pages.set_up_office import OfficeForm
from desktop.pages.set_up_recovery import RecoveryStep
from desktop.pages.set_up_welcome import WelcomeScreen
from desktop.pages.sign_in import Occasion, SignInScreen
from desktop.shell import Shell
from desktop.widgets.button import Button, Link
from models.casework.offices import NewAccount, sign_in
from models.letter import NAMED_KINDS, LetterKind
from models.moment import now
from models.office import Seat
from models.store.keys import KeyRing
from tests.builders.desk import OFFICE
from tests.builders.keys import show, type_text

pytestmark = pytest.mark.usefixtures("theme")
PHRASE = "一句很长的口令不会忘记 2026"
PATIENCE = 20_000


def fill_office(form: OfficeForm) -> None:
    form.show_office(OFFICE)


def add(step: AccountsStep, name: str, *seats: Seat, phrase: str = PHRASE) -> None:
    step.form.name.set_text(name)
    for seat in seats:
        step.form.seats.chips[seat].setChecked(True)
    step.form.first.set_text(phrase)
    step.form.second.set_text(phrase)
    step.add()


@pytest.fixture
def screen(qtbot: QtBot, tmp_path: Path) -> SetUpScreen:
    screen = SetUpScreen()
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    screen.folder.field.set_text(str(tmp_path / "office"))
    show(screen)
    return screen


def test_an_office_is_made_step_by_step_and_its_accounts_can_sign_in(
    screen: SetUpScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    finished: list[Path] = []
    screen.finished.connect(finished.append)
    screen.go_on()
    fill_office(screen.office.form)
    screen.go_on()
    add(screen.accounts, "赵文博", Seat.INTAKE)
    add(screen.accounts, "钱雨桐", Seat.REVIEW, Seat.SIGN)
    add(screen.accounts, "吴磊", Seat.SYSTEM, Seat.SECURITY)
    screen.go_on()
    qtbot.waitUntil(lambda: screen.list.current == 3, timeout=PATIENCE)
    key = "-".join(screen.recovery.groups.groups)
    assert KeyRing.load(tmp_path / "office").unlock_with_recovery(key)
    for field, place in zip(screen.recovery.fields, screen.recovery._asked, strict=True):
        field.set_text(key.split("-")[place].lower())
    screen.go_on()
    assert screen.list.current == 4
    assert screen.recovery.groups.groups == []
    screen.go_on()
    assert finished == [tmp_path / "office"]
    desk = sign_in(tmp_path / "office", "钱雨桐", PHRASE, now)
    try:
        assert desk.account.seats == {Seat.REVIEW, Seat.SIGN}
        with desk.look("office.read") as work:
            assert (work.office.name, work.office.practice) == (OFFICE.name, False)
    finally:
        desk.store.close()


def test_the_window_stays_while_the_office_is_made_for_nobody_else_could_show_its_recovery_key(
    screen: SetUpScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    going = threading.Event()

    def slowly(*given: Any) -> Any:
        going.wait(PATIENCE / 1000)
        return make_office(*given)

    monkeypatch.setattr("desktop.pages.set_up.make_office", slowly)
    shell = Shell()
    qtbot.addWidget(shell)
    shell.show_screen(screen)
    shell.show()
    fill_office(screen.office.form)
    add(screen.accounts, "赵文博", Seat.INTAKE)
    add(screen.accounts, "钱雨桐", Seat.REVIEW, Seat.SIGN)
    add(screen.accounts, "吴磊", Seat.SYSTEM, Seat.SECURITY)
    for _ in range(3):
        screen.go_on()
    try:
        assert not shell.close()
    finally:
        going.set()
    qtbot.waitUntil(lambda: screen.list.current == 3, timeout=PATIENCE)
    assert screen.recovery.groups.groups
    assert shell.close()


def test_enter_alone_goes_forward_through_every_step_and_never_to_the_way_back(screen: SetUpScreen) -> None:
    def enter() -> str:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        QApplication.processEvents()
        return QApplication.focusWidget().accessibleName()

    assert enter() == "下一步"
    enter()
    assert screen.list.current == 1
    fill_office(screen.office.form)
    screen.office.form.fields()[-1].control.setFocus()
    assert enter() == "下一步"
    enter()
    assert screen.list.current == 2
    type_text(QApplication.focusWidget(), "jia")
    assert enter() == "受理"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert enter() == "口令"
    for _ in range(2):
        type_text(QApplication.focusWidget(), "a long phrase 2026")
        enter()
    assert QApplication.focusWidget().accessibleName() == "添加这个账号"
    assert enter() == "账号名"
    assert [account.name for account in screen.accounts.accounts] == ["jia"]


def test_the_values_still_open_are_listed_by_programme(screen: SetUpScreen, qtbot: QtBot) -> None:
    from desktop.workers.progress import Progress

    accounts = (NewAccount("吴磊", frozenset({Seat.SYSTEM, Seat.SECURITY}), PHRASE),)
    _, programmes = make_office(screen.folder.folder(), OFFICE, accounts, Progress(lambda *_: None))
    screen.values.show_values(programmes)
    model = screen.values.model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    headers = [model.group(view) for view in model.group_rows()]
    assert [header.title for header in headers if header] == [name for name, _ in programmes]
    assert sum(header.count for header in headers if header) == sum(len(values) for _, values in programmes) > 0


def test_a_folder_that_holds_an_office_is_refused_with_the_way_round(screen: SetUpScreen, tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "office.keys").write_text("{}", encoding="utf-8")
    screen.go_on()
    problem = screen.folder.field.problem
    assert problem is not None
    assert "不会覆盖" in problem.what
    assert screen.list.current == 0


@pytest.mark.parametrize("typed", ["", "   ", "somewhere/relative"])
def test_a_folder_that_is_no_place_is_refused(screen: SetUpScreen, typed: str) -> None:
    screen.folder.field.set_text(typed)
    screen.go_on()
    assert screen.folder.field.problem is not None
    assert screen.list.current == 0


def test_every_empty_field_of_the_office_says_so_at_once(screen: SetUpScreen) -> None:
    screen.go_on()
    screen.go_on()
    wrong = [field for field in screen.office.form.fields() if field.problem is not None]
    assert len(wrong) == 5 + len(NAMED_KINDS)
    assert QApplication.focusWidget() is screen.office.form.name.control
    type_text(screen.office.form.name.control, "局")
    assert screen.office.form.name.problem is None


def test_two_letters_with_the_same_code_are_refused_at_the_codes(screen: SetUpScreen) -> None:
    screen.go_on()
    fill_office(screen.office.form)
    for field in screen.office.form.codes.values():
        field.set_text("东人社")
    screen.go_on()
    problem = screen.office.form.codes[LetterKind.RECEIPT].problem
    assert problem is not None
    assert "各不相同" in problem.what


def test_streets_are_pasted_one_a_line(qtbot: QtBot) -> None:
    form = OfficeForm()
    qtbot.addWidget(form)
    fill_office(form)
    form.streets.set_text("  月坛街道 \n\n新街口街道\r\n")
    made = form.office()
    assert made is not None
    assert made.streets == ("月坛街道", "新街口街道")


def test_an_administrator_cannot_take_a_case_seat(qtbot: QtBot) -> None:
    step = AccountsStep()
    qtbot.addWidget(step)
    step.form.seats.chips[Seat.SYSTEM].setChecked(True)
    assert not step.form.seats.chips[Seat.INTAKE].isEnabled()
    assert "管理员不办案" in step.form.seats.reason.text()
    step.form.seats.chips[Seat.SYSTEM].setChecked(False)
    assert step.form.seats.chips[Seat.INTAKE].isEnabled()


@pytest.mark.parametrize(
    ("name", "first", "second", "said"),
    [
        ("", PHRASE, PHRASE, "还没有账号名"),
        ("赵文博", "short", "short", "至少要有12个字符"),
        ("赵文博", "123456789012", "123456789012", "太容易被猜到"),
        ("赵文博", PHRASE, "another one here", "不一样"),
        ("赵文博", PHRASE, "", "再输入一次"),
        ("吴磊", PHRASE, PHRASE, "已经有了"),
    ],
)
def test_an_account_that_is_not_right_is_refused_at_its_field(
    qtbot: QtBot, name: str, first: str, second: str, said: str
) -> None:
    step = AccountsStep()
    qtbot.addWidget(step)
    add(step, "吴磊", Seat.SYSTEM)
    step.form.name.set_text(name)
    step.form.seats.chips[Seat.INTAKE].setChecked(True)
    step.form.first.set_text(first)
    step.form.second.set_text(second)
    step.add()
    problems = [field.problem.what for field in step.form.fields() if field.problem is not None]
    assert any(said in problem for problem in problems)
    assert [account.name for account in step.accounts] == ["吴磊"]
    assert step.form.name.text() == name


def test_missing_seats_and_too_few_people_are_said(qtbot: QtBot) -> None:
    step = AccountsStep()
    qtbot.addWidget(step)
    add(step, "赵文博", Seat.INTAKE, Seat.REVIEW, Seat.SIGN)
    assert missing_seats(step.accounts) == [Seat.SYSTEM, Seat.SECURITY]
    assert case_workers(step.accounts) == 1
    assert not step.complete()
    assert [words for _, words in step._remarks()][1].startswith("能办案的不到两人")
    add(step, "钱雨桐", Seat.REVIEW)
    add(step, "吴磊", Seat.SYSTEM, Seat.SECURITY)
    assert step.complete()
    step.remove("吴磊")
    assert not step.complete()


def test_the_recovery_key_must_be_typed_back(qtbot: QtBot) -> None:
    step = RecoveryStep(lambda _count: [1, 2])
    qtbot.addWidget(step)
    step.show_key("AAAAA-BBBBB-CCCCC", "局", date(2026, 1, 5))
    assert [field.label.text() for field in step.fields] == ["第 2 组", "第 3 组"]
    step.fields[0].set_text("BBBBB")
    step.fields[1].set_text("BBBBB")
    assert not step.complete()
    assert step.fields[0].problem is None
    assert step.fields[1].problem is not None
    step.fields[1].set_text("ccccc")
    assert step.complete()


def test_the_recovery_key_never_reaches_the_clipboard_and_leaves_the_screen_with_the_page(qtbot: QtBot) -> None:
    step = RecoveryStep()
    qtbot.addWidget(step)
    step.show_key("AAAAA-BBBBB-CCCCC", "局", date(2026, 1, 5))
    step.show()
    QGuiApplication.clipboard().setText("别的文字")
    assert [button.text() for button in step.findChildren(Button)] == ["打印"]
    for widget in (step, step.groups):
        QTest.keyClick(widget, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "别的文字"
    step.forget()
    assert step.groups.groups == []


def test_the_printed_sheet_has_ink_only_inside_its_margins() -> None:
    image = QImage(2100, 2970, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    groups = ["ABCDE"] * 8
    paint_recovery_sheet(painter, 10.0, "北京市西城区人力资源和社会保障局", "-".join(groups), date(2026, 1, 5))
    painter.end()
    dark = [x for x in range(0, 2100, 3) for y in range(0, 2970, 3) if image.pixelColor(x, y).lightness() < 128]
    assert dark
    assert min(dark) >= 200
    assert max(dark) <= 1990


def test_the_sheet_tells_a_stranger_what_to_press_and_its_lines_end_well() -> None:
    told = "".join(words for _, lines in _told() for words in lines)
    welcome, sign_in = WelcomeScreen(), SignInScreen(Occasion("登录", "登录", folder="/data"))
    assert f"“{welcome.restore.text()}”" in told
    assert [link.text() for link in sign_in.findChildren(Link) if f"“{link.text()}”" in told] == ["忘记口令"]
    for words in (told, "北京市西城区人力资源和社会保障局" * 4):
        lines = _wrapped(words, 2000)
        assert "".join(lines) == words
        assert len(lines) > 2
        assert [line for line in lines if line[0] in "，。；：、！？”）"] == []


def test_nothing_of_any_step_is_cut_off(screen: SetUpScreen) -> None:
    for place in range(len(screen.steps)):
        screen.show_step(place)
        QApplication.processEvents()
        assert clipped_texts(screen) == []
    assert screen.minimumSizeHint().width() <= 1366
    assert screen.minimumSizeHint().height() <= 768
