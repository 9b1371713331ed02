"""The application that is open at the window: typed texts, papers, the register check; no widget, no store."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from desktop.pages.intake_work_parts import identity_of, parts_from_json, parts_to_json
from forms.fields import Setting
from forms.identity import IdentityPart
from forms.load import form_ids, load_form
from forms.person import draft_person
from forms.session import FormSession
from forms.version_form import form_for
from models.assessment import Assessment, Verdict
from models.attendant import APPLICANT, Attendant
from models.case import State
from models.errors import InputError
from models.facts import Award, Facts
from models.facts_file import read_award
from models.identity_document import IdentityDocument
from models.person import GROUPS, Person
from models.rules.evaluate import Answer, answer

if TYPE_CHECKING:
    from desktop.camera_file import CameraFile
    from models.casework.arriving import Arrival, Reopened
    from models.casework.doubles import AnswerGiven
    from models.casework.taking_in import Application, SeenPaper

DRAFT = "intake:"
# The keys 1, 2, 3 of the window; what else has a form follows.
_FIRST = ("skill_upgrade", "free_training", "living_allowance")
AWARDS = "awards"
AT_WINDOW = frozenset({State.AT_WINDOW, State.REGISTERED, State.IN_CORRECTION})


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan chosen for a paper, with the name of the file it came from; `source` is the document camera's file."""

    content: bytes
    media_type: str
    name: str
    source: CameraFile | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A check of the municipal register; `recorded` when the case already has it."""

    by: str
    at: datetime
    result: str
    awards: tuple[Mapping[str, Any], ...] = ()
    recorded: bool = False

    def to_json(self) -> dict[str, Any]:
        """For a draft."""
        rows = [dict(award) for award in self.awards]
        return {"by": self.by, "at": self.at.isoformat(), "result": self.result, "awards": rows}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Check:
        """From a draft."""
        moment = datetime.fromisoformat(data["at"])
        return cls(data["by"], moment, data["result"], tuple(data["awards"]))


@dataclass(slots=True, repr=False)
class Work:
    """One person with one application. `person` is as it will be stored; None while a new one is being typed.

    `number`, `state`, `accepted_on` are those of a case that is already open. `kept_papers` and `kept_scans` are on it,
    `kept_attachments` the latest scan of each paper.
    """

    arrival: Arrival
    person: Person | None = None
    sheet: FormSession | None = None
    programme: str = ""
    applied_on: date | None = None
    session: FormSession | None = None
    check: Check | None = None
    number: str = ""
    state: State | None = None
    accepted_on: date | None = None
    returned: tuple[str, str, str] | None = None  # who, when, why
    kept_papers: frozenset[str] = frozenset()
    kept_scans: Mapping[str, int] = field(default_factory=dict)
    kept_attachments: Mapping[str, int] = field(default_factory=dict)
    scans: dict[str, list[Scan]] = field(default_factory=dict)
    token: str = field(default_factory=lambda: secrets.token_hex(8))
    attendant: Attendant = APPLICANT
    identity: IdentityPart | None = None
    answers: dict[tuple[str, int, str], AnswerGiven] = field(default_factory=dict)

    # --- the person -----------------------------------------------------------------------------------

    def setting(self) -> Setting:
        """What reading typed texts depends on."""
        kind = self.identity_part().kind
        ground = self.arrival.ground
        return Setting(ground.today, ground.office.streets, "" if kind is None else kind.value)

    def identity_part(self) -> IdentityPart:
        """What the document says beside its number: as typed, else as registered."""
        return self.identity or identity_of(self.person or self.arrival.person)

    def take_identity(self, part: IdentityPart) -> None:
        """Another reading of the document; the sheet of a new person reads its number anew."""
        typed = None if self.sheet is None else self.sheet.to_json()
        self.identity = part
        if typed is not None:
            self.open_sheet().restore(typed)
        if self.person is not None and self.sheet is not None:
            self._settle_quietly()

    def number_tells_all(self) -> bool:
        """Whether the number itself carries birth date and sex."""
        document = self.person.document if self.person is not None else None
        number = "" if self.person is None else self.person.id_number
        return document is not None and IdentityDocument.parse(number, document).birth_date is not None

    def settle_corrected(self, person: Person) -> None:
        """The applicant as the store has them now."""
        self.person, self.sheet, self.identity = person, None, None
        self.arrival = replace(self.arrival, person=person)
        self.rebuild()

    def open_sheet(self, id_number: str = "") -> FormSession:
        """The person form, filled with what is known, as a part of the work: its draft keeps it."""
        self.sheet = self.own_sheet(id_number)
        return self.sheet

    def own_sheet(self, id_number: str = "") -> FormSession:
        """The same form by itself, until `settle_person` takes it."""
        sheet = FormSession(load_form("person"), self.setting())
        for key, text in (person_texts(self.person) if self.person else {"person.id_number": id_number}).items():
            if text:
                sheet.type(key, text)
        return sheet

    def settle_person(self, sheet: FormSession) -> Person:
        """The person as typed on a sheet becomes the applicant. Raises InputError with everything wrong."""
        typed = draft_person(sheet, self.setting(), self.identity_part()).person()
        before = self.person or self.arrival.person
        if before is not None:
            typed = replace(typed, id=before.id, version=before.version)
        self.person, self.sheet = typed, sheet
        self.rebuild()
        return typed

    # --- the application -----------------------------------------------------------------------------------

    def choose(self, programme: str, applied_on: date | None = None) -> FormSession:
        """Begin the application for a programme; one of the same programme goes on as it is.

        What was typed for another one goes along where this one asks it too.
        """
        typed: Mapping[str, str] = {}
        if self.session is None or self.programme != programme:
            typed = {} if self.session is None else dict(self.session.texts())
            self.programme, self.session = programme, None
            self.scans.clear()
        self.applied_on = applied_on or self.applied_on or self.arrival.ground.today
        session = self.rebuild_session()
        for asked in session.form.fields():
            if typed.get(asked.key, "").strip():
                session.type(asked.key, typed[asked.key])
        return session

    def apply_on(self, day: date) -> None:
        """Another date of application: other rules may hold and other questions be asked."""
        self.applied_on = day
        self.rebuild()

    def rebuild(self) -> None:
        """After a change of what the session stands on."""
        if self.session is not None:
            self.rebuild_session()

    def rebuild_session(self) -> FormSession:
        """The same texts on the person, date and awards of now."""
        typed = None if self.session is None else self.session.to_json()
        self.session = self._fresh_session()
        if typed is not None:
            self.session.restore({**typed, "applied_on": self._day().isoformat()})
        self.show_awards()
        return self.session

    def _fresh_session(self) -> FormSession:
        from models.casework.applicants import own_facts

        if self.person is None:
            raise InputError("请先填好申请人。", "person")
        return FormSession(
            form_for(self.arrival.ground.rulebook, self.programme, self._day()),
            self.setting(),
            assess=self.assess,
            known=own_facts(self.arrival.ground.rulebook, self.programme, self.person),
            applied_on=self._day(),
        )

    def _day(self) -> date:
        return self.applied_on or self.arrival.ground.today

    def assess(self, facts: Facts) -> Assessment:
        """What the rules in force say about these facts, wholly explained."""
        return self._judged(self.programme, facts).explained()

    def answer_other(self, programme: str, facts: Facts | None = None) -> Answer:
        """What they say about another programme, from what is known of the person so far."""
        return self._judged(programme, facts or self.known_facts())

    def _judged(self, programme: str, facts: Facts) -> Answer:
        ground = self.arrival.ground
        return answer(
            ground.rulebook,
            programme,
            facts,
            self._day(),
            rest_day_rule=ground.office.rest_day_rule,
            calendar=ground.calendar,
            today=ground.today,
        )

    def known_facts(self) -> Facts:
        """The facts as typed; those of the person alone before a programme is chosen."""
        from models.casework.applicants import own_facts
        from models.facts_file import facts_from_json

        typed = self.session.facts() if self.session is not None else {}
        own = own_facts(self.arrival.ground.rulebook, self.programme, self.person) if self.person is not None else {}
        return Facts(facts_from_json({"facts": {**typed, **own}}).values, self.awards(), self.check is not None)

    def awards(self) -> tuple[Award, ...]:
        """What the register check found and what this office granted, once each."""
        found = () if self.check is None else tuple(read_award(dict(award)) for award in self.check.awards)
        own = (award for _, award in self.arrival.awards)
        return tuple(dict.fromkeys((*found, *own)))

    def show_awards(self) -> None:
        """Tell the session of the awards; they are complete only after a recorded check."""
        if self.session is not None:
            self.session.record_awards(self.awards(), complete=self.check is not None)

    def record_check(self, check: Check) -> None:
        """The register was checked."""
        self.check = check
        self.show_awards()

    def see_paper(self, paper_id: str, seen: bool) -> bool:
        """Tick a paper, or untick one that is not recorded on the case yet; whether it was done."""
        if self.session is None or (not seen and self._name(paper_id) in self.kept_papers):
            return False
        self.session.see_paper(paper_id, seen=seen)
        if not seen:
            self.scans.pop(paper_id, None)
        return True

    def attach(self, paper_id: str, scan: Scan) -> None:
        """Hang a scan on a paper; it is seen with that."""
        self.scans.setdefault(paper_id, []).append(scan)
        self.see_paper(paper_id, True)

    def scan_count(self, paper_id: str) -> int:
        """How many scans a paper has, recorded or chosen."""
        return self.kept_scans.get(self._name(paper_id), 0) + len(self.scans.get(paper_id, ()))

    def _name(self, paper_id: str) -> str:
        papers = self.session.form.papers if self.session is not None else ()
        return next((paper.name for paper in papers if paper.id == paper_id), "")

    def wanting(self) -> tuple[str, ...]:
        """What of the assessment is still unknown and could change its result."""
        assessment = self.session.assessment if self.session is not None else None
        return () if assessment is None else assessment.missing

    def failed(self) -> bool:
        """Whether something is known not to hold."""
        assessment = self.session.assessment if self.session is not None else None
        return assessment is not None and any(line.verdict is Verdict.NOT_MET for line in assessment.criteria)

    # --- what the commands get -----------------------------------------------------------------------------------

    def draft_key(self) -> str:
        """The name of its draft."""
        return f"{DRAFT}{self.token}"

    def application(self) -> Application:
        """What `take_in` is given."""
        from models.casework.taking_in import Application, CheckMade

        if self.session is None or self.person is None:
            raise InputError("请先选项目并填写申请。", "programme")
        check = self.check if self.check is not None and not self.check.recorded else None
        return Application(
            person=self.person,
            programme=self.programme,
            applied_on=self._day(),
            facts=dict(self.session.facts()),
            asked=frozenset(question.key for question in self.session.form.fields()),
            papers=tuple(self._seen()),
            check=None if check is None else CheckMade(check.at, check.result, check.awards),
            number=self.number,
            draft_key=self.draft_key(),
            attendant=self.attendant,
            answers=tuple(self.answers.values()),
        )

    def _seen(self) -> list[SeenPaper]:
        from models.casework.taking_in import SeenPaper

        found = []
        for paper in self.session.seen_papers() if self.session is not None else ():
            scans = self.scans.get(paper.id, [])
            found += [SeenPaper(paper.name, scan.content, scan.media_type) for scan in scans]
            if not scans and paper.name not in self.kept_papers:
                found.append(SeenPaper(paper.name))
        return found

    # --- drafts -----------------------------------------------------------------------------------

    def to_json(self) -> dict[str, Any]:
        """Everything typed, for a draft; scans are named only, they have to be attached again."""
        return {
            "token": self.token,
            "id_number": self.person.id_number if self.person else self.arrival.id_number,
            "name": self.name(),
            "sheet": None if self.sheet is None else self.sheet.to_json(),
            "programme": self.programme,
            "form": None if self.session is None else self.session.to_json(),
            "check": None if self.check is None or self.check.recorded else self.check.to_json(),
            "number": self.number,
            **parts_to_json(self.attendant, self.identity, tuple(self.answers.values())),
            "scans": [scan.name for scans in self.scans.values() for scan in scans],
        }

    def name(self) -> str:
        """The person's name, as far as it is known."""
        if self.person is not None:
            return self.person.name
        return self.sheet.text("person.name") if self.sheet is not None else ""

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Take a draft's texts. Raises InputError for one of no known shape."""
        try:
            self.token = str(draft["token"])
            sheet, form, check = draft["sheet"], draft["form"], draft["check"]
            programme = str(draft["programme"])
            self.attendant, self.identity, answers = parts_from_json(draft)
            self.answers = {(each.kind.value, each.other_id, each.other_case): each for each in answers}
        except (KeyError, TypeError, ValueError):
            raise InputError("草稿已损坏，无法恢复，请重新填写。", "draft") from None
        if sheet is not None:
            self.open_sheet().restore(sheet)
            self._settle_quietly()
        if check is not None:
            self.check = Check.from_json(check)
        if form is not None and self.person is not None:
            self.choose(programme, date.fromisoformat(form["applied_on"])).restore(form)
            self.show_awards()

    def _settle_quietly(self) -> None:
        try:
            if self.sheet is not None:
                self.settle_person(self.sheet)
        except InputError:
            return  # half-typed: the sheet goes on where it was


