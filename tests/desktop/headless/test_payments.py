"""The payment commands as a script runs them: list, second account, file, answer without and with --commit."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from models.casework import closing
from tests.builders.desk import make_bureau
from tests.builders.headless import Run


@pytest.fixture
def waiting(tmp_path: Path) -> str:
    """An office with one case that waits for payment; its number."""
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    number = bureau.reviewed()
    bureau.decide(number)
    closing.serve(bureau["intake"], number, "直接送达", date(2025, 6, 3))
    bureau.close()
    return number


def test_a_list_goes_from_the_waiting_case_to_the_banks_answer(waiting: str, run: Run, tmp_path: Path) -> None:
    (line,) = run("finance", "payment", "lines")
    assert (line["case"], line["amount_fen"], line["stops"]) == (waiting, 150_000, [])
    made = run("finance", "payment", "run", waiting, "--template", "通用文本")
    number, serial = made["run"], made["each"][0]["serial"]
    assert run("finance", "payment", "confirm", number)[0] == 3
    assert run("sign", "payment", "confirm", number)["confirmed_by"] == "sign"

    first = run("finance", "payment", "export", number, "--out", str(tmp_path / "bank"))
    second = run("finance", "payment", "export", number, "--out", str(tmp_path / "bank"))
    assert (first["sha256"], first["times"], second["times"]) == (second["sha256"], 1, 2)
    (name,) = first["files"]
    path = tmp_path / "bank" / name
    assert path.stat().st_mode & 0o777 == 0o600
    head, titles, row = path.read_bytes().decode("gb18030").split("\r\n")[:3]
    assert head.startswith(f"清单号,{number},日期,")
    assert head.endswith("笔数,1,总金额,1500.00")
    assert titles == "序号,流水号,户名,账号,开户行,金额,用途"
    assert f"1,{serial}," in row

    answer = tmp_path / "answer.csv"
    answer.write_text(f"流水号,处理结果,处理日期,金额,原因\n{serial},成功,2025-06-03,1500.00,\n", encoding="utf-8")
    looked = run("finance", "payment", "result", number, "--file", str(answer))
    assert (looked["saved"], looked["rows"][0]["standing"]) == (False, "paid")
    assert run("finance", "case", "show", waiting)["state"] == "to_pay"
    assert run("finance", "payment", "result", number, "--file", str(answer), "--commit")["saved"]
    assert run("finance", "case", "show", waiting)["state"] == "paid"
    assert run("finance", "payment", "show", number)["state"] == "settled"
    assert run("audit", "verify") == {"ok": True, "findings": []}


def test_what_is_not_owed_cannot_be_asked_back_and_a_template_is_declared(
    waiting: str, run: Run, tmp_path: Path
) -> None:
    run("finance", "case", "pay", waiting, "--on", "2025-06-03")
    plan = {"amount_fen": 100, "reason": "多发", "plan": [{"due_on": "2027-01-01", "amount_fen": 100}]}
    file = tmp_path / "order.json"
    file.write_text(json.dumps(plan), encoding="utf-8")
    code, error = run("finance", "repayment", "propose", waiting, "--file", str(file))
    assert (code, "没有多发的款项" in error) == (3, True)

    returned = run("finance", "payment", "returned", waiting, "--on", "2025-06-04", "--words", "账户已销户")
    assert returned["state"] == "to_pay"
    assert "账户已销户" in run("finance", "payment", "lines")[0]["stops"][0]
    assert run("finance", "payment", "account-checked", waiting, "--note", "与银行核实")["stops"] == []

    template = {"name": "某行", "format": "txt", "separator": "|", "columns": [["流水", "serial"], ["户名", "payee"]]}
    file.write_text(json.dumps(template), encoding="utf-8")
    code, error = run("finance", "payment", "template", "--set", str(file))
    assert (code, "缺少：账号、金额" in error) == (2, True)
    template["columns"] = [["流水", "serial"], ["户名", "payee"], ["账号", "card"], ["金额", "amount"]]
    file.write_text(json.dumps(template), encoding="utf-8")
    assert [one["name"] for one in run("finance", "payment", "template", "--set", str(file))][-1] == "某行"
