"""Which date selects the version of the rules that an application is judged by, and what that date is called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

APPLICATION = "application"
# Besides the day of application, the dates are facts: 天津's catalogue follows the class (FACTS §BB2.2).
VERSION_DATES: Mapping[str, str] = MappingProxyType(
    {APPLICATION: "申请日", "certificate.issued_on": "证书核发日", "training.started_on": "开班日"}
)


def date_name(by: str) -> str:
    """申请日, 证书核发日 or 开班日. Raises KeyError for a date that selects no version."""
    return VERSION_DATES[by]
