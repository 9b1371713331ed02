"""The command line with nothing but the envelope and the stick."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.headless import PHRASES, HeadlessOffice

ADMINISTRATOR = "吴磊"
NEW = "a wholly new phrase 2026"
PERSON = {
    "id_number": "11010519491231002X", "name": "王某", "household": "beijing_urban", "street": "东华门街道",
    "phone": "13800000000", "address": "某胡同1号",
}  # fmt: skip


def made(office: HeadlessOffice) -> tuple[str, Path]:
    """An office with a person in it: the printed key, and its backup on the stick; the computer is gone."""
    printed = office.create()
    office.do("person", "add", "--file", office.write("person.json", PERSON), account="赵文博")
    stick = office.folder / "stick"
    backup = Path(office.do("backup", "--to", str(stick), account=ADMINISTRATOR)["backup"])
    office.data.rename(office.folder / "lost")
    return printed, backup


def test_the_envelope_and_the_stick_bring_the_office_back(
    office: HeadlessOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed, backup = made(office)
    monkeypatch.setenv("SUBSIDY_DESK_RECOVERY_KEY", printed.lower().replace("-", "–"))
    monkeypatch.setenv("SUBSIDY_DESK_NEW_PASSPHRASE", NEW)
    monkeypatch.setitem(PHRASES, ADMINISTRATOR, "")
    office.do("restore", "--from", str(backup), account=ADMINISTRATOR)
    monkeypatch.delenv("SUBSIDY_DESK_RECOVERY_KEY")
    monkeypatch.setitem(PHRASES, ADMINISTRATOR, NEW)
    assert office.do("verify", account=ADMINISTRATOR) == {"ok": True, "findings": []}
    assert office.do("office", "show", account=ADMINISTRATOR)["accounts"]


@pytest.mark.parametrize(
    ("missing", "said"), [("SUBSIDY_DESK_NEW_PASSPHRASE", "没有新口令"), ("SUBSIDY_DESK_ACCOUNT", "没有指明账号")]
)
def test_what_the_recovery_lacks_is_named(
    office: HeadlessOffice, monkeypatch: pytest.MonkeyPatch, missing: str, said: str
) -> None:
    printed, backup = made(office)
    monkeypatch.setenv("SUBSIDY_DESK_RECOVERY_KEY", printed)
    monkeypatch.setenv("SUBSIDY_DESK_NEW_PASSPHRASE", NEW)
    monkeypatch.delenv(missing, raising=False)
    who = None if missing == "SUBSIDY_DESK_ACCOUNT" else ADMINISTRATOR
    answer = office.run("restore", "--from", str(backup), account=who)
    assert answer.code == 2
    assert said in answer.err
    assert missing in answer.err
    assert not office.data.exists()


def test_pointing_at_the_stick_itself_names_the_newest_backup(office: HeadlessOffice) -> None:
    _, backup = made(office)
    answer = office.run("restore", "--from", str(backup.parent), account=ADMINISTRATOR)
    assert answer.code == 2
    assert f"最近的是 {backup}" in answer.err


def test_a_pass_phrase_cannot_be_reset_inside_a_backup(office: HeadlessOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    printed, backup = made(office)
    monkeypatch.setenv("SUBSIDY_DESK_RECOVERY_KEY", printed)
    monkeypatch.setenv("SUBSIDY_DESK_NEW_PASSPHRASE", NEW)
    before = (backup / "office.keys").read_bytes()
    answer = office.run("account", "recover", ADMINISTRATOR, "--data", str(backup), data=False)
    assert answer.code == 2
    assert "是一份备份" in answer.err
    assert (backup / "office.keys").read_bytes() == before
