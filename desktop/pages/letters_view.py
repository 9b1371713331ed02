"""What the register of letters shows: the filters, the list, and beside it the archived letter itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.item_models.cells import Cell, Column
from desktop.item_models.rows import RowModel
from desktop.pages.case_words import whole_moment
from desktop.theme.paint import BAD, MET, PLAIN, UNKNOWN, MarkKind
from desktop.theme.sizes import MARGIN, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button
from desktop.widgets.chips import Chips
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.flow import Flow
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.line_edit import LineEdit
from desktop.widgets.marks import Mark, Pill
from desktop.widgets.page_view import Fit, PageView
from desktop.widgets.segments import Option, Segments
from desktop.widgets.surface import Bar, Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from models.casework.letter_lists import LetterRow, LetterStanding
from models.letter import LETTER_NAMES, NAMED_KINDS, LetterKind
from models.money import format_yuan

ALL_MONTHS = "全部月份"
_WORDS = "LettersView"
_LEAST_REGISTER = 540  # number, name with ID number, and case stand whole


def _tr(text: str) -> str:
    return QCoreApplication.translate(_WORDS, text)


STANDING_WORDS = {
    LetterStanding.ISSUED: "未送达",
    LetterStanding.SERVED: "已送达",
    LetterStanding.REPLACED: "已被替代",
    LetterStanding.CORRECTED: "已更正",
    LetterStanding.REVOKED: "已撤销",
    LetterStanding.VOID: "作废",
}
_STANDING_TINTS = {
    LetterStanding.ISSUED: PLAIN,
    LetterStanding.SERVED: MET,
    LetterStanding.REPLACED: UNKNOWN,
    LetterStanding.CORRECTED: UNKNOWN,
    LetterStanding.REVOKED: UNKNOWN,
    LetterStanding.VOID: BAD,
}
_GONE = frozenset(_STANDING_TINTS) - {LetterStanding.ISSUED, LetterStanding.SERVED}


def letter_columns() -> list[Column[LetterRow]]:
    """Two lines a letter: number over kind and day, name over ID number, case over standing and reprints."""
    return [
        Column(_tr("文号"), _number_cell, "练东人社受〔2026〕12345号"),
        Column(_tr("申请人"), lambda row: Cell(row.person_name, strong=True, sub=row.masked_id), elide=True),
        Column(_tr("案件和状态"), _case_cell, "已送达·重打12次"),
    ]


def _number_cell(row: LetterRow) -> Cell:
    gone = row.standing in _GONE
    about = f"{LETTER_NAMES[row.kind]} · {row.issued_on.isoformat()}"
    return Cell(row.number, tone=Tone.TEXT3 if gone else Tone.TEXT, sub=about)


def _case_cell(row: LetterRow) -> Cell:
    standing = STANDING_WORDS[row.standing]
    reprints = _tr("{standing} · 重打 {n} 次").format(standing=standing, n=row.reprints)
    return Cell(row.case_number, sub=reprints if row.reprints else standing)


def standing_told(letter: LetterRow) -> str:
    """Who made a letter void and why, or by which letter it was changed; "" for one in force."""
    mark = letter.mark
    if mark is None:
        return ""
    if mark.void_reason and mark.voided_at is not None:
        words = _tr("{who} {at} 作废：{why}")
        return words.format(who=mark.voided_by, at=whole_moment(mark.voided_at), why=mark.void_reason)
    kind = "" if mark.changed_kind is None else LETTER_NAMES[mark.changed_kind]
    return _tr("由{kind} {number} 改变，原文书存档备查").format(kind=kind, number=mark.changed_by)


class LetterFilters(QWidget):
    """`changed` when the clerk filters otherwise: `text()`, `month()` ("" for all), `kind()` (None for all)."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = LineEdit(_tr("文号 / 姓名 / 证件号 / 案号"), icon="search")
        self.search.setAccessibleName(_tr("按文号、姓名、证件号或案号筛选"))
        self.months = ChoiceBox([], ALL_MONTHS)
        self.months.setAccessibleName(_tr("按月份筛选"))
        self.kinds = Chips()
        self.setLayout(column(row((self.search, 3), (self.months, 2), gap=8), self.kinds, gap=8))
        self.search.textEdited.connect(lambda _text: self.changed.emit())
        self.months.chosen.connect(lambda _text: self.changed.emit())
        self.kinds.chosen.connect(lambda _key: self.changed.emit())

    def text(self) -> str:
        """What is typed."""
        return self.search.text().strip()

    def month(self) -> str:
        """The chosen month, "" for all."""
        chosen = self.months.answer()
        return "" if chosen == ALL_MONTHS else chosen

    def kind(self) -> LetterKind | None:
        """The chosen kind, None for all."""
        chosen = self.kinds.current()
        return LetterKind(chosen) if chosen else None

    def is_set(self) -> bool:
        """Whether rows may be hidden."""
        return bool(self.text() or self.month() or self.kind())

    def clear(self) -> None:
        """Show all again."""
        self.search.clear()
        self.months.set_answer("")
        self.show_counts({}, "")
        self.changed.emit()

    def offer_months(self, months: Sequence[str]) -> None:
        """The months there are letters of."""
        self.months.set_options([Option(ALL_MONTHS), *map(Option, months)])

    def show_counts(self, counts: Mapping[LetterKind, int], current: str | None = None) -> None:
        """How many there are of each kind under the other filters; `current` is the kind shown from now on."""
        choices = [("", _tr("全部"), sum(counts.values()))]
        choices += [
            (kind.value, LETTER_NAMES[kind], counts.get(kind, 0))
            for kind in LetterKind
            if kind in NAMED_KINDS or counts.get(kind)
        ]
        self.kinds.show_choices(choices, self.kinds.current() if current is None else current)


