"""The programmes beyond the three main ones written a second time, as plain conditions, in the manner of rule_oracle.

In a world everything is known: facts as a dict, the workers of an enterprise as a list of dicts.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from models.facts import Award, FactList

YES_NO = (True, False)
RULES_OF_2024 = date(2024, 9, 3)
STATUS_FACTS: dict[str, tuple[Any, ...]] = {
    "person.hard_to_employ": (False, True),
    "person.household": ("beijing_urban", "beijing_rural", "other"),
    "person.birth_date": (
        *(date(1985, 3, 3), date(1975, 3, 3), date(1965, 4, 15), date(1970, 5, 15), date(1975, 2, 15)),
        date(2009, 3, 4),
    ),
    "person.sex": ("m", "f"),
    "person.worker_kind": ("worker", "cadre"),
    "hardship.judged_on": (date(2025, 3, 3), date(2025, 5, 15), date(2025, 7, 14), date(2024, 12, 31)),
    "hardship.pension_drawn": (False, False, True),
    "hardship.able_to_work": (True, True, False),
    "hardship.out_of_work": (True, True, False),
    "hardship.registered": (True, True, False),
    "hardship.job_seeking": (True, True, False),
    "hardship.service_months": (1, 6, 0),
    "hardship.business_owner": (False, False, True),
    "hardship.zero_employment_family": YES_NO,
    "hardship.minimum_living_allowance": (False, True),
    "person.disabled": (False, True),
    "hardship.jobless_months": (11, 12),
    "hardship.restricted_area_labour": (False, True),
}
# First age, last age, months of birth for a month more; the birth month that is first delayed.
SCHEDULE = {"m": (60, 63, 4, (1965, 1)), "worker": (50, 55, 2, (1975, 1)), "cadre": (55, 58, 4, (1970, 1))}


def age(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def retired(birth: date, sex: str, kind: str, on: date, *, schedule: bool) -> bool:
    first, last, step, (year, month) = SCHEDULE["m" if sex == "m" else kind]
    after = 12 * (birth.year - year) + birth.month - month
    late = 0 if after < 0 or not schedule else min(-(-(after + 1) // step), 12 * (last - first))
    lived = 12 * (on.year - birth.year) + on.month - birth.month - (on.day < birth.day)
    return lived >= 12 * first + late


def hard_to_employ(f: dict[str, Any], on: date) -> bool:
    if f["person.hard_to_employ"]:
        return True
    if on < RULES_OF_2024:
        return False
    birth, judged, sex = f["person.birth_date"], f["hardship.judged_on"], f["person.sex"]
    if f["person.household"] == "other" or age(birth, judged) < 16:
        return False
    # As everywhere, the date of application selects the rules: the schedule holds for applications from 2025.
    if retired(birth, sex, f["person.worker_kind"], judged, schedule=on >= date(2025, 1, 1)):
        return False
    good = ("able_to_work", "out_of_work", "registered", "job_seeking")
    bad = ("pension_drawn", "business_owner")
    if not all(f[f"hardship.{name}"] for name in good) or any(f[f"hardship.{name}"] for name in bad):
        return False
    groups = ("zero_employment_family", "minimum_living_allowance", "restricted_area_labour")
    older = age(birth, judged) >= (50 if sex == "m" else 40)
    meant = older or f["person.disabled"] or f["hardship.jobless_months"] >= 12
    return f["hardship.service_months"] >= 1 and (meant or any(f[f"hardship.{name}"] for name in groups))


def consolidation_training(f: dict[str, Any], awards: list[Award], on: date) -> int | None:
    again = any(award.programme == "consolidation_training" for award in awards)
    return 0 if hard_to_employ(f, on) and f["work.employed_now"] and not again else None


def employment_reward(f: dict[str, Any], _awards: list[Award], on: date) -> int | None:
    proved = f["training.completed"] and f["certificate.verified"] == "consistent"
    fits = f["certificate.matches_training"] and f["work.employed_now"]
    return 0 if hard_to_employ(f, on) and proved and fits else None


def enterprise_training(f: dict[str, Any], _awards: list[Award], on: date) -> int | None:
    form, workers = f["enterprise.training_form"], f["enterprise.workers"]
    if form == "other" or not f["enterprise.training_at_scale"]:
        return None
    if not workers or not all(worker["worker.employed"] for worker in workers):
        return None
    if form != "pre_job" or not date(2019, 1, 1) <= on <= date(2021, 12, 31):
        return 0
    paid = sum(new_hire(worker) for worker in workers)
    return 500 * paid if paid else None


def new_hire(worker: Mapping[str, Any]) -> bool:
    hired, trained = worker["worker.hired_on"], worker["worker.trained_on"]
    in_time = hired <= trained <= hired.replace(year=hired.year + 1)
    return worker["worker.position"] == "new_hire" and in_time and worker["worker.class_hours"] >= 40


def apprenticeship(f: dict[str, Any], _awards: list[Award], on: date) -> int | None:
    mode = f["enterprise.apprenticeship_mode"]
    if mode == "other" or (on >= date(2024, 12, 31) and not f["enterprise.project_approved"]):
        return None
    if mode == "modern" or on < date(2021, 7, 1):
        return 0
    if not 12 <= f["enterprise.programme_months"] <= 36:
        return None
    workers = f["enterprise.workers"]
    good = all(w["worker.contract_months"] >= 12 and w["worker.position"] != "other" for w in workers)
    return 0 if workers and good else None


def family_guidance(f: dict[str, Any], _awards: list[Award], _on: date) -> int | None:
    family = f["family.talent_high_skilled"] and f["family.talent_enterprise_moved"]
    near = f["family.relation_to_talent"] in ("spouse", "child")
    return 0 if family and near and f["work.seeks_employment"] and not f["work.employed_now"] else None


def tuition_waiver(f: dict[str, Any], _awards: list[Award], _on: date) -> int | None:
    poor = f["family.minimum_living_allowance"] or f["family.low_income_farm"]
    return 0 if poor and f["student.at_vocational_school"] else None


def student_grant(f: dict[str, Any], awards: list[Award], on: date) -> int | None:
    return tuition_waiver(f, awards, on) if f["student.enrolled_now"] else None


def studio_leader_allowance(f: dict[str, Any], _awards: list[Award], _on: date) -> int | None:
    return 0 if f["studio.leader"] and f["studio.kind"] != "other" else None


def medal(f: dict[str, Any], *roles: str) -> bool:
    won = f["honour.worldskills_result"] in ("gold", "silver", "bronze")
    return won and f["honour.worldskills_role"] in roles


def national_honour(f: dict[str, Any]) -> bool:
    allowance = f["honour.state_council_allowance"] and f["honour.high_skilled"]
    return bool(f["honour.china_skills_award"] or allowance)


def talent_introduction(f: dict[str, Any], _awards: list[Award], _on: date) -> int | None:
    direct = national_honour(f) or f["honour.beijing_outstanding"] or f["honour.class_one_place"] == "first"
    return 0 if direct or medal(f, "competitor", "coach_leader") else None


def senior_title(f: dict[str, Any], _awards: list[Award], _on: date) -> int | None:
    abroad = f["work.in_beijing"] and medal(f, "competitor", "expert_leader", "coach_leader")
    return 0 if national_honour(f) or abroad else None


def skill_award(f: dict[str, Any], _awards: list[Award], _on: date) -> int | None:
    names = ("china_skills_award", "national_expert", "beijing_outstanding", "municipal_allowance", "beijing_craftsman")
    held = any(f[f"honour.{name}"] for name in names) or f["honour.class_one_place"] != "none"
    team = medal(f, "competitor", "expert_leader", "coach_leader", "team_member")
    return 0 if held or (team and f["honour.worldskills_for_beijing"]) else None


def row(position: str, hired: date, trained: date, hours: int, contract: int, employed: bool) -> Mapping[str, Any]:
    return MappingProxyType({
        "worker.position": position,
        "worker.hired_on": hired,
        "worker.trained_on": trained,
        "worker.class_hours": hours,
        "worker.contract_months": contract,
        "worker.employed": employed,
    })  # fmt: skip


GOOD = row("new_hire", date(2020, 3, 2), date(2020, 5, 11), 40, 12, employed=True)
ROWS = (
    GOOD,
    row("new_hire", date(2020, 3, 2), date(2021, 3, 2), 48, 24, employed=True),
    row("transferred", date(2020, 3, 2), date(2021, 3, 3), 40, 12, employed=True),
    row("new_hire", date(2020, 3, 2), date(2020, 5, 11), 39, 11, employed=True),
    row("other", date(2020, 3, 2), date(2020, 5, 11), 40, 12, employed=False),
)
ROW_VALUES: dict[str, tuple[Any, ...]] = {
    "worker.position": ("new_hire", "other"),
    "worker.hired_on": (date(2020, 3, 2), date(2018, 3, 2)),
    "worker.trained_on": (date(2020, 5, 11), date(2022, 5, 11)),
    "worker.class_hours": (39, 40),
    "worker.contract_months": (11, 12),
    "worker.employed": YES_NO,
}
LISTS = tuple(
    FactList(rows, complete=True) for count in (1, 2) for rows in itertools.combinations_with_replacement(ROWS, count)
)
_HONOURS: dict[str, tuple[Any, ...]] = {
    "honour.worldskills_result": ("none", "gold", "silver", "bronze", "excellence"),
    "honour.worldskills_role": ("none", "competitor", "expert_leader", "coach_leader", "team_member"),
    "honour.class_one_place": ("none", "none", "first", "second_to_fifth"),
}


def _flags(*names: str) -> dict[str, tuple[Any, ...]]:
    return {f"honour.{name}": (False, False, True) for name in names}


OTHER_ORACLES = {
    each.__name__: each
    for each in (
        *(consolidation_training, employment_reward, enterprise_training, apprenticeship, family_guidance),
        *(tuition_waiver, student_grant, studio_leader_allowance, talent_introduction, senior_title, skill_award),
    )
}
OTHER_DOMAINS: dict[str, dict[str, tuple[Any, ...]]] = {
    "consolidation_training": {**STATUS_FACTS, "work.employed_now": YES_NO},
    "employment_reward": {
        **STATUS_FACTS,
        "training.completed": YES_NO,
        "certificate.verified": ("consistent", "consistent", "inconsistent"),
        "certificate.matches_training": YES_NO,
        "work.employed_now": YES_NO,
    },
    "enterprise_training": {
        "enterprise.training_form": ("pre_job", "on_job", "off_job", "seminar", "other"),
        "enterprise.training_at_scale": YES_NO,
        "enterprise.workers": LISTS,
    },
    "apprenticeship": {
        "enterprise.apprenticeship_mode": ("new", "modern", "other"),
        "enterprise.project_approved": YES_NO,
        "enterprise.programme_months": (12, 36, 11, 37),
        "enterprise.workers": LISTS,
    },
    "family_guidance": {
        "family.talent_high_skilled": YES_NO,
        "family.talent_enterprise_moved": YES_NO,
        "family.relation_to_talent": ("spouse", "child", "other"),
        "work.seeks_employment": YES_NO,
        "work.employed_now": (False, True),
    },
    "tuition_waiver": {
        "family.minimum_living_allowance": YES_NO,
        "family.low_income_farm": YES_NO,
        "student.at_vocational_school": YES_NO,
    },
    "student_grant": {
        "family.minimum_living_allowance": YES_NO,
        "family.low_income_farm": YES_NO,
        "student.at_vocational_school": YES_NO,
        "student.enrolled_now": YES_NO,
    },
    "studio_leader_allowance": {
        "studio.kind": ("national", "municipal", "vocational_college", "other"),
        "studio.leader": YES_NO,
    },
    "talent_introduction": {
        **_flags("china_skills_award", "state_council_allowance", "beijing_outstanding"),
        "honour.high_skilled": YES_NO,
        **_HONOURS,
    },
    "senior_title": {
        **_flags("china_skills_award", "state_council_allowance"),
        "honour.high_skilled": YES_NO,
        "work.in_beijing": YES_NO,
        "honour.worldskills_result": _HONOURS["honour.worldskills_result"],
        "honour.worldskills_role": _HONOURS["honour.worldskills_role"],
    },
    "skill_award": {
        **_flags("china_skills_award", "national_expert", "beijing_outstanding", "municipal_allowance"),
        **_flags("beijing_craftsman"),
        "honour.worldskills_for_beijing": YES_NO,
        **_HONOURS,
    },
}


def thinned(rng: random.Random, given: FactList) -> FactList:
    """The list with a fact of a row gone, or without its completeness mark."""
    if rng.random() < 0.5:
        return FactList(given.rows, complete=False)
    rows = [dict(each) for each in given.rows]
    del rng.choice(rows)[rng.choice(sorted(ROW_VALUES))]
    return FactList(tuple(MappingProxyType(each) for each in rows), complete=True)


def whole_lists(given: FactList) -> Iterator[list[Mapping[str, Any]]]:
    """What a list may be when everything is known: its rows filled, one more row where it is not complete."""
    choices = [list(_whole_rows(each)) for each in given.rows]
    more: list[list[Mapping[str, Any]]] = [[]] if given.complete else [[], *([each] for each in ROWS)]
    for rows in itertools.product(*choices):
        for extra in more:
            yield [*rows, *extra]


def _whole_rows(given: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    names = [name for name in ROW_VALUES if name not in given]
    for values in itertools.product(*(ROW_VALUES[name] for name in names)):
        yield {**given, **dict(zip(names, values, strict=True))}
