"""An office made by the first release comes up to this one with everything in it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from models.casework.maintenance import migrate_office, verify_office
from models.casework.offices import sign_in
from models.casework.searching import search
from models.casework.worklist import worklist_heads
from models.errors import StoreError
from models.moment import now
from models.store.versions import CURRENT

PHRASE = "practice-desk-only"
KEPT = Path(__file__).parents[2] / "databases" / "schema-1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the office of twelve cases that the first release made."""
    return Path(shutil.copytree(KEPT, tmp_path / "office"))


def test_an_office_of_the_first_release_migrates_verifies_and_is_searchable(folder: Path) -> None:
    with pytest.raises(StoreError, match="先关闭其他窗口，由系统管理员升级数据库，升级前会自动备份") as refused:
        sign_in(folder, "赵文博", PHRASE, now)
    assert re.search("[A-Za-z]", refused.value.message) is None
    assert migrate_office(folder, "吴磊", PHRASE, now) == (1, CURRENT)
    assert verify_office(folder, "吴磊", PHRASE) == ()
    desk = sign_in(folder, "赵文博", PHRASE, now)
    try:
        with desk.store.reading() as rows:
            cases = rows.cases()
            people = [rows.person(case.person_id) for case in cases]
            certificates = [
                (case.number, facts["certificate.number"])
                for case in cases
                for facts in [rows.fact_sets(case.case_id)[-1].facts]
                if "certificate.number" in facts
            ]
        assert len(cases) == 12
        for person in people:
            for typed in (person.name, person.name[1:], person.id_number, person.id_number[-4:], person.phone[3:]):
                assert person.id in {hit.person_id for hit in search(desk, typed, limit=50)}, typed
        for number, certificate in certificates:
            assert number in {hit.case_number for hit in search(desk, certificate)}
        assert len(certificates) > 3
        assert sum(head.count for head in worklist_heads(desk)) > 0
    finally:
        desk.store.close()


def test_the_backup_made_before_the_migration_is_the_old_office(folder: Path) -> None:
    migrate_office(folder, "吴磊", PHRASE, now)
    (kept,) = (folder / "backups").iterdir()
    assert (kept / "office.db").stat().st_size > 0
    assert migrate_office(folder, "吴磊", PHRASE, now) == (CURRENT, CURRENT)
