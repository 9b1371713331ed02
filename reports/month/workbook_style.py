"""How the workbook looks: one sober blue, thin rules, figures to the right; all cell formats in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from reports.month.ledgers import Kind

# XlsxWriter ships no types; these names say at least which object is meant.
Workbook: TypeAlias = Any
Worksheet: TypeAlias = Any
Format: TypeAlias = Any
Chart: TypeAlias = Any

INK = "#1B2430"
MUTED = "#5B6675"
BLUE = "#1F4E96"
PALE_BLUE = "#9FB8DC"
RULE = "#C9D1DC"
HEAD_FILL = "#E6EDF7"
TOTAL_FILL = "#F2F4F7"
RED = "#B42318"
GREEN = "#1A6B3C"
FACE = "等线"
COUNT = "#,##0"
MONEY = '#,##0.00;-#,##0.00;"—"'
TOTAL_MONEY = "#,##0.00"
DAY = "yyyy-mm-dd"

_BASE: Mapping[str, Any] = {"font_name": FACE, "font_size": 10, "font_color": INK, "valign": "vcenter"}
_CELL: Mapping[str, Any] = {"bottom": 1, "bottom_color": RULE}
_TOTAL: Mapping[str, Any] = {
    "bold": True,
    "bg_color": TOTAL_FILL,
    "top": 1,
    "top_color": MUTED,
    "bottom": 1,
    "bottom_color": MUTED,
}
_RIGHT: Mapping[str, Any] = {"align": "right", "indent": 1}

_MARKED: Mapping[str, Any] = {"left": 5, "left_color": BLUE, "align": "left", "indent": 1}
_FIGURE: Mapping[str, Any] = {"bold": True, "font_size": 18, **_MARKED}

_STYLES: Mapping[str, Mapping[str, Any]] = {
    "banner": {"bold": True, "font_size": 12, "font_color": "#FFFFFF", "bg_color": RED, "align": "left", "indent": 1},
    "title": {"bold": True, "font_size": 18},
    "subtitle": {"font_color": MUTED},
    "section": {"bold": True, "font_size": 12, "font_color": BLUE, "valign": "bottom"},
    "unit": {**_RIGHT, "font_color": MUTED, "font_size": 9, "valign": "bottom"},
    "figure_label": {"font_color": MUTED, **_MARKED},
    "figure_cases": {**_FIGURE, "num_format": '#,##0" 件"'},
    "figure_persons": {**_FIGURE, "num_format": '#,##0" 人"'},
    "figure_money": {**_FIGURE, "num_format": '#,##0.00" 元"'},
    "head": {
        "bold": True,
        "bg_color": HEAD_FILL,
        "top": 1,
        "top_color": BLUE,
        "bottom": 1,
        "bottom_color": BLUE,
        "text_wrap": True,
    },
    "text": {**_CELL, "text_wrap": True},
    "code": {**_CELL, "shrink": True, "num_format": "@"},
    "serial": {**_CELL, "align": "center", "shrink": True, "num_format": "0", "font_color": MUTED},
    "number": {**_CELL, **_RIGHT, "num_format": COUNT},
    "money": {**_CELL, **_RIGHT, "num_format": MONEY},
    "date": {**_CELL, "align": "center", "shrink": True, "num_format": DAY},
    "total_text": _TOTAL,
    "total_number": {**_TOTAL, **_RIGHT, "num_format": COUNT},
    "total_money": {**_TOTAL, **_RIGHT, "num_format": TOTAL_MONEY},
    "agrees": {**_CELL, "bold": True, "font_color": GREEN},
    "differs": {**_CELL, "bold": True, "font_color": "#FFFFFF", "bg_color": RED},
    "difference": {**_CELL, **_RIGHT, "num_format": "General", "font_color": MUTED},
    "note_term": {**_CELL, "bold": True, "valign": "top"},
    "note": {**_CELL, "text_wrap": True, "valign": "top"},
    "signature": {"font_size": 11},
}
_HEADS: Mapping[Kind, Mapping[str, Any]] = {
    Kind.NUMBER: {"align": "right", "indent": 1},
    Kind.MONEY: {"align": "right", "indent": 1},
    Kind.DATE: {"align": "center"},
    Kind.SERIAL: {"align": "center"},
}


class Styles:
    """The formats of one workbook, made on first use."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        return self._format(name, _STYLES[name])

    def head(self, kind: Kind) -> Format:
        """A column heading, aligned as its column is."""
        return self._format(f"head {kind}", {**_STYLES["head"], **_HEADS.get(kind, {"align": "left"})})

    def _format(self, name: str, properties: Mapping[str, Any]) -> Format:
        if name not in self._made:
            self._made[name] = self._book.add_format({**_BASE, **properties})
        return self._made[name]
