"""The loader refuses whatever it does not understand, with file and line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from builders.rule_mutants import DATA

from models.errors import RulebookError
from models.rules.load import build_rulebook, load_rulebook
from models.rules.source import parse

SMALL = """\
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

[[versions]]
from = 2020-01-01
to = 2020-12-31
clause = "law"

[[versions]]
from = 2021-01-01
clause = "law"

[values.months]
label = "月数"
type = "months"
dated = [
  { from = 2020-01-01, to = 2020-12-31, value = 12, clause = "law" },
  { from = 2021-01-01, value = 24, clause = "law" },
]

[[criteria]]
id = "enough"
kind = "compare"
label = "月数"
fact = "insurance.unemployment_months"
op = ">="
value = "months"

[[criteria]]
id = "either"
kind = "any"
label = "其一"
dated = [{ from = 2020-01-01, clause = "law" }]

[[criteria.children]]
id = "veteran"
kind = "yes_no"
label = "退役军人"
fact = "person.veteran"
expected = true
"""


def small(old: str = "", new: str = "") -> None:
    text = SMALL.replace(old, new, 1) if old else SMALL
    assert text != SMALL or not old
    build_rulebook([parse("small.toml", text)])


def test_the_small_file_loads() -> None:
    small()


# What is changed, into what, the line that is named, and a word of the message or its field.
REFUSED = {
    "an unknown key": ("paragraph =", "paragrpah =", 1, "paragraph"),
    "an unknown key beside the known": ('act = "referral"', 'act = "referral"\ncolour = "red"', 6, "colour"),
    "a key twice": ('name = "表彰奖励"', 'name = "a"\nname = "b"', 4, ""),
    "a table twice": ("[values.months]", "[clauses.law]", 24, ""),
    "an unknown top-level table": ("[values.months]", "[vaules.months]", 24, "vaules"),
    "an unknown programme": ('id = "skill_award"', 'id = "skill_awards"', 2, "skill_awards"),
    "an unknown act": ('"referral"', '"refferal"', 5, "act"),
    "a wrong type": ('label = "月数"\ntype', "label = 5\ntype", 25, "label"),
    "an unknown value type": ('type = "months"', 'type = "month"', 26, "month"),
    "an impossible date": ("from = 2021-01-01\n", "from = 2021-02-29\n", 21, ""),
    "a date written as text": ("from = 2021-01-01\n", 'from = "2021-01-01"\n', 21, "from"),
    "a moment for a date": ("from = 2021-01-01\n", "from = 2021-01-01T00:00:00\n", 21, "from"),
    "an end before the start": ("to = 2020-12-31\n", "to = 2019-12-31\n", 17, ""),
    "versions that overlap": ("to = 2020-12-31\n", "to = 2021-01-01\n", 20, "重叠"),
    "rows that overlap": ("to = 2020-12-31, value", "to = 2021-01-01, value", 29, "重叠"),
    "a row outside every version": ("{ from = 2020-01-01, to", "{ from = 2019-12-31, to", 28, "2019-12-31"),
    "a negative limit": ("value = 12,", "value = -12,", 28, "月数"),
    "a limit with a fraction": ("value = 12,", "value = 12.0,", 28, "整数"),
    "a value without a clause": ('value = 24, clause = "law"', "value = 24", 29, "clause"),
    "an unknown clause": ('value = 24, clause = "law"', 'value = 24, clause = "lwa"', 29, "lwa"),
    "an unknown evidence mark": ('evidence = "F-A"', 'evidence = "F-E"', 11, "F-E"),
    "a clause without a source": ('source = "练习"\n', "", 9, "source"),
    "a misspelled fact": ("person.veteran", "person.vetaran", 50, "person.vetaran"),
    "a fact of the wrong type": ('fact = "person.veteran"', 'fact = "person.sex"', 50, "person.sex"),
    "an unknown kind": ('kind = "yes_no"', 'kind = "yesno"', 48, "yesno"),
    "an unknown comparison": ('op = ">="', 'op = "=>"', 37, "op"),
    "an unknown value": ('value = "months"', 'value = "month"', 38, "month"),
    "a criterion without a clause": ('dated = [{ from = 2020-01-01, clause = "law" }]\n', "", 40, "either"),
    "a criterion without dates": ('dated = [{ from = 2020-01-01, clause = "law" }]', "dated = []", 44, "dated"),
    "a criterion id twice": ('id = "veteran"', 'id = "enough"', 46, "enough"),
    "a composite without parts": (SMALL[SMALL.index("[[criteria.children]]") :], "", 40, "children"),
    "no criteria": (SMALL[SMALL.index("[[criteria]]") :], "", 1, "criteria"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_file_and_line(what: str) -> None:
    old, new, line, word = REFUSED[what]
    with pytest.raises(RulebookError) as refusal:
        small(old, new)
    message = refusal.value.message
    assert re.match(r"small\.toml:\d+: .*[\u4e00-\u9fff]", message), message
    assert message.startswith(f"small.toml:{line}: "), message
    assert word in message or word in str(refusal.value.field), message


def test_an_unused_value_is_refused() -> None:
    extra = (
        '[values.idle]\nlabel = "闲置"\ntype = "count"\ndated = [{ from = 2021-01-01, value = 1, clause = "law" }]\n'
    )
    with pytest.raises(RulebookError, match=r"small\.toml:24: .*idle"):
        small("[values.months]", extra + "\n[values.months]")


def test_an_unused_clause_is_refused() -> None:
    extra = '[clauses.idle]\ndocument = "闲置"\nevidence = "F-A"\nsource = "练习"\nchecked_on = 2026-11-22\n\n'
    with pytest.raises(RulebookError, match=r"small\.toml:15: .*idle"):
        small("[[versions]]", extra + "[[versions]]")


def test_a_version_without_any_criterion_is_refused() -> None:
    old = SMALL[SMALL.index("[[criteria]]") :]
    late = '[[criteria]]\nid = "late"\nkind = "yes_no"\nlabel = "退役军人"\nfact = "person.veteran"\nexpected = true\n'
    dated = 'dated = [{ from = 2021-01-01, clause = "law" }]\n'
    values = SMALL[SMALL.index("[values.months]") : SMALL.index("[[criteria]]")]
    text = SMALL.replace(old, late + dated).replace(values, "")
    with pytest.raises(RulebookError, match=r"small\.toml:15: .*没有任何条件"):
        build_rulebook([parse("small.toml", text)])


def test_the_parts_of_a_composite_stay_within_it() -> None:
    part = 'expected = true\ndated = [{ from = 2020-06-01, clause = "law" }]\n'
    with pytest.raises(RulebookError, match="没有任何组成条件"):
        small("expected = true\n", part)
    late = SMALL.replace("dated = [{ from = 2020-01-01, clause", "dated = [{ from = 2021-01-01, clause")
    with pytest.raises(RulebookError, match="超出了"):
        build_rulebook([parse("small.toml", late.replace("expected = true\n", part))])


def test_a_programme_in_two_files_is_refused() -> None:
    with pytest.raises(RulebookError, match=r"two\.toml:2: .*skill_award"):
        build_rulebook([parse("one.toml", SMALL), parse("two.toml", SMALL)])


def test_the_hash_does_not_depend_on_the_order_of_files_or_on_comments() -> None:
    one, other = (DATA / f"{name}.toml" for name in ("free_training", "skill_upgrade"))
    sources = [parse(path.name, path.read_text("utf-8")) for path in (one, other)]
    book = build_rulebook(sources)
    assert book.hash == build_rulebook(sources[::-1]).hash
    commented = parse(one.name, "# a remark\n" + one.read_text("utf-8"))
    assert book.hash == build_rulebook([commented, sources[1]]).hash
    assert book.hash != build_rulebook(sources[:1]).hash
    assert list(book.programmes) == list(build_rulebook(sources[::-1]).programmes)


def test_the_hash_of_the_same_rules_is_the_same_in_every_release() -> None:
    """A stored assessment names the rulebook it was judged by: counted otherwise, the same rules would look changed."""
    assert (
        build_rulebook([parse("small.toml", SMALL)]).hash
        == "sha256:ce5c99ed54f61c700430bd9f468cbb50da7fbf45db95e4526fcc290d314573d4"
    )


def test_the_shipped_rulebook_is_that_of_its_folder(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "rules")
    assert load_rulebook(tmp_path / "rules").hash == load_rulebook().hash == load_rulebook(DATA).hash


def test_a_missing_or_empty_folder_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(RulebookError, match=":1: "):
            load_rulebook(folder)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RulebookError, match=r"^bad\.toml:1: "):
        load_rulebook(tmp_path)


def test_no_national_text_ships_as_beijings_own() -> None:
    for programme in load_rulebook().programmes.values():
        for clause in programme.clauses.values():
            assert clause.national == clause.clause.document.startswith(("人社部", "财社", "国办发")), clause.id


def test_what_was_not_found_ships_empty() -> None:
    items = load_rulebook().programmes["living_allowance"].items
    assert [row.value for row in (*items["daily_rate"].rows, *items["cap"].rows)] == [None, None]
    assert items["min_attendance_percent"].rows == ()


def test_a_row_of_one_day_and_a_period_of_one_working_day_are_right() -> None:
    small("from = 2020-01-01, to = 2020-12-31, value = 12", "from = 2020-12-31, to = 2020-12-31, value = 12")
    small('basis = "law"', 'basis = "law"\ndecide_within = { working_days = 1, from = 2020-01-01, clause = "law" }')
    with pytest.raises(RulebookError, match="working_days"):
        small('basis = "law"', 'basis = "law"\ndecide_within = { working_days = 0, from = 2020-01-01, clause = "law" }')


def test_the_line_of_a_date_that_cannot_be_is_named() -> None:
    with pytest.raises(RulebookError, match=r"^small\.toml:13: "):
        parse("small.toml", SMALL.replace("checked_on = 2026-11-22", "checked_on = 2026-11-31", 1))
    with pytest.raises(RulebookError, match=r"^one\.toml:1: "):
        parse("one.toml", "day = 2023-02-30\n")


def test_the_line_of_a_number_of_thousands_of_digits_is_named() -> None:
    with pytest.raises(RulebookError, match=r"^long\.toml:2: 数字过长"):
        parse("long.toml", f"a = 1\nb = {'7' * 5000}\nc = 3\n")
