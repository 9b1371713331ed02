"""Explained assessments against hand-written functions and OpenFisca-core, and how they grow, in one run.

First skill_upgrade alone and the three main programmes together, then one person × fourteen programmes, then a recheck
of ever more cases under another rulebook: time a case and growth in memory.

The hand-written function answers yes or no with the amount and nothing else: no unknowns, no reasons, no clauses.
OpenFisca computes the same conditions for one person in one simulation, as its own users would write them; a fact that
nobody gave counts there as its default, so its answers on unknowns are counted too.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from models.assessment import Result
from models.calendar import default_calendar
from models.rules.evaluate import answer, assess, assess_all
from models.rules.load import load_rulebook
from models.rules.recheck import diff
from tests.builders.rule_oracle import (
    GROUPS,
    MAIN,
    ORACLES,
    Person,
    a_year_later,
    possible,
    random_person,
    skill_upgrade,
)
from tests.builders.rule_scenarios import version_2026

ROUNDS, PEOPLE = 15, 40
MANY = 400  # so that what is quick runs as long as what is slow
GROUP_NAMES = tuple(f"group_{place}" for place in range(8))
MICROSECONDS = 1e6


def fisca_system() -> Any:
    """The conditions from 2023 to 2024 as an OpenFisca country package in one function."""
    import numpy as np
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person = build_entity(key="person", plural="persons", label="", is_person=True)
    system = TaxBenefitSystem([person])

    def variable(name: str, value_type: type, **more: Any) -> None:
        body = {"value_type": value_type, "entity": person, "definition_period": DateUnit.DAY, "label": name, **more}
        system.add_variable(type(name, (Variable,), body))

    for name in ("kind_ok", "verified", "employee_then", "employee_now", "benefit_then", "benefit_now"):
        variable(name, bool)
    for name in ("level", "months", "awards_this_year", "same_awards", "higher_awards", "training_awards"):
        variable(name, int)
    for name in ("issued_on", "last_day"):
        variable(name, date)

    def employee(persons: Any, period: Any) -> Any:
        both = persons("employee_then", period) * persons("employee_now", period)
        benefit = persons("benefit_then", period) + persons("benefit_now", period)
        return (both * (persons("months", period) >= 12)) + benefit

    def certificate(persons: Any, period: Any) -> Any:
        issued, last = persons("issued_on", period), persons("last_day", period)
        on = np.datetime64(str(period.start))
        good = persons("kind_ok", period) * persons("verified", period)
        return good * (issued >= np.datetime64("2017-01-01")) * (on <= last)

    def record(persons: Any, period: Any) -> Any:
        few = persons("awards_this_year", period) < 3
        none = persons("same_awards", period) + persons("higher_awards", period) + persons("training_awards", period)
        return few * (none == 0)

    def standard(persons: Any, period: Any) -> Any:
        level = persons("level", period)
        return np.select([level == 5, level == 4, level == 3], [1000, 1500, 2000], 0)

    def amount(persons: Any, period: Any) -> Any:
        entitled = persons("employee", period) * persons("certificate", period) * persons("record", period)
        return entitled * persons("standard", period)

    for name, value_type, formula in (
        ("employee", bool, employee),
        ("certificate", bool, certificate),
        ("record", bool, record),
        ("standard", int, standard),
        ("amount", int, amount),
    ):
        variable(name, value_type, formula=formula)
    add_training(system, variable)
    return system


def add_training(system: Any, variable: Callable[..., None]) -> None:
    """free_training and living_allowance in the same package."""
    for name in (*GROUP_NAMES, "beijing", "catalogue", "listed", "approved", "completed"):
        variable(name, bool)
    for name in ("courses_this_year", "same_course", "same_training"):
        variable(name, int)

    def in_a_group(persons: Any, period: Any) -> Any:
        return sum(persons(name, period) for name in GROUP_NAMES) > 0

    def free(persons: Any, period: Any) -> Any:
        course = persons("catalogue", period) * persons("listed", period) * persons("beijing", period)
        first = (persons("courses_this_year", period) == 0) * (persons("same_course", period) == 0)
        return persons("in_a_group", period) * course * first

    def allowance(persons: Any, period: Any) -> Any:
        done = persons("approved", period) * persons("completed", period) * persons("beijing", period)
        return persons("in_a_group", period) * done * (persons("same_training", period) == 0)

    for name, formula in (("in_a_group", in_a_group), ("free", free), ("allowance", allowance)):
        variable(name, bool, formula=formula)


def training_facts(person: Person) -> dict[str, Any]:
    """What the two training programmes ask, as OpenFisca is given it."""
    f, awards = person.facts.values, person.facts.awards
    courses = [a for a in awards if a.programme == "free_training"]
    course = (f["training.occupation"], f["training.level"])
    return {
        **{name: f[group] for name, group in zip(GROUP_NAMES, GROUPS, strict=True)},
        "beijing": f["person.household"] != "other",
        "catalogue": f["training.in_catalogue"],
        "listed": f["training.provider_listed"],
        "approved": f["training.free_training_approved"],
        "completed": f["training.completed"],
        "courses_this_year": sum(a.on.year == person.on.year for a in courses),
        "same_course": sum((a.occupation, a.level) == course for a in courses),
        "same_training": sum(a.programme == "living_allowance" and a.number == f["training.number"] for a in awards),
    }


def fisca_facts(person: Person) -> dict[str, Any]:
    """A person as OpenFisca is given one: counts of awards prepared, unknown facts left out."""
    f, on, awards = person.facts.values, person.on, person.facts.awards
    level, occupation = f.get("certificate.level"), f.get("certificate.occupation")
    order = (0, 5, 4, 3, 2, 1, 7, 8)
    mine = [a for a in awards if a.programme == "skill_upgrade" and a.occupation == occupation]
    higher = [a for a in mine if isinstance(level, int) and order.index(a.level or 0) > order.index(level)]
    trained = [a for a in awards if a.programme in ("free_training", "enterprise_training")]
    given: dict[str, Any] = {
        "kind_ok": f.get("certificate.kind") in ("vocational_qualification", "skill_level"),
        "verified": f.get("certificate.verified") == "consistent",
        "employee_then": f.get("work.status_at_certificate") == "enterprise_employee",
        "employee_now": f.get("work.status_at_application") == "enterprise_employee",
        "benefit_then": f.get("work.status_at_certificate") == "unemployment_benefit",
        "benefit_now": f.get("work.status_at_application") == "unemployment_benefit",
        "level": level or 0,
        "months": f.get("insurance.unemployment_months", 0),
        "awards_this_year": sum(a.programme == "skill_upgrade" and a.on.year == on.year for a in awards),
        "same_awards": sum(a.level == level for a in mine),
        "higher_awards": len(higher),
        "training_awards": sum((a.occupation, a.level) == (occupation, level) for a in trained if on.year > 2023),
    }
    issued = f.get("certificate.issued_on")
    if isinstance(issued, date):
        given["issued_on"] = issued.isoformat()
        given["last_day"] = default_calendar().next_working_day(a_year_later(issued)).isoformat()
    return given


def fisca_amount(system: Any, facts: dict[str, Any], on: date, *more: str) -> int:
    """One simulation of one person, built and computed; `more` names further answers."""
    from openfisca_core.simulation_builder import SimulationBuilder

    day = on.isoformat()
    person = {name: {day: value} for name, value in facts.items()}
    simulation = SimulationBuilder().build_from_entities(system, {"persons": {"one": person}})
    for name in more:
        simulation.calculate(name, day)
    return int(simulation.calculate("amount", day)[0])


def people(unknowns: int, wanted: int, seed: int) -> list[Person]:
    """Applicants of 2023 and 2024, whose table all three compute."""
    rng = random.Random(seed)
    found: list[Person] = []
    while len(found) < wanted:
        person = random_person(rng, "skill_upgrade", unknowns)
        levels = person.facts.values.get("certificate.level", 4) in (5, 4, 3)
        recorded = all(a.occupation and a.level is not None for a in person.facts.awards)
        if person.on.year in (2023, 2024) and levels and recorded:
            found.append(person)
    return found


def timed(work: Callable[[], object]) -> float:
    """Microseconds of processor time: other work on the machine does not count."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * MICROSECONDS


