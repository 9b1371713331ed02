"""One office's confirmed values reach another by command, and wait there for a second person."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.builders.headless import HeadlessOffice


@pytest.fixture
def opened(office: HeadlessOffice, empty_office: Path) -> HeadlessOffice:
    shutil.copytree(empty_office, office.data)
    return office


def test_rules_are_exported_and_imported_with_the_fingerprint_told_apart(opened: HeadlessOffice) -> None:
    file = opened.folder / "rules.json"
    empty = opened.run("export-rules", "--out", str(file), account="钱雨桐")
    assert (empty.code, file.exists()) == (3, False)
    opened.confirm_values("free_training", "2025-06-03")
    told = opened.do("export-rules", "--out", str(file), account="钱雨桐")
    other = HeadlessOffice(opened.folder / "other", opened._patch, opened._capture)
    other.folder.mkdir()
    other.create()
    wrong = other.run("import-rules", str(file), "--fingerprint", "0000 0000 0000 0000", account="钱雨桐")
    assert wrong.code == 3
    assert "指纹" in wrong.err
    added = other.do("import-rules", str(file), "--fingerprint", told["fingerprint"], account="钱雨桐")
    assert {each["programme"] for each in added} == {"free_training"}
    assert len(other.do("value", "list", account="孙立群")) == len(added) > 3
    for each in added:
        other.do("value", "confirm", str(each["entry"]), account="孙立群")
    waiting = other.do("value", "open", "--programme", "free_training", "--on", "2025-06-03", account="钱雨桐")
    assert all(value["optional"] for value in waiting)


def test_a_file_that_is_none_is_bad_input_in_one_line(opened: HeadlessOffice) -> None:
    for name in (str(opened.folder / "nowhere.json"), opened.write("list.json", [])):
        answer = opened.run("import-rules", name, "--fingerprint", "0" * 16, account="钱雨桐")
        assert answer.code == 2
        assert answer.err.count("\n") == 1
