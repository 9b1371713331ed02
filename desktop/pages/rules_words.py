"""How the rules are said and grouped on their page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desktop.item_models.cells import Cell, Column, Group, PillWord
from desktop.theme.paint import ACCENT, MarkKind
from desktop.theme.tokens import Tone
from models.calendar import BEIJING
from models.casework.rules_page import PendingEntry, RuleRow, RulesPage, VersionRow
from models.money import format_yuan
from models.rules.schema import CONFIRMED, EVIDENCE_NAMES, OUTSIDE_VERSIONS, ItemType
from models.vocabulary import LEVEL_NAMES

NONE = "—"
_LONGEST = "北京市人民政府网站2022年11月1日发布的技能提升补贴办理说明"


def tr(text: str) -> str:
    """The page's words in the window's language."""
    return QCoreApplication.translate("Rules", text)


EVIDENCE_LETTERS = {"F-A": "A", "F-B": "B", "F-C": "C", "F-D": "D", CONFIRMED: "局"}
EVIDENCE_WORDS = {
    mark: f"{EVIDENCE_LETTERS[mark]} 级：{name}" if mark in EVIDENCE_LETTERS else name
    for mark, name in EVIDENCE_NAMES.items()
} | {CONFIRMED: "本局两人确认"}


class Waiting(StrEnum):
    """What a line waits for; the filters of the page."""

    NOTHING = ""
    ENTER = "enter"  # empty, and a decision waits for it
    CONFIRM = "confirm"  # weak evidence
    SECOND = "second"  # entered, a second person must confirm
    REVIEW = "review"  # its text should have been read again by now; it keeps answering


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One line of the table: a dated value or condition, or a whole draft version."""

    programme: str
    programme_name: str
    name: str
    label: str
    row: RuleRow | None
    version: VersionRow | None
    waiting: Waiting
    pending: tuple[PendingEntry, ...]
    in_draft: bool = False  # it takes effect with its draft version

    @property
    def stale(self) -> bool:
        """Whether its text should have been read again by now."""
        return self.row is not None and self.row.stale

    @property
    def key(self) -> tuple[str, str]:
        """What stays the same when the page is asked again."""
        return self.programme, self.name


def lines_of(page: RulesPage) -> list[RuleLine]:
    """Every line in the order of the files; the versions of the bureau stand before what begins with them."""
    drafts = {(version.programme, version.valid_from): version for version in page.versions if version.draft}
    entered = [version for version in page.versions if version.name and not version.draft]
    versions = [_version_line(version) for version in (*drafts.values(), *entered)]
    values = [_value_line(row) for row in page.rows]
    return [
        *versions,
        *(replace(line, in_draft=any(_belongs(line, one) for one in drafts.values())) for line in values),
    ]


def _version_line(version: VersionRow) -> RuleLine:
    waiting = Waiting.SECOND if version.pending else Waiting.CONFIRM if version.draft else Waiting.NOTHING
    label = tr("{name}年版本（整版）").format(name=version.name)
    return RuleLine(
        version.programme, version.programme_name, version.name, label, None, version, waiting, version.pending
    )


def _value_line(row: RuleRow) -> RuleLine:
    label = row.label.partition("（false")[0]
    return RuleLine(row.programme, row.programme_name, row.name, label, row, None, _waiting(row), row.pending)


def _waiting(row: RuleRow) -> Waiting:
    if row.pending:
        return Waiting.SECOND
    if row.value is None and not row.optional:
        return Waiting.ENTER
    return Waiting.CONFIRM if row.weak else Waiting.NOTHING


def grouped(lines: Sequence[RuleLine], page: RulesPage, wanted: str) -> list[tuple[Group, list[RuleLine]]]:
    """The lines under their programmes; a draft version with all its rows is a group of its own."""
    drafts = [version for version in page.versions if version.draft]
    groups: list[tuple[Group, list[RuleLine]]] = []
    for version in drafts:
        members = [line for line in lines if _belongs(line, version) and _wanted(line, wanted)]
        if members:
            title = tr("{programme} {name}年版本").format(programme=version.programme_name, name=version.name)
            note = tr("草稿，不生效：整版录入、整版确认")
            groups.append((Group(title, len(members), MarkKind.UNKNOWN, note=note), members))
    for programme in dict.fromkeys(line.programme for line in lines):
        own = [line for line in lines if line.programme == programme and not any(_belongs(line, v) for v in drafts)]
        members = [line for line in own if _wanted(line, wanted)]
        if members:
            groups.append((_group(members, own), members))
    return groups


def _group(members: list[RuleLine], own: list[RuleLine]) -> Group:
    entering = sum(line.waiting is Waiting.ENTER for line in own)
    confirming = sum(line.waiting is Waiting.CONFIRM for line in own)
    parts = [tr("{n} 项待录入").format(n=entering)] if entering else []
    parts += [tr("{n} 项待确认").format(n=confirming)] if confirming else []
    mark = MarkKind.UNKNOWN if entering else None
    return Group(own[0].programme_name, len(members), mark, note=" · ".join(parts))


def _belongs(line: RuleLine, version: VersionRow) -> bool:
    if line.programme != version.programme or (line.row is not None and line.row.type in OUTSIDE_VERSIONS):
        return False
    if line.version is not None:
        return line.version.name == version.name
    start = line.row.valid_from if line.row is not None else None
    return start is not None and version.valid_from <= start <= (version.valid_to or date.max)


