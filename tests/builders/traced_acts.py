"""The acts that are killed or failed at each of their system calls, and how the office must look afterwards.

Every act is done on a copy of a prepared office. Afterwards the office opens with the same pass phrases, verifies, and
the act stands in it wholly or not at all.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from builders.store import KEY, START

from models.calendar import beijing_date
from models.case import State
from models.casework import deciding, intake
from models.casework.case_notes import add_note
from models.casework.key_rotation import is_rotation_due
from models.casework.leaving import close_account
from models.casework.maintenance import make_backup, rehearse_restore, restore_backup
from models.casework.offices import NewAccount, add_account, create_office, sign_in
from models.casework.passphrases import change_own_passphrase
from models.casework.unit_of_work import Desk
from models.errors import NotPermitted, SubsidyDeskError
from models.moment import now
from models.office import Seat
from models.store.backup import backups, verify_backup
from models.store.engine import open_unchecked
from models.store.joined import is_office
from models.store.keys import KeyRing
from models.store.location import KEYS_NAME, STORE_NAME
from models.store.migrations import migrate
from models.store.rehearsal import last_outcome
from models.store.verify import verify_folder
from models.store.versions import CURRENT, schema_version
from reports.issue import render
from tests.builders.desk import ELIGIBLE_UPGRADE, OFFICE, PHRASE, SEATS, make_bureau
from tests.builders.headless import PNG, cheap_slots
from tests.builders.syscalls import Board

DATABASES = Path(__file__).parents[1] / "databases"
DECIDED = "2025-00001"
AT_WINDOW = "2025-00002"
NEW_PHRASE = "four other words, in one line"
NEWCOMER = NewAccount("newcomer", frozenset({Seat.FINANCE}), NEW_PHRASE)


@dataclass(frozen=True, slots=True)
class Act:
    """`do(folder)` does it; `stands(folder)` is whether it is there, and fails where it is there in part."""

    name: str
    prepare: Callable[[Path], None]
    do: Callable[[Path], None]
    stands: Callable[[Path], bool]


def perform(name: str, folder: Path, board: Board) -> None:
    """Do the act and tell how it ended: saved, told (a typed error), or untyped (a bug)."""
    try:
        ACTS[name].do(folder)
    except SubsidyDeskError as error:
        board.tell(f"told {error.message}")
    except BaseException as error:
        board.tell(f"untyped {type(error).__name__}: {error}")
    else:
        board.tell("saved")


def perform_careless(name: str, folder: Path, board: Board) -> None:
    """The known-bad control: acknowledged before it is done, and what goes wrong is swallowed."""
    board.tell("saved")
    with suppress(SubsidyDeskError):
        ACTS[name].do(folder)


def prepare_office(folder: Path) -> None:
    """An office with a case ready for the signature, one at the window, a backup, and a leaver's data key."""
    bureau = make_bureau(folder, confirmed=True)
    assert bureau.reviewed(person=bureau.person(1)) == DECIDED
    assert bureau.open(person=bureau.person(2)).number == AT_WINDOW
    bureau.person(3)
    make_backup(bureau["system"])
    bureau.close()


def prepare_leaver(folder: Path) -> None:
    """The same, and somebody who knew the data key has left."""
    prepare_office(folder)
    desk = sign_in(folder, "system", PHRASE, now)
    close_account(desk, folder, "finance")
    desk.store.close()


def prepare_kept(version: int) -> Callable[[Path], None]:
    """The filled office of a released schema."""
    return lambda folder: shutil.copytree(DATABASES / f"v{version}", folder) and None


def _with(folder: Path, account: str, act: Callable[[Desk], object]) -> None:
    desk = sign_in(folder, account, PHRASE, now)
    try:
        act(desk)
    finally:
        desk.store.close()


_left_open: list[Desk] = []


def _decide_and_crash(folder: Path) -> None:
    """A decision in the middle of a session that is not closed: what is in the log stays there."""
    desk = sign_in(folder, "sign", PHRASE, now)
    _left_open.append(desk)
    add_note(desk, AT_WINDOW, "请带原件来")
    deciding.decide(desk, DECIDED, render)


