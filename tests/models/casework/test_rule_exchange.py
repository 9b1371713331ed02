"""One office's confirmed entries serve another: signed, checked, and confirmed there again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.casework.bureau_values import confirm_value, values_to_confirm
from models.casework.rule_exchange import export_rules, import_rules, own_fingerprint
from models.errors import InputError, NotPermitted, Refused, SubsidyDeskError
from tests.builders.desk import Bureau, make_bureau

START = date(2018, 12, 29)


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[tuple[Bureau, Bureau]]:
    one, other = make_bureau(tmp_path / "one"), make_bureau(tmp_path / "other", name="北京市西城区人力资源和社会保障局")
    one.enter("living_allowance", "daily_rate", 3000, START, None)
    one.enter("living_allowance", "cap", False, START, None)
    yield one, other
    one.close()
    other.close()


def rate(bureau: Bureau) -> Any:
    with bureau["audit"].look("rules.read") as work:
        row = work.rulebook.programmes["living_allowance"].items["daily_rate"].row_on(date(2025, 6, 3))
        return None if row is None else row.value


def test_imported_entries_wait_for_a_second_person_of_the_importing_office(offices: tuple[Bureau, Bureau]) -> None:
    one, other = offices
    done = import_rules(other["review"], export_rules(one["review"]), own_fingerprint(one["audit"]))
    assert [entry.name for entry in done.value] == ["daily_rate", "cap"]
    assert done.changes.rules
    assert rate(other) is None
    waiting = values_to_confirm(other["sign"])
    with pytest.raises(Refused, match="另一人"):
        confirm_value(other["review"], waiting[0].id)
    for entry in waiting:
        confirm_value(other["sign"], entry.id)
    assert rate(other) == 3000 == rate(one)
    with other["audit"].look("rules.read") as work, one["audit"].look("rules.read") as there:
        assert work.rulebook.hash == there.rulebook.hash


def test_the_scan_comes_along_and_what_is_here_already_is_left_out(offices: tuple[Bureau, Bureau]) -> None:
    one, other = offices
    content, finger = export_rules(one["sign"]), own_fingerprint(one["sign"])
    first = import_rules(other["review"], content, finger.upper()).value
    with other["audit"].look("rules.read") as work, one["audit"].look("rules.read") as there:
        given = there.rows.bureau_entries()[0].scan_id
        kept = first[0].scan_id
        assert given is not None
        assert kept is not None
        assert work.rows.attachment(kept).sha256 == there.rows.attachment(given).sha256
    assert import_rules(other["review"], content, finger).value == ()


def test_two_offices_have_two_keys_and_each_keeps_its_own(offices: tuple[Bureau, Bureau]) -> None:
    one, other = offices
    assert own_fingerprint(one["audit"]) == own_fingerprint(one["intake"]) != own_fingerprint(other["audit"])
    assert export_rules(one["review"]) == export_rules(one["review"])


def changed(content: bytes, **changes: Any) -> bytes:
    return json.dumps({**json.loads(content), **changes}, ensure_ascii=False).encode()


def forgeries(content: bytes) -> dict[str, bytes]:
    data = json.loads(content)
    higher = [{**data["entries"][0], "value": 9000}, *data["entries"][1:]]
    return {
        "a changed value": changed(content, entries=higher),
        "an entry less": changed(content, entries=data["entries"][1:]),
        "another office's name": changed(content, office="别的单位"),
        "no signature": json.dumps({k: v for k, v in data.items() if k != "signature"}).encode(),
        "a signature that is none": changed(content, signature="zz"),
        "a signature of zeros": changed(content, signature="00" * 64),
        "a key that is none": changed(content, key="00"),
        "an unknown key": changed(content, note="x"),
        "an unknown key of an entry": changed(content, entries=[{**data["entries"][0], "note": 1}]),
        "half the file": content[: len(content) // 2],
        "no file": b"",
        "no text": b"\xff\xfe",
        "a list": b"[]",
    }


def test_a_changed_or_damaged_file_changes_nothing(offices: tuple[Bureau, Bureau]) -> None:
    one, other = offices
    content, finger = export_rules(one["review"]), own_fingerprint(one["review"])
    for what, forged in forgeries(content).items():
        with pytest.raises((InputError, Refused)) as refusal:
            import_rules(other["review"], forged, finger)
        assert isinstance(refusal.value, SubsidyDeskError), what
        assert "\n" not in refusal.value.message
    assert values_to_confirm(other["sign"]) == ()
    assert rate(other) is None


def test_a_file_of_a_key_nobody_vouched_for_is_refused(offices: tuple[Bureau, Bureau]) -> None:
    one, other = offices
    with pytest.raises(Refused, match="指纹"):
        import_rules(other["review"], export_rules(one["review"]), own_fingerprint(other["review"]))
    with pytest.raises(Refused, match="指纹"):
        import_rules(other["review"], export_rules(one["review"]), "")


def test_an_entry_that_overlaps_what_is_confirmed_here_refuses_the_whole_file(
    offices: tuple[Bureau, Bureau],
) -> None:
    one, other = offices
    other.enter("living_allowance", "cap", 60000, date(2020, 1, 1), date(2020, 12, 31))
    with pytest.raises(InputError, match=r"living_allowance\.cap"):
        import_rules(other["review"], export_rules(one["review"]), own_fingerprint(one["review"]))
    assert values_to_confirm(other["sign"]) == ()


def test_practice_never_reaches_a_real_office(offices: tuple[Bureau, Bureau], tmp_path: Path) -> None:
    one, _ = offices
    real = make_bureau(tmp_path / "real", practice=False)
    try:
        with pytest.raises(Refused, match="练习"):
            import_rules(real["review"], export_rules(one["review"]), own_fingerprint(one["review"]))
    finally:
        real.close()


def test_only_who_may_enter_values_exchanges_them(offices: tuple[Bureau, Bureau]) -> None:
    one, other = offices
    with pytest.raises(NotPermitted):
        export_rules(one["finance"])
    with pytest.raises(NotPermitted):
        import_rules(other["intake"], export_rules(one["review"]), own_fingerprint(one["review"]))


def test_an_office_without_confirmed_entries_has_nothing_to_export(offices: tuple[Bureau, Bureau]) -> None:
    with pytest.raises(Refused, match="没有可以导出的内容"):
        export_rules(offices[1]["review"])
