"""Invented months: rows and contents for the tests of ledgers, workbook, csv and PDF."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from models.case import Outcome
from models.month import AcceptedRow, DecidedRow, MonthContent
from reports.month.totals import totals
from tests.builders.people import make_card, make_id

HEAD = "3f7a" * 16
STREETS = ("东华门街道", "景山街道", "交道口街道", "安定门街道", "北新桥街道", "东四街道", "朝阳门街道")
_PROGRAMMES = {
    "skill_upgrade": "技能提升补贴",
    "free_training": "免费就业创业培训",
    "living_allowance": "培训期间生活费补贴",
}
_LEVEL_FEN = {5: 100_000, 4: 150_000, 3: 200_000}


def make_accepted(number: int = 1, **changes: Any) -> AcceptedRow:
    """A case received on 3 August 2026."""
    row = AcceptedRow(
        case_number=f"2026-{number:05d}",
        person_name="练习甲",
        id_number=make_id(sequence=number % 1000),
        programme="skill_upgrade",
        programme_name=_PROGRAMMES["skill_upgrade"],
        street=STREETS[0],
        applied_on=date(2026, 8, 3),
        accepted_on=date(2026, 8, 3),
        due_on=date(2026, 8, 17),
        state_name="已办结",
        receipt_number=f"东人社补受〔2026〕{number}号",
        accepted_by="练习受理",
    )
    return replace(row, **changes)


def make_decided(number: int = 1, **changes: Any) -> DecidedRow:
    """A granted case of skill_upgrade, level 4, 1,500 yuan."""
    row = DecidedRow(
        case_number=f"2026-{number:05d}",
        person_name="练习甲",
        id_number=make_id(sequence=number % 1000),
        programme="skill_upgrade",
        programme_name=_PROGRAMMES["skill_upgrade"],
        outcome=Outcome.GRANTED,
        level=4,
        occupation="电工",
        certificate_number="S000011000001266" + f"{number:06d}",
        certificate_issued_on=date(2026, 6, 2),
        insurance_months=38,
        street=STREETS[0],
        groups=("person.veteran",),
        household="beijing_urban",
        applied_on=date(2026, 8, 3),
        accepted_on=date(2026, 8, 3),
        decided_on=date(2026, 8, 12),
        letter_number=f"东人社补〔2026〕{number}号",
        amount_fen=150_000,
        bank_name="练习银行东城支行",
        bank_card=make_card(),
        accepted_by="练习受理",
        reviewed_by="练习复核",
        signed_by="练习签发",
    )
    return replace(row, **changes)


def make_refused(number: int = 1, **changes: Any) -> DecidedRow:
    reasons = ("证书核发之日起超过12个月申请", "申请时不是企业在职职工，也不在领取失业保险金")
    return make_decided(number, **{"outcome": Outcome.REFUSED, "amount_fen": 0, "reasons": reasons, **changes})


def make_content(
    decided: tuple[DecidedRow, ...] = (), accepted: tuple[AcceptedRow, ...] = (), **changes: Any
) -> MonthContent:
    """A published first edition whose figures agree: what is received and not decided stays open."""
    content = MonthContent(
        month="2026-08",
        edition=1,
        office_name="北京市东城区人力资源和社会保障局",
        district="110101",
        practice=False,
        made_at=datetime(2026, 9, 2, 1, 5, tzinfo=UTC),
        made_by="练习负责",
        head=HEAD,
        accepted=accepted,
        decided=decided,
        open_before=len(decided),
        open_after=len(accepted),
        withdrawn=0,
        totals=totals(decided, accepted),
    )
    return replace(content, **changes)


def make_busy_month(cases: int = 120, seed: int = 1, **changes: Any) -> MonthContent:
    """A month as a district has it: three programmes, both outcomes, several streets, some people twice."""
    dice = random.Random(seed)
    decided = tuple(_random_case(dice, number) for number in range(1, cases + 1))
    accepted = tuple(
        make_accepted(
            number,
            person_name=row.person_name,
            id_number=row.id_number,
            programme=row.programme,
            programme_name=row.programme_name,
            street=row.street,
        )
        for number, row in enumerate(decided, 1)
    )
    return make_content(decided, accepted, **{"streets": STREETS, **changes})


def _random_case(dice: random.Random, number: int) -> DecidedRow:
    programme = dice.choice(("skill_upgrade", "skill_upgrade", "free_training", "living_allowance"))
    level = dice.choice((5, 4, 3)) if programme == "skill_upgrade" else None
    money = {"skill_upgrade": _LEVEL_FEN.get(level or 0), "free_training": None}
    changes: dict[str, Any] = {
        "person_name": dice.choice(("练习甲", "练习乙", "欧阳𬭎", "买买提·练习")),
        "id_number": make_id(born=date(1970, 1, 1) + timedelta(dice.randrange(max(10, number))), sequence=number % 3),
        "programme": programme,
        "programme_name": _PROGRAMMES[programme],
        "level": level,
        "occupation": dice.choice(("电工", "焊工", "西式面点师", "数控车工")),
        "street": dice.choice(STREETS[:5]),
        "decided_on": date(2026, 8, 3) + timedelta(dice.randrange(20)),
        "amount_fen": money.get(programme, dice.randrange(10_001, 99_999)),
    }
    return (
        make_refused(number, **{**changes, "amount_fen": 0}) if dice.random() < 0.1 else make_decided(number, **changes)
    )
