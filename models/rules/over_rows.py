"""Criteria over a list fact: each row meets them, or at least so many do. Only a complete list proves a no.

A complete list of nobody meets neither: there is nobody to be trained or paid for.

A row that is not settled is shown with its place on the list; what is missing is the list itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.assessment import Line, Verdict
from models.facts import FactList
from models.rules import sentences as say
from models.rules.composites import MET, NOT_MET, OPEN, UNDECIDED, combine
from models.rules.judging import Judge, Judged, Setting, Situation
from models.vocabulary import fact_key


@dataclass(frozen=True, slots=True)
class RowsJudged:
    """How many rows have each verdict, and those that do not meet the criteria, by their place on the list."""

    counts: Mapping[Verdict, int]
    others: Mapping[int, tuple[Verdict, Sequence[Judged]]]

    def count(self, verdict: Verdict) -> int:
        return self.counts.get(verdict, 0)

    @property
    def open(self) -> int:
        return sum(self.count(verdict) for verdict in OPEN)


def judge_rows(setting: Setting, case: Situation, rows: FactList) -> RowsJudged:
    """Every row judged by all the parts, with the application's own facts at hand."""
    counts: Counter[Verdict] = Counter()
    others: dict[int, tuple[Verdict, Sequence[Judged]]] = {}
    for place, row in enumerate(rows.rows, start=1):
        inside = Situation(
            case.on, {**case.values, **row}, case.awards, case.complete, case.rest_day_rule, case.calendar
        )
        parts = [child(inside) for child in setting.children]
        verdict = combine({part.verdict for part in parts}, NOT_MET)
        counts[verdict] += 1
        if verdict is not MET:
            others[place] = verdict, parts
    return RowsJudged(counts, others)


def _explained(setting: Setting, verdict: Verdict, fact: str, rows: FactList, told: tuple[RowsJudged, str]) -> Line:
    """The line of a judged list, with the lines of its rows that do not meet the criteria."""
    found, wanted = told
    sentence = f"{_told(fact, rows, found)}，{wanted}{say.ENDINGS[verdict]}"
    lines = [
        _row_line(setting, place, own, [part.line for part in parts]) for place, (own, parts) in found.others.items()
    ]
    return setting.line(verdict, sentence, _shown(fact, rows), children=tuple(lines))


def _row_line(setting: Setting, place: int, verdict: Verdict, parts: Sequence[Line]) -> Line:
    labels = {child.id: child.label for child in setting.criterion.children}
    decisive = say.any_of([labels[part.id] for part in parts if part.verdict is verdict])
    told = f"未满足{decisive}" if verdict is NOT_MET else f"{decisive}尚不清楚"
    sentence = f"名单第{place}名：{told}{say.since(setting.since)}{say.ENDINGS[verdict]}"
    return Line(f"{setting.criterion.id}[{place}]", verdict, sentence, {}, setting.clause, children=tuple(parts))


def compile_each(setting: Setting) -> Judge:
    """Every row meets the parts, and there is one."""
    fact = setting.params["list"]
    wanted = _wanted(setting, "每一名均须")

    def judge(case: Situation) -> Judged:
        rows = case.get(fact)
        if not isinstance(rows, FactList):
            return _no_list(setting, fact, wanted)
        found = judge_rows(setting, case, rows)
        verdict = _each_verdict(found, rows)
        return Judged(verdict, _explained, (setting, verdict, fact, rows, (found, wanted)), _missing(fact, verdict))

    return judge


def _each_verdict(found: RowsJudged, rows: FactList) -> Verdict:
    if found.count(NOT_MET) or (rows.complete and not rows.rows):
        return NOT_MET
    if found.count(UNDECIDED) or not rows.complete:
        return UNDECIDED
    return Verdict.JUDGEMENT if found.open else MET


def compile_count_where(setting: Setting) -> Judge:
    """At least so many rows meet the parts."""
    fact, least = setting.params["list"], setting.value("value")
    wanted = _wanted(setting, "须满足的人数尚未录入" if least is None else f"至少{least}名须")

    def judge(case: Situation) -> Judged:
        rows = case.get(fact)
        if not isinstance(rows, FactList):
            return _no_list(setting, fact, wanted)
        found = judge_rows(setting, case, rows)
        verdict = _count_verdict(found, rows, least)
        missing = () if least is None else _missing(fact, verdict)
        return Judged(verdict, _explained, (setting, verdict, fact, rows, (found, wanted)), missing)

    return judge


def _count_verdict(found: RowsJudged, rows: FactList, least: int | None) -> Verdict:
    if least is None:
        return UNDECIDED
    if found.count(MET) >= least:
        return MET
    if rows.complete and found.count(MET) + found.open < least:
        return NOT_MET
    return UNDECIDED if found.count(UNDECIDED) or not rows.complete else Verdict.JUDGEMENT


def _wanted(setting: Setting, how: str) -> str:
    labels = say.any_of([child.label for child in setting.criterion.children])
    return f"{how}同时满足（{labels}）{say.since(setting.since)}"


def _told(fact: str, rows: FactList, found: RowsJudged) -> str:
    mark = "" if rows.complete else "（名单尚未核全）"
    parts = [f"符合{found.count(MET)}名"]
    if failed := found.count(NOT_MET):
        parts.append(f"不符合{failed}名")
    if found.open:
        parts.append(f"尚不清楚{found.open}名")
    return f"{fact_key(fact).label}{mark}：共{len(rows.rows)}名，{'，'.join(parts)}"


def _no_list(setting: Setting, fact: str, wanted: str) -> Judged:
    sentence = f"{fact_key(fact).label}：尚不清楚，{wanted}{say.ENDINGS[UNDECIDED]}"
    return setting.result(UNDECIDED, sentence, {}, (fact,))


def _missing(fact: str, verdict: Verdict) -> tuple[str, ...]:
    return (fact,) if verdict in OPEN else ()


def _shown(fact: str, rows: FactList) -> dict[str, Any]:
    """Only how long the list is: the receipt keeps the rows themselves once."""
    return {fact: {"complete": rows.complete, "rows": len(rows.rows)}}
