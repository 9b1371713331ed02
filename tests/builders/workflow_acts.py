"""P6: each command of the plain model as the real one, with letters and files that are not typeset."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from models.casework import (
    closing,
    deciding,
    intake,
    notices,
    payments,
    proposals,
    publishing,
    repayments,
    rounds,
    sealing,
    turning_away,
    undoing,
)
from models.casework.closing import handed_over
from models.casework.payment_results import save_results, stage_results
from models.casework.unit_of_work import Desk
from models.letter import LetterOrder, RenderedLetter
from models.month import MonthContent, MonthFile
from models.notice import NonAcceptance
from models.payment import PaymentFile, PaymentSheet
from models.payment_answer import csv_table
from models.publicity import PublicityContent
from models.repayment import Instalment
from models.rounds import Ground, RoundKind
from tests.builders.notices import CARD, MONTHS
from tests.builders.workflow_state import CaseModel

if TYPE_CHECKING:
    from tests.builders.workflow_machine import Life

FACTS = {
    "level four": {"certificate.level": 4, "insurance.unemployment_months": 26},
    "level five": {"certificate.level": 5, "insurance.unemployment_months": 26},
    "too few months": {"certificate.level": 4, "insurance.unemployment_months": 3},
}
NOT_ACCEPTED = NonAcceptance("材料不属于本局职权范围", "不属于本局受理范围", "练习条文第一条", "练习机关")


def render_plainly(order: LetterOrder, number: str) -> RenderedLetter:
    """A letter without typesetting, so that thousands can be issued."""
    content = f"{order.kind} {number}".encode()
    digest = hashlib.sha256(content).hexdigest()
    return RenderedLetter(content, digest, digest, ("练习宋",))


def _files(text: str) -> tuple[MonthFile, ...]:
    return (MonthFile("list.csv", text.encode()),)


def list_plainly(content: PublicityContent) -> tuple[MonthFile, ...]:
    return _files(f"publicity {content.serial}")


def month_plainly(content: MonthContent) -> tuple[MonthFile, ...]:
    return _files(f"month {content.month} {content.edition}")


def pay_plainly(sheet: PaymentSheet) -> tuple[PaymentFile, ...]:
    return (PaymentFile("list.csv", sheet.run.encode()),)


Act = Callable[[CaseModel, Desk], Any]


def real_acts(life: Life) -> dict[str, Act]:
    """Each command of the model as the real one."""
    return (
        _window_acts(life)
        | _proposal_acts()
        | _decision_acts(life)
        | _round_acts()
        | _money_acts(life)
        | _run_acts(life)
    )


def _window_acts(life: Life) -> dict[str, Act]:
    kinds = sorted(FACTS)

    def facts(case: CaseModel, desk: Desk) -> None:
        # The next kind in a row: every kind comes up, and the model is told only when it was taken.
        kind = kinds[(kinds.index(case.facts) + 1) % len(kinds)]
        intake.record_facts(desk, case.number, FACTS[kind])
        case.facts = kind

    def notice(case: CaseModel, desk: Desk) -> None:
        case.notice_letter = notices.issue_notice(desk, case.number, (CARD, MONTHS), render_plainly).value.letter.number

    def arrival(*, every: bool) -> Act:
        def arrive(case: CaseModel, desk: Desk) -> None:
            left = range(3 - max(1, case.outstanding), 3)
            notices.settle_items(desk, case.number, list(left) if every else [left[0]])

        return arrive

    def serve_notice(case: CaseModel, desk: Desk) -> None:
        day = life.world.today
        closing.serve_letter(desk, case.notice_letter or "无", handed_over("直接送达", day))

    return {
        "facts": facts,
        "check": lambda case, desk: intake.record_register_check(desk, case.number, "查无已享受记录", ()),
        "notice": notice,
        "arrival of one": arrival(every=False),
        "arrival of all": arrival(every=True),
        "serve notice": serve_notice,
        "accept": lambda case, desk: intake.accept(desk, case.number, render_plainly),
        "deem": lambda case, desk: turning_away.deem_accepted(desk, case.number, render_plainly),
        "submit": lambda case, desk: intake.submit(desk, case.number),
        "withdraw": lambda case, desk: intake.withdraw(desk, case.number, "本人撤回", render_plainly),
    }


def _proposal_acts() -> dict[str, Act]:
    def approve(case: CaseModel, desk: Desk) -> None:
        issued = notices.approve_further_notice(desk, case.number, render_plainly).value
        case.notice_letter = issued.letter.number

    def further(case: CaseModel, desk: Desk) -> Any:
        return notices.propose_further_notice(desk, case.number, (CARD, MONTHS), "首次告知后才发现")

    return {
        "propose non-acceptance": lambda case, desk: turning_away.propose_non_acceptance(
            desk, case.number, NOT_ACCEPTED
        ),
        "propose a further notice": further,
        "propose lapse": lambda case, desk: turning_away.propose_lapse(desk, case.number),
        "refuse acceptance": lambda case, desk: turning_away.refuse_acceptance(desk, case.number, render_plainly),
        "approve a further notice": approve,
        "lapse": lambda case, desk: turning_away.lapse(desk, case.number, render_plainly),
        "decline": lambda case, desk: proposals.decline_proposal(desk, case.number, "不同意"),
    }


def _decision_acts(life: Life) -> dict[str, Act]:
    def serve(case: CaseModel, desk: Desk) -> Any:
        return closing.serve(desk, case.number, "直接送达", life.world.today)

    def objection(case: CaseModel, desk: Desk) -> Any:
        return publishing.record_objection(desk, case.number, "有人提出异议", life.world.today)

    return {
        "review": lambda case, desk: deciding.review(desk, case.number),
        "return": lambda case, desk: deciding.return_case(desk, case.number, "请再核对"),
        "publish": lambda _, desk: publishing.publish_list(desk, list_plainly),
        "end publicity": lambda _, desk: publishing.end_publicity(desk),
        "object": objection,
        "settle objection": lambda case, desk: publishing.settle_objection(desk, case.number, "不成立", upheld=False),
        "decide": lambda case, desk: deciding.decide(desk, case.number, render_plainly),
        "seal": lambda case, desk: sealing.seal(desk, [case.number]),
        "undo": lambda case, desk: undoing.undo_decision(desk, case.number, "录错"),
        "serve": serve,
    }


def _round_acts() -> dict[str, Act]:
    ground = Ground(RoundKind.CORRECTION, "录入有误")
    return {
        "open a round": lambda case, desk: rounds.open_round(desk, case.number, ground),
        "resubmit": lambda case, desk: rounds.send_round_to_review(desk, case.number),
        "maintain": lambda case, desk: rounds.maintain(desk, case.number, "核对无误", render_plainly),
    }


def _money_acts(life: Life) -> dict[str, Act]:
    asked: dict[str, int] = {}

    def ask_back(case: CaseModel, desk: Desk) -> None:
        fen = case.reclaimable()
        plan = (Instalment(life.world.today + timedelta(300), fen),)
        asked[case.number] = repayments.propose_repayment(desk, case.number, fen, "多发", plan).value.id

    def came_back(case: CaseModel, desk: Desk) -> None:
        left = case.orders[-1].fen - case.orders[-1].back if case.orders else 1
        repayments.receive_repayment(desk, asked.get(case.number, 0), left, life.world.today, "确已到账")

    return {
        "pay": lambda case, desk: closing.record_payment(desk, case.number, life.world.today),
        "payment returned": lambda case, desk: closing.return_payment(desk, case.number, life.world.today, "账户已销"),
        "account checked": lambda case, desk: payments.confirm_account(desk, case.number, "与银行核实"),
        "ask back": ask_back,
        "sign the order": lambda case, desk: repayments.sign_repayment(desk, asked.get(case.number, 0), render_plainly),
        "money came back": came_back,
    }


def _run_acts(life: Life) -> dict[str, Act]:
    def make(_: CaseModel, desk: Desk) -> None:
        life.run_number = payments.make_run(desk).value.number

    def bank(outcome: str) -> Act:
        def tell(_: CaseModel, desk: Desk) -> None:
            run = life.world.run("exported")
            lines = () if run is None else run.lines
            serial = life.run_number[1:].replace("-", "")
            rows = [
                f"{serial}{place:04d},{outcome},{life.world.today},{line.fen / 100:.2f},"
                for place, line in enumerate(lines, 1)
            ]
            text = "\r\n".join(["流水号,处理结果,处理日期,金额,原因", *(row + "账户不符" for row in rows)])
            save_results(desk, stage_results(desk, life.run_number, csv_table(text.encode("gb18030"))))

        return tell

    return {
        "make a list": make,
        "confirm the list": lambda _, desk: payments.confirm_run(desk, life.run_number, pay_plainly),
        "export the list": lambda _, desk: payments.export_run(desk, life.run_number),
        "cancel the list": lambda _, desk: payments.cancel_run(desk, life.run_number, "重做"),
        "bank paid": bank("成功"),
        "bank rejected": bank("失败"),
    }
