"""Creating an office, signing in, and the office's own settings and accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models.casework.changes import Changes, Done
from models.casework.key_rotation import rotate_when_due
from models.casework.key_settling import SLOT, drop_closed, put_in_force, settle_slot, unlock_as
from models.casework.permissions import may
from models.casework.unit_of_work import Clock, Desk
from models.districts import DISTRICTS
from models.errors import InputError, NotPermitted, Refused
from models.letter import LETTER_NAMES, NAMED_KINDS, LetterKind, letter_code
from models.office import ADMINISTRATORS, CASE_SEATS, Account, Office, Seat
from models.rules.load import load_rulebook
from models.rules.rulebook import RuleBook
from models.store.engine import create_store, open_store
from models.store.founding import founding
from models.store.keys import KeyRing
from models.store.location import refuse_backup


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made. The pass phrase is never stored, printed or journalled."""

    name: str
    seats: frozenset[Seat]
    passphrase: str


def create_office(folder: Path, office: Office, accounts: Sequence[NewAccount], clock: Clock) -> str:
    """Make a new data folder and return the recovery key, to be printed and kept in an envelope.

    Raises InputError for a bad office or account, StoreError when the folder already holds an office or cannot be
    written: then there is none in it.
    """
    _check_office(office)
    _check_accounts(accounts)
    phrases = {account.name: account.passphrase for account in accounts}
    with founding(folder) as place:
        _, recovery_key, key = KeyRing.create(place, phrases, fast=office.practice)
        store = create_store(place, key=key, created_at=clock())
        try:
            with store.writing() as rows:
                rows.put_office(office)
                for account in accounts:
                    rows.add_account(account.name, account.seats)
                detail = {"district": office.district, "accounts": len(accounts), "practice": office.practice}
                rows.append("office.create", "office", detail, None, clock())
        finally:
            store.close()
    return recovery_key


def sign_in(folder: Path, name: str, passphrase: str, clock: Clock, shipped: RuleBook | None = None) -> Desk:
    """Open the office as one account. Raises NotPermitted for a wrong account or pass phrase (the same words)."""
    ring = KeyRing.load(folder)
    key = rotate_when_due(folder, ring, ring.unlock(name, passphrase), name, clock)
    store = open_store(folder, key=key)
    try:
        with store.reading() as rows:
            settle_slot(ring, rows, name)
            account = rows.account_named(name)
            if account is None or not account.active:
                raise NotPermitted(f"账号“{name}”不存在或已停用，请联系安全管理员。")
            drop_closed(ring, rows)
    except BaseException:
        store.close()
        raise
    return Desk(store, account, store.clock(clock), shipped if shipped is not None else load_rulebook())


def change_office(desk: Desk, office: Office) -> Done[Office]:
    """Replace the office's settings; whether 复核 and 签发 are separate is journalled with every change."""
    _check_office(office)
    with desk.perform("office.change") as work:
        before = work.office
        if office.practice != before.practice:
            raise Refused("练习局不能改成正式局，正式局也不能改成练习局。请另建数据文件夹。")
        work.rows.put_office(replace(office, version=before.version))
        changed = [name for name in Office.__slots__ if getattr(before, name) != getattr(office, name)]
        detail = {"changed": changed, "separate_review_and_sign": office.separate_review_and_sign}
        work.record("office", detail)
        after = work.rows.office()
    return Done(after, Changes(office=True))


def add_account(desk: Desk, folder: Path, new: NewAccount, own_passphrase: str) -> Done[Account]:
    """Add an account; the signed-in administrator's own pass phrase unwraps the data key for its slot."""
    _check_seats(new)
    ring, key = unlock_as(desk, folder, own_passphrase)
    with desk.perform("account.add") as work:
        if work.rows.account_named(new.name) is not None:
            raise InputError(f"账号“{new.name}”已经存在，请换一个名字。", "name")
        account = work.rows.add_account(new.name, new.seats)
        slot = ring.offer(new.name, new.passphrase, key)
        work.record(f"account:{account.id}", {"seats": sorted(seat.value for seat in new.seats), SLOT: slot})
    put_in_force(ring, new.name)
    return Done(account, Changes(office=True))


def recover_account(folder: Path, recovery_key: str, name: str, passphrase: str, clock: Clock) -> Account:
    """Give an account a new pass phrase with the printed recovery key, when nobody who could is left.

    Raises NotPermitted for a wrong key, InputError for an unknown or closed account or a weak pass phrase, StoreError
    for a backup: its keys must stay those of its digests.
    """
    refuse_backup(folder)
    ring = KeyRing.load(folder)
    key = ring.unlock_with_recovery(recovery_key)
    store = open_store(folder, key=key)
    try:
        with store.writing() as rows:
            account = rows.account_named(name)
            if account is None or not account.active:
                raise InputError(f"没有账号“{name}”，或已停用。", "name")
            detail = {SLOT: ring.offer(name, passphrase, key)}
            rows.append("account.recover", f"account:{account.id}", detail, None, store.clock(clock)())
        put_in_force(ring, name)
    finally:
        store.close()
    return account


