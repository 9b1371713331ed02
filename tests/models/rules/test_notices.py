"""A version opened as a notice, to be changed and entered anew."""

from __future__ import annotations

from builders.small_programme import HEAD, criterion, empty, rulebook

from models.rules.notices import notice_of

MONTHS = criterion("compare", 'fact = "insurance.unemployment_months"\nop = ">="\nvalue = "two"')


def test_a_value_that_nobody_has_entered_yet_is_left_open_in_the_notice() -> None:
    known = rulebook(HEAD.replace('type = "count"', 'type = "months"') + MONTHS).programme("skill_award")
    open_still = rulebook(empty(HEAD, "months") + MONTHS).programme("skill_award")
    told = {"label": "两项", "type": "months", "document": "练习文件"}
    assert notice_of(known, known.versions[0])["values"] == {"two": {**told, "value": 2}}
    assert notice_of(open_still, open_still.versions[0])["values"] == {"two": told}
