"""A whole version by command: opened, changed, tried on the open cases, entered, confirmed, asked for and printed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.builders.headless import HeadlessOffice


@pytest.fixture
def opened(office: HeadlessOffice, empty_office: Path) -> HeadlessOffice:
    shutil.copytree(empty_office, office.data)
    return office


def test_the_draft_of_2026_is_opened_changed_entered_and_confirmed(opened: HeadlessOffice) -> None:
    version = opened.do("value", "version", "--programme", "skill_upgrade", "--name", "2026", account="钱雨桐")
    assert version["document"] == "人社部发〔2026〕39号"
    version["value"]["values"]["min_months"]["value"] = 24
    file = opened.write("version.json", version)
    assert opened.do("value", "preview", "--file", file, account="钱雨桐") == []
    number = opened.do("value", "enter", "--file", file, "--scan", opened.scan(), account="钱雨桐")["entry"]
    assert opened.do("value", "preview", "--entry", str(number), account="孙立群") == []
    opened.do("value", "confirm", str(number), account="孙立群")
    facts = opened.write("facts.json", {"facts": {"insurance.unemployment_months": 23}})
    told = opened.do("assess", "--programme", "skill_upgrade", "--facts", facts, "--on", "2026-06-01", account="钱雨桐")
    assert told["version"] == {"from": "2026-01-01", "to": "2026-12-31"}
    again = opened.do("value", "version", "--programme", "skill_upgrade", "--on", "2026-06-01", account="钱雨桐")
    assert (again["name"], again["value"]["values"]["min_months"]["value"]) == ("", 24)


def test_a_slip_is_refused_in_one_line_that_names_the_place(opened: HeadlessOffice) -> None:
    version = opened.do("value", "version", "--programme", "skill_upgrade", "--name", "2026", account="钱雨桐")
    version["value"]["criteria"][1]["choices"] = ["foreign"]
    file = opened.write("version.json", version)
    answer = opened.run("value", "enter", "--file", file, "--scan", opened.scan(), account="钱雨桐")
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert "criteria.1.choices" in answer.err
    assert opened.run("value", "version", "--programme", "skill_upgrade", "--name", "x", account="钱雨桐").code == 2
