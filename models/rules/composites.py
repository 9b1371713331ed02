"""Criteria made of criteria: all, any, not, at least so many, and a status that is recognised or proved.

Strong Kleene; the parts are always all judged and shown as children.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from models.assessment import Line, Verdict
from models.rules import sentences as say
from models.rules.judging import Judge, Judged, Setting, Situation

MET, NOT_MET, UNDECIDED, JUDGEMENT = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.JUDGEMENT
OPEN = frozenset({UNDECIDED, JUDGEMENT})


def compile_any_or_all(setting: Setting) -> Judge:
    """All or any of the parts."""
    conjunction = setting.criterion.kind == "all"
    settled_by = NOT_MET if conjunction else MET
    labels = {child.id: child.label for child in setting.criterion.children}
    start = say.since(setting.since)

    def judge(case: Situation) -> Judged:
        parts = [child(case) for child in setting.children]
        verdict = combine({part.verdict for part in parts}, settled_by)

        def words() -> str:
            decisive = [labels[part.line.id] for part in parts if part.verdict is verdict]
            asked = say.any_of([labels[part.line.id] for part in parts])
            heading = f"{setting.criterion.label}：须{'同时满足' if conjunction else '满足其一'}（{asked}）{start}，"
            return heading + _outcome(verdict, decisive, conjunction=conjunction) + say.ENDINGS[verdict]

        return of_parts(setting, verdict, words, parts)

    return judge


def of_parts(setting: Setting, verdict: Verdict, words: Callable[[], str], parts: Sequence[Judged]) -> Judged:
    """The judgement of a composite: its parts' facts, and what its open parts still need while it is open."""

    def line() -> Line:
        facts = {name: value for part in parts for name, value in part.line.facts.items()}
        return setting.line(verdict, words(), facts, children=tuple(part.line for part in parts))

    missing = merge(part.missing for part in parts if part.verdict in OPEN) if verdict in OPEN else ()
    return Judged(verdict, line, (), missing, merge(part.leaned_on for part in parts))


def _outcome(verdict: Verdict, labels: Sequence[str], *, conjunction: bool) -> str:
    """Which parts decided it."""
    if verdict in OPEN:
        return f"其中{say.any_of(labels)}尚不清楚"
    if verdict is MET:
        return "各项均已满足" if conjunction else f"其中“{say.any_of(labels)}”成立"
    return f"未满足{say.any_of(labels)}" if conjunction else "各项均未满足"


def combine(verdicts: set[Verdict], settled_by: Verdict) -> Verdict:
    """Strong Kleene: one part of the settling verdict settles; else what is open keeps it open."""
    for verdict in (settled_by, UNDECIDED, JUDGEMENT):
        if verdict in verdicts:
            return verdict
    return MET if settled_by is NOT_MET else NOT_MET


def compile_not(setting: Setting) -> Judge:
    """The contrary of its one part; what is open stays open."""
    child = setting.criterion.children[0]
    contrary = {MET: NOT_MET, NOT_MET: MET}
    start = say.since(setting.since)

    def judge(case: Situation) -> Judged:
        part = setting.children[0](case)
        verdict = contrary.get(part.verdict, part.verdict)
        told = {MET: "不是", NOT_MET: "是"}.get(verdict, "尚不清楚")
        sentence = f"{setting.criterion.label}：要求不是“{child.label}”{start}，现{told}{say.ENDINGS[verdict]}"
        return of_parts(setting, verdict, lambda: sentence, [part])

    return judge


def compile_at_least(setting: Setting) -> Judge:
    """At least so many of the parts."""
    wanted = setting.value("value")
    labels = say.any_of([child.label for child in setting.criterion.children])
    start = say.since(setting.since)

    def judge(case: Situation) -> Judged:
        parts = [child(case) for child in setting.children]
        met = sum(part.verdict is MET for part in parts)
        verdict = _enough(met, {part.verdict for part in parts}, parts, wanted)
        asked = "须满足的项数尚未录入" if wanted is None else f"须满足至少{wanted}项"
        sentence = f"{setting.criterion.label}：{asked}（{labels}）{start}，已满足{met}项{say.ENDINGS[verdict]}"
        found = of_parts(setting, verdict, lambda: sentence, parts)
        return found if wanted is not None else setting.result(verdict, sentence, found.line.facts)

    return judge


def _enough(met: int, verdicts: set[Verdict], parts: Sequence[Judged], wanted: int | None) -> Verdict:
    if wanted is None:
        return UNDECIDED
    if met >= wanted:
        return MET
    could = met + sum(part.verdict in OPEN for part in parts)
    if could < wanted:
        return NOT_MET
    return UNDECIDED if UNDECIDED in verdicts else JUDGEMENT


def compile_status(setting: Setting) -> Judge:
    """A status: recognised, or its own conditions met. What the conditions rest on counts only where they decide."""
    start = say.since(setting.since)
    recognised = f"{setting.criterion.children[0].id}"

    def judge(case: Situation) -> Judged:
        parts = [child(case) for child in setting.children]
        verdict = combine({part.verdict for part in parts}, MET)
        by_record = any(part.verdict is MET and part.line.id == recognised for part in parts)
        how = {MET: "已认定" if by_record else "符合认定条件", NOT_MET: "未认定，也不符合认定条件"}
        told = how.get(verdict, "是否认定、是否符合认定条件尚不清楚")
        sentence = f"{setting.criterion.label}{start}：{told}{say.ENDINGS[verdict]}"
        found = of_parts(setting, verdict, lambda: sentence, parts)
        if not by_record:
            found.leaned_on = merge([found.leaned_on, setting.set_items])
        return found

    return judge


def merge(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """All names once, in order."""
    return tuple(dict.fromkeys(name for group in groups for name in group))
