"""A mistyped ID number put right, and two registrations of one person made one.

Both are asked with a reason. Where a case of the person was decided, nothing happens until a second account has looked
at it. Letters stay as they were printed; open cases take the right number along and read as stale.
"""

from __future__ import annotations

from dataclasses import replace

from models.case import Act, Case, State
from models.casework.changes import Changes, Done
from models.casework.class_leaving import moved_within
from models.casework.people import carry_into_open_cases
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.id_number import mask_id
from models.identity_change import ChangeKind, ChangeOutcome, IdentityChange
from models.identity_document import DocumentKind, IdentityDocument, kind_of
from models.person import Person, is_merged, merged_number


def correct_number(
    desk: Desk, person_id: int, text: str, reason: str, kind: DocumentKind | None = None
) -> Done[IdentityChange]:
    """Correct the ID number of a person; it waits for a second look where a case of theirs was decided.

    Raises InputError for a number that is wrong or already another person's: then the two are to be merged.
    """
    with desk.perform("person.correct_number") as work:
        person = standing(work, person_id)
        document = IdentityDocument.parse(text, kind, work.today)
        if document.number == person.id_number:
            raise InputError("这就是现在登记的号码，没有可更正的。", "person.id_number")
        holder = work.rows.person_by_id_number(document.number)
        if holder is not None:
            raise InputError(
                f"这个号码已登记在{holder.name}（{mask_id(holder.id_number)}）名下。"
                "确是同一人的，请改用“合并登记”；不是同一人的，请核对证件上的号码。",
                "person.id_number",
            )
        change = _asked(work, ChangeKind.NUMBER, person, None, document, reason)
        return _settled(work, change)


def merge(desk: Desk, person_id: int, into_id: int, reason: str) -> Done[IdentityChange]:
    """Make the registration `into_id`, whose number is right, the only one of the person `person_id` stands for."""
    if person_id == into_id:
        raise InputError("两份登记是同一份，不用合并。", "into")
    with desk.perform("person.merge") as work:
        person, into = standing(work, person_id), standing(work, into_id)
        document = IdentityDocument(into.document, into.id_number, into.birth_date, into.sex)
        change = _asked(work, ChangeKind.MERGE, person, into, document, reason)
        return _settled(work, change)


def confirm_change(desk: Desk, change_id: int) -> Done[IdentityChange]:
    """The second look: carry out what somebody else asked for. Raises Refused for one's own."""
    with desk.perform("person.confirm_change") as work:
        change = _open(work, change_id)
        if change.asked_by == work.actor.id:
            raise Refused("这项更正是您本人提请的，须由另一人核对。请换其他同事的账号。")
        return _carry_out(work, change)


def drop_change(desk: Desk, change_id: int, reason: str) -> Done[IdentityChange]:
    """Drop a correction that was asked for: it was wrong, or asked by mistake."""
    if not reason.strip():
        raise InputError("请写明不予更正的原因。", "reason")
    with desk.perform("person.drop_change") as work:
        change = work.rows.close_identity_change(_open(work, change_id), ChangeOutcome.DROPPED, work.actor.id, work.now)
        detail = {"change": change.id, "outcome": ChangeOutcome.DROPPED.value, "reason": work.digest(reason.strip())}
        work.record(f"person:{change.person_id}", detail)
    return Done(change, Changes(people=frozenset({change.person_id})))


def waiting_changes(desk: Desk) -> tuple[IdentityChange, ...]:
    """Every correction and merge that waits for a second look, oldest first."""
    with desk.look("person.read") as work:
        return work.rows.identity_changes()


def number_holder(desk: Desk, text: str, kind: DocumentKind | None = None) -> Person | None:
    """Who is registered under a typed number. Raises InputError for a number that is wrong."""
    with desk.look("person.read") as work:
        return work.rows.person_by_id_number(IdentityDocument.parse(text, kind, work.today).number)


def surviving(work: UnitOfWork, person_id: int) -> Person:
    """The person, or whom the registration was merged into."""
    person = work.rows.person(person_id)
    while is_merged(person.id_number):
        into = next(
            change.into_id
            for change in work.rows.identity_changes(person.id)
            if change.person_id == person.id and change.outcome is ChangeOutcome.DONE and change.into_id is not None
        )
        person = work.rows.person(into)
    return person


def standing(work: UnitOfWork, person_id: int) -> Person:
    """The person, if the registration was not merged away. Raises Refused."""
    person = work.rows.person(person_id)
    if is_merged(person.id_number):
        other = surviving(work, person_id)
        raise Refused(f"这份登记已并入{other.name}（{mask_id(other.id_number)}），请打开那一位办理。")
    return person


