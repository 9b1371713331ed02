"""A letter as plain text: for previews, for golden tests and for comparing what two letters say."""

from __future__ import annotations

from reports.document import Block, Document, Table
from reports.letters.wording import day


def render_text(document: Document) -> str:
    """The words of the letter in reading order, one paragraph a line."""
    lines = [document.issuer, document.number, "", document.title, "", f"{document.addressee}："]
    for block in document.blocks:
        lines += _block_lines(block)
    foot = document.footer
    lines += ["", document.signature, day(document.date), ""]
    lines += [
        f"联系人：{foot.contact}　电话：{foot.phone}",
        f"地址：{foot.address}",
        f"案号：{foot.case_number}",
        f"流水校验：{foot.head}",
    ]
    if document.watermark:
        lines.append(f"［{document.watermark}］")
    return "\n".join(lines) + "\n"


def _block_lines(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [f"　　{label}　{value}" for label, value in block.rows]
    return [f"　　{block.text}"]
