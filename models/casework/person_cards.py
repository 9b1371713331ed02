"""The card that opens when a person is known: what is under way, what was decided, what to ask, what else there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.case import OPEN_STATES, CaseRow
from models.casework.letter_register import RegisterRow, register_rows
from models.casework.overview import OtherProgramme, judge_programmes
from models.casework.people import person_facts
from models.casework.unit_of_work import Desk, UnitOfWork
from models.facts import Award, Facts
from models.facts_file import facts_from_json, read_award
from models.person import Person
from models.store.overview_records import PersonDecision
from models.vocabulary import PROGRAMME_NAMES

_LAST_LETTERS = 5


@dataclass(frozen=True, slots=True)
class KnownAward:
    """An earlier award. `case_number` is our own case, None for one the municipal register showed."""

    programme_name: str
    award: Award
    case_number: str | None


@dataclass(frozen=True, slots=True)
class PersonCard:
    """`warnings` are hints in words and enter no verdict; `others` judges every programme as of today."""

    person: Person
    open_cases: tuple[CaseRow, ...]
    closed_cases: tuple[CaseRow, ...]
    letters: tuple[RegisterRow, ...]
    decisions: tuple[PersonDecision, ...]
    awards: tuple[KnownAward, ...]
    warnings: tuple[str, ...]
    others: tuple[OtherProgramme, ...]


@dataclass(frozen=True, slots=True)
class _History:
    """The person's newest facts and everything the register checks of their cases showed."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    registered: tuple[Award, ...] = ()


def person_card(desk: Desk, person_id: int) -> PersonCard:
    """Everything about one person at a glance. Raises InputError when there is none with this id."""
    with desk.look("person.read") as work:
        person = work.rows.person(person_id)
        cases = work.rows.cases(person_id=person_id)
        history = _history(work, cases)
        awards = _awards(work, person, history)
        return PersonCard(
            person=person,
            open_cases=tuple(case for case in cases if case.state in OPEN_STATES),
            closed_cases=tuple(case for case in cases if case.state not in OPEN_STATES),
            letters=register_rows(work, work.rows.letter_lines(limit=_LAST_LETTERS, person_id=person_id)),
            decisions=work.rows.decisions_of_person(person_id),
            awards=awards,
            warnings=_warnings(person, history.facts, cases),
            others=_others(work, person, history.facts, awards),
        )


def _history(work: UnitOfWork, cases: tuple[CaseRow, ...]) -> _History:
    facts: Mapping[str, Any] = {}
    registered: list[Award] = []
    for row in cases:
        case = work.rows.case(row.case_id)
        if case.facts_id is not None:
            facts = work.rows.fact_set(case.facts_id).facts
        check = work.rows.register_check(row.case_id)
        registered += () if check is None else (read_award(dict(award)) for award in check.awards)
    return _History(facts, tuple(dict.fromkeys(registered)))


def _awards(work: UnitOfWork, person: Person, history: _History) -> tuple[KnownAward, ...]:
    """Our own first: an award of ours may stand in the municipal register too, and happened once."""
    own = {award: work.rows.case(case_id).number for case_id, award in work.rows.own_awards(person.id)}
    found: dict[Award, str | None] = {**own, **{award: own.get(award) for award in history.registered}}
    ordered = sorted(found, key=lambda award: award.on, reverse=True)
    return tuple(
        KnownAward(PROGRAMME_NAMES.get(award.programme, award.programme), award, found[award]) for award in ordered
    )


def _warnings(person: Person, facts: Mapping[str, Any], cases: tuple[CaseRow, ...]) -> tuple[str, ...]:
    listed = facts.get("person.integrity_listed")
    pending = sum(case.state in OPEN_STATES for case in cases)
    hints = {
        "失信名单有记录：只作提示，不影响结论。": listed is True,
        "失信名单尚未查询：只作提示，不影响结论。": listed is None,
        f"本人有 {pending} 件申请在办，请先核对是否重复。": pending > 0,
        "没有联系电话，请补登记。": not person.phone,
        "没有收款卡号，准予后不能拨付，请补登记。": not person.bank_card,
    }
    return tuple(sentence for sentence, holds in hints.items() if holds)


def _others(
    work: UnitOfWork, person: Person, facts: Mapping[str, Any], awards: tuple[KnownAward, ...]
) -> tuple[OtherProgramme, ...]:
    values = facts_from_json({"facts": {**facts, **person_facts(person)}}).values
    known = Facts(values, tuple(one.award for one in awards), awards_complete=False)
    return judge_programmes(work, known, max(work.today, _issued(values)))


def _issued(values: Mapping[str, Any]) -> date:
    issued = values.get("certificate.issued_on")
    return issued if isinstance(issued, date) else date.min