def whole_people(wanted: int, seed: int) -> list[Person]:
    """Applicants with every fact of every programme known, no two alike."""
    rng = random.Random(seed)
    found = []
    for person in people(0, wanted, seed):
        values: dict[str, Any] = {}
        for programme in ORACLES:
            values |= random_person(rng, programme, 0).facts.values
        facts = replace(person.facts, values=MappingProxyType({**values, **person.facts.values}), awards_complete=True)
        found.append(replace(person, facts=facts))
    return found


def fourteen() -> list[float]:
    """Microseconds a person for all programmes; every round other people, so that no outcome was seen before."""
    book = load_rulebook()
    assess_all(book, whole_people(1, 9)[0].facts, date(2024, 6, 3))
    times = []
    for seed in range(ROUNDS):
        known = whole_people(PEOPLE, 100 + seed)
        times.append(timed(lambda known=known: [assess_all(book, p.facts, p.on) for p in known]) / PEOPLE)  # type: ignore[misc]
    return times


def rechecked(cases: int) -> tuple[float, float]:
    """Microseconds a case to assess anew and compare with its receipt, and by how many megabytes the process grew."""
    book, other = load_rulebook(), load_rulebook().with_bureau([version_2026()])
    stored = [(person, assess(book, "skill_upgrade", person.facts, person.on)) for person in people(1, 500, 4)]
    before_peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    changed = 0
    for number in range(cases):
        person, before = stored[number % len(stored)]
        changed += bool(diff(before, assess(other, "skill_upgrade", person.facts, person.on)))
    spent = time.process_time() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_peak
    return spent / cases * MICROSECONDS, grown / 1024


