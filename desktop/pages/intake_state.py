"""What the clerk has entered at the window so far, as one value: to compare, to undo, to put back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from forms.steps import Change
from models.vocabulary import shown

if TYPE_CHECKING:
    from desktop.pages.intake_work import Check, Work
    from forms.session import FormSession

APPLIED_ON, CHECK = "applied_on", "awards"


@dataclass(frozen=True, slots=True)
class Entered:
    """The texts of the person's sheet and of the application, the papers seen, the date and the register check."""

    sheet: Mapping[str, str]
    programme: str
    form: Mapping[str, str]
    papers: frozenset[str]
    applied_on: date | None
    check: Check | None


def entered(work: Work) -> Entered:
    """As it is now."""
    session = work.session
    papers = frozenset() if session is None else frozenset(paper.id for paper in session.seen_papers())
    return Entered(_texts(work.sheet), work.programme, _texts(session), papers, work.applied_on, work.check)


def _texts(session: FormSession | None) -> Mapping[str, str]:
    return {} if session is None else {key: text for key, text in session.texts().items() if text}


def put_back(work: Work, before: Entered) -> None:
    """Make it what it was; a programme chosen since is not chosen any more."""
    if work.sheet is not None:
        work.sheet.restore({**work.sheet.to_json(), "texts": dict(before.sheet)})
    work.applied_on, work.check = before.applied_on, before.check
    if not before.programme:
        work.programme, work.session = "", None
    elif work.session is not None:
        work.rebuild_session()
        texts = {"texts": dict(before.form), "papers": sorted(before.papers)}
        work.session.restore({**work.session.to_json(), **texts})
        work.show_awards()


def named(work: Work, before: Entered, after: Entered) -> Change:
    """What lies between two states, in words: 改 发证日期, 收到 居民身份证."""
    for session, old, new in ((work.sheet, before.sheet, after.sheet), (work.session, before.form, after.form)):
        keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        if len(keys) == 1:
            return Change(keys[0], _tr("改 {name}").format(name=_label(session, keys[0])))
        if keys:
            return Change("", _tr("抄 {n} 项").format(n=len(keys)))
    for paper in before.papers ^ after.papers:
        came = paper in after.papers
        word = _tr("收到 {name}") if came else _tr("取消收到 {name}")
        return Change(f"paper {paper} {came}", word.format(name=_paper(work, paper)))
    if before.applied_on != after.applied_on:
        return Change(APPLIED_ON, _tr("改 申请日期"))
    return Change(CHECK, _tr("记 发放登记查询"))


def _label(session: FormSession | None, key: str) -> str:
    field = None if session is None else session.form.field(key)
    return shown(key) if field is None else field.label


def _paper(work: Work, paper_id: str) -> str:
    papers = () if work.session is None else work.session.form.papers
    return next((paper.name for paper in papers if paper.id == paper_id), "")


def _tr(text: str) -> str:
    return QCoreApplication.translate("IntakeState", text)
