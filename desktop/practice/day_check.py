"""Judging how a visitor of the practice day was served: what stands in the store against what should."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.practice.day import END_WORDS, End, Visitor, fact_words
from desktop.practice.day_before import at_the_window
from models.assessment import Assessment, Clause, Line, Result, Verdict
from models.attendant import Role
from models.case import STATE_NAMES, Case, State
from models.casework.likenesses import Likeness
from models.casework.unit_of_work import Desk, UnitOfWork
from models.facts import Facts
from models.facts_file import facts_from_json, read_award
from models.identity_document import DOCUMENT_NAMES, DocumentKind
from models.money import format_yuan
from models.person import Person
from models.rules.evaluate import assess
from models.rules.rulebook import RuleBook
from models.vocabulary import fact_key, programme_name

_RESULTS = {
    Result.ELIGIBLE: "符合",
    Result.INELIGIBLE: "不符合",
    Result.CANNOT_TELL: "还不能下结论",
    Result.NOT_IN_FORCE: "申请日没有施行的规则",
}

# Where a case may stand that has not been accepted.
_UNACCEPTED: Mapping[State, tuple[End, str]] = {
    State.NOT_ACCEPTED: (End.NOT_ACCEPTED, "不予受理"),
    State.REGISTERED: (End.REGISTERED, "已登记，没有受理"),
    State.FOR_APPLICANT: (End.NOTICE, "已一次性告知"),
    State.AT_WINDOW: (End.HELD, "已收件，还没有受理"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be, and the ground for what should be."""

    what: str
    expected: str
    found: str
    ground: str = ""

    def sentence(self) -> str:
        """All of it in one line."""
        ground = f"依据：{self.ground.rstrip('。')}。" if self.ground else ""
        return f"{self.what}：应为“{self.expected}”，现为“{self.found}”。{ground}"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer about one visitor: nothing different is a point. `ground` is the clause the case turns on."""

    key: str
    differences: tuple[Difference, ...]
    because: str
    ground: str

    @property
    def right(self) -> bool:
        """Whether it is a point."""
        return not self.differences


def judge(desk: Desk, one: Visitor) -> Judgement:
    """Compare the stored case of a visitor with the right end."""
    with at_the_window(desk).look("case.read") as work:
        expected = _expected(desk.shipped, work, one)
        found = tuple(_differences(work, one, expected))
        return Judgement(one.key, found, one.because, _ground(expected, one.about))


def _expected(book: RuleBook, work: UnitOfWork, one: Visitor) -> Assessment | None:
    """What the shipped rules say about the papers as they lie on the counter; None where nothing is decided here.

    The practice office has confirmed weak values under an invented 文号; the ground is told from the policy itself.
    """
    if one.right.end in (End.NO_CASE, End.HELD, End.NOT_ACCEPTED):
        return None
    own: dict[str, Any] = {"person.id_number": one.id_number} | dict.fromkeys(one.person["groups"], True)
    if "household" in one.person:
        own["person.household"] = one.person["household"]
    values = facts_from_json({"facts": dict(one.facts) | own}).values
    facts = Facts(values, tuple(read_award(dict(award)) for award in one.awards), awards_complete=True)
    return assess(
        book,
        one.programme,
        facts,
        one.applied_on,
        rest_day_rule=work.office.rest_day_rule,
        calendar=work.calendar,
    )


def _differences(work: UnitOfWork, one: Visitor, expected: Assessment | None) -> Iterator[Difference]:
    person = work.rows.person_by_id_number(one.id_number)
    mine = [] if person is None else sorted(work.rows.cases_of(person.id), key=lambda case: case.id)
    mine = mine[sum(before.own and not before.shares for before in one.before) :]
    case = mine[-1] if mine else None
    end, words = _end(case)
    if end != one.right.end and not (one.right.end is End.HELD and case is None):
        yield Difference("办到哪一步", END_WORDS[one.right.end], words, _ground(expected, one.about))
        return
    if case is None or person is None or one.right.end is End.NO_CASE:
        return
    yield from _about_case(work, one, case)
    yield from _about_person(work, one, person)
    if one.right.end is End.ACCEPTED and expected is not None:
        yield from _about_verdict(work, one, case, expected)


def _end(case: Case | None) -> tuple[End | None, str]:
    if case is None or case.state is State.WITHDRAWN:
        return End.NO_CASE, "没有收件"
    if case.accepted_on is not None:
        return End.ACCEPTED, "已受理"
    return _UNACCEPTED.get(case.state, (None, STATE_NAMES[case.state]))


def _about_case(work: UnitOfWork, one: Visitor, case: Case) -> Iterator[Difference]:
    if case.programme != one.programme:
        yield Difference("项目", programme_name(one.programme), programme_name(case.programme))
        return
    if case.applied_on != one.applied_on:
        yield Difference("申请日期", str(one.applied_on), str(case.applied_on))
    stored = {} if case.facts_id is None else work.rows.fact_set(case.facts_id).facts
    for key, value in one.facts.items():
        if stored.get(key) != value and one.right.end is not End.HELD:
            yield Difference(fact_key(key).label, _words(key, value), _words(key, stored.get(key)))
    if one.right.end is End.NOTICE:
        asked = [item.wanted.name for notice in work.rows.notices(case.id)[:1] for item in notice.items]
        for item in one.right.items:
            if not any(item in name for name in asked):
                yield Difference("告知的内容", item, "、".join(asked) or "没有")
    if one.right.attendant:
        record = work.rows.attendant(case.id)
        name = "本人" if record is None or record.attendant.role is Role.SELF else record.attendant.name
        if name != one.attendant["name"]:
            yield Difference("到场人", f"代办人 {one.attendant['name']}", name)


def _about_person(work: UnitOfWork, one: Visitor, person: Person) -> Iterator[Difference]:
    if person.name != one.person["name"]:
        yield Difference("姓名", str(one.person["name"]), person.name)
    if one.right.document and person.document != DocumentKind(one.right.document):
        names = DOCUMENT_NAMES
        yield Difference("证件种类", names[DocumentKind(one.right.document)], names[person.document])
    if one.right.former_names and not set(one.person["former_names"]) <= set(person.former_names):
        yield Difference("曾用名", "、".join(one.person["former_names"]), "、".join(person.former_names) or "没有记")
    if one.right.corrected and not any(each.outcome for each in work.rows.identity_changes(person.id)):
        yield Difference("原来的登记", "更正证件号码", "另登记了一个人")
    if one.right.card_note:
        answers = work.rows.likeness_answers(person.id)
        if not any(each.kind == Likeness.CARD and each.note for each in answers):
            yield Difference("收款卡号与他人相同", "核对后写明情况", "没有写")


def _about_verdict(work: UnitOfWork, one: Visitor, case: Case, expected: Assessment) -> Iterator[Difference]:
    stored = None if case.assessment_id is None else work.rows.assessment(case.assessment_id)
    found = None if stored is None else Assessment.from_json(stored.receipt)
    if found is None:
        yield Difference("结论", _RESULTS[expected.result], "没有核算")
        return
    verdicts = {line.id: line for line in found.criteria}
    for line in expected.criteria:
        other = verdicts.get(line.id)
        if other is None or other.verdict is not line.verdict:
            yield Difference(
                "条件", line.sentence, "没有" if other is None else other.sentence, cited(_deepest(line).clause)
            )
    if found.result is not expected.result:
        yield Difference("结论", _RESULTS[expected.result], _RESULTS[found.result], _ground(expected, one.about))
    if one.right.amount_fen is not None and found.amount_fen != one.right.amount_fen:
        told = "没有算出" if found.amount_fen is None else format_yuan(found.amount_fen)
        yield Difference("金额", format_yuan(one.right.amount_fen), told)


def _words(key: str, value: Any) -> str:
    return "没有录" if value is None else fact_words(key, value)


def _ground(expected: Assessment | None, about: str) -> str:
    """The clause of the criterion the visitor is about, else of the first that is not met."""
    if expected is None:
        return ""
    lines = [line for line in expected.criteria if line.id == about]
    lines = lines or [line for line in expected.criteria if line.verdict is Verdict.NOT_MET]
    return cited(_deepest(lines[0]).clause) if lines else ""


def _deepest(line: Line) -> Line:
    """The part that made the line what it is."""
    same = [child for child in line.children if child.verdict is line.verdict]
    return _deepest(same[0]) if same else line


def cited(clause: Clause) -> str:
    """A clause in one line: document, article, its words."""
    return " ".join(
        part for part in (clause.document, clause.article, f"“{clause.text}”" if clause.text else "") if part
    )
