"""What the package hands out, and what it refuses to publish."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.errors import InputError, Irreconcilable
from models.month import MonthContent
from reports.month.checks import checks
from reports.month.issue import write
from reports.month.totals import summarise
from tests.builders.months import make_busy_month, make_content, make_decided

SLUGS = ("summary", "accepted", "decided", "payments")


def test_files_of_an_edition_have_stable_plain_names() -> None:
    names = [file.name for file in write(make_busy_month(5, edition=2))]
    assert names == ["2026-08-v2.xlsx", *(f"2026-08-v2-{slug}.csv" for slug in SLUGS), "2026-08-v2-summary.pdf"]


def test_files_of_a_draft_are_named_draft() -> None:
    assert write(make_busy_month(5, edition=0))[0].name == "2026-08-draft.xlsx"


@pytest.mark.parametrize("month", ["2026-13", "2026-8", "../../x", "2026-08\n", "２０２６-08", ""])
def test_a_month_that_is_none_is_refused(month: str) -> None:
    with pytest.raises(InputError, match="月份"):
        write(make_content(month=month))


def _wrong(**changes: Any) -> MonthContent:
    return make_busy_month(6, **changes)


def _with_totals(**changes: int) -> MonthContent:
    content = make_busy_month(6)
    return replace(content, totals=replace(content.totals, **changes))


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (_wrong(open_after=1), "件数平衡"),
        (_wrong(withdrawn=1), "件数平衡"),
        (_with_totals(amount_fen=make_busy_month(6).totals.amount_fen + 1), "金额平衡"),
        (_with_totals(persons=99), "台账与登记一致"),
        (_with_totals(granted=0), "台账与登记一致"),
        (make_content((make_decided(1), make_decided(1)), open_before=2), "每案只计一次"),
    ],
)
def test_figures_that_contradict_each_other_are_not_published_but_shown_in_a_draft(
    content: MonthContent, named: str
) -> None:
    with pytest.raises(Irreconcilable, match=named):
        write(content)
    draft = replace(content, edition=0)
    assert write(draft)
    failed = [check.label for check in checks(draft, summarise(draft)) if not check.agrees]
    assert named in failed


def test_a_month_in_order_passes_every_check() -> None:
    content = make_busy_month(40)
    assert all(check.agrees for check in checks(content, summarise(content)))


def test_the_check_of_the_flow_says_its_figures() -> None:
    content = make_busy_month(6, open_before=4, withdrawn=1, open_after=3)
    assert (
        checks(content, summarise(content))[0].statement == "期初在办 4 ＋ 收件 6 ＝ 办结 6 ＋ 撤回等 1 ＋ 期末在办 3"
    )


def test_refusals_name_no_person() -> None:
    content = make_busy_month(6, open_after=1)
    with pytest.raises(Irreconcilable) as caught:
        write(content)
    assert not any(
        row.id_number in caught.value.message or row.person_name in caught.value.message for row in content.decided
    )
