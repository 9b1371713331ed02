"""Drafts: own, unjournalled, and there after a reopening."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from models.casework.drafts import discard_draft, drafts, load_draft, save_draft
from models.casework.offices import sign_in
from models.errors import InputError
from tests.builders.desk import PHRASE, Bureau

ROOT = Path(__file__).parents[3]


def head(bureau: Bureau) -> tuple[int, str]:
    with bureau["intake"].store.reading() as rows:
        return rows.head()


def test_a_draft_survives_the_process_and_leaves_no_trace_in_the_journal(bureau: Bureau) -> None:
    before = head(bureau)
    save_draft(bureau["intake"], "intake/new", {"person.name": "练习𬭎", "half": "1101"})
    save_draft(bureau["intake"], "intake/new", {"person.name": "练习𬭎", "half": "11010"})
    assert head(bureau) == before
    again = sign_in(bureau.folder, "intake", PHRASE, bureau.now)
    try:
        kept = load_draft(again, "intake/new")
        assert kept is not None
        assert kept.content == {"person.name": "练习𬭎", "half": "11010"}
    finally:
        again.store.close()


def test_nobody_sees_anothers_draft(bureau: Bureau) -> None:
    save_draft(bureau["intake"], "x", 1)
    assert load_draft(bureau["second intake"], "x") is None
    assert drafts(bureau["second intake"]) == ()
    assert not discard_draft(bureau["second intake"], "x")
    assert [draft.key for draft in drafts(bureau["intake"])] == ["x"]
    assert discard_draft(bureau["intake"], "x")
    assert drafts(bureau["intake"]) == ()


@pytest.mark.parametrize(
    ("key", "content"), [("", 1), ("x" * 201, 1), ("x", object()), ("x", "长" * 400_000), ("x", "\ud800")]
)
def test_what_cannot_be_kept_is_refused_in_words(bureau: Bureau, key: str, content: object) -> None:
    with pytest.raises(InputError, match="未保存"):
        save_draft(bureau["intake"], key, content)
    assert drafts(bureau["intake"]) == ()


SAVE_AND_WAIT = """
import sys, time
from pathlib import Path
from models.casework.drafts import save_draft
from models.casework.offices import sign_in
from models.moment import now
desk = sign_in(Path(sys.argv[1]), "intake", sys.argv[2], now)
save_draft(desk, "intake/new", {"person.name": "练习𬭎", "half": "110101"})
print("kept", flush=True)
time.sleep(600)
"""


def test_a_draft_survives_a_kill(bureau: Bureau) -> None:
    command = [sys.executable, "-c", SAVE_AND_WAIT, str(bureau.folder), PHRASE]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "kept\n"
        process.kill()
    kept = load_draft(bureau["intake"], "intake/new")
    assert kept is not None
    assert kept.content == {"person.name": "练习𬭎", "half": "110101"}
