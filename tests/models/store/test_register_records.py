"""The register of letters on both kinds of store."""

from __future__ import annotations

from dataclasses import replace

from builders.store import Clerks, bring_to_signature, decide

from models.store.engine import Store
from models.store.register_records import LetterFilter


def test_a_text_finds_a_letter_in_small_and_capital_letters_alike_and_is_never_a_pattern(
    store: Store, clerks: Clerks
) -> None:
    with store.writing() as rows:
        letter = decide(rows, clerks, bring_to_signature(rows, clerks))
        person = rows.person(rows.case(letter.case_id).person_id)
        rows.put_person(replace(person, name="MARIA李"))
    with store.reading() as rows:
        found = {
            text: rows.letter_ids(LetterFilter(text=text)) for text in ("maria", "MARIA", "李", "练人社补", "%", "_")
        }
    assert found == {"maria": (letter.id,), "MARIA": (letter.id,), "李": (letter.id,), "练人社补": (letter.id,)} | {
        "%": (),
        "_": (),
    }