def three_programmes() -> dict[str, list[float]]:
    """Microseconds a person for the three main programmes, ours and OpenFisca's in turn; every round other people.

    First as OpenFisca answers, with the explanation still to be asked for; then with every line written.
    """
    book, system = load_rulebook(), fisca_system()
    for person in whole_people(PEOPLE, 99):
        assert [assess(book, name, person.facts, person.on) for name in MAIN]
    times: dict[str, list[float]] = {"three programmes": [], "wholly explained": [], "OpenFisca-core, the same": []}
    for seed in range(ROUNDS):
        known = whole_people(MANY, 100 + seed)
        pairs = [(fisca_facts(person) | training_facts(person), person) for person in known[:PEOPLE]]
        runs: dict[str, Callable[[], object]] = {
            "three programmes": lambda known=known: [answer(book, name, p.facts, p.on) for p in known for name in MAIN],  # type: ignore[misc]
            "wholly explained": lambda known=known: [assess(book, name, p.facts, p.on) for p in known for name in MAIN],  # type: ignore[misc]
            "OpenFisca-core, the same": lambda pairs=pairs: [  # type: ignore[misc]
                fisca_amount(system, f, p.on, "free", "allowance") for f, p in pairs
            ],
        }
        for name, run in runs.items():
            times[name].append(timed(run) / (PEOPLE if run is runs["OpenFisca-core, the same"] else MANY))
    return times


def measure() -> dict[str, list[float]]:
    """Microseconds a person, each round all three in turn."""
    book, system = load_rulebook(), fisca_system()
    known = people(0, PEOPLE, 1)
    inputs = [fisca_facts(person) for person in known]
    runs: dict[str, Callable[[], object]] = {
        "explained assessment": lambda: [assess(book, "skill_upgrade", p.facts, p.on) for p in known],
        "hand-written function": lambda: [
            skill_upgrade(dict(p.facts.values), list(p.facts.awards), p.on) for p in known
        ],
        "OpenFisca-core": lambda: [fisca_amount(system, f, p.on) for f, p in zip(inputs, known, strict=True)],
    }
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            times[name].append(timed(run) / PEOPLE)
    return times


def wrong_answers(wanted: int = 300) -> tuple[int, int, int]:
    """How many people with unknown facts there are, and how many get an answer that a possible world contradicts."""
    book, system = load_rulebook(), fisca_system()
    found = [person for person in people(3, wanted, 2) if len(outcomes(person)) > 1]
    ours = sum(
        assess(book, "skill_upgrade", person.facts, person.on).result is not Result.CANNOT_TELL for person in found
    )
    theirs = 0
    for person in found:
        amount = fisca_amount(system, fisca_facts(person), person.on)
        theirs += any((world or 0) != amount for world in outcomes(person))
    return len(found), ours, theirs


def outcomes(person: Person) -> set[int | None]:
    return {skill_upgrade(facts, awards, person.on) for facts, awards in possible(person)}


def main() -> None:
    times = {name: statistics.median(each) for name, each in measure().items()}
    ours = times["explained assessment"]
    for name, value in times.items():
        print(f"{name:24} {value:9.1f} µs a person  {value / ours:8.2f} × an explained assessment")
    rounds = three_programmes()
    theirs = rounds["OpenFisca-core, the same"]
    for name, own in rounds.items():
        ratios = [other / value for other, value in zip(theirs, own, strict=True)]
        told = f"{statistics.median(own):9.1f} µs a person, at least {min(own):.1f}"
        times_ours = f"{statistics.median(ratios):.1f} × as long, of least times {min(theirs) / min(own):.1f} ×"
        print(f"{name:24} {told}; OpenFisca-core takes {times_ours}")
    every = statistics.median(fourteen())
    print(
        f"{'fourteen programmes':24} {every:9.1f} µs a person, of at most 1000: {'ok' if every <= 1000 else 'TOO SLOW'}"
    )
    for cases in (1_000, 10_000, 100_000, 1_000_000):
        spent, grown = rechecked(cases)
        told = f"{spent * cases / MICROSECONDS:.1f} s, {grown:.1f} MB more"
        print(f"{f'{cases} cases rechecked':24} {spent:9.1f} µs a case, {told}")
    opened, ours_wrong, theirs_wrong = wrong_answers()
    told = f"answered nevertheless by us {ours_wrong}, by OpenFisca-core {theirs_wrong}"
    print(f"{opened} cases that the facts leave open: {told}")


if __name__ == "__main__":
    main()
