"""A month for the screen: what a published edition is read back to is what it was made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from models.case import Outcome
from models.errors import StoreError
from models.month import Edition, MonthContent, MonthFile
from reports.month.issue import write
from reports.month.sheet import Figure, archived_sheet, cases_behind, differences, live_sheet
from tests.builders.months import make_accepted, make_busy_month, make_content, make_decided, make_refused


def _published(content: MonthContent) -> Edition:
    when = datetime(2026, 9, 2, tzinfo=UTC)
    files = write(content)
    return Edition(1, content.month, content.edition, content.totals, content.head, files, "", 1, when)


def test_an_edition_read_back_from_its_files_has_every_figure_and_case() -> None:
    content = make_busy_month()
    live, kept = live_sheet(content), archived_sheet(_published(content))

    assert kept.summary == live.summary
    assert kept.cases == live.cases
    assert kept.totals == live.totals


def test_hostile_names_come_back_as_they_were() -> None:
    content = make_content((make_decided(1, person_name="=练习", street="@街道"),))

    assert archived_sheet(_published(content)).cases == live_sheet(content).cases


@pytest.mark.parametrize("figure", list(Figure))
def test_every_number_is_backed_by_exactly_its_cases(figure: Figure) -> None:
    sheet = live_sheet(make_busy_month())

    for line in sheet.summary.lines():
        found = cases_behind(sheet, line, figure)
        tally = line.tally
        expected = {
            Figure.RECEIVED: tally.received,
            Figure.GRANTED: tally.granted,
            Figure.REFUSED: tally.refused,
            Figure.DECIDED: tally.decided,
            Figure.PAID: tally.paid,
        }.get(figure)
        if expected is not None:
            assert len(found) == expected, line


def test_a_changed_outcome_and_an_added_case_are_the_differences() -> None:
    before = live_sheet(make_content((make_decided(1), make_decided(2)), (make_accepted(1),)))
    after = live_sheet(make_content((make_refused(1), make_decided(2)), (make_accepted(1), make_accepted(3))))

    found = differences(before, after)

    assert [one.number for one in found] == ["2026-00001", "2026-00003"]
    assert found[0].before is not None
    assert found[0].after is not None
    assert (found[0].before.outcome, found[0].after.outcome) == (Outcome.GRANTED, Outcome.REFUSED)
    assert found[1].before is None
    assert differences(after, after) == ()


def test_archived_files_that_are_damaged_are_told() -> None:
    edition = _published(make_content((make_decided(1),)))
    torn = tuple(MonthFile(file.name, file.content[:40]) for file in edition.files)

    with pytest.raises(StoreError, match="读不出来"):
        archived_sheet(replace(edition, files=torn))
