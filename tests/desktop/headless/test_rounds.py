"""round, publicity and seal as a script runs them: every command, its letter, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.calendar import beijing_date
from models.casework import closing
from models.casework.publishing import publish_list
from models.casework.steps import set_steps
from models.moment import now
from reports.publicity import write_list
from tests.builders.desk import Bureau, make_bureau
from tests.builders.headless import PNG, Run

DAY = date(2025, 6, 3)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


def decided(bureau: Bureau, *, served: bool) -> str:
    """A granted case, its letter handed over or still in the house."""
    number = bureau.reviewed()
    bureau.decide(number)
    if served:
        closing.serve(bureau["intake"], number, "直接送达", DAY)
    return number


def test_a_signature_is_undone_before_the_letter_leaves_and_not_after(bureau: Bureau, run: Run) -> None:
    number = decided(bureau, served=False)
    code, error = run("sign", "round", "undo", number, "--reason", " ")
    assert (code, "请写明撤销签发的原因" in error) == (2, True)
    code, error = run("intake", "round", "open", number, "--kind", "correction", "--reason", "等级录错")
    assert (code, "撤销签发" in error) == (3, True)
    assert run("review", "round", "undo", number, "--reason", "等级录错")[0] == 3
    undone = run("sign", "round", "undo", number, "--reason", "等级录错")
    assert undone == {"case": number, "state": "for_review", "round": 2}
    run("review", "case", "review", number)
    assert run("sign", "case", "sign", number)["kind"] == "approval"
    run("intake", "case", "serve", number, "--how", "直接送达", "--on", beijing_date(now()).isoformat())
    code, error = run("sign", "round", "undo", number, "--reason", "又录错")
    assert (code, "更正·复议" in error) == (3, True)
    assert run("audit", "verify") == {"ok": True, "findings": []}


def test_a_round_is_opened_with_its_document_and_ends_maintained_or_in_another_decision(
    bureau: Bureau, run: Run, tmp_path: Path
) -> None:
    number, scan = decided(bureau, served=True), tmp_path / "document.png"
    scan.write_bytes(PNG)
    ground = ("--kind", "reconsideration", "--reason", "复议机关责令重新审查", "--document", "东政复〔2025〕1号")
    code, error = run("intake", "round", "open", number, *ground)
    assert (code, "文号和日期要一起填写" in error) == (2, True)
    due = (beijing_date(now()) + timedelta(days=30)).isoformat()
    more = ("--dated", "2025-06-02", "--due", due, "--scan", str(scan))
    opened = run("intake", "round", "open", number, *ground, *more)
    assert (opened["round"], opened["kind"], opened["decision"]) == (2, "reconsideration", 1)
    assert run("intake", "case", "show", number)["due_on"] == due
    assert run("intake", "round", "maintain", number, "--finding", "核对无误")[0] == 3
    kept = run("sign", "round", "maintain", number, "--finding", "核对无误")
    assert (kept["case"], kept["kind"]) == (number, "maintenance")
    assert run("intake", "case", "show", number)["state"] == "to_pay"

    run("intake", "round", "open", number, "--kind", "correction", "--reason", "等级录错")
    facts = tmp_path / "facts.json"
    facts.write_text('{"facts": {"certificate.level": 5}}', encoding="utf-8")
    run("intake", "case", "facts", number, "--file", str(facts))
    assert run("intake", "round", "submit", number) == {"case": number, "state": "for_review", "round": 3}
    code, error = run("intake", "round", "submit", number)
    assert (code, "不在更正或复议中" in error) == (3, True)
    run("review", "case", "review", number)
    changed = run("sign", "case", "sign", number)
    assert changed["kind"] == "correction"
    assert run("audit", "verify") == {"ok": True, "findings": []}


def test_publicity_is_set_published_objected_to_settled_and_ended(bureau: Bureau, run: Run, tmp_path: Path) -> None:
    set_steps(bureau["system"], ["skill_upgrade"], "7", seal_apart=False)
    over = bureau.reviewed()
    publish_list(bureau["review"], write_list)
    number = bureau.accepted(person=bureau.person(2))
    assert run("review", "publicity", "end") == {"for_signature": [over]}
    code, error = run("review", "publicity", "end")
    assert (code, "还没有公示期满的案件" in error) == (3, True)

    steps = run("system", "publicity", "steps", "--programmes", "skill_upgrade", "--days", "5", "--seal-apart")
    assert steps == {"programmes": ["skill_upgrade"], "days": 5, "seal_apart": True}
    run("review", "case", "review", number)
    assert run("intake", "publicity", "list") == [{"case": number, "to": None, "due": False}]
    today = beijing_date(now())
    made = run("review", "publicity", "publish", "--out", str(tmp_path / "list"))
    assert (made["cases"], made["to"]) == (1, (today + timedelta(days=5)).isoformat())
    again = run("intake", "publicity", "files", made["list"], "--out", str(tmp_path / "again"))
    for one, other in zip(made["files"], again["files"], strict=True):
        assert Path(one).read_bytes() == Path(other).read_bytes()
        assert Path(one).stat().st_mode & 0o777 == 0o600
    code, error = run("review", "publicity", "publish", "--out", str(tmp_path / "list"))
    assert (code, "没有等待列入公示名单的案件" in error) == (3, True)

    told = ("--text", "反映证书不是本人的", "--on", today.isoformat())
    objected = run("intake", "publicity", "object", number, *told)
    assert objected["case"] == number
    code, error = run("review", "case", "review", number)
    assert (code, "异议还没有核查处理" in error) == (3, True)
    settled = run("review", "publicity", "settle", number, "--finding", "联网查询为本人证书")
    assert settled == {"case": number, "objection": objected["objection"], "upheld": False}
    run("review", "case", "review", number)
    assert run("intake", "case", "show", number)["state"] == "in_publicity"
    run("intake", "publicity", "object", number, *told)
    assert run("review", "publicity", "settle", number, "--finding", "发证机构确认", "--upheld")["upheld"]
    assert run("audit", "verify") == {"ok": True, "findings": []}


def test_letters_are_sealed_by_number_or_all_that_wait(bureau: Bureau, run: Run) -> None:
    set_steps(bureau["system"], [], "", seal_apart=True)
    numbers = [bureau.reviewed(person=bureau.person(person)) for person in (1, 2, 3)]
    for number in numbers:
        bureau.decide(number)
    assert run("review", "seal", numbers[0])[0] == 3
    assert run("intake", "seal", numbers[0]) == {"sealed": numbers[:1]}
    code, error = run("sign", "seal", *numbers[:2])
    assert (code, "这一批没有登记" in error) == (3, True)
    assert run("sign", "seal") == {"sealed": numbers[1:]}
    code, error = run("sign", "seal")
    assert (code, "没有待用印的案件" in error) == (2, True)
    assert {run("intake", "case", "show", number)["state"] for number in numbers} == {"to_serve"}
