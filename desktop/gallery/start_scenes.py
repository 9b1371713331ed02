"""Scenes before the office is open: welcome, set-up, sign-in, lock, trouble."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.gallery.shots import Scene
from desktop.pages.set_up import SetUpScreen
from desktop.pages.set_up_join import JoinScreen
from desktop.pages.set_up_restore import RestoreScreen, _label
from desktop.pages.set_up_welcome import WelcomeScreen
from desktop.pages.sign_in import Occasion, Person, SignInScreen
from desktop.pages.sign_in_progress import ProgressScreen
from desktop.pages.sign_in_recovery import RecoveryScreen
from desktop.pages.sign_in_trouble import TroubleScreen
from desktop.shell import Shell
from desktop.widgets.segments import Option
from models.casework.maintenance import BackupRow, FoundBackup
from models.casework.offices import NewAccount
from models.errors import MustWait, NotPermitted, StoreError, Trouble
from models.office import Office, Seat
from models.rules.load import load_rulebook

_LONG = "阿卜杜热合曼·麦麦提图尔荪·艾则孜·吾斯曼江·努尔𬭎"
_OFFICE = "北京市东城区人力资源和社会保障局"
_PEOPLE = (
    Person("赵文博", "受理"),
    Person("周敏", "受理 · 复核"),
    Person("钱雨桐", "复核"),
    Person("孙立群", "签发"),
    Person("李静", "财务"),
    Person("吴磊", "系统管理员 · 安全管理员"),
    Person("郑洁", "审计管理员"),
)
_KEY = "VBY2E-HENX3-N5GXA-5N5Z6-2E7NJ-N6X9G-W2TQ3-YEUX3"
_TROUBLES: Mapping[Trouble, str] = {
    Trouble.KEY: "无法打开 office.db：密钥不对，或文件已损坏、不是本程序的数据库；请核对口令，或从备份恢复。",
    Trouble.KEY_FILE: "数据文件夹 /data/office 中没有密钥文件 office.keys；请核对文件夹，或从备份取回该文件。",
    Trouble.NEWER: "数据库由更新版本的程序建立（版本 5，本程序支持到 4）；请升级本程序后再打开。",
    Trouble.OLDER: "数据是旧版本程序建立的（版本 3，现为 4），要先升级才能打开；"
    "请先关闭其他窗口，由系统管理员升级数据库，升级前会自动备份。",
    Trouble.FOREIGN: "这个数据库文件不是本程序建立的；请核对数据文件夹。",
    Trouble.BACKUP: "/media/stick/office-20261127T160806Z 是一份备份，不能直接在里面办理："
    "一改动，这份备份就不能再用来恢复；"
    "请用“从备份恢复”恢复到另一个文件夹。",
    Trouble.NETWORK: "数据文件夹 /data/office 在网络盘上，多台电脑同时读写会损坏数据；"
    "请放在本机硬盘，多个窗口请使用共享服务器。",
    Trouble.DAMAGED: "密钥没有错，但数据库文件有损坏，已停止读写；请从最近的备份恢复。",
    Trouble.MISSING: "数据文件夹 /data/office 中没有数据库文件 office.db；请核对文件夹，或从备份恢复，不会自动新建。",
    Trouble.NOTHING: "数据文件夹 /data/office 里没有本局的数据；请核对文件夹，不会自动新建。",
    Trouble.FULL: "磁盘已满或读写出错，数据库无法打开；请清理磁盘空间后再试。",
    Trouble.CLOCK: "电脑时间（2025-11-03 09:12）早于最近一次登记（2026-11-02 16:40），现在办的什么都不能登记；"
    "请校准电脑的日期和时间再打开。",
    Trouble.BUSY: "数据库正被另一个程序占用，请稍候再试。",
    Trouble.SERVER: "连不上共享服务器，请检查网络、地址和数据库账号后再试。",
}
_SHARED: Mapping[Trouble, str] = {
    Trouble.SERVER: "连不上共享服务器（desk_window@db.example/desk）：那里没有数据库在应答；"
    "请核对地址和端口，或请服务器管理员看数据库是否开着。",
    Trouble.OLDER: "数据是旧版本程序建立的（版本 3，现为 4），要先升级才能打开；"
    "请先关闭其他窗口，请服务器管理员先备份，再由数据库的属主执行 ./run server prepare。",
    Trouble.NEWER: _TROUBLES[Trouble.NEWER],
    Trouble.CLOCK: "服务器时间（2025-11-03 09:12）早于最近一次登记（2026-11-02 16:40），现在办的什么都不能登记；"
    "请校准服务器的日期和时间再打开。",
    Trouble.FULL: "服务器的磁盘已满，未保存；已保存的数据不受影响，填写的内容还在，请告诉服务器管理员。",
    Trouble.BUSY: "数据库正忙，未保存；请稍候再试。",
    Trouble.OTHER: "本局已经从这里搬走，这里的数据不再使用；请打开搬去的地方。",
}


def start_scenes() -> list[Scene]:
    """All of them."""
    steps = ("folder", "office", "accounts", "recovery", "values")
    return [
        Scene("welcome", "typical", lambda: in_shell(WelcomeScreen)),
        Scene("join", "typical", lambda: in_shell(JoinScreen)),
        Scene("join", "refused", lambda: in_shell(JoinScreen), _refuse_to_join),
        Scene("join", "error", lambda: in_shell(JoinScreen), lambda window: _screen(window).submit()),  # type: ignore[attr-defined]
        Scene("restore", "typical", lambda: in_shell(RestoreScreen), _restore),
        Scene("restore", "phrase", lambda: in_shell(RestoreScreen), _restore_by_phrase),
        Scene("restore", "wrong-key", lambda: in_shell(RestoreScreen), _restore_wrong),
        Scene("recovery", "typical", lambda: in_shell(_recovery), _recovery_typed),
        Scene("recovery", "error", lambda: in_shell(_recovery), _recovery_wrong),
        Scene("sign-in", "empty", lambda: in_shell(_sign_in), _focus),
        Scene("sign-in", "error", lambda: in_shell(_sign_in), _refuse),
        Scene("sign-in", "wait", lambda: in_shell(_sign_in), _wait),
        Scene("sign-in", "practice", lambda: in_shell(_practice), _focus),
        Scene("sign-in", "long-name", lambda: in_shell(_long), _focus),
        Scene("switch", "typical", lambda: in_shell(_switch), _focus),
        Scene("lock", "typical", lambda: in_shell(_lock), _focus),
        Scene("making", "typical", lambda: in_shell(_making)),
        *(
            Scene("trouble", kind.value.replace(" ", "-"), partial(in_shell, partial(_trouble, kind)), _again)
            for kind in _TROUBLES
        ),
        *(
            Scene("trouble", f"shared-{kind.value}", partial(in_shell, partial(_trouble, kind, shared=True)), _again)
            for kind in _SHARED
        ),
        *(Scene("set-up", name, partial(in_shell, SetUpScreen), partial(_step, n)) for n, name in enumerate(steps)),
        Scene("set-up", "office-error", partial(in_shell, SetUpScreen), _office_error),
        Scene("set-up", "accounts-full", partial(in_shell, SetUpScreen), _full_accounts),
    ]


def in_shell(make: Callable[[], QWidget]) -> Shell:
    """A screen in the program's window."""
    shell = Shell()
    shell.show_screen(make())
    return shell


