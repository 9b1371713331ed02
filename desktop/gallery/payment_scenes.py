"""Scenes of 拨付: what waits, a list that waits for its answer, the answer, the forms, nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtWidgets import QWidget

from desktop.dialogs.payment_answer import PaymentAnswerDialog
from desktop.dialogs.repayment_acts import receive_dialog
from desktop.gallery.office_window import office_window
from desktop.gallery.practice_desk import practice_desk
from desktop.gallery.shots import Scene
from models.calendar import BEIJING
from models.casework.payment_results import stage_results
from models.casework.payment_views import payment_run, payment_runs
from models.casework.payments import confirm_run, export_run, make_run, payable
from models.casework.repayments import RepaymentView
from models.payment_answer import csv_table
from models.repayment import Instalment, RepaymentOrder
from reports.payment_file import payment_files

if TYPE_CHECKING:
    from desktop.main_window import MainWindow
    from desktop.pages.payments import PaymentsPage

_OWN = "payments"  # an office of its own: a list is made in it


def payment_scenes() -> list[Scene]:
    """All of them."""
    return [
        Scene("payments", "waiting", partial(_window, "李静"), _page(_open("pool"))),
        Scene("payments", "exported", partial(_window, "李静"), _page(_open_newest)),
        Scene(
            "payments", "answer", partial(_window, "李静"), _page(_answer), dialog="payment_answer.PaymentAnswerDialog"
        ),
        Scene(
            "payments",
            "make",
            partial(_window, "李静"),
            _page(lambda page: page.make.trigger()),
            dialog="payment_acts.make_dialog",
        ),
        Scene(
            "payments",
            "template",
            partial(_window, "李静"),
            _page(lambda page: page.template.trigger()),
            dialog="payment_acts.template_dialog",
        ),
        Scene("payments", "signer", partial(_window, "孙立群"), _page(_open_newest)),
        Scene("payments", "lifted", partial(_window, "李静"), _page(_lifted), dialog="repayment_acts.receive_dialog"),
        Scene("payments", "empty", partial(office_window, "李静", "payments", 0)),
    ]


@cache
def _exported() -> str:
    """A list of the first cases that wait, confirmed and exported."""
    finance = practice_desk("李静", own=_OWN)
    ready = [line.case.number for line in payable(finance) if not line.stops]
    run = make_run(finance, ready[: max(1, len(ready) // 2)]).value
    confirm_run(practice_desk("孙立群", own=_OWN), run.number, payment_files)
    export_run(finance, run.number)
    return run.number


def _window(account: str) -> QWidget:
    _exported()
    return office_window(account, "payments", own=_OWN)


def _page(then: Callable[[Any], object]) -> Callable[[QWidget], object]:
    return lambda window: then(cast("MainWindow", window).page())


def _open(key: str) -> Callable[[PaymentsPage], object]:
    return lambda page: page.open_target(key)


def _open_newest(page: PaymentsPage) -> None:
    page.open_target(_exported())


def _lifted(page: PaymentsPage) -> None:
    """Money comes back although the decision was raised again."""
    today, at = date(2026, 9, 7), datetime(2026, 8, 3, 9, 0, tzinfo=BEIJING)
    plan = (Instalment(date(2026, 10, 8), 150_000),)
    order = RepaymentOrder(1, 1, 1, 150_000, "撤销原决定", plan, 1, at, 2, at, 1)
    told = ("2026-00012", "练习甲", "东人社退〔2026〕1号", (), 0, None, "lifted", today)
    page.host.open_modal(receive_dialog(page.host, RepaymentView(order, *told, lifted_fen=150_000), lambda _done: None))


def _answer(page: PaymentsPage) -> None:
    """A bank that paid most, rejected one, and names a number nobody knows."""
    desk = practice_desk("李静", own=_OWN)
    view = payment_run(desk, payment_runs(desk)[0].run.number)
    day = (view.run.made_at - timedelta(hours=8)).date().isoformat()
    rows = ["流水号,处理结果,处理日期,金额,原因"]
    for number, one in enumerate(view.lines):
        fen = one.line.amount_fen
        said = ("失败", "账号户名不符") if number == 1 else ("成功", "")
        rows.append(f"{one.line.serial},{said[0]},{day},{fen // 100}.{fen % 100:02d},{said[1]}")
    rows.append(f"209900010001,成功,{day},1500.00,")
    staged = stage_results(desk, view.run.number, csv_table("\r\n".join(rows).encode()))
    page.open_target(view.run.number)
    page.host.open_modal(PaymentAnswerDialog(page.host, staged, lambda _staged: None))
