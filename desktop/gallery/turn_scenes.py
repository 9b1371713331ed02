"""Notices, proposals, deadlines, service and the office's calendar on the small practice office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from types import MappingProxyType
from typing import Any, cast

from PySide6.QtWidgets import QWidget

from desktop.dialogs.deadline import DeadlineDialog
from desktop.gallery.office_window import office_window
from desktop.gallery.practice_desk import practice_desk
from desktop.gallery.shots import Scene
from models.calendar import YearTable
from models.case import State
from models.casework import calendars, notices, turning_away
from models.casework.clocks import Deadline
from models.casework.queries import case_rows
from models.clock import Pause, run_clock
from models.notice import ItemKind, NonAcceptance, Wanted
from reports.issue import render

ITEMS = (
    Wanted(
        ItemKind.PAPER, "职业技能等级证书", "只有复印件，核对不了编号", "提交原件核对，当场退还", "办事指南“材料”第二项"
    ),
    Wanted(ItemKind.FACT, "累计缴费月数", "填报26个月，联网查询为9个月", "核对后重新填报", "办事指南“条件”第三项"),
)


def turn_scenes() -> list[Scene]:
    """All of them."""
    clerk = partial(office_window, "赵文博", "worklist")
    signer = partial(office_window, "孙立群", "worklist")
    return [
        Scene("turns", "deadline", clerk, _on_page(_deadline), dialog="deadline.DeadlineDialog"),
        Scene("turns", "deadline-told-later", clerk, _on_page(_told_later), dialog="deadline.DeadlineDialog"),
        Scene("turns", "notice", clerk, _on_page(_notice), dialog="supplement_notice.NoticeDialog"),
        Scene("turns", "arrival", clerk, _on_page(_arrival), dialog="supplement_notice.ArrivalDialog"),
        Scene("turns", "non-acceptance", clerk, _on_page(_non_acceptance), dialog="proposals.non_acceptance_dialog"),
        Scene("turns", "confirm", signer, _on_page(_confirm), dialog="proposals.settle_dialog"),
        Scene(
            "turns",
            "clock-matters",
            clerk,
            _on_page(lambda page: page.show_matters()),
            dialog="clock_matters.ClockMattersDialog",
        ),
        Scene("turns", "serve-letter", clerk, _on_page(_serve), dialog="serving.ServingDialog"),
    ]


def put_year() -> None:
    """A year that waits for its second account."""
    table = YearTable(
        2027, MappingProxyType({date(2027, 1, 1) + timedelta(days=n): "元旦" for n in range(3)}), frozenset()
    )
    desk = practice_desk("钱雨桐")
    if all(year.table.year != 2027 for year in calendars.calendar_years(desk)):
        calendars.add_year(desk, table, "练习文号〔练习〕2号")


def _on_page(then: Callable[[Any], object]) -> Callable[[QWidget], object]:
    return lambda window: then(cast("Any", window).page())


@cache
def _at_window() -> tuple[str, str, str]:
    """Three fresh cases at the window: one for a notice, one that waits for the applicant, one that is proposed."""
    from models.casework.intake import open_case

    desk = practice_desk("赵文博")
    people = [row.person_id for row in case_rows(desk, [State.CLOSED])][:3]
    day = date(2026, 9, 11)
    free, waiting, proposed = (open_case(desk, one, "living_allowance", day, {}).value.number for one in people)
    notices.issue_notice(desk, waiting, ITEMS, render)
    told = NonAcceptance(
        "申请人的失业保险参保地为河北省廊坊市，本市没有参保记录。",
        "该事项由参保地失业保险经办机构办理，不属于本局职权范围。",
        "《行政许可法》第三十二条第一款第二项（参照）",
        "参保地失业保险经办机构",
    )
    turning_away.propose_non_acceptance(desk, proposed, told)
    return free, waiting, proposed


def _open(page: Any, place: int) -> None:
    page.open_case(_at_window()[place])


def _told_later(page: Any) -> None:
    """A date that was counted from acceptance and told so has come forward."""
    with practice_desk("赵文博").look("case.read") as work:
        run = run_clock(work.calendar, date(2026, 9, 7), 10)
    clause, told = "《社会保险经办条例》第二十四条第三款", date(2026, 9, 23)
    found = Deadline("2026-00012", "办结期限", clause, 10, run, run.due, told, {})
    page.host.open_modal(DeadlineDialog(found))


def _deadline(page: Any) -> None:
    _open(page, 0)
    with practice_desk("赵文博").look("case.read") as work:
        pause = Pause(date(2026, 9, 22), date(2026, 9, 30), "补正期间，停止计算")
        run = run_clock(work.calendar, date(2026, 9, 18), 10, [pause])
    clause = "《社会保险经办条例》第二十四条第三款"
    found = Deadline("2026-00012", "办结期限", clause, 10, run, run.due, run.due, {})
    page.host.open_modal(DeadlineDialog(found))


def _notice(page: Any) -> None:
    _open(page, 0)
    page.case.acting.turns.notice.trigger()
    dialog = page.window().findChildren(QWidget, "")
    shown = next(one for one in dialog if type(one).__name__ == "NoticeDialog")
    shown.items.extend(ITEMS)
    shown._show_items()
    shown.name.set_text("本人银行卡")
    shown.add()


def _arrival(page: Any) -> None:
    _open(page, 1)
    page.case.acting.turns.arrive.trigger()


def _non_acceptance(page: Any) -> None:
    _open(page, 0)
    page.case.acting.turns.refuse.trigger()


def _confirm(page: Any) -> None:
    _open(page, 2)
    page.case.acting.turns.confirm.trigger()


def _serve(page: Any) -> None:
    _open(page, 1)
    page.case.tabs.choose(3)
    page.case.serve_letter.trigger()
