"""A scripted day with known people: afterwards none of their numbers stands outside the encrypted store (P14)."""

from __future__ import annotations

import logging
import stat
import tempfile
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from desktop import crash_report
from desktop.log_format import RedactingFormatter
from desktop.preference_keeper import PreferenceKeeper
from models.casework.maintenance import make_backup, rehearse_restore
from models.casework.reveals import log_reveal
from models.errors import SubsidyDeskError
from models.person import Person
from tests.builders.desk import Bureau, make_bureau
from tests.builders.drill import Drill

PEOPLE = 50  # with their four numbers and names: 200 known values


def known_values(people: list[Person]) -> list[bytes]:
    """What must be found nowhere, in every spelling a file may have."""
    texts = [value for one in people for value in (one.id_number, one.phone, one.bank_card, one.name) if value]
    assert len(texts) == 4 * len(people)
    return [text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "gbk") if _spells(text, code)]


def _spells(text: str, code: str) -> bool:
    try:
        return bool(text.encode(code))
    except UnicodeEncodeError:
        return False


def leaks(folder: Path, values: list[bytes]) -> list[str]:
    """The files below `folder` with one of the values in their bytes or in their path."""
    found = []
    for path in sorted(folder.rglob("*")):
        held = path.read_bytes() if path.is_file() else b""
        if any(value in held or value in str(path).encode() for value in values):
            found.append(path.name)
    return found


def a_day(bureau: Bureau, place: Path, log: logging.Logger, count: int = PEOPLE) -> list[Person]:
    """Take in, decide, reveal, fail, back up, choose settings; every trouble quotes somebody."""
    people = [bureau.person(number) for number in range(1, count + 1)]
    bureau.decide(bureau.reviewed(person=people[0]))
    log_reveal(bureau["review"], people[1].id, "id_number")
    for one in people:
        try:
            raise ValueError(f"{one.name} {one.id_number} {one.phone}")
        except ValueError as error:
            crash_report.keep(error)
            log.exception("could not read %s of %s", one.id_number, one.name)
        log.warning(f"typed {one.id_number}")
        with pytest.raises(SubsidyDeskError):
            bureau.person(one.id)
    make_backup(bureau["system"])
    assert rehearse_restore(bureau["system"]).ok
    keeper = PreferenceKeeper(place / "preferences.json")
    keeper.put(replace(keeper.now, folder=str(bureau.folder), window="3号窗口"))
    return people


@pytest.fixture
def log(tmp_path: Path) -> logging.Logger:
    found = logging.Logger("day")
    handler = logging.FileHandler(tmp_path / "program.log", encoding="utf-8")
    handler.setFormatter(RedactingFormatter())
    found.addHandler(handler)
    return found


def test_after_a_day_nothing_personal_stands_in_logs_crash_files_temp_settings_or_the_raw_store(
    tmp_path: Path, log: logging.Logger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crash_report, "_folder", lambda: tmp_path / "crashes")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    people = a_day(bureau, tmp_path, log)
    values = known_values(people)
    assert leaks(tmp_path, values) == [], "with the store open, its log unfolded"
    bureau.close()
    assert leaks(tmp_path, values) == []
    assert (tmp_path / "program.log").stat().st_size > 1000
    assert list((tmp_path / "crashes").iterdir())
    assert list((tmp_path / "tmp").iterdir()) == []
    open_to_others = [path.name for path in (tmp_path / "data").rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert open_to_others == []
    assert stat.S_IMODE((tmp_path / "preferences.json").stat().st_mode) == 0o600
    log.handlers[0].close()


@pytest.mark.drill
def test_a_day_with_800_known_values_leaves_none_of_them_anywhere(
    tmp_path: Path, log: logging.Logger, monkeypatch: pytest.MonkeyPatch, drill: Drill
) -> None:
    monkeypatch.setattr(crash_report, "_folder", lambda: tmp_path / "crashes")
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    people = a_day(bureau, tmp_path, log, count=200)
    for one in people[1:20]:
        bureau.decide(bureau.reviewed(person=one))
    values = known_values(people)
    assert leaks(tmp_path, values) == []
    bureau.close()
    assert leaks(tmp_path, values) == []
    log.handlers[0].close()
    kinds = {redacting: leaks_through(formatter) for redacting, formatter in FORMATTERS}
    assert kinds == {True: False, False: True}
    files = sum(path.is_file() for path in tmp_path.rglob("*"))
    control = "logging.Filter instead of the formatter: leaks through the traceback"
    drill.row("P14", f"known values of a day searched in {files} files", 800, 200, "0 hits", control)


def test_the_scan_finds_what_is_planted(tmp_path: Path) -> None:
    (tmp_path / "110105199005010010.txt").touch()
    (tmp_path / "plain.log").write_text("身份证 110105199005010010", encoding="utf-8")
    (tmp_path / "wide.log").write_text("110105199005010010", encoding="utf-16-le")
    values = ["110105199005010010".encode(code) for code in ("utf-8", "utf-16-le")]
    assert len(leaks(tmp_path, values)) == 3


class Redact(logging.Filter):
    """What others do: clean the message, and let the traceback through."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = "redacted", ()
        return True


FORMATTERS = ((True, RedactingFormatter()), (False, logging.Formatter()))


@pytest.mark.parametrize(("redacting", "formatter"), FORMATTERS)
def test_the_control_with_a_filter_leaks_through_the_traceback(redacting: bool, formatter: logging.Formatter) -> None:
    assert leaks_through(formatter) is not redacting


def leaks_through(formatter: logging.Formatter) -> bool:
    """Whether a number in an exception gets past the filter."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Redact())
    handler.setFormatter(formatter)
    log = logging.Logger("control")
    log.addHandler(handler)
    try:
        raise KeyError("110105199005010010")
    except KeyError:
        log.exception("no such person")
    assert "KeyError" in stream.getvalue()
    return "110105199005010010" in stream.getvalue()
