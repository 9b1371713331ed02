"""The evidence bundle of a case (行政复议法 第48、54、70条: the organ answers with its evidence within days, or loses).

Giving it out is logged with its purpose before anything leaves; every original is checked against its kept hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from models.assessment import Assessment
from models.bundle import BundleDecision, BundleFact, BundleLetter, BundlePaper, CaseBundle
from models.case import Attachment, Case
from models.casework.applicants import applicant_of
from models.casework.case_history import field_entries
from models.casework.case_notes import criterion_words
from models.casework.reveals import bundle_given, stated_purpose
from models.casework.timelines import timeline_of
from models.casework.unit_of_work import Desk, UnitOfWork
from models.errors import Refused
from models.fact_key import FactKey
from models.letter import LETTER_NAMES, Letter
from models.rounds import LetterMark
from models.store.access_records import Access
from models.vocabulary import PROGRAMME_NAMES, VOCABULARY


def case_bundle(desk: Desk, number: str, purpose: str) -> CaseBundle:
    """Everything about a case, to be given out for a purpose, which enters the access log.

    Raises InputError at `purpose`, Refused where an original differs from the hash the store keeps of it.
    """
    said = stated_purpose(purpose, "请写明导出卷宗的用途，例如：行政复议答复。")
    with desk.look("case.export") as work:
        bundle = _bundle(work, work.rows.case_numbered(number), said)
    with desk.note("case.export") as work:
        work.rows.log_access(Access.EXPORT, work.actor.id, work.now, None, None, bundle_given(number) + said)
    return bundle


def _bundle(work: UnitOfWork, case: Case, purpose: str) -> CaseBundle:
    rows = work.rows
    names = {account.id: account.name for account in rows.accounts()}
    return CaseBundle(
        office=work.office,
        case=case,
        person=applicant_of(work, case),
        programme_name=PROGRAMME_NAMES.get(case.programme, case.programme),
        names=names,
        purpose=purpose,
        by=work.actor.name,
        at=work.now,
        head=work.head,
        facts=_facts(work, case, names),
        attendant=rows.attendant(case.id),
        papers=tuple(
            BundlePaper(paper, _scan(work, case, paper.attachment_id, paper.name)) for paper in rows.papers(case.id)
        ),
        register_check=rows.register_check(case.id),
        decisions=_decisions(work, case),
        letters=_letters(work, case),
        openings=tuple((one, _scan(work, case, one.scan_id, "更正复议依据")) for one in rows.openings(case.id)),
        notes=rows.notes(case.id),
        timeline=timeline_of(work, case),
        criteria=criterion_words(work, case),
        journal=rows.entries_about(f"case:{case.id}"),
    )


def _facts(work: UnitOfWork, case: Case, names: Mapping[int, str]) -> tuple[BundleFact, ...]:
    sets = work.rows.fact_sets(case.id)
    if case.facts_id is None or not sets:
        return ()
    kept = next(one for one in sets if one.id == case.facts_id)
    found = []
    for key in kept.facts:
        entry = field_entries(sets, key, names)[-1]
        fact: FactKey = VOCABULARY[key]
        found.append(BundleFact(fact.question, entry.shown, fact.proof, entry.by, entry.at))
    return tuple(found)


def _decisions(work: UnitOfWork, case: Case) -> tuple[BundleDecision, ...]:
    made = work.rows.decisions(case.id)
    found = [BundleDecision(one, _receipt(work, one.assessment_id)) for one in made]
    if not made and case.assessment_id is not None:
        found.append(BundleDecision(None, _receipt(work, case.assessment_id)))
    return tuple(found)


def _receipt(work: UnitOfWork, assessment_id: int) -> Assessment:
    return Assessment.from_json(work.rows.assessment(assessment_id).receipt)


def _letters(work: UnitOfWork, case: Case) -> tuple[BundleLetter, ...]:
    letters = work.rows.letters(case.id)
    ids = [letter.id for letter in letters]
    servings, marks = work.rows.servings(ids), work.rows.letter_marks(ids)
    return tuple(
        BundleLetter(
            letter=letter,
            content=_checked(case, letter.number, work.rows.letter_content(letter.id), letter.sha256),
            servings=servings.get(letter.id, ()),
            proofs=_proofs(work, case, letter, [one.proof_id for one in servings.get(letter.id, ())]),
            remark=_remark(marks.get(letter.id)),
        )
        for letter in letters
    )


def _proofs(work: UnitOfWork, case: Case, letter: Letter, ids: list[int | None]) -> tuple[Attachment, ...]:
    found = (_scan(work, case, one, f"{LETTER_NAMES[letter.kind]}送达凭证") for one in ids)
    return tuple(scan for scan in found if scan is not None)


def _remark(mark: LetterMark | None) -> str:
    if mark is None:
        return ""
    return "已作废" if mark.void_reason else f"已由 {mark.changed_by} 变更"


def _scan(work: UnitOfWork, case: Case, attachment_id: int | None, name: str) -> Attachment | None:
    if attachment_id is None:
        return None
    found = work.rows.attachment(attachment_id)
    _checked(case, name, found.content, found.sha256)
    return found


def _checked(case: Case, name: str, content: bytes, sha256: str) -> bytes:
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refused(
            f"案件 {case.number} 的“{name}”与登记时的校验值不一致，不能作为证据导出。"
            "请系统管理员在“设置”里校验数据，或从备份恢复。"
        )
    return content
