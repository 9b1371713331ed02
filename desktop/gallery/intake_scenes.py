"""受理 in every state, on the practice office: invented people, real rules, real letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from desktop.dialogs.attendant import AttendantDialog
from desktop.gallery.drawn_pages import drawn
from desktop.gallery.office_window import office_window
from desktop.gallery.practice_desk import practice_desk
from desktop.gallery.shots import Scene
from desktop.main_window import MainWindow
from desktop.pages.intake import IntakePage
from desktop.pages.intake_work import Scan
from desktop.widgets.fields import LineField
from desktop.widgets.page_view import PageView
from models.case import State
from models.id_number import check_character

if TYPE_CHECKING:
    from desktop.pages.intake_form import ApplicationForm
    from models.casework.unit_of_work import Desk

LONG_NAME = "阿卜杜热合曼·麦麦提图尔荪·艾则孜·吾斯曼江·努尔𬭎"
_CLERK = "赵文博"
_NUMBER = "11010119900307" + "482"
_ANSWERS = {
    "certificate.number": "S000811000012264000231",
    "certificate.kind": "职业技能等级证书",
    "certificate.occupation": "电工",
    "certificate.level": "四级/中级工",
    "certificate.issued_on": "2026-03-06",
    "certificate.verified": "联网查询一致",
    "certificate.occupation_in_shortage": "否",
    "certificate.higher_held": "否",
    "certificate.occupation_matches_industry": "是",
    "work.status_at_certificate": "企业在职职工",
    "work.status_at_application": "企业在职职工",
    "insurance.unemployment_months": "26",
}
_PERSON = {
    "person.name": "林晓芸",
    "person.household": "本市城镇户籍",
    "person.street": "交道口街道",
    "person.phone": "13812342046",
    "person.urban_unemployed": "否",
    "person.veteran": "否",
}

Step = Callable[[IntakePage], object]


_DIALOGS = {
    "register": "register_check.RegisterCheckDialog",
    "notice": "oral_notice.OralNotice",
    "likeness": "likenesses.LikenessDialog",
    "attendant": "attendant.AttendantDialog",
    "document": "identity.IdentityDialog",
    "number": "identity.number_dialog",
    "merge": "identity.merge_dialog",
    "receipt": "receipt.PaperDialog",
    "rule": "rule_text.RuleTextDialog",
}


def intake_scenes() -> list[Scene]:
    """The page empty, with a person, with an application; its errors; its dialogs."""
    steps: Mapping[str, Step] = {
        "empty": _empty,
        "new-person": _new_person,
        "new-person-error": lambda page: page.open_target(("id_number", _NUMBER[:14])),
        "card": lambda page: page.open_target(("person", _person(State.CLOSED))),
        "card-long-name": lambda page: page.open_target(("person", _longest())),
        "typical": _begun,
        "full": _full,
        "error": _late,
        "long-name": _long_name,
        "free-training": lambda page: _programme(page, "free_training"),
        "living-allowance": lambda page: _programme(page, "living_allowance"),
        "enterprise": _enterprise,
        "returned": _returned,
        "undo": _undone,
        "history": _history,
        "rule": _rule,
        "next-of-course": _next_of_course,
        "keys": _keys,
        "person": _edited,
        "register": _registered,
        "notice": _told,
        "likeness": _alike,
        "attendant": _attended,
        "document": _document,
        "number": _number,
        "merge": _merge,
        "receipt": _receipt,
    }
    scenes = [
        Scene("intake", state, _window, _on_page(step), dialog=_DIALOGS.get(state, "")) for state, step in steps.items()
    ]
    return [*scenes, Scene("intake", "scan-beside", _window, _on_page(_scanned), size=(1920, 1080))]


def _window() -> QWidget:
    from models.casework.drafts import discard_draft, drafts

    for draft in drafts(_desk()):
        discard_draft(_desk(), draft.key)
    window = office_window(_CLERK, "intake")
    window.show_others("没有其他人打开本件")
    return window


def _on_page(step: Step) -> Callable[[QWidget], object]:
    return lambda window: step(cast("IntakePage", cast("MainWindow", window).pages["intake"]))


def _empty(page: IntakePage) -> None:
    _begun(page)
    page.acts.leave()


def _new_person(page: IntakePage) -> None:
    page.open_target(("id_number", _NUMBER + check_character(_NUMBER)))
    if page.sheet is None:
        return
    for key, text in _PERSON.items():
        _answer(page.sheet.fields.widget(key), text)
    page.sheet.fields.widget("person.bank_card").setFocus()


def _person(state: State) -> int:
    """Somebody with a case in a state and no correction that waits, the first there is."""
    with _desk().store.reading() as rows:
        waiting = {change.person_id for change in rows.identity_changes()}
        found = (row.person_id for row in rows.cases({state}) if row.programme == "free_training")
        return next(person for person in found if person not in waiting)


def _longest() -> int:
    """The person with the longest name."""
    with _desk().store.reading() as rows:
        return max(rows.cases(None), key=lambda row: len(row.person_name)).person_id


def _desk() -> Desk:
    return practice_desk(_CLERK)


def _begun(page: IntakePage) -> None:
    _fill(page, dict(list(_ANSWERS.items())[:6]))


def _full(page: IntakePage) -> None:
    form = _fill(page, _ANSWERS)
    if form is not None:
        _check(form)
        page._paper_seen("id_card", True)
        page.activated()


def _check(form: ApplicationForm) -> None:
    if form.register.segments is not None:
        form.register.segments.pick(0)


def _late(page: IntakePage) -> None:
    form = _fill(page, {**_ANSWERS, "certificate.issued_on": "2025-09-08", "insurance.unemployment_months": ""})
    if form is not None:
        form.fields.show_errors()
        form.focus("insurance.unemployment_months")


def _fill(page: IntakePage, answers: Mapping[str, str]) -> ApplicationForm | None:
    page.open_target(("person", _person(State.CLOSED)))
    page.choose("skill_upgrade")
    if page.form is None:
        return None
    for key, text in answers.items():
        _answer(page.form.fields.widget(key), text)
    page.form.focus_first()
    return page.form


def _answer(field: QWidget, text: str) -> None:
    widget = cast("LineField", field)
    widget.set_text(text)
    widget.edited.emit(text)


def _long_name(page: IntakePage) -> None:
    page.open_target(("person", _longest()))
    page.choose("skill_upgrade")
    if page.work is not None and page.work.person is not None:
        page.strip.show_person(LONG_NAME, "650102********0031", "女 · 36 岁 · 外省市户籍")


def _enterprise(page: IntakePage) -> None:
    """Two workers pasted, the second without enough hours."""
    _programme(page, "enterprise_training")
    if page.form is None:
        return
    answers = {
        "enterprise.credit_code": "91350100M000100Y43",
        "enterprise.name": "练习机械制造有限公司",
        "enterprise.bank_account": "0200004509000000001",
        "enterprise.bank_name": "练习银行东城支行",
        "enterprise.training_form": "岗前培训",
        "enterprise.training_at_scale": "是",
        "enterprise.workers": "11010519491231002X\t是\t新招用\t2020-01-06\t2020-02-10\t40\n"
        "\t是\t新招用\t2020-01-06\t2020-02-10\t39\n名单完整",
    }
    for key, text in answers.items():
        _answer(page.form.fields.widget(key), text)


def _programme(page: IntakePage, programme: str) -> None:
    page.open_target(("person", _person(State.CLOSED)))
    page.choose(programme)


def _returned(page: IntakePage) -> None:
    page.open_target(("case", _returned_case()))


@cache
def _returned_case() -> str:
    from models.casework.deciding import return_case

    with _desk().store.reading() as rows:
        case = next(row for row in rows.cases({State.FOR_REVIEW}) if row.programme == "skill_upgrade")
    reason = "证书核发日期看不清，请对照原件核对；并补查市级发放登记。"
    return_case(practice_desk("钱雨桐"), case.number, reason)
    return case.number


def _undone(page: IntakePage) -> None:
    form = _fill(page, {})
    if form is None:
        return
    for key, text in list(_ANSWERS.items())[:7]:
        form.focus(key)
        _answer(form.fields.widget(key), text)
    page.acts.undoing.undo()


def _scanned(page: IntakePage) -> None:
    """A scan stands beside the fields where the window is wide enough."""
    _full(page)
    with _desk().store.reading() as rows:
        letter = rows.letters(next(iter(rows.cases({State.CLOSED}))).case_id)[0]
        content = rows.letter_content(letter.id)
    if page.work is not None and page.form is not None:
        page.work.attach("certificate", Scan(content, "application/pdf", "scan.pdf"))
        page.form.show_papers()
        page.acts.settle()
        drawn(page.form.scan.view.pages)


def _history(page: IntakePage) -> None:
    page.open_target(("case", _returned_case()))
    if page.form is not None:
        page.form.focus("certificate.level")
        page.acts.looking.show_history()


def _rule(page: IntakePage) -> None:
    _full(page)
    if page.form is not None:
        page.form.focus("insurance.unemployment_months")
        page.acts.looking.show_rule()


def _next_of_course(page: IntakePage) -> None:
    """Ctrl+D: what the one before said, to be confirmed, and the next number offered."""
    _fill(page, {})
    if page.work is not None:
        page.acts.course.remember(page.work, dict(list(_ANSWERS.items())[:5]))
    page.acts.settle()
    page.acts.course.press()


def _keys(page: IntakePage) -> None:
    _full(page)
    cast("MainWindow", page.window())._show_key_sheet()


def _edited(page: IntakePage) -> None:
    _full(page)
    page.acts.applicant.edit_person()


def _registered(page: IntakePage) -> None:
    _full(page)
    page.acts.evidence.ask_register()


def _told(page: IntakePage) -> None:
    _late(page)
    page.acts.evidence.give_notice()


def _alike(page: IntakePage) -> None:
    _new_person(page)
    if page.sheet is None:
        return
    person = _person(State.CLOSED)
    with _desk().store.reading() as rows:
        other = rows.person(person)
    _answer(page.sheet.fields.widget("person.phone"), other.phone)
    page.acts.settle_sheet()
    page.acts.applicant.show_likenesses()


def _attended(page: IntakePage) -> None:
    _full(page)
    page.acts.identity.ask_attendant()
    dialog = page.window().findChildren(AttendantDialog)[-1]
    proxy = {"role": "proxy", "name": "练习代", "phone": "13800000000", "paper": "授权委托书", "collects": "yes"}
    for key, text in proxy.items():
        _answer(dialog.fields[key], text)
    dialog.run()


def _document(page: IntakePage) -> None:
    page.open_target(("id_number", "E12345678"))
    if page.sheet is None:
        return
    for key, text in _PERSON.items():
        if key != "person.id_number":
            _answer(page.sheet.fields.widget(key), text)
    page.acts.settle_sheet()


def _number(page: IntakePage) -> None:
    page.open_target(("person", _person(State.CLOSED)))
    page.acts.identity.ask_number()


def _merge(page: IntakePage) -> None:
    page.open_target(("person", _person(State.CLOSED)))
    with _desk().store.reading() as rows:
        other = rows.person(rows.cases({State.FOR_REVIEW})[0].person_id)
    page.merge_with(other)


def _receipt(page: IntakePage) -> None:
    form = _fill(page, _ANSWERS)
    if form is None:
        return
    _check(form)
    for paper in form.fields.session.form.required_papers():
        page._paper_seen(paper.id, True)
    page.acts.accept()
    for view in page.window().findChildren(PageView):
        if view.isVisible():
            drawn(view)
