"""The account of an enterprise through its whole life, as a script runs it: wrong, rejected, corrected, paid."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from models.calendar import beijing_date
from models.moment import now
from tests.builders.desk import make_bureau
from tests.builders.headless import Run
from tests.models.casework.test_company_accounts import FACTS, WHY

OLD, NEW = FACTS["enterprise.bank_account"], "0200004509000000002"
CORRECTED = {"bank_account": "0200-0045 0900 0000 002", "bank_name": "练习银行西城支行", "reason": WHY}


@pytest.fixture
def agent(tmp_path: Path) -> int:
    """An office that may decide on enterprises; who acts for one."""
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    bureau.enter("enterprise_training", "other_rate", 10_000, date(2018, 12, 29), None)
    person = bureau.person().id
    bureau.close()
    return person


def write(path: Path, value: object) -> str:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return str(path)


def granted(run: Run, agent: int, folder: Path) -> str:
    """Opened, decided and handed over; waits for payment."""
    facts = write(folder / "facts.json", {"facts": FACTS})
    who = ("--person", str(agent), "--programme", "enterprise_training", "--applied-on", "2020-06-03")
    number = str(run("intake", "case", "open", *who, "--facts", facts)["case"])
    run("intake", "case", "accept", number)
    run("review", "case", "review", number)
    assert run("sign", "case", "sign", number)["kind"] == "approval"
    today = beijing_date(now()).isoformat()
    assert run("intake", "case", "serve", number, "--how", "直接送达", "--on", today)["state"] == "to_pay"
    return number


def exported(run: Run, number: str, folder: Path) -> tuple[str, str, str]:
    """A confirmed list of this case: its number, the serial of its line, and the file for the bank."""
    made = run("finance", "payment", "run", number, "--template", "通用文本")
    run("sign", "payment", "confirm", made["run"])
    (name,) = run("finance", "payment", "export", made["run"], "--out", str(folder))["files"]
    return made["run"], made["each"][0]["serial"], (folder / name).read_bytes().decode("gb18030")


def answered(run: Run, listed: str, serial: str, words: str, folder: Path) -> None:
    """The bank's answer to the only line of a list, saved."""
    answer = folder / "answer.csv"
    answer.write_text(f"流水号,处理结果,处理日期,金额,原因\n{serial},{words}\n", encoding="utf-8")
    saved = run("finance", "payment", "result", listed, "--file", str(answer), "--commit")
    assert saved["saved"]


def test_a_rejected_account_is_corrected_by_the_window_and_the_money_goes_to_the_new_one(
    agent: int, run: Run, tmp_path: Path
) -> None:
    today = beijing_date(now()).isoformat()
    number = granted(run, agent, tmp_path)
    assert OLD not in json.dumps(run("intake", "case", "show", number))
    first, serial, sent = exported(run, number, tmp_path)
    assert (OLD in sent, NEW in sent) == (True, False)
    answered(run, first, serial, f"失败,{today},1000.00,账号户名不符", tmp_path)
    (waiting,) = run("finance", "payment", "lines")
    assert "更正企业账户" in waiting["stops"][0]

    file = write(tmp_path / "account.json", CORRECTED)
    assert run("intake", "case", "account", number, "--file", file) == {
        "case": number, "enterprise": "练习机械有限公司", "account_ends": "0002",
    }  # fmt: skip
    told = run("review", "case", "show", number)
    assert told["timeline"][-1]["reason"] == f"更正企业收款账户：尾号0001改为尾号0002。{WHY}"
    assert (told["timeline"][-1]["who"], told["state"], len(told["letters"])) == ("intake", "to_pay", 2)

    (waiting,) = run("finance", "payment", "lines")
    assert (waiting["stops"], waiting["bank"], waiting["card"][-4:]) == ([], "练习银行西城支行", "0002")
    second, serial, sent = exported(run, number, tmp_path)
    assert (OLD in sent, NEW in sent) == (False, True)
    answered(run, second, serial, f"成功,{today},1000.00,", tmp_path)
    assert run("finance", "case", "show", number)["state"] == "paid"
    assert run("audit", "verify") == {"ok": True, "findings": []}


def test_the_correction_is_one_row_of_the_journal_without_the_number(agent: int, run: Run, tmp_path: Path) -> None:
    from models.casework.offices import sign_in
    from tests.builders.desk import PHRASE

    number = granted(run, agent, tmp_path)
    run("intake", "case", "account", number, "--file", write(tmp_path / "account.json", CORRECTED))
    desk = sign_in(tmp_path / "data", "audit", PHRASE, now)
    with desk.store.reading() as rows:
        case = rows.case_numbered(number)
        entries = [entry for entry in rows.entries_about(f"case:{case.id}") if entry.act == "case.account"]
        names = {account.id: account.name for account in rows.accounts()}
    desk.store.close()
    assert [names[entry.account_id or 0] for entry in entries] == ["intake"]
    assert not any(NEW in str(entry.detail) or WHY in str(entry.detail) for entry in entries)


def test_the_wrong_person_the_wrong_state_and_a_bad_number_are_refused_and_change_nothing(
    agent: int, run: Run, tmp_path: Path
) -> None:
    number = granted(run, agent, tmp_path)
    before = run("review", "case", "show", number)
    file = tmp_path / "account.json"

    def refused(account: str, case: str, code: int, words: str, **changes: object) -> None:
        answer = run(account, "case", "account", case, "--file", write(file, CORRECTED | changes))
        assert answer[0] == code, answer
        assert words in answer[1]
        assert NEW not in answer[1]

    for account in ("review", "sign", "finance", "system", "audit"):
        refused(account, number, 3, "需要席位：受理")
    refused("intake", number, 2, "不超过40位的数字", bank_account="0200A")
    refused("intake", number, 2, "填写开户银行", bank_name=" ")
    refused("intake", number, 2, "写明为什么更正", reason=" ")
    refused("intake", number, 2, "值都是文字", bank_account=200004509)
    refused("intake", number, 2, "与现在登记的账户相同", bank_account=OLD, bank_name=FACTS["enterprise.bank_name"])
    refused("intake", "2026-99999", 2, "2026-99999")
    assert run("review", "case", "show", number) == before
    assert run("finance", "payment", "lines")[0]["card"][-4:] == "0001"

    run("review", "round", "open", number, "--kind", "correction", "--reason", "培训课时录错")
    refused("intake", number, 3, "只有待拨付的案件")
    assert run("audit", "verify") == {"ok": True, "findings": []}
