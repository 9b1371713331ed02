"""Who is here and what it is about, for the strip at the top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.pages.intake_person import age_on, number_words
from desktop.theme.tokens import Tone
from desktop.widgets.identity_strip import IdentityStrip, StripFact
from models.attendant import ROLE_NAMES, Role
from models.case import OPEN_STATES, STATE_NAMES
from models.id_number import group_id, mask_id, normalise_id
from models.letter import LETTER_NAMES
from models.vocabulary import PROGRAMME_NAMES, VOCABULARY

if TYPE_CHECKING:
    from desktop.pages.intake_work import Work


def show_strip(strip: IdentityStrip, work: Work) -> None:
    """The number of somebody registered is masked; one being typed is shown as it is typed."""
    person = work.person
    if person is None:
        typed = work.sheet.text("person.id_number") if work.sheet is not None else ""
        number = normalise_id(typed)
        name = work.name() or _tr("新申请人")
        strip.show_person(name, group_id(number), number_words(number, work.arrival.ground.today))
        strip.eye.hide()
        strip.show_facts([StripFact(_tr("登记"), _tr("还没有"))])
        return
    registered = work.arrival.person is not None
    strip.show_person(person.name, mask_id(person.id_number), _about(work))
    strip.eye.setVisible(registered)
    strip.show_facts(_facts(work, registered=registered))


def _about(work: Work) -> str:
    person = work.person
    if person is None:
        return ""
    sex = VOCABULARY["person.sex"].choices.get(person.sex, "")
    age = _tr("{n} 岁").format(n=age_on(person.birth_date, work.arrival.ground.today))
    household = VOCABULARY["person.household"].choices.get(person.household or "", _tr("户籍未知"))
    return " · ".join((sex, age, household))


def _facts(work: Work, *, registered: bool) -> list[StripFact]:
    found = []
    if work.attendant.role is not Role.SELF:
        found.append(StripFact(_tr("到场"), f"{ROLE_NAMES[work.attendant.role]} {work.attendant.name}", Tone.WARN))
    if work.programme:
        found.append(StripFact(_tr("事项"), PROGRAMME_NAMES[work.programme]))
    if work.number:
        state = STATE_NAMES[work.state] if work.state is not None else ""
        returned = work.returned is not None
        words = _tr("退回补正") if returned else state
        found.append(StripFact(_tr("案件"), f"{work.number} · {words}", Tone.WARN if returned else Tone.TEXT))
    elif work.programme:
        found.append(StripFact(_tr("案件"), _tr("草稿，未取号")))
    if not registered:
        found.append(StripFact(_tr("登记"), _tr("新申请人")))
    if work.arrival.letters:
        last = work.arrival.letters[0].letter
        found.append(StripFact(_tr("上次文书"), f"{last.issued_on} {LETTER_NAMES[last.kind]}"))
    under_way = [case for case in work.arrival.cases if case.state in OPEN_STATES and case.number != work.number]
    found.append(
        StripFact(_tr("另有在办"), _tr("{n} 件").format(n=len(under_way)), Tone.WARN if under_way else Tone.TEXT)
    )
    return found


def _tr(text: str) -> str:
    return QCoreApplication.translate("IntakeStrip", text)
