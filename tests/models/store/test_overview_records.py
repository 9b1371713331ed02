"""Pages and figures of the overviews, on both kinds of store."""

from __future__ import annotations

from datetime import date, timedelta

from builders.store import START, Clerks, bring_to_signature, decide, fill, open_case

from models.assessment import Result
from models.canonical_json import canonical_json
from models.case import Act, Outcome, State
from models.month import MonthTotals
from models.store import tally_schema
from models.store.checks import check_store
from models.store.engine import Store
from models.store.repository import Repository
from models.store.worklist_records import CaseStanding, Span, SpanKind

BEGINNING = ("", 0)


def test_any_row_of_a_list_is_entered_by_its_number(store: Store, clerks: Clerks) -> None:
    day = date(2026, 3, 4)
    with store.writing() as rows:
        for number in range(1, 7):
            due(rows, clerks, number, day + timedelta(days=number // 4))
        signing = (Span(State.FOR_SIGNATURE, SpanKind.DUE), Span(State.FOR_REVIEW, SpanKind.DUE))
        opened = [open_case(rows, clerks, number).id for number in (7, 8)]
        waiting = (Span(State.AT_WINDOW, SpanKind.NOT_ACCEPTED),)
    with store.reading() as rows:
        for spans, ids in ((signing, list(range(1, 7))), (waiting, opened)):
            for place in range(len(ids)):
                key, _ = rows.key_before(spans, place)
                assert key is not None
                assert [one.row.case_id for one in rows.standings(spans, key, 9)] == ids[place:]
            assert rows.key_before(spans, len(ids)) == (None, len(ids))
        assert rows.key_before((), 3) == (None, 0)
        assert rows.standings((), BEGINNING, 9) == ()


def test_the_tally_of_the_worklist_follows_every_move_and_a_wrong_one_is_a_finding(
    store: Store, clerks: Clerks
) -> None:
    fill(store, clerks, 3)
    with store.writing() as rows:
        open_case(rows, clerks, 4)
        due(rows, clerks, 5, date(2026, 3, 4))
    assert check_store(store) == ()
    with store.writing():
        store.connection.exec_driver_sql("UPDATE case_tally SET cases = cases + 1 WHERE state = 'at_window'")
    assert check_store(store) == ("业务：待办清单的计数与案件不一致（at_window），清单可能少列案件。",)


def test_a_tally_made_over_cases_that_stood_before_it_counts_and_follows_them(store: Store, clerks: Clerks) -> None:
    fill(store, clerks, 3)
    with store.writing() as rows:
        for number in (4, 5, 6):
            due(rows, clerks, number, date(2026, 3, 4))
        due(rows, clerks, 7, None)
    run, dialect = store.connection.exec_driver_sql, store.connection.dialect.name
    kept = "SELECT state, kind, place, cases FROM case_tally WHERE cases > 0 ORDER BY state, kind, place"
    before = [tuple(row) for row in run(kept)]
    store.connection.rollback()
    with store.writing():
        for name in ("case_counted", "case_recounted"):
            run(f"DROP TRIGGER {name}" if store.embedded else f"DROP FUNCTION {name} CASCADE")
        run("DROP TABLE case_tally")
        for statement in (*tally_schema.tables(dialect), *tally_schema.triggers(dialect)):
            run(statement)
        assert [tuple(row) for row in run(kept)] == before
    assert ("for_signature", "due", "2026-03-04", 3) in before
    with store.writing() as rows:
        due(rows, clerks, 8, date(2026, 3, 4))
    with store.reading() as rows:
        assert rows.count_span(Span(State.FOR_SIGNATURE, SpanKind.DUE)) == (4, "2026-03-04")
    assert check_store(store) == ()


def due(repository: Repository, clerks: Clerks, number: int, day: date | None) -> None:
    """A case for signature with its due date."""
    case = bring_to_signature(repository, clerks, number)
    repository.touch_case(case, due_on=day)


def all_pages(rows: Repository, span: Span, limit: int) -> list[CaseStanding]:
    found: list[CaseStanding] = []
    while page := standings(rows, span, found[-1].key if found else BEGINNING, limit):
        found += page
    return found


def standings(rows: Repository, span: Span, after: tuple[str, int], limit: int) -> list[CaseStanding]:
    return list(rows.standings((span,), after, limit))


def test_pages_follow_each_other_by_due_date_without_gap_or_repetition(store: Store, clerks: Clerks) -> None:
    days = [date(2026, 3, 2) + timedelta(days=number % 3) for number in range(10)]
    with store.writing() as rows:
        for number, day in enumerate(days, start=1):
            due(rows, clerks, number, day)
        due(rows, clerks, 11, None)
    span = Span(State.FOR_SIGNATURE, SpanKind.DUE)
    with store.reading() as rows:
        found = all_pages(rows, span, 3)
        assert [(one.row.due_on, one.row.case_id) for one in found] == sorted(zip(days, range(1, 11), strict=True))
        assert rows.count_span(span) == (10, "2026-03-02")
        within = Span(State.FOR_SIGNATURE, SpanKind.DUE, "2026-03-03", "2026-03-04")
        assert {one.row.due_on for one in all_pages(rows, within, 2)} == {date(2026, 3, 3)}
        assert rows.count_span(within)[0] == len(all_pages(rows, within, 2)) == 3
        (undated,) = all_pages(rows, Span(State.FOR_SIGNATURE, SpanKind.UNDATED), 3)
        assert undated.row.case_id == 11


def test_merged_spans_are_entered_at_any_row_from_either_end_of_a_day(store: Store, clerks: Clerks) -> None:
    with store.writing() as rows:
        for number in range(1, 15):
            day = date(2026, 3, 2 + number % 2)
            if number % 3:
                due(rows, clerks, number, day)
            else:
                rows.touch_case(open_case(rows, clerks, number), due_on=day)
    states = (State.AT_WINDOW, State.FOR_SIGNATURE)
    with store.reading() as rows:
        for low, high in (("", "~"), ("2026-03-03", "~"), ("2026-03-02", "2026-03-03")):
            spans = tuple(Span(state, SpanKind.DUE, low, high) for state in states)
            whole = [one.key for one in rows.standings(spans, BEGINNING, 50)]
            assert whole == sorted(whole)
            assert len(whole) == sum(rows.count_span(span)[0] for span in spans) > 5
            for place in range(len(whole)):
                key, _ = rows.key_before(spans, place)
                assert key is not None
                assert [one.key for one in rows.standings(spans, key, 3)] == whole[place : place + 3]
            assert rows.key_before(spans, len(whole)) == (None, len(whole))
            assert rows.standings(spans, whole[-1], 3) == ()


def test_a_row_carries_the_last_act_and_the_newest_assessment(store: Store, clerks: Clerks) -> None:
    with store.writing() as rows:
        case = bring_to_signature(rows, clerks, 1)
        receipt = {"result": "eligible", "amount_fen": 150_000, "criteria": [{"result": "x"}]}
        rows.add_assessment(case.id, case.facts_id or 0, canonical_json(receipt), clerks.review.id, START)
        rows.add_act(case.id, 1, Act.RETURNED, clerks.sign.id, START, "缺银行卡")
    with store.reading() as rows:
        (row,) = standings(rows, Span(State.FOR_SIGNATURE, SpanKind.UNDATED), BEGINNING, 5)
        assert (row.act, row.actor, row.reason) == (Act.RETURNED, "签发员", "缺银行卡")
        assert (row.result, row.amount_fen, row.stale) == (Result.ELIGIBLE, 150_000, False)
    with store.writing() as rows:
        rows.touch_case(rows.case(1), facts_id=rows.add_facts(1, {}, clerks.intake.id, START).id)
        (row,) = standings(rows, Span(State.FOR_SIGNATURE, SpanKind.ALL), BEGINNING, 5)
        assert row.stale


def test_a_case_that_was_never_assessed_has_no_result(store: Store, clerks: Clerks) -> None:
    with store.writing() as rows:
        open_case(rows, clerks, 1)
        (row,) = standings(rows, Span(State.AT_WINDOW, SpanKind.NOT_ACCEPTED), BEGINNING, 5)
        assert (row.result, row.amount_fen, row.stale) == (None, None, False)
        assert standings(rows, Span(State.AT_WINDOW, SpanKind.UNDATED), BEGINNING, 5) == []


def test_live_figures_count_what_stands_in_the_store(store: Store, clerks: Clerks) -> None:
    fill(store, clerks, 3)
    with store.reading() as rows:
        assert rows.live_totals("2026-03") == MonthTotals(3, 3, 0, persons=3, amount_fen=450_000)
        assert rows.live_totals("2026-02") == MonthTotals(0, 0, 0, persons=0, amount_fen=0)
        assert rows.edition_heads("2026-03") == ()
        assert rows.count_in(State.TO_SERVE) == 3
        assert rows.count_decided_on(date(2026, 3, 2)) == 3
        assert rows.count_received(START, START + timedelta(minutes=3)) == 2


def test_a_person_keeps_their_decisions(store: Store, clerks: Clerks) -> None:
    with store.writing() as rows:
        decide(rows, clerks, bring_to_signature(rows, clerks, 1))
        (found,) = rows.decisions_of_person(1)
        assert (found.case_number, found.outcome, found.amount_fen) == ("2026-00001", Outcome.GRANTED, 150_000)
        assert rows.decisions_of_person(2) == ()
