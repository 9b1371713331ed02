"""登记查询: what the municipal award register showed, with the rows found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Link
from desktop.widgets.fields import ChoiceField, DateField, LineField
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.modal import Modal
from desktop.widgets.problem import Problem
from desktop.widgets.segments import Option
from desktop.widgets.text import Strong, Text
from models.errors import InputError
from models.facts_file import read_award
from models.typed_text import fold_width
from models.vocabulary import LEVEL_NAMES, PROGRAMME_NAMES

_FIRST = ("skill_upgrade", "free_training", "living_allowance")

Confirmed = Callable[[str, tuple[Mapping[str, Any], ...]], object]


class RegisterCheckDialog(Modal):
    """`RegisterCheckDialog(name, today, awards, confirmed)`: `confirmed(result, awards)` with contract award objects.

    A row is typed at the bottom; Alt+A notes it and begins the next, Ctrl+Enter takes the one being typed along.
    """

    def __init__(
        self,
        name: str,
        today: date,
        awards: tuple[Mapping[str, Any], ...],
        confirmed: Confirmed,
        words: str = "",
    ) -> None:
        self._today, self._confirmed = today, confirmed
        self.awards: list[Mapping[str, Any]] = list(awards)
        self.programme = ChoiceField(self.tr("项目"), _programmes(), hint=self.tr("按 1–3 或拼音"))
        self.on = DateField(self.tr("当时的申请日期"), today=lambda: today)
        self.occupation = ChoiceField(self.tr("职业（工种）"), [], hint=self.tr("登记上没有的留空"), free=True)
        levels = [Option(word, str(level)) for level, word in LEVEL_NAMES.items()]
        self.level = ChoiceField(self.tr("等级"), levels, hint=self.tr("没有的留空"))
        self.number = LineField(self.tr("培训编号"), hint=self.tr("没有的留空"))
        self.result = LineField(self.tr("查询结果"), hint=self.tr("写进本案"), placeholder=self.tr("查到已享受记录"))
        self._fields = (self.programme, self.on, self.occupation, self.level, self.number)
        self._rows = column(gap=4)
        self.add_action = Action("Alt+A", self.tr("记下，再记一条"), self.add)
        accept = Action("Ctrl+Enter", self.tr("记录查询"), self.confirm)
        grid = FormGrid(2)
        for field in (*self._fields, self.result):
            grid.add(field)
            field.edited.connect(lambda _text, field=field: field.set_problem(None))
        super().__init__(
            self.tr("市级发放登记查询"),
            column(self._rows, grid, gap=12),
            accept=accept,
            extra=[self.add_action],
            subtitle=name,
            remark=words,
        )
        self._show_rows()

    def offer(self, occupations: Iterable[str]) -> None:
        """The occupations to be found by their initials; any other may be typed."""
        self.occupation.set_options([Option(name) for name in occupations])

    def add(self) -> bool:
        """Note the row being typed; whether it could be read."""
        if self.is_composing():
            return False
        if not any(field.text().strip() for field in self._fields):
            self.programme.setFocus()
            return True
        award = self._award()
        if award is None:
            return False
        self.awards.append(award)
        for field in self._fields:
            field.set_text("")
        self._show_rows()
        self.programme.setFocus()
        return True

    def confirm(self) -> None:
        """Ctrl+Enter: the check as it stands."""
        if self.is_composing() or not self.add():
            return
        if not self.awards:
            self.programme.set_problem(Problem(self.tr("请至少记一条查到的记录；没有记录的，按 Esc 后选“查无”。")))
            return
        result = " ".join(self.result.text().split()) or self.tr("查到已享受记录")
        self.close()
        self._confirmed(result, tuple(self.awards))

    def _award(self) -> Mapping[str, Any] | None:
        """The typed row as an award object of the contract; errors go to their fields."""
        names = {name: programme for programme, name in PROGRAMME_NAMES.items()}
        programme = names.get(self.programme.text(), "")
        if not programme:
            self.programme.set_problem(Problem(self.tr("请选登记上的项目。")))
            return None
        try:
            day = self.on.date()
        except InputError as error:
            self.on.set_problem(Problem(error.message))
            return None
        if day is None or day > self._today:
            self.on.set_problem(Problem(self.tr("请填写登记上的申请日期，不晚于今天。")))
            return None
        award: dict[str, Any] = {"programme": programme, "on": day.isoformat()}
        award |= {name: text for name, text in self._texts().items() if text}
        levels = {word: level for level, word in LEVEL_NAMES.items()}
        if self.level.text():
            award["level"] = levels[self.level.text()]
        try:
            read_award(award)
        except InputError as error:
            self.number.set_problem(Problem(error.message))
            return None
        return award

    def _texts(self) -> dict[str, str]:
        return {"occupation": fold_width(self.occupation.text()), "number": fold_width(self.number.text())}

    def _show_rows(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, award in enumerate(self.awards):
            words = Strong(award_words(award), Role.BODY)
            self._rows.addWidget(boxed(row(words, STRETCH, Link(self.tr("删去"), partial(self._remove, place)), gap=8)))
        if not self.awards:
            self._rows.addWidget(
                Text(self.tr("一条一条照登记填写；本局自己的准予决定不必再写。"), Role.SMALL, wrap=True)
            )

    def _remove(self, place: int) -> None:
        del self.awards[place]
        self._show_rows()
        self.programme.setFocus()


def award_words(award: Mapping[str, Any]) -> str:
    """One row of the register in words."""
    level = award.get("level")
    parts = (
        str(award["on"]),
        PROGRAMME_NAMES.get(str(award["programme"]), str(award["programme"])),
        str(award.get("occupation") or ""),
        LEVEL_NAMES.get(level, "") if isinstance(level, int) else "",
        str(award.get("number") or ""),
    )
    return " · ".join(part for part in parts if part)


def _programmes() -> list[Option]:
    others = [programme for programme in PROGRAMME_NAMES if programme not in _FIRST]
    keyed = [Option(PROGRAMME_NAMES[programme], str(place)) for place, programme in enumerate(_FIRST, 1)]
    return keyed + [Option(PROGRAMME_NAMES[programme]) for programme in others]
