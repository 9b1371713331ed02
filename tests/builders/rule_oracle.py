"""The contract's table written a second time, as plain conditions over people of whom everything is known.

It shares no code with the rulebook or its evaluation (only the working-day table), so that the two can disagree.
`possible` lists worlds that agree with what is known of a person: the judge for three-valued answers.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from models.calendar import default_calendar
from models.facts import Award, FactList, Facts
from tests.builders.rule_oracle_others import OTHER_DOMAINS, OTHER_ORACLES, thinned, whole_lists

OCCUPATIONS = ("电工", "焊工")
LEVELS = (5, 4, 3, 2, 1, 0, 7, 8)
ORDER = (0, 5, 4, 3, 2, 1, 7, 8)
GROUPS = (
    "person.urban_unemployed",
    "person.rural_labour",
    "person.low_income_farm_household",
    "person.veteran",
    "person.redeployed_worker",
    "person.disabled",
    "person.college_graduate",
    "person.vocational_graduate",
)
WORKERS = "enterprise.workers"
OTHER_AWARDS = ("consolidation_training", "employment_reward")
APPLICATION = "application"
TWO_COURSES_FROM = date(2024, 1, 1)  # invented: a version that the bureau of these tests entered
STATUSES = ("enterprise_employee", "unemployment_benefit", "other")


def a_year_later(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)


def last_day(issued: date) -> date:
    day = a_year_later(issued)
    while not default_calendar().is_working_day(day):
        day += timedelta(days=1)
    return day


def yuan(level: int | None, issued: date, on: date) -> int | None:
    if level in (5, 4, 3):
        return {5: 1000, 4: 1500, 3: 2000}[level]
    if level in (1, 2) and on >= date(2019, 1, 1) and date(2019, 1, 1) <= issued <= date(2021, 12, 31):
        return {2: 2500, 1: 3000}[level]
    return None


def skill_upgrade(f: dict[str, Any], awards: list[Award], on: date, by: date | None = None) -> int | None:
    """Yuan if entitled, else None; for applications from 2017 to 2026, the draft of 2026 taken as confirmed.

    `by` is the date that selects the version where it is not the application's.
    """
    version = by or on
    issued, level, occupation = f["certificate.issued_on"], f["certificate.level"], f["certificate.occupation"]
    amount = yuan(level, issued, version)
    if amount is None or issued < date(2017, 1, 1) or (on > a_year_later(issued) and on > last_day(issued)):
        return None
    if f["certificate.kind"] not in ("vocational_qualification", "skill_level"):
        return None
    if f["certificate.verified"] != "consistent":
        return None
    if not applicant(f, version) or not fits(f, version):
        return None
    own = [a for a in awards if a.programme == "skill_upgrade"]
    mine = [a for a in own if a.occupation == occupation]
    if any(a.level == level for a in mine):
        return None
    this_year = sum(1 for a in own if a.on.year == on.year) + 1
    if version >= date(2025, 1, 1):
        if this_year > (3 if f["certificate.occupation_in_shortage"] else 1) or f["certificate.higher_held"]:
            return None
    elif version >= date(2023, 1, 1) and this_year > 3:
        return None
    if version >= date(2023, 1, 1) and any(
        ORDER.index(a.level) > ORDER.index(level) for a in mine if a.level is not None
    ):
        return None
    if version >= date(2024, 1, 1):
        for a in awards:
            if a.programme in ("free_training", "enterprise_training") and (a.occupation, a.level) == (
                occupation,
                level,
            ):
                return None
    return amount


def applicant(f: dict[str, Any], on: date) -> bool:
    at_certificate, at_application = f["work.status_at_certificate"], f["work.status_at_application"]
    if on >= date(2022, 7, 1) and "unemployment_benefit" in (at_certificate, at_application):
        return True
    employed = at_certificate == "enterprise_employee" and at_application == "enterprise_employee"
    return employed and f["insurance.unemployment_months"] >= (36 if on < date(2019, 1, 1) else 12)


def fits(f: dict[str, Any], on: date) -> bool:
    tests = ("occupation_in_shortage", "occupation_matches_industry", "occupation_digital_or_green")
    return on < date(2026, 1, 1) or any(f[f"certificate.{test}"] for test in tests)


def in_a_group(f: dict[str, Any]) -> bool:
    return any(f[group] for group in GROUPS) and f["person.household"] in ("beijing_urban", "beijing_rural")


def free_training(f: dict[str, Any], awards: list[Award], on: date, by: date | None = None) -> int | None:
    """0 if entitled, else None; where the class selects the version, two courses a year from TWO_COURSES_FROM on."""
    if not (in_a_group(f) and f["training.in_catalogue"] and f["training.provider_listed"]):
        return None
    own = [a for a in awards if a.programme == "free_training"]
    if sum(a.on.year == on.year for a in own) >= (2 if by is not None and by >= TWO_COURSES_FROM else 1):
        return None
    course = (f["training.occupation"], f["training.level"])
    return None if any((a.occupation, a.level) == course for a in own) else 0


def living_allowance(f: dict[str, Any], awards: list[Award], on: date, by: date | None = None) -> int | None:
    """0 if entitled, else None; the amount ships empty."""
    if not (in_a_group(f) and f["training.free_training_approved"] and f["training.completed"]):
        return None
    own = [a for a in awards if a.programme == "living_allowance"]
    return None if any(a.number == f["training.number"] for a in own) else 0


MAIN = ("skill_upgrade", "free_training", "living_allowance")
ORACLES = {
    **{"skill_upgrade": skill_upgrade, "free_training": free_training, "living_allowance": living_allowance},
    **OTHER_ORACLES,
}
YES_NO = (True, False)
DOMAINS: dict[str, dict[str, tuple[Any, ...]]] = {
    **OTHER_DOMAINS,
    "skill_upgrade": {
        "certificate.kind": ("vocational_qualification", "skill_level", "special_ability"),
        "certificate.occupation": (*OCCUPATIONS, "钳工"),
        "certificate.level": (*LEVELS, None),
        "certificate.verified": ("consistent", "inconsistent"),
        "certificate.occupation_in_shortage": YES_NO,
        "certificate.occupation_matches_industry": YES_NO,
        "certificate.occupation_digital_or_green": YES_NO,
        "certificate.higher_held": YES_NO,
        "work.status_at_certificate": STATUSES,
        "work.status_at_application": STATUSES,
        "insurance.unemployment_months": (0, 11, 12, 35, 36, 400),
        "certificate.issued_on": (),
    },
    "free_training": {
        **dict.fromkeys(GROUPS, YES_NO),
        "person.household": ("beijing_urban", "beijing_rural", "other"),
        "training.in_catalogue": YES_NO,
        "training.provider_listed": YES_NO,
        "training.occupation": (*OCCUPATIONS, "钳工", None),
        "training.level": (5, 4, None),
    },
    "living_allowance": {
        **dict.fromkeys(GROUPS, YES_NO),
        "person.household": ("beijing_urban", "beijing_rural", "other"),
        "training.free_training_approved": YES_NO,
        "training.completed": YES_NO,
        "training.number": ("P-1", "P-2", "P-3"),
    },
}


@dataclass(frozen=True)
class Person:
    """An invented applicant; `by` is what selects the version of the rules."""

    programme: str
    on: date
    facts: Facts
    domains: dict[str, tuple[Any, ...]]
    by: str = APPLICATION


def random_person(rng: random.Random, programme: str, unknowns: int = 3, by: str = APPLICATION) -> Person:
    """Somebody of whom up to so many facts are not known, more often near the conditions than far from them."""
    on = date(2017, 1, 1) + timedelta(days=rng.randrange(10 * 365 + 2))
    if programme != "skill_upgrade":
        on = date(2018, 12, 29) + timedelta(days=rng.randrange(8 * 365))
    domains = dict(DOMAINS[programme])
    if programme == "skill_upgrade":
        domains["certificate.issued_on"] = issue_days(rng, on)
    if by == "training.started_on":
        domains[by] = class_days(on)
    values = {name: rng.choice(choices[:2] if rng.random() < 0.6 else choices) for name, choices in domains.items()}
    for name in rng.sample(sorted(domains), min(rng.randint(0, unknowns), len(domains))):
        if name == "certificate.verified" and rng.random() < 0.5:
            values[name] = "not_found"
        elif isinstance(values[name], FactList) and rng.random() < 0.8:
            values[name] = thinned(rng, values[name])
        else:
            del values[name]
    if programme in MAIN:
        awards = tuple(random_award(rng, on) for _ in range(rng.choice((0, 0, 1, 2, 3))))
    else:
        awards = tuple(Award(rng.choice(OTHER_AWARDS), on, "电工", 5, "P-1") for _ in range(rng.choice((0, 0, 1))))
    return Person(programme, on, Facts(MappingProxyType(values), awards, rng.random() < 0.7), domains, by)


def issue_days(rng: random.Random, on: date) -> tuple[date, ...]:
    """Days of issue about the edges: recent, exactly a year ago and a little around it, long ago."""
    edge = on - timedelta(days=365 + rng.randrange(-3, 6))
    recent = on - timedelta(days=rng.randrange(300))
    return (recent, max(edge, date(2016, 1, 1)), on, max(on - timedelta(days=rng.randrange(2000)), date(2016, 1, 1)))


def class_days(on: date) -> tuple[date, ...]:
    """First days of a class: soon after the application, long before, about a change of version, before the first."""
    return (
        on + timedelta(days=12),
        TWO_COURSES_FROM,
        TWO_COURSES_FROM - timedelta(days=1),
        date(2018, 12, 29),
        date(2018, 12, 28),
    )


def random_award(rng: random.Random, on: date) -> Award:
    award = Award(
        rng.choice(("skill_upgrade", "skill_upgrade", "free_training", "enterprise_training", "living_allowance")),
        date(on.year - rng.choice((0, 0, 1, 3)), rng.randint(1, 12), rng.randint(1, 28)),
        rng.choice(OCCUPATIONS),
        rng.choice((5, 4, 3)),
        rng.choice(("P-1", "P-2")),
    )
    return replace(award, **dict.fromkeys(rng.sample(("occupation", "level", "number"), rng.choice((0, 0, 0, 1)))))


def possible(person: Person) -> Iterator[tuple[dict[str, Any], list[Award]]]:
    """Worlds that agree with what is known: unknown facts take every value of their domain, unrecorded parts of an
    award every value, and an unchecked register may hold one or two more awards."""
    known = dict(person.facts.values)
    if known.get("certificate.verified") == "not_found":
        del known["certificate.verified"]
    names = [name for name in person.domains if name not in known]
    lists = list(award_lists(person))
    workers = known.get(WORKERS)
    rows = list(whole_lists(workers)) if isinstance(workers, FactList) else []
    for values in itertools.product(*(person.domains[name] for name in names)):
        facts = {**known, **dict(zip(names, values, strict=True))}
        for filled in [{**facts, WORKERS: each} for each in rows] or [plainly(facts)]:
            for awards in lists:
                yield filled, awards


def plainly(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as an oracle reads them: the workers as a plain list of rows."""
    workers = facts.get(WORKERS)
    return {**facts, WORKERS: list(workers.rows)} if isinstance(workers, FactList) else facts


