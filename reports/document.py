"""What a letter says, not how it looks: frozen text blocks, and the hash of that content.

The hash printed in the QR code is the SHA-256 of `Document.canonical()`, so that the words of a letter can be
compared with the archive without its layout or fonts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.canonical_json import canonical_json

FORMAT = "subsidy-desk-letter/1"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, indented by two characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first level with its number, e.g. 一、查明的事实."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered item, its number included, e.g. （一）…."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Two columns: what it is, and its value."""

    rows: tuple[tuple[str, str], ...]


Block = Paragraph | Heading | Item | Table


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands small at the foot of every page. `head` is the journal head before the act, 16 hex digits."""

    contact: str
    phone: str
    address: str
    case_number: str
    head: str


@dataclass(frozen=True, slots=True)
class Document:
    """One letter. `watermark` is empty outside practice offices; `names` are never set in mixed typefaces."""

    kind: str
    title: str
    number: str
    issuer: str
    addressee: str
    blocks: tuple[Block, ...]
    signature: str
    date: date
    footer: Footer
    watermark: str = ""
    names: tuple[str, ...] = ()

    def canonical(self) -> bytes:
        """The content as canonical JSON (UTF-8, sorted keys, no spaces)."""
        footer = self.footer
        content = {
            "format": FORMAT,
            "kind": self.kind,
            "title": self.title,
            "number": self.number,
            "issuer": self.issuer,
            "addressee": self.addressee,
            "blocks": [_block_json(block) for block in self.blocks],
            "signature": self.signature,
            "date": self.date.isoformat(),
            "footer": [footer.contact, footer.phone, footer.address, footer.case_number, footer.head],
            "watermark": self.watermark,
        }
        return canonical_json(content).encode()

    def content_sha256(self) -> str:
        """SHA-256 of the canonical content, hex."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def qr_payload(self) -> str:
        """What the QR code holds: number, date, content hash with its algorithm."""
        return f"{self.number}|{self.date.isoformat()}|sha256:{self.content_sha256()}"

    def strings(self) -> Iterator[str]:
        """Every piece of text the letter prints."""
        footer = self.footer
        yield from (self.title, self.number, self.issuer, self.addressee, self.signature, self.watermark)
        yield from (footer.contact, footer.phone, footer.address, footer.case_number, footer.head)
        for block in self.blocks:
            if isinstance(block, Table):
                for label, value in block.rows:
                    yield from (label, value)
            else:
                yield block.text


def _block_json(block: Block) -> list[Any]:
    name = type(block).__name__.lower()
    return [name, [list(row) for row in block.rows]] if isinstance(block, Table) else [name, block.text]
