"""设置 on a small practice office, section by section, for the seats that see them; with the frame filled."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtWidgets import QApplication, QWidget

from desktop.dialogs.account_dialogs import ResetDialog
from desktop.dialogs.calendar_year import ConfirmYearDialog
from desktop.gallery.office_window import office_window
from desktop.gallery.practice_desk import CLOCK, TODAY, office_folder, practice_desk
from desktop.gallery.shots import Scene
from desktop.guide.pictures import GuidePictures
from desktop.guide.reader import GuideWindow
from desktop.main_window import MainWindow
from desktop.pages.practice_story import PracticeStory
from desktop.pages.settings import SettingsPage
from desktop.pages.settings_keys import MoveKeyDialog
from desktop.pages.settings_section import Services
from desktop.practice.day import visitors
from desktop.practice.day_check import judge
from desktop.preference_keeper import PreferenceKeeper
from desktop.theme.apply import Theme
from desktop.tour.overlay import Tour
from models.calendar import YearTable
from models.casework.bundles import case_bundle
from models.casework.calendars import CalendarYear
from models.casework.case_scans import paper_scan
from models.casework.clocks import Moved
from models.casework.letter_register import log_reprint
from models.casework.maintenance import Loss, make_backup, rehearse_restore
from models.casework.reveals import log_reveal
from models.store.joined import keep_address
from models.store.server import read_address

_OWN = "settings"  # an office of its own: backups are made in it


def settings_scenes() -> list[Scene]:
    """All of them."""
    system, audit, signer = (partial(_window, name) for name in ("吴磊", "郑洁", "孙立群"))
    return [
        Scene("settings", "look", system, _section("look")),
        Scene("settings", "print", system, _section("print", _papers)),
        Scene("settings", "keys", system, _section("keys", _moved)),
        Scene("settings", "keys-taken", system, _section("keys", _taken_key)),
        Scene("settings", "search", system, _section("look", _search)),
        Scene("settings", "office", system, _section("office")),
        Scene("settings", "office-error", system, _section("office", _break_office)),
        Scene("settings", "office-steps", system, _section("office", _steps), dialog="steps.steps_dialog"),
        Scene("settings", "own", signer, _section("own", lambda page: page.put_pin())),
        *_calendar_scenes(system, signer),
        Scene("settings", "accounts", system, _section("accounts")),
        Scene(
            "settings", "accounts-add", system, _section("accounts", _add), dialog="account_dialogs.NewAccountDialog"
        ),
        Scene("settings", "reset", system, _section("accounts", _reset), dialog="account_dialogs.ResetDialog"),
        Scene("settings", "accounts-close", system, _section("accounts", _close), dialog="close_account.close_dialog"),
        Scene("settings", "backup", system, _section("backup")),
        Scene(
            "settings",
            "backup-restore",
            system,
            _section("backup", lambda page: page.preview()),
            dialog="restore_dialog.RestoreDialog",
        ),
        Scene("settings", "backup-key-due", system, _section("backup", lambda section: section.key_due.show())),
        Scene(
            "settings",
            "backup-restore-leaver",
            system,
            _section("backup", _restore_with_leaver),
            dialog="restore_dialog.RestoreDialog",
        ),
        *_server_scenes(system),
        Scene("settings", "check", audit, _section("check", lambda page: page.check())),
        Scene("settings", "check-error", audit, _section("check", _findings)),
        Scene("settings", "journal", audit, _section("journal")),
        *_access_scenes(audit),
        *_guiding_scenes(),
    ]


def _access_scenes(audit: Callable[[], QWidget]) -> list[Scene]:
    return [
        Scene("settings", "access", audit, _section("access", _looked_at)),
        Scene("settings", "access-filtered", audit, _section("access", _filtered)),
        Scene("settings", "access-error", audit, _section("access", _no_such_case)),
        Scene(
            "settings",
            "access-export",
            audit,
            _section("access", _give_out),
            dialog="access_export.access_export_dialog",
        ),
    ]


def _looked_at(section: Any) -> None:
    _look()
    section.refresh()


@cache
def _look() -> None:
    """What a day leaves: looks at values and scans, a letter printed again, a bundle taken out."""
    window, sign = practice_desk("赵文博", own=_OWN), practice_desk("孙立群", own=_OWN)
    with window.look("case.read") as work:
        cases = work.rows.cases(limit=12)
        letters = [letter for case in cases for letter in work.rows.letters(case.case_id)]
        scans = [
            (case.number, paper.attachment_id)
            for case in cases
            for paper in work.rows.papers(case.case_id)
            if paper.attachment_id is not None
        ]
    for desk, case, what in zip(
        (window, sign, window) * 4, cases, ("id_number", "phone", "bank_card") * 4, strict=True
    ):
        log_reveal(desk, case.person_id, what)
    for number, attachment in scans[:4]:
        paper_scan(sign, number, attachment)
    for letter in letters[:2]:
        log_reprint(window, letter.id)
    case_bundle(sign, cases[0].number, "行政复议答复（练习）")


def _filtered(section: Any) -> None:
    _look()
    section.account.box.set_answer("孙立群")
    section.first.set_text("2026-09-01")
    section.ask()


def _no_such_case(section: Any) -> None:
    section.case.set_text("2026-99999")
    section.ask()


def _give_out(section: Any) -> None:
    _looked_at(section)
    section.export()


def _calendar_scenes(system: Callable[[], QWidget], signer: Callable[[], QWidget]) -> list[Scene]:
    return [
        Scene("settings", "calendar", system, _section("calendar")),
        Scene(
            "settings",
            "calendar-add",
            system,
            _section("calendar", lambda section: section.add()),
            dialog="calendar_year.year_dialog",
        ),
        Scene(
            "settings",
            "calendar-grounds",
            system,
            _section("calendar", lambda section: section.ask_grounds()),
            dialog="calendar_year.grounds_dialog",
        ),
        Scene(
            "settings",
            "confirm-year",
            signer,
            _section("calendar", _confirm_year),
            dialog="calendar_year.ConfirmYearDialog",
        ),
    ]


def _steps(section: Any) -> None:
    section.open_steps()


def _guiding_scenes() -> list[Scene]:
    """The guide, the tour and the practice day."""
    return [
        Scene("guide", "intake", _guide),
        Scene("tour", "panel", partial(office_window, "赵文博", "intake"), partial(_tour, 2)),
        Scene("tour", "review", partial(office_window, "赵文博", "intake"), partial(_tour, 5)),
        Scene("practice", "day", partial(_window, "赵文博"), _section("practice")),
        Scene("practice", "story", partial(office_window, "赵文博", "intake"), _call),
        Scene("practice", "judged", partial(office_window, "赵文博", "intake"), _served),
    ]


def _server_scenes(system: Callable[[], QWidget]) -> list[Scene]:
    there = partial(_window, "吴磊", joined=True)
    return [
        Scene("settings", "server", system, _section("server")),
        Scene("settings", "server-error", system, _section("server", lambda section: section.move_in())),
        Scene("settings", "server-moving", system, _section("server", _moving), dialog="moving.MovingDialog"),
        Scene("settings", "server-joined", there, _section("server")),
        Scene(
            "settings",
            "server-back",
            there,
            _section("server", lambda section: section.ask_out()),
        ),
    ]


@cache
def _office() -> Path:
    folder = office_folder(own=_OWN)
    make_backup(practice_desk("吴磊", own=_OWN))
    rehearse_restore(practice_desk("吴磊", own=_OWN))
    return folder


def _joined() -> Path:
    folder = _office().with_name("joined")
    url = "postgresql://desk_window@db.dongcheng.example/desk"
    keep_address(folder, read_address(url))
    return folder


def _window(account: str, *, joined: bool = False) -> MainWindow:
    folder = _joined() if joined else _office()
    application = QApplication.instance()
    assert application is not None
    theme = next(child for child in application.children() if isinstance(child, Theme))
    keeper = PreferenceKeeper(folder / "no-preferences.json")
    services = Services(folder, keeper, theme, lambda *_: None, lambda: None, practice=True)
    return office_window(account, "settings", maker=partial(SettingsPage, services=services), own=_OWN)


def _section(key: str, then: Callable[[Any], object] | None = None) -> Callable[[QWidget], object]:
    def show(window: QWidget) -> None:
        page = cast("SettingsPage", cast("MainWindow", window).pages["settings"])
        page.open_target(key)
        page.activated()
        QApplication.processEvents()
        if then is not None:
            then(page.sections[key])

    return show


def _tour(place: int, window: QWidget) -> None:
    tour = Tour(cast("MainWindow", window))
    tour.begin()
    for _ in range(place):
        tour.forward()


def _guide() -> QWidget:
    window = GuideWindow(GuidePictures(_pictures()))
    window.open("intake")
    return window


@cache
def _pictures() -> Path:
    """A picture as the reader finds them: the README's, under the name of the guide's scene."""
    folder = office_folder(0).parent / "guide"
    (folder / "pictures").mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("pictures") / "intake.png", folder / "pictures" / "intake-full.png")
    return folder


def _call(window: QWidget, place: int = 1) -> PracticeStory:
    """A visitor at the real window for taking in."""
    story = PracticeStory()
    story.show_visitor(visitors(TODAY)[place])
    cast("MainWindow", window).show_above(story)
    return story


def _served(window: QWidget) -> None:
    _call(window, 2).show_judgement(judge(practice_desk("赵文博"), visitors(TODAY)[2]))


def _break_office(section: Any) -> None:
    section.form.phone.set_text("")
    for field in section.form.codes.values():
        field.set_text("东人社")
    section.form.streets.set_text("")
    section.form.edited.emit()
    section.save()


def _papers(section: Any) -> None:
    for key, text in {
        "printers.letter": "窗口打印机",
        "printers.approval": "红头纸打印机",
        "trays.approval": "下纸盒",
    }.items():
        section.field(key).set_text(text)


def _moved(section: Any) -> None:
    section._put({"F7": "Alt+Shift+K"})
    section.table.select_number(6)


def _taken_key(section: Any) -> None:
    section._put({})
    section.table.select_number(6)
    section.ask(section.table.current())
    dialog = section.window().findChildren(MoveKeyDialog)[-1]
    dialog.catcher.set_text("F8")
    dialog.catcher.caught.emit("F8")


def _search(section: Any) -> None:
    page = section.window().pages["settings"]
    page.search.setFocus()
    page.search.setText("dyj")
    page.search.textEdited.emit("dyj")


def _moving(section: Any) -> None:
    report = section._begin("正在搬到共享服务器")
    report(23, 132, "正在搬数据")


def _add(section: Any) -> None:
    section.add()


def _close(section: Any) -> None:
    section.table.select_number([account.name for account in section._accounts].index("赵文博"))
    section.close_action.trigger()


def _restore_with_leaver(section: Any) -> None:
    section._ask(Loss(section.current(), 42, 3, 5, 2, ("李静",)))


def _findings(section: Any) -> None:
    section._show(("流水第 12 号的校验值与前一号接不上。", "文书 练东人社补〔2026〕3号 的存档与登记的校验码不符。"))


def _reset(section: Any) -> None:
    section.host.open_modal(ResetDialog("赵文博", lambda _new, _own: None))


def _confirm_year(section: Any) -> None:
    holidays = {date(2027, 1, 1) + timedelta(days=n): "元旦" for n in range(3)}
    holidays |= {date(2027, 2, 5) + timedelta(days=n): "春节" for n in range(8)}
    table = YearTable(2027, holidays, frozenset({date(2027, 1, 9), date(2027, 2, 14)}))
    year = CalendarYear(1, table, "练习文号〔练习〕2号", "钱雨桐", CLOCK(), "", in_force=False)
    before, kept = date(2027, 1, 7), date(2027, 1, 8)
    moved = [
        Moved("2026-00031", before, date(2027, 1, 11), before, before),
        Moved("2026-00028", kept, before, kept, before),
    ]
    section.host.open_modal(ConfirmYearDialog(year, moved, lambda: None))