class LetterSheet(QWidget):
    """One archived letter: its number and standing above, the page, and below whether its bytes are intact."""

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self.name, self.number = Strong("", Role.SECTION), Text("", Role.BODY, Tone.TEXT2, elide=True)
        self.standing = Pill("", PLAIN)
        self.fit = Segments([Option("page", word=_tr("整页")), Option("width", word=_tr("页宽"))], always=True)
        self.fit.setAccessibleName(_tr("页面大小"))
        self.fit.set_text("page")
        self.fit.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.page = PageView(_tr("存档文书"))
        self.mark = Mark(MarkKind.UNKNOWN)
        self.verdict = Text("", Role.SMALL, Tone.TEXT2)
        self.digest = Text("", Role.CAPTION, Tone.TEXT3, elide=True)
        head = row(self.name, (self.number, 1), self.standing, self.fit, gap=10, margins=(16, 8, 16, 8))
        self._checked = boxed(row(self.mark, self.verdict, (self.digest, 1), gap=8))
        self.open_case = Button(_tr("打开案件"), "", icon="link")
        self.reason = Text("", Role.SMALL, Tone.TEXT2, wrap=True)
        ways = Flow([*(Button(action=action) for action in actions), self.open_case], line_gap=6)
        foot = column(self._checked, boxed(ways), self.reason, gap=8, margins=(16, 8, 16, 8))
        self.setLayout(column(Bar(head, Tone.SURFACE, "bottom"), (self.page, 1), Bar(foot, Tone.SURFACE, "top"), gap=0))
        self.fit.edited.connect(lambda chosen: self.page.set_fit(Fit(chosen) if chosen else Fit.PAGE))
        self.clear("")

    def explain(self, words: str) -> None:
        """Say below why a way is closed, or how the letter stands; "" leaves its line to the page."""
        self.reason.setText(words)
        self.reason.setVisible(bool(words))

    def clear(self, words: str) -> None:
        """Show no letter but a sentence."""
        self.page.say(words)
        self.name.setText(_tr("存档文书"))
        self.number.setText("")
        self.standing.hide()
        self._checked.hide()
        self.tell(MarkKind.UNKNOWN, "", "")

    def name_letter(self, letter: LetterRow) -> None:
        """Show which letter it is, while its bytes are on their way."""
        self.name.setText(LETTER_NAMES[letter.kind])
        amount = "" if not letter.amount_fen else f"　{format_yuan(letter.amount_fen)}"
        self.number.setText(f"{letter.number}{amount}")
        self.standing.show_word(STANDING_WORDS[letter.standing], _STANDING_TINTS[letter.standing])
        self.standing.show()
        self._checked.show()

    def tell(self, kind: MarkKind, words: str, digest: str) -> None:
        """Whether the archived bytes agree with the register, and their SHA-256."""
        self.mark.setVisible(bool(words))
        self.mark.set_kind(kind)
        self.verdict.setText(words)
        self.verdict.set_tone(Tone.BAD if kind is MarkKind.NOT_MET else Tone.TEXT2)
        self.digest.setText(f"SHA-256 {digest}" if digest else "")


class LettersView(QWidget):
    """The list at the left, the letter at the right; `Segments` and keys are the page's."""

    def __init__(self, sheet_actions: Sequence[Action], clear_filters: Callable[[], object]) -> None:
        super().__init__()
        self.model: RowModel[LetterRow] = RowModel(letter_columns(), self)
        self.table = Table(self.model, _tr("文书登记"), two_lines=True)
        self.filters = LetterFilters()
        self.count = Text("", Role.BODY, Tone.TEXT2)
        self.empty = Text("", Role.BODY, Tone.TEXT2, align=Qt.AlignmentFlag.AlignCenter)
        self.show_all = Button(_tr("显示全部"), "", clear_filters)
        way_out = row(STRETCH, self.show_all, STRETCH)
        self._nothing = boxed(column(self.empty, way_out, STRETCH, gap=12, margins=(24, 40, 24, 24)))
        self.sheet = LetterSheet(sheet_actions)
        head = row(Strong(_tr("文书"), Role.NAME), self.count, STRETCH, gap=12)
        card = Card(column(self._nothing, (self.table, 1), gap=0, margins=(1, 1, 1, 6)))
        left = column(head, self.filters, (card, 1), gap=12, margins=(MARGIN, 16, 16, 12))
        register = boxed(left)
        register.setMinimumWidth(scaled(_LEAST_REGISTER))
        self.setLayout(row((register, 11), (self.sheet, 12), gap=0))

    def show_count(self, shown: int, filtered: bool) -> None:
        """How many letters are listed; none is explained, and hidden ones can be shown again."""
        words = _tr("筛出 {n} 份") if filtered else _tr("{n} 份")
        self.count.setText(words.format(n=f"{shown:,}"))
        none = _tr("没有符合筛选条件的文书。") if filtered else _tr("还没有文书。受理一件申请后，通知书会列在这里。")
        self.empty.setText(none)
        self._nothing.setVisible(not shown)
        self.show_all.setVisible(filtered)
        self.table.setVisible(bool(shown))
