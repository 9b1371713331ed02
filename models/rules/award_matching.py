"""Judging by earlier awards. What is not on the list proves nothing unless the municipal register was checked.

An award whose occupation, level or number is not recorded may or may not be the same: it can prove neither.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from models.assessment import Line, Verdict
from models.facts import Award, FactValue
from models.facts_file import award_to_json, value_to_json
from models.rules import sentences as say
from models.rules.judging import AWARDS, UNKNOWN, Judge, Judged, Setting, Situation, Unknown, shown
from models.vocabulary import LEVELS_ASCENDING, fact_key, level_rank

_HIGHEST = LEVELS_ASCENDING[-1]
_LOWEST = LEVELS_ASCENDING[0]
MET, NOT_MET, UNKNOWN_YET = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN

# True, False, or None where it cannot be told.
Answer = bool | None
Match = Callable[[Award, Mapping[str, FactValue]], Answer]


@lru_cache(maxsize=4096)
def fold_name(text: str) -> str:
    """An occupation or number without differences of width, case and blanks: 电工（低压） = 电工(低压)."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def same(given: FactValue | Unknown, recorded: str | int | None) -> Answer:
    """Whether a fact equals what an award records; None where either is not known."""
    if given is UNKNOWN or recorded is None:
        return None
    if given == recorded:
        return True
    return isinstance(given, str) and isinstance(recorded, str) and fold_name(given) == fold_name(recorded)


def higher(given: FactValue | Unknown, recorded: int | None) -> Answer:
    """Whether an award's level is higher than the one given; a certificate without level has none above it."""
    if given is None or given == _HIGHEST or recorded == _LOWEST:
        return False
    if not isinstance(given, int) or recorded is None:
        return None
    return level_rank(recorded) > level_rank(given)


def compile_no_award(setting: Setting) -> Judge:
    """No award of certain programmes with the same occupation and level, a higher level, or the same number."""
    params = setting.params
    names = frozenset(params["programmes"])
    facts = {part: params[part] for part in ("occupation", "level", "number") if params[part]}
    match = _matcher(params)
    highest_counts = params["level_rule"] == "higher"
    title, start = setting.criterion.label, say.since(setting.since)

    def judge(case: Situation) -> Judged:
        found: list[Award] = []
        open_rows: list[Award] = []
        for award in case.awards:
            if award.programme in names:
                answer = match(award, case.values)
                if answer is not False:
                    (found if answer else open_rows).append(award)
        if found:
            return Judged(NOT_MET, line, (case, NOT_MET, found))
        if case.complete and not open_rows:
            return Judged(MET, line, (case, MET, ()))
        if highest_counts and _nothing_above(case.get(params["level"])):
            return Judged(MET, line, (case, MET, ()))
        return Judged(UNKNOWN_YET, line, (case, UNKNOWN_YET, open_rows), _missing(case, facts, open_rows))

    def line(case: Situation, verdict: Verdict, rows: Sequence[Award]) -> Line:
        own = {name: value_to_json(case.values[name]) for name in facts.values() if name in case.values}
        if verdict is MET:
            reason = "没有这样的享受记录"
        elif verdict is UNKNOWN_YET:
            reason = _why_open(case, rows)
        else:
            reason = f"已有{say.awards(rows)}"
            own[AWARDS] = [award_to_json(row) for row in rows]
        return setting.line(verdict, f"{title}{start}：{reason}{say.ENDINGS[verdict]}", own)

    return judge


def _matcher(params: Mapping[str, Any]) -> Match:
    occupation, level, number = params["occupation"], params["level"], params["number"]
    compare = higher if params["level_rule"] == "higher" else same

    def match(award: Award, values: Mapping[str, FactValue]) -> Answer:
        # Strong Kleene and, what is quick to compare first: one no is enough.
        told: Answer = True
        if level:
            told = compare(values.get(level, UNKNOWN), award.level)
        if number and told is not False:
            told = _and(told, same(values.get(number, UNKNOWN), award.number))
        if occupation and told is not False:
            told = _and(told, same(values.get(occupation, UNKNOWN), award.occupation))
        return told

    return match


def _and(one: Answer, other: Answer) -> Answer:
    """Of two answers of which the first is no no."""
    return one if other else other


def _nothing_above(level: FactValue | Unknown) -> bool:
    return level is None or level == _HIGHEST