def _screen(window: QWidget) -> QWidget:
    assert isinstance(window, Shell)
    shown = window.screen_shown()
    assert shown is not None
    return shown


def _sign_in() -> SignInScreen:
    screen = SignInScreen(Occasion("登录", "登录", office=_OFFICE, folder="/data/subsidy-desk/office"))
    screen.show_people([Person(person.name) for person in _PEOPLE])
    return screen


def _practice() -> SignInScreen:
    note = "点一个账号，或按它的数字，就以该席位登录；口令已填好。"
    folder = "/tmp/subsidy-desk-practice/office"  # noqa: S108 - a picture of it
    return SignInScreen(
        Occasion("选择账号", "登录", folder=folder, people=_PEOPLE, passphrase="x" * 18, practice=True, note=note)
    )


def _long() -> SignInScreen:
    people = (Person(_LONG, "受理 · 复核 · 签发 · 财务"), *_PEOPLE[1:3])
    return SignInScreen(Occasion("换账号", "登录", office=_OFFICE * 2, people=people, chosen=_LONG, leaves=True))


def _switch() -> SignInScreen:
    return SignInScreen(Occasion("换账号", "登录", office=_OFFICE, people=_PEOPLE, chosen="钱雨桐", leaves=True))


def _lock() -> SignInScreen:
    return SignInScreen(
        Occasion(
            "已锁定",
            "解锁",
            people=_PEOPLE[:1],
            chosen="赵文博",
            only_chosen=True,
            note="没有提交的内容还在，解锁后接着办。",
        )
    )


def _making() -> ProgressScreen:
    text = "里面的人和案件都是虚构的，文书上印有“练习”。"
    screen = ProgressScreen("正在准备练习局", text, "正在办理练习案件")
    screen.line.report(66, 180, "正在办理练习案件")
    return screen


def _trouble(kind: Trouble, *, shared: bool = False) -> TroubleScreen:
    words = (_SHARED if shared else _TROUBLES)[kind]
    return TroubleScreen(StoreError(words, kind), "/data/office", shared=shared)


def _refuse_to_join(window: QWidget) -> None:
    screen = _screen(window)
    assert isinstance(screen, JoinScreen)
    typed = {"host": "db.example", "database": "desk", "window": "desk_window", "certificate": "/data/root.crt"}
    for name, text in typed.items():
        getattr(screen.fields, name).set_text(text)
    words = "数据库账号或密码不对。"
    screen.refuse(StoreError(f"连不上共享服务器（desk_window@db.example/desk）：{words}", Trouble.SERVER))


