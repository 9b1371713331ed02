"""What the store refuses by itself, by direct SQL, so that no program on top of it can do otherwise."""

# ruff: noqa: PT012  (a guard may speak in the statement or at the end of the block)

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from builders.store import START, Clerks, bring_to_signature, decide, decision_of, letter_of, open_case

from models.case import MOVES, Act, Case, Outcome, State
from models.errors import Conflict, Refused, SubsidyDeskError
from models.letter import LetterKind
from models.month import Edition, MonthFile, MonthTotals
from models.notice import ProposalKind
from models.office import ADMINISTRATORS, CASE_SEATS, Seat
from models.store.engine import Store
from models.store.fourth_schema import CHANGED_GUARDS
from models.store.guards import APPEND_ONLY

ROWS = {
    "property": "value = 'x'",
    "migration": "name = 'x'",
    "case_act": "reason = 'x'",
    "fact_set": "facts = '{}'",
    "register_check": "result = 'x'",
    "attachment": "media_type = 'x'",
    "paper": "name = 'x'",
    "assessment": "receipt = '{}'",
    "decision": "amount_fen = 1",
    "letter": "fonts = '[]'",
    "letter_content": "content = content",
    "bucket": "amount_fen = 1",
    "edition": "totals = '{}'",
    "edition_file": "name = 'x'",
    "journal": "detail = '{}'",
}


def run(store: Store, statement: str, *values: Any) -> None:
    """One direct statement in a transaction of its own."""
    text = statement if store.embedded else statement.replace("?", "%s")
    with store.writing():
        store.connection.exec_driver_sql(text, values or None)


@pytest.fixture
def decided(store: Store, clerks: Clerks) -> Case:
    """A store in which every append-only table has a row."""
    with store.writing() as repository:
        case = open_case(repository, clerks, 2)
        scan = repository.add_attachment("image/png", b"x")
        repository.add_paper(case.id, "身份证", clerks.intake.id, START, scan.id)
        repository.add_register_check(case.id, "none", [], clerks.intake.id, START)
        signed = bring_to_signature(repository, clerks, 1)
        decide(repository, clerks, signed)
        files = (MonthFile("a", b"a"),)
        totals = MonthTotals(1, 1, 0, 1, 150_000)
        repository.add_edition(Edition(0, "2026-03", 1, totals, "0" * 64, files, "0" * 64, 1, START))
    return replace(signed, state=State.TO_SERVE)


def test_every_append_only_table_has_a_row_in_these_tests() -> None:
    assert set(ROWS) == set(APPEND_ONLY)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_row_of_an_append_only_table_can_be_changed_or_deleted(store: Store, decided: Case, table: str) -> None:
    before = store.connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar_one()
    store.connection.rollback()
    assert before > 0
    with pytest.raises(Refused, match="只能追加"):
        run(store, f"UPDATE {table} SET {ROWS[table]}")
    with pytest.raises(Refused, match="只能追加"):
        run(store, f"DELETE FROM {table}")
    after = store.connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar_one()
    store.connection.rollback()
    assert after == before


@pytest.mark.parametrize("table", ["office", "account", "person", "counter", "case_file"])
def test_what_may_change_may_still_not_be_deleted(store: Store, decided: Case, table: str) -> None:
    with pytest.raises(Refused):
        run(store, f"DELETE FROM {table}")


def test_replacing_a_journal_row_by_inserting_over_it_is_refused(embedded: Store) -> None:
    with embedded.writing() as repository:
        repository.append("练习", "office", {}, None, START)
    columns = "seq, at, account_id, 'x', subject, detail, previous, hash"
    with pytest.raises(SubsidyDeskError):
        run(embedded, f"INSERT OR REPLACE INTO journal SELECT {columns} FROM journal")


def test_emptying_a_whole_table_at_once_is_refused(store: Store, decided: Case) -> None:
    with pytest.raises(Refused, match="只能追加"):
        run(store, "DELETE FROM letter_content" if store.embedded else "TRUNCATE letter_content")


def test_the_store_allows_exactly_the_moves_of_the_table(store: Store, clerks: Clerks) -> None:
    allowed = set()
    with store.writing() as repository:
        case = open_case(repository, clerks)
        for kind in (ProposalKind.NON_ACCEPTANCE, ProposalKind.LAPSE):  # adverse moves need a second account
            proposal = repository.add_proposal(case.id, kind, {}, clerks.intake.id, START)
            repository.settle_proposal(proposal, clerks.sign.id, START, confirmed=True)
    for start, end in product(State, State):
        if start is not end and moves(store, case.id, start, end):
            allowed.add((start, end))
    # What is paid again must be owed (test_payment_guards).
    assert allowed == set(MOVES) - {(State.CLOSED, State.TO_PAY)}


