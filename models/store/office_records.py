"""The office, its accounts, its people, its counters and the store's own properties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert

from models.errors import Conflict, InputError
from models.office import Account, Office, Seat
from models.person import Person
from models.store import tables as t
from models.store.records import Records
from models.store.rows import day_text, json_text, json_value, optional_day
from models.store.statements import Statement

_OFFICE = Statement(lambda: select(*t.offices.c))
_ACCOUNTS = Statement(lambda: select(*t.accounts.c).order_by(t.accounts.c.id))
_ACCOUNT = Statement(lambda: _seated().where(t.accounts.c.id == bindparam("id")))
_ACCOUNT_NAMED = Statement(lambda: _seated().where(t.accounts.c.name == bindparam("name")))
_ALL_SEATS = Statement(lambda: select(*t.account_seats.c))
_DROP_SEATS = Statement(lambda: t.account_seats.delete().where(t.account_seats.c.account_id == bindparam("id")))
_PERSON = Statement(lambda: _people().where(t.persons.c.id == bindparam("id")))
_PERSON_NUMBERED = Statement(lambda: _people().where(t.persons.c.id_number == bindparam("id_number")))
_PROPERTY = Statement(lambda: select(t.properties.c.value).where(t.properties.c.name == bindparam("name")))


def _seated() -> Any:
    """An account once for each of its seats, and once where it has none."""
    seats = t.account_seats
    joined = t.accounts.outerjoin(seats, seats.c.account_id == t.accounts.c.id)
    return select(*t.accounts.c, seats.c.seat).select_from(joined)


def _people() -> Any:
    identity = t.person_identities
    joined = t.persons.outerjoin(identity, identity.c.person_id == t.persons.c.id)
    document = (identity.c.kind.label("id_kind"), identity.c.expires_on, identity.c.former_names)
    return select(*t.persons.c, *document).select_from(joined)


def _put_identity() -> Any:
    # SQLite and PostgreSQL spell this statement alike, so that one construct serves both.
    names = ("kind", "expires_on", "former_names")
    fresh = postgresql_insert(t.person_identities).values(
        person_id=bindparam("person_id"), **{name: bindparam(name) for name in names}
    )
    changed = {name: fresh.excluded[name] for name in names}
    return fresh.on_conflict_do_update(index_elements=["person_id"], set_=changed)


def _next() -> Any:
    # SQLite and PostgreSQL spell this statement alike, so that one construct serves both.
    fresh = postgresql_insert(t.counters).values(series=bindparam("series"), year=bindparam("year"), value=1)
    raised = fresh.on_conflict_do_update(index_elements=["series", "year"], set_={"value": t.counters.c.value + 1})
    return raised.returning(t.counters.c.value)


_NEXT = Statement(_next)
_PUT_IDENTITY = Statement(_put_identity)


class OfficeRecords(Records):
    """Office, accounts, people, counters, properties."""

    def office(self) -> Office:
        """The office; InputError when none was recorded yet."""
        row = _OFFICE.first(self._connection)
        if row is None:
            raise InputError("还没有登记本单位的资料，请先完成单位设置。", "office")
        return Office(
            name=row.name,
            district=row.district,
            streets=tuple(json_value(row.streets)),
            letter_codes=json_value(row.letter_codes),
            address=row.address,
            phone=row.phone,
            practice=bool(row.practice),
            separate_review_and_sign=bool(row.separate_review_and_sign),
            rest_day_rule=bool(row.rest_day_rule),
            settings=None if row.settings is None else json_value(row.settings),
            version=row.version,
        )

    def put_office(self, office: Office) -> None:
        """Record the office, or replace version `office.version` of it; Conflict when that is no longer current."""
        columns: dict[str, Any] = {
            "name": office.name,
            "district": office.district,
            "streets": json_text(list(office.streets)),
            "letter_codes": json_text(dict(office.letter_codes)),
            "address": office.address,
            "phone": office.phone,
            "practice": office.practice,
            "separate_review_and_sign": office.separate_review_and_sign,
            "rest_day_rule": office.rest_day_rule,
            "settings": None if office.settings is None else json_text(dict(office.settings)),
        }
        if _OFFICE.first(self._connection) is None:
            self._insert(t.offices, id=1, version=office.version, **columns)
        elif not self._swap(
            t.offices, {"id": 1, "version": office.version}, {**columns, "version": office.version + 1}
        ):
            raise Conflict("单位资料刚被他人修改，未保存；请刷新后再改。")

    def accounts(self) -> tuple[Account, ...]:
        """Every account, in the order of their making."""
        seats: dict[int, set[Seat]] = {}
        for row in _ALL_SEATS.run(self._connection):
            seats.setdefault(row.account_id, set()).add(Seat(row.seat))
        return tuple(_account(row, seats.get(row.id, ())) for row in _ACCOUNTS.run(self._connection))

    def account(self, account_id: int) -> Account:
        """One account; InputError when there is none with this id."""
        rows = _ACCOUNT.run(self._connection, id=account_id)
        if not rows:
            raise InputError("没有这个账号，请核对。", "account")
        return _seated_account(rows)

    def account_named(self, name: str) -> Account | None:
        """The account of this name, active or not."""
        rows = _ACCOUNT_NAMED.run(self._connection, name=name)
        return _seated_account(rows) if rows else None

    def add_account(self, name: str, seats: Iterable[Seat]) -> Account:
        """A new active account; InputError for a taken name, Refused for mixed seats."""
        if self.account_named(name) is not None:
            raise InputError("已有同名账号，请换一个名字。", "account.name")
        account_id = self._insert(t.accounts, name=name, active=True, version=1)
        account = Account(account_id, name, frozenset(seats))
        self._put_seats(account)
        return account

    def put_account(self, account: Account) -> Account:
        """Replace version `account.version`; Conflict when that is no longer current."""
        changes = {"name": account.name, "active": account.active, "version": account.version + 1}
        if not self._swap(t.accounts, {"id": account.id, "version": account.version}, changes):
            raise Conflict("该账号刚被他人修改，未保存；请刷新后再改。")
        _DROP_SEATS.change(self._connection, id=account.id)
        self._put_seats(account)
        return replace(account, version=account.version + 1)

    def _put_seats(self, account: Account) -> None:
        for seat in sorted(account.seats):
            self._add(t.account_seats, account_id=account.id, seat=seat)

    def add_person(self, person: Person) -> Person:
        """Register a person (`person.id` is ignored); InputError when the ID number is already registered."""
        if self.person_by_id_number(person.id_number) is not None:
            raise InputError("这个证件号码已有登记，请直接打开该人的资料。", "person.id_number")
        person_id = self._insert(t.persons, version=1, **_person_columns(person))
        if _identity(person) != ("", None, ()):
            self._put_identity(person_id, person)
        return replace(person, id=person_id, version=1)

    def put_person(self, person: Person) -> Person:
        """Replace version `person.version`; Conflict when that is no longer current."""
        changes = {**_person_columns(person), "version": person.version + 1}
        if not self._swap(t.persons, {"id": person.id, "version": person.version}, changes):
            raise Conflict("此人的资料刚被他人修改，未保存；请刷新后再改。")
        self._forget("person")
        if _identity(self.person(person.id)) != _identity(person):
            self._put_identity(person.id, person)
        return replace(person, version=person.version + 1)

    def _put_identity(self, person_id: int, person: Person) -> None:
        kind, expires_on, former_names = _identity(person)
        _PUT_IDENTITY.change(
            self._connection,
            person_id=person_id,
            kind=kind,
            expires_on=None if expires_on is None else day_text(expires_on),
            former_names=json_text(list(former_names)),
        )
        self._forget("person")

    def person(self, person_id: int) -> Person:
        """One person; InputError when there is none with this id."""
        return self._once("person", person_id, self._person)

    def _person(self, person_id: int) -> Person:
        row = _PERSON.first(self._connection, id=person_id)
        if row is None:
            raise InputError("没有此人的登记，请核对。", "person")
        return _person(row)

    def person_by_id_number(self, id_number: str) -> Person | None:
        """The person with this ID number."""
        row = _PERSON_NUMBERED.first(self._connection, id_number=id_number)
        return None if row is None else _person(row)

    def next_serial(self, series: str, year: int) -> int:
        """The next number of a series in a year, from 1, without gaps: it is taken back with the transaction."""
        row = _NEXT.first(self._connection, series=series, year=year)
        if row is None:
            raise RuntimeError("a counter returned no value")
        return int(row[0])

    def add_property(self, name: str, value: str) -> None:
        """Record something about the store itself, once and for ever."""
        self._add(t.properties, name=name, value=value)

    def stored_property(self, name: str) -> str:
        """What `add_property` recorded; KeyError for an unknown name (a bug)."""
        row = _PROPERTY.first(self._connection, name=name)
        if row is None:
            raise KeyError(name)
        return str(row[0])

    def salt(self) -> bytes:
        """32 random bytes of this store, for digests in the journal that only the store can compare."""
        return bytes.fromhex(self.stored_property("salt"))


def _seated_account(rows: Sequence[Row[Any]]) -> Account:
    return _account(rows[0], (Seat(row.seat) for row in rows if row.seat is not None))


def _account(row: Row[Any], seats: Iterable[Seat]) -> Account:
    return Account(row.id, row.name, frozenset(seats), bool(row.active), row.version)


def _person_columns(person: Person) -> dict[str, Any]:
    return {
        "id_number": person.id_number,
        "name": person.name,
        "name_as_typed": person.name_as_typed,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "household": person.household,
        "groups": json_text(dict(person.groups)),
        "not_groups": json_text(sorted(person.not_groups)),
        "street": person.street,
        "phone": person.phone,
        "address": person.address,
        "bank_card": person.bank_card,
        "bank_name": person.bank_name,
    }


def _person(row: Row[Any]) -> Person:
    return Person(
        id=row.id,
        id_number=row.id_number,
        name=row.name,
        name_as_typed=row.name_as_typed,
        birth_date=date.fromisoformat(row.birth_date),
        sex=row.sex,
        household=row.household,
        groups=json_value(row.groups),
        not_groups=frozenset(json_value(row.not_groups)),
        street=row.street,
        phone=row.phone,
        address=row.address,
        bank_card=row.bank_card,
        bank_name=row.bank_name,
        version=row.version,
        id_kind=row.id_kind or "",
        id_expires_on=optional_day(row.expires_on),
        former_names=() if row.former_names is None else tuple(json_value(row.former_names)),
    )


def _identity(person: Person) -> tuple[str, date | None, tuple[str, ...]]:
    return person.id_kind, person.id_expires_on, person.former_names
