"""The office, its accounts and their seats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Seat(StrEnum):
    """What an account may do. Administrators decide no cases."""

    INTAKE = "intake"  # 受理
    REVIEW = "review"  # 复核
    SIGN = "sign"  # 签发
    FINANCE = "finance"  # 财务
    SYSTEM = "system"  # 系统管理员
    SECURITY = "security"  # 安全管理员
    AUDIT = "audit"  # 审计管理员


ADMINISTRATORS = frozenset({Seat.SYSTEM, Seat.SECURITY, Seat.AUDIT})
CASE_SEATS = frozenset({Seat.INTAKE, Seat.REVIEW, Seat.SIGN, Seat.FINANCE})

SEAT_NAMES: Mapping[Seat, str] = {
    Seat.INTAKE: "受理",
    Seat.REVIEW: "复核",
    Seat.SIGN: "签发",
    Seat.FINANCE: "财务",
    Seat.SYSTEM: "系统管理员",
    Seat.SECURITY: "安全管理员",
    Seat.AUDIT: "审计管理员",
}


@dataclass(frozen=True, slots=True)
class Office:
    """One district bureau. `district` is a GB/T 2260 code; `letter_codes` maps letter kind → 机关代字.

    `separate_review_and_sign`: 复核 and 签发 must be two people (acceptance is always somebody else).
    `rest_day_rule`: whether an application period that ends on a rest day moves to the next working day.
    """

    name: str
    district: str
    streets: tuple[str, ...]
    letter_codes: Mapping[str, str]
    address: str
    phone: str
    practice: bool = False
    separate_review_and_sign: bool = True
    rest_day_rule: bool = True
    settings: Mapping[str, str] | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Account:
    """A clerk. The pass phrase lives nowhere: it unwraps the data key in `office.keys`."""

    id: int
    name: str
    seats: frozenset[Seat]
    active: bool = True
    version: int = 1
