"""Letters: taking a number, keeping the bytes, showing them again as they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.case import Case
from models.casework.applicants import addressee_of
from models.casework.changes import Changes
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import InputError, Refused
from models.letter import (
    DECISION_KINDS,
    LETTER_NAMES,
    Letter,
    LetterKind,
    LetterOrder,
    Matter,
    Render,
    letter_code,
)


def letter_order(work: UnitOfWork, case: Case, kind: LetterKind, contact: str, **told: Any) -> LetterOrder:
    """What every letter of a case begins with: who speaks to whom about what; `told` is what its kind adds."""
    programme = work.rulebook.programmes[case.programme]
    person, enterprise = addressee_of(work, case)
    return LetterOrder(
        kind=kind,
        office=work.office,
        person=person,
        enterprise=enterprise,
        case=case,
        programme_name=programme.name,
        paragraph=programme.paragraph,
        issued_on=work.today,
        head=work.head[:16],
        contact=contact,
        **told,
    )


def papers_named(work: UnitOfWork, case: Case) -> tuple[str, ...]:
    """The papers of a case as a letter lists them, each once."""
    return tuple(dict.fromkeys(paper.name for paper in work.rows.papers(case.id)))


def issue_letter(
    work: UnitOfWork,
    order: LetterOrder,
    render: Render,
    *,
    decision_id: int | None = None,
    amount_fen: int | None = None,
) -> Letter:
    """Take the next number of the kind and year, render, and keep the bytes: part of the caller's transaction."""
    code = letter_code(work.office, order.kind)
    if not code:
        raise Refused(f"本局还没有设置“{LETTER_NAMES[order.kind]}”的机关代字，不能出具。请系统管理员在局设置里补上。")
    year = order.issued_on.year
    serial = work.rows.next_serial(f"letter.{order.kind.value}", year)
    number = f"{code}〔{year}〕{serial}号"
    rendered = render(order, number)
    letter = Letter(
        id=0,
        case_id=order.case.id,
        kind=order.kind,
        number=number,
        year=year,
        serial=serial,
        decision_id=decision_id,
        sha256=rendered.sha256,
        content_sha256=rendered.content_sha256,
        fonts=rendered.fonts,
        head=order.head,
        issued_by=work.actor.id,
        issued_on=order.issued_on,
        issued_at=work.now,
        amount_fen=amount_fen,
    )
    return work.rows.add_letter(letter, rendered.content)


@dataclass(frozen=True, slots=True)
class Issued:
    """A case after an act, with the letter of the act and its bytes."""

    case: Case
    letter: Letter
    content: bytes

    @property
    def changes(self) -> Changes:
        """What to tell the window."""
        return Changes.case(self.case.id, self.letter.id)


def act_letter(work: UnitOfWork, case: Case, kind: LetterKind, matter: Matter, render: Render) -> Issued:
    """The letter of an act that is no decision: numbered, archived and given back, part of the caller's transaction."""
    order = letter_order(
        work, case, kind, work.actor.name, papers=papers_named(work, case), due_on=case.due_on, matter=matter
    )
    letter = issue_letter(work, order, render)
    return Issued(case, letter, work.rows.letter_content(letter.id))


def archived_letter(desk: Desk, number: str, kind: LetterKind | None = None) -> tuple[Letter, bytes]:
    """The newest letter of a case with its archived bytes: its decision letter unless a kind is named.

    A void letter is given only where its kind is named and no other of it is left.
    """
    with desk.look("letter.read") as work:
        case = work.rows.case_numbered(number)
        wanted = DECISION_KINDS if kind is None else frozenset({kind})
        letters = [letter for letter in work.rows.letters(case.id) if letter.kind in wanted]
        if not letters:
            name = "决定书" if kind is None else LETTER_NAMES[kind]
            raise Refused(f"案件 {number} 没有{name}：尚未办到这一步。已有的文书可用 --kind 指定。")
        void = {key for key, mark in work.rows.letter_marks([one.id for one in letters]).items() if mark.void_reason}
        standing = [letter for letter in letters if letter.id not in void]
        if not standing and kind is None:
            raise Refused(f"案件 {number} 的决定书 {letters[-1].number} 已作废，新的决定还没有签发。")
        letter = max(standing or letters, key=lambda item: item.id)
        return letter, work.rows.letter_content(letter.id)


def letter_kind(text: str) -> LetterKind:
    """Read a letter kind as typed. Raises InputError naming the kinds there are."""
    try:
        return LetterKind(text)
    except ValueError:
        kinds = "、".join(f"{kind.value}（{LETTER_NAMES[kind]}）" for kind in LetterKind)
        raise InputError(f"没有“{text}”这种文书，可用：{kinds}。", "kind") from None
