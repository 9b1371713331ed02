"""What the thinning takes and what it never takes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders.store import START, found_office
from hypothesis import given, settings
from hypothesis import strategies as st

from models.calendar import BEIJING
from models.store.backup import BACKUPS, MANIFEST, backup, backups, copy_to, read_backup
from models.store.engine import Store
from models.store.thinning import DAYS, MONTHS, NEWEST, WEEKS, Kept, pin, surplus, thin

MINUTES = st.integers(0, 3 * 366 * 24 * 60)
COPIES = st.lists(st.tuples(MINUTES, st.booleans()), min_size=1, max_size=120)
PERIODS: tuple[tuple[Callable[[datetime], object], int], ...] = (
    (lambda at: at.date(), DAYS),
    (lambda at: at.isocalendar()[:2], WEEKS),
    (lambda at: (at.year, at.month), MONTHS),
)


def copies_of(drawn: list[tuple[int, bool]]) -> tuple[Kept, ...]:
    return tuple(
        Kept(f"office-{place:03d}", START + timedelta(minutes=minutes), pinned and place % 5 == 0)
        for place, (minutes, pinned) in enumerate(drawn)
    )


@settings(max_examples=60, deadline=None)
@given(COPIES, st.integers(0, 119))
def test_what_the_promise_names_stays_and_nothing_else(drawn: list[tuple[int, bool]], chosen: int) -> None:
    copies = copies_of(drawn)
    spared = copies[chosen % len(copies)].name
    gone = set(surplus(copies, {spared}))
    stay = [copy for copy in copies if copy.name not in gone]
    newest = max(copies, key=lambda copy: copy.made_at)
    assert newest.made_at in {copy.made_at for copy in stay}
    assert spared not in gone
    assert not [copy for copy in copies if copy.pinned and copy.name in gone]
    promised = set(sorted((copy.made_at for copy in copies), reverse=True)[:NEWEST])
    for period, count in PERIODS:
        latest: dict[object, datetime] = {}
        for copy in copies:
            key = period(copy.made_at.astimezone(BEIJING))
            latest[key] = max(latest.get(key, copy.made_at), copy.made_at)
        promised |= set(sorted(latest.values(), reverse=True)[:count])
    assert promised <= {copy.made_at for copy in stay}
    free = [copy for copy in stay if not copy.pinned and copy.name != spared]
    assert {copy.made_at for copy in free} <= promised
    assert len(free) <= DAYS + WEEKS + MONTHS + NEWEST
    assert surplus(stay, {spared}) == ()


def test_two_years_and_a_half_of_backups_leave_few_copies_that_reach_back_two_years() -> None:
    at, stay = START, []
    for step in range(900 * 2):
        at = START + timedelta(hours=12 * step)
        stay.append(Kept(f"office-{step:06d}", at))
        gone = set(surplus(stay, {stay[-1].name}))
        stay = [copy for copy in stay if copy.name not in gone]
    assert len(stay) <= DAYS + WEEKS + MONTHS + NEWEST
    assert at - min(copy.made_at for copy in stay) > timedelta(days=680)
    days = sorted({copy.made_at.astimezone(BEIJING).date() for copy in stay}, reverse=True)
    assert days[0] - days[DAYS - 1] == timedelta(days=DAYS - 1)


def test_a_folder_is_thinned_and_neither_a_pin_nor_a_damaged_manifest_is_touched(embedded: Store, folder: Path) -> None:
    found_office(embedded)
    made = [backup(embedded, None, START + timedelta(hours=hour)) for hour in range(5)]
    pin(made[0], pinned=True)
    (made[1] / MANIFEST).write_text("{", encoding="utf-8")
    (folder / BACKUPS / ".office-1.leaving").mkdir()
    assert thin(folder, folder / BACKUPS, {made[4].name}) == (made[2].name,)
    assert backups(folder) == (made[4], made[3], made[1], made[0])
    pin(made[0], pinned=False)
    assert thin(folder, folder / BACKUPS, {made[4].name}) == (made[0].name,)
    assert sorted(path.name for path in (folder / BACKUPS).iterdir()) == [made[place].name for place in (1, 3, 4)]


def test_a_second_place_gets_the_same_backup_without_its_pin(embedded: Store, tmp_path: Path) -> None:
    made = backup(embedded, None, START)
    pin(made, pinned=True)
    also = copy_to(made, tmp_path / "elsewhere")
    assert (also.name, read_backup(also)) == (made.name, read_backup(made))
    assert not [path for path in also.iterdir() if path.name == "pinned"]


def test_a_backup_that_another_window_takes_away_first_is_no_trouble_and_not_counted_twice(
    embedded: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_office(embedded)
    made = [backup(embedded, None, START + timedelta(hours=hour)) for hour in range(4)]
    place = folder / BACKUPS

    def slow(copies: Collection[Kept], spared: Collection[str]) -> tuple[str, ...]:
        names = surplus(copies, spared)
        shutil.rmtree(place / names[0])
        return names

    monkeypatch.setattr("models.store.thinning.surplus", slow)
    assert thin(folder, place, {made[3].name}) == (made[0].name,)
    assert backups(folder) == (made[3], made[2])
