"""All kinds of fields a form is made of, in one place for the pages."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.choice_fields import MOST_SEGMENTS, ChoiceField, YesNoField, numbered
from desktop.widgets.date_field import DateField
from desktop.widgets.field import Field
from desktop.widgets.layouts import boxed, column
from desktop.widgets.line_fields import LineField, NumberField, SecretField, TextField, read_only_value
from desktop.widgets.problem import Problem
from desktop.widgets.text import Text

__all__ = [
    "MOST_SEGMENTS",
    "ChoiceField",
    "DateField",
    "LineField",
    "NumberField",
    "SecretField",
    "TextField",
    "YesNoField",
    "numbered",
    "read_only_value",
    "show_error",
    "titled",
]


def show_error(field: Field, message: str) -> None:
    """Mark a field wrong with one plain message; "" makes it right again."""
    field.set_problem(Problem(message) if message else None)


def titled(widget: QWidget, label: str) -> QWidget:
    """Any control under a field's label."""
    widget.setAccessibleName(label)
    return boxed(column(Text(label, Role.SMALL, Tone.TEXT2), widget, gap=4))
