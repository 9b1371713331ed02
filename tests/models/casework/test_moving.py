"""An office moves to a shared server and back: everything arrives, exports are the same bytes, a kill loses nothing."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders.moves import GONE, move_and_die
from builders.store import Roles, database_url, run_on
from builders.store_processes import processes

from models.calendar import BEIJING
from models.case import State
from models.casework import closing, months, moving, passphrases
from models.casework.bundles import case_bundle
from models.casework.case_notes import add_note
from models.casework.drafts import load_draft, save_draft
from models.casework.letter_lists import archived
from models.casework.offices import NewAccount, add_account, sign_in
from models.casework.reveals import log_reveal
from models.casework.sign_ins import open_office
from models.casework.unit_of_work import Desk
from models.desk_day import Pin
from models.errors import Conflict, InputError, NotPermitted, Refused, StoreError, Trouble
from models.moment import now
from models.office import Seat
from models.store import arrival
from models.store.checks import check_store
from models.store.copying import copied_tables, digest
from models.store.engine import connect_server, open_postgres, open_store
from models.store.joined import is_joined, joined
from models.store.keys import KeyRing
from models.store.location import STORE_NAME
from models.store.server import Address
from models.store.standing import wait_to_leave
from reports.bundle.archive import bundle_zip
from reports.bundle.pdf import bundle_pdf
from reports.month.issue import write as write_month
from tests.builders.desk import PHRASE, Bureau, make_bureau

pytestmark = pytest.mark.postgres
LATER = datetime(2025, 9, 1, 9, 0, tzinfo=BEIJING)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed office with a month published, letters out, a case waiting for its signature, notes and a draft."""
    folder = tmp_path_factory.mktemp("moving") / "office"
    bureau = make_bureau(folder, confirmed=True)
    first = bureau.reviewed()
    bureau.decide(first)
    closing.serve(bureau["intake"], first, "直接送达", bureau.moment.date())
    bureau.reviewed(person=bureau.person(2))
    add_note(bureau["review"], first, "请核对", Pin.CASE, "")
    months.publish_month(bureau["finance"], "2025-06", write_month)
    bureau.close()
    return folder


@pytest.fixture
def folder(office: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(office, tmp_path / "office"))


def to(roles: Roles, name: str) -> moving.Destination:
    return moving.Destination(Address(roles.owner_url(name)), roles.window)


def move_in(folder: Path, roles: Roles, name: str) -> None:
    moving.move_to_server(sign_in(folder, "system", PHRASE, now), folder, to(roles, name))


def move_out(folder: Path) -> None:
    moving.move_from_server(sign_in(folder, "system", PHRASE, now), folder)


def exports(folder: Path) -> dict[str, bytes]:
    """Every kind of file that leaves the office."""
    found: dict[str, bytes] = {}
    desk = sign_in(folder, "both", PHRASE, lambda: LATER)
    try:
        edition = months.published_edition(desk, "2025-06", 1)
        drafted = replace(months.draft_month(desk, "2025-06"), head="")
        for kind, files in (("published", edition.files), ("draft", write_month(drafted))):
            found |= {f"{kind} {file.name}": file.content for file in files}
        with desk.look("letter.read") as work:
            case = work.rows.case_numbered("2025-00001")
            letters = work.rows.letters(case.id)
        found |= {letter.number: archived(desk, letter.id).content for letter in letters}
        bundle = case_bundle(desk, "2025-00001", "复查（测试）")
        # The move itself stands in the journal, and every bundle in the access log that the next one lists.
        told = tuple(event for event in bundle.timeline if event.at < LATER)
        bundle = replace(bundle, head="", timeline=told)
        pdf = bundle_pdf(bundle)
        found |= {"bundle.pdf": pdf, "bundle.zip": bundle_zip(bundle, pdf)}
    finally:
        desk.store.close()
    return found


def rows(folder: Path) -> dict[str, str]:
    """A digest of every table, but for what every move and export itself adds."""
    desk = sign_in(folder, "system", PHRASE, now)
    try:
        with desk.store.reading():
            return {name: digest(desk.store.connection, name) for name in copied_tables() if name not in _GROWS}
    finally:
        desk.store.close()


def differing(found: Mapping[str, object], expected: Mapping[str, object]) -> list[str]:
    """Names of what is not the same."""
    return sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))


_GROWS = frozenset({"journal", "access_log"})


