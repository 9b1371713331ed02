"""The rows of 依据与结论: one assessment told in the same order on every screen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.theme.paint import MarkKind
from models.assessment import Assessment, Line, Result, Verdict
from models.money import format_yuan
from models.rules.evaluate import Answer
from models.rules.sentences import selection_words
from models.vocabulary import IN_KIND, VOCABULARY, programme_name

_SINCE = re.compile(r"（自[0-9年月日]+起执行）")
_PARTS = re.compile("(?:满足其一|同时满足)（")
_ENDINGS = ("，符合条件。", "，不符合条件。", "，暂不能判断。", "，须由经办人认定。")
NEAR_DAYS = 7  # a limit this near is shown as 临界; the verdict itself stays met
AWARDS = "awards"

_MARKS = {
    Verdict.MET: MarkKind.MET,
    Verdict.NOT_MET: MarkKind.NOT_MET,
    Verdict.UNKNOWN: MarkKind.UNKNOWN,
    Verdict.JUDGEMENT: MarkKind.JUDGEMENT,
}
MARK_ORDER = (MarkKind.NOT_MET, MarkKind.UNKNOWN, MarkKind.JUDGEMENT, MarkKind.WARN, MarkKind.MET)


@dataclass(frozen=True, slots=True)
class BannerRow:
    """The result: its word, the counts, and the amount or why there is none."""

    mark: MarkKind
    word: str
    counts: tuple[str, ...]
    label: str = ""
    value: str = ""

    def words(self) -> str:
        """For a screen reader."""
        return "，".join(part for part in (self.word, *self.counts, self.label, self.value) if part)


@dataclass(frozen=True, slots=True)
class LineRow:
    """One criterion, or a part of a composite (`depth` 1 and more).

    `shown` is the sentence without what the word at the right says anyway, in at most `most_lines` lines (0: all);
    `sentence` and `text` are whole. `folded` is None where there are no parts.
    """

    id: str
    mark: MarkKind
    word: str
    sentence: str
    shown: str
    clause: str
    remark: str
    text: str = ""
    depth: int = 0
    folded: bool | None = None
    most_lines: int = 0

    def words(self) -> str:
        """For a screen reader: the verdict's word comes first."""
        return "，".join(part for part in (self.word, self.sentence, self.clause, self.remark) if part)


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """下一问; `key` is the fact it asks for, "" when nothing more need be asked."""

    key: str
    question: str
    why: str = ""

    @property
    def title(self) -> str:
        """The word above the question."""
        return _tr("下一问")

    def words(self) -> str:
        """For a screen reader."""
        return f"{self.title}：{self.question}" if self.key else self.question


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A small title above a block, with a hairline above it."""

    title: str
    remark: str = ""

    def words(self) -> str:
        """For a screen reader."""
        return " ".join(part for part in (self.title, self.remark) if part)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of a block: an amount step, another programme, a warning. Long words wrap; `value` stands right."""

    label: str
    value: str = ""
    mark: MarkKind | None = None
    strong: bool = False
    small: str = ""

    def words(self) -> str:
        """For a screen reader."""
        return " ".join(part for part in (self.label, self.value, self.small) if part)


VerdictRow = BannerRow | LineRow | QuestionRow | TitleRow | EntryRow


@dataclass(frozen=True, slots=True)
class OtherBenefit:
    """Another programme the same person may get."""

    programme: str
    mark: MarkKind
    name: str
    remark: str


def other_benefit(programme: str, found: Assessment | Answer) -> OtherBenefit | None:
    """What to say of another programme; None where it is out of the question. The judgement alone is enough for it."""
    if found.result in (Result.INELIGIBLE, Result.NOT_IN_FORCE):
        return None
    name = programme_name(programme)
    if found.result is Result.ELIGIBLE:
        value = "" if found.amount_fen is None else format_yuan(found.amount_fen)
        return OtherBenefit(programme, MarkKind.MET, name, value or _tr("符合"))
    remark = _tr("还差 {n} 问").format(n=len(found.missing)) if found.missing else _tr("需判断")
    return OtherBenefit(programme, MarkKind.UNKNOWN, name, remark)


