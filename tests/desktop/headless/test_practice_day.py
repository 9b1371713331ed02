"""The practice day from the command line: the list, the next visitor, the answer, once more."""

from __future__ import annotations

import pytest

from desktop.practice.office import PASSPHRASE
from tests.builders.headless import HeadlessOffice
from tests.builders.practice_offices import put_practice_office


def test_the_day_is_listed_called_judged_and_begun_again(
    office: HeadlessOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_practice_office(office.data)
    monkeypatch.setattr(HeadlessOffice, "_environment", lambda *_: None)
    monkeypatch.setenv("SUBSIDY_DESK_PASSPHRASE", PASSPHRASE)
    shown = office.do("practice-day", "show")
    assert (shown["points"], shown["of"], shown["round"]) == (0, 25, 1)
    following = office.do("practice-day", "next")
    assert (following["visitor"], following["papers"]["证书等级"]) == ("plain", "四级/中级工")
    judged = office.do("practice-day", "served", "plain")
    assert judged["right"] is False
    assert judged["differences"] == ["办到哪一步：应为“受理”，现为“没有收件”。"]
    assert judged["because"].startswith("四级证书")
    assert office.do("practice-day", "next")["visitor"] == "sunday"
    assert office.do("practice-day", "reset")["round"] == 2
    unknown = office.run("practice-day", "served", "nobody")
    assert (unknown.code, "没有“nobody”这一位" in unknown.err) == (2, True)