def _focus(window: QWidget) -> None:
    screen = _screen(window)
    assert isinstance(screen, SignInScreen)
    screen.focus_first()


def _again(window: QWidget) -> None:
    screen = _screen(window)
    assert isinstance(screen, TroubleScreen)
    screen.again.setFocus()


def _refuse(window: QWidget) -> None:
    screen = _screen(window)
    assert isinstance(screen, SignInScreen)
    screen.name.set_text("赵文博")
    screen.refuse(NotPermitted("账号或口令不对，请重新输入；忘记口令可用恢复密钥或请管理员重设。"))


def _wait(window: QWidget) -> None:
    screen = _screen(window)
    assert isinstance(screen, SignInScreen)
    screen.name.set_text("赵文博")
    screen.refuse(MustWait("口令连续输错多次，请等待27秒后再试。", 27))


def _recovery() -> RecoveryScreen:
    screen = RecoveryScreen(Path("/data/subsidy-desk/office"))
    screen.show_names([person.name for person in _PEOPLE])
    return screen


def _recovery_typed(window: QWidget) -> None:
    screen = _screen(window)
    assert isinstance(screen, RecoveryScreen)
    screen.fields.key.set_text(_KEY)
    screen.fields.account.set_text("吴磊")
    screen.fields.first.setFocus()


def _recovery_wrong(window: QWidget) -> None:
    screen = _screen(window)
    assert isinstance(screen, RecoveryScreen)
    screen.fields.key.set_text(_KEY.replace("N5GXA", "N5GXO"))
    screen.submit()


def _restore(window: QWidget) -> None:
    screen = _screen(window)
    assert isinstance(screen, RestoreScreen)
    day = datetime(2026, 11, 27, 8, 8, tzinfo=UTC)
    names = tuple(person.name for person in _PEOPLE)
    for hour in (0, 24):
        path = Path(f"/media/stick/office-{day - timedelta(hours=hour):%Y%m%dT%H%M%SZ}")
        found = FoundBackup(BackupRow(path, day - timedelta(hours=hour), 9040, 812 - hour, 640 - hour), names)
        screen.found[_label(found)] = found
    screen.source.set_text("/media/stick")
    screen._looked_at = "/media/stick"
    screen.which.set_options([Option(label) for label in screen.found])
    screen.which.set_text(next(iter(screen.found)))
    screen.target.set_text("/data/subsidy-desk/office")
    screen.recovery.key.set_text(_KEY)
    screen.recovery.account.set_text("吴磊")
    screen.recovery.first.setFocus()


def _restore_by_phrase(window: QWidget) -> None:
    _restore(window)
    screen = _screen(window)
    assert isinstance(screen, RestoreScreen)
    screen.method.set_text("口令")
    screen._show_method()
    screen.passphrase.setFocus()


def _restore_wrong(window: QWidget) -> None:
    _restore(window)
    screen = _screen(window)
    assert isinstance(screen, RestoreScreen)
    screen.refuse(NotPermitted("这个恢复密钥没有输错，但不是本单位现用的；请核对打印件上的单位和日期。"))


def _step(place: int, window: QWidget) -> None:
    screen = _screen(window)
    assert isinstance(screen, SetUpScreen)
    screen.folder.field.set_text("/data/subsidy-desk/office")
    _fill(screen)
    screen.show_step(place)


def _fill(screen: SetUpScreen) -> None:
    codes = {"receipt": "东人社受", "approval": "东人社补", "refusal": "东人社不"}
    streets = ("东华门街道", "景山街道", "交道口街道", "安定门街道")
    screen.office.form.show_office(Office(_OFFICE, "110101", streets, codes, "东城区练习胡同1号", "010-55550103"))
    screen.accounts.accounts = [NewAccount("赵文博", frozenset({Seat.INTAKE}), "")]
    screen.recovery.show_key(_KEY, _OFFICE, date(2026, 1, 5))
    book, day = load_rulebook(), date(2026, 1, 5)
    screen.values.show_values([(rules.name, book.open_values(n, day)) for n, rules in book.programmes.items()])


def _office_error(window: QWidget) -> None:
    screen = _screen(window)
    assert isinstance(screen, SetUpScreen)
    screen.show_step(1)
    screen.go_on()


def _full_accounts(window: QWidget) -> None:
    screen = _screen(window)
    assert isinstance(screen, SetUpScreen)
    held = ({Seat.INTAKE}, {Seat.REVIEW, Seat.SIGN}, {Seat.SYSTEM, Seat.SECURITY}, {Seat.AUDIT}, set(Seat))
    names = ("赵文博", "钱雨桐", "吴磊", "郑洁", _LONG)
    screen.accounts.accounts = [NewAccount(name, frozenset(seats), "") for name, seats in zip(names, held, strict=True)]
    screen.show_step(2)
    screen.accounts.form.name.set_text("孙立群")
    screen.accounts.form.seats.chips[Seat.SIGN].setChecked(True)
    screen.accounts.form.first.set_text("12345678")
    screen.accounts.form.check_strength()
