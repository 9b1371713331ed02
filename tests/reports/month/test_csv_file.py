"""The csv files: exact for a program, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from models.month import MonthContent
from reports.month.csv_file import csv_bytes
from reports.month.ledgers import Column, Kind, Ledger, accepted_ledger, decided_ledger, payment_ledger, summary_ledger
from tests.builders.months import make_accepted, make_busy_month, make_content, make_decided, make_refused

HOSTILE = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "  =1+1", "＝1+1", "'already", "'=1")


def _read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def _restored(field: str) -> str:
    return field.removeprefix("'")


def _one_column(*texts: str) -> Ledger:
    return Ledger("试", "x", (Column("文字", Kind.TEXT, 10),), tuple((text,) for text in texts))


def test_a_file_begins_with_a_byte_order_mark_and_ends_every_line_with_crlf() -> None:
    content = csv_bytes(decided_ledger(make_busy_month(5)))
    assert content.startswith(b"\xef\xbb\xbf")
    assert not content[3:].startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == 6


def test_every_value_of_the_payment_ledger_reads_back_exactly() -> None:
    row = make_decided(
        1, person_name="欧阳𬭎", amount_fen=150_001, level=3, groups=("person.veteran", "person.disabled")
    )
    heads, line = _read(csv_bytes(payment_ledger(make_content((row,)))))
    read = dict(zip(heads, line, strict=True))
    assert read == {
        "序号": "1",
        "案号": "2026-00001",
        "姓名": "欧阳𬭎",
        "公民身份号码": row.id_number,
        "户籍": "本市城镇",
        "人员类别": "退役军人、残疾人",
        "街道（乡镇）": "东华门街道",
        "事项": "技能提升补贴",
        "职业（工种）": "电工",
        "等级": "三级",
        "证书编号": row.certificate_number,
        "核发日": "2026-06-02",
        "缴费月数": "38",
        "申请日": "2026-08-03",
        "受理日": "2026-08-03",
        "决定日": "2026-08-12",
        "决定书文号": "东人社补〔2026〕1号",
        "金额（元）": "1500.01",
        "开户行": "练习银行东城支行",
        "收款账号": row.bank_card,
        "受理人": "练习受理",
        "复核人": "练习复核",
        "签发人": "练习签发",
    }


def test_only_granted_cases_with_money_are_paid() -> None:
    rows = (make_decided(1), make_refused(2), make_decided(3, amount_fen=None))
    assert [line[1] for line in _read(csv_bytes(payment_ledger(make_content(rows))))[1:]] == ["2026-00001"]


def test_the_decision_ledger_has_both_outcomes_all_reasons_and_no_whole_account() -> None:
    refused = make_refused(2, reasons=("缴费不足12个月。", "超过12个月申请"))
    content = csv_bytes(decided_ledger(make_content((make_decided(1), refused))))
    heads, *lines = _read(content)
    read = [dict(zip(heads, line, strict=True)) for line in lines]
    assert [row["结果"] for row in read] == ["准予", "不予"]
    assert [row["不予理由"] for row in read] == ["", "缴费不足12个月；超过12个月申请"]
    assert [row["金额（元）"] for row in read] == ["1500.00", "0.00"]
    assert read[0]["收款账号"] == f"尾号{refused.bank_card[-4:]}"
    assert refused.bank_card.encode() not in content


def test_unknown_dates_and_numbers_are_empty_fields() -> None:
    row = make_decided(
        1, certificate_issued_on=None, insurance_months=None, level=None, occupation=None, household=None
    )
    heads, line = _read(csv_bytes(payment_ledger(make_content((row,)))))
    empty = {head for head, field in zip(heads, line, strict=True) if not field}
    assert empty == {"核发日", "缴费月数", "等级", "职业（工种）", "户籍"}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_a_spreadsheet_would_run_is_defused_and_can_be_restored(text: str) -> None:
    (field,) = _read(csv_bytes(_one_column(text)))[1]
    assert field.startswith("'")
    assert _restored(field) == text


@pytest.mark.parametrize("text", ["练习甲", "a=b", "1+1", "<b>甲</b>", 'a"b', "a,b", "110101199001010010"])
def test_a_harmless_text_is_left_as_it_is(text: str) -> None:
    assert _read(csv_bytes(_one_column(text)))[1] == [text]


def test_hostile_names_stay_in_their_field_and_on_their_line() -> None:
    names = (*HOSTILE, "甲\r\n乙", "甲\x00乙", "甲\ud800乙", "甲\u202e乙", "<img src=x>", '","')
    content = make_content(accepted=tuple(make_accepted(n, person_name=name) for n, name in enumerate(names, 1)))
    heads, *lines = _read(csv_bytes(accepted_ledger(content)))
    assert len(lines) == len(names)
    assert {len(line) for line in lines} == {len(heads)}
    read = [_restored(line[heads.index("姓名")]) for line in lines]
    assert read[len(HOSTILE) :] == ["甲  乙", "甲\ufffd乙", "甲\ufffd乙", "甲\ufffd乙", "<img src=x>", '","']


def test_the_summary_sums_to_the_payments_to_the_fen() -> None:
    content: MonthContent = make_busy_month(80)
    heads, *lines = _read(csv_bytes(summary_ledger(content)))
    rows = [dict(zip(heads, line, strict=True)) for line in lines]
    cents = {
        scope: sum(_fen(row["发放金额（元）"]) for row in rows if row["口径"] == scope)
        for scope in ("合计", "逐类明细")
    }
    paid_heads, *paid = _read(csv_bytes(payment_ledger(content)))
    expected = sum(_fen(line[paid_heads.index("金额（元）")]) for line in paid)
    assert cents == {"合计": expected, "逐类明细": expected}
    assert expected == content.totals.amount_fen


def test_an_empty_month_still_has_its_headings() -> None:
    assert len(_read(csv_bytes(payment_ledger(make_content())))) == 1


def test_rows_are_sorted_whatever_order_they_come_in() -> None:
    rows = (make_decided(3), make_decided(1, decided_on=date(2026, 8, 20)), make_decided(2))
    assert [line[1] for line in _read(csv_bytes(decided_ledger(make_content(rows))))[1:]] == [
        "2026-00002",
        "2026-00003",
        "2026-00001",
    ]


def _fen(text: str) -> int:
    yuan, fen = text.split(".")
    return int(yuan) * 100 + int(fen)