def office_from_json(data: Mapping[str, object]) -> Office:
    """Read an office as handed in (name, district, streets, letter_codes, address, phone, settings …)."""
    allowed = set(Office.__slots__) - {"version", "practice", "settings"}
    for key in data:
        if key not in allowed and key != "accounts":
            raise InputError(f"不认识“{key}”这一项，可用：{'、'.join(sorted(allowed))}。", key)
    for key in ("name", "district", "address", "phone"):
        if not isinstance(data.get(key), str) or not str(data[key]).strip():
            raise InputError(f"缺少“{key}”，请补上。", key)
    codes, streets = data.get("letter_codes"), data.get("streets")
    if not isinstance(codes, dict) or not isinstance(streets, list):
        raise InputError("“letter_codes”应为对象，“streets”应为名单。", "letter_codes")
    switches = {key: data.get(key, True) for key in ("separate_review_and_sign", "rest_day_rule")}
    for key, value in switches.items():
        if not isinstance(value, bool):
            raise InputError(f"“{key}”只能是 true 或 false。", key)
    office = Office(
        name=str(data["name"]).strip(),
        district=str(data["district"]),
        streets=tuple(str(street).strip() for street in streets),
        letter_codes={str(kind): str(code).strip() for kind, code in codes.items()},
        address=str(data["address"]).strip(),
        phone=str(data["phone"]).strip(),
        separate_review_and_sign=switches["separate_review_and_sign"] is True,
        rest_day_rule=switches["rest_day_rule"] is True,
    )
    _check_office(office)
    return office


def seats_from_json(names: object) -> frozenset[Seat]:
    """Read a list of seats. Raises InputError naming the seats there are."""
    if not isinstance(names, list) or not names:
        raise InputError("“seats”应为席位名单，至少一个。", "seats")
    try:
        return frozenset(Seat(name) for name in names)
    except ValueError:
        raise InputError(f"席位名不对，可用：{'、'.join(seat.value for seat in Seat)}。", "seats") from None


def _check_office(office: Office) -> None:
    if office.district not in DISTRICTS:
        raise InputError(f"“{office.district}”不是北京市的区划代码（GB/T 2260），请核对。", "district")
    if not office.streets or not all(office.streets):
        raise InputError("街道（乡镇）名单不能为空。", "streets")
    if len(set(office.streets)) != len(office.streets):
        raise InputError("街道（乡镇）名单里有重复。", "streets")
    known = {kind.value for kind in LetterKind}
    missing = [LETTER_NAMES[kind] for kind in NAMED_KINDS if not office.letter_codes.get(kind.value)]
    if missing:
        raise InputError(f"缺少机关代字：{'、'.join(missing)}。", "letter_codes")
    if unknown := set(office.letter_codes) - known:
        raise InputError(f"不认识的文书种类：{'、'.join(sorted(unknown))}。", "letter_codes")
    if len({letter_code(office, kind) for kind in LetterKind}) != len(LetterKind):
        raise InputError("每种文书的机关代字须各不相同，否则文号会重复。", "letter_codes")


def _check_accounts(accounts: Sequence[NewAccount]) -> None:
    for account in accounts:
        _check_seats(account)
    if len({account.name for account in accounts}) != len(accounts):
        raise InputError("账号名有重复。", "accounts")
    held = frozenset(seat for account in accounts for seat in account.seats)
    if not {Seat.SYSTEM, Seat.SECURITY} <= held:
        raise InputError("至少要有系统管理员和安全管理员（可由同一人担任）。", "accounts")


def _check_seats(account: NewAccount) -> None:
    if not account.name.strip():
        raise InputError("请填写账号名。", "name")
    if account.seats & ADMINISTRATORS and account.seats & CASE_SEATS:
        raise InputError(f"账号“{account.name}”同时有管理员席位和办案席位；管理员不办案，请分设。", "seats")


def sign_in_to_practice(folder: Path, passphrase: str, command: str, clock: Clock) -> Desk:
    """Open a *practice* office as some account that may run `command`. Raises InputError in a real office."""
    ring = KeyRing.load(folder)
    if not ring.practice:
        raise InputError("没有指明账号。请设置环境变量 SUBSIDY_DESK_ACCOUNT。", "SUBSIDY_DESK_ACCOUNT")
    store = open_store(folder, key=ring.unlock(ring.names()[0], passphrase))
    with store.reading() as rows:
        account = next((account for account in rows.accounts() if may(account, command)), None)
    if account is None:
        store.close()
        raise NotPermitted("练习局里没有可以办理这一步的账号。")
    return Desk(store, account, store.clock(clock), load_rulebook())
