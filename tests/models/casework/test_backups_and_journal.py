"""What the settings show of backups and of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from models.casework.journal_view import ACT_NAMES, journal_rows
from models.casework.leaving import close_account
from models.casework.maintenance import (
    announce_backup,
    copy_backup,
    last_rehearsal,
    list_backups,
    make_backup,
    pin_backup,
    preview_restore,
    record_rehearsal,
    rehearse_restore,
    rehearse_when_due,
    restore_backup,
    verify_one_backup,
    verify_open_office,
)
from models.casework.months import draft_month, publish_month, published_edition
from models.casework.overview import backup_status
from models.casework.permissions import PERMISSIONS
from models.casework.sign_ins import open_office
from models.errors import InputError, NotPermitted, StoreError
from models.month import MonthContent
from models.store.backup import backups
from reports.month.issue import write
from tests.builders.desk import PHRASE, Bureau, make_bureau


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


def test_a_clerk_may_start_the_automatic_backup_only(bureau: Bureau) -> None:
    at = announce_backup(bureau["intake"], automatic=True)
    path = copy_backup(bureau["intake"], None, at, automatic=True).path
    assert [row.path for row in list_backups(bureau["system"])] == [path]
    with pytest.raises(NotPermitted):
        announce_backup(bureau["intake"])
    with pytest.raises(NotPermitted):
        copy_backup(bureau["intake"], None, at)


def test_a_reading_desk_copies_what_the_writing_one_announced(bureau: Bureau) -> None:
    opened, desk = open_office(bureau.folder, "system", PHRASE, bureau.now)
    reading = opened.desk(bureau.now, read_only=True)
    try:
        path = copy_backup(reading, None, announce_backup(desk)).path
        assert verify_one_backup(reading, path) == ()
        assert verify_open_office(reading) == ()
    finally:
        desk.store.close()
        reading.store.close()


def test_the_newest_backup_stands_first_and_a_damaged_one_says_so(bureau: Bureau) -> None:
    older, newer = make_backup(bureau["system"]), make_backup(bureau["system"])
    (older / "manifest.json").write_text("{", encoding="utf-8")
    first, second = list_backups(bureau["system"])
    assert (first.path, first.damage) == (newer, "")
    assert second.path == older
    assert "损坏" in second.damage
    with pytest.raises(StoreError):
        preview_restore(bureau["system"], older)


def test_a_restore_tells_before_what_it_would_take_away(bureau: Bureau) -> None:
    path = make_backup(bureau["system"])
    assert preview_restore(bureau["system"], path).acts == 0
    bureau.accepted()
    loss = preview_restore(bureau["system"], path)
    assert (loss.cases, loss.letters, loss.people) == (1, 1, 1)
    assert loss.acts >= 4


def test_a_backup_that_was_tampered_with_does_not_verify(bureau: Bureau) -> None:
    path = make_backup(bureau["system"])
    content = bytearray((path / "office.db").read_bytes())
    content[5000] ^= 1
    (path / "office.db").write_bytes(bytes(content))
    assert verify_one_backup(bureau["system"], path)


def test_the_journal_is_read_newest_first_in_words_and_without_digests(bureau: Bureau) -> None:
    number = bureau.accepted()
    rows = journal_rows(bureau["audit"])
    assert [row.seq for row in rows] == sorted((row.seq for row in rows), reverse=True)
    assert rows[0].act == "受理"
    assert rows[0].subject == f"案件 {bureau.case(number).id}"
    assert "东人社受" in rows[0].detail
    assert "hmac" not in " ".join(row.detail for row in rows)
    assert all(row.act in ACT_NAMES.values() for row in rows)
    assert len(journal_rows(bureau["audit"], 3)) == 3


def test_every_command_that_is_journalled_has_a_name() -> None:
    assert set(ACT_NAMES) - {"office.create", "store.migrate"} <= set(PERMISSIONS)


def test_only_the_auditor_reads_the_journal(bureau: Bureau) -> None:
    for name in ("intake", "system", "sign"):
        with pytest.raises(NotPermitted):
            journal_rows(bureau[name])


def test_a_rehearsed_restore_reads_the_newest_backup_whole_and_leaves_nothing(bureau: Bureau) -> None:
    number = bureau.reviewed()
    bureau.decide(number)
    publish_month(bureau["sign"], "2025-06", write)
    make_backup(bureau["system"])
    outcome = rehearse_restore(bureau["system"])
    record_rehearsal(bureau["system"], outcome)
    assert (outcome.ok, outcome.cases, outcome.letters, outcome.editions) == (True, 1, 2, 1)
    assert last_rehearsal(bureau["audit"]) == outcome
    assert journal_rows(bureau["audit"])[0].act == "演练恢复"
    assert not list(bureau.folder.glob(".rehearsal*"))
    assert verify_open_office(bureau["audit"]) == ()


def test_a_rehearsal_compares_what_was_restored_with_what_lives(bureau: Bureau) -> None:
    number = bureau.reviewed()
    letter = bureau.decide(number)
    make_backup(bureau["system"])
    run = bureau["system"].store.connection.exec_driver_sql
    (guard,) = run("SELECT sql FROM sqlite_schema WHERE name = 'letter_content_unchanged'").one()
    run("DROP TRIGGER letter_content_unchanged")
    run(f"UPDATE letter_content SET content = x'00' WHERE letter_id = {letter.id}")
    run(guard)
    bureau["system"].store.connection.rollback()
    outcome = rehearse_restore(bureau["system"])
    assert outcome.findings == (f"文书 {letter.number}：恢复出的与现存的不一致。",)


def test_a_backup_that_fails_its_rehearsal_no_longer_counts_for_the_light(bureau: Bureau) -> None:
    older, newer = make_backup(bureau["system"]), make_backup(bureau["system"])
    assert older.is_dir()
    content = bytearray((newer / "office.db").read_bytes())
    content[5000] ^= 1
    (newer / "office.db").write_bytes(bytes(content))
    outcome = rehearse_restore(bureau["intake"], automatic=True)
    assert "校验码不符" in outcome.findings[0]
    assert backup_status(bureau["intake"], bureau.folder).name == older.name


def test_a_rehearsal_is_due_once_a_week(bureau: Bureau) -> None:
    assert rehearse_when_due(bureau["intake"]) is None
    with pytest.raises(InputError, match="还没有备份"):
        rehearse_restore(bureau["system"])
    make_backup(bureau["system"])
    assert rehearse_when_due(bureau["intake"]) is not None
    assert rehearse_when_due(bureau["intake"]) is None
    bureau.moment += timedelta(days=7)
    assert rehearse_when_due(bureau["intake"]) is not None


def test_backups_go_to_two_places_and_the_missing_second_is_told(bureau: Bureau, tmp_path: Path) -> None:
    first = make_backup(bureau["system"], None, tmp_path / "stick")
    assert [path.name for path in backups(bureau.folder, tmp_path / "stick")] == [first.name]
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="备份已做好，但第二个位置"):
        make_backup(bureau["system"], None, tmp_path / "file" / "stick")
    assert len(backups(bureau.folder)) == 2
    make_backup(bureau["system"])
    assert len(backups(bureau.folder)) == 2, "the third of this day took the place of the first"
    pin_backup(bureau["system"], backups(bureau.folder)[0], pinned=True)
    assert list_backups(bureau["system"])[0].pinned


def test_what_the_thinning_removes_stands_in_the_journal(bureau: Bureau) -> None:
    first = make_backup(bureau["system"])
    assert "清理旧备份" not in [row.act for row in journal_rows(bureau["audit"])]
    make_backup(bureau["system"])
    make_backup(bureau["system"])
    newest = journal_rows(bureau["audit"])[0]
    assert newest.act == "清理旧备份"
    assert first.name in newest.detail
    assert not first.exists()


def test_a_restore_names_the_closed_accounts_that_still_open_the_backup(bureau: Bureau) -> None:
    path = make_backup(bureau["system"])
    assert preview_restore(bureau["system"], path).leavers == ()
    close_account(bureau["system"], bureau.folder, "finance")
    assert preview_restore(bureau["system"], path).leavers == ("finance",)


def test_a_data_key_that_could_not_be_changed_is_part_of_what_the_light_knows(bureau: Bureau) -> None:
    assert not backup_status(bureau["intake"], bureau.folder).key_due
    close_account(bureau["system"], bureau.folder, "finance")
    assert backup_status(bureau["intake"], bureau.folder).key_due
    (bureau.folder / "office.keys").unlink()
    assert not backup_status(bureau["intake"], bureau.folder).key_due


def test_an_older_backup_that_is_damaged_is_found_by_the_check_wherever_it_lies(bureau: Bureau, tmp_path: Path) -> None:
    for place in (None, tmp_path / "second"):
        older, newer = make_backup(bureau["system"], place), make_backup(bureau["system"], place)
        assert newer.is_dir()
        (older / "office.keys").write_text("{}", encoding="utf-8")
    findings = verify_open_office(bureau["audit"], [tmp_path / "second"])
    assert len(findings) == 2
    assert all("office.keys 与备份时的校验码不符" in finding for finding in findings)


def as_of(content: MonthContent, moment: MonthContent) -> MonthContent:
    """The content with the hour and the journal's head of another draft, which every draft prints."""
    return replace(content, made_at=moment.made_at, head=moment.head)


