"""Which date selects the version, by command from first to last: entered, confirmed, judged by, signed, exchanged."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from models.calendar import beijing_date
from models.moment import now
from tests.builders.headless import HeadlessOffice
from tests.desktop.headless.test_journey import COURSE, VETERAN, open_case

CLASS = "training.started_on"


@pytest.fixture
def opened(office: HeadlessOffice, empty_office: Path) -> HeadlessOffice:
    shutil.copytree(empty_office, office.data)
    return office


def text_of(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as pages:
        return "".join("".join(page.get_textpage().get_text_range() for page in pages).split())


def choice(programme: str, value: Any, start: str) -> dict[str, Any]:
    return {
        "programme": programme, "name": "version_by", "value": value, "from": start,
        "document": "测试〔2026〕9号", "article": "第三条", "text": "按开班之日执行的规定办理",
    }  # fmt: skip


def test_the_day_of_the_class_is_chosen_and_a_case_is_judged_signed_and_exchanged_by_it(opened: HeadlessOffice) -> None:
    today = beijing_date(now())
    start, began = (today - timedelta(days=400)).isoformat(), (today - timedelta(days=30)).isoformat()
    opened.confirm_values("free_training", today.isoformat())
    refused = opened.run(
        *("value", "enter", "--file", opened.write("no.json", choice("free_training", "certificate.issued_on", start))),
        *("--scan", opened.scan()),
        account="钱雨桐",
    )
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "申请不问“证书核发日期”" in refused.err
    person = opened.do("person", "add", "--file", opened.write("p.json", VETERAN), account="赵文博")["person"]
    number = open_case(opened, person, COURSE, today.isoformat())
    file = opened.write("choice.json", choice("free_training", CLASS, start))
    (change,) = opened.do("value", "preview", "--file", file, account="钱雨桐")
    assert (change["case"], change["after"], change["changes"][0]["criterion"]) == (number, "cannot_tell", "version_by")
    assert change["changes"][0]["sentence"] == "规则版本按开班日（尚不清楚）选定。"
    entry = opened.do("value", "enter", "--file", file, "--scan", opened.scan(), account="钱雨桐")["entry"]
    assert opened.run("value", "confirm", str(entry), account="钱雨桐").code == 3
    opened.do("value", "confirm", str(entry), account="孙立群")

    facts = opened.write("facts.json", {"facts": COURSE})
    words = ("assess", "--programme", "free_training", "--facts", facts, "--explain")
    told = opened.do(*words, account="钱雨桐")
    assert (told["result"], told["version"], told["missing"]) == ("cannot_tell", None, [CLASS])
    assert told["version_date"]["by"] == CLASS
    assert told["outlook"]["next_question"] == "培训哪天开班？"

    opened.do(
        "case", "facts", number, "--file", opened.write("f.json", {"facts": COURSE | {CLASS: began}}), account="赵文博"
    )
    opened.do("case", "register", number, "--result", "查无已享受记录", account="赵文博")
    assert opened.do("case", "assess", number, account="赵文博")["result"] == "eligible"
    opened.do("case", "accept", number, account="赵文博")
    opened.do("case", "review", number, account="钱雨桐")
    preview, pdf = opened.folder / "preview.pdf", opened.folder / "approval.pdf"
    opened.do("case", "preview", number, "--out", str(preview), account="孙立群")
    opened.do("case", "sign", number, account="孙立群")
    opened.do("letter", number, "--out", str(pdf), account="孙立群")
    for file in (preview, pdf):
        assert "按照测试〔2026〕9号第三条，以开班日（" in text_of(file)

    rules = opened.folder / "rules.json"
    mark = opened.do("export-rules", "--out", str(rules), account="钱雨桐")["fingerprint"]
    other = HeadlessOffice(opened.folder / "other", opened._patch, opened._capture)
    other.folder.mkdir()
    other.create()
    added = other.do("import-rules", str(rules), "--fingerprint", mark, account="钱雨桐")
    assert "version_by" in {each["name"] for each in added}
    for each in added:
        other.do("value", "confirm", str(each["entry"]), account="孙立群")
    again = other.do(*words, account="钱雨桐")
    assert (again["result"], again["missing"]) == ("cannot_tell", [CLASS])
