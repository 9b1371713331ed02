"""What follows a decision, on the practice office: undo, 更正·复议, maintain, 公示."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtWidgets import QWidget

from desktop.dialogs.act_dialog import ActDialog
from desktop.dialogs.month_corrections import MonthCorrectionsDialog
from desktop.gallery.office_window import office_window
from desktop.gallery.practice_desk import practice_desk
from desktop.gallery.shots import Scene
from models.case import Outcome, State
from models.casework.queries import case_rows
from models.casework.rounds import open_round
from models.rounds import Ground, RoundKind
from reports.month.sheet import CorrectionLine

if TYPE_CHECKING:
    from desktop.main_window import MainWindow
    from desktop.pages.worklist import WorklistPage


def round_scenes() -> list[Scene]:
    """All of them."""
    clerk, reviewer, signer = (partial(_window, name) for name in ("赵文博", "钱雨桐", "孙立群"))
    return [
        Scene("round", "undo", signer, _page(_undo), dialog="rounds.undo_dialog"),
        Scene("round", "open", clerk, _page(_reopen), dialog="rounds.reopen_dialog"),
        Scene("round", "open-error", clerk, _page(_reopen_wrongly), dialog="rounds.reopen_dialog"),
        Scene("round", "maintain", signer, _page(_maintain), dialog="rounds.maintain_dialog"),
        Scene("round", "publicity", reviewer, _page(_publicity), dialog="publicity.PublicityDialog"),
        Scene("round", "corrections", reviewer, _page(_corrections), dialog="month_corrections.MonthCorrectionsDialog"),
    ]


def _window(account: str) -> QWidget:
    window = office_window(account, "worklist")
    window.show_saved("已存 17:02:11")
    return window


def _page(then: Callable[[Any], object]) -> Callable[[QWidget], object]:
    return lambda window: then(cast("MainWindow", window).page())


def _of_state(state: State) -> str:
    return case_rows(practice_desk("赵文博"), [state])[0].number


@cache
def _in_round() -> str:
    """A paid case taken up again after an application for review."""
    number = _of_state(State.PAID)
    open_round(practice_desk("赵文博"), number, Ground(RoundKind.RECONSIDERATION, "申请人对等级有异议"))
    return number


def _undo(page: WorklistPage) -> None:
    page.open_case(_of_state(State.TO_SERVE))
    page.case.acting.rounds.undo.trigger()


def _reopen(page: WorklistPage) -> None:
    page.open_case(_of_state(State.CLOSED))
    page.case.acting.rounds.reopen.trigger()


def _reopen_wrongly(page: WorklistPage) -> None:
    _reopen(page)
    dialog = page.window().findChild(ActDialog)
    if dialog is not None:
        dialog.fields["kind"].set_text("行政复议")
        dialog.fields["reason"].set_text("复议机关认定缴费月数应为 26 个月")
        dialog.fields["document"].set_text("京东政复〔2025〕7号")
        dialog.run()


def _maintain(page: WorklistPage) -> None:
    page.open_case(_in_round())
    page.case.acting.rounds.maintain.trigger()


def _publicity(page: WorklistPage) -> None:
    page.open_publicity()


def _corrections(page: WorklistPage) -> None:
    lines = [
        CorrectionLine(
            *("2026-00009", "准予决定书", "练东人社不〔2026〕2号", "2026-05", "练东人社补〔2026〕13号"),
            *(Outcome.REFUSED, -1, 0),
        ),
        CorrectionLine("2026-00010", "撤销签发", "练东人社补〔2026〕1号", "2026-07", "", Outcome.GRANTED, -1, -150_000),
    ]
    page.host.open_modal(MonthCorrectionsDialog("2026年8月 草稿", lines, page.open_case))
