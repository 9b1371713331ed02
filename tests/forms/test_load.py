"""Form definitions: the shipped ones load, broken ones fail with file and line."""

from __future__ import annotations

from datetime import date

import pytest

from forms.form import Demand, FieldKind
from forms.load import FormError, form_ids, load_form, programme_form, read_form
from models.errors import InputError

GOOD = """\
id = "trial"
title = "试表"
programme = "skill_upgrade"

[[section]]
id = "certificate"
title = "证书"

[[section.field]]
key = "certificate.kind"

[[section.field]]
key = "certificate.level"
hint = "1至5"
asked_from = 2019-01-01
visible_when = [{ "certificate.kind" = ["skill_level"] }]

[[section]]
id = "more"
title = "其他"

[[section.field]]
key = "person.name"
kind = "name"
label = "姓名"

[[paper]]
id = "certificate"
name = "证书"
demand = "required"
document = "某办法"
article = "第一条"
text = "应当提供证书"
evidence = "R"
"""


def test_a_good_definition_is_read_whole() -> None:
    form = read_form(GOOD, "trial.toml")
    kind, level, name = form.fields()
    assert (kind.kind, list(kind.choices)[:2]) == (FieldKind.CHOICE, ["vocational_qualification", "skill_level"])
    assert (level.hint, level.asked_from, level.nullable) == ("1至5", date(2019, 1, 1), True)
    assert (name.kind, name.label, name.optional) == (FieldKind.NAME, "姓名", False)
    assert form.papers[0].basis.article == "第一条"


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('title = "试表"', 'title = "试表', 2, "TOML"),
        ('title = "试表"', "title = 5", 2, "类型不对"),
        ('title = "试表"', 'titel = "试表"', 2, "不认识“titel”"),
        ('title = "试表"\n', "", 1, "缺少“title”"),
        ('id = "more"', 'id = "certificate"', 19, "出现了两次"),
        ('key = "certificate.level"', 'key = "certificate.kind"', 13, "问了两次"),
        ('key = "certificate.level"', 'key = "certificate.lavel"', 12, "不在词汇表里"),
        ("asked_from = 2019-01-01", 'asked_from = "2019"', 15, "类型不对"),
        ("asked_from = 2019-01-01", "asked_from = 2019-01-01\nasked_to = 2018-01-01", 16, "早于asked_from"),
        ('["skill_level"]', '["skil_level"]', 16, "只能是"),
        ('["skill_level"]', "[]", 16, "至少一个值"),
        ('"certificate.kind" = [', '"certificate.verified" = [', 16, "前面问过"),
        ('[{ "certificate.kind" = ["skill_level"] }]', "[{}]", 16, "每一项"),
        ('kind = "name"', 'kind = "nome"', 24, "须写明正确的kind"),
        ('kind = "name"', 'kind = "date"', 24, "不能用kind"),
        ('label = "姓名"\n', "", 24, "缺少label"),
        ('key = "certificate.kind"', 'key = "certificate.kind"\nkind = "group"', 11, "不能用kind"),
        ('demand = "required"', 'demand = "please"', 30, "required、not_demanded"),
        ('text = "应当提供证书"', 'text = " "', 33, "没有依据的材料不得要求"),
        ('evidence = "R"\n', "", 27, "缺少“evidence”"),
    ],
)
def test_a_broken_definition_names_file_and_line(old: str, new: str, line: int, reason: str) -> None:
    assert old in GOOD
    with pytest.raises(FormError) as caught:
        read_form(GOOD.replace(old, new, 1), "trial.toml")
    place, message = caught.value.message.split(": ", 1)
    assert reason in message
    assert place == f"trial.toml:{line}"


def test_every_shipped_form_loads_under_its_own_name() -> None:
    assert form_ids() == (
        *("apprenticeship", "consolidation_training", "employment_reward", "enterprise_training", "family_guidance"),
        *("free_training", "living_allowance", "person", "skill_upgrade"),
    )
    assert [load_form(form_id).id for form_id in form_ids()] == list(form_ids())
    assert [load_form(form_id).programme or "person" for form_id in form_ids()] == list(form_ids())


@pytest.mark.parametrize("programme", ["person", "", "../person", "senior_title"])
def test_a_programme_without_a_form_is_refused(programme: str) -> None:
    with pytest.raises(InputError, match="没有"):
        programme_form(programme)


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(InputError, match="没有“nothing”"):
        load_form("nothing")


def test_only_what_the_law_lets_us_demand_is_demanded_for_skill_upgrade() -> None:
    papers = programme_form("skill_upgrade").papers
    assert [paper.id for paper in papers if paper.demand is Demand.REQUIRED] == ["id_card", "certificate"]
    assert {paper.basis.article for paper in papers} == {"第二十四条第三款", "第三十一条"}


def test_every_paper_stands_on_a_text_with_its_evidence_mark() -> None:
    papers = [paper for form_id in form_ids() for paper in load_form(form_id).papers]
    assert papers
    assert {paper.basis.evidence for paper in papers} <= {"F-A", "F-B", "F-C", "F-D", "INF", "R"}
    assert all(paper.basis.document and paper.basis.article and paper.basis.text for paper in papers)
