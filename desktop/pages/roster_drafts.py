"""A roster that is not imported yet, kept encrypted with the account's other drafts until it is imported or dropped.

The whole file goes in, packed: the clerk may still say that another column holds what. No Qt.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.pages.roster_work import Checked, RosterWork, checked
from models.casework.drafts import discard_draft, drafts, load_draft, save_draft
from models.errors import InputError
from models.roster import RosterField

if TYPE_CHECKING:
    from forms.spreadsheet import Sheet
    from models.casework.unit_of_work import Desk

PREFIX = "roster:"
_MOST_UNPACKED = 64 << 20


@dataclass(frozen=True, slots=True)
class KeptRoster:
    """One such roster: the class it goes to, the name of its file, how many lines the file has, when it was kept."""

    class_number: str
    file: str
    lines: int
    at: datetime


def kept_rosters(desk: Desk) -> tuple[KeptRoster, ...]:
    """Those of the account, the newest first."""
    found = (draft for draft in drafts(desk) if draft.key.startswith(PREFIX) and isinstance(draft.content, dict))
    return tuple(
        KeptRoster(
            class_number=draft.key.removeprefix(PREFIX),
            file=str(draft.content.get("name", "")),
            lines=int(draft.content.get("lines", 0)),
            at=draft.at,
        )
        for draft in found
    )


def keep_roster(work: RosterWork) -> Callable[[Desk], None]:
    """Keep it in place of what was kept for its class. The command raises InputError where it is too large."""
    return lambda desk: save_draft(desk, PREFIX + work.class_number, to_json(work))


def drop_roster(class_number: str) -> Callable[[Desk], bool]:
    """Keep it no longer."""
    return lambda desk: discard_draft(desk, PREFIX + class_number)


def resume_roster(class_number: str) -> Callable[[Desk], Checked]:
    """Take it up again, judged beside the register as it is now."""

    def read(desk: Desk) -> Checked:
        draft = load_draft(desk, PREFIX + class_number)
        if draft is None:
            raise InputError("这份名册已导入或已丢掉，没有可接着核对的。", "file")
        return checked(desk, from_json(draft.content))

    return read


def to_json(work: RosterWork) -> dict[str, Any]:
    """As JSON content; the cells of the file are packed into one text."""
    rows = [[cell.text if not cell.flaw else [cell.text, cell.flaw] for cell in row] for row in work.sheet]
    packed = zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())
    return {
        "name": work.name,
        "class": work.class_number,
        "lines": len(work.sheet),
        "sheet": base64.b85encode(packed).decode("ascii"),
        "head": work.columns.head,
        "fields": {str(place): field.value for place, field in work.columns.fields.items()},
        "proof": work.proof,
        "street": work.street,
        "corrections": {
            str(line): {field.value: text for field, text in cells.items()} for line, cells in work.corrections.items()
        },
    }


def from_json(content: Any) -> RosterWork:
    """The other way. Raises InputError for content that is none."""
    from forms.roster_columns import Columns

    try:
        sheet = _sheet(content["sheet"])
        head = int(content["head"])
        fields = {int(place): RosterField(name) for place, name in content["fields"].items()}
        corrections = {
            int(line): {RosterField(name): str(text) for name, text in cells.items()}
            for line, cells in content["corrections"].items()
        }
        return RosterWork(
            name=str(content["name"]),
            class_number=str(content["class"]),
            sheet=sheet,
            columns=Columns(head, tuple(cell.text for cell in sheet[head]), fields),
            proof=str(content["proof"]),
            street=str(content["street"]),
            corrections=MappingProxyType(corrections),
        )
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, binascii.Error, zlib.error):
        raise InputError("这份没导入完的名册读不出来，请丢掉后重新导入原文件。", "file") from None


def _sheet(packed: str) -> Sheet:
    from forms.spreadsheet import SheetCell

    unpacking = zlib.decompressobj()
    text = unpacking.decompress(base64.b85decode(packed), _MOST_UNPACKED)
    rows = json.loads(text)
    return tuple(tuple(SheetCell(cell) if isinstance(cell, str) else SheetCell(*cell) for cell in row) for row in rows)
