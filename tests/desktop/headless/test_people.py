"""Who somebody is, from the command line: proxies, documents, a number put right by two people, likenesses answered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.builders.headless import HeadlessOffice
from tests.builders.people import make_card, make_id

_FOREIGNER = {
    "id_number": "E12345678", "id_kind": "passport", "id_expires_on": "2040-01-31", "birth_date": "1990-05-01",
    "sex": "f", "former_names": ["练习旧"], "name": "练习客", "street": "东华门街道", "bank_card": make_card(),
}  # fmt: skip
_COURSE = {"training.kind": "skill", "training.occupation": "电工", "training.level": 5}
_PROXY = {
    "role": "proxy", "name": "练习代", "id_number": make_id("110102"), "phone": "13811112222", "paper": "授权委托书",
    "authorised_on": "2026-01-05", "scope": "代为申请", "signs": "yes", "collects": "no",
}  # fmt: skip


@pytest.fixture
def open_office(office: HeadlessOffice, empty_office: Path) -> HeadlessOffice:
    shutil.copytree(empty_office, office.data)
    return office


def _add(office: HeadlessOffice, data: dict[str, object]) -> int:
    return int(office.do("person", "add", "--file", office.write("p.json", data), account="赵文博")["person"])


def test_a_person_with_a_passport_a_proxy_a_card_of_another_and_a_merge(open_office: HeadlessOffice) -> None:
    office = open_office
    lacking = {key: value for key, value in _FOREIGNER.items() if key != "birth_date"}
    refused = office.run("person", "add", "--file", office.write("p.json", lacking), account="赵文博")
    assert (refused.code, "出生日期" in refused.err) == (2, True)
    first = _add(office, dict(_FOREIGNER))
    second = _add(office, {**_FOREIGNER, "id_number": "E12345687", "former_names": []})
    facts = office.write("facts.json", {"facts": _COURSE})
    case = office.do(
        "case", "open", "--person", str(second), "--programme", "living_allowance", "--applied-on", "2026-01-06",
        "--facts", facts, account="赵文博",
    )["case"]  # fmt: skip
    told = office.do("case", "attendant", case, "--file", office.write("a.json", _PROXY), account="赵文博")
    assert (told["signs"], told["collects"]) == (True, False)
    assert _PROXY["id_number"] not in told["attendant"]
    barred = office.run("case", "accept", case, account="赵文博")
    assert (barred.code, "收款卡号" in barred.err) == (2, True)
    hints = office.do("person", "likenesses", str(second), account="赵文博")
    assert {hint["kind"] for hint in hints} >= {"namesake", "card"}
    answer = ("--kind", "card", "--answer", "later", "--note", "两人同卡，待核")
    office.do("person", "answer", str(second), "--other", str(first), *answer, account="赵文博")
    office.do("case", "accept", case, account="赵文博")
    change = office.do("person", "merge", str(second), "--into", str(first), "--reason", "护照号录错", account="赵文博")
    assert (change["outcome"], change["old_number"]) == ("done", "*****5687")
    assert office.do("person", "changes", account="钱雨桐") == []
    corrected = office.do(
        "person",
        "correct-number",
        str(first),
        "--number",
        make_id("911840"),
        "--reason",
        "已换永居证",
        account="赵文博",
    )
    assert corrected["outcome"] == "done"
    again = office.run("person", "confirm-change", str(corrected["change"]), account="钱雨桐")
    assert (again.code, "已经办过" in again.err) == (3, True)
    gone = office.run(
        "person", "correct-number", str(second), "--number", make_id(), "--reason", "错", account="赵文博"
    )
    assert (gone.code, "已并入" in gone.err) == (3, True)
