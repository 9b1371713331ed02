"""The identity strip filled from a case: who, which case, what, until when."""

from __future__ import annotations

from desktop.page import Host
from desktop.pages.case_words import about_person, due_tone, due_words, skill_of, tr
from desktop.theme.tokens import Tone
from desktop.widgets.identity_strip import IdentityStrip, StripFact
from models.attendant import ROLE_NAMES, Role
from models.case import OPEN_STATES, STATE_NAMES
from models.casework.dossiers import Dossier
from models.casework.reveals import log_reveal
from models.id_number import group_id, mask_id


class CaseStrip(IdentityStrip):
    """`strip.show_dossier(dossier)`; the eye shows the whole ID number, after the look was logged."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._person = 0
        self._revealed = ""
        self.reveal_asked.connect(self._reveal)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nobody is here."""
        self._person, self._revealed = 0, ""
        self.show_person("", "", "")
        self.show_facts([])

    def show_dossier(self, dossier: Dossier) -> None:
        """Who and what it is about."""
        person, case = dossier.record.person, dossier.record.case
        if person.id != self._person:
            self._person, self._revealed = person.id, ""
        number = group_id(self._revealed) if self._revealed else mask_id(person.id_number)
        self.show_person(person.name, number, about_person(person, dossier.today))
        facts = {} if dossier.record.facts is None else dossier.record.facts.facts
        about = " · ".join(part for part in (dossier.programme_name, skill_of(facts)) if part)
        told = [StripFact(tr("案号"), case.number)]
        running = case.due_on is not None and case.state in OPEN_STATES
        if running:
            told.append(_due(dossier))  # before the words that may be cut: how many days are left must stay whole
        told.append(StripFact(tr("事项"), about))
        if dossier.enterprise is not None and dossier.enterprise.name:
            told.insert(0, StripFact(tr("代企业申请"), dossier.enterprise.name))
        who = dossier.record.attendant
        if who is not None and who.attendant.role is not Role.SELF:
            told.append(StripFact(tr("到场"), f"{ROLE_NAMES[who.attendant.role]} {who.attendant.name}", Tone.WARN))
        if not running:
            told.append(StripFact(tr("状态"), STATE_NAMES[case.state]))
        self.show_facts(told)

    def _reveal(self) -> None:
        person = self._person
        if person and not self._revealed:
            self._host.runner.run(
                lambda desk: log_reveal(desk, person, "id_number"),
                lambda number: self._show_whole(person, number),
                lambda error: self._host.say(error.message, bad=True),
            )

    def _show_whole(self, person: int, number: str) -> None:
        if person == self._person:
            self._revealed = number
            self.show_number(group_id(number))


def _due(dossier: Dossier) -> StripFact:
    """Until when, and how many working days that leaves."""
    words = f"{dossier.record.case.due_on:%m-%d} {due_words(dossier.days_left)}".strip()
    tone = due_tone(dossier.days_left)
    return StripFact(tr("办结期限"), words, Tone.TEXT if tone is Tone.TEXT3 else tone)