def verdict_rows(
    assessment: Assessment,
    unfolded: frozenset[str] = frozenset(),
    others: Sequence[OtherBenefit] = (),
    value_names: Mapping[str, str] | None = None,
) -> list[VerdictRow]:
    """All rows: result, next question, criteria (✗ ? ◆ ! ✓), amount steps, warnings, what is not confirmed, others.

    The question stands above the criteria, so that it never slides out of sight. `value_names` names the policy values
    of `not_confirmed` in Chinese.
    """
    rows: list[VerdictRow] = [_banner(assessment), *_question(assessment)]
    lines = sorted(assessment.criteria, key=lambda line: MARK_ORDER.index(_mark(line, assessment)))
    for line in lines:
        rows += _line_rows(line, assessment, unfolded, 0)
    rows += _selected(assessment)
    rows += _steps(assessment)
    rows += _warnings(assessment)
    rows += _reviews(assessment)
    rows += _not_confirmed(assessment, value_names or {})
    if others:
        rows.append(TitleRow(_tr("还可能享受")))
        rows += [EntryRow(other.name, other.remark, other.mark) for other in others]
    return rows


def _tr(text: str) -> str:
    return QCoreApplication.translate("VerdictPanel", text)


def in_kind_words() -> str:
    """What stands in the place of an amount where a service is granted."""
    return _tr("以服务兑现，不发现金")


def _banner(assessment: Assessment) -> BannerRow:
    mark, word = _result(assessment)
    counts = _counts(assessment)
    if assessment.result is Result.ELIGIBLE and assessment.amount_fen is not None:
        return BannerRow(mark, word, counts, _tr("可得"), format_yuan(assessment.amount_fen))
    if assessment.result is Result.ELIGIBLE and assessment.programme in IN_KIND:
        return BannerRow(mark, word, counts, _tr("金额"), in_kind_words())
    if assessment.result is Result.ELIGIBLE and assessment.not_confirmed:
        return BannerRow(mark, word, counts, _tr("金额"), _tr("标准未定"))
    return BannerRow(mark, word, counts)


def _result(assessment: Assessment) -> tuple[MarkKind, str]:
    if assessment.result is Result.ELIGIBLE:
        return MarkKind.MET, _tr("符合")
    if assessment.result is Result.INELIGIBLE:
        return MarkKind.NOT_MET, _tr("不符合")
    if assessment.result is Result.NOT_IN_FORCE:
        return MarkKind.INFO, _tr("此日期没有施行的政策")
    if any(line.verdict is Verdict.UNKNOWN for line in assessment.criteria):
        return MarkKind.UNKNOWN, _tr("还不能判断")
    return MarkKind.JUDGEMENT, _tr("需要人来判断")


def _counts(assessment: Assessment) -> tuple[str, ...]:
    words = {
        Verdict.NOT_MET: _tr("{n} 项不符合"),
        Verdict.UNKNOWN: _tr("{n} 项未知"),
        Verdict.JUDGEMENT: _tr("{n} 项需判断"),
        Verdict.MET: _tr("{n} 项符合"),
    }
    found = [(word, sum(line.verdict is verdict for line in assessment.criteria)) for verdict, word in words.items()]
    return tuple(word.format(n=count) for word, count in found if count)


def _mark(line: Line, assessment: Assessment) -> MarkKind:
    return MarkKind.WARN if _days_left(line, assessment) is not None else _MARKS[line.verdict]


def _days_left(line: Line, assessment: Assessment) -> int | None:
    """Days until a met criterion stops holding, if they are few."""
    if line.verdict is not Verdict.MET or line.holds_until is None:
        return None
    left = (line.holds_until - assessment.on).days
    return left if 0 <= left <= NEAR_DAYS else None


def _line_rows(line: Line, assessment: Assessment, unfolded: frozenset[str], depth: int) -> Iterator[LineRow]:
    mark = _mark(line, assessment)
    words = {
        MarkKind.MET: _tr("符合"),
        MarkKind.NOT_MET: _tr("不符合"),
        MarkKind.UNKNOWN: _tr("未知"),
        MarkKind.JUDGEMENT: _tr("需判断"),
        MarkKind.WARN: _tr("临界"),
    }
    shown = line.id in unfolded
    yield LineRow(
        id=line.id,
        mark=mark,
        word=words[mark],
        sentence=line.sentence,
        shown=line.sentence if shown and not line.children else _brief(line, mark),
        clause=_short_clause(line),
        remark=_remark(line, assessment),
        text="\n".join(part for part in (f"{line.clause.document} {line.clause.article}", line.clause.text) if part),
        depth=depth,
        folded=not shown if line.children else None,
        most_lines=0 if shown else _most_lines(mark),
    )
    if shown:
        for child in line.children:
            yield from _line_rows(child, assessment, unfolded, depth + 1)


