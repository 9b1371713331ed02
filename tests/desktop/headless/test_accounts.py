import shutil
from pathlib import Path

import pytest

from tests.builders.headless import PHRASES, HeadlessOffice


def test_the_printed_recovery_key_gives_an_account_a_new_pass_phrase(
    office: HeadlessOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = office.create()
    monkeypatch.setenv("SUBSIDY_DESK_RECOVERY_KEY", key)
    monkeypatch.setenv("SUBSIDY_DESK_NEW_PASSPHRASE", "a quite different phrase")
    office.do("account", "recover", "赵文博")
    assert office.run("case", "list", account="赵文博").code == 3
    monkeypatch.setitem(PHRASES, "赵文博", "a quite different phrase")
    assert office.run("case", "list", account="赵文博").code == 0
    other = key[:-1] + ("A" if key[-1] != "A" else "B")
    monkeypatch.setenv("SUBSIDY_DESK_RECOVERY_KEY", other)
    wrong = office.run("account", "recover", "赵文博")
    assert wrong.code in {2, 3}
    assert wrong.err.count("\n") == 1


def test_an_added_account_works_and_a_closed_one_no_longer_does(
    office: HeadlessOffice, empty_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(empty_office, office.data)
    monkeypatch.setitem(PHRASES, "王新", "a new colleague's phrase")
    monkeypatch.setenv("SUBSIDY_DESK_NEW_PASSPHRASE", PHRASES["王新"])
    added = office.do("account", "add", "王新", "--seats", "intake,review", account="吴磊")
    assert added["seats"] == ["intake", "review"]
    assert office.run("case", "list", account="王新").code == 0
    assert office.run("account", "add", "王新", "--seats", "intake", account="吴磊").code == 2
    assert office.run("account", "add", "李新", "--seats", "intake,system", account="吴磊").code == 2
    assert office.run("account", "close", "王新", account="赵文博").code == 3
    assert office.run("account", "close", "吴磊", account="吴磊").code == 3
    assert office.do("account", "close", "王新", account="吴磊")["active"] is False
    assert office.run("case", "list", account="王新").code == 3


def test_whether_review_and_signature_are_separate_is_a_journalled_setting(
    office: HeadlessOffice, empty_office: Path
) -> None:
    from models.store.engine import open_store
    from models.store.keys import KeyRing
    from tests.builders.headless import OFFICE

    shutil.copytree(empty_office, office.data)
    settings = {key: value for key, value in OFFICE.items() if key != "accounts"}
    file = office.write("office.json", settings | {"separate_review_and_sign": False})
    assert office.run("office", "change", "--file", file, account="赵文博").code == 3
    assert office.do("office", "change", "--file", file, account="吴磊")["separate_review_and_sign"] is False
    assert office.do("office", "show", account="郑洁")["separate_review_and_sign"] is False
    store = open_store(office.data, key=KeyRing.load(office.data).unlock("郑洁", PHRASES["郑洁"]))
    with store.reading() as rows:
        newest = rows.entries()[-1]
    store.close()
    assert newest.act == "office.change"
    assert newest.detail["separate_review_and_sign"] is False
