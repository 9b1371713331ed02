"""Rulebooks in which the bureau chose which date selects the version, and the contract's table read by that date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.bureau import BureauKind
from models.facts import Award
from models.rules.load import load_rulebook
from models.rules.notices import notice_of
from models.rules.rulebook import RuleBook
from tests.builders.rule_oracle import APPLICATION, MAIN, ORACLES, TWO_COURSES_FROM
from tests.builders.rule_scenarios import entry, version_2026

CERTIFICATE, CLASS = "certificate.issued_on", "training.started_on"
NOT_IN_FORCE = -1  # an outcome like no sum
BY_ANOTHER_DATE = (("skill_upgrade", CERTIFICATE), ("free_training", CLASS), ("living_allowance", CLASS))
EVERY_CHOICE = (*((programme, APPLICATION) for programme in ORACLES), *BY_ANOTHER_DATE)
_FIRST_DAYS = {
    "skill_upgrade": date(2017, 1, 1),
    "free_training": date(2018, 12, 29),
    "living_allowance": date(2018, 12, 29),
}


def two_courses() -> Any:
    """A whole version of free_training from TWO_COURSES_FROM on: two courses a year. Invented."""
    rules = load_rulebook().programmes["free_training"]
    notice = notice_of(rules, rules.versions[-1])
    notice["values"]["yearly_max"]["value"] = 2
    kind = BureauKind.VERSION
    return entry("free_training", "2024", TWO_COURSES_FROM, id=3, kind=kind, value=notice)


def chosen(programme: str, by: str, since: date = date(2000, 1, 1)) -> Any:
    """The bureau's confirmed entry that a date selects the version of what is applied for since a day."""
    return entry(programme, "version_by", since, id=9, value=by)


def books(*further: Any) -> Mapping[str, RuleBook]:
    """By what selects the version; `further` are entries of all of them."""
    shipped, common = load_rulebook(), [version_2026(), *further]
    return {
        APPLICATION: shipped.with_bureau(common),
        CERTIFICATE: shipped.with_bureau([*common, chosen("skill_upgrade", CERTIFICATE)]),
        CLASS: shipped.with_bureau(
            [*common, two_courses(), *(chosen(programme, CLASS) for programme in MAIN if programme != "skill_upgrade")]
        ),
    }


def outcome(programme: str, by: str, facts: dict[str, Any], awards: list[Award], on: date) -> int | None:
    """What the table says of a wholly known person: a sum, None, or NOT_IN_FORCE."""
    if by == APPLICATION:
        return ORACLES[programme](facts, awards, on)
    day = facts[by]
    if day < _FIRST_DAYS[programme] or (programme == "skill_upgrade" and day > date(2026, 12, 31)):
        return NOT_IN_FORCE
    return ORACLES[programme](facts, awards, on, day)  # type: ignore[call-arg]
