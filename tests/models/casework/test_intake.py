"""What the window writes down of the papers it has seen."""

from __future__ import annotations

import pytest

from models.casework import intake
from models.errors import InputError
from tests.builders.desk import Bureau


@pytest.mark.parametrize("name", ["", "  ", "居民\u202e身份证", "居民\n身份证", "居民\x00身份证"])
def test_a_paper_without_a_name_that_can_be_read_is_refused_at_its_field(bureau: Bureau, name: str) -> None:
    number = bureau.open().number
    with pytest.raises(InputError, match="材料名称") as refused:
        intake.see_paper(bureau["intake"], number, name)
    assert refused.value.field == "paper"
    seen = intake.see_paper(bureau["intake"], number, " 居民身份证 ").value
    assert seen.name == "居民身份证"
