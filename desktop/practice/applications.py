"""Kinds of practice applications: what each person brings and what the answer will be about."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desktop.practice.people import Wish
from models.calendar import add_months

_OCCUPATIONS = (
    "电工",
    "养老护理员",
    "中式烹调师",
    "育婴员",
    "焊工",
    "茶艺师",
    "汽车维修工",
    "保安员",
    "美发师",
    "家政服务员",
)
_NOT_ON_BENEFIT = {
    "work.status_at_certificate": "enterprise_employee",
    "work.status_at_application": "enterprise_employee",
}


@dataclass(frozen=True, slots=True)
class Application:
    """One practice application as it will be typed in."""

    programme: str
    wish: Wish
    facts: dict[str, Any]
    papers: tuple[str, ...]
    awards: tuple[dict[str, Any], ...] = ()
    register_checked: bool = True


def draw(source: random.Random, applied_on: date) -> Application:
    """One application of a random kind for the given application date."""
    kinds = list(_KINDS)
    kind = source.choices(kinds, [_KINDS[kind] for kind in kinds])[0]
    return kind(source, applied_on)


def _certificate(source: random.Random, applied_on: date, *, age_days: tuple[int, int] = (10, 350)) -> dict[str, Any]:
    issued = applied_on - timedelta(days=source.randint(*age_days))
    level = source.choice((5, 5, 4, 4, 4, 3))
    number = f"S0001110{source.randrange(10**5):05d}{issued:%y}{level}{source.randrange(10**6):06d}"
    return {
        "certificate.kind": "skill_level",
        "certificate.number": number,
        "certificate.occupation": source.choice(_OCCUPATIONS),
        "certificate.level": level,
        "certificate.issued_on": issued.isoformat(),
        "certificate.verified": "consistent",
        "certificate.occupation_in_shortage": source.random() < 0.4,
        "certificate.occupation_matches_industry": True,
        "certificate.occupation_digital_or_green": False,
        "certificate.higher_held": False,
    }


def upgrade(source: random.Random, applied_on: date) -> Application:
    """A certificate of somebody insured long enough."""
    facts = (
        _certificate(source, applied_on) | _NOT_ON_BENEFIT | {"insurance.unemployment_months": source.randint(12, 180)}
    )
    return Application(
        "skill_upgrade", Wish(household=source.choice(("beijing_urban", "other", None))), facts, _UPGRADE_PAPERS
    )


def _upgrade_on_benefit(source: random.Random, applied_on: date) -> Application:
    status = {"work.status_at_certificate": "unemployment_benefit", "work.status_at_application": "other"}
    return Application("skill_upgrade", Wish(), _certificate(source, applied_on) | status, _UPGRADE_PAPERS)


def _upgrade_too_late(source: random.Random, applied_on: date) -> Application:
    base = upgrade(source, applied_on)
    issued = add_months(applied_on, -12) - timedelta(days=source.randint(1, 40))
    return Application(
        "skill_upgrade", base.wish, base.facts | {"certificate.issued_on": issued.isoformat()}, base.papers
    )


def _upgrade_on_the_last_day(source: random.Random, applied_on: date) -> Application:
    base = upgrade(source, applied_on)
    issued = {"certificate.issued_on": add_months(applied_on, -12).isoformat()}
    return Application("skill_upgrade", base.wish, base.facts | issued, base.papers)


def _upgrade_short_of_months(source: random.Random, applied_on: date) -> Application:
    base = upgrade(source, applied_on)
    months = {"insurance.unemployment_months": source.choice((3, 7, 11))}
    return Application("skill_upgrade", base.wish, base.facts | months, base.papers)


def _upgrade_again(source: random.Random, applied_on: date) -> Application:
    base = upgrade(source, applied_on)
    award = {
        "programme": "skill_upgrade",
        "occupation": base.facts["certificate.occupation"],
        "level": base.facts["certificate.level"],
        "on": (applied_on - timedelta(days=source.randint(400, 900))).isoformat(),
    }
    return Application("skill_upgrade", base.wish, base.facts, base.papers, (award,))


def _upgrade_unverified(source: random.Random, applied_on: date) -> Application:
    base = upgrade(source, applied_on)
    verified = {"certificate.verified": source.choice(("inconsistent", "not_found"))}
    return Application("skill_upgrade", base.wish, base.facts | verified, base.papers)


def _upgrade_unknown(source: random.Random, applied_on: date) -> Application:
    base = upgrade(source, applied_on)
    facts = {key: value for key, value in base.facts.items() if key != "insurance.unemployment_months"}
    return Application("skill_upgrade", base.wish, facts, base.papers, register_checked=False)


def _group(source: random.Random) -> dict[str, str]:
    papers = {
        "person.urban_unemployed": "就业创业证（失业登记）",
        "person.rural_labour": "户口簿（农村）",
        "person.veteran": "退出现役证",
        "person.redeployed_worker": "转岗协议",
        "person.disabled": "残疾人证",
        "person.college_graduate": "毕业证书",
        "person.vocational_graduate": "职业院校毕业证书",
    }
    key = source.choice(list(papers))
    return {key: papers[key]}


def _course(source: random.Random, applied_on: date) -> dict[str, Any]:
    started = applied_on + timedelta(days=source.randint(3, 20))
    return {
        "training.kind": "skill",
        "training.occupation": source.choice(_OCCUPATIONS),
        "training.level": source.choice((5, 4)),
        "training.started_on": started.isoformat(),
        "training.ended_on": (started + timedelta(days=source.randint(10, 30))).isoformat(),
        "training.in_catalogue": True,
        "training.provider_listed": True,
    }


def _free(source: random.Random, applied_on: date) -> Application:
    wish = Wish(groups=_group(source), household=source.choice(("beijing_urban", "beijing_rural")))
    return Application("free_training", wish, _course(source, applied_on), _TRAINING_PAPERS)


def _free_elsewhere(source: random.Random, applied_on: date) -> Application:
    base = _free(source, applied_on)
    return Application("free_training", Wish(groups=base.wish.groups, household="other"), base.facts, base.papers)


def _free_second_course(source: random.Random, applied_on: date) -> Application:
    base = _free(source, applied_on)
    award = {
        "programme": "free_training",
        "occupation": base.facts["training.occupation"],
        "level": base.facts["training.level"],
        "on": date(applied_on.year, 1, 1).isoformat(),
        "number": f"LX{applied_on.year}-{source.randint(1, 99):02d}",
    }
    return Application("free_training", base.wish, base.facts, base.papers, (award,))


def allowance(source: random.Random, applied_on: date) -> Application:
    """The living allowance of somebody who completed the course or not."""
    planned = source.randint(8, 30)
    started = applied_on - timedelta(days=planned + 20)
    facts = _course(source, applied_on) | {
        "training.started_on": started.isoformat(),
        "training.ended_on": (started + timedelta(days=planned + 6)).isoformat(),
        "training.free_training_approved": True,
        "training.completed": source.random() < 0.85,
        "training.number": f"LX{applied_on.year}-{source.randint(100, 999)}-{source.randint(1, 40):02d}",
        "training.days_planned": planned,
        "training.days_attended": planned - source.randint(0, 3),
    }
    return Application("living_allowance", Wish(groups=_group(source)), facts, _TRAINING_PAPERS)


_UPGRADE_PAPERS = ("居民身份证", "职业技能等级证书", "本人银行卡")
_TRAINING_PAPERS = ("居民身份证", "人员类别证明")

_KINDS: dict[Callable[[random.Random, date], Application], int] = {
    upgrade: 30,
    _upgrade_on_benefit: 4,
    _upgrade_too_late: 5,
    _upgrade_on_the_last_day: 2,
    _upgrade_short_of_months: 5,
    _upgrade_again: 4,
    _upgrade_unverified: 3,
    _upgrade_unknown: 4,
    _free: 20,
    _free_elsewhere: 3,
    _free_second_course: 3,
    allowance: 14,
}
