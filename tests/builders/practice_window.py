"""The practice day in the window: a visitor is called, served as the story says and judged, all by key events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from desktop.pages.practice_story import PracticeStory
from desktop.pages.settings_section import Services
from desktop.practice.day import End, Visitor, fact_words
from desktop.practice.day_before import at_the_window, earlier_person
from desktop.practice.day_record import read_record
from desktop.preference_keeper import PreferenceKeeper
from desktop.theme.apply import Theme
from forms.rows import show_rows
from models.casework.unit_of_work import Desk
from models.facts import FactList
from models.facts_file import read_value
from models.office import Seat
from models.vocabulary import LEVEL_NAMES, PROGRAMME_NAMES, VOCABULARY, fact_key
from tests.builders.hands import ALT, CONTROL, Hands

_GUIDE = "办事指南"
_CARD = ("name", "phone", "address", "bank_card", "bank_name")


class PracticeWindow:
    """`PracticeWindow(desk, folder, theme).serve(one)` gives what the strip over the work says afterwards."""

    def __init__(self, desk: Desk, folder: Path, theme: Theme) -> None:
        self.desk, self._folder, self._theme = desk, folder, theme
        self.hands = self._hands(desk)
        self._signer: Hands | None = None
        self._round = read_record(desk, folder).number

    def _hands(self, desk: Desk) -> Hands:
        keeper = PreferenceKeeper(self._folder / "preferences.json")
        return Hands(desk, Services(self._folder, keeper, self._theme, lambda *_: None, lambda: None, True))

    @property
    def keys(self) -> int:
        """Pressed so far, in both windows."""
        return self.hands.keys + (0 if self._signer is None else self._signer.keys)

    @property
    def section(self) -> Any:
        """设置 · 练习日."""
        self.hands.press(Qt.Key(Qt.Key.Key_0 + [*self.hands.window.pages].index("settings") + 1), CONTROL)
        for _ in self.hands.page().sections:
            if self.hands.page().section().key == "practice":
                break
            self.hands.press(Qt.Key.Key_Down)
        return self.hands.page().section()

    @property
    def story(self) -> PracticeStory:
        """The strip over the work."""
        found: PracticeStory | None = self.hands.window.findChild(PracticeStory)
        assert found is not None
        return found

    def call_next(self) -> Visitor:
        """The first who waits."""
        assert self.section.next_action.enabled
        self.hands.commit()
        assert self.story.visitor is not None
        return self.story.visitor

    def call(self, one: Visitor) -> None:
        """Somebody of the list."""
        table = self.section.table
        self.hands.into(table)
        self.hands.press(Qt.Key.Key_Home, CONTROL)
        for _ in range(one.place - 1):
            self.hands.press(Qt.Key.Key_Down)
        self.hands.press(Qt.Key.Key_Return)
        assert self.story.visitor == one

    def serve(self, one: Visitor) -> str:
        """Do what is right for somebody who was called, and ask for the answer; the word on the strip."""
        if one.right.end is not End.NO_CASE:
            self._comes(one)
            self._apply(one)
            _ENDS[one.right.end](self, one)
        self.hands.into(self.story.serve_button, "对答案")
        self.hands.press(Qt.Key.Key_Space)
        return self.story.mark.text

    # --- who stands at the window -------------------------------------------------------------------------------

    def _comes(self, one: Visitor) -> None:
        hands = self.hands
        known = any(before.own for before in one.before)
        if one.right.corrected:
            hands.find(earlier_person(self.desk, one, one.before[0], self._round).id_number)
            hands.press(Qt.Key.Key_N, ALT)
            texts = {"person.id_number": one.id_number, "reason": "录错一位，已核对身份证原件"}
            hands.fill(hands.modal().fields, texts)
            hands.commit()
            return
        hands.find(one.id_number)
        if known:
            return
        told, fields = one.person, hands.page().sheet.fields
        texts = {f"person.{key}": str(told[key]) for key in _CARD} | {"person.street": str(told["street"])}
        if "household" in told:
            texts["person.household"] = fact_words("person.household", told["household"])
        hands.fill(fields.widgets(), texts | told["groups"])
        if one.right.former_names:
            hands.press(Qt.Key.Key_K, ALT)
            hands.answer(hands.modal().fields["former_names"], "、".join(told["former_names"]))
            hands.commit()
        hands.commit()
        if one.right.card_note:
            hands.press(Qt.Key.Key_F8)
            for note in hands.modal().notes.values():
                hands.answer(note, "已核对银行卡为本人所有，对方登记有误")
            hands.commit()

    # --- the application ----------------------------------------------------------------------------------------

    def _apply(self, one: Visitor) -> None:
        hands = self.hands
        tile = next(tile for tile in hands.page().card.tiles if tile.text() == PROGRAMME_NAMES[one.programme])
        hands.type(tile.key)
        form = hands.page().form
        if one.applied_on.isoformat() != form.applied_on.text():
            hands.answer(form.applied_on, f"{one.applied_on:%Y%m%d}", back=True)
        for key, value in one.facts.items():
            hands.answer(hands.page().form.fields.widget(key), _typed(key, value))
        if one.attendant:
            self._attended(one.attendant)
        self._look_up(one)
        for line in hands.page().form.checklist.lines():
            if any(paper.partition("（")[0] == line.paper.name and "已过" not in paper for paper in one.papers):
                hands.into(line, line.paper.name)
                hands.press(Qt.Key.Key_Space)

    def _attended(self, told: Mapping[str, str]) -> None:
        hands = self.hands
        hands.press(Qt.Key.Key_D, ALT)
        keys = ("role", "name", "phone", "id_number", "paper", "authorised_on", "scope", "signs", "collects")
        hands.fill(hands.modal().fields, {key: told[key] for key in keys})
        hands.commit()
        assert hands.modal() is None

    def _look_up(self, one: Visitor) -> None:
        """The municipal register: nothing found, or the rows that were."""
        hands = self.hands
        hands.into(hands.page().form.register.control, "市级发放登记")
        hands.type("2" if one.awards else "1")
        for award in one.awards:
            dialog = hands.modal()
            hands.answer(dialog.programme, PROGRAMME_NAMES[award["programme"]])
            hands.answer(dialog.on, award["on"])
            hands.answer(dialog.occupation, award["occupation"])
            hands.answer(dialog.level, LEVEL_NAMES[award["level"]])
        if one.awards:
            hands.commit()
        assert hands.modal() is None

    # --- where it ends ------------------------------------------------------------------------------------------

    def _accept(self, _one: Visitor) -> None:
        self.hands.commit()
        receipt = self.hands.modal()
        assert receipt is not None, self.hands.said()
        self.hands.press(Qt.Key.Key_Escape)

    def _keep(self, one: Visitor) -> None:
        self.hands.press(Qt.Key.Key_G, CONTROL)
        while self.hands.modal() is not None:
            self.hands.press(Qt.Key.Key_Escape)

    def _case(self, hands: Hands, one: Visitor) -> None:
        """The case that was kept, on its page."""
        with at_the_window(self.desk).look("case.read") as work:
            person = work.rows.person_by_id_number(one.id_number)
            assert person is not None, self.hands.said()
            number = max(case.number for case in work.rows.cases_of(person.id))
        hands.find(number)
        assert hands.page().key == "worklist"

    def _tell_what_is_missing(self, one: Visitor) -> None:
        hands = self.hands
        self._keep(one)
        self._case(hands, one)
        hands.press(Qt.Key.Key_F6)
        dialog = hands.modal()
        for item in one.right.items:
            texts = {"name": item, "wrong": "没有提交", "correct": "提交原件", "basis": _GUIDE}
            hands.fill(dialog.fields, texts)
            hands.press(Qt.Key.Key_A, ALT)
        hands.commit()
        while hands.modal() is not None:
            hands.press(Qt.Key.Key_Escape)

    def _turn_away(self, one: Visitor) -> None:
        hands = self.hands
        self._keep(one)
        self._case(hands, one)
        hands.press(Qt.Key.Key_U, ALT)
        texts = {"facts": "参保地在外地。", "reason": "不属于本局职权。", "article": _GUIDE, "organ": "参保地经办机构"}
        hands.fill(hands.modal().fields, texts)
        hands.commit()
        assert hands.modal() is None, hands.said()
        signer = self._the_signer()
        self._case(signer, one)
        signer.press(Qt.Key.Key_F9)
        signer.commit()
        while signer.modal() is not None:
            signer.press(Qt.Key.Key_Escape)
        hands.window.activateWindow()

    def _the_signer(self) -> Hands:
        """The colleague's own window."""
        if self._signer is None:
            with at_the_window(self.desk).look("office.read") as work:
                account = next(each for each in work.rows.accounts() if Seat.SIGN in each.seats)
            desk = Desk(self.desk.store, account, self.desk.clock, self.desk.shipped)
            self._signer = self._hands(desk)
        self._signer.window.activateWindow()
        return self._signer


_ENDS: Mapping[End, Callable[[PracticeWindow, Visitor], None]] = {
    End.ACCEPTED: PracticeWindow._accept,
    End.REGISTERED: PracticeWindow._accept,
    End.NOTICE: PracticeWindow._tell_what_is_missing,
    End.NOT_ACCEPTED: PracticeWindow._turn_away,
    End.HELD: PracticeWindow._keep,
}


def _typed(key: str, value: Any) -> str:
    """A fact as it is typed: a date and a number in figures, a list as rows, everything else in words."""
    read = read_value(key, value)
    if isinstance(read, FactList):
        return show_rows(fact_key(key), read)
    if key.endswith("_on"):
        return str(value).replace("-", "")
    plain = isinstance(value, int) and not isinstance(value, bool) and not VOCABULARY[key].allowed
    return str(value) if plain else fact_words(key, value)
