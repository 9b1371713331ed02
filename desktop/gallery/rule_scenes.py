"""What the rulebook says of a text that should have been read again, the bureau's papers, and an enterprise's case.

In a later month: every shipped text was to be read again by the end of January 2027.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import cache, partial
from typing import Any, cast

from PySide6.QtWidgets import QWidget

from desktop.gallery.office_window import office_window
from desktop.gallery.paper_scenes import blank_scan
from desktop.gallery.practice_desk import LATER, practice_desk
from desktop.gallery.shots import Scene
from desktop.main_window import MainWindow
from desktop.pages.rules import RulesPage
from desktop.pages.rules_words import Waiting
from desktop.pages.worklist import WorklistPage
from desktop.widgets.verdict_panel import VerdictList
from models.bureau import BureauKind
from models.casework import intake
from models.casework.bureau_values import ValueDraft, enter_value
from models.errors import InputError
from models.rules.item_values import MAX_PAPER

_OWN = "later"
_PROGRAMME = "apprenticeship"
_PAPERS = ("value", _PROGRAMME, "papers")
_NAMES = (
    "企业新型学徒制培训项目申报表（加盖单位公章）",
    "学徒花名册",
    "企业与培训机构签订的合作协议",
    "学徒培养方案和教学计划",
    "企业与学徒签订的一年以上劳动合同复印件",
)
_TRAINEE = {"worker.employed": True, "worker.position": "new_hire", "worker.contract_months": 24}
_FACTS: dict[str, Any] = {
    "enterprise.credit_code": "91350100M000100Y43",
    "enterprise.name": "练习精密机械制造（北京）有限公司",
    "enterprise.bank_account": "0200004509000000001",
    "enterprise.bank_name": "练习银行东城支行",
    "enterprise.apprenticeship_mode": "new",
    "enterprise.programme_months": 24,
    "enterprise.project_approved": True,
    "enterprise.workers": {"complete": True, "list": [_TRAINEE] * 12},
}


def rule_scenes() -> list[Scene]:
    """All of them."""
    reviewer, signer = partial(_window, "钱雨桐", "rules"), partial(_entered, "孙立群")
    return [
        Scene("case", "enterprise", _case, _page(partial(_tab, 0))),
        Scene("case", "review-due", _case, _page(partial(_tab, 2))),
        Scene("rules", "review-due", reviewer, _page(_overdue)),
        Scene("rules", "papers", reviewer, _page(_type_papers)),
        Scene("rules", "papers-error", reviewer, _page(_break_papers)),
        Scene("rules", "papers-confirm", signer, _page(lambda page: page.open_target(_PAPERS))),
    ]


def _window(account: str, page: str) -> QWidget:
    return office_window(account, page, own=_OWN, on=LATER)


def _page(then: Callable[[Any], object]) -> Callable[[QWidget], object]:
    return lambda window: then(cast("MainWindow", window).page())


@cache
def _case_number() -> str:
    """An enterprise's case of a programme nothing of which the practice office confirmed."""
    desk = practice_desk("赵文博", own=_OWN, on=LATER)
    with desk.store.reading() as rows:
        agent = rows.person(40)
    return intake.open_case(desk, agent.id, _PROGRAMME, LATER, _FACTS).value.number


def _case() -> QWidget:
    _case_number()
    return _window("赵文博", "worklist")


def _tab(place: int, page: WorklistPage) -> None:
    page.open_case(_case_number())
    page.case.tabs.choose(place)
    for shown in page.window().findChildren(VerdictList):
        shown.scrollToBottom()


def _overdue(page: RulesPage) -> None:
    page._filter(Waiting.REVIEW.value)
    page.table.setCurrentIndex(page.view.model.index(1, 0))


def _type_papers(page: RulesPage) -> None:
    page.open_target(_PAPERS)
    page.edit()
    form = page.form
    if form is not None and form.values is not None:
        form.values.fields[0].set_text("\n".join(_NAMES))
        form.values.fields[0].edited.emit("\n".join(_NAMES))
        form.document.set_text("练习文号〔2027〕3号")
        form.document.edited.emit("练习文号〔2027〕3号")


def _break_papers(page: RulesPage) -> None:
    """A paper whose name is a whole sentence."""
    _type_papers(page)
    form = page.form
    if form is not None and form.values is not None:
        form.values.fields[0].set_text("学徒花名册\n" + "、".join(_NAMES)[: MAX_PAPER + 1])
        with contextlib.suppress(InputError):
            form.draft()


@cache
def _kept() -> None:
    """The list, waiting for its second person."""
    draft = ValueDraft(
        BureauKind.VALUE, _PROGRAMME, "papers", list(_NAMES), LATER, None, "练习文号〔2027〕3号", "第五条",
        "练习数据：仅供练习，不是政策。",
    )  # fmt: skip
    enter_value(practice_desk("钱雨桐", own=_OWN, on=LATER), draft, blank_scan(), "image/png")


def _entered(account: str) -> QWidget:
    _kept()
    return _window(account, "rules")