def drafted(arrival: Arrival | None, case: Reopened | None) -> Work | None:
    """What a draft goes on with: the case it belongs to, else the person it is about."""
    if case is not None:
        return work_of(case)
    return None if arrival is None else Work(arrival, person=arrival.person)


def work_of(reopened: Reopened) -> Work:
    """A case at the window, opened again with everything recorded on it."""
    record = reopened.record
    case, check, back = record.case, record.register_check, reopened.returned
    work = Work(
        reopened.arrival,
        person=record.person,
        number=case.number,
        state=case.state,
        accepted_on=case.accepted_on,
        returned=None if back is None else (back.by, moment_text(back.at), back.reason),
        kept_papers=frozenset(paper.name for paper in record.papers),
        kept_scans=reopened.scans,
        kept_attachments=reopened.attachments,
    )
    if record.attendant is not None:
        work.attendant = record.attendant.attendant
    if check is not None:
        work.check = Check(reopened.checked_by, check.checked_at, check.result, check.awards, recorded=True)
    session = work.choose(case.programme, case.applied_on)
    _answer(session, {} if record.facts is None else record.facts.facts)
    for paper in session.form.papers:
        if paper.name in work.kept_papers:
            session.see_paper(paper.id)
    return work


def programmes(work: Work) -> tuple[str, ...]:
    """What can be applied for: everything with rules and a form, in the order of the keys."""
    with_rules = work.arrival.ground.rulebook.programmes
    others = (programme for programme in with_rules if programme not in _FIRST)
    return tuple(each for each in (*_FIRST, *others) if each in with_rules and each in form_ids())


