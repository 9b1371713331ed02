"""Registering and correcting a person: one ID number, one person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.case import OPEN_STATES
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import Conflict, InputError
from models.person import Person


def register_person(desk: Desk, draft: Person) -> Done[Person]:
    """Add a person. Raises InputError at `person.id_number` when the ID number is already registered."""
    with desk.perform("person.register") as work:
        person = register_within(work, draft)
    return Done(person, Changes(people=frozenset({person.id})))


def register_within(work: UnitOfWork, draft: Person) -> Person:
    """The same as a part of the caller's transaction."""
    _check_street(work, draft)
    person = work.rows.add_person(draft)
    work.record(f"person:{person.id}", {"id_number": work.digest(person.id_number)})
    return person


def correct_person(desk: Desk, draft: Person, seen: int | None = None) -> Done[Person]:
    """Replace what is known of the person with the draft's ID number; open cases take the new facts along.

    A case under review keeps its place: the decision assesses again and returns it if the verdict differs. `seen` is
    the version of the registration that was on screen; raises Conflict when somebody else has changed it since.
    """
    with desk.perform("person.correct") as work:
        before = work.rows.person_by_id_number(draft.id_number)
        if seen is not None and before is not None and before.version != seen:
            what = f"{before.name}的登记刚由他人改过，这次没有保存，填写的内容还在。"
            raise Conflict(f"{what}请按 F2 重新输入证件号码，看现在的登记后再改。")
        person, cases = correct_within(work, draft)
    return Done(person, Changes(people=frozenset({person.id}), cases=cases))


def correct_within(work: UnitOfWork, draft: Person) -> tuple[Person, frozenset[int]]:
    """The same as a part of the caller's transaction; the person, and the open cases that were touched."""
    _check_street(work, draft)
    before = work.rows.person_by_id_number(draft.id_number)
    if before is None:
        raise InputError("没有这个证件号码的登记，不能更正。请先登记。", "person.id_number")
    after = replace(draft, id=before.id, version=before.version)
    work.rows.put_person(after)
    changed = [name for name in Person.__slots__ if getattr(before, name) != getattr(after, name)]
    work.record(f"person:{before.id}", {"changed": changed})
    cases = carry_into_open_cases(work, before, after, work.actor.id)
    return work.rows.person(before.id), cases


def person_facts(person: Person) -> dict[str, Any]:
    """The facts a person brings into every case, as contract JSON values.

    A group with its proof is yes, a group asked and denied is no, any other stays unknown.
    """
    facts: dict[str, Any] = {
        "person.id_number": person.id_number,
        "person.birth_date": person.birth_date.isoformat(),
        "person.sex": person.sex,
    }
    if person.id_kind:  # the number alone does not show it
        facts["person.id_kind"] = person.id_kind
    if person.household is not None:
        facts["person.household"] = person.household
    facts.update(dict.fromkeys(person.groups, True))
    facts.update(dict.fromkeys(person.not_groups, False))
    return facts


def _check_street(work: UnitOfWork, draft: Person) -> None:
    if draft.street not in work.office.streets:
        raise InputError(f"街道（乡镇）“{draft.street}”不在本局的名单里，请从名单中选择。", "person.street")


def carry_into_open_cases(work: UnitOfWork, before: Person, after: Person, recorded_by: int) -> frozenset[int]:
    """What the person no longer says is unknown again, not kept from before; the open cases that were touched."""
    said = _PERSON_KEYS.union(before.groups, before.not_groups, after.groups, after.not_groups)
    touched = set()
    for row in work.rows.cases(OPEN_STATES, person_id=after.id):
        case = work.rows.case(row.case_id)
        # Who acts for an enterprise brings nothing of their own into its case.
        if case.facts_id is None or work.rulebook.programmes[case.programme].applicant == "enterprise":
            continue
        old = work.rows.fact_set(case.facts_id).facts
        kept = {key: value for key, value in old.items() if key not in said}
        facts = work.rows.add_facts(case.id, kept | person_facts(after), recorded_by, work.now)
        work.rows.touch_case(case, facts_id=facts.id)
        touched.add(case.id)
    return frozenset(touched)


_PERSON_KEYS = frozenset({"person.id_number", "person.id_kind", "person.birth_date", "person.sex", "person.household"})