def _found(folder: Path) -> None:
    accounts = [NewAccount(name, frozenset(seats), PHRASE) for name, seats in SEATS.items()]
    with cheap_slots():
        create_office(folder, OFFICE, accounts, now)


def _is_founded(folder: Path) -> bool:
    """There with all its accounts; or not there, and then it can be made."""
    there = is_office(folder)
    if not there:
        assert not (folder / STORE_NAME).exists()
        _found(folder)
    sound(folder)
    assert all(_opens(folder, name, PHRASE) for name in SEATS)
    assert _journalled(folder, "office.create")
    return there


def _open_case(desk: Desk) -> object:
    facts = {**ELIGIBLE_UPGRADE, "certificate.number": "S000111000001225499999"}
    return intake.open_case(desk, 3, "skill_upgrade", beijing_date(now()), facts)


def _restore(folder: Path) -> None:
    restore_backup(backups(folder)[0], folder, "system", PHRASE, now)


def _rotate(folder: Path) -> None:
    _with(folder, "audit", lambda desk: None)
    if is_rotation_due(folder):
        raise SubsidyDeskError("数据密钥还没有更换。")


def sound(folder: Path) -> bytes:
    """The data key of an office that opens with the pass phrase of everybody and verifies."""
    key = KeyRing.load(folder).unlock("system", PHRASE)
    assert verify_folder(folder, key=key) == ()
    return key


def _opens(folder: Path, name: str, phrase: str) -> bool:
    try:
        sign_in(folder, name, phrase, now).store.close()
    except NotPermitted:
        return False
    return True


def _journalled(folder: Path, act: str) -> bool:
    """Whether the journal tells of the act, once."""
    store = open_unchecked(folder, key=sound(folder))
    try:
        with store.reading() as rows:
            found = [entry for entry in rows.entries() if entry.act == act]
    finally:
        store.close()
    assert len(found) < 2
    return bool(found)


def _is_phrase_changed(folder: Path) -> bool:
    in_force = [_opens(folder, "intake", NEW_PHRASE), _opens(folder, "intake", PHRASE)]
    assert sum(in_force) == 1, in_force
    assert _journalled(folder, "account.passphrase") == in_force[0]
    return in_force[0]


def _is_account_added(folder: Path) -> bool:
    there = _opens(folder, NEWCOMER.name, NEWCOMER.passphrase)
    assert _journalled(folder, "account.add") == there
    if not there:
        _with(folder, "system", lambda desk: add_account(desk, folder, NEWCOMER, PHRASE))
    return there


def _is_closed(folder: Path) -> bool:
    closed = _journalled(folder, "account.close")
    assert _opens(folder, "finance", PHRASE) is not closed
    _with(folder, "system", lambda desk: None)
    assert ("finance" not in KeyRing.load(folder).names()) == closed
    return closed


def _looked_at(folder: Path, look: Callable[[Desk], bool]) -> bool:
    sound(folder)
    found: list[bool] = []
    desk = sign_in(folder, "intake", PHRASE, now)
    try:
        found.append(look(desk))
    finally:
        desk.store.close()
    return found[0]


def _case_is_open(desk: Desk) -> bool:
    with desk.store.reading() as rows:
        found = [row.case_id for row in rows.cases(person_id=3)]
        journalled = [entry for entry in rows.entries() if entry.act == "case.open" and entry.subject == "case:3"]
        parts = {len(found), len(journalled)}
        assert parts in ({0}, {1}), parts
        assert not found or rows.case(found[0]).facts_id is not None
    return parts == {1}


def _is_decided(desk: Desk) -> bool:
    with desk.store.reading() as rows:
        case = rows.case_numbered(DECIDED)
        letters = [letter for letter in rows.letters(case.id) if letter.decision_id is not None]
        parts = {case.state is State.TO_SERVE, rows.decision(case.id) is not None, len(letters) == 1}
        parts.add(len(rows.buckets(f"{beijing_date(now()):%Y-%m}")) == 1)
        assert len(parts) == 1, parts
        assert not letters or rows.letter_content(letters[0].id)
    return parts == {True}


def _is_attached(desk: Desk) -> bool:
    with desk.store.reading() as rows:
        case = rows.case_numbered(AT_WINDOW)
        seen = [paper for paper in rows.papers(case.id) if paper.attachment_id is not None]
        assert len(seen) < 2
        assert not seen or bytes(rows.attachment(seen[0].attachment_id).content) == PNG * 40
    return bool(seen)


