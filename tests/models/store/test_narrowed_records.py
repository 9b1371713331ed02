"""A filtered worklist holds every case of the whole one that fits, in its order, on both kinds of store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from models.casework.intake import withdraw
from models.casework.worklist import Group, Turn, Whose, WorklistRow, worklist
from models.casework.worklist_filter import Narrowing, find_cases, rows_of
from models.errors import InputError
from models.pinyin import sound_keys, typed_keys
from models.store.engine import Store
from models.training_class import Attendance, Member, TrainingClass
from reports.issue import render
from tests.builders.desk import Bureau, bureau_on

CLASS = TrainingClass(0, "练培〔2026〕001", "练习职业技能培训学校", "skill", "电工", 4, date(2026, 1, 5))
NAMES = ("王小燕", "王燕", "欧阳𬭎", "单练习", "Anna-Lena O'Test", "买买提·练习", "练%习")
TEXTS = (
    "王",
    "小燕",
    "燕",
    "wxy",
    "ouyang",
    "shan",
    "s",
    "练习",
    "%",
    "_",
    "-",
    "2025-0000",
    "0000",
    "4",
    "x",
    "intake",
)


@pytest.fixture
def bureau(store: Store) -> Bureau:
    """Cases of several people, programmes, turns and days, some of one class, one withdrawn."""
    bureau = bureau_on(store)
    bureau.confirm_values()
    people = [bureau.person(number, name=name) for number, name in enumerate(NAMES * 2, 1)]
    with store.writing() as rows:
        group = rows.add_class(CLASS, bureau["intake"].account.id, bureau.now())
    for place, person in enumerate(people):
        if place % 3:
            programme = "free_training" if place % 2 else "skill_upgrade"
            case = bureau.open({}, person=person, programme=programme)
        else:
            bureau.moment += timedelta(days=place % 4)
            number = bureau.reviewed(person=person) if place % 2 else bureau.accepted(person=person)
            case = bureau.case(number)
        if place % 4 == 1:
            with store.writing() as rows:
                rows.add_member(Member(group.id, person.id, Attendance()), bureau["intake"].account.id, bureau.now())
                rows.add_class_case(group.id, case.id)
    bureau.moment += timedelta(days=12)
    return bureau


def everything(bureau: Bureau, turn: Whose) -> Iterator[WorklistRow]:
    for group in Group:
        yield from worklist(bureau["review"], group, turn, limit=100).rows


def found(bureau: Bureau, turn: Whose, narrowing: Narrowing) -> list[WorklistRow]:
    cases = find_cases(bureau["review"], turn, narrowing)
    rows: list[WorklistRow] = []
    for head in cases.heads:
        members = rows_of(bureau["review"], head.group, cases.ids[head.group])
        assert head.count == len(members)
        assert head.earliest == min((row.case.due_on for row in members if row.case.due_on), default=None)
        rows += members
    return rows


def says(text: str) -> Callable[[WorklistRow], bool]:
    """Whether a row fits a text, by reading the row itself."""

    def fits(row: WorklistRow) -> bool:
        case, plain = row.case, text.upper()
        spoken = any(key.startswith(typed) for typed in typed_keys(text) for key in sound_keys(case.person_name))
        written = bare(text) and bare(text) in bare(case.person_name)
        return bool(
            plain in case.number or case.id_number.endswith(plain) or text in row.last_actor or written or spoken
        )

    return fits


def bare(name: str) -> str:
    return name.replace("·", "").replace("-", "").replace("'", "").replace(" ", "").casefold()


def test_every_filter_finds_exactly_the_rows_of_the_whole_list_that_fit(bureau: Bureau) -> None:
    with bureau["review"].store.reading() as rows:
        members = {case.id for case in rows.class_cases(rows.class_numbered(CLASS.number).id)}
    turns: tuple[Whose, ...] = (None, Turn.WINDOW, Turn.REVIEW, frozenset({Turn.WINDOW, Turn.SIGNATURE}))
    for turn in turns:
        whole = list(everything(bureau, turn))
        assert len({row.group for row in whole}) > 1 or turn is not None
        for programme in ("skill_upgrade", "free_training", "tuition_waiver"):
            wanted = [row for row in whole if row.case.programme == programme]
            assert found(bureau, turn, Narrowing(programme)) == wanted
        of_class = [row for row in whole if row.case.case_id in members]
        assert found(bureau, turn, Narrowing(class_number=CLASS.number)) == of_class
        both = [row for row in of_class if row.case.programme == "free_training" and "王" in row.case.person_name]
        assert found(bureau, turn, Narrowing("free_training", "王", CLASS.number)) == both
    assert members


def test_a_text_finds_what_it_stands_in_and_nothing_else(bureau: Bureau) -> None:
    whole = list(everything(bureau, None))
    ends = [row.case.id_number[-4:].lower() for row in whole[:2]]
    for text in (*TEXTS, *ends):
        fits = says(text)
        assert found(bureau, None, Narrowing(text=f" {text} ")) == [row for row in whole if fits(row)], text


def test_a_class_that_is_not_there_is_said(bureau: Bureau) -> None:
    with pytest.raises(InputError, match="没有编号"):
        find_cases(bureau["review"], None, Narrowing(class_number="没有的班"))


def test_a_case_that_left_the_list_meanwhile_is_left_out_of_its_page(bureau: Bureau) -> None:
    cases = find_cases(bureau["review"], Turn.REVIEW, Narrowing("skill_upgrade"))
    group = next(head.group for head in cases.heads if head.count)
    first, *others = cases.ids[group]
    with bureau["intake"].store.reading() as rows:
        number = rows.case(first).number
    withdraw(bureau["intake"], number, "申请人撤回", render)
    assert [row.case.case_id for row in rows_of(bureau["review"], group, cases.ids[group])] == others