def _brief(line: Line, mark: MarkKind) -> str:
    """The sentence without its verdict, which stands at the right; of a met one only what was found."""
    sentence = line.sentence
    for ending in _ENDINGS:
        sentence = sentence.removesuffix(ending)
    sentence = _SINCE.sub("", sentence).replace("（以下各项", "（").replace("满足其一即可", "满足其一")
    if line.children:
        sentence = _without_parts(sentence)
    if mark is not MarkKind.MET:
        return sentence
    found = sentence.split("，")
    demands = [part for part in found[1:] if part.startswith("须")]
    return demands[0] if demands else found[0]


def _without_parts(sentence: str) -> str:
    """The sentence of a composite without its list of parts: they unfold below it."""
    opening = _PARTS.search(sentence)
    if opening is None:
        return sentence
    depth = 0
    for place in range(opening.end() - 1, len(sentence)):
        depth += {"（": 1, "）": -1}.get(sentence[place], 0)
        if depth == 0:
            return sentence[: opening.end() - 1] + sentence[place + 1 :]
    return sentence


def _short_clause(line: Line) -> str:
    number = line.clause.document.split("《")[0] or line.clause.document
    return " ".join(part for part in (number, line.clause.article) if part)


def _most_lines(mark: MarkKind) -> int:
    """What fails is always told whole; the rest in full when it is chosen."""
    return {MarkKind.MET: 2, MarkKind.NOT_MET: 0}.get(mark, 4)


def _remark(line: Line, assessment: Assessment) -> str:
    left = _days_left(line, assessment)
    if left is not None:
        return _tr("余 {n} 天").format(n=left) if left else _tr("今天到期")
    if line.verdict is Verdict.MET and line.holds_until is not None:
        return _tr("至 {day}").format(day=line.holds_until.isoformat())
    return ""


def _question(assessment: Assessment) -> Iterator[VerdictRow]:
    if assessment.result is Result.NOT_IN_FORCE:
        return
    if not assessment.missing:
        if assessment.result is not Result.CANNOT_TELL:
            yield QuestionRow("", _tr("不需再问，其余回答不会改变结论。"))
        return
    first, rest = assessment.missing[0], len(assessment.missing) - 1
    why = _tr("此后最多还有 {n} 问").format(n=rest) if rest else _tr("答完这一问就有结论")
    yield QuestionRow(first, question_of(first), why)


def question_of(key: str) -> str:
    """The question a fact key asks, as the vocabulary words it."""
    if key == AWARDS:
        return _tr("市级发放登记查过了吗？此人领过哪些补贴？")
    known = VOCABULARY.get(key)
    return key if known is None else known.question


def _selected(assessment: Assessment) -> Iterator[VerdictRow]:
    """Which date selected the version, where it is not the application's."""
    told = assessment.version_date
    if told is not None and told.on is not None:
        yield TitleRow(_tr("适用哪一版"))
        yield EntryRow(
            selection_words(assessment), small=" ".join(filter(None, (told.clause.document, told.clause.article)))
        )


def _steps(assessment: Assessment) -> Iterator[VerdictRow]:
    if not assessment.amount_steps:
        return
    yield TitleRow(_tr("金额怎么来"))
    last = len(assessment.amount_steps) - 1
    for place, step in enumerate(assessment.amount_steps):
        yield EntryRow(step.label, format_yuan(step.fen), strong=place == last > 0, small=step.clause)


def _warnings(assessment: Assessment) -> Iterator[VerdictRow]:
    if assessment.warnings:
        yield TitleRow(_tr("提示"), _tr("不影响结论"))
        for warning in assessment.warnings:
            yield EntryRow(warning.sentence, mark=MarkKind.WARN, small=warning.clause.document)


def _reviews(assessment: Assessment) -> Iterator[VerdictRow]:
    if assessment.reviews:
        yield TitleRow(_tr("依据过期待复核"), _tr("照常核算"))
        for review in assessment.reviews:
            yield EntryRow(review.sentence, mark=MarkKind.WARN, small=review.clause.document)


def _not_confirmed(assessment: Assessment, names: Mapping[str, str]) -> Iterator[VerdictRow]:
    if assessment.not_confirmed:
        yield TitleRow(_tr("还没有人确认的值"), _tr("确认前不能作决定"))
        for name in dict.fromkeys(names.get(value, value) for value in assessment.not_confirmed):
            yield EntryRow(name, mark=MarkKind.WARN)