def test_an_office_moves_there_and_back_and_every_export_is_the_same_bytes(
    folder: Path, roles: Roles, prepared: str
) -> None:
    exported, kept = exports(folder), rows(folder)
    assert len(exported) >= 8
    assert any(name.endswith(".xlsx") for name in exported)
    move_in(folder, roles, prepared)
    assert is_joined(folder)
    assert not (folder / STORE_NAME).exists()
    assert differing(exports(folder), exported) == differing(rows(folder), kept) == []
    move_out(folder)
    assert not is_joined(folder)
    assert differing(exports(folder), exported) == differing(rows(folder), kept) == []
    desk = sign_in(folder, "system", PHRASE, now)
    assert check_store(desk.store) == ()
    desk.store.close()
    assert not list(folder.glob("*arriving*"))
    assert not (folder / "office.moving").exists()


def test_work_goes_on_where_it_was_on_either_side(folder: Path, roles: Roles, prepared: str) -> None:
    move_in(folder, roles, prepared)
    shared = Bureau(folder, {name: sign_in(folder, name, PHRASE, now) for name in ("intake", "review", "sign")})
    shared.decide("2025-00002")
    assert shared.person(3).id == 3
    assert shared.accepted(person=shared.person(4)) == "2026-00001"
    for desk in shared.desks.values():
        desk.store.close()
    move_out(folder)
    here = Bureau(folder, {"intake": sign_in(folder, "intake", PHRASE, now)})
    assert here.state("2025-00002") is State.TO_SERVE
    assert here.accepted(person=here.person(5)) == "2026-00002"
    assert check_store(here["intake"].store) == ()
    here.close()


def test_a_second_computer_joins_with_the_pass_phrases_of_the_office(
    folder: Path, tmp_path: Path, roles: Roles, prepared: str
) -> None:
    second, window = tmp_path / "second", Address(roles.window_url(prepared))
    with pytest.raises(StoreError, match="还没有搬进来"):
        moving.join_server(second, window)
    assert not is_joined(second)
    move_in(folder, roles, prepared)
    assert "intake" in moving.join_server(second, window)
    with pytest.raises(NotPermitted):
        sign_in(second, "intake", "wrong pass phrase", now)
    there = sign_in(second, "system", PHRASE, now)
    add_account(there, second, NewAccount("新来的", frozenset({Seat.INTAKE}), PHRASE), PHRASE)
    passphrases.reset_passphrase(there, second, "intake", "another long pass phrase", PHRASE)
    there.store.close()
    for name, phrase in (("新来的", PHRASE), ("intake", "another long pass phrase")):
        sign_in(folder, name, phrase, now).store.close()
    with pytest.raises(InputError, match="已经有一个局"):
        moving.join_server(second, window)


def test_keys_slipped_in_on_the_server_open_nothing(folder: Path, tmp_path: Path, roles: Roles, prepared: str) -> None:
    move_in(folder, roles, prepared)
    KeyRing.create(tmp_path / "foreign", {"system": "slipped in by somebody"}, fast=True)
    foreign = (tmp_path / "foreign" / "office.keys").read_text(encoding="utf-8")
    store = open_postgres(roles.window_url(prepared))
    with store.writing():
        store.connection.exec_driver_sql("UPDATE key_ring SET content = %s, version = version + 1", (foreign,))
    store.close()
    with pytest.raises(StoreError, match="被改动过"):
        sign_in(folder, "system", "slipped in by somebody", now)


def test_of_two_windows_that_change_a_pass_phrase_at_once_one_is_told(
    folder: Path, roles: Roles, prepared: str
) -> None:
    move_in(folder, roles, prepared)
    first, second = KeyRing.load(folder), KeyRing.load(folder)
    key = first.unlock("system", PHRASE)
    second.unlock("system", PHRASE)
    first.offer("intake", "the first new pass phrase", key)
    with pytest.raises(Conflict):
        second.offer("review", "the second new pass phrase", key)
    first.settle("intake", stands=True)
    assert KeyRing.load(folder).unlock("intake", "the first new pass phrase") == key


def test_the_owner_is_no_window(folder: Path, roles: Roles, prepared: str) -> None:
    desk = sign_in(folder, "system", PHRASE, now)
    with pytest.raises(InputError, match="窗口账号"):
        moving.move_to_server(desk, folder, moving.Destination(Address(roles.owner_url(prepared)), roles.owner))
    moving.move_to_server(desk, folder, to(roles, prepared))
    from models.store.joined import keep_address

    keep_address(folder, Address(roles.owner_url(prepared)))
    with pytest.raises(StoreError, match="能改动表结构"):
        sign_in(folder, "system", PHRASE, now)


