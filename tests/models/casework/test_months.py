import pytest

from models.casework import months
from models.casework.people import correct_person
from models.errors import InputError, Irreconcilable, NotPermitted
from reports.month.issue import write
from tests.builders.desk import ELIGIBLE_UPGRADE, Bureau


def test_every_decided_case_counts_once_and_persons_are_distinct_id_numbers(bureau: Bureau) -> None:
    person = bureau.person()
    bureau.decide(bureau.reviewed(person=person))
    other = {**ELIGIBLE_UPGRADE, "certificate.occupation": "焊工", "insurance.unemployment_months": 3}
    bureau.decide(bureau.reviewed(other, person=person))
    bureau.accepted(person=bureau.person(2))
    totals = months.draft_month(bureau["finance"], "2025-06").totals
    assert (totals.received, totals.granted, totals.refused, totals.persons) == (3, 1, 1, 1)
    assert totals.amount_fen == 150000


def test_a_published_edition_never_changes_when_more_is_decided(bureau: Bureau) -> None:
    bureau.decide(bureau.reviewed())
    first = months.publish_month(bureau["finance"], "2025-06", write).value
    bureau.decide(bureau.reviewed(person=bureau.person(2)))
    second = months.publish_month(bureau["finance"], "2025-06", write).value
    assert (first.edition, second.edition) == (1, 2)
    assert second.totals.granted == 2
    again = months.published_edition(bureau["finance"], "2025-06", 1)
    assert again.files == first.files
    assert again.totals == first.totals


def test_a_person_corrected_later_does_not_change_what_a_month_counted(bureau: Bureau) -> None:
    from dataclasses import replace

    person = bureau.person()
    bureau.decide(bureau.reviewed(person=person))
    before = months.draft_month(bureau["finance"], "2025-06")
    correct_person(bureau["intake"], replace(person, household="other"))
    after = months.draft_month(bureau["finance"], "2025-06")
    assert after.totals == before.totals
    assert after.decided[0].household == before.decided[0].household


def test_a_month_that_does_not_reconcile_is_refused_and_the_cases_are_named(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from models.store.repository import Repository

    number = bureau.reviewed()
    bureau.decide(number)
    bureau.decide(bureau.reviewed(person=bureau.person(2)))
    genuine = Repository.buckets

    def one_fen_off(self: Repository, month: str) -> tuple[object, ...]:
        first, *others = genuine(self, month)
        return (replace(first, amount_fen=150001), *others)

    monkeypatch.setattr(Repository, "buckets", one_fen_off)
    with pytest.raises(Irreconcilable, match=number):
        months.publish_month(bureau["finance"], "2025-06", write)
    monkeypatch.setattr(Repository, "buckets", genuine)
    assert months.publish_month(bureau["finance"], "2025-06", write).value.edition == 1


def test_a_month_to_come_or_misspelled_is_bad_input_and_intake_may_not_see_one(bureau: Bureau) -> None:
    for month in ("2025-07", "2025-6", "2025-13"):
        with pytest.raises(InputError):
            months.draft_month(bureau["finance"], month)
    with pytest.raises(NotPermitted):
        months.draft_month(bureau["intake"], "2025-06")