def moment_text(at: datetime) -> str:
    """A moment as the window shows it: day and time in Beijing."""
    from models.moment import beijing_time

    return beijing_time(at)[5:]


def clock_text(at: datetime) -> str:
    """The time of day in Beijing, with seconds."""
    from models.calendar import BEIJING

    return at.astimezone(BEIJING).strftime("%H:%M:%S")


def _answer(session: FormSession, facts: Mapping[str, Any]) -> None:
    from forms.fields import show
    from models.facts_file import read_value

    for question in session.form.fields():
        if question.key in facts:
            session.type(question.key, show(question, read_value(question.key, facts[question.key])))


def person_texts(person: Person) -> dict[str, str]:
    """A stored person as the texts of the person form."""
    form = load_form("person")
    household = form.field("person.household")
    texts = {
        "person.id_number": person.id_number,
        "person.name": person.name_as_typed or person.name,
        "person.street": person.street,
        "person.phone": person.phone,
        "person.address": person.address,
        "person.bank_card": person.bank_card,
        "person.bank_name": person.bank_name,
    }
    if person.household is not None and household is not None:
        texts["person.household"] = household.choices.get(person.household, person.household)
    texts |= {key: person.groups[key] for key in GROUPS if key in person.groups}
    return texts | dict.fromkeys(person.not_groups, "否")
