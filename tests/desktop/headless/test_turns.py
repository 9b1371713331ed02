"""Notices, proposals, the calendar and serving through the command line."""

from __future__ import annotations

from models.calendar import beijing_date
from models.moment import now
from tests.builders.headless import HeadlessOffice
from tests.desktop.headless.test_journey import COURSE, VETERAN, open_case

ITEM = {"kind": "paper", "name": "本人银行卡", "wrong": "没有提交", "correct": "提交原件", "basis": "办事指南"}
TOLD = {"facts": "不在本区", "reason": "不属于本局职权", "article": "某条", "organ": "某局"}
YEAR = {"year": 2031, "off": {"2031-01-01": "元旦"}, "work": []}


def test_a_notice_its_arrival_a_refused_acceptance_and_their_service_need_no_window(office: HeadlessOffice) -> None:
    office.create()
    today = beijing_date(now()).isoformat()
    person = office.do("person", "add", "--file", office.write("p.json", VETERAN), account="赵文博")["person"]
    number = open_case(office, person, COURSE, today)
    items = office.write("items.json", {"items": [ITEM]})
    issued = office.do("notice", "issue", number, "--items", items, account="赵文博")
    assert (issued["state"], issued["kind"]) == ("for_applicant", "supplement_notice")
    serve = ("letter", "serve", issued["number"], "--how", "直接送达", "--on", today, "--taker", "王𬭎", "--as", "本人")
    served = office.do(*serve, "--proof", office.scan(), account="赵文博")
    assert (served["served_on"], served["review_until"]) == (today, None)
    assert office.do("notice", "arrived", number, "--item", "1", account="赵文博")["state"] == "at_window"
    again = office.run("notice", "issue", number, "--items", items, account="赵文博")
    assert (again.code, "不得自行再次要求补正" in again.err) == (3, True)
    shown = office.do("notice", "show", number, account="赵文博")
    assert shown[0]["items"] == [{"item": 1, "kind": "paper", "name": "本人银行卡", "settled": "arrived", "on": today}]

    office.do("proposal", "non-acceptance", number, "--file", office.write("t.json", TOLD), account="赵文博")
    assert [one["case"] for one in office.do("proposal", "list", account="孙立群")] == [number]
    refused = office.do("proposal", "confirm", number, account="孙立群")
    assert (refused["state"], refused["kind"]) == ("not_accepted", "non_acceptance")
    served = office.do("letter", "serve", refused["number"], "--how", "直接送达", "--on", today, account="赵文博")
    assert served["review_until"] > today < served["suit_until"]


def test_a_year_of_the_calendar_is_entered_confirmed_and_asked_for(office: HeadlessOffice) -> None:
    office.create()
    year = office.write("year.json", YEAR)
    entry = office.do("calendar", "add", "--file", year, "--document", "测试〔2030〕1号", account="吴磊")["entry"]
    assert office.do("calendar", "moved", str(entry), account="钱雨桐") == []
    assert office.run("calendar", "confirm", str(entry), account="吴磊").code == 3
    office.do("calendar", "confirm", str(entry), account="钱雨桐")
    newest = office.do("calendar", "show", account="赵文博")[0]
    assert (newest["year"], newest["source"], newest["in_force"]) == (2031, "测试〔2030〕1号", True)
    assert office.do("calendar", "pending", account="赵文博") == []
    assert office.run("calendar", "date", account="赵文博").code == 3
    grounds = office.write("g.json", {"lapse_document": "测试〔2030〕2号", "lapse_days": "10"})
    assert office.do("calendar", "grounds", "--file", grounds, account="吴磊")["lapse_days"] == "10"
    wrong = office.run("calendar", "add", "--file", grounds, "--document", "x", account="吴磊")
    assert (wrong.code, "不认识" in wrong.err) == (2, True)
