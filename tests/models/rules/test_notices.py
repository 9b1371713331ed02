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


def test_a_condition_without_a_value_is_told_with_the_words_it_rests_on() -> None:
    cited = HEAD.replace('document = "练习文件"', 'document = "练习文件"\narticle = "第二条"\ntext = "须为退役军人"')
    rules = rulebook(cited + criterion("yes_no", 'fact = "person.veteran"\nexpected = true')).programme("skill_award")
    (told,) = notice_of(rules, rules.versions[0])["criteria"]
    assert told == {
        "id": "c",
        "kind": "yes_no",
        "label": "条件",
        "fact": "person.veteran",
        "expected": True,
        "document": "练习文件",
        "article": "第二条",
        "text": "须为退役军人",
    }