def _missing(case: Situation, facts: Mapping[str, str], open_rows: Sequence[Award]) -> tuple[str, ...]:
    """The register where it was not checked or its rows say too little, and the facts that are not known."""
    silent = any(getattr(row, part) is None for row in open_rows for part in facts)
    unknown = tuple(fact for fact in facts.values() if case.get(fact) is UNKNOWN)
    return (AWARDS, *unknown) if silent or not case.complete else unknown


def _why_open(case: Situation, open_rows: Sequence[Award]) -> str:
    if not case.complete:
        return "尚未核对市级享受记录，现有记录不能证明没有享受过"
    return f"不能确定是否与{say.awards(open_rows)}相同"


def compile_not_together(setting: Setting) -> Judge:
    """No award at all of certain programmes, ever or in the calendar year of the application."""
    names = frozenset(setting.params["programmes"])
    this_year = setting.params["period"] == "calendar_year"
    title, start = setting.criterion.label, say.since(setting.since)

    def judge(case: Situation) -> Judged:
        found = [
            row for row in case.awards if row.programme in names and (not this_year or row.on.year == case.on.year)
        ]
        if not found:
            return none if case.complete else unchecked

        return Judged(NOT_MET, line, (found,))

    def line(found: Sequence[Award]) -> Line:
        sentence = f"{title}{start}：已有{say.awards(found)}{say.ENDINGS[NOT_MET]}"
        return setting.line(NOT_MET, sentence, {AWARDS: [award_to_json(row) for row in found]})

    none = setting.result(MET, f"{title}{start}：没有这样的享受记录{say.ENDINGS[MET]}", {})
    reason = f"尚未核对市级享受记录，现有记录不能证明没有享受过{say.ENDINGS[UNKNOWN_YET]}"
    unchecked = setting.result(UNKNOWN_YET, f"{title}{start}：{reason}", {}, (AWARDS,))
    return judge


def compile_award_count(setting: Setting) -> Judge:
    """At most so many awards in the calendar year of the application or ever, this one counted."""
    params = setting.params
    ever = params["period"] == "lifetime"
    names = frozenset(params["programmes"])
    limit, larger = setting.value("value"), setting.value("alternative_value")
    fact = params["alternative_fact"] if setting.row("alternative_value") is not None else None
    text = _limit_text(setting, limit, larger, fact)

    kept: dict[tuple[Any, ...], Judged] = {}

    def judge(case: Situation) -> Judged:
        year = case.on.year
        found = [award for award in case.awards if award.programme in names and (ever or award.on.year == year)]
        answer = case.get(fact) if fact else False
        if found:
            return judged(case, found, answer)
        key = (year, case.complete, answer)
        if key not in kept:
            kept[key] = judged(case, found, answer)
            # Written at once, so that no person's facts are kept.
            _ = kept[key].line
        return kept[key]

    def judged(case: Situation, found: Sequence[Award], answer: FactValue | Unknown) -> Judged:
        limits = (limit, larger) if answer is UNKNOWN else ((larger if answer else limit),)
        verdict = _within(len(found) + 1, limits[0], complete=case.complete)
        if _within(len(found) + 1, limits[-1], complete=case.complete) is not verdict:
            verdict = UNKNOWN_YET
        missing: tuple[str, ...] = ()
        if verdict is UNKNOWN_YET and None not in limits:
            missing = (() if case.complete else (AWARDS,)) + ((fact,) if fact and answer is UNKNOWN else ())
        return Judged(verdict, line, (case, found, answer, verdict), missing)

    def line(case: Situation, found: Sequence[Award], answer: FactValue | Unknown, verdict: Verdict) -> Line:
        facts: dict[str, Any] = {AWARDS: [award_to_json(row) for row in found]}
        if fact:
            facts |= shown(fact, answer)
        when = "累计" if ever else f"{case.on.year}年度"
        checked = "" if case.complete else "，市级享受记录尚未核对"
        sentence = f"{when}已享受{len(found)}次，连同本次共{len(found) + 1}次，{text}{checked}{say.ENDINGS[verdict]}"
        return setting.line(verdict, sentence, facts)

    return judge


def _within(count: int, limit: int | None, *, complete: bool) -> Verdict:
    if limit is None:
        return UNKNOWN_YET
    if count > limit:
        return NOT_MET
    return MET if complete else UNKNOWN_YET


def _limit_text(setting: Setting, limit: int | None, larger: int | None, fact: str | None) -> str:
    if limit is None:
        return "次数限制尚未录入"
    text = f"规定{'累计' if setting.params['period'] == 'lifetime' else '每年'}不超过{limit}次"
    if fact and larger is not None:
        text += f"（{fact_key(fact).label}不超过{larger}次）"
    return text + say.since(setting.since)
