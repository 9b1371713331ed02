"""One box: what is typed decides by itself what is looked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from models.casework.intake import record_facts
from models.casework.likenesses import likenesses
from models.casework.overview import badges
from models.casework.people import correct_person
from models.casework.searching import Hit, HitKind, search
from models.casework.unit_of_work import Desk
from models.casework.worklist import worklist_heads
from models.errors import NotPermitted
from models.store.engine import open_store
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau, make_bureau
from tests.builders.people import make_id, make_person

DOTS = "··•‧・･∙⋅"


def fill(bureau: Bureau) -> Bureau:
    """Three people: a decided case, a case at the window, and no case at all."""
    born = {"id_number": make_id("110101", date(1990, 5, 1), 2), "birth_date": date(1990, 5, 1), "sex": "f"}
    wang = bureau.person(1, name="王小燕", phone="13800138000", **born)
    bureau.decide(bureau.reviewed(person=wang))
    other = {**ELIGIBLE_UPGRADE, "certificate.number": "Y000211000002254000777"}
    bureau.open(other, person=bureau.person(2, name="单田𬭎", phone="010-65251234"))
    bureau.person(3, name="买买提·练习", phone="13911112222")
    return bureau


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    """For looking only."""
    made = make_bureau(tmp_path_factory.mktemp("filled") / "office", confirmed=True)
    yield fill(made)
    made.close()


def titles(bureau: Bureau, typed: str) -> list[str]:
    return [hit.title for hit in search(bureau["intake"], typed)]


def only(bureau: Bureau, typed: str) -> Hit:
    (hit,) = search(bureau["intake"], typed)
    return hit


@pytest.mark.parametrize("typed", ["王小燕", "小燕", "燕", " 王小燕 ", "wangxiaoyan", "wxy", "WangXY", "wang xiao yan"])
def test_a_person_is_found_by_name_part_pinyin_and_initials(filled: Bureau, typed: str) -> None:
    hit = only(filled, typed)
    assert (hit.kind, hit.title) == (HitKind.PERSON, "王小燕")
    assert hit.subtitle == f"110101********{make_id('110101', sequence=2)[-4:]}"


@pytest.mark.parametrize("typed", ["单田𬭎", "𬭎", "shantian", "stianh", "dantianhong", "dth"])
def test_rare_characters_and_both_readings_of_a_surname_find_the_person(filled: Bureau, typed: str) -> None:
    assert titles(filled, typed) == ["单田𬭎"]


@pytest.mark.parametrize(
    "typed", ["王x", "王xy", "王 x y", "王xiaoyan", "王xiaoy", "王小y", "王小 yan", "王小YAN", "王Ｘ"]
)
def test_characters_followed_by_letters_find_the_person(filled: Bureau, typed: str) -> None:
    hit = only(filled, typed)
    assert (hit.title, hit.why) == ("王小燕", "姓名和拼音")


@pytest.mark.parametrize("typed", ["王x燕", "w小燕", "wang小燕", "王 X 燕", "w小y", "wx燕", "wangxiao燕"])
def test_letters_with_characters_behind_them_find_the_person(filled: Bureau, typed: str) -> None:
    hit = only(filled, typed)
    assert (hit.title, hit.why) == ("王小燕", "姓名和拼音")


@pytest.mark.parametrize(
    "typed", ["王y", "汪x", "王小x", "小y", "王x%", "王x艳", "w晓燕", "l小燕", "王y燕", "王x燕子", "w小%"]
)
def test_characters_followed_by_other_letters_do_not(filled: Bureau, typed: str) -> None:
    assert titles(filled, typed) == []


@pytest.mark.parametrize("typed", ["19900501", "1990-05-01", "１９９００５０１", "1990 05 01"])
def test_a_birth_date_finds_the_person(filled: Bureau, typed: str) -> None:
    assert [hit.title for hit in search(filled["intake"], typed) if hit.why == "出生日期"] == ["王小燕"]


@pytest.mark.parametrize("typed", ["19900532", "19901301", "18900501", "1990050"])
def test_what_is_no_birth_date_finds_nobody_by_it(filled: Bureau, typed: str) -> None:
    assert not any(hit.why == "出生日期" for hit in search(filled["intake"], typed))


@pytest.mark.parametrize("dot", DOTS)
def test_any_of_the_dots_or_none_finds_the_person(filled: Bureau, dot: str) -> None:
    assert titles(filled, f"买买提{dot}练习") == ["买买提·练习"]
    assert titles(filled, f"提{dot}练") == ["买买提·练习"]
    assert titles(filled, "买买提练习") == ["买买提·练习"]


def test_an_id_number_is_found_whole_by_its_beginning_and_by_its_last_four(filled: Bureau) -> None:
    number = make_id("110101", sequence=2)
    for typed in (number, number.lower(), f"{number[:6]} {number[6:14]} {number[14:]}", number[:10], number[-4:]):
        assert "王小燕" in titles(filled, typed), typed
    assert only(filled, number).why == "证件号码"
    assert number not in "".join(map(str, search(filled["intake"], number)))


@pytest.mark.parametrize("typed", ["13800138000", "138 0013 8000", "8000", "0138", "１３８００１３８０００"])
def test_a_telephone_number_is_found_by_any_four_digits_of_it(filled: Bureau, typed: str) -> None:
    hits = [hit for hit in search(filled["intake"], typed) if hit.title == "王小燕"]
    assert [hit.why for hit in hits] == ["电话 138****8000"]


def test_a_fixed_line_is_found_with_and_without_its_area_code(filled: Bureau) -> None:
    for typed in ("010-65251234", "65251234", "01065251234"):
        assert titles(filled, typed) == ["单田𬭎"]


@pytest.mark.parametrize("typed", ["Y000211000002254000777", "y0002 1100 0002", "Y000211"])
def test_a_certificate_number_finds_the_case(filled: Bureau, typed: str) -> None:
    hit = only(filled, typed)
    assert (hit.kind, hit.case_number, hit.why) == (HitKind.CASE, "2025-00002", "证书编号")
    assert hit.title == "2025-00002 单田𬭎"
    assert hit.subtitle.endswith("技能提升补贴 · 待本窗口")


def test_a_corrected_certificate_number_still_finds_the_case_and_says_so(bureau: Bureau) -> None:
    filled = fill(bureau)
    record_facts(filled["intake"], "2025-00002", {"certificate.number": "Y000999"})
    assert only(filled, "Y000211").why == "证书编号（更正前）"
    assert only(filled, "Y000999").why == "证书编号"


@pytest.mark.parametrize("typed", ["2025-00002", "2025-2", "25-2", "2", "２"])
def test_a_case_is_found_by_its_whole_or_short_number(filled: Bureau, typed: str) -> None:
    assert only(filled, typed).case_number == "2025-00002"


@pytest.mark.parametrize(
    "typed",
    [
        *("东人社补〔2025〕1号", "东人社补[2025]1号", "东人社补(2025)1号", "东人社补（2025）1号", "东人社补【2025】1"),
        *("补〔2025〕1号", "东人社补 〔2025〕 第1号"),
    ],
)
def test_a_letter_is_found_however_its_brackets_are_typed(filled: Bureau, typed: str) -> None:
    hit = only(filled, typed)
    assert (hit.kind, hit.title) == (HitKind.LETTER, "东人社补〔2025〕1号 准予决定书")
    assert hit.case_number == "2025-00001"


def test_a_bare_serial_finds_the_letter_of_each_kind(filled: Bureau) -> None:
    assert titles(filled, "1号") == ["东人社受〔2025〕1号 受理通知书", "东人社补〔2025〕1号 准予决定书"]


@pytest.mark.parametrize("typed", ["%", "_", "王%", "%燕", "*", "王_燕", "'", '"', "\\", "王小燕' OR 1=1 --", "", "  "])
def test_wildcards_and_quotes_stand_for_themselves(filled: Bureau, typed: str) -> None:
    assert titles(filled, typed) == []


@pytest.mark.parametrize("typed", ["\0", "\u202e王", "\ud800", "王\n燕", "x" * 10_000, "9" * 10_000, "²", "٣٤٥٦"])
def test_hostile_text_finds_nothing_and_raises_nothing(filled: Bureau, typed: str) -> None:
    assert titles(filled, typed) == []


def test_a_corrected_name_is_found_and_the_old_one_is_not(bureau: Bureau) -> None:
    filled = fill(bureau)
    with filled["intake"].store.reading() as rows:
        person = rows.person_by_id_number(make_id("110101", sequence=2))
    assert person is not None
    correct_person(filled["intake"], replace(person, name="王晓燕", street="练习街道"))
    assert titles(filled, "小燕") == []
    assert titles(filled, "晓燕") == ["王晓燕"]


def test_a_former_name_finds_like_the_name_and_says_so(bureau: Bureau) -> None:
    bureau.person(1, name="赵小燕", former_names=("孙大海",))
    for typed, why in (("孙大海", "曾用名"), ("sdh", "姓名拼音"), ("孙dh", "姓名和拼音"), ("大海", "姓名中的字")):
        assert [(hit.title, hit.why) for hit in search(bureau["intake"], typed)] == [("赵小燕", why)]


def test_a_limit_is_kept(bureau: Bureau) -> None:
    for number in range(10, 20):
        bureau.person(number, name="王小燕")
    assert len(search(bureau["intake"], "wxy", limit=4)) == 4


def test_an_account_without_a_case_seat_may_not_search(filled: Bureau) -> None:
    with pytest.raises(NotPermitted):
        search(filled["system"], "王")


def test_the_reading_connection_of_the_window_is_enough_to_search_and_list(filled: Bureau) -> None:
    key = filled["intake"].store.key
    assert key is not None
    store = open_store(filled.folder, key=key, read_only=True)
    try:
        reader = Desk(store, filled["intake"].account, filled.now, filled["intake"].shipped)
        assert [hit.title for hit in search(reader, "wxy")] == ["王小燕"]
        assert len(likenesses(reader, make_person(1))) <= 20
        assert sum(head.count for head in worklist_heads(reader)) == 2
        assert badges(reader).worklist == 2
    finally:
        store.close()
