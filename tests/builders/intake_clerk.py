"""Serving an applicant by keys alone, counting every key: an input method's word is counted with its own keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from models.assessment import Result
from tests.builders.keys import NONE
from tests.builders.page_window import PageWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


class Clerk:
    """Hands on the keyboard of one window. `keys` counts what was pressed, a modifier as a key of its own."""

    def __init__(self, window: PageWindow) -> None:
        self.window = window
        self.keys = 0

    def comes(self, id_number: str) -> None:
        """F2, the number, Enter: what the one box in the top bar hands to the page."""
        self.keys += 1 + len(id_number) + 1
        self.window.window.go_to("intake", ("id_number", id_number))
        QApplication.processEvents()

    def type(self, text: str) -> Clerk:
        """Characters of the keyboard."""
        assert text.isascii()
        for character in text:
            QTest.keyClicks(self.window.focus(), character)
            QApplication.processEvents()
            self.keys += 1
        return self

    def word(self, text: str, keys: str) -> Clerk:
        """A Chinese word by an input method: its pinyin and the key that takes it."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.window.focus(), event)
        self.keys += len(keys) + 1
        QApplication.processEvents()
        return self

    def enter(self, times: int = 1) -> Clerk:
        """The Enter key."""
        for _ in range(times):
            self.window.press(Qt.Key.Key_Return)
            self.keys += 1
        return self

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> Clerk:
        """Any key, its modifier counted too."""
        self.window.press(key, modifiers)
        self.keys += 1 if modifiers == NONE else 2
        return self

    def commit(self) -> Clerk:
        """Ctrl+Enter."""
        return self.press(Qt.Key.Key_Return, CONTROL)

    def answer(self, *texts: str) -> Clerk:
        """Each text and Enter."""
        for text in texts:
            self.type(text).enter()
        return self


ANSWERS = {
    "certificate.kind": "职业技能等级证书",
    "certificate.occupation": "电工",
    "certificate.level": "四级/中级工",
    "certificate.issued_on": "2025-03-03",
    "certificate.verified": "联网查询一致",
    "certificate.occupation_in_shortage": "否",
    "certificate.higher_held": "否",
    "work.status_at_certificate": "企业在职职工",
    "work.status_at_application": "企业在职职工",
    "insurance.unemployment_months": "26",
}


def fill(clerk: Clerk, id_number: str, **changed: str) -> None:
    clerk.comes(id_number)
    clerk.type("1")
    form = clerk.window.page.form
    for key, text in {**ANSWERS, **changed}.items():
        widget = form.fields.widget(key)
        widget.set_text(text)
        widget.edited.emit(text)
    form.focus("awards")
    clerk.type("1")


def papers(clerk: Clerk) -> None:
    for _ in clerk.window.page.form.checklist.lines():
        clerk.window.page.form.checklist.focus_first()
        clerk.press(Qt.Key.Key_Space)


def field(clerk: Clerk, key: str) -> Any:
    form = clerk.window.page.form or clerk.window.page.sheet
    return form.fields.widget(key)


def result(clerk: Clerk) -> Result:
    return clerk.window.page.form.fields.session.assessment.result


def banner(clerk: Clerk) -> str:
    return clerk.window.page.verdict.panel.list.verdict_model.row(0).word