def test_a_database_that_holds_an_office_or_was_not_prepared_is_left_alone(
    folder: Path, office: Path, tmp_path: Path, roles: Roles, prepared: str, owned: str
) -> None:
    with pytest.raises(StoreError, match="没有本程序的业务数据"):
        move_in(folder, roles, owned)
    move_in(folder, roles, prepared)
    other = Path(shutil.copytree(office, tmp_path / "other"))
    with pytest.raises(StoreError, match="不会覆盖"):
        move_in(other, roles, prepared)
    sign_in(other, "system", PHRASE, now).store.close()
    sign_in(folder, "system", PHRASE, now).store.close()


def test_who_may_not_move_it_does_not(folder: Path, roles: Roles, prepared: str) -> None:
    desk = sign_in(folder, "intake", PHRASE, now)
    with pytest.raises(NotPermitted):
        moving.move_to_server(desk, folder, to(roles, prepared))
    with pytest.raises(Refused, match="已经在本机"):
        moving.move_from_server(desk, folder)
    desk.store.close()
    sign_in(folder, "system", PHRASE, now).store.close()


def test_a_window_left_open_on_the_old_place_can_write_nothing_more(folder: Path, roles: Roles, prepared: str) -> None:
    left = sign_in(folder, "intake", PHRASE, now)
    move_in(folder, roles, prepared)
    with pytest.raises(Refused, match="已搬到别处"):
        Bureau(folder, {"intake": left}).person(7)
    with pytest.raises(Refused, match="已搬到别处"):  # the look would stand in a log that nobody reads
        log_reveal(left, 1, "phone")
    with pytest.raises(Refused, match="已搬到别处"):
        save_draft(left, "page:intake", {"name": "练习"})
    left.store.close()


def test_a_look_and_a_draft_come_along_with_the_office_or_are_not_taken(
    folder: Path, roles: Roles, prepared: str
) -> None:
    move_in(folder, roles, prepared)
    window, mover = sign_in(folder, "intake", PHRASE, now), sign_in(folder, "system", PHRASE, now)
    with window.store.reading() as rows:
        person = rows.person(1)
    with mover.store.writing():
        assert log_reveal(window, 1, "phone") == person.phone
        save_draft(window, "page:intake", {"name": "练习"})
        wait_to_leave(mover.store.connection)
        for late in (lambda: log_reveal(window, 1, "address"), lambda: save_draft(window, "page:intake", {})):
            with pytest.raises(StoreError) as refused:
                late()
            assert refused.value.trouble is Trouble.BUSY
    window.store.close()
    mover.store.close()
    move_out(folder)
    back = sign_in(folder, "audit", PHRASE, now)
    with back.store.reading() as rows:
        assert rows.accesses()[0].what == "phone"
    back.store.close()
    clerk = sign_in(folder, "intake", PHRASE, now)
    kept = load_draft(clerk, "page:intake")
    assert kept is not None
    assert kept.content == {"name": "练习"}
    clerk.store.close()


def run_and_die(folder: Path, roles: Roles, owner: str, step: str, when: str) -> None:
    context: Any = processes()
    process = context.Process(target=move_and_die, args=(folder, owner, roles.window, step, when))
    process.start()
    process.join(120)
    assert process.exitcode == GONE


def in_force(folder: Path, url: str) -> tuple[bool, bool]:
    """Whether an office opens here and on the server, whatever the folder says."""
    from models.store.engine import open_embedded
    from models.store.standing import standing

    found = []
    key = KeyRing.load(folder).unlock("system", PHRASE)
    for make in (lambda: open_embedded(folder, key), lambda: connect_server(url, None)):
        try:
            store = make()
        except StoreError:
            found.append(False)
            continue
        with store.reading():
            found.append(standing(store.connection).state == "in_force")
        store.close()
    return found[0], found[1]


