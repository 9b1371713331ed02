"""One applicant at one form: the view-model behind the intake screen, in plain Python.

Text is typed into fields; values, relevance, gaps and the assessment follow after every keystroke. A half-typed
field is unknown and becomes an error only on leaving it. Nothing is ever answered for the applicant: what a
certificate's number suggests is a proposal that the clerk confirms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from forms.fields import Reading, Setting, read, show
from forms.form import Field, Form, Paper
from models.assessment import Assessment
from models.certificate_number import CertificateReading, read_certificate_number
from models.errors import InputError
from models.facts import Award, Facts, FactValue
from models.facts_file import check_agreement, check_application_date, read_value, value_to_json
from models.vocabulary import shown

Assess = Callable[[Facts], Assessment]
_NOTHING_TYPED = Reading()
_NUMBER, _KIND, _LEVEL = "certificate.number", "certificate.kind", "certificate.level"
_ISSUED = "certificate.issued_on"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value the certificate's number suggests for a field that is still empty: `text` is what confirming types."""

    key: str
    text: str
    why: str


class FormSession:
    """`known` holds the facts the person card and the systems bring (contract JSON values): they are not asked again.

    `applied_on` is the application date (default: the setting's today). `assess` is called with the facts whenever
    they changed. Raises InputError for a key the form does not ask.
    """

    def __init__(
        self,
        form: Form,
        setting: Setting,
        *,
        assess: Assess | None = None,
        known: Mapping[str, Any] = MappingProxyType({}),
        applied_on: date | None = None,
    ) -> None:
        self.form = form
        self.applied_on = applied_on or setting.today
        self.assessment: Assessment | None = None
        self._setting = setting
        self._assess = assess
        self._known = {key: read_value(key, value) for key, value in known.items()}
        self._texts: dict[str, str] = {}
        self._readings: dict[str, Reading] = {}
        self._left: set[str] = set()
        self._papers: set[str] = set()
        self._offers: dict[str, Proposal] = {}
        self._awards: tuple[Award, ...] = ()
        self._awards_complete = False
        self._assessed: Facts | None = None
        self._settle()

    # What the clerk does

    def type(self, key: str, text: str) -> Reading:
        """The field now holds this text. Leaves any error unshown until the field is left."""
        field = self._field(key)
        self._texts[key] = text
        self._readings[key] = read(field, text, self._setting)
        self._left.discard(key)
        self._settle()
        return self._readings[key]

    def leave(self, key: str) -> str:
        """The clerk moves on: the error of the field, or an empty text."""
        self._field(key)
        self._left.add(key)
        return self.errors().get(key, "")

    def confirm(self, key: str) -> Reading:
        """Take the proposal for a field as if it had been typed. Raises InputError if there is none."""
        proposal = self.proposals().get(key)
        if proposal is None:
            raise InputError("这一项没有可以确认的建议，请直接填写", key)
        return self.type(key, proposal.text)

    def offer(self, key: str, text: str, why: str) -> None:
        """Propose a text for a field from elsewhere (the number after the previous applicant's); "" withdraws it."""
        self._field(key)
        self._offers.pop(key, None)
        if text:
            self._offers[key] = Proposal(key, text, why)

    def see_paper(self, paper_id: str, *, seen: bool = True) -> None:
        """Tick or untick a paper of the checklist. Raises InputError for one the form does not have."""
        if all(paper.id != paper_id for paper in self.form.papers):
            raise InputError("材料清单里没有这一项，请核对", "papers")
        (self._papers.add if seen else self._papers.discard)(paper_id)

    def record_awards(self, awards: Sequence[Award], *, complete: bool) -> None:
        """The earlier awards as known; `complete` only after a recorded check of the municipal register."""
        self._awards, self._awards_complete = tuple(awards), complete
        self._settle()

    # What the screen shows

    def text(self, key: str) -> str:
        """The text as typed, empty if nothing was."""
        return self._texts.get(key, "")

    def texts(self) -> Mapping[str, str]:
        """Every typed text, as typed."""
        return MappingProxyType(self._texts)

    def values(self) -> Mapping[str, FactValue]:
        """The values of the visible fields that could be read; a key left out is unknown."""
        return {key: reading.value for key, reading in self._visible_readings().items() if reading.known}

    def visible(self) -> tuple[Field, ...]:
        """The fields whose answers can matter, in order; what is already known is not asked."""
        values = self._everything_typed()
        day = self._version_day(values)
        return tuple(
            field for field in self.form.fields() if field.key not in self._known and field.is_asked(day, values)
        )

    def _version_day(self, values: Mapping[str, FactValue]) -> date | None:
        """The date that selects the version; None while it is unknown: then nothing is hidden for its date."""
        if not self.form.version_by:
            return self.applied_on
        day = values.get(self.form.version_by)
        return day if isinstance(day, date) else None

    def errors(self) -> Mapping[str, str]:
        """The errors to show: of fields that were left, and of answers that contradict each other."""
        visible = self._visible_readings()
        found = {key: reading.error for key, reading in visible.items() if reading.error and key in self._left}
        for key, message in self._agreed()[1].items():
            if key in self._left:
                found.setdefault(key, message)
        return found

    def warnings(self) -> Mapping[str, tuple[str, ...]]:
        """What looks odd but is accepted, by field."""
        found = {key: reading.warnings for key, reading in self._visible_readings().items() if reading.warnings}
        values, issued = self.values(), self.values().get(_ISSUED)
        level = values.get(_LEVEL)
        odd = self._certificate().disagreements(
            level if isinstance(level, int) else None, issued if isinstance(issued, date) else None
        )
        if odd:
            found[_NUMBER] = (*found.get(_NUMBER, ()), *odd)
        return found

    def missing(self) -> tuple[str, ...]:
        """Visible fields still unknown: first those that could change the result, most useful first."""
        values = self.values()
        unknown = {field.key: field for field in self.visible() if field.key not in values}
        asked = self.assessment.missing if self.assessment is not None else ()
        useful = [key for key in asked if key in unknown]
        return (*useful, *(key for key, field in unknown.items() if key not in useful and not field.optional))

    def proposals(self) -> Mapping[str, Proposal]:
        """What the certificate's number suggests, or was offered, for fields still empty."""
        reading = self._certificate()
        suggested: dict[str, FactValue] = {_KIND: reading.kind, _LEVEL: reading.level}
        found = {}
        for field in self.visible():
            value = suggested.get(field.key)
            if self.text(field.key).strip():
                continue
            if field.key in self._offers:
                found[field.key] = self._offers[field.key]
            elif value is not None:
                found[field.key] = Proposal(field.key, show(field, value), "按证书编号推断，请对照证书确认")
        return found

    def seen_papers(self) -> tuple[Paper, ...]:
        """The papers ticked, in the order of the checklist."""
        return tuple(paper for paper in self.form.papers if paper.id in self._papers)

    def missing_papers(self) -> tuple[Paper, ...]:
        """The demanded papers not yet ticked."""
        return tuple(paper for paper in self.form.required_papers() if paper.id not in self._papers)

    # What the commands get

    def facts(self) -> Mapping[str, Any]:
        """Known and typed facts as contract JSON values; a contradicted answer is left out."""
        return {key: value_to_json(value) for key, value in self._facts().values.items()}

    # Drafts

    def to_json(self) -> dict[str, Any]:
        """The draft: texts as typed, so that nothing half-typed is lost."""
        return {
            "form": self.form.id,
            "applied_on": self.applied_on.isoformat(),
            "texts": dict(self._texts),
            "left": sorted(self._left),
            "papers": sorted(self._papers),
        }

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Take a draft's texts and papers; those the form no longer knows are dropped.

        Raises InputError for a draft of another form or of no known shape.
        """
        try:
            form_id, applied_on = draft["form"], date.fromisoformat(draft["applied_on"])
            texts = {str(key): str(text) for key, text in draft["texts"].items()}
            left, papers = set(draft["left"]), set(draft["papers"])
        except (KeyError, TypeError, ValueError, AttributeError):
            raise InputError("草稿已损坏，无法恢复，请重新填写", "draft") from None
        if form_id != self.form.id:
            raise InputError("这份草稿属于另一张申请表，请从对应项目打开", "draft")
        fields = {field.key: field for field in self.form.fields()}
        self.applied_on = applied_on
        self._texts = {key: text for key, text in texts.items() if key in fields}
        self._readings = {key: read(fields[key], text, self._setting) for key, text in self._texts.items()}
        self._left = left & set(fields)
        self._papers = papers & {paper.id for paper in self.form.papers}
        self._settle()

    def _field(self, key: str) -> Field:
        field = self.form.field(key)
        if field is None:
            raise InputError(f"这张申请表没有“{shown(key)}”这一项", key)
        return field

    def _everything_typed(self) -> dict[str, FactValue]:
        typed = {key: reading.value for key, reading in self._readings.items() if reading.known}
        return {**typed, **self._known}

    def _visible_readings(self) -> dict[str, Reading]:
        return {field.key: self._readings.get(field.key, _NOTHING_TYPED) for field in self.visible()}

    def _certificate(self) -> CertificateReading:
        return read_certificate_number(self.text(_NUMBER))

    def _agreed(self) -> tuple[dict[str, FactValue], dict[str, str]]:
        """The values that can be true together, and why the others cannot, by field."""
        values = {**self.values(), **self._known}
        against: dict[str, str] = {}
        while True:
            try:
                check_agreement(values)
                check_application_date(Facts(values), self.applied_on)
            except InputError as problem:
                if problem.field not in values:
                    raise
                against[problem.field] = problem.message
                del values[problem.field]
            else:
                return values, against

    def _facts(self) -> Facts:
        return Facts(MappingProxyType(self._agreed()[0]), self._awards, self._awards_complete)

    def _settle(self) -> None:
        facts = self._facts()
        if self._assess is not None and facts != self._assessed:
            self._assessed = facts
            self.assessment = self._assess(facts)
