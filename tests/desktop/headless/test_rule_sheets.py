"""The additive options of assess and check-rules: explanations and printable sheets."""

from __future__ import annotations

from models.rules.load import load_rulebook
from tests.builders.headless import HeadlessOffice

ELIGIBLE = {
    "family.talent_high_skilled": True,
    "family.talent_enterprise_moved": True,
    "family.relation_to_talent": "spouse",
    "work.seeks_employment": True,
}


def test_check_rules_writes_one_sheet_a_programme(office: HeadlessOffice) -> None:
    target = office.folder / "sheets"
    answer = office.run("check-rules", "--sheet", str(target), data=False)
    assert answer.code == 0
    assert {path.stem for path in target.iterdir()} == set(load_rulebook().programmes)
    assert all(path.read_bytes().startswith(b"%PDF") for path in target.iterdir())


def test_check_rules_refuses_a_target_that_is_a_file(office: HeadlessOffice) -> None:
    target = office.folder / "file"
    target.write_text("x", "utf-8")
    answer = office.run("check-rules", "--sheet", str(target), data=False)
    assert answer.code == 2
    assert "请换一个" in answer.err


def test_assess_explains_what_would_change_an_answer(office: HeadlessOffice) -> None:
    facts = office.write("facts.json", {"facts": {**ELIGIBLE, "work.employed_now": True}})
    words = ("assess", "--programme", "family_guidance", "--facts", facts, "--on", "2024-05-06")
    assert "outlook" not in office.run(*words, data=False).json
    found = office.run(*words, "--explain", data=False).json
    assert found["result"] == "ineligible"
    (remedy,) = found["outlook"]["remedies"]
    assert remedy["criterion"] == "not_employed"
    assert "须为“否”" in remedy["sentence"]


def test_assess_writes_the_sheet_for_the_applicant(office: HeadlessOffice) -> None:
    facts = office.write("facts.json", {"facts": ELIGIBLE})
    out = office.folder / "sheet.pdf"
    words = ("assess", "--programme", "family_guidance", "--facts", facts, "--on", "2024-05-06", "--sheet", str(out))
    answer = office.run(*words, data=False)
    assert answer.code == 0
    assert "outlook" not in answer.json
    assert out.read_bytes().startswith(b"%PDF")


def test_a_sheet_is_for_one_programme_and_needs_a_folder_that_exists(office: HeadlessOffice) -> None:
    facts = office.write("facts.json", {"facts": ELIGIBLE})
    every = office.run("assess", "--programme", "all", "--facts", facts, "--sheet", "x.pdf", data=False)
    assert every.code == 2
    nowhere = str(office.folder / "nowhere" / "x.pdf")
    answer = office.run("assess", "--programme", "family_guidance", "--facts", facts, "--sheet", nowhere, data=False)
    assert answer.code == 2
    assert "写不进去" in answer.err
