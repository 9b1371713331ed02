"""The door of the letters: an order and a number in, a document or a finished PDF out.

`render` is what `models.casework` is handed for its one transaction; it draws and hashes, and writes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace

from models.letter import LETTER_NAMES, LetterKind, LetterOrder, RenderedLetter, letter_code
from reports.characters import refuse_invisible, require_text, settle
from reports.document import Block, Document, Footer, Table
from reports.fonts import load_fonts
from reports.letters import (
    approval,
    changed,
    correction,
    non_acceptance,
    receipt,
    refusal,
    repayment,
    revocation,
    supplement_notice,
    ways_out,
)
from reports.letters.wording import to_enterprise
from reports.render_pdf import render_pdf

FONT_FOLDER_SETTING = "fonts.folder"
PRACTICE_MARK, PREVIEW_MARK = "练习", "预览"

_TITLES: Mapping[LetterKind, Callable[[LetterOrder], str]] = {
    LetterKind.RECEIPT: receipt.title,
    LetterKind.APPROVAL: approval.title,
    LetterKind.REFUSAL: refusal.title,
    LetterKind.REPAYMENT_ORDER: repayment.title,
    LetterKind.CORRECTION: changed.title,
    LetterKind.REVOCATION: changed.title,
    LetterKind.MAINTENANCE: changed.title,
    LetterKind.SUPPLEMENT_NOTICE: supplement_notice.title,
    LetterKind.NON_ACCEPTANCE: non_acceptance.title,
    LetterKind.LAPSE_NOTICE: ways_out.title,
    LetterKind.WITHDRAWAL: ways_out.title,
    LetterKind.EXTENSION: ways_out.title,
}
_BLOCKS: Mapping[LetterKind, Callable[[LetterOrder], tuple[Block, ...]]] = {
    LetterKind.RECEIPT: receipt.blocks,
    LetterKind.APPROVAL: approval.blocks,
    LetterKind.REFUSAL: refusal.blocks,
    LetterKind.REPAYMENT_ORDER: repayment.blocks,
    LetterKind.CORRECTION: correction.blocks,
    LetterKind.REVOCATION: revocation.blocks,
    LetterKind.MAINTENANCE: changed.maintained_blocks,
    LetterKind.SUPPLEMENT_NOTICE: supplement_notice.blocks,
    LetterKind.NON_ACCEPTANCE: non_acceptance.blocks,
    LetterKind.LAPSE_NOTICE: ways_out.lapse_blocks,
    LetterKind.WITHDRAWAL: ways_out.withdrawal_blocks,
    LetterKind.EXTENSION: ways_out.extension_blocks,
}


def compose(order: LetterOrder, number: str) -> Document:
    """What the letter says. Raises Refused where the case gives no such letter, MissingGlyph for hidden characters."""
    office, case = order.office, order.case
    name = require_text(order.person.name, "申请人姓名")
    issuer = require_text(office.name, "局名称")
    document = Document(
        kind=order.kind.value,
        title=settle(_TITLES[order.kind](order)),
        number=require_text(number, "文号"),
        issuer=issuer,
        addressee=name,
        blocks=tuple(_settled(_addressed(order, block)) for block in _BLOCKS[order.kind](order)),
        signature=issuer,
        date=order.issued_on,
        footer=Footer(
            settle(order.contact), settle(office.phone), settle(office.address), settle(case.number), order.head
        ),
        watermark=PRACTICE_MARK if office.practice else "",
        names=(name,),
    )
    for text in document.strings():
        refuse_invisible(text)
    return document


def render(order: LetterOrder, number: str) -> RenderedLetter:
    """The finished letter. Raises what `compose` raises, and MissingGlyph for a character no font has."""
    document = compose(order, number)
    content, fonts = render_pdf(document, load_fonts(_font_folder(order)))
    sha256 = hashlib.sha256(content).hexdigest()
    return RenderedLetter(content, sha256, document.content_sha256(), fonts)


def render_preview(order: LetterOrder) -> bytes:
    """The letter as it would be issued, marked 预览 and without a number: nothing is taken or kept."""
    document = compose(order, f"{_code(order)}〔{order.issued_on.year}〕　号")
    return render_pdf(replace(document, watermark=PREVIEW_MARK), load_fonts(_font_folder(order)))[0]


def _code(order: LetterOrder) -> str:
    return letter_code(order.office, order.kind) or LETTER_NAMES[order.kind]


def _font_folder(order: LetterOrder) -> str:
    return (order.office.settings or {}).get(FONT_FOLDER_SETTING, "")


def _addressed(order: LetterOrder, block: Block) -> Block:
    """The letters speak to a person; to an enterprise they say 你单位."""
    if order.enterprise is None:
        return block
    if isinstance(block, Table):
        return Table(tuple((to_enterprise(label), to_enterprise(value)) for label, value in block.rows))
    return replace(block, text=to_enterprise(block.text))


def _settled(block: Block) -> Block:
    if isinstance(block, Table):
        return Table(tuple((settle(label), settle(value)) for label, value in block.rows))
    return replace(block, text=settle(block.text))
