"""The content of a letter and its hash, apart from any layout."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

from reports.document import Document, Paragraph
from reports.issue import compose
from tests.builders.letters import NUMBER, make_order


def document() -> Document:
    return compose(make_order(), NUMBER)


def test_the_canonical_content_is_plain_json_with_every_word() -> None:
    content = json.loads(document().canonical())
    assert content["number"] == NUMBER
    assert content["format"] == "subsidy-desk-letter/1"
    assert [name for name, _text in content["blocks"]].count("heading") == 3


def test_the_content_hash_is_the_sha256_of_the_canonical_content() -> None:
    assert document().content_sha256() == hashlib.sha256(document().canonical()).hexdigest()


def test_any_change_of_words_number_date_or_journal_head_changes_the_hash() -> None:
    letter = document()
    others = [
        replace(letter, number=letter.number.replace("12", "13")),
        replace(letter, date=date(2025, 9, 10)),
        replace(letter, footer=replace(letter.footer, head="f" * 16)),
        replace(letter, blocks=(*letter.blocks, Paragraph("。"))),
        replace(letter, watermark="练习"),
    ]
    assert len({letter.content_sha256(), *(other.content_sha256() for other in others)}) == 6


def test_the_qr_payload_holds_number_date_and_hash() -> None:
    letter = document()
    assert letter.qr_payload() == f"{NUMBER}|2025-09-09|sha256:{letter.content_sha256()}"