def moves(store: Store, case_id: int, start: State, end: State) -> bool:
    """Whether direct SQL can move a case from one state to another; nothing is kept."""
    walk = path_to(start)
    try:
        with store.writing():
            for state in [*walk, end]:
                statement = "UPDATE case_file SET state = ?, version = version + 1 WHERE id = ?"
                text = statement if store.embedded else statement.replace("?", "%s")
                store.connection.exec_driver_sql(text, (state.value, case_id))
            raise Undo
    except Undo:
        return True
    except Refused:
        return False


class Undo(Exception):
    """Leaves a transaction without keeping it."""


def path_to(target: State) -> list[State]:
    """States to pass on the way from the window to `target`, by the table itself."""
    paths: dict[State, list[State]] = {State.AT_WINDOW: []}
    waiting = [State.AT_WINDOW]
    while waiting:
        here = waiting.pop(0)
        for start, end in sorted(MOVES):
            if start is here and end not in paths:
                paths[end] = [*paths[here], end]
                waiting.append(end)
    return paths[target]


@pytest.mark.parametrize(
    "change",
    [
        "number = 'x'",
        "person_id = 2",
        "programme = 'x'",
        "opened_by = 2",
        "opened_at = 'x'",
        "round = 3",
        "version = version",
        "version = version + 2",
    ],
)
def test_what_identifies_a_case_never_changes(store: Store, clerks: Clerks, change: str) -> None:
    with store.writing() as repository:
        open_case(repository, clerks, 1)
        open_case(repository, clerks, 2)
    step = "" if change.startswith("version") else ", version = version + 1"
    with pytest.raises(Refused, match="不能更改"):
        run(store, f"UPDATE case_file SET {change}{step} WHERE id = 1")


@pytest.mark.parametrize("state", [state for state in State if state is not State.AT_WINDOW])
def test_a_case_begins_at_the_window(store: Store, clerks: Clerks, state: State) -> None:
    with store.writing() as repository:
        case = open_case(repository, clerks)
    with pytest.raises(Refused, match="待本窗口"):
        run(
            store,
            "INSERT INTO case_file (number, person_id, programme, applied_on, state, opened_by, opened_at, round, "
            "version) VALUES ('2026-00077', ?, 'skill_upgrade', '2026-01-01', ?, ?, 'x', 1, 1)",
            case.person_id,
            state.value,
            clerks.intake.id,
        )