def _asked(  # noqa: PLR0917
    work: UnitOfWork, kind: ChangeKind, person: Person, into: Person | None, document: IdentityDocument, reason: str
) -> IdentityChange:
    if not reason.strip():
        raise InputError("请写明原因，例如“录入时第17、18位颠倒，已核对身份证原件”。", "reason")
    _refuse_second(work, person, into)
    change = work.rows.add_identity_change(
        IdentityChange(
            id=0,
            kind=kind,
            person_id=person.id,
            into_id=None if into is None else into.id,
            old_number=person.id_number,
            new_number=document.number,
            document=document.kind.value,
            birth_date=document.birth_date or person.birth_date,
            sex=document.sex or person.sex,
            reason=reason.strip(),
            asked_by=work.actor.id,
            asked_at=work.now,
        )
    )
    work.record(
        f"person:{person.id}",
        {
            "change": change.id,
            "into": change.into_id,
            "old": work.digest(change.old_number),
            "new": work.digest(change.new_number),
            "reason": work.digest(change.reason),
        },
    )
    return change


def _refuse_second(work: UnitOfWork, *people: Person | None) -> None:
    for person in people:
        for change in work.rows.identity_changes(person.id) if person is not None else ():
            if change.outcome is None:
                raise Refused(
                    f"此人已有一项证件号码更正（第{change.id}号）在等第二人核对，请先由其他同事核对或不予更正。"
                )


def _open(work: UnitOfWork, change_id: int) -> IdentityChange:
    change = work.rows.identity_change(change_id)
    if change.outcome is not None:
        raise Refused("这项证件号码更正已经办过，不能再办。")
    return change


def _settled(work: UnitOfWork, change: IdentityChange) -> Done[IdentityChange]:
    """Carried out at once, unless a decision rests on what it changes."""
    people = (change.person_id, change.into_id)
    decided = any(work.rows.decision(case.id) for each in people if each is not None for case in _cases(work, each))
    if not decided:
        return _carry_out(work, change)
    return Done(change, Changes(people=frozenset({change.person_id})))


def _cases(work: UnitOfWork, person_id: int) -> tuple[Case, ...]:
    return work.rows.cases_of(person_id)


def _carry_out(work: UnitOfWork, change: IdentityChange) -> Done[IdentityChange]:
    change = work.rows.close_identity_change(change, ChangeOutcome.DONE, work.actor.id, work.now)
    cases = _merged(work, change) if change.kind is ChangeKind.MERGE else _renumbered(work, change)
    detail = {"change": change.id, "outcome": ChangeOutcome.DONE.value, "cases": len(cases)}
    work.record(f"person:{change.person_id}", detail)
    people = frozenset({change.person_id} | ({change.into_id} if change.into_id is not None else set()))
    return Done(change, Changes(people=people, cases=cases))


def _renumbered(work: UnitOfWork, change: IdentityChange) -> frozenset[int]:
    before = work.rows.person(change.person_id)
    shown = kind_of(change.new_number).value == change.document
    after = replace(
        before,
        id_number=change.new_number,
        id_kind="" if shown else change.document,
        birth_date=change.birth_date,
        sex=change.sex,
    )
    work.rows.put_person(after)
    work.rows.keep_old_number(before.id, change.old_number)
    words = f"申请人证件号码由 {mask_id(change.old_number)} 更正为 {mask_id(change.new_number)}：{change.reason}"
    cases = _cases(work, before.id)
    for case in cases:
        if case.state is not State.WITHDRAWN:
            work.rows.add_act(case.id, case.round, Act.NOTED, change.asked_by, work.now, words)
    carry_into_open_cases(work, before, after, change.asked_by)
    return frozenset(case.id for case in cases)


def _merged(work: UnitOfWork, change: IdentityChange) -> frozenset[int]:
    gone, before = work.rows.person(change.person_id), work.rows.person(change.into_id or 0)
    work.rows.put_person(replace(gone, id_number=merged_number(gone.id)))
    work.rows.keep_old_number(gone.id, change.old_number)
    words = f"两份登记是同一人，已由 {mask_id(change.old_number)} 并入 {mask_id(change.new_number)}：{change.reason}"
    moved = _cases(work, gone.id)
    for case in moved:
        work.rows.touch_case(case, person_id=before.id)
        work.rows.add_act(case.id, case.round, Act.MERGED, change.asked_by, work.now, words)
    moved_within(work, gone.id, before.id)
    after = _completed(before, gone)
    if after != before:
        work.rows.put_person(after)
    touched = carry_into_open_cases(work, before, after, change.asked_by)
    return frozenset(case.id for case in moved) | touched


def _completed(kept: Person, gone: Person) -> Person:
    """What the kept registration does not say is taken from the other; where both speak it stands."""
    groups = {**gone.groups, **kept.groups}
    groups = {key: paper for key, paper in groups.items() if key not in kept.not_groups}
    return replace(
        kept,
        household=kept.household or gone.household,
        groups=groups,
        not_groups=kept.not_groups | (gone.not_groups - set(groups)),
        phone=kept.phone or gone.phone,
        address=kept.address or gone.address,
        bank_card=kept.bank_card or gone.bank_card,
        bank_name=kept.bank_name or gone.bank_name if kept.bank_card else gone.bank_name,
        former_names=tuple(dict.fromkeys((*kept.former_names, *gone.former_names))),
    )
