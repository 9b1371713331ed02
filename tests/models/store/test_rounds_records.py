"""Voids, rounds and reversed figures on both stores: what the store itself refuses, whoever asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from builders.store import START, Clerks, bring_to_signature, decide, decision_of

from models.case import Act, Case, State
from models.errors import Conflict, Refused
from models.rounds import DecisionVoid, Ground, Reversal, ReversalCause, RoundKind, RoundOpening
from models.store.engine import Store
from models.store.repository import Repository


def decided(repository: Repository, clerks: Clerks) -> Case:
    case = bring_to_signature(repository, clerks)
    decide(repository, clerks, case)
    return repository.case(case.id)


def void_of(repository: Repository, case: Case, clerks: Clerks, **changes: object) -> tuple[DecisionVoid, int]:
    decision = repository.decision(case.id)
    assert decision is not None
    letter = next(one for one in repository.letters(case.id) if one.decision_id == decision.id)
    void = DecisionVoid(decision.id, case.id, "等级选错", False, clerks.sign.id, START)
    return replace(void, **changes), letter.id  # type: ignore[arg-type]


def test_a_voided_decision_stands_no_more_and_its_number_stays_marked(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        case = decided(repository, clerks)
        void, letter_id = void_of(repository, case, clerks)
        repository.void_decision(void, letter_id)
        case = repository.move_case(case, State.FOR_REVIEW, round=2, reviewed_by=None)
    with store.reading() as repository:
        assert repository.decision(case.id) is None
        assert repository.decision(case.id, 1) is not None
        assert repository.letter_marks([letter_id])[letter_id].void_reason == "等级选错"
        assert repository.buckets("2026-03") == ()
        assert repository.decisions_in("2026-03") == ()
        assert repository.voids(case.id) == (void,)


def test_the_store_refuses_a_second_void_one_by_another_seat_and_one_after_the_hand_over(
    store: Store, clerks: Clerks
) -> None:
    with store.writing() as repository:
        case = decided(repository, clerks)
    with pytest.raises(Refused, match="签发人员"), store.writing() as repository:
        repository.void_decision(*void_of(repository, case, clerks, voided_by=clerks.review.id))
    with store.reading() as repository:
        void = void_of(repository, case, clerks)
    with pytest.raises(Refused, match="没有送达"):
        served_then_voided(store, case, void)
    with store.writing() as repository:
        repository.void_decision(*void)
    with pytest.raises(Conflict, match="不能重复撤销"), store.writing() as repository:
        repository.void_decision(*void)


def served_then_voided(store: Store, case: Case, void: tuple[DecisionVoid, int]) -> None:
    with store.writing() as repository:
        repository.move_case(case, State.TO_PAY)
        repository.void_decision(*void)


def test_the_store_refuses_to_go_back_without_a_void_and_to_reopen_without_a_ground(
    store: Store, clerks: Clerks
) -> None:
    with store.writing() as repository:
        case = decided(repository, clerks)
    with pytest.raises(Refused, match="撤销签发"), store.writing() as repository:
        repository.move_case(case, State.FOR_REVIEW, round=2, reviewed_by=None)
    with store.writing() as repository:
        case = repository.move_case(case, State.TO_PAY)
    with pytest.raises(Refused, match="开始记录"), store.writing() as repository:
        repository.move_case(case, State.IN_CORRECTION, round=2, reviewed_by=None)


def test_a_round_belongs_to_its_opening_until_it_was_maintained(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        case = repository.move_case(decided(repository, clerks), State.TO_PAY)
        decision = repository.decision(case.id)
        assert decision is not None
        ground = Ground(RoundKind.RECONSIDERATION, "有异议", "京东政复〔2026〕7号", date(2026, 3, 1))
        assert repository.openings(case.id) == ()
        opening = repository.add_opening(
            RoundOpening(0, case.id, 2, decision.id, ground, None, case.state, None, clerks.intake.id, START)
        )
        case = repository.move_case(case, State.IN_CORRECTION, round=2, reviewed_by=None)
        assert repository.opening_for(case.id, 1) is None
        assert repository.opening_for(case.id, 2) == opening
        case = repository.move_case(case, State.TO_PAY)
        repository.add_act(case.id, 2, Act.MAINTAINED, clerks.sign.id, START)
        assert repository.opening_for(case.id, 3) is None
        assert repository.decision(case.id) == decision


def test_reversed_figures_are_counted_in_their_month_and_must_fit_the_decision(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        case = decided(repository, clerks)
        decision = repository.decision(case.id)
        assert decision is not None
        void, letter_id = void_of(repository, case, clerks, counted=True)
        repository.void_decision(void, letter_id)
        back = Reversal(
            *("2026-04", case.id, decision.id, decision.id, ReversalCause.VOID, -1),
            *(decision.outcome, decision.amount_fen, START),
        )
        repository.add_reversal(back)
    with store.reading() as repository:
        live = repository.live_totals("2026-04")
        assert (live.corrected_granted, live.corrected_fen) == (-1, -150_000)
        assert repository.live_totals("2026-03").granted == 1
        assert repository.reversals("2026-04") == (back,)
    with pytest.raises(Refused), store.writing() as repository:
        repository.add_reversal(replace(back, cause=ReversalCause.CHANGE, amount_fen=1))


def decided_again(repository: Repository, clerks: Clerks, case: Case, on: date, due_before: date) -> Case:
    """A further round of a served case, decided on a day; `due_before` was the period of the round before."""
    at, before = datetime(on.year, on.month, on.day, 2, tzinfo=UTC), repository.decision(case.id)
    assert before is not None
    ground, by = Ground(RoundKind.CORRECTION, "录错"), clerks.intake.id
    last = RoundOpening(0, case.id, case.round + 1, before.id, ground, None, case.state, due_before, by, at)
    repository.add_opening(last)
    case = repository.move_case(case, State.IN_CORRECTION, round=case.round + 1, reviewed_by=None, assessment_id=None)
    case = repository.move_case(case, State.FOR_REVIEW)
    judged = repository.add_assessment(case.id, case.facts_id or 0, '{"result":"eligible"}', clerks.review.id, at)
    repository.add_act(case.id, case.round, Act.REVIEWED, clerks.review.id, at)
    reviewed = {"reviewed_by": clerks.review.id, "assessment_id": judged.id}
    case = repository.move_case(case, State.FOR_SIGNATURE, **reviewed)
    case = repository.move_case(case, State.TO_SERVE)
    repository.add_act(case.id, case.round, Act.SIGNED, clerks.sign.id, at)
    repository.add_decision(decision_of(case, clerks, at, decided_on=on))
    return repository.move_case(case, State.TO_PAY)


def test_a_month_counts_a_case_once_however_often_it_was_decided_and_not_when_it_was_undone(
    store: Store, clerks: Clerks
) -> None:
    april = datetime(2026, 4, 10, tzinfo=UTC)
    with store.writing() as repository:
        for number in (1, 2, 3):
            decide(repository, clerks, bring_to_signature(repository, clerks, number))
        twice, uncounted, counted = (repository.case(number) for number in (1, 2, 3))
        repository.void_decision(*void_of(repository, uncounted, clerks))
        repository.void_decision(*void_of(repository, counted, clerks, counted=True, voided_at=april))
        twice = repository.move_case(twice, State.TO_PAY)
        decided_again(repository, clerks, twice, date(2026, 4, 20), date(2026, 3, 16))
        bring_to_signature(repository, clerks, 4)
    with store.reading() as repository:
        months = [repository.month_counts(month) for month in ("2026-03", "2026-04", "2026-05")]
    assert [(month.open_before, month.open_after) for month in months] == [(0, 2), (2, 3), (3, 3)]


def test_a_case_withdrawn_after_its_decision_was_undone_is_open_no_more(store: Store, clerks: Clerks) -> None:
    april, may = (datetime(2026, month, 10, tzinfo=UTC) for month in (4, 5))
    with store.writing() as repository:
        for number in (1, 2):
            decide(repository, clerks, bring_to_signature(repository, clerks, number))
        uncounted, counted = (repository.case(number) for number in (1, 2))
        repository.void_decision(*void_of(repository, uncounted, clerks))
        repository.void_decision(*void_of(repository, counted, clerks, counted=True, voided_at=april))
        for undone in (uncounted, counted):
            case = repository.move_case(undone, State.FOR_REVIEW, round=2, reviewed_by=None)
            repository.move_case(case, State.WITHDRAWN)
            repository.add_act(case.id, 2, Act.WITHDRAWN, clerks.intake.id, may)
    with store.reading() as repository:
        months = [repository.month_counts(f"2026-0{month}") for month in (3, 4, 5)]
    assert [(month.open_before, month.open_after, month.withdrawn) for month in months] == [
        *((0, 1, 0), (1, 2, 0)),
        (2, 0, 2),
    ]


def test_each_round_is_late_by_its_own_period(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        case = repository.move_case(decided(repository, clerks), State.TO_PAY)
        case = decided_again(repository, clerks, case, date(2026, 4, 10), date(2026, 3, 16))
        decided_again(repository, clerks, case, date(2026, 5, 20), date(2026, 4, 20))
    with store.reading() as repository:
        late = [repository.month_counts(month).decided_late for month in ("2026-03", "2026-04")]
    assert late == [0, 0]


@pytest.mark.parametrize("table", ["decision_void", "letter_void", "round_opening", "month_reversal"])
def test_nothing_of_it_is_changed_or_deleted(store: Store, clerks: Clerks, table: str) -> None:
    with store.writing() as repository:
        case = decided(repository, clerks)
        decision = repository.decision(case.id)
        assert decision is not None
        repository.void_decision(*void_of(repository, case, clerks))
        ground = Ground(RoundKind.CORRECTION, "录错")
        opening = RoundOpening(0, case.id, 2, decision.id, ground, None, case.state, None, clerks.intake.id, START)
        repository.add_opening(opening)
        by = (decision.id, decision.id, ReversalCause.VOID, -1)
        repository.add_reversal(Reversal("2026-04", case.id, *by, decision.outcome, decision.amount_fen, START))
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(Refused, match="只能追加"), store.writing():
            store.connection.exec_driver_sql(statement)