def test_what_is_exported_after_a_restore_is_bit_for_bit_what_was_exported_before(bureau: Bureau) -> None:
    bureau.decide(bureau.reviewed())
    edition = publish_month(bureau["sign"], "2025-06", write).value
    before = draft_month(bureau["sign"], "2025-06")
    path = make_backup(bureau["system"])
    bureau.decide(bureau.reviewed(person=bureau.person(2)))
    assert write(as_of(draft_month(bureau["sign"], "2025-06"), before)) != write(before)
    bureau.close()
    restore_backup(path, bureau.folder, "system", PHRASE, bureau.now)
    _, desk = open_office(bureau.folder, "sign", PHRASE, bureau.now)
    try:
        assert write(as_of(draft_month(desk, "2025-06"), before)) == write(before)
        assert published_edition(desk, "2025-06", edition.edition).files == edition.files
    finally:
        desk.store.close()


def test_a_chosen_place_that_is_gone_is_told_and_never_made_anew_on_another_disk(
    bureau: Bureau, tmp_path: Path
) -> None:
    stick, second = tmp_path / "stick", tmp_path / "second"
    at = announce_backup(bureau["system"])
    with pytest.raises(StoreError, match=r"没有备份：备份位置 .*stick 不见了"):
        copy_backup(bureau["system"], stick, at, chosen=True)
    assert backups(bureau.folder) == ()
    with pytest.raises(StoreError, match=r"备份已做好，但第二个位置 .*second 不见了"):
        copy_backup(bureau["system"], None, at, second=second, chosen=True)
    assert len(backups(bureau.folder)) == 1
    assert not stick.exists()
    assert not second.exists()
    status = backup_status(bureau["system"], bureau.folder, stick)
    assert (status.made_at, status.place_gone) == (None, True)
    stick.mkdir()
    second.mkdir()
    copy_backup(bureau["system"], stick, at, second=second, chosen=True)
    assert [len(backups(bureau.folder, place)) for place in (stick, second)] == [1, 1]
    status = backup_status(bureau["system"], bureau.folder, stick)
    assert (status.made_at is None, status.place_gone) == (False, False)
