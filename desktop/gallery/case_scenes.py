"""待办, 案件, 复核 and 签发 on a small practice office: typical, full, empty, error, long name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtWidgets import QApplication, QWidget

from desktop.dialogs.act_dialog import ActDialog
from desktop.dialogs.set_pin import set_own_pin
from desktop.gallery.drawn_pages import drawn
from desktop.gallery.office_window import office_window
from desktop.gallery.practice_desk import TODAY, practice_desk
from desktop.gallery.shots import Scene
from desktop.pages.worklist_filters import SavedFiltersDialog
from desktop.pages.worklist_saved import SavedFilter
from desktop.pages.worklist_source import Filter
from desktop.practice.office import PASSPHRASE
from models.case import State
from models.casework import deciding, intake
from models.casework.people import correct_person
from models.casework.queries import case_rows
from models.casework.unit_of_work import Desk
from models.casework.worklist import Turn

if TYPE_CHECKING:
    from desktop.main_window import MainWindow
    from desktop.pages.review import ReviewPage
    from desktop.pages.sign import SignPage
    from desktop.pages.worklist import WorklistPage

LONG_NAME = "阿卜杜热合曼·麦麦提图尔荪·艾则孜·吾斯曼江·努尔𬭎"
_PIN = "135790"


def case_scenes() -> list[Scene]:
    """All of them."""
    clerk, reviewer, signer = (partial(_window, name) for name in ("赵文博", "钱雨桐", "孙立群"))
    return [
        Scene("worklist", "typical", partial(clerk, "worklist")),
        Scene("worklist", "filtered", partial(clerk, "worklist"), _page(_filter)),
        Scene("worklist", "second-looks", partial(signer, "worklist")),
        Scene("worklist", "kept-filters", partial(clerk, "worklist"), _page(_kept_filters)),
        Scene("worklist", "rename-filter", partial(clerk, "worklist"), _page(_rename_filter)),
        Scene("worklist", "nothing-found", partial(clerk, "worklist"), _page(_filter_away)),
        Scene("worklist", "empty", partial(_empty, "worklist")),
        Scene("case", "facts", partial(clerk, "worklist"), _page(partial(_tab, 0))),
        Scene("case", "papers", partial(clerk, "worklist"), _page(partial(_tab, 1))),
        Scene("case", "findings", partial(clerk, "worklist"), _page(partial(_tab, 2))),
        Scene("case", "scan-beside", partial(clerk, "worklist"), _page(_scan_beside), size=(1920, 1080)),
        Scene("case", "rule", partial(clerk, "worklist"), _page(_rule), dialog="rule_text.RuleTextDialog"),
        Scene("case", "letters", partial(clerk, "worklist"), _page(partial(_tab, 3))),
        Scene("case", "money", partial(clerk, "worklist"), _page(partial(_tab, 4))),
        Scene("case", "timeline", partial(clerk, "worklist"), _page(partial(_tab, 5))),
        Scene("case", "serve", partial(clerk, "worklist"), _page(_serve), dialog="case_acts.serve_dialog"),
        Scene(
            "case", "serve-error", partial(clerk, "worklist"), _page(_serve_wrongly), dialog="case_acts.serve_dialog"
        ),
        Scene("case", "withdraw", partial(clerk, "worklist"), _page(_withdraw), dialog="case_acts.withdraw_dialog"),
        Scene("review", "queue", partial(reviewer, "review")),
        Scene("review", "unusual", partial(reviewer, "review"), _page(_unusual)),
        Scene("review", "long-name", partial(reviewer, "review"), _page(_unusual_long)),
        Scene("review", "scan-beside", partial(reviewer, "review"), _page(_unusual_scan), size=(1920, 1080)),
        Scene("review", "return", partial(reviewer, "review"), _page(_doubt), dialog="case_acts.return_dialog"),
        Scene("review", "empty", partial(_empty, "review")),
        Scene("sign", "typical", partial(signer, "sign"), _drawn),
        Scene("sign", "wrong-pin", partial(signer, "sign"), _wrong_pin),
        Scene(
            "sign", "set-pin", partial(signer, "sign"), _page(lambda page: page.set_pin()), dialog="set_pin.pin_dialog"
        ),
        Scene("sign", "empty", partial(_empty, "sign")),
    ]


def _window(account: str, page: str) -> QWidget:
    _unusual_case()
    window = office_window(account, page)
    window.show_saved("已存 17:02:11")
    return window


def _empty(page: str) -> QWidget:
    account = {"worklist": "赵文博", "review": "钱雨桐", "sign": "孙立群"}[page]
    return office_window(account, page, 0)


@cache
def _unusual_case() -> str:
    """A case with something of everything: corrected, at its limit, another open case, a very long name."""
    clerk, reviewer = practice_desk("赵文博"), practice_desk("钱雨桐")
    row = next(row for row in case_rows(clerk, [State.FOR_REVIEW]) if row.programme == "skill_upgrade")
    with clerk.store.reading() as rows:
        person = rows.person(row.person_id)
    _correct(clerk, reviewer, row.number)
    correct_person(clerk, replace(person, name=LONG_NAME, name_as_typed=LONG_NAME))
    facts = _facts(clerk, row.number) | {"certificate.level": 3}
    intake.open_case(clerk, person.id, "skill_upgrade", TODAY, facts)
    return row.number


def _correct(clerk: Desk, reviewer: Desk, number: str) -> None:
    deciding.return_case(reviewer, number, "请核对缴费月数和职业")
    changes = {"insurance.unemployment_months": 12, "certificate.occupation": "钳工"}
    intake.record_facts(clerk, number, changes)
    intake.submit(clerk, number)


def _facts(desk: Desk, number: str) -> dict[str, Any]:
    with desk.store.reading() as rows:
        case = rows.case_numbered(number)
        return {} if case.facts_id is None else dict(rows.fact_set(case.facts_id).facts)


def _page(then: Callable[[Any], object]) -> Callable[[QWidget], object]:
    return lambda window: then(cast("MainWindow", window).page())


def _of_state(state: State) -> str:
    return case_rows(practice_desk("赵文博"), [state])[0].number


def _tab(place: int, page: WorklistPage) -> None:
    page.open_case(_of_state(State.TO_PAY) if place in {3, 4, 5} else _of_state(State.FOR_REVIEW))
    page.case.tabs.choose(place)


@cache
def _scanned_case() -> str:
    """A case under review with one scan on record: a letter of the office stands for the paper."""
    clerk, reviewer = practice_desk("赵文博"), practice_desk("钱雨桐")
    number = next(row.number for row in case_rows(clerk, [State.FOR_REVIEW])[::-1] if row.number != _unusual_case())
    with clerk.store.reading() as rows:
        letter = rows.letters(next(iter(rows.cases({State.CLOSED}))).case_id)[0]
        content = rows.letter_content(letter.id)
    deciding.return_case(reviewer, number, "请附扫描件")
    intake.see_paper(clerk, number, "居民身份证", content, "application/pdf")
    intake.submit(clerk, number)
    return number


def _scan_beside(page: WorklistPage) -> None:
    page.open_case(_scanned_case())
    drawn(page.case.scans.view.pages)


def _unusual_scan(page: ReviewPage) -> None:
    page.open_case(_scanned_case())
    drawn(page.case.scans.view.pages)


def _rule(page: WorklistPage) -> None:
    page.open_case(_of_state(State.FOR_REVIEW))
    page.show_rules()


def _filter(page: WorklistPage) -> None:
    page.list.words.setText("张")


def _kept_filters(page: WorklistPage) -> None:
    """The dialog over a list that is filtered by one of them."""
    mine = SavedFilter("等我的培训", Filter(None, mine=True, programme="free_training"))
    late = SavedFilter("复核那边", Filter(Turn.REVIEW))
    page.list.show_filter(late.filter, late.name)
    QApplication.processEvents()
    page._ask_filter((mine, late))


def _rename_filter(page: WorklistPage) -> None:
    _kept_filters(page)
    dialog = page.window().findChild(SavedFiltersDialog)
    assert dialog is not None
    dialog.rename()


def _filter_away(page: WorklistPage) -> None:
    page.list.words.setText("没有这个人")


def _serve(page: WorklistPage) -> None:
    page.open_case(_of_state(State.TO_SERVE))
    page.case.acting.serve.trigger()


def _serve_wrongly(page: WorklistPage) -> None:
    _serve(page)
    dialog = page.window().findChild(ActDialog)
    if dialog is not None:
        dialog.fields["how"].set_text("邮寄送达")
        dialog.fields["on"].set_text("2020-01-01")
        dialog.run()


def _withdraw(page: WorklistPage) -> None:
    page.open_case(_of_state(State.FOR_REVIEW))
    page.case.acting.withdraw.trigger()


def _unusual(page: ReviewPage) -> None:
    page.open_case(_unusual_case())
    page.case.points.rows[0].segments.pick(0)


def _unusual_long(page: ReviewPage) -> None:
    page.open_case(_unusual_case())
    page.case.points.routine.setFocus()


def _doubt(page: ReviewPage) -> None:
    page.open_case(_unusual_case())
    page.case.points.rows[0].segments.pick(1)
    page.return_case()


def _drawn(window: QWidget) -> None:
    """Wait for the letter of the page in front."""
    drawn(cast("SignPage", cast("MainWindow", window).page()).letter.page)


def _wrong_pin(window: QWidget) -> None:
    page = cast("SignPage", cast("MainWindow", window).page())
    set_own_pin(practice_desk("孙立群"), PASSPHRASE, _PIN)
    page.refresh()
    page.focus_pin()
    page.verdict.pin.line.setText("000000")
    page.sign()
    _drawn(window)
