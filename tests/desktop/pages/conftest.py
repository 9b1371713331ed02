"""A bureau and a clerk at its window, for the tests of the intake page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.pages.intake import IntakePage
from tests.builders.desk import Bureau, make_bureau
from tests.builders.intake_clerk import Clerk, fill
from tests.builders.page_window import PageWindow


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = make_bureau(tmp_path / "office", confirmed=True)
    yield made
    made.close()


@pytest.fixture
def clerk(bureau: Bureau) -> Clerk:
    return Clerk(PageWindow(bureau["intake"], IntakePage, "worklist"))


@pytest.fixture
def filled(bureau: Bureau, clerk: Clerk) -> Clerk:
    """A returning person, everything answered, nothing handed in."""
    fill(clerk, bureau.person(7).id_number)
    return clerk
