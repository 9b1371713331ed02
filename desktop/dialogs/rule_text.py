"""F12: what a criterion says of this case and the clause it rests on, word for word, over the work."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from desktop.page import Host
from desktop.theme.paint import MarkKind
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.boxes import Notice
from desktop.widgets.layouts import column
from desktop.widgets.modal import Modal
from desktop.widgets.text import Strong, Text
from models.assessment import Assessment, Line, Verdict
from models.vocabulary import programme_name


def _tr(text: str) -> str:
    return QCoreApplication.translate("RuleText", text)


class RuleTextDialog(Modal):
    """`RuleTextDialog(host, assessment, line)`; Ctrl+Enter goes on to the rules page. Without a line: the programme."""

    def __init__(self, host: Host, assessment: Assessment, line: Line | None) -> None:
        self._host = host
        self._target: object = assessment.programme
        if line is not None:
            self._target = ("criterion", assessment.programme, line.id)
        parts = [self._line(line)] if line is not None else [_nothing()]
        super().__init__(
            _tr("本项规则"),
            column(*(part for group in parts for part in group), gap=12),
            accept=Action("Ctrl+Enter", _tr("到规则页"), self.go_on, icon="rules"),
            subtitle=programme_name(assessment.programme),
            cancel_word=_tr("关闭"),
        )

    def _line(self, line: Line) -> list[Notice | Text]:
        marks = {
            Verdict.MET: (MarkKind.MET, _tr("符合")),
            Verdict.NOT_MET: (MarkKind.NOT_MET, _tr("不符合")),
            Verdict.UNKNOWN: (MarkKind.UNKNOWN, _tr("还不知道")),
            Verdict.JUDGEMENT: (MarkKind.JUDGEMENT, _tr("须由经办人认定")),
        }
        mark, word = marks[line.verdict]
        found: list[Notice | Text] = [Notice(mark, word, line.sentence)]
        if line.holds_until is not None:
            words = _tr("这个结论到 {day} 为止不变。").format(day=line.holds_until.isoformat())
            found.append(Text(words, Role.SMALL, Tone.TEXT2, wrap=True))
        where = " ".join(part for part in (line.clause.document, line.clause.article) if part)
        found.append(Strong(where, Role.BODY, wrap=True))
        found.append(Text(line.clause.text or _tr("这里没有收录条文原文。"), Role.BODY, wrap=True))
        if line.clause.evidence:
            words = _tr("证据等级 {grade}").format(grade=line.clause.evidence)
            found.append(Text(words, Role.SMALL, Tone.TEXT2))
        return found

    def go_on(self) -> None:
        """To the rules page, where the dates, evidence and other clauses stand."""
        self.close()
        self._host.go_to("rules", self._target)


def _nothing() -> list[Notice | Text]:
    words = _tr("这一项不参与判断，只用于登记、文书或统计。到规则页可看这个事项的全部条件。")
    return [Notice(MarkKind.INFO, _tr("没有条件用到这一项"), words)]


def line_about(assessment: Assessment, chosen: str, key: str) -> Line | None:
    """The criterion named, else the first that rests on a fact, a part before the whole; None where nothing does."""
    lines = list(_walk(assessment.criteria))
    named = next((line for line in lines if chosen and line.id == chosen), None)
    using = [line for line in lines if key and (key in line.facts or f"facts.{key}" in line.facts)]
    return named or (using[-1] if using and using[-1].children == () else next(iter(using), None))


def _walk(lines: tuple[Line, ...]) -> Iterator[Line]:
    for line in lines:
        yield line
        yield from _walk(line.children)
