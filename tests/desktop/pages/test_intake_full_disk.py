"""The disk is full when a clerk accepts (P4): it is said that nothing was saved, and what was typed is still there."""

from __future__ import annotations

import pytest

from models.case import State
from tests.builders.desk import Bureau
from tests.builders.intake_clerk import ANSWERS, Clerk, field, papers

pytestmark = pytest.mark.usefixtures("theme")


def limit(bureau: Bureau, pages: int) -> None:
    """As if the disk had room for so many pages; what SQLite says then is what it says of a full disk."""
    bureau["intake"].store.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    bureau["intake"].store.connection.rollback()


def pages_now(bureau: Bureau) -> int:
    found = bureau["intake"].store.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    bureau["intake"].store.connection.rollback()
    return int(found)


def test_on_a_full_disk_nothing_is_saved_everything_typed_stays_and_the_next_try_saves_it(
    bureau: Bureau, filled: Clerk
) -> None:
    papers(filled)
    limit(bureau, pages_now(bureau))
    filled.commit()
    said = filled.window.window.key_line.saved.text()
    assert "磁盘已满，未保存" in said
    assert "请清理磁盘空间" in said
    with bureau["intake"].store.reading() as rows:
        assert rows.cases({State.FOR_REVIEW}) == ()
    for key, text in ANSWERS.items():
        assert field(filled, key).text() == text, key
    limit(bureau, 1_000_000)
    filled.commit()
    with bureau["intake"].store.reading() as rows:
        assert len(rows.cases({State.FOR_REVIEW})) == 1
