"""What a judgement is given and what it gives back; shared by all kinds of criteria."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from models.assessment import Clause, Line, Verdict
from models.calendar import WorkCalendar
from models.facts import Award, FactValue
from models.facts_file import value_to_json
from models.rules import sentences as say
from models.rules.schema import Criterion, Item, Row
from models.vocabulary import FactKey


class Unknown:
    """The value of a fact that nobody has given; it is neither None nor false."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()
AWARDS = "awards"
KEPT = 1024


@dataclass(slots=True)
class Situation:
    """One application as it is judged. `complete`: the municipal register was checked for it."""

    on: date
    values: Mapping[str, FactValue]
    awards: tuple[Award, ...]
    complete: bool
    rest_day_rule: bool
    calendar: WorkCalendar

    def get(self, fact: str) -> FactValue | Unknown:
        return self.values.get(fact, UNKNOWN)


@dataclass(slots=True)
class Judged:
    """A line, the unknown facts that could still change it, and the weak items that decided it."""

    line: Line
    missing: tuple[str, ...] = ()
    leaned_on: tuple[str, ...] = ()


Judge = Callable[[Situation], Judged]


def remembering(judge: Judge, facts: tuple[str, ...], *, register: bool = False) -> Judge:
    """Outcomes repeat from person to person: the last so many are kept, by the facts that alone decide them.

    `register`: whether the municipal register was checked decides too.
    """
    kept: dict[Any, Judged] = {}
    (first, *others) = facts or ("",)

    def remembered(case: Situation) -> Judged:
        get = case.values.get
        # Most conditions rest on one fact, whose value is the key itself.
        key: Any = get(first, UNKNOWN)
        if register or others:
            key = (register and case.complete, key, *[get(fact, UNKNOWN) for fact in others])
        found = kept.get(key)
        if found is None:
            if len(kept) >= KEPT:
                kept.clear()
            found = kept[key] = judge(case)
        return found

    return remembered


def shown(fact: str, value: FactValue | Unknown) -> dict[str, Any]:
    """A known fact as a line shows it."""
    return {} if isinstance(value, Unknown) else {fact: value_to_json(value)}


@dataclass(frozen=True, slots=True)
class Setting:
    """A criterion as it stands on the application date, with what its kind needs.

    `set_items` are the items behind the conditions of a status.
    """

    criterion: Criterion
    clause: Clause
    since: date
    on: date
    items: Mapping[str, Item]
    children: tuple[Judge, ...] = ()
    set_items: tuple[str, ...] = ()

    @property
    def params(self) -> Mapping[str, Any]:
        return self.criterion.params

    def row(self, param: str) -> Row | None:
        """The row in force of the item a parameter names."""
        name = self.params.get(param)
        return None if name is None else self.items[name].row_on(self.on)

    def value(self, param: str) -> Any:
        """The value in force; None where it is empty or out of force."""
        row = self.row(param)
        return None if row is None else row.value

    def result(
        self,
        verdict: Verdict,
        sentence: str,
        facts: Mapping[str, Any],
        missing: tuple[str, ...] = (),
        **more: Any,
    ) -> Judged:
        """A judgement of this criterion; keyword arguments are those of Line and Judged."""
        line = Line(
            self.criterion.id,
            verdict,
            sentence,
            facts,
            self.clause,
            more.get("holds_until"),
            more.get("children", ()),
        )
        return Judged(line, missing, more.get("leaned_on", ()))


def without_limit(setting: Setting, key: FactKey) -> Judge:
    """An empty limit makes its criterion unknown, whatever the fact is."""
    sentence = f"{key.label}的标准尚未录入，须先由人力社保部门录入文件规定{say.ENDINGS[Verdict.UNKNOWN]}"

    def judge(case: Situation) -> Judged:
        return setting.result(Verdict.UNKNOWN, sentence, shown(key.name, case.get(key.name)))

    return judge
