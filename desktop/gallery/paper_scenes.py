"""文书, 统计 and 规则 on a small practice office: typical, compared, filtered away, empty, error, in a dialog."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from typing import Any, cast

from PySide6.QtCore import QBuffer, QDeadlineTimer, QEventLoop
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from desktop.gallery.office_window import office_window
from desktop.gallery.practice_desk import CASES, TODAY, practice_desk
from desktop.gallery.shots import Scene
from desktop.main_window import MainWindow
from desktop.pages.letters import LettersPage
from desktop.pages.rules import RulesPage
from desktop.pages.rules_form import NEW_VALUE
from desktop.pages.statistics import StatisticsPage
from desktop.pages.statistics_source import Shown
from desktop.widgets.field import Field
from models.bureau import BureauKind
from models.case import State
from models.casework import deciding
from models.casework.bureau_values import ValueDraft, enter_value
from models.casework.months import publish_month
from models.casework.queries import case_rows
from models.casework.unit_of_work import Desk
from models.errors import InputError, Refused
from reports.month.sheet import Figure

_OWN = "papers"  # another office than the other scenes
_MONTH = TODAY.isoformat()[:7]
_LIMIT = ("value", "skill_upgrade", "min_months@2026-01-01")


def paper_scenes() -> list[Scene]:
    """All of them."""
    signer, reviewer, finance = (partial(_window, name) for name in ("孙立群", "钱雨桐", "李静"))
    return [
        Scene("letters", "typical", partial(signer, "letters"), _drawn),
        Scene("letters", "width", partial(signer, "letters"), _wide),
        Scene("letters", "print", partial(signer, "letters"), _page(_print), dialog="print_dialog.PrintDialog"),
        Scene("letters", "nothing-found", partial(signer, "letters"), _page(_filter_away)),
        Scene("letters", "reader", partial(finance, "letters"), _drawn),
        Scene("letters", "empty", partial(_window, "孙立群", "letters", 0)),
        Scene("statistics", "draft", partial(_statistics, "孙立群"), _page(lambda page: page.choose_edition(0))),
        Scene("statistics", "edition", partial(_statistics, "孙立群"), _page(lambda page: page.choose_edition(2))),
        Scene("statistics", "cells", partial(_statistics, "孙立群"), _page(_cells)),
        Scene(
            "statistics", "cases", partial(_statistics, "孙立群"), _page(_cases), dialog="month_cases.MonthCasesDialog"
        ),
        Scene(
            "statistics",
            "differences",
            partial(_statistics, "孙立群"),
            _page(_differences),
            dialog="month_cases.MonthCasesDialog",
        ),
        Scene("statistics", "publish", partial(_statistics, "孙立群"), _page(_publish)),
        Scene("statistics", "error", partial(_statistics, "孙立群"), _page(_contradict)),
        Scene("statistics", "empty", partial(_window, "孙立群", "statistics", 0)),
        Scene("rules", "typical", partial(reviewer, "rules")),
        Scene("rules", "clause", partial(reviewer, "rules"), _go(("criterion", "skill_upgrade", "once_per_level"))),
        Scene("rules", "form", partial(reviewer, "rules"), _page(_form)),
        Scene("rules", "error", partial(reviewer, "rules"), _page(_wrong)),
        Scene("rules", "confirm", partial(_second, "孙立群"), _page(_open_pending)),
        Scene("rules", "own-entry", partial(_second, "钱雨桐"), _page(_open_pending)),
        Scene("rules", "scan", partial(_second, "孙立群"), _page(_show_scan), dialog="scan.ScanDialog"),
        Scene(
            "rules",
            "check",
            partial(reviewer, "rules"),
            _page(lambda page: page.check_rules()),
            dialog="findings.FindingsDialog",
        ),
        Scene("rules", "version", partial(reviewer, "rules"), _page(_open_draft)),
        Scene("rules", "version-error", partial(reviewer, "rules"), _page(_break_draft)),
        Scene("rules", "version-confirm", partial(_second_version, "孙立群"), _page(_read_version)),
        Scene("rules", "retirement-ages", partial(reviewer, "rules"), _page(_type_schedule)),
        Scene("rules", "version-date", partial(reviewer, "rules"), _page(_choose_date)),
        Scene("rules", "version-date-confirm", partial(_second_date, "孙立群"), _page(_read_date)),
        Scene("rules", "version-replaced", partial(_corrected, "孙立群"), _page(_show_corrected)),
        Scene("rules", "value-correction", partial(_second_value, "孙立群"), _page(_read_value)),
        Scene("rules", "waiting", partial(_second, "孙立群"), _page(lambda page: page._filter("second"))),
    ]


def _desk(account: str) -> Desk:
    """An office of its own: its months are published and its cases decided."""
    return practice_desk(account, own=_OWN)


def _window(account: str, page: str, cases: int = CASES) -> QWidget:
    return office_window(account, page, cases, own=_OWN)


def _page(then: Callable[[Any], object]) -> Callable[[QWidget], object]:
    return lambda window: then(cast("MainWindow", window).page())


def _go(target: object) -> Callable[[QWidget], object]:
    return lambda window: cast("MainWindow", window).go_to("rules", target)


# --- 文书 -----------------------------------------------------------------------------------------------------------


def _drawn(window: QWidget) -> None:
    """Wait for the thread that draws the pages."""
    page = cast("LettersPage", cast("MainWindow", window).page())
    deadline = QDeadlineTimer(5000)
    while page.sheet.page.is_waiting() and not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 100)


def _wide(window: QWidget) -> None:
    cast("LettersPage", cast("MainWindow", window).page()).sheet.fit.pick(1)
    _drawn(window)


def _print(page: LettersPage) -> None:
    page.printer_names = lambda: ["三楼大厅激光打印机", "窗口针式打印机"]
    page.ask_print()


def _filter_away(page: LettersPage) -> None:
    page.filters.search.setText("没有这个人")
    page.refresh()


# --- 统计 -----------------------------------------------------------------------------------------------------------


@cache
def _editions() -> None:
    """Two editions of this month with a decision between them."""
    from reports.issue import render
    from reports.month.issue import write

    desk = _desk("孙立群")
    waiting = [row.number for row in case_rows(desk, [State.FOR_SIGNATURE])][:2]
    publish_month(desk, _MONTH, write)
    for number in waiting[:1]:
        with contextlib.suppress(Refused):
            deciding.decide(desk, number, render)
    publish_month(desk, _MONTH, write)


def _statistics(account: str) -> QWidget:
    _editions()
    return _window(account, "statistics")


def _cells(page: StatisticsPage) -> None:
    page.view.scopes.pick(3)


def _cases(page: StatisticsPage) -> None:
    page.open_figure(Figure.RECEIVED)


def _differences(page: StatisticsPage) -> None:
    page.choose_edition(2)
    page.open_differences()


def _publish(page: StatisticsPage) -> None:
    page.step(1)
    page.choose_edition(0)
    page.ask_publish()


def _contradict(page: StatisticsPage) -> None:
    numbers = [row.number for row in case_rows(_desk("孙立群"), [State.CLOSED])][:3]
    trouble = f"{_MONTH} 的决定、文书与月度汇总对不上，未导出。请先核对这些案件：{'、'.join(numbers)}。"
    page._show(Shown(_MONTH, page._edition, None, None, problem=trouble))


# --- 规则 -----------------------------------------------------------------------------------------------------------


def _form(page: RulesPage) -> None:
    page.open_target(_LIMIT)
    page.edit()
    if (form := page.form) is not None and form.values is not None and form.how is not None:
        form.how.set_text(NEW_VALUE)
        form.how.edited.emit(NEW_VALUE)
        _type(form.values.fields[0], "18")
        _type(form.document, "练习文号〔2026〕9号")


def _type(field: Field, text: str) -> None:
    field.set_text(text)
    field.edited.emit(text)


def _wrong(page: RulesPage) -> None:
    page.open_target(("value", "living_allowance", "daily_rate"))
    page.edit()
    if (form := page.form) is not None and form.values is not None and form.how is not None:
        form.how.set_text(NEW_VALUE)
        form.how.edited.emit(NEW_VALUE)
        _type(form.values.fields[0], "三十")
        _type(form.document, "练习文号〔2026〕9号")
        with contextlib.suppress(InputError):
            form.draft()


@cache
def _entered() -> None:
    """One entry that waits for its second person."""
    draft = ValueDraft(
        BureauKind.VALUE, "living_allowance", "min_attendance_percent", 80, TODAY, None, "练习文号〔2026〕9号", "三",
        "练习数据：仅供练习，不是政策。",
    )  # fmt: skip
    enter_value(_desk("钱雨桐"), draft, blank_scan(), "image/png")


def blank_scan() -> bytes:
    """A blank sheet that stands for a scan."""
    sheet = QImage(420, 594, QImage.Format.Format_RGB32)
    sheet.fill(0xFFF4F4F0)
    kept = QBuffer()
    kept.open(QBuffer.OpenModeFlag.WriteOnly)
    sheet.save(kept, "PNG")  # type: ignore[call-overload]
    return bytes(kept.data().data())


def _second(account: str) -> QWidget:
    _entered()
    return _window(account, "rules")


def _open_pending(page: RulesPage) -> None:
    page.open_target(("value", "living_allowance", "min_attendance_percent"))


def _show_scan(page: RulesPage) -> None:
    _open_pending(page)
    page.show_scan()


def _open_draft(page: RulesPage) -> None:
    """The draft of 2026, its condition on months under the cursor."""
    page.open_target(("value", "skill_upgrade", "2026"))
    page.open_version()
    editor = page.version
    if editor is not None:
        editor.table.setCurrentIndex(editor.model.index(8, 0))
        editor.table.setFocus()


def _break_draft(page: RulesPage) -> None:
    """An amount of nothing and a condition without a fact."""
    _open_draft(page)
    editor = page.version
    if editor is not None and editor.form is not None:
        editor.head.end.set_text("20251231")
        editor.form.fields["value"].set_text("十二")
        editor.form.fields["value"].edited.emit("十二")
        editor.form.fields["value"].left.emit()
        editor.send()


@cache
def _entered_version() -> None:
    """A whole version of the practice office waits for its second person."""
    from models.bureau import BureauKind
    from models.casework.bureau_values import ValueDraft, enter_value
    from models.casework.whole_versions import open_version

    desk = _desk("钱雨桐")
    opened = open_version(desk, "skill_upgrade")
    draft = ValueDraft(
        BureauKind.VERSION, "skill_upgrade", "2027", opened.notice, date(2027, 1, 1), date(2027, 12, 31),
        "练习文号〔2026〕5号", "第二条", "练习数据：仅供练习，不是政策。",
    )  # fmt: skip
    enter_value(desk, draft, blank_scan(), "image/png")


def _second_version(account: str) -> QWidget:
    _entered_version()
    return _window(account, "rules")


def _read_version(page: RulesPage) -> None:
    page.open_target(("value", "skill_upgrade", "2027"))
    page.open_version()


def _type_schedule(page: RulesPage) -> None:
    """The retirement ages, to be entered anew."""
    page.open_target(("value", "employment_reward", "hard_to_employ_retirement_ages@2025-01-01"))
    page.edit()
    form = page.form
    if form is not None and form.how is not None and form.values is not None and form.line.row is not None:
        form.how.set_text(NEW_VALUE)
        form.how.edited.emit(NEW_VALUE)
        form.values.set_value(form.line.row.value)


def _choose_date(page: RulesPage) -> None:
    """Which date selects the version, to be chosen among the dates that the programme has."""
    page.open_target(("criterion", "skill_upgrade", "version_by"))
    page.edit()
    form = page.form
    if form is not None and form.how is not None and form.values is not None:
        form.how.set_text(NEW_VALUE)
        form.how.edited.emit(NEW_VALUE)
        form.values.set_value("certificate.issued_on")
        _type(form.start, "2026-01-01")
        _type(form.document, "练习文号〔2026〕9号")


@cache
def _entered_date() -> None:
    """The day of the class chosen for free training, waiting for its second person."""
    draft = ValueDraft(
        BureauKind.VALUE, "free_training", "version_by", "training.started_on", date(2027, 1, 1), None,
        "练习文号〔2026〕10号", "第四条", "练习数据：仅供练习，不是政策。",
    )  # fmt: skip
    enter_value(_desk("钱雨桐"), draft, blank_scan(), "image/png")


def _second_date(account: str) -> QWidget:
    _entered_date()
    return _window(account, "rules")


def _read_date(page: RulesPage) -> None:
    page.open_target(("criterion", "free_training", "version_by"))


@cache
def _entered_twice() -> None:
    """A version of the practice office that was mistyped and entered again, both confirmed."""
    from models.casework.bureau_values import confirm_value
    from models.casework.whole_versions import open_version

    notice = open_version(_desk("钱雨桐"), "skill_upgrade").notice
    for number in (6, 7):
        draft = ValueDraft(
            BureauKind.VERSION, "skill_upgrade", "2028", notice, date(2028, 1, 1), date(2028, 12, 31),
            f"练习文号〔2026〕{number}号", "第二条", "练习数据：仅供练习，不是政策。",
        )  # fmt: skip
        entry = enter_value(_desk("钱雨桐"), draft, blank_scan(), "image/png").value
        confirm_value(_desk("孙立群"), entry.id)


def _corrected(account: str) -> QWidget:
    _entered_twice()
    return _window(account, "rules")


def _show_corrected(page: RulesPage) -> None:
    page.open_target(("value", "skill_upgrade", "2028"))


@cache
def _entered_again() -> None:
    """A cap of the practice office that was mistyped twice: one correction holds, a further one waits."""
    from models.casework.bureau_values import confirm_value

    for number, fen in ((11, 6_000), (12, 600_000), (13, 60_000)):
        draft = ValueDraft(
            BureauKind.VALUE, "living_allowance", "cap", fen, date(2027, 3, 1), None,
            f"练习文号〔2026〕{number}号", "第三条", "练习数据：仅供练习，不是政策。",
        )  # fmt: skip
        entry = enter_value(_desk("钱雨桐"), draft, blank_scan(), "image/png").value
        if number < 13:
            confirm_value(_desk("孙立群"), entry.id)


def _second_value(account: str) -> QWidget:
    _entered_again()
    return _window(account, "rules")


def _read_value(page: RulesPage) -> None:
    page.open_target(("value", "living_allowance", "cap"))
