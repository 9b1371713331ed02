"""F12: what a criterion says of this case and the clause it rests on, word for word, over the work."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.page import Host
from desktop.theme.paint import MarkKind
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.boxes import Notice
from desktop.widgets.layouts import STRETCH, column
from desktop.widgets.modal import Modal
from desktop.widgets.text import Strong, Text
from models.assessment import Assessment, Line, Verdict
from models.rules.schema import CONFIRMED, EVIDENCE_NAMES
from models.rules.sentences import selection_words
from models.vocabulary import programme_name


def _tr(text: str) -> str:
    return QCoreApplication.translate("RuleText", text)


class RuleTextDialog(Modal):
    """`RuleTextDialog(host, assessment, line)`; F8 shows the next criterion, Ctrl+Enter goes on to the rules page.

    Without a line it says that none bears on the field, and the rules page opens at the programme.
    """

    def __init__(self, host: Host, assessment: Assessment, line: Line | None) -> None:
        self._host, self._assessment, self.line = host, assessment, line
        self._lines = [one for one in _walk(assessment.criteria) if one.clause.document or not one.children]
        self._parts = column(STRETCH, gap=12)
        self._shown: list[QWidget] = []
        self.next_action = Action("F8", _tr("下一条条件"), self.show_next)
        super().__init__(
            _tr("本项规则"),
            self._parts,
            accept=Action("Ctrl+Enter", _tr("到规则页"), self.go_on, icon="rules"),
            extra=[self.next_action] if len(self._lines) > 1 else [],
            subtitle=programme_name(assessment.programme),
            cancel_word=_tr("关闭"),
        )
        self._show(line)

    def show_next(self) -> None:
        """F8: the criterion after this one, the first behind the last."""
        place = self._lines.index(self.line) if self.line in self._lines else -1
        self._show(self._lines[(place + 1) % len(self._lines)])

    def _show(self, line: Line | None) -> None:
        self.line = line
        for part in self._shown:
            part.hide()
            part.deleteLater()
        self._shown = [*(_nothing() if line is None else [*_told(line), _selected(self._assessment)])]
        for place, part in enumerate(self._shown):
            self._parts.insertWidget(place, part)

    def go_on(self) -> None:
        """To the rules page, where the dates, evidence and other clauses stand."""
        self.close()
        programme = self._assessment.programme
        self._host.go_to("rules", programme if self.line is None else ("criterion", programme, self.line.id))


def _told(line: Line) -> list[Notice | Text]:
    """A criterion of this case in words, with its clause."""
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
        found.append(Text(_evidence(line.clause.evidence), Role.SMALL, Tone.TEXT2, wrap=True))
    return found


def _selected(assessment: Assessment) -> Text:
    """Which date selected the version this criterion stands in, and by which text."""
    told = assessment.version_date
    words = selection_words(assessment)
    if told is not None:
        where = " ".join(part for part in (told.clause.document, told.clause.article) if part)
        words = _tr("{words}依据：{where}").format(words=words, where=where)
    return Text(words, Role.SMALL, Tone.TEXT2, wrap=True)


def _evidence(mark: str) -> str:
    """How far the clause can be relied on, in words, with the mark it bears on the rules page and the printed sheet."""
    if mark == CONFIRMED:
        return _tr("依据的来源：本局两人确认")
    return _tr("依据的来源：{words}（{mark}）").format(words=_tr(EVIDENCE_NAMES.get(mark, mark)), mark=mark)


def _nothing() -> list[Notice | Text]:
    words = _tr("这一项不参与判断，只用于登记、文书或统计。到规则页可看这个事项的全部条件。")
    return [Notice(MarkKind.INFO, _tr("没有条件用到这一项"), words)]


def deciding_line(assessment: Assessment) -> Line | None:
    """The criterion that decides: the first that fails, else is open, else is to be judged, else the first."""
    order = (Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.JUDGEMENT)
    found = [line for verdict in order for line in assessment.criteria if line.verdict is verdict]
    return next(iter([*found, *assessment.criteria]), None)


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
