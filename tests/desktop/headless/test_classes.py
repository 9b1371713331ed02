"""A class driven through the command line, as the contract says."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.builders.headless import HeadlessOffice
from tests.builders.rosters import roster_line, roster_lines, text_file, workbook

STREET = "东华门街道"
CLASS = {
    "number": "练2026-01",
    "school": "练习学校",
    "kind": "技能培训",
    "occupation": "育婴员",
    "level": 5,
    "started_on": "2026-03-02",
    "ended_on": "2026-04-10",
    "provider_listed": True,
    "in_catalogue": True,
    "days_planned": 25,
}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> HeadlessOffice:
    office = HeadlessOffice(tmp_path, monkeypatch, capsys)
    office.create()
    return office


def roster(office: HeadlessOffice, count: int = 3, **changes: dict[str, str]) -> str:
    lines = [{**line, "所属街道": STREET} for line in roster_lines(count, {int(k[1:]): v for k, v in changes.items()})]
    path = office.folder / "名册.xlsx"
    path.write_bytes(workbook(lines))
    return str(path)


def test_a_roster_is_staged_row_by_row_and_saved_only_with_commit(office: HeadlessOffice) -> None:
    file = roster(office, 3, n2={"姓名": ""})
    staged = office.do("import", file, "--proof", "系统核对", account="赵文博")
    assert staged["counts"] == {"rows": 3, "green": 2, "amber": 0, "red": 1}
    assert staged["saved"] is None
    assert staged["rows"][1]["status"] == "red"
    assert roster_line(1)["身份证号码"] not in json.dumps(staged)

    rejected = office.folder / "rejected.xlsx"
    answer = office.run(
        "import", file, "--proof", "系统核对", "--rejected", str(rejected), "--commit", account="赵文博"
    )
    assert answer.code == 0
    assert "1 行没有导入" in answer.err
    assert answer.json["saved"] == {"registered": 2, "joined": 0, "completed": 0, "unchanged": 0, "rejected": [4]}
    sheet = load_workbook(io.BytesIO(rejected.read_bytes())).active
    assert sheet is not None
    assert [sheet.cell(2, 1).value, sheet.cell(2, 5).value] == ["4", roster_line(2)["身份证号码"]]
    again = office.do("import", file, "--proof", "系统核对", "--commit", account="赵文博")
    assert again["saved"]["unchanged"] == 2
    assert again["saved"]["registered"] == 0


def test_a_class_goes_from_its_roster_to_its_receipts_and_back(office: HeadlessOffice) -> None:
    office.do("class", "add", "--file", office.write("class.json", CLASS), account="赵文博")
    office.do("class", "roster", CLASS["number"], roster(office), "--proof", "系统核对", "--commit", account="赵文博")
    act = ("--programme", "free_training", "--checked", "all")
    dry = office.do("class", "open-cases", CLASS["number"], *act, account="赵文博")
    assert (dry["going"], "done" in dry) == (3, False)

    opened = office.do("class", "open-cases", CLASS["number"], *act, "--commit", account="赵文博")
    accepted = office.do("class", "accept", CLASS["number"], *act, "--commit", account="赵文博")
    refused = office.run("class", "undo", str(opened["done"]["bulk"]), "--reason", "填错", account="赵文博")
    assert refused.code == 3
    office.do("class", "undo", str(accepted["done"]["bulk"]), "--reason", "填错", account="赵文博")

    shown = office.do("class", "show", CLASS["number"], account="钱雨桐")
    assert [one["cases"]["free_training"]["state"] for one in shown["members"]] == ["at_window"] * 3
    assert [one["undone"] for one in shown["bulk_acts"]] == [False, True]
    person = str(shown["members"][0]["person"])
    office.do("class", "attendance", CLASS["number"], "--person", person, "--attended", "20", account="赵文博")
    assert office.do("class", "list", account="赵文博")[0]["members"] == 3
    assert office.do("verify", account="吴磊")["ok"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("import", "missing.xlsx"), 2),
        (("class", "show", "没有这个班"), 2),
        (("class", "undo", "9", "--reason", "x"), 2),
    ],
)
def test_what_is_wrong_is_one_line_and_the_agreed_status(
    office: HeadlessOffice, words: tuple[str, ...], code: int
) -> None:
    answer = office.run(*words, account="赵文博")
    assert answer.code == code
    assert answer.err.count("\n") == 1


def test_a_column_may_be_named_and_an_account_without_the_seat_is_refused(office: HeadlessOffice) -> None:
    content = text_file([{**roster_line(1), "所属街道": STREET}]).decode().replace("身份证号码", "号码")
    path = office.folder / "名册.csv"
    path.write_text(content, encoding="gbk")
    assert office.run("import", str(path), account="赵文博").code == 2
    named = office.do("import", str(path), "--map", "号码=身份证号", account="赵文博")
    assert named["columns"]["号码"] == "id_number"
    assert office.run("import", str(path), "--map", "号码=身份证号", account="李静").code == 3


def test_mangled_files_leave_the_store_as_it_was(office: HeadlessOffice) -> None:
    file = Path(roster(office))
    content = file.read_bytes()
    for number in range(5):
        file.write_bytes(content[: number * 400] + content[number * 400 + 60 :])
        answer = office.run("import", str(file), "--commit", account="赵文博")
        assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    file.write_bytes(content)
    assert {row["would"] for row in office.do("import", str(file), account="赵文博")["rows"]} == {"register"}


def test_who_left_a_class_is_noted_and_who_was_entered_by_mistake_is_taken_off(office: HeadlessOffice) -> None:
    office.do("class", "add", "--file", office.write("class.json", CLASS), account="赵文博")
    office.do("class", "roster", CLASS["number"], roster(office), "--proof", "系统核对", "--commit", account="赵文博")
    people = [one["person"] for one in office.do("class", "show", CLASS["number"], account="赵文博")["members"]]
    why = ("--reason", "机构来函")
    first, second = (("--person", str(person)) for person in people[:2])
    gone = office.do("class", "leave", CLASS["number"], *first, *why, "--on", "2026-03-05", account="赵文博")
    assert (gone["kind"], gone["on"]) == ("left", "2026-03-05")
    assert office.do("class", "remove", CLASS["number"], *second, *why, account="赵文博")["kind"] == "removed"
    shown = office.do("class", "show", CLASS["number"], account="钱雨桐")["members"]
    assert [(one["person"], one["left_on"]) for one in shown] == [(people[2], None), (people[0], "2026-03-05")]
    assert office.do("class", "return", CLASS["number"], *first, *why, account="赵文博")["kind"] == "returned"
    refused = office.run("class", "remove", CLASS["number"], *first, *why, account="钱雨桐")
    assert "需要席位" in refused.err
