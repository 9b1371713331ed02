from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.desk import Bureau, make_bureau


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = make_bureau(tmp_path / "office", confirmed=True)
    yield made
    made.close()
