"""The practice day: 25 invented people who are not easy to serve, and how each should be served. Data in `day.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from forms.rows import show_rows
from models.attendant import Role
from models.facts import FactList
from models.facts_file import read_value
from models.id_number import check_character, mask_id
from models.rules.sentences import said
from models.vocabulary import VOCABULARY, fact_key, programme_name

_DATA = Path(__file__).with_name("day.toml")
_USUAL_AREA = "110106"
_CERTIFICATE, _OCCUPATION = "certificate.number", "certificate.occupation"
_MOST_ROUNDS = 40
_FRESH_DAYS = 60
_TRAINING = "training.number"
_CREDIT_CODE, _WORKERS = "enterprise.credit_code", "enterprise.workers"


class End(StrEnum):
    """Where serving somebody should end at the window."""

    ACCEPTED = "accepted"
    NOTICE = "notice"
    NOT_ACCEPTED = "not_accepted"
    REGISTERED = "registered"
    HELD = "held"
    NO_CASE = "no_case"


END_WORDS: Mapping[End, str] = {
    End.ACCEPTED: "受理",
    End.NOTICE: "一次性告知，等申请人补正",
    End.NOT_ACCEPTED: "不予受理，一人提请、一人确认",
    End.REGISTERED: "登记，给回执，不受理",
    End.HELD: "不受理，先核对",
    End.NO_CASE: "不另收件",
}


@dataclass(frozen=True, slots=True)
class Right:
    """What must stand in the store afterwards; `None` and empty are not checked.

    `failed` are the criteria of the rulebook that are not met; `items` what the notice must ask for.
    """

    end: End
    result: str = ""
    failed: tuple[str, ...] = ()
    amount_fen: int | None = None
    items: tuple[str, ...] = ()
    document: str = ""
    former_names: bool = False
    card_note: bool = False
    attendant: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """What the office held before the visitor came: an own open case, or somebody with the same card or certificate.

    `shares` of an own registration: "mistyped" has another number on file, "class" a place in a class and no case.
    """

    name: str = ""
    shares: str = ""
    own: bool = False
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Visitor:
    """One visitor of one round. `facts` and `person` are what the papers say, as JSON values and typed texts."""

    key: str
    place: int
    title: str
    says: str
    programme: str
    applied_on: date
    person: Mapping[str, Any]
    facts: Mapping[str, Any]
    papers: tuple[str, ...]
    register: str
    awards: tuple[Mapping[str, Any], ...]
    right: Right
    because: str
    about: str = ""
    before: tuple[Before, ...] = ()
    attendant: Mapping[str, str] = field(default_factory=dict)

    @property
    def id_number(self) -> str:
        """The number on the document the visitor shows."""
        return str(self.person["id_number"])

    def shown(self) -> list[tuple[str, str]]:
        """What lies on the counter, label and value: the document, the papers, what they and the queries say."""
        told = [("姓名", str(self.person["name"])), ("证件号码", self.id_number)]
        told += [("曾用名", "、".join(names)) for names in [self.person.get("former_names", [])] if names]
        told += [("电话", str(self.person["phone"])), ("银行卡", str(self.person["bank_card"]))]
        told.append(("户籍", _household(self.person)))
        told += [(VOCABULARY[key].label, f"是（{paper}）") for key, paper in self.person["groups"].items()]
        told.append(("申请", f"{programme_name(self.programme)}，{self.applied_on}"))
        told += [(fact_key(key).label, fact_words(key, value)) for key, value in self.facts.items()]
        told.append(("带来的材料", "、".join(self.papers)))
        told.append(("市级登记查询", "；".join([self.register, *(_award_words(award) for award in self.awards)])))
        if self.attendant:
            told.append(
                ("代办人", f"{self.attendant['name']}，{self.attendant['id_number']}，{self.attendant['phone']}")
            )
        return told


def fact_words(key: str, value: Any) -> str:
    """A fact of the papers in words; of a list its rows, without the empty cells."""
    read = read_value(key, value)
    if not isinstance(read, FactList):
        return said(fact_key(key), read)
    rows = show_rows(fact_key(key), read).splitlines()
    return "；".join("，".join(filter(None, row.split("\t"))) for row in rows)


def visitors(today: date, number: int = 1) -> tuple[Visitor, ...]:
    """All of them for the n-th round, begun on a day: the same people with other numbers, to serve again."""
    data = _data()
    return tuple(
        _visitor(entry, place, number, _on(today, data) if entry.get("today") else data)
        for place, entry in enumerate(data["visitors"], start=1)
    )


def visitor_keys() -> tuple[str, ...]:
    """The keys of all of them."""
    return tuple(entry["key"] for entry in _data()["visitors"])


def _on(today: date, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same data for who comes today, with a fresh certificate."""
    fresh = {"certificate.issued_on": today - timedelta(days=_FRESH_DAYS)}
    usual = {name: {**each, "facts": each["facts"] | fresh} for name, each in data["usual"].items()}
    return {**data, "day": today, "usual": usual}


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def _visitor(entry: Mapping[str, Any], place: int, number: int, data: Mapping[str, Any]) -> Visitor:
    programme = entry["programme"]
    usual = data["usual"].get(programme, {"papers": ["居民身份证"], "facts": {}})
    told = usual["facts"] | entry.get("facts", {})
    facts = {key: _json(value) for key, value in told.items() if key not in entry.get("not_asked", ())}
    if _WORKERS in facts:
        rows = [_worker(row, place, number) for row in facts[_WORKERS]["list"]]
        facts = {_CREDIT_CODE: credit_code(place, number), **facts, _WORKERS: facts[_WORKERS] | {"list": rows}}
    if _OCCUPATION in facts:
        facts = {_CERTIFICATE: _certificate(facts, place, number), **facts}
    if _TRAINING in facts:
        facts[_TRAINING] = f"{facts[_TRAINING]}-{number:02d}"
    return Visitor(
        key=entry["key"],
        place=place,
        title=entry["title"],
        says=entry["says"],
        programme=programme,
        applied_on=entry.get("applied_on", data["day"]),
        person=_person(entry["person"], place, number),
        facts=facts,
        papers=tuple(entry.get("papers", usual["papers"])),
        register=entry.get("register", "查无已享受记录"),
        awards=tuple({key: _json(value) for key, value in award.items()} for award in entry.get("awards", ())),
        right=_right(entry["right"]),
        because=entry["because"],
        about=entry.get("about", ""),
        before=tuple(Before(**one) for one in entry.get("before", ())),
        attendant=_attendant(entry["attendant"], place, number) if "attendant" in entry else {},
    )


