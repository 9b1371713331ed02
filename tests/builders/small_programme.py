"""The smallest rulebook that loads: one programme with one condition, whose text a test writes."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any

from models.assessment import Assessment, Line
from models.facts import Award, Facts
from models.rules.evaluate import assess
from models.rules.load import build_rulebook
from models.rules.rulebook import RuleBook
from models.rules.source import parse

HEAD = """\
[programme]
id = "skill_award"
name = "表彰奖励"
paragraph = "四(三)21"
act = "decision"
version_by = "application"
basis = "law"

[clauses.law]
document = "练习文件"
evidence = "F-A"
source = "练习"
checked_on = 2026-11-22

[[versions]]
from = 2020-01-01
clause = "law"

[values.two]
label = "两项"
type = "count"
dated = [{ from = 2020-01-01, value = 2, clause = "law" }]
"""
STATUS_SET = """\
[set]
id = "poor"
name = "困难人员"
dated = [{ from = 2020-01-01, clause = "law" }]

[clauses.law]
document = "练习文件"
evidence = "F-C"
source = "练习"
checked_on = 2026-11-22

[[criteria]]
id = "poor_rural"
kind = "yes_no"
label = "农村劳动力"
fact = "person.rural_labour"
expected = true
"""
ON = date(2024, 6, 3)


def criterion(kind: str, body: str, *parts: str) -> str:
    """The condition: its kind, its own keys and its parts."""
    dated = "" if "value =" in body else 'dated = [{ from = 2020-01-01, clause = "law" }]\n'
    children = "".join(f'\n[[criteria.children]]\nid = "p{place}"\n{part}\n' for place, part in enumerate(parts))
    return f'\n[[criteria]]\nid = "c"\nkind = "{kind}"\nlabel = "条件"\n{body}\n{dated}{children}'


def empty(text: str, kind: str) -> str:
    """The text with its value of another type, and not known."""
    return text.replace('type = "count"', f'type = "{kind}"').replace(
        'value = 2, clause = "law"', 'clause = "law", evidence = "NF"'
    )


def flag(fact: str) -> str:
    """A condition, or a part of one, that asks for a yes."""
    return f'kind = "yes_no"\nlabel = "{fact}"\nfact = "{fact}"\nexpected = true'


def rulebook(text: str) -> RuleBook:
    """The rulebook of the one file; the value is left out where nothing uses it."""
    if '"two"' not in text:
        text = text.replace(HEAD[HEAD.index("[values.two]") :], "")
    return build_rulebook([parse("kinds.toml", text)])


def judged(text: str, facts: dict[str, Any], *awards: Award, complete: bool = True) -> Assessment:
    """The facts judged by it on the day."""
    return assess(rulebook(text), "skill_award", Facts(MappingProxyType(facts), awards, complete), ON)


def line(found: Assessment) -> Line:
    """The line of the one condition."""
    return found.criteria[0]
