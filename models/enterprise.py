"""An enterprise as an applicant: what a case's facts say of it. The person of such a case acts for the enterprise.

The enterprise is no record of its own: its code, name and account are facts of the case like its list of workers,
superseded and never overwritten, so that a decision shows them as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.person import Person

CREDIT_CODE, NAME = "enterprise.credit_code", "enterprise.name"
BANK_ACCOUNT, BANK_NAME = "enterprise.bank_account", "enterprise.bank_name"


@dataclass(frozen=True, slots=True)
class Enterprise:
    """`credit_code` is the 统一社会信用代码; what the facts do not say is ""."""

    credit_code: str
    name: str
    bank_account: str
    bank_name: str


@dataclass(frozen=True, slots=True)
class CompanyAccount:
    """Where an enterprise is paid: digits only, and the bank."""

    number: str
    bank_name: str


def enterprise_in(facts: Mapping[str, Any]) -> Enterprise:
    """The enterprise that a case's facts tell of."""
    return Enterprise(*(str(facts.get(key) or "") for key in (CREDIT_CODE, NAME, BANK_ACCOUNT, BANK_NAME)))


def in_its_place(person: Person, enterprise: Enterprise) -> Person:
    """The enterprise where a letter or a payment names the applicant: its name, code and account."""
    return replace(
        person,
        id_number=enterprise.credit_code,
        name=enterprise.name,
        name_as_typed=enterprise.name,
        bank_card=enterprise.bank_account,
        bank_name=enterprise.bank_name,
    )