@pytest.mark.parametrize(
    ("step", "when", "moved"),
    [
        ("copy_rows", "after", False),
        ("check_store", "after", False),
        ("_put_in_force", "before", True),
        ("_put_in_force", "after", True),
        ("keep_address", "after", True),
        ("_set_aside", "after", True),
    ],
)
def test_killed_on_the_way_to_the_server_one_place_is_in_force(
    folder: Path, roles: Roles, prepared: str, step: str, when: str, moved: bool
) -> None:
    url = roles.window_url(prepared)
    run_and_die(folder, roles, roles.owner_url(prepared), step, when)
    if not moved:
        with pytest.raises(StoreError, match="没有完成的搬入"):
            open_postgres(url)
    desk = sign_in(folder, "system", PHRASE, now)
    assert (desk.store.embedded, check_store(desk.store)) == (not moved, ())
    desk.store.close()
    assert in_force(folder, url) == (not moved, moved)
    if not moved:
        move_in(folder, roles, prepared)
    assert joined(folder) is not None
    sign_in(folder, "intake", PHRASE, now).store.close()


@pytest.mark.parametrize(
    ("step", "when", "moved"),
    [("check_store", "after", False), ("_put_in_force", "before", True), ("forget", "before", True)],
)
def test_killed_on_the_way_back_one_place_is_in_force(
    folder: Path, roles: Roles, prepared: str, step: str, when: str, moved: bool
) -> None:
    url = roles.window_url(prepared)
    move_in(folder, roles, prepared)
    run_and_die(folder, roles, "", step, when)
    desk = sign_in(folder, "system", PHRASE, now)
    assert (desk.store.embedded, check_store(desk.store)) == (moved, ())
    desk.store.close()
    assert in_force(folder, url) == (moved, not moved)
    if not moved:
        move_out(folder)
    assert joined(folder) is None
    open_store(folder, key=KeyRing.load(folder).unlock("system", PHRASE)).close()


def test_a_move_that_failed_leaves_no_half_office_and_no_password_behind(
    folder: Path, roles: Roles, prepared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise StoreError("磁盘已满", Trouble.FULL)

    move_in(folder, roles, prepared)
    before = {path.name for path in folder.rglob("*")}
    with monkeypatch.context() as patch:
        patch.setattr(moving, "copy_rows", no_room)
        with pytest.raises(StoreError, match="磁盘已满"):
            move_out(folder)
    assert {path.name for path in folder.rglob("*")} == before
    move_out(folder)
    sign_in(folder, "system", PHRASE, now).store.close()


def test_a_folder_that_cannot_be_written_is_told_by_who_joins_and_by_who_moves(
    folder: Path, tmp_path: Path, roles: Roles, prepared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a file"
    file.touch()
    for place in (file, file / "below"):
        with pytest.raises(StoreError, match=r"写不进去.*没有加入") as refused:
            moving.join_server(place, Address(roles.window_url(prepared)), "a password")
        assert refused.value.trouble is Trouble.FULL

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(moving, "begin_move", full)
        with pytest.raises(StoreError, match=r"磁盘已满.*原数据未动"):
            move_in(folder, roles, prepared)
    with monkeypatch.context() as patch:
        patch.setattr(arrival, "keep_address", full)  # after the office was left: the server counts
        with pytest.raises(StoreError, match="再打开一次就会自动做完"):
            move_in(folder, roles, prepared)
    desk = sign_in(folder, "system", PHRASE, now)
    assert (desk.store.embedded, check_store(desk.store)) == (False, ())
    desk.store.close()


def test_the_servers_clock_is_named_where_it_is_the_one_that_is_wrong(
    folder: Path, roles: Roles, prepared: str
) -> None:
    move_in(folder, roles, prepared)
    clerk = sign_in(folder, "system", PHRASE, now)
    ahead = sign_in(folder, "system", PHRASE, lambda: now() + timedelta(days=1))
    bureau_in(ahead)
    with pytest.raises(Refused, match="校准服务器的时间"):
        bureau_in(clerk)
    with pytest.raises(StoreError, match=r"服务器时间.*请校准服务器") as refused:
        open_office(folder, "system", PHRASE, now)
    assert refused.value.trouble is Trouble.CLOCK
    for desk in (clerk, ahead):
        desk.store.close()


def bureau_in(desk: Desk) -> None:
    """Any act that stands in the journal."""
    with desk.perform("store.backup") as work:
        work.record("store", {"schema": 4})


def test_an_older_database_is_upgraded_by_its_owner_and_no_backup_is_promised(
    server: str, folder: Path, roles: Roles, prepared: str
) -> None:
    move_in(folder, roles, prepared)
    older = "SET session_replication_role = replica; DELETE FROM migration WHERE version = 4"
    run_on(database_url(server, prepared), older)
    with pytest.raises(StoreError, match=r"服务器管理员先备份.*server prepare") as refused:
        sign_in(folder, "system", PHRASE, now)
    assert refused.value.trouble is Trouble.OLDER
