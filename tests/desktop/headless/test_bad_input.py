"""Bad input of every kind: one clear Chinese line on stderr, exit 2 (3 where a rule refuses), nothing changed."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from models.case import State
from models.store.engine import open_store
from models.store.keys import KeyRing
from tests.builders.headless import OFFICE, PHRASES, Answer, HeadlessOffice
from tests.builders.people import make_id

PERSON = {
    "id_number": make_id(),
    "name": "练习甲",
    "household": "beijing_urban",
    "street": "东华门街道",
    "phone": "13800001111",
    "address": "某胡同1号",
    "bank_card": "6222021234567890128",
    "bank_name": "某银行",
}
COURSE = {"training.kind": "skill", "training.occupation": "电工", "training.level": 5}


@pytest.fixture
def opened(office: HeadlessOffice, empty_office: Path) -> HeadlessOffice:
    shutil.copytree(empty_office, office.data)
    return office


def journal_length(office: HeadlessOffice) -> int:
    store = open_store(office.data, key=KeyRing.load(office.data).unlock("赵文博", PHRASES["赵文博"]))
    with store.reading() as rows:
        length = rows.head()[0]
    store.close()
    return length


def assert_one_chinese_line(answer: Answer, code: int = 2) -> None:
    assert answer.code == code
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert re.search(r"[\u4e00-\u9fff]", answer.err)
    assert "Traceback" not in answer.err


BAD_PEOPLE: dict[str, tuple[dict[str, Any], str]] = {
    "a wrong check digit": ({"id_number": make_id()[:17] + ("0" if make_id()[17] != "0" else "1")}, "校验码"),
    "fifteen digits": ({"id_number": "110105491231002"}, "15"),
    "an impossible date": ({"id_number": "110105199002300017"}, "日期"),
    "letters": ({"id_number": "11010519900501ABCD"}, "身份证"),
    "an empty name": ({"name": " "}, "姓名"),
    "a control character in the name": ({"name": "王\u0000五"}, "姓名"),
    "an unknown street": ({"street": "没有这条街道"}, "街道"),
    "an unknown household": ({"household": "beijing"}, "户籍|household"),
    "an unknown group": ({"groups": {"person.hero": "证"}}, "person.hero"),
    "a group without its paper": ({"groups": {"person.veteran": ""}}, "凭什么认定"),
    "an unknown key": ({"nickname": "小王"}, "nickname"),
    "a card with letters": ({"bank_card": "62220212345678901X"}, "卡"),
    "a phone with letters": ({"phone": "1380000abcd"}, "电话|手机"),
}


@pytest.mark.parametrize("case", BAD_PEOPLE)
def test_a_person_with_bad_data_is_not_registered_and_the_reason_is_told(opened: HeadlessOffice, case: str) -> None:
    change, expected = BAD_PEOPLE[case]
    before = journal_length(opened)
    answer = opened.run("person", "add", "--file", opened.write("p.json", PERSON | change), account="赵文博")
    assert_one_chinese_line(answer)
    assert re.search(expected, answer.err), answer.err
    assert journal_length(opened) == before


def test_one_id_number_is_one_person(opened: HeadlessOffice) -> None:
    file = opened.write("p.json", PERSON)
    opened.do("person", "add", "--file", file, account="赵文博")
    answer = opened.run("person", "add", "--file", file, account="赵文博")
    assert_one_chinese_line(answer)
    assert "已" in answer.err


BAD_FACTS: dict[str, tuple[Any, str]] = {
    "a misspelled key": ({"facts": {"training.ocupation": "电工"}}, "training.ocupation"),
    "a number as text": ({"facts": {"training.level": "5"}}, "training.level"),
    "yes as a number": ({"facts": {"training.in_catalogue": 1}}, "training.in_catalogue"),
    "null where nothing may be absent": ({"facts": {"training.in_catalogue": None}}, "training.in_catalogue"),
    "an impossible date": ({"facts": {"training.started_on": "2026-02-30"}}, "training.started_on"),
    "a choice that is none": ({"facts": {"training.kind": "art"}}, "training.kind"),
    "awards where they do not belong": ({"facts": {}, "awards": {}}, "case register"),
    "a list instead of an object": ({"facts": []}, "facts"),
    "a certificate younger than the application": ({"facts": {"certificate.issued_on": "2027-01-01"}}, "certificate"),
}


@pytest.mark.parametrize("case", BAD_FACTS)
def test_a_case_with_bad_facts_is_not_opened_and_the_place_is_named(opened: HeadlessOffice, case: str) -> None:
    data, expected = BAD_FACTS[case]
    opened.do("person", "add", "--file", opened.write("p.json", PERSON), account="赵文博")
    before = journal_length(opened)
    answer = opened.run(
        "case", "open", "--person", "1", "--programme", "free_training", "--applied-on", "2026-03-02",
        "--facts", opened.write("f.json", data), account="赵文博",
    )  # fmt: skip
    assert_one_chinese_line(answer)
    assert expected in answer.err
    assert journal_length(opened) == before


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--programme", "free_lunch", "--applied-on", "2026-03-02", "--person", "1"), "free_lunch"),
        (("--programme", "free_training", "--applied-on", "2026-02-30", "--person", "1"), "2026-02-30"),
        (("--programme", "free_training", "--applied-on", "2999-01-01", "--person", "1"), "2999-01-01"),
        (("--programme", "free_training", "--applied-on", "2026-03-02", "--person", "77"), "没有此人"),
        (("--programme", "free_training", "--applied-on", "2026-03-02", "--person", "one"), "one"),
        (("--programme", "free_training", "--applied-on", "2026-03-02"), "--person"),
    ],
)
def test_a_badly_worded_opening_is_refused(opened: HeadlessOffice, words: tuple[str, ...], expected: str) -> None:
    opened.do("person", "add", "--file", opened.write("p.json", PERSON), account="赵文博")
    facts = opened.write("f.json", {"facts": COURSE})
    answer = opened.run("case", "open", *words, "--facts", facts, account="赵文博")
    assert_one_chinese_line(answer)
    assert re.search(expected, answer.err), answer.err


def test_a_case_that_does_not_exist_a_kind_that_does_not_exist_and_a_file_that_does_not_exist(
    opened: HeadlessOffice,
) -> None:
    out = str(opened.folder / "x.pdf")
    assert_one_chinese_line(opened.run("letter", "2026-99999", "--out", out, account="赵文博"))
    assert_one_chinese_line(opened.run("letter", "2026-99999", "--out", out, "--kind", "poem", account="赵文博"))
    assert_one_chinese_line(opened.run("person", "add", "--file", "nowhere.json", account="赵文博"))
    broken = opened.folder / "broken.json"
    broken.write_text('{"id_number": ', encoding="utf-8")
    assert "第 1 行" in opened.run("person", "add", "--file", str(broken), account="赵文博").err
    assert not Path(out).exists()


@pytest.mark.parametrize("month", ["2026-13", "202608", "2999-01", "August"])
def test_a_month_that_is_none_or_not_yet_is_refused(opened: HeadlessOffice, month: str) -> None:
    answer = opened.run("month", month, "--out", str(opened.folder / "out"), account="李静")
    assert_one_chinese_line(answer)


def test_an_unset_account_a_wrong_phrase_and_a_missing_phrase_are_told_apart_from_each_other(
    opened: HeadlessOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_one_chinese_line(opened.run("case", "list"))
    monkeypatch.setitem(PHRASES, "nobody", "some long phrase here")
    unknown = opened.run("case", "list", account="nobody")
    monkeypatch.setitem(PHRASES, "赵文博", "not the right phrase")
    wrong = opened.run("case", "list", account="赵文博")
    assert_one_chinese_line(wrong, 3)
    assert unknown.err == wrong.err


def test_a_seat_that_may_not_is_refused_with_status_three(opened: HeadlessOffice) -> None:
    answer = opened.run("person", "add", "--file", opened.write("p.json", PERSON), account="孙立群")
    assert_one_chinese_line(answer, 3)
    assert "受理" in answer.err


BAD_OFFICES: dict[str, tuple[dict[str, Any], str]] = {
    "a district of another city": ({"district": "310101"}, "310101"),
    "no streets": ({"streets": []}, "街道"),
    "one code for two letters": ({"letter_codes": {"receipt": "甲", "approval": "甲", "refusal": "乙"}}, "机关代字"),
    "no code for refusals": ({"letter_codes": {"receipt": "甲", "approval": "丙"}}, "不予决定书"),
    "an unknown key": ({"colour": "red"}, "colour"),
    "an administrator who decides": (
        {"accounts": [{"name": "赵文博", "seats": ["sign", "system", "security"]}]},
        "管理员",
    ),
    "an unknown seat": ({"accounts": [{"name": "赵文博", "seats": ["king"]}]}, "席位"),
}


@pytest.mark.parametrize("case", BAD_OFFICES)
def test_a_bad_office_is_not_made(office: HeadlessOffice, case: str) -> None:
    change, expected = BAD_OFFICES[case]
    answer = office.run(
        "office", "create", "--file", office.write("o.json", OFFICE | change),
        "--passphrases", office.write("w.json", PHRASES),
    )  # fmt: skip
    assert_one_chinese_line(answer)
    assert expected in answer.err
    assert not (office.data / "office.db").exists()


def test_a_short_pass_phrase_makes_no_office(office: HeadlessOffice) -> None:
    phrases = office.write("w.json", PHRASES | {"李静": "short"})
    answer = office.run("office", "create", "--file", office.write("o.json", OFFICE), "--passphrases", phrases)
    assert_one_chinese_line(answer)
    assert not (office.data / "office.db").exists()


def test_a_second_office_never_replaces_the_first(opened: HeadlessOffice) -> None:
    keys = (opened.data / "office.keys").read_bytes()
    answer = opened.run(
        "office", "create", "--file", opened.write("o.json", OFFICE), "--passphrases", opened.write("w.json", PHRASES)
    )
    assert_one_chinese_line(answer)
    assert (opened.data / "office.keys").read_bytes() == keys


def test_a_bureau_value_needs_its_number_its_scan_a_known_name_and_a_right_type(opened: HeadlessOffice) -> None:
    entry = {"programme": "living_allowance", "name": "daily_rate", "value": 3000, "from": "2018-12-29",
             "document": "测试文号〔2026〕1号"}  # fmt: skip
    for change, expected in (
        ({"document": " "}, "document"),
        ({"name": "dayly_rate"}, "dayly_rate"),
        ({"value": -1}, "daily_rate"),
        ({"value": 12.5}, "daily_rate"),
        ({"from": "2018-02-30"}, "2018-02-30"),
        ({"to": "2018-01-01"}, "daily_rate|日期|早于"),
        ({"colour": 1}, "colour"),
        ({"programme": "free_lunch"}, "free_lunch"),
    ):
        before = journal_length(opened)
        file = opened.write("v.json", entry | change)
        answer = opened.run("value", "enter", "--file", file, "--scan", opened.scan(), account="钱雨桐")
        assert_one_chinese_line(answer)
        assert re.search(expected, answer.err), answer.err
        assert journal_length(opened) == before
    file = opened.write("v.json", entry)
    text = opened.folder / "scan.txt"
    text.write_text("no scan", encoding="utf-8")
    assert_one_chinese_line(opened.run("value", "enter", "--file", file, "--scan", str(text), account="钱雨桐"))
    made = opened.do("value", "enter", "--file", file, "--scan", opened.scan(), account="钱雨桐")
    again = opened.run("value", "confirm", str(made["entry"]), account="钱雨桐")
    assert_one_chinese_line(again, 3)
    assert "另一人" in again.err


def test_an_output_that_cannot_be_written_says_so_and_a_full_folder_is_no_practice_office(
    opened: HeadlessOffice,
) -> None:
    answer = opened.run("practice-data", "--cases", "1")
    assert_one_chinese_line(answer)
    answer = opened.run("month", "2026-01", "--out", "/proc/nowhere", account="李静")
    assert_one_chinese_line(answer)


def test_every_state_has_a_name_and_an_unknown_state_lists_them(opened: HeadlessOffice) -> None:
    answer = opened.run("case", "list", "--state", "lost", account="赵文博")
    assert_one_chinese_line(answer)
    assert all(state.value in answer.err for state in State)
    assert json.loads(opened.run("case", "list", account="赵文博").out) == []
