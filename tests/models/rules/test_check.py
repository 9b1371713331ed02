"""The lint: what loads, yet deserves a look."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from builders.rule_mutants import DATA
from builders.small_programme import STATUS_SET

from models.rules.check import Finding, Severity, check
from models.vocabulary import described

HEAD = """\
[programme]
id = "skill_award"
name = "表彰奖励"
paragraph = "四(三)21"
act = "referral"
version_by = "application"
basis = "law"

[clauses.law]
document = "练习文件"
evidence = "F-A"
source = "练习"
checked_on = 2026-11-22
review_by = 2026-12-31

[[versions]]
from = 2020-01-01
to = 2020-12-31
clause = "law"

[[versions]]
from = 2021-02-01
clause = "law"
"""
HOUSEHOLD = """
[[criteria]]
id = "household"
kind = "one_of"
label = "本市户籍"
fact = "person.household"
choices = ["beijing_urban", "beijing_rural"]
dated = [
  { from = 2020-01-01, to = 2020-06-30, clause = "law" },
  { from = 2020-08-01, clause = "law" },
]
"""
EITHER = """
[[criteria]]
id = "either"
kind = "any"
label = "其一"
dated = [{ from = 2020-01-01, clause = "law" }]
"""


def part(name: str, body: str) -> str:
    return f'\n[[criteria.children]]\nid = "{name}"\nlabel = "{name}"\n{body}\n'


VETERAN = 'kind = "yes_no"\nfact = "person.veteran"\nexpected = true'
OUTSIDER = 'kind = "one_of"\nfact = "person.household"\nchoices = ["other"]'
ANY_BEIJINGER = 'kind = "one_of"\nfact = "person.household"\nchoices = ["beijing_urban", "beijing_rural"]'


def lint(folder: Path, text: str, today: date = date(2026, 11, 22)) -> list[Finding]:
    (folder / "award.toml").write_text(text, "utf-8")
    return check(folder, today=today)


def messages(findings: list[Finding], severity: Severity) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in findings if each.severity is severity]


def test_the_shipped_rulebook_has_no_warning_on_the_day_it_was_checked() -> None:
    findings = check(today=date(2026, 11, 22))
    assert [each for each in findings if each.severity is not Severity.INFO] == []
    assert any("急需紧缺" in each.message for each in findings)


def test_a_file_that_does_not_load_is_one_error_with_its_line(tmp_path: Path) -> None:
    found = lint(tmp_path, HEAD.replace('"referral"', '"refferal"'))
    assert found == [Finding("award.toml", 5, Severity.ERROR, "“act”只能是decision、referral")]


def test_gaps_between_versions_and_between_rows_are_found(tmp_path: Path) -> None:
    found = messages(lint(tmp_path, HEAD + HOUSEHOLD), Severity.WARNING)
    assert (21, "2021年1月1日至2021年1月31日没有版本，此间的申请不能办理") in found
    assert (33, "“本市户籍”在2020年7月1日至2020年7月31日没有规定") in found


def test_a_value_past_its_review_date_is_found_and_an_expired_one_left_alone(tmp_path: Path) -> None:
    def due(today: date) -> list[str]:
        found = messages(lint(tmp_path, HEAD + HOUSEHOLD, today), Severity.WARNING)
        return [message for _, message in found if "复核" in message]

    assert due(date(2026, 12, 31)) == []
    assert due(date(2027, 1, 1)) == ["“本市户籍”应在2026年12月31日前复核（依据：练习文件）"]


def test_an_alternative_that_repeats_another_is_found(tmp_path: Path) -> None:
    text = HEAD + HOUSEHOLD + EITHER + part("one", VETERAN) + part("two", VETERAN)
    assert any("“two”与“one”相同" in message for _, message in messages(lint(tmp_path, text), Severity.WARNING))


def test_an_alternative_that_a_general_condition_excludes_is_found(tmp_path: Path) -> None:
    text = HEAD + HOUSEHOLD + EITHER + part("one", VETERAN) + part("two", OUTSIDER)
    assert any(
        "“two”与必备条件“本市户籍”矛盾" in message for _, message in messages(lint(tmp_path, text), Severity.WARNING)
    )


def test_an_alternative_that_is_always_granted_is_found(tmp_path: Path) -> None:
    text = HEAD + HOUSEHOLD + EITHER + part("one", VETERAN) + part("two", ANY_BEIJINGER)
    assert any("总是满足" in message for _, message in messages(lint(tmp_path, text), Severity.WARNING))


def line_of(text: str, nth: int, words: str) -> int:
    """The line of the nth table whose header holds the words."""
    return [at for at, line in enumerate(text.splitlines(), start=1) if words in line][nth]


def test_facts_used_twice_are_listed_for_information_each_name_once_with_its_lines(tmp_path: Path) -> None:
    text = HEAD + HOUSEHOLD + EITHER + part("one", VETERAN) + part("two", OUTSIDER) + part("three", ANY_BEIJINGER)
    text = text.replace('label = "three"', 'label = "two"')
    two, three = (line_of(text, nth, "[[criteria.children]]") for nth in (1, 2))
    assert messages(lint(tmp_path, text), Severity.INFO) == [
        (25, f"“户籍”用于3处：本市户籍（第25行）、two（第{two}行，第{three}行）")
    ]


POOR = STATUS_SET.replace("person.rural_labour", "person.hard_to_employ").replace("农村劳动力", "以前认定过")


def test_a_fact_that_a_status_asks_again_is_listed_with_the_file_of_the_status(tmp_path: Path) -> None:
    (tmp_path / "poor.toml").write_text(POOR, "utf-8")
    status = (
        '\n[[criteria]]\nid = "status"\nkind = "status"\nlabel = "身份"\nset = "poor"\n'
        'recognised = "person.hard_to_employ"\ndated = [{ from = 2020-01-01, clause = "law" }]\n'
    )
    (found,) = [each for each in lint(tmp_path, HEAD + status) if each.severity is Severity.INFO]
    line, inside = line_of(HEAD + status, 0, "[[criteria]]"), line_of(POOR, 0, "[[criteria]]")
    assert (found.file, found.line) == ("award.toml", line)
    label = described("person.hard_to_employ").label
    places = f"已认定为困难人员（第{line}行）、以前认定过（poor.toml第{inside}行）"
    assert found.message == f"“{label}”用于2处：{places}"


def test_every_finding_of_the_shipped_rulebook_points_at_a_line_of_its_file() -> None:
    files = {path.name for path in DATA.glob("*.toml")}
    for finding in check(today=date(2030, 1, 1)):
        assert finding.file in files
        assert finding.line > 1
