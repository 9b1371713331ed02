"""Unified social credit codes."""

from __future__ import annotations

import pytest

from models.credit_code import parse_credit_code
from models.errors import InputError


def test_the_published_sample_is_read() -> None:
    assert parse_credit_code(" 9135 0100 m000100y43 ") == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "现为0位"),
        ("91350100M000100Y4", "现为17位"),
        ("91350100M000100Y44", "校验码不符"),
        ("91350100I000100Y43", "没有I、O、S、V、Z"),
        ("9A350100M000100Y43", "没有I、O、S、V、Z"),
    ],
)
def test_a_wrong_code_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        parse_credit_code(text, "enterprise.credit_code")
    assert caught.value.field == "enterprise.credit_code"