def _backup_stands(folder: Path) -> bool:
    key = sound(folder)
    made = backups(folder)
    for path in made:
        assert verify_backup(path, key=key) == (), "a backup has its name but is not whole"
    assert len(made) in {1, 2}
    return len(made) == 2


def _is_restored(folder: Path) -> bool:
    key = sound(folder)
    store = open_unchecked(folder, key=key)
    with store.reading() as rows:
        rows_back = "account.close" not in {entry.act for entry in rows.entries()}
    store.close()
    keys_back = (folder / KEYS_NAME).read_bytes() == (backups(folder)[0] / KEYS_NAME).read_bytes()
    assert rows_back == keys_back, "the store of one moment with the keys of another"
    return rows_back


def _is_migrated(folder: Path) -> bool:
    assert verify_folder(folder, key=KEY) == ()
    store = open_unchecked(folder, key=KEY)
    version = schema_version(store.connection)
    store.close()
    assert migrate(folder, key=KEY, at=START)[1] == CURRENT
    assert verify_folder(folder, key=KEY) == ()
    return version == CURRENT


def _is_rotated(folder: Path) -> bool:
    key = KeyRing.load(folder).unlock("audit", PHRASE)
    for name in ("intake", "review", "system"):
        assert KeyRing.load(folder).unlock(name, PHRASE) == key
    assert [finding for finding in verify_folder(folder, key=key) if "更换数据密钥以前" not in finding] == []
    store = open_unchecked(folder, key=key)
    with store.reading() as rows:
        told = "store.rotate" in {entry.act for entry in rows.entries()}
    store.close()
    assert told is not is_rotation_due(folder), "changed without a word in the journal"
    return told


def _is_rehearsed(folder: Path) -> bool:
    sound(folder)
    outcome = last_outcome(folder)
    assert outcome is None or outcome.ok
    return outcome is not None


ACTS = {
    act.name: act
    for act in (
        Act("new office", Path.mkdir, _found, _is_founded),
        Act(
            "new case",
            prepare_office,
            lambda folder: _with(folder, "intake", _open_case),
            lambda folder: _looked_at(folder, _case_is_open),
        ),
        Act(
            "decide",
            prepare_office,
            lambda folder: _with(folder, "sign", lambda desk: deciding.decide(desk, DECIDED, render)),
            lambda folder: _looked_at(folder, _is_decided),
        ),
        Act(
            "decide, then crash",
            prepare_office,
            _decide_and_crash,
            lambda folder: _looked_at(folder, _is_decided),
        ),
        Act(
            "attach",
            prepare_office,
            lambda folder: _with(
                folder, "intake", lambda desk: intake.see_paper(desk, AT_WINDOW, "居民身份证", PNG * 40, "image/png")
            ),
            lambda folder: _looked_at(folder, _is_attached),
        ),
        Act("backup", prepare_office, lambda folder: _with(folder, "system", make_backup), _backup_stands),
        Act("restore", prepare_leaver, _restore, _is_restored),
        Act("rotate the data key", prepare_leaver, _rotate, _is_rotated),
        Act(
            "new pass phrase",
            prepare_office,
            lambda folder: _with(
                folder, "intake", lambda desk: change_own_passphrase(desk, folder, PHRASE, NEW_PHRASE)
            ),
            _is_phrase_changed,
        ),
        Act(
            "new account",
            prepare_office,
            lambda folder: _with(folder, "system", lambda desk: add_account(desk, folder, NEWCOMER, PHRASE)),
            _is_account_added,
        ),
        Act(
            "close an account",
            prepare_office,
            lambda folder: _with(folder, "system", lambda desk: close_account(desk, folder, "finance")),
            _is_closed,
        ),
        Act("rehearse", prepare_office, lambda folder: _with(folder, "system", rehearse_restore), _is_rehearsed),
        *(
            Act(
                f"migrate from {version}",
                prepare_kept(version),
                lambda folder: migrate(folder, key=KEY, at=START) and None,
                _is_migrated,
            )
            for version in range(1, CURRENT)
        ),
    )
}
