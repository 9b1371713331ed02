"""不予受理 by two, 撤回 with its letter, 延期 only on the bureau's own ground."""

from __future__ import annotations

from datetime import date

import pytest

from models.case import State
from models.casework import intake
from models.casework.extending import extend
from models.casework.grounds import Grounds
from models.casework.months import draft_month
from models.casework.turning_away import propose_non_acceptance, refuse_acceptance
from models.errors import InputError, NotPermitted, Refused
from models.letter import LetterKind
from models.notice import NonAcceptance
from reports.issue import render
from tests.builders.desk import Bureau
from tests.builders.notices import at, case_at_window, put_grounds

MONDAY = date(2025, 6, 9)
TOLD = NonAcceptance(
    facts="申请人的失业保险不在本市参加",
    reason="该事项不属于本局职权范围",
    article="《行政许可法》第三十二条第一款第二项（参照）",
    organ="参保地失业保险经办机构",
)


def test_given_a_proposal_when_another_signer_confirms_then_the_case_is_not_accepted_with_its_letter(
    bureau: Bureau,
) -> None:
    case = case_at_window(bureau, MONDAY)
    propose_non_acceptance(bureau["both"], case.number, TOLD)
    with pytest.raises(Refused, match="由您本人提出"):
        refuse_acceptance(bureau["both"], case.number, render)
    with pytest.raises(NotPermitted):
        refuse_acceptance(bureau["review"], case.number, render)
    issued = refuse_acceptance(bureau["sign"], case.number, render).value
    assert issued.case.state is State.NOT_ACCEPTED
    assert issued.letter.number == "东人社不受〔2025〕1号"
    with pytest.raises(Refused):
        intake.accept(bureau["intake"], case.number, render)
    month = draft_month(bureau["sign"], "2025-06")
    assert (month.withdrawn, month.open_after) == (1, 0)


def test_given_nothing_proposed_then_a_signer_alone_cannot_refuse_acceptance(bureau: Bureau) -> None:
    case = case_at_window(bureau, MONDAY)
    with pytest.raises(Refused, match="请由窗口先提请"):
        refuse_acceptance(bureau["sign"], case.number, render)
    with pytest.raises(Refused, match="签发席位的另一人确认"), bureau["sign"].store.writing() as rows:
        rows.move_case(case, State.NOT_ACCEPTED)


def test_given_a_reason_missing_or_a_case_already_accepted_then_nothing_is_proposed(bureau: Bureau) -> None:
    case = case_at_window(bureau, MONDAY)
    with pytest.raises(InputError, match="请写明不予受理的理由"):
        propose_non_acceptance(bureau["intake"], case.number, NonAcceptance("事实", " ", "条文"))
    propose_non_acceptance(bureau["intake"], case.number, TOLD)
    intake.accept(bureau["intake"], case.number, render)
    with pytest.raises(Refused):
        refuse_acceptance(bureau["sign"], case.number, render)
    assert bureau.state(case.number) is State.FOR_REVIEW


def test_a_withdrawal_leaves_its_confirmation_letter(bureau: Bureau) -> None:
    case = case_at_window(bureau, MONDAY)
    issued = intake.withdraw(bureau["intake"], case.number, "另行申请", render).value
    assert (issued.letter.kind, issued.case.state) == (LetterKind.WITHDRAWAL, State.WITHDRAWN)
    assert issued.letter.number == "东人社撤回〔2025〕1号"


def test_given_no_ground_then_no_extension_and_with_the_bureaus_own_exactly_one(bureau: Bureau) -> None:
    at(bureau, MONDAY)
    number = bureau.accepted(on=MONDAY)
    with pytest.raises(Refused, match="延期没有依据"):
        extend(bureau["review"], number, "需外省核查证书", render)
    put_grounds(bureau, Grounds(extension_document="测试文号〔2025〕8号", extension_days="5"))
    issued = extend(bureau["review"], number, "需外省核查证书", render).value
    assert issued.case.due_on == date(2025, 6, 30)
    with pytest.raises(Refused, match="已经延期过一次"):
        extend(bureau["sign"], number, "再延", render)


def test_half_a_ground_is_no_ground(bureau: Bureau) -> None:
    with pytest.raises(InputError, match="还要填写所依据的文号") as refused:
        put_grounds(bureau, Grounds(lapse_days="10"))
    assert refused.value.field == "lapse.document"
    with pytest.raises(InputError, match="工作日数应为"):
        put_grounds(bureau, Grounds(extension_document="某文", extension_days="十"))