def award_lists(person: Person) -> Iterator[list[Award]]:
    base = [list(fill(award)) for award in person.facts.awards]
    extras: list[list[Award]] = [[]]
    if not person.facts.awards_complete:
        extras += list(more_awards(person))
    for awards in itertools.product(*base):
        for extra in extras:
            yield [*awards, *extra]


def fill(award: Award) -> Iterator[Award]:
    """Every value an unrecorded part may have, also that there is none (a course without level)."""
    occupations = (award.occupation,) if award.occupation else (*OCCUPATIONS, "钳工", None)
    levels = (award.level,) if award.level is not None else (5, 4, 3, None)
    numbers = (award.number,) if award.number else ("P-1", "P-2", "P-3")
    for occupation, level, number in itertools.product(occupations, levels, numbers):
        yield replace(award, occupation=occupation, level=level, number=number)


def more_awards(person: Person) -> Iterator[list[Award]]:
    if person.programme not in MAIN:
        yield [Award(person.programme, date(person.on.year - 1, 3, 1), "电工", 5, "P-1")]
        return
    occupation = person.facts.values.get("certificate.occupation") or person.facts.values.get("training.occupation")
    level = person.facts.values.get("certificate.level")
    level = person.facts.values.get("training.level") if level is None else level
    number = person.facts.values.get("training.number") or "P-1"
    this = Award(person.programme, person.on, str(occupation or "电工"), level, str(number))  # type: ignore[arg-type]
    yield [this]
    yield [replace(this, on=date(person.on.year - 1, 3, 1))]
    yield [replace(this, occupation="铣工"), replace(this, occupation="车工"), replace(this, occupation="磨工")]