def _wanted(line: RuleLine, wanted: str) -> bool:
    return not wanted or line.waiting == wanted or (wanted == Waiting.REVIEW and line.stale)


def rule_columns() -> list[Column[RuleLine]]:
    """Name, value, from, to, document, evidence, confirmation."""
    return [
        Column(tr("项"), lambda line: Cell(line.label), elide=True),
        Column(tr("值"), _value_cell, "2017年10月10日", wide="1000/1500/2000/2500 元", elide=True),
        Column(tr("施行"), _dated(_start), "2017-01-01"),
        Column(tr("至"), _dated(_end), "2017-01-01"),
        Column(tr("依据"), _document_cell, "京人社就发〔2017〕169号", wide=_LONGEST, elide=True),
        Column(tr("证据"), _evidence_cell, "局 口口口"),
        Column(tr("确认"), _confirmation_cell, "孙立群 08-03", elide=True),
    ]


def _value_cell(line: RuleLine) -> Cell:
    if line.version is not None:
        return Cell(pill=PillWord.verdict(MarkKind.UNKNOWN, tr("草稿"))) if line.version.draft else Cell(tr("整版"))
    if line.row is None or line.row.value is None:
        words = tr("未定") if line.row is None or not line.row.optional else tr("没有规定")
        if line.row is not None and line.row.optional:
            return Cell(words, tone=Tone.TEXT3)
        return Cell(pill=PillWord.verdict(MarkKind.UNKNOWN, words))
    return Cell(short_value(line.row), strong=line.row.type is not ItemType.CONDITION, spoken=line.row.shown)


def short_value(row: RuleRow) -> str:
    """The value as a cell shows it: a table of levels in one line, money in yuan."""
    if row.type is ItemType.LEVEL_FEN and isinstance(row.value, dict):
        return tr("{amounts} 元").format(amounts="/".join(_plain_yuan(fen) for fen in row.value.values()))
    return row.shown


def _plain_yuan(fen: int) -> str:
    return format_yuan(fen).removeprefix("¥").removesuffix(".00").replace(",", "")


def _dated(read: Callable[[RuleLine], date | None]) -> Callable[[RuleLine], Cell]:
    def cell(line: RuleLine) -> Cell:
        day = read(line)
        return Cell(day.isoformat(), tone=Tone.TEXT2, small=True) if day is not None else Cell(NONE, tone=Tone.TEXT3)

    return cell


def _start(line: RuleLine) -> date | None:
    return line.version.valid_from if line.version is not None else line.row.valid_from if line.row else None


def _end(line: RuleLine) -> date | None:
    return line.version.valid_to if line.version is not None else line.row.valid_to if line.row else None


def _document_cell(line: RuleLine) -> Cell:
    document = document_of(line)
    return (
        Cell(document, tone=Tone.TEXT2, small=True) if document else Cell(tr("未见文号"), tone=Tone.TEXT3, small=True)
    )


def document_of(line: RuleLine) -> str:
    """The 文号 or title the line rests on, "" where none was found."""
    clause = line.version.clause if line.version is not None else line.row.clause if line.row is not None else None
    found = line.row is None or line.row.evidence != "NF"
    return clause.document if clause is not None and found else ""


def evidence_of(line: RuleLine) -> str:
    """The evidence mark of the line."""
    return line.version.clause.evidence if line.version is not None else line.row.evidence if line.row else "NF"


def _evidence_cell(line: RuleLine) -> Cell:
    mark = evidence_of(line)
    return Cell(evidence=EVIDENCE_LETTERS.get(mark, NONE), spoken=tr(EVIDENCE_WORDS.get(mark, mark)))


def _confirmation_cell(line: RuleLine) -> Cell:
    if line.pending:
        return Cell(pill=PillWord(tr("等第二人"), ACCENT))
    by, at = confirmation_of(line)
    if by and at is not None:
        return Cell(f"{by} {at.astimezone(BEIJING).strftime('%m-%d')}", tone=Tone.TEXT2, small=True)
    words = {Waiting.ENTER: tr("未录入"), Waiting.CONFIRM: tr("待确认"), Waiting.NOTHING: tr("不必确认")}
    if line.in_draft:
        return Cell(tr("随整版"), tone=Tone.TEXT3, small=True)
    quiet = line.waiting is Waiting.NOTHING
    text = NONE if line.row is not None and line.row.value is None and line.row.optional else words[line.waiting]
    if quiet and line.stale:
        return Cell(tr("过期待复核"), tone=Tone.WARN, small=True)
    return Cell(text, tone=Tone.TEXT3 if quiet else Tone.WARN, small=True)


def confirmation_of(line: RuleLine) -> tuple[str, datetime | None]:
    """Who confirmed it, and when."""
    one = line.version if line.version is not None else line.row
    return ("", None) if one is None else (one.confirmed_by, one.confirmed_at)


def counts_of(lines: Sequence[RuleLine]) -> dict[str, int]:
    """How many lines each filter shows."""
    counts = {"": len(lines)}
    for waiting in (Waiting.ENTER, Waiting.CONFIRM, Waiting.SECOND):
        counts[waiting.value] = sum(line.waiting is waiting for line in lines)
    counts[Waiting.REVIEW.value] = sum(line.stale for line in lines)
    return counts


def level_short(level: int) -> str:
    """四级 of 四级/中级工."""
    return LEVEL_NAMES[level].split("/")[0]
