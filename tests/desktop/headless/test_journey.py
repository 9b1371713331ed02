"""An empty, real office is taken to a signed approval and a refusal, and its month is published."""

import hashlib
from pathlib import Path

from tests.builders.headless import HeadlessOffice
from tests.builders.people import make_id

VETERAN = {
    "id_number": make_id(),
    "name": "王𬭎",
    "household": "beijing_urban",
    "groups": {"person.veteran": "退出现役证"},
    "street": "东华门街道",
    "phone": "13800001111",
    "address": "某胡同1号",
    "bank_card": "6217000000000000001",
    "bank_name": "某银行",
}
COURSE = {
    "training.kind": "skill",
    "training.occupation": "电工",
    "training.level": 5,
    "training.in_catalogue": True,
    "training.provider_listed": True,
}


def open_case(office: HeadlessOffice, person: int, facts: dict[str, object], today: str) -> str:
    file = office.write("facts.json", {"facts": facts})
    answer = office.do(
        "case", "open", "--person", str(person), "--programme", "free_training",
        "--applied-on", today, "--facts", file, account="赵文博",
    )  # fmt: skip
    return str(answer["case"])


def test_an_empty_office_reaches_a_signed_approval_a_refusal_and_a_published_month(office: HeadlessOffice) -> None:
    from models.calendar import beijing_date
    from models.moment import now

    today = beijing_date(now()).isoformat()
    assert len(office.create()) > 20
    person = office.do("person", "add", "--file", office.write("p.json", VETERAN), account="赵文博")["person"]
    approved = open_case(office, person, COURSE, today)
    office.do("case", "paper", approved, "--name", "居民身份证", account="赵文博")
    office.do("case", "paper", approved, "--name", "退出现役证", "--scan", office.scan(), account="赵文博")
    office.do("case", "register", approved, "--result", "查无已享受记录", account="赵文博")
    assert office.do("case", "assess", approved, account="赵文博")["result"] == "eligible"
    receipt = office.do("case", "accept", approved, account="赵文博")
    assert receipt["number"] == f"东人社受〔{today[:4]}〕1号"
    office.do("case", "review", approved, account="钱雨桐")

    refused_signature = office.run("case", "sign", approved, account="孙立群")
    assert refused_signature.code == 3
    assert "尚未经本局确认" in refused_signature.err
    office.confirm_values("free_training", today)
    letter = office.do("case", "sign", approved, account="孙立群")
    assert letter["number"] == f"东人社补〔{today[:4]}〕1号"

    pdf = office.folder / "approval.pdf"
    archived = office.do("letter", approved, "--out", str(pdf), account="孙立群")
    assert archived == {"number": letter["number"], "kind": "approval", "sha256": letter["sha256"]}
    assert hashlib.sha256(pdf.read_bytes()).hexdigest() == letter["sha256"]

    outsider = VETERAN | {"id_number": make_id(sequence=7), "name": "李四", "household": "other"}
    other = office.do("person", "add", "--file", office.write("p.json", outsider), account="赵文博")["person"]
    refused = open_case(office, other, COURSE | {"training.in_catalogue": False}, today)
    office.do("case", "register", refused, "--result", "查无已享受记录", account="赵文博")
    office.do("case", "accept", refused, account="赵文博")
    office.do("case", "review", refused, account="钱雨桐")
    assert office.do("case", "sign", refused, account="孙立群")["kind"] == "refusal"

    month = today[:7]
    out = office.folder / "month"
    published = office.do("month", month, "--out", str(out), "--publish", account="孙立群")
    assert published["edition"] == 1
    assert published["totals"] == {"received": 2, "granted": 1, "refused": 1, "persons": 2, "amount_fen": 0}
    again = office.do("month", month, "--out", str(office.folder / "again"), "--edition", "1", account="李静")
    for first, second in zip(published["files"], again["files"], strict=True):
        assert Path(first).read_bytes() == Path(second).read_bytes()

    office.do("case", "serve", approved, "--how", "直接送达", "--on", today, account="赵文博")
    shown = office.do("case", "show", approved, account="赵文博")
    assert shown["state"] == "closed"
    assert VETERAN["id_number"] not in str(shown)
    assert office.do("verify", account="郑洁") == {"ok": True, "findings": []}