def _right(entry: Mapping[str, Any]) -> Right:
    lists = {key: tuple(entry.get(key, ())) for key in ("failed", "items")}
    return Right(**{**entry, **lists, "end": End(entry["end"])})


def _person(entry: Mapping[str, Any], place: int, number: int) -> dict[str, Any]:
    """The texts of a person card, as `forms.person.read_person` takes them."""
    household = entry.get("household", "beijing_urban")
    told = {
        "id_number": id_number(entry.get("area", _USUAL_AREA), entry["born"], entry["sex"], place, number),
        "name": entry["name"],
        "street": "东华门街道",
        "phone": f"1380000{number:02d}{place:02d}",
        "address": f"练习胡同{place}号",
        "bank_card": with_check_digit(f"6217009{number:04d}{place:04d}000"),
        "bank_name": "练习银行",
        "groups": dict(entry.get("groups", {})),
        "former_names": list(entry.get("former_names", ())),
    }
    return told | ({"household": household} if household else {})


def _attendant(entry: Mapping[str, Any], place: int, number: int) -> dict[str, str]:
    told = {key: entry[key] for key in ("name", "phone", "paper", "scope")}
    shown = id_number(_USUAL_AREA, entry["born"], entry["sex"], place, number)
    when = entry["authorised_on"].isoformat()
    return {
        **told,
        "role": Role.PROXY.value,
        "id_number": shown,
        "authorised_on": when,
        "signs": "yes",
        "collects": "yes",
    }


def id_number(area: str, born: date, sex: str, place: int, number: int) -> str:
    """An invented number of a round; the last figure before the check digit tells the sex."""
    order = (900 - 20 * (number % _MOST_ROUNDS)) + (place % 10) * 2 + (1 if sex == "m" else 0)
    first17 = f"{area}{born:%Y%m%d}{order:03d}"
    return first17 + check_character(first17)


def with_check_digit(digits: str) -> str:
    """A card number whose last digit is the Luhn check digit of the others."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


def credit_code(place: int, number: int) -> str:
    """An invented code of a round by the rule of GB 32100; 练习 stands in the place of the organisation."""
    from stdnum.cn import uscc

    first17 = f"91110106MALX{number % 1000:03d}{place:02d}"
    return first17 + str(uscc.calc_check_digit(first17))


def _worker(row: Mapping[str, Any], place: int, number: int) -> dict[str, Any]:
    told = {key: _json(value) for key, value in row.items() if key.startswith("worker.")}
    return {"worker.id_number": id_number(_USUAL_AREA, row["born"], row["sex"], place, number), **told}


def _certificate(facts: Mapping[str, Any], place: int, number: int) -> str:
    issued = str(facts["certificate.issued_on"])
    if facts["certificate.kind"] == "vocational_qualification":
        return f"{issued[2:4]}11000{number:04d}{place:04d}{facts['certificate.level']}"
    return f"S0001110{number:05d}{issued[2:4]}{facts['certificate.level']}{place:06d}"


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _household(person: Mapping[str, Any]) -> str:
    key = fact_key("person.household")
    return said(key, person["household"]) if "household" in person else "不适用"


def _award_words(award: Mapping[str, Any]) -> str:
    return f"{award['on']} {programme_name(award['programme'])} {award['occupation']} {award['level']}级"


def masked(one: Visitor) -> str:
    """The number as it may stand in a list or on standard output."""
    return mask_id(one.id_number)
