"""What one window learns of another's acts."""

from __future__ import annotations

from models.casework.maintenance import announce_backup, record_thinning
from models.casework.news import news_since
from models.casework.unit_of_work import Desk
from models.store.engine import open_store
from tests.builders.desk import Bureau


def test_a_backup_that_another_window_makes_is_no_change_and_sets_off_no_further_one(bureau: Bureau) -> None:
    here = bureau["intake"]
    store = open_store(bureau.folder, key=here.store.key or b"")
    there = Desk(store, bureau["review"].account, bureau.now, here.shipped)
    place = news_since(here, None).place
    announce_backup(there, automatic=True)
    record_thinning(there, ["office-20250603T010000Z"])
    news = news_since(here, place)
    assert (news.place.entry, news.changes) == (place.entry + 2, None)
    store.close()
    case = bureau.open()
    here.store.own.clear()  # as if it had been another window's
    changes = news_since(here, news.place).changes
    assert changes is not None
    assert case.id in changes.cases
