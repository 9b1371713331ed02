"""What is loaded while the pass phrase is typed: the first act loads nothing more while the other windows wait."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.builders.desk import PHRASE, make_bureau
from tests.builders.people import make_id

ROOT = Path(__file__).parents[2]
# In a process of its own: this one has loaded everything long ago.
_FIRST_ACTS = """
import json, sys
from pathlib import Path
from desktop.door import Door, load_acts
from models.errors import NotPermitted

doors = {name: Door(Path(sys.argv[1])) for name in ("intake", "review", "sign")}
try:
    doors["intake"].open()
    raise SystemExit("opened without a pass phrase")
except NotPermitted:
    pass
desks = {}
for name, door in doors.items():
    door.offer(name, sys.argv[2])
    desks[name] = door.open()
if sys.argv[4] == "ahead":
    load_acts()
before = set(sys.modules)

from dataclasses import replace
from models.casework import deciding, intake
from models.casework.people import register_person
from reports.issue import render

number = sys.argv[3]
with desks["intake"].look("case.read") as work:
    person = work.rows.person(work.rows.case_numbered(number).person_id)
other = replace(person, id=0, id_number=sys.argv[5], name="练习", phone="", bank_card="", bank_name="")
register_person(desks["intake"], other)
intake.record_register_check(desks["intake"], number, "查无已享受记录", ())
intake.accept(desks["intake"], number, render)
deciding.review(desks["review"], number)
letter = deciding.decide(desks["sign"], number, render).value
print(json.dumps({"late": sorted(set(sys.modules) - before), "letter": letter.number}))
for desk in desks.values():
    desk.store.close()
"""


def late(folder: Path, number: str, when: str, newcomer: str) -> tuple[set[str], str]:
    """What the first acts still loaded, and the letter they made."""
    words = [sys.executable, "-c", _FIRST_ACTS, str(folder), PHRASE, number, when, newcomer]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return set(told["late"]), told["letter"]


def test_the_first_acts_load_nothing_that_was_not_loaded_ahead(tmp_path: Path) -> None:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    numbers = [bureau.open(person=bureau.person(n)).number for n in (1, 2)]
    bureau.close()
    unprepared, _ = late(tmp_path / "data", numbers[0], "late", make_id(sequence=71))
    assert {"pypinyin", "reports.issue", "segno", "models.casework.deciding"} <= unprepared
    prepared, letter = late(tmp_path / "data", numbers[1], "ahead", make_id(sequence=73))
    assert prepared == set()
    assert letter.endswith("2号")
