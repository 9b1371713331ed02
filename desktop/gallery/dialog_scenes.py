"""The short forms that no other scene shows: each over the page it belongs to, filled as it would be met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtWidgets import QWidget

from desktop.dialogs import case_acts, payment_acts, proposals, repayment_acts, rounds
from desktop.dialogs.camera_scan import attach_dialog, case_scan_dialog
from desktop.dialogs.changed_cases import ChangedCasesDialog
from desktop.dialogs.class_dialogs import undo_dialog
from desktop.dialogs.class_leaving import leaving_dialog
from desktop.dialogs.company_account import company_account_dialog
from desktop.dialogs.desk_acts import settle_dialog
from desktop.dialogs.publicity import PublicityDialog
from desktop.gallery.office_window import office_window
from desktop.gallery.practice_desk import CLOCK, TODAY, practice_desk
from desktop.gallery.shots import Scene
from desktop.item_models.changed_cases import ChangedCase
from models.assessment import Result
from models.case import State
from models.casework.classes import class_lines, class_record
from models.casework.dossiers import Dossier, dossier
from models.casework.payment_views import payment_runs
from models.casework.queries import case_rows
from models.casework.repayments import repayment_views
from models.casework.second_looks import LookKind, second_looks
from models.enterprise import Enterprise
from models.publicity import Objection
from models.training_class import BulkAct, BulkKind

if TYPE_CHECKING:
    from desktop.main_window import MainWindow
    from desktop.page import Host
    from desktop.widgets.modal import Modal
    from models.casework.unit_of_work import Desk

_SCANS = (Path("高拍仪_20260911_170102.jpg"), Path("高拍仪_20260911_165940.pdf"))
_PAPERS = ("居民身份证", "职业技能等级证书", "本人银行卡")


def dialog_scenes() -> list[Scene]:
    """All of them."""
    clerk, reviewer, finance = "赵文博", "钱雨桐", "李静"
    return [
        _scene(
            "round-objection", reviewer, _on(rounds.objection_dialog, State.IN_PUBLICITY), "rounds.objection_dialog"
        ),
        _scene("round-objection-settle", reviewer, _objection, "rounds.settle_dialog"),
        _scene("round-published-again", reviewer, _again, "publicity.again_dialog"),
        _scene(
            "turns-extension", reviewer, _on(proposals.extension_dialog, State.FOR_REVIEW), "proposals.extension_dialog"
        ),
        _scene("case-identity-confirm", reviewer, _second_look, "identity.confirm_dialog"),
        _scene("case-note-answer", clerk, _answer, "desk_acts.settle_dialog"),
        _scene("case-camera", clerk, _camera, "camera_scan.case_scan_dialog"),
        _scene("intake-camera", clerk, _camera_at_intake, "camera_scan.attach_dialog", "intake"),
        _scene("classes-undo", clerk, _undo, "class_dialogs.undo_dialog", "intake"),
        _scene("classes-leave", clerk, partial(_leave, 0), "class_leaving.leaving_dialog", "intake"),
        _scene("classes-return", clerk, partial(_leave, -1), "class_leaving.leaving_dialog", "intake"),
        _scene("case-pay", finance, _on(case_acts.pay_dialog, State.TO_PAY), "case_acts.pay_dialog"),
        _scene(
            "case-returned", finance, _on(repayment_acts.returned_dialog, State.PAID), "repayment_acts.returned_dialog"
        ),
        _scene("case-reclaim", finance, _reclaim, "repayment_acts.propose_dialog"),
        _scene(
            "payments-reclaim-sign",
            "孙立群",
            _repayment(repayment_acts.sign_dialog),
            "repayment_acts.sign_dialog",
            "payments",
        ),
        _scene(
            "payments-received",
            finance,
            _repayment(repayment_acts.receive_dialog),
            "repayment_acts.receive_dialog",
            "payments",
        ),
        _scene(
            "payments-offset",
            finance,
            _repayment(repayment_acts.offset_dialog),
            "repayment_acts.offset_dialog",
            "payments",
        ),
        _scene(
            "payments-confirm", "孙立群", _run(payment_acts.confirm_dialog), "payment_acts.confirm_dialog", "payments"
        ),
        _scene("payments-cancel", finance, _run(payment_acts.cancel_dialog), "payment_acts.cancel_dialog", "payments"),
        _scene(
            "case-company-account",
            clerk,
            _company_account,
            "company_account.company_account_dialog",
        ),
        _scene("payments-account", finance, _account, "payment_acts.account_dialog", "payments"),
        _scene("rules-changed-cases", reviewer, _changed_cases, "changed_cases.ChangedCasesDialog", "rules"),
    ]


def _scene(name: str, account: str, then: Callable[[Any], object], dialog: str, page: str = "worklist") -> Scene:
    screen, _, state = name.partition("-")
    return Scene(
        screen, state, partial(office_window, account, page), lambda window: then(_page(window)), dialog=dialog
    )


def _page(window: QWidget) -> Any:
    return cast("MainWindow", window).page()


def _nothing(_done: object) -> None:
    """What a form would tell its page."""


def _row(page: Any, state: State) -> str:
    return case_rows(_desk(page.host), [state])[0].number


def _on(make: Callable[..., Modal], state: State) -> Callable[[Any], object]:
    """A form over the first case of a state."""

    def show(page: Any) -> None:
        number = _row(page, state)
        page.open_case(number)
        page.host.open_modal(make(page.host, _dossier(page.host, number), _nothing))

    return show


def _desk(host: Host) -> Desk:
    return practice_desk("" if host.account is None else host.account.name)


def _dossier(host: Host, number: str) -> Dossier:
    return dossier(_desk(host), number)


# --- 公示, turns, identity, notes -----------------------------------------------------------------------------------


def _objection(page: Any) -> None:
    number = _row(page, State.FOR_REVIEW)
    page.open_case(number)
    text = "来电反映：公示名单上的证书不是本人考取的，来电人留了姓名和电话，登记在窗口记录本上。"
    told = Objection(1, 1, 1, text, TODAY, 1, CLOCK())
    page.host.open_modal(
        rounds.settle_dialog(page.host, replace(_dossier(page.host, number), objection=told), _nothing)
    )


def _again(page: Any) -> None:
    page.open_publicity()
    dialog = page.window().findChild(PublicityDialog)
    dialog.ask_list()


def _second_look(page: Any) -> None:
    looks = second_looks(practice_desk("钱雨桐"))
    page.open_case(next(one.number for one in looks if one.kind is LookKind.IDENTITY))
    page.case.acting.confirm.trigger()


def _answer(page: Any) -> None:
    for row in case_rows(practice_desk("赵文博"), [State.FOR_REVIEW]):
        page.open_case(row.number)
        day = page.case.desk.day
        waiting = [note for note in day.notes if note.waits and note.settled_at is None]
        if waiting:
            page.host.open_modal(settle_dialog(page.host, day, waiting[0], _nothing))
            return


def _camera(page: Any) -> None:
    number = _row(page, State.AT_WINDOW)
    page.open_case(number)
    page.host.open_modal(case_scan_dialog(page.host, number, _SCANS, _PAPERS, _nothing))


def _camera_at_intake(page: Any) -> None:
    page.host.open_modal(attach_dialog(page.host, _SCANS, _PAPERS, lambda _file, _paper: None))


# --- a class ------------------------------------------------------------------------------------------------------


def _undo(page: Any) -> None:
    page.show_classes()
    page.host.open_modal(undo_dialog(page.host, BulkAct(1, 1, BulkKind.ACCEPT, "free_training", 1, CLOCK()), _nothing))


def _leave(place: int, page: Any) -> None:
    page.show_classes()
    desk = practice_desk("赵文博")
    number = next(line.group.number for line in class_lines(desk) if line.members)
    record = class_record(desk, number)
    page.classes.desk.open_class(number)
    page.host.open_modal(leaving_dialog(page.host, record, record.members[place], _nothing))


# --- money --------------------------------------------------------------------------------------------------------


def _reclaim(page: Any) -> None:
    number = _row(page, State.PAID)
    page.open_case(number)
    found = _dossier(page.host, number)
    owing = replace(found, money=replace(found.money, reclaimable_fen=150_000))
    page.host.open_modal(repayment_acts.propose_dialog(page.host, owing, _nothing))


def _repayment(make: Callable[..., Modal]) -> Callable[[Any], object]:
    def show(page: Any) -> None:
        view = repayment_views(practice_desk("李静"))[0]
        page.host.open_modal(make(page.host, view, _nothing))

    return show


def _run(make: Callable[..., Modal]) -> Callable[[Any], object]:
    def show(page: Any) -> None:
        page.host.open_modal(make(page.host, payment_runs(practice_desk("李静"))[0], _nothing))

    return show


def _company_account(page: Any) -> None:
    found = dossier(_desk(page.host), _row(page, State.TO_PAY))
    enterprise = Enterprise("91350100M000100Y43", "练习机械制造有限公司", "0200004509000000001", "练习银行东城支行")
    made = company_account_dialog(page.host, replace(found, enterprise=enterprise), _nothing)
    made.fields["bank_account"].set_text("0200 0045 0900 0000 002")
    page.host.open_modal(made)


def _account(page: Any) -> None:
    number = _row(page, State.TO_PAY)
    page.host.open_modal(payment_acts.account_dialog(page.host, number, "户名与账号不符", _nothing))


# --- rules and settings -------------------------------------------------------------------------------------------


def _changed_cases(page: Any) -> None:
    why = "累计缴纳失业保险费满 12 个月（自2026年1月1日起执行）"
    cases = [
        ChangedCase("2026-00031", "练习甲", Result.INELIGIBLE, Result.ELIGIBLE, None, 150_000, why, "已办结"),
        ChangedCase("2026-00028", "练习乙", Result.ELIGIBLE, Result.ELIGIBLE, 150_000, 200_000, "四级标准", "已拨付"),
        ChangedCase(
            "2026-00027", "阿卜杜热合曼·麦麦提", Result.CANNOT_TELL, Result.INELIGIBLE, None, None, why, "待复核"
        ),
    ]
    page.host.open_modal(ChangedCasesDialog(cases, _nothing))
