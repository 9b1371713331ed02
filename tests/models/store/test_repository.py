"""Values in, the same values out, on both kinds of store."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from builders.people import make_person
from builders.store import CONTENT, START, Clerks, bring_to_signature, decide, decision_of, fill, open_case

from models.bureau import BureauEntry, BureauKind
from models.case import Act, Outcome, State
from models.errors import Conflict, InputError, Refused, StoreError
from models.facts import Award
from models.journal import GENESIS, chain_hash
from models.month import Edition, MonthFile, MonthTotals
from models.office import Seat
from models.store.engine import Store


def test_an_office_is_read_back_as_it_was_put(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        office = replace(repository.office(), settings={"lock_minutes": "5"}, rest_day_rule=False)
        repository.put_office(office)
    with store.reading() as repository:
        assert repository.office() == replace(office, version=2)


def test_an_office_changed_by_another_is_a_conflict(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        office = repository.office()
        repository.put_office(replace(office, phone="1"))
        with pytest.raises(Conflict, match="刚被他人修改"):
            repository.put_office(replace(office, phone="2"))


def test_an_account_keeps_its_seats_and_changes_once_per_version(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        changed = repository.put_account(
            replace(clerks.intake, seats=frozenset({Seat.INTAKE, Seat.FINANCE}), active=False)
        )
        assert repository.account(clerks.intake.id) == changed
        assert repository.account_named("受理员") == changed
        assert repository.accounts()[0] == changed
        with pytest.raises(Conflict):
            repository.put_account(clerks.intake)


def test_a_second_account_of_the_same_name_is_bad_input(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository, pytest.raises(InputError, match="同名账号"):
        repository.add_account("受理员", [Seat.SIGN])


def test_one_id_number_is_one_person(store: Store) -> None:
    with store.writing() as repository:
        person = repository.add_person(make_person(4))
        assert repository.person(person.id) == person
        assert repository.person_by_id_number(person.id_number) == person
        with pytest.raises(InputError) as refusal:
            repository.add_person(make_person(4))
    assert refusal.value.field == "person.id_number"
    assert person.id_number not in refusal.value.message


def test_taking_over_another_id_number_is_bad_input(store: Store) -> None:
    def take_over() -> None:
        with store.writing() as repository:
            first = repository.add_person(make_person(1))
            second = repository.add_person(make_person(2))
            repository.put_person(replace(second, id_number=first.id_number))

    with pytest.raises(InputError, match="证件号码已有登记"):
        take_over()
    with store.reading() as repository:
        assert repository.person_by_id_number(make_person(1).id_number) is None


def test_a_person_changes_once_per_version(store: Store) -> None:
    with store.writing() as repository:
        person = repository.add_person(make_person(3))
        changed = repository.put_person(replace(person, phone="13900000000"))
        assert repository.person(person.id) == changed
        with pytest.raises(Conflict):
            repository.put_person(replace(person, phone="13900000001"))


def test_serials_have_no_gaps_because_a_rollback_takes_them_back(store: Store) -> None:
    def fail() -> None:
        with store.writing() as repository:
            assert repository.next_serial("case", 2026) == 2
            raise InputError("练习")

    with store.writing() as repository:
        assert repository.next_serial("case", 2026) == 1
        assert repository.next_serial("case", 2027) == 1
        assert repository.next_serial("letter", 2026) == 1
    with pytest.raises(InputError):
        fail()
    with store.writing() as repository:
        assert repository.next_serial("case", 2026) == 2


def test_a_case_is_read_back_through_every_door(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        case = bring_to_signature(repository, clerks)
    with store.reading() as repository:
        assert repository.case(case.id) == case
        assert repository.case_numbered(case.number) == case
        assert repository.open_cases() == (case,)
        assert repository.pending_cases(case.person_id, "skill_upgrade") == (case,)
        assert repository.pending_cases(case.person_id, "free_training") == ()
        assert [act.act for act in repository.acts(case.id)] == [Act.OPENED, Act.ACCEPTED, Act.REVIEWED]
        with pytest.raises(InputError, match="2026-99999"):
            repository.case_numbered("2026-99999")


def test_a_stale_case_says_who_acted_when_and_what(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        case = open_case(repository, clerks)
        repository.add_act(case.id, 1, Act.WITHDRAWN, clerks.intake.id, START + timedelta(minutes=5))
        repository.move_case(case, State.WITHDRAWN)
        with pytest.raises(Conflict, match="受理员于 2026-03-02 09:05 办理“撤回”"):
            repository.move_case(case, State.FOR_REVIEW)


def test_a_move_outside_the_table_is_refused_before_the_store_is_asked(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        case = open_case(repository, clerks)
        with pytest.raises(Refused, match="不能转为“已办结”"):
            repository.move_case(case, State.CLOSED)


def test_facts_checks_papers_scans_and_receipts_come_back_as_recorded(store: Store, clerks: Clerks) -> None:
    award = {"programme": "skill_upgrade", "on": "2024-05-06", "occupation": "焊工", "level": 5, "number": None}
    with store.writing() as repository:
        case = open_case(repository, clerks)
        facts = repository.add_facts(case.id, {"person.veteran": False, "training.level": None}, 1, START)
        assert repository.fact_set(facts.id) == facts
        assert repository.fact_sets(case.id)[-1] == facts
        assert repository.register_check(case.id) is None
        repository.add_register_check(case.id, "none", [], clerks.intake.id, START)
        check = repository.add_register_check(case.id, "found", [award], clerks.intake.id, START)
        assert repository.register_check(case.id) == check
        scan = repository.add_attachment("image/png", b"\x89PNG\x00\xff")
        assert repository.attachment(scan.id) == scan
        paper = repository.add_paper(case.id, "身份证", clerks.intake.id, START, scan.id)
        assert repository.papers(case.id) == (paper,)
        receipt = repository.add_assessment(case.id, facts.id, '{"criteria":[],"result":"eligible"}', 2, START)
        assert repository.assessment(receipt.id) == receipt
        assert receipt.receipt == {"result": "eligible", "criteria": []}


def test_what_a_transaction_read_is_read_anew_once_it_wrote_there_itself(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        case = open_case(repository, clerks)
        person = repository.person(case.person_id)
        acts, (seq, _) = repository.acts(case.id), repository.head()
        assert repository.register_check(case.id) is None
        changed = repository.put_person(replace(person, phone="13900000000", former_names=("练习旧名",)))
        assert repository.person(person.id) == changed
        act = repository.add_act(case.id, 1, Act.ACCEPTED, clerks.intake.id, START)
        assert repository.acts(case.id) == (*acts, act)
        check = repository.add_register_check(case.id, "none", [], clerks.intake.id, START)
        assert repository.register_check(case.id) == check
        first = repository.append("case.accept", f"case:{case.id}", {}, clerks.intake.id, START)
        second = repository.append("case.accept", f"case:{case.id}", {}, clerks.intake.id, START)
        assert (first.seq, second.previous) == (seq + 1, first.hash)
        assert repository.head() == (second.seq, second.hash)
    with store.reading() as repository:
        assert repository.person(person.id) == changed
        assert repository.head() == (second.seq, second.hash)


def test_a_decision_its_letter_and_its_bucket_come_back_as_stored(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        case = bring_to_signature(repository, clerks)
        letter = decide(repository, clerks, case)
    with store.reading() as repository:
        decision = repository.decision(case.id)
        assert decision is not None
        assert decision == decision_of(case, clerks, id=decision.id)
        assert repository.decision(case.id, 1) == decision
        assert repository.decision(case.id, 2) is None
        assert repository.decision_by_id(decision.id) == decision
        assert repository.decisions_in("2026-03") == (decision,)
        assert repository.letter(letter.id) == letter
        assert repository.letter_numbered(letter.number) == letter
        assert repository.letters(case.id) == repository.all_letters() == (letter,)
        assert repository.all_letters(letter.id) == ()
        assert repository.letters_decided_in("2026-03") == (letter,)
        assert repository.letters_decided_in("2026-04") == ()
        assert repository.letter_content(letter.id) == CONTENT
        (bucket,) = repository.buckets("2026-03")
        assert (bucket.letter_id, bucket.outcome, bucket.amount_fen) == (letter.id, Outcome.GRANTED, 150_000)


def test_own_awards_are_the_granted_decisions_dated_by_their_application(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        case = bring_to_signature(repository, clerks)
        assert repository.own_awards(case.person_id) == ()
        decide(repository, clerks, case)
        assert repository.own_awards(case.person_id) == (
            (case.id, Award("skill_upgrade", date(2025, 6, 1), "电工", 4, "Y1")),
        )


def test_a_list_of_cases_is_paged_by_the_last_id_and_narrowed(store: Store, clerks: Clerks) -> None:
    fill(store, clerks, 3)
    with store.writing() as repository:
        waiting = open_case(repository, clerks, 9)
        first = repository.cases(limit=2)
        rest = repository.cases(after_id=first[-1].case_id)
        assert [row.number for row in first + rest] == ["2026-00001", "2026-00002", "2026-00003", "2026-00004"]
        assert [row.case_id for row in repository.cases({State.AT_WINDOW})] == [waiting.id]
        assert [row.case_id for row in repository.cases(person_id=waiting.person_id)] == [waiting.id]
        assert repository.cases(applied_from=date(2025, 6, 2)) == ()
        assert len(repository.cases(applied_to=date(2025, 6, 1))) == 4


def test_a_month_is_counted_by_beijing_dates(store: Store, clerks: Clerks) -> None:
    last_second_of_march = datetime(2026, 3, 31, 15, 59, 59, tzinfo=UTC)
    with store.writing() as repository:
        march = open_case(repository, clerks, 1, last_second_of_march)
        april = open_case(repository, clerks, 2, last_second_of_march + timedelta(seconds=1))
        repository.add_act(april.id, 1, Act.WITHDRAWN, 1, datetime(2026, 4, 2, tzinfo=UTC))
        assert repository.cases_received_in("2026-03") == (march,)
        assert repository.cases_received_in("2026-04") == (april,)
        counts = repository.month_counts("2026-04")
        assert (counts.open_before, counts.open_after, counts.withdrawn) == (1, 1, 1)


def test_december_ends_where_the_next_year_begins(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        case = open_case(repository, clerks, 1, datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
        assert repository.cases_received_in("2026-12") == (case,)
        assert repository.cases_received_in("2027-01") == ()


def test_an_edition_is_reproduced_from_its_archived_bytes(store: Store, clerks: Clerks) -> None:
    files = (MonthFile("a.csv", b"\xef\xbb\xbfa"), MonthFile("b.xlsx", b"PK\x00"))
    totals = MonthTotals(received=3, granted=2, refused=1, persons=3, amount_fen=300_000)
    with store.writing() as repository:
        edition = repository.add_edition(
            Edition(0, "2026-03", 1, totals, GENESIS, files, "a" * 64, clerks.sign.id, START)
        )
        assert repository.edition("2026-03", 1) == edition
        assert repository.edition("2026-03", 2) is None
        assert repository.editions("2026-03") == (edition,)
        assert repository.edition_months() == ("2026-03",)


def entry_of(clerks: Clerks) -> BureauEntry:
    return BureauEntry(
        id=0,
        kind=BureauKind.VALUE,
        programme="living_allowance",
        name="daily_rate",
        value={"5": 1000},
        valid_from=date(2026, 1, 1),
        valid_to=None,
        document="练习〔2026〕1号",
        article="第一条",
        text="练习",
        scan_id=None,
        entered_by=clerks.review.id,
        entered_at=START,
    )


def test_a_bureau_entry_counts_once_a_second_person_confirmed_it(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        entry = repository.add_bureau_entry(entry_of(clerks))
        assert repository.bureau_entries(confirmed_only=True) == ()
        with pytest.raises(Refused, match="另一人确认"):
            repository.confirm_bureau_entry(entry.id, clerks.review.id, START)
        confirmed = repository.confirm_bureau_entry(entry.id, clerks.sign.id, START)
        assert repository.bureau_entries(confirmed_only=True) == (confirmed,)
        with pytest.raises(Conflict):
            repository.confirm_bureau_entry(entry.id, clerks.intake.id, START)


def test_the_journal_is_a_chain_with_a_head(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository:
        entry = repository.append("练习", "case:1", {"b": [1, None], "a": "x"}, clerks.intake.id, START)
        assert repository.head() == (2, entry.hash)
        first, second = repository.entries()
        assert second == entry
        assert (first.previous, second.previous) == (GENESIS, first.hash)
        body = (second.seq, second.at, second.account_id, second.act, second.subject, second.detail)
        assert chain_hash(second.previous, *body) == second.hash
        assert repository.entries(after=1) == (second,)


def test_a_clock_before_the_newest_entry_is_refused(store: Store, clerks: Clerks) -> None:
    with store.writing() as repository, pytest.raises(Refused, match="时间早于最近一次登记"):
        repository.append("练习", "office", {}, None, START - timedelta(seconds=1))


def test_each_store_has_a_salt_of_its_own(store: Store) -> None:
    with store.reading() as repository:
        assert len(repository.salt()) == 32
        assert repository.salt() == repository.salt()


def test_what_raises_leaves_nothing_behind(store: Store, clerks: Clerks) -> None:
    def fail() -> None:
        with store.writing() as repository:
            open_case(repository, clerks)
            raise Refused("练习")

    with pytest.raises(Refused):
        fail()
    with store.reading() as repository:
        assert repository.cases() == ()
        assert repository.head()[0] == 1


def test_what_is_written_while_reading_is_not_kept(store: Store) -> None:
    with suppress(StoreError), store.reading() as repository:
        repository.add_person(make_person(1))
    with store.reading() as repository:
        assert repository.person_by_id_number(make_person(1).id_number) is None


def test_text_the_store_cannot_hold_is_bad_input(store: Store) -> None:
    def write() -> None:
        with store.writing() as repository:
            repository.add_person(make_person(1, name="练\x00习"))

    if store.embedded:
        write()
        with store.reading() as repository:
            assert repository.person(1).name == "练\x00习"
    else:
        with pytest.raises(InputError, match="无法保存的字符"):
            write()
