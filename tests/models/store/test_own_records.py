"""Drafts, signing PINs and the access log, on both kinds of store."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders.store import START, Clerks, fill

from models.errors import Refused
from models.store.access_records import Access, AccessFilter, CaseAccess
from models.store.engine import Store

LATER = START + timedelta(minutes=15)


def test_a_draft_is_its_accounts_own_and_the_newest_replaces_the_older(store: Store, clerks: Clerks) -> None:
    with store.writing() as rows:
        rows.put_draft(clerks.intake.id, "intake", {"name": "练习甲", "month": None}, START)
        rows.put_draft(clerks.intake.id, "intake", {"name": "练习𬭎"}, LATER)
        rows.put_draft(clerks.intake.id, "older", ["x"], START)
    with store.reading() as rows:
        kept = rows.draft(clerks.intake.id, "intake")
        assert kept is not None
        assert (kept.content, kept.at) == ({"name": "练习𬭎"}, LATER)
        assert [draft.key for draft in rows.drafts(clerks.intake.id)] == ["intake", "older"]
        assert rows.draft(clerks.review.id, "intake") is None
        assert rows.drafts(clerks.review.id) == ()


def test_a_draft_can_be_dropped_once(store: Store, clerks: Clerks) -> None:
    with store.writing() as rows:
        rows.put_draft(clerks.intake.id, "intake", 1, START)
        assert not rows.drop_draft(clerks.review.id, "intake")
        assert rows.drop_draft(clerks.intake.id, "intake")
        assert not rows.drop_draft(clerks.intake.id, "intake")


def test_a_new_pin_forgets_the_failures_of_the_old_one(store: Store, clerks: Clerks) -> None:
    with store.writing() as rows:
        assert rows.signing_pin(clerks.sign.id) is None
        rows.put_signing_pin(clerks.sign.id, "hash one", START)
        rows.count_pin_failures(clerks.sign.id, 3, LATER)
    with store.writing() as rows:
        kept = rows.signing_pin(clerks.sign.id)
        assert kept is not None
        assert (kept.failures, kept.locked_until) == (3, LATER)
        rows.put_signing_pin(clerks.sign.id, "hash two", LATER)
        kept = rows.signing_pin(clerks.sign.id)
        assert kept is not None
        assert (kept.hash, kept.failures, kept.locked_until, kept.set_at) == ("hash two", 0, None, LATER)


def test_reprints_are_counted_and_the_access_log_only_grows(store: Store, clerks: Clerks) -> None:
    fill(store, clerks, 2)
    with store.writing() as rows:
        for _ in range(2):
            rows.log_access(Access.REPRINT, clerks.intake.id, START, 1, None, "print")
        entry = rows.log_access(Access.REVEAL, clerks.intake.id, START, None, 1, "id_number")
    with store.reading() as rows:
        assert rows.reprints([1, 2]) == {1: 2}
        assert rows.accesses()[0] == entry
        assert [one.id for one in rows.accesses(before=entry.id, limit=1)] == [entry.id - 1]
    for statement in ("UPDATE access_log SET what = ''", "DELETE FROM access_log", "DELETE FROM signing_pin"):
        with store.writing() as rows:
            rows.put_signing_pin(clerks.sign.id, "hash", START)
        with pytest.raises(Refused), store.writing():
            store.connection.exec_driver_sql(statement)


def test_the_access_log_is_filtered_by_who_when_and_case_on_either_store(store: Store, clerks: Clerks) -> None:
    fill(store, clerks, 2)
    review, intake = clerks.review.id, clerks.intake.id
    with store.writing() as rows:
        rows.log_access(Access.REPRINT, intake, START, 1, None, "print")
        rows.log_access(Access.REVEAL, review, START, None, 1, "phone")
        rows.log_access(Access.REVEAL, review, LATER, None, 1, "扫描件 A%1：证")
        rows.log_access(Access.REVEAL, review, LATER, None, 1, "扫描件 A_1：证")
        rows.log_access(Access.EXPORT, intake, LATER, None, None, "卷宗 A%1：复议")
        rows.log_access(Access.EXPORT, intake, LATER, None, None, "卷宗 AB1：复议")
    case = CaseAccess(frozenset({1}), frozenset({1}), "扫描件 ", "扫描件 A%1：", "卷宗 A%1：")
    with store.reading() as rows:
        found = {
            name: [entry.id for entry in reversed(rows.accesses(wanted))]
            for name, wanted in {
                "who": AccessFilter(account_id=review),
                "from": AccessFilter(since=LATER),
                "until": AccessFilter(until=LATER),
                "case": AccessFilter(case=case),
                "all": AccessFilter(intake, case, LATER, LATER + timedelta(seconds=1)),
            }.items()
        }
        assert found == {"who": [2, 3, 4], "from": [3, 4, 5, 6], "until": [1, 2], "case": [1, 2, 3, 5], "all": [5]}
        assert [entry.id for entry in rows.accesses(AccessFilter(case=case), before=5, limit=2)] == [3, 2]
        assert rows.access_count(AccessFilter(), 4) == 4
        assert rows.access_count(AccessFilter(account_id=review), 9) == 3


def test_an_access_names_exactly_what_it_touched(store: Store, clerks: Clerks) -> None:
    fill(store, clerks, 1)
    for act, letter, person in ((Access.REPRINT, None, 1), (Access.REVEAL, 1, None), (Access.REVEAL, 1, 1)):
        with pytest.raises(Refused), store.writing() as rows:
            rows.log_access(act, clerks.intake.id, START, letter, person, "")
