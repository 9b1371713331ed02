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


class Judged:
    """A verdict, the unknown facts that could still change it, and the weak items that decided it.

    `told` is its line, or what writes it from `of`: a line is written once, when somebody reads it.
    """

    __slots__ = ("_of", "_told", "leaned_on", "missing", "verdict")

    def __init__(
        self,
        verdict: Verdict,
        told: Line | Callable[..., Line],
        of: tuple[Any, ...] = (),
        missing: tuple[str, ...] = (),
        leaned_on: tuple[str, ...] = (),
    ) -> None:
        self.verdict = verdict
        self.missing = missing
        self.leaned_on = leaned_on
        self._told = told
        # Not a closure: one is made for every condition of every person, and seldom read.
        self._of = of

    @property
    def line(self) -> Line:
        """The verdict explained."""
        told = self._told
        if not isinstance(told, Line):
            told = self._told = told(*self._of)
            self._of = ()
        return told


Judge = Callable[[Situation], Judged]


def remembering(judge: Judge, facts: tuple[str, ...]) -> Judge:
    """Outcomes repeat from person to person: the last so many are kept, by the facts that alone decide them."""
    kept: dict[Any, Judged] = {}

    def first_time(case: Situation, key: Any) -> Judged:
        if len(kept) >= KEPT:
            kept.clear()
        found = kept[key] = judge(case)
        # Written at once: what is kept holds nothing else of the person it was first judged for.
        _ = found.line
        return found

    if len(facts) == 1:
        (only,) = facts

        def remembered(case: Situation) -> Judged:
            # Most conditions rest on one fact, whose value is the key itself.
            key = case.values.get(only, UNKNOWN)
            return kept.get(key) or first_time(case, key)

    else:
        unknowns = (UNKNOWN,) * len(facts)

        def remembered(case: Situation) -> Judged:
            key = tuple(map(case.values.get, facts, unknowns))
            return kept.get(key) or first_time(case, key)

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
        """A judgement of this criterion, explained at once; keyword arguments are those of Line and Judged."""
        line = self.line(verdict, sentence, facts, more.get("holds_until"))
        return Judged(verdict, line, (), missing, more.get("leaned_on", ()))

    def line(
        self,
        verdict: Verdict,
        sentence: str,
        facts: Mapping[str, Any],
        holds_until: date | None = None,
        children: tuple[Line, ...] = (),
    ) -> Line:
        """The line of this criterion."""
        return Line(self.criterion.id, verdict, sentence, facts, self.clause, holds_until, children)


def without_limit(setting: Setting, key: FactKey) -> Judge:
    """An empty limit makes its criterion unknown, whatever the fact is."""
    sentence = f"{key.label}的标准尚未录入，须先由人力社保部门录入文件规定{say.ENDINGS[Verdict.UNKNOWN]}"

    def judge(case: Situation) -> Judged:
        return setting.result(Verdict.UNKNOWN, sentence, shown(key.name, case.get(key.name)))

    return judge