def test_facts_of_another_case_cannot_be_pointed_at(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        first = open_case(repository, clerks, 1)
        second = open_case(repository, clerks, 2)
    with pytest.raises(Refused, match="不属于这件申请"), store.writing() as repository:
        repository.touch_case(first, facts_id=second.facts_id)


def test_a_decided_case_keeps_its_facts_and_its_people(store: Store, decided: Case, clerks: Clerks) -> None:
    with store.reading() as repository:
        case = repository.case(decided.id)
    for change in ({"reviewed_by": None}, {"accepted_by": clerks.sign.id}, {"facts_id": None}):
        with pytest.raises(Refused, match="已作出决定"), store.writing() as repository:
            repository.touch_case(case, **change)


def sign(store: Store, clerks: Clerks, case: Case, **changes: Any) -> None:
    with store.writing() as repository:
        repository.add_decision(decision_of(case, clerks, **changes))


@pytest.fixture
def waiting(store: Store, clerks: Clerks) -> Case:
    """A case for signature."""
    with store.writing() as repository:
        return bring_to_signature(repository, clerks)


def test_a_sound_decision_is_taken_once_a_round(store: Store, clerks: Clerks, waiting: Case) -> None:
    sign(store, clerks, waiting)
    with pytest.raises(Conflict, match="已经作出决定"):
        sign(store, clerks, waiting)


def test_who_accepted_may_not_sign(store: Store, clerks: Clerks, waiting: Case) -> None:
    allow(store, clerks.intake.id, Seat.SIGN)
    with pytest.raises(Refused, match="受理人不得签发"):
        sign(store, clerks, waiting, signed_by=clerks.intake.id)


def test_who_reviewed_may_not_sign_where_the_office_separates_the_two(
    store: Store, clerks: Clerks, waiting: Case
) -> None:
    allow(store, clerks.review.id, Seat.SIGN)
    with pytest.raises(Refused, match="复核和签发由不同的人"):
        sign(store, clerks, waiting, signed_by=clerks.review.id)
    separate(store, 0)
    sign(store, clerks, waiting, signed_by=clerks.review.id, separate_review_and_sign=False)


def test_the_flag_on_a_decision_must_be_the_offices_setting(store: Store, clerks: Clerks, waiting: Case) -> None:
    with pytest.raises(Refused, match="设置不一致"):
        sign(store, clerks, waiting, separate_review_and_sign=False)


def test_who_accepted_may_not_review(store: Store, clerks: Clerks, waiting: Case) -> None:
    allow(store, clerks.intake.id, Seat.REVIEW)
    with store.writing() as repository:
        repository.add_act(waiting.id, 1, Act.REVIEWED, clerks.intake.id, START)
        case = repository.touch_case(waiting, reviewed_by=clerks.intake.id)
    with pytest.raises(Refused, match="受理和复核必须由不同的人"):
        sign(store, clerks, case, reviewed_by=clerks.intake.id)


def test_the_people_on_a_decision_are_those_on_the_case(store: Store, clerks: Clerks, waiting: Case) -> None:
    with store.writing() as repository:
        other = repository.add_account("另一复核员", [Seat.REVIEW])
        for act in (Act.ACCEPTED, Act.REVIEWED):
            repository.add_act(waiting.id, 1, act, other.id, START)
    with pytest.raises(Refused, match="与申请记录不一致"):
        sign(store, clerks, waiting, reviewed_by=other.id)
    with pytest.raises(Refused, match="与申请记录不一致"):
        sign(store, clerks, waiting, accepted_by=other.id)


def test_a_case_not_yet_for_signature_is_not_decided(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        case = open_case(repository, clerks, 5)
        repository.add_act(case.id, 1, Act.ACCEPTED, clerks.intake.id, START)
        repository.add_act(case.id, 1, Act.REVIEWED, clerks.review.id, START)
        made = repository.add_assessment(case.id, case.facts_id or 0, "{}", clerks.review.id, START)
    with pytest.raises(Refused, match="不在待签发状态"):
        sign(store, clerks, case, assessment_id=made.id)


def test_a_decision_needs_the_recorded_acts(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        case = open_case(repository, clerks, 6)
        made = repository.add_assessment(case.id, case.facts_id or 0, "{}", clerks.review.id, START)
        case = repository.move_case(case, State.FOR_REVIEW, accepted_by=clerks.intake.id)
        case = repository.move_case(case, State.FOR_SIGNATURE, reviewed_by=clerks.review.id, assessment_id=made.id)
    with pytest.raises(Refused, match="没有相应的受理或复核记录"):
        sign(store, clerks, case)


def test_a_signer_holds_the_seat_and_an_active_account(store: Store, clerks: Clerks, waiting: Case) -> None:
    with store.writing() as repository:
        other = repository.add_account("财务员", [Seat.FINANCE])
    with pytest.raises(Refused, match="没有签发岗位"):
        sign(store, clerks, waiting, signed_by=other.id)
    run(store, "UPDATE account SET active = 0 WHERE id = ?", clerks.sign.id)
    with pytest.raises(Refused, match="账号已停用"):
        sign(store, clerks, waiting)


def test_a_reviewer_holds_the_seat(store: Store, clerks: Clerks, waiting: Case) -> None:
    run(store, "DELETE FROM account_seat WHERE account_id = ?", clerks.review.id)
    with pytest.raises(Refused, match="没有复核岗位"):
        sign(store, clerks, waiting)


@pytest.mark.parametrize(("outcome", "amount"), [(Outcome.REFUSED, 1), (Outcome.REFUSED, None), (Outcome.GRANTED, -1)])
def test_an_amount_that_does_not_fit_the_outcome_is_refused(
    store: Store, clerks: Clerks, waiting: Case, outcome: Outcome, amount: int | None
) -> None:
    with pytest.raises(Refused, match="决定金额不对"):
        sign(store, clerks, waiting, outcome=outcome, amount_fen=amount)


def test_a_grant_in_kind_has_no_amount(store: Store, clerks: Clerks, waiting: Case) -> None:
    sign(store, clerks, waiting, amount_fen=None)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": LetterKind.REFUSAL},
        {"kind": LetterKind.RECEIPT},
        {"decision_id": None},
        {"amount_fen": 1},
    ],
)
def test_a_letter_fits_its_decision(store: Store, clerks: Clerks, waiting: Case, change: dict[str, Any]) -> None:
    with pytest.raises(Refused), store.writing() as repository:
        decision = repository.add_decision(decision_of(waiting, clerks))
        letter = letter_of(waiting, decision, 1, "0" * 16, b"x", START)
        repository.add_letter(replace(letter, **change), b"x")


@pytest.mark.parametrize("again", ["number", "serial", "decision"])
def test_no_letter_number_is_used_twice(store: Store, clerks: Clerks, decided: Case, again: str) -> None:
    with pytest.raises((Conflict, Refused), match=r"未保存|再出一份"), store.writing() as repository:
        (letter,) = repository.letters(decided.id)
        fresh = {
            "number": {"serial": 2, "kind": LetterKind.RECEIPT, "decision_id": None, "amount_fen": None},
            "serial": {"number": "练〔2026〕9号"},
            "decision": {"number": "练〔2026〕9号", "serial": 9},
        }[again]
        repository.add_letter(replace(letter, **fresh), b"x")


@pytest.mark.parametrize(
    "change", [{"month": "2026-04"}, {"outcome": Outcome.REFUSED}, {"amount_fen": 149_999}, {"letter_id": 999}]
)
def test_a_bucket_fits_its_decision_and_letter(
    store: Store, clerks: Clerks, waiting: Case, change: dict[str, Any]
) -> None:
    with pytest.raises(Refused), store.writing() as repository:
        decision = repository.add_decision(decision_of(waiting, clerks))
        letter = repository.add_letter(letter_of(waiting, decision, 1, "0" * 16, b"x", START), b"x")
        row = {
            "month": "2026-03",
            "case_id": waiting.id,
            "decision_id": decision.id,
            "letter_id": letter.id,
            "outcome": Outcome.GRANTED,
            "amount_fen": 150_000,
        }
        repository.add_bucket(**{**row, **change})


@pytest.mark.parametrize(("first", "second"), list(product(sorted(ADMINISTRATORS), sorted(CASE_SEATS))))
def test_no_account_mixes_an_administrators_seat_with_a_case_seat(store: Store, first: Seat, second: Seat) -> None:
    for pair in ([first, second], [second, first]):
        with pytest.raises(Refused, match="不得兼任办案岗位"), store.writing() as repository:
            account = repository.add_account("兼任", pair[:1])
            statement = "INSERT INTO account_seat (account_id, seat) VALUES (?, ?)"
            text = statement if store.embedded else statement.replace("?", "%s")
            store.connection.exec_driver_sql(text, (account.id, pair[1].value))


def test_a_bureau_entry_is_confirmed_once_by_another_and_never_changed(store: Store, clerks: Clerks) -> None:
    insert = (
        "INSERT INTO bureau_entry (kind, programme, name, value, valid_from, document, article, text, entered_by, "
        "entered_at, confirmed_by, confirmed_at) "
        "VALUES ('value', 'p', 'n', '1', '2026-01-01', 'd', 'a', 't', 1, 'x', ?, ?)"
    )
    with pytest.raises(Refused, match="第二人确认"):
        run(store, insert, 2, "x")
    run(store, insert, None, None)
    with pytest.raises(Refused, match="另一人确认"):
        run(store, "UPDATE bureau_entry SET confirmed_by = 1, confirmed_at = 'x'")
    with pytest.raises(Refused, match="不能修改"):
        run(store, "UPDATE bureau_entry SET value = '2'")
    run(store, "UPDATE bureau_entry SET confirmed_by = 2, confirmed_at = 'x'")
    with pytest.raises(Refused, match="不能修改"):
        run(store, "UPDATE bureau_entry SET confirmed_by = 3, confirmed_at = 'y'")


def test_a_counter_only_steps_by_one(store: Store) -> None:
    with store.writing() as repository:
        repository.next_serial("case", 2026)
    with pytest.raises(Refused):
        run(store, "UPDATE counter SET value = value + 2")


@pytest.mark.parametrize(
    ("seq", "at", "previous"),
    [(3, "2026-03-02T01:00:00+00:00", None), (2, "2026-03-02T01:00:00+00:00", "0" * 64), (2, "2026-03-02", None)],
)
def test_the_journal_only_grows_at_its_end(
    store: Store, clerks: Clerks, seq: int, at: str, previous: str | None
) -> None:
    with store.reading() as repository:
        head = repository.head()[1]
    statement = (
        "INSERT INTO journal (seq, at, act, subject, detail, previous, hash) VALUES (?, ?, 'a', 's', '{}', ?, ?)"
    )
    with pytest.raises(Refused):
        run(store, statement, seq, at, previous or head, "1" * 64)


def test_what_the_store_holds_as_moves_is_written_out_in_full() -> None:
    (guard,) = (guard for guard in CHANGED_GUARDS if guard.name == "case_move_allowed")
    assert set(re.findall(r"'(\w+)>(\w+)'", guard.condition)) == {(a.value, b.value) for a, b in MOVES}


def allow(store: Store, account_id: int, seat: Seat) -> None:
    run(store, "INSERT INTO account_seat (account_id, seat) VALUES (?, ?)", account_id, seat.value)


def separate(store: Store, flag: int) -> None:
    run(store, "UPDATE office SET separate_review_and_sign = ?, version = version + 1", flag)
